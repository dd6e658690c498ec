/** The encoder of chapter 15 learns to fill blanks in the page: the example's pre-training, by the engine. */

import type { BertParams } from '../../../chapters/15-bert/bert.ts';
import { pretrain } from '../../../examples/15-bert/fit.ts';
import type { Steps } from '../answering.ts';
import { thisThread } from '../kernels.ts';
import { learning, type Learned as Learning } from '../learning.ts';
import type { Chinese } from './data.ts';
import { untrained } from './untrained.ts';

/** What a training begins with. */
export interface Given extends Chinese {
  seed: string;
}

/** The encoder, on its way. */
export type Learned = Learning<BertParams>;

/** From random weights to the last step. */
export function steps(given: Given): Steps<Learned> {
  const { lines, plan, epochs, seed } = given;
  const fitting = pretrain(untrained(given, seed), lines, plan, epochs, `bert ${seed}`, thisThread);
  return learning(fitting, ({ step, steps, mean, parameters }) => ({ step, steps, loss: mean, P: parameters }));
}
