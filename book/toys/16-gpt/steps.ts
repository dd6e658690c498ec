/** The decoder of chapter 16 learns English in the page: the example's training, by the engine. */

import { gptParams, type GptParams } from '../../../chapters/16-gpt/gpt.ts';
import { fitLines } from '../../../examples/16-gpt/fit.ts';
import { seeded } from '../../../lib/random.ts';
import type { Steps } from '../answering.ts';
import { thisThread } from '../kernels.ts';
import type { English } from './data.ts';

/** What a training begins with. */
export interface Given extends English {
  seed: string;
}

/** How far it is. */
export interface Learned {
  step: number;
  steps: number;
  loss: number; // mean of this epoch, nats a token
  P: GptParams;
}

/** From random weights to the mean of the last epochs. */
export async function* steps({ tokens, lines, plan, epochs, seed }: Given): Steps<Learned> {
  const begun = gptParams(seeded(`weights ${seed}`), tokens.length, plan.sizes);
  const pairs = lines.map((target) => ({ source: [], target }));
  const fitting = fitLines(begun, pairs, plan, epochs, seed, thisThread);
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
