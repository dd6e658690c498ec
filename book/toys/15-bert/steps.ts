/** The encoder of chapter 15 learns to fill blanks in the page: the example's pre-training, by the engine. */

import type { BertParams } from '../../../chapters/15-bert/bert.ts';
import { pretrain } from '../../../examples/15-bert/fit.ts';
import type { Steps } from '../answering.ts';
import { thisThread } from '../kernels.ts';
import type { Chinese } from './data.ts';
import { untrained } from './untrained.ts';

/** What a training begins with. */
export interface Given extends Chinese {
  seed: string;
}

/** How far it is. */
export interface Learned {
  step: number;
  steps: number;
  loss: number; // mean of this epoch, nats a hidden word
  P: BertParams;
}

/** From random weights to the last step. */
export async function* steps(given: Given): Steps<Learned> {
  const { lines, plan, epochs, seed } = given;
  const fitting = pretrain(untrained(given, seed), lines, plan, epochs, `bert ${seed}`, thisThread);
  let last: Omit<Learned, 'P'> = { step: 0, steps: 0, loss: NaN };
  let next = await fitting.next();
  for (; !next.done; next = await fitting.next()) {
    const { step, steps, mean, parameters } = next.value;
    const here = { step, steps, loss: mean };
    last = here;
    yield () => ({ ...here, P: parameters() });
  }
  const P = next.value;
  return () => ({ ...last, P });
}
