/** The encoder of chapter 17 learns ten characters in the page: the example's training, by the engine. */

import type { VisionParams } from '../../../chapters/17-vision/vision.ts';
import { byEngine, fit } from '../../../examples/17-vision/fit.ts';
import { BATCH, drawn, examplesOf } from '../../../examples/17-vision/images.ts';
import type { Steps } from '../answering.ts';
import { thisThread } from '../kernels.ts';
import type { Lesson } from './data.ts';
import { untrained } from './untrained.ts';

/** What a training begins with. */
export interface Given extends Lesson {
  seed: string;
}

/** How far it is. */
export interface Learned {
  step: number;
  steps: number;
  loss: number; // of the batch, nats an image
  P: VisionParams;
}

/** From random weights to the last step. */
export async function* steps({ images, steps, rate, seed }: Given): Steps<Learned> {
  const training = examplesOf(drawn('training', seed, images));
  const fitting = fit(untrained(seed), training, byEngine(thisThread), { steps, batch: BATCH, rate }, seed);
  let last = { step: 0, steps, loss: NaN };
  let next = await fitting.next();
  for (; !next.done; next = await fitting.next()) {
    const { step, loss, P } = next.value;
    const here = { step, steps, loss };
    last = here;
    yield () => ({ ...here, P: P() });
  }
  const P = next.value;
  return () => ({ ...last, P });
}
