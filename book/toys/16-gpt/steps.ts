/** The decoder of chapter 16 learns English in the page: the example's training, by the engine. */

import { gptParams, type GptParams } from '../../../chapters/16-gpt/gpt.ts';
import { fitLines } from '../../../examples/training/fit-lines.ts';
import { seeded } from '../../../lib/random.ts';
import type { Steps } from '../answering.ts';
import { thisThread } from '../kernels.ts';
import { learning, type Learned as Learning } from '../learning.ts';
import type { English } from './data.ts';

/** What a training begins with. */
export interface Given extends English {
  seed: string;
}

/** The decoder, on its way. */
export type Learned = Learning<GptParams>;

/** From random weights to the mean of the last epochs. */
export function steps({ tokens, lines, plan, epochs, seed }: Given): Steps<Learned> {
  const begun = gptParams(seeded(`weights ${seed}`), tokens.length, plan.sizes);
  const pairs = lines.map((target) => ({ source: [], target }));
  const fitting = fitLines(begun, pairs, plan, epochs, seed, thisThread);
  return learning(fitting, ({ step, steps, mean, parameters }) => ({ step, steps, loss: mean, P: parameters }));
}
