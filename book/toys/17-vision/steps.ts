/** The encoder of chapter 17 learns ten characters in the page: the example's training, by the engine. */

import type { VisionParams } from '../../../chapters/17-vision/vision.ts';
import { byEngine, fit } from '../../../examples/17-vision/fit.ts';
import { BATCH, drawn, examplesOf } from '../../../examples/17-vision/images.ts';
import type { Steps } from '../answering.ts';
import { thisThread } from '../kernels.ts';
import { learning, type Learned as Learning } from '../learning.ts';
import type { Lesson } from './data.ts';
import { untrained } from './untrained.ts';

/** What a training begins with. */
export interface Given extends Lesson {
  seed: string;
}

/** The encoder, on its way; its loss is that of the batch, nats an image. */
export type Learned = Learning<VisionParams>;

/** From random weights to the last step. */
export function steps({ images, steps, rate, seed }: Given): Steps<Learned> {
  const training = examplesOf(drawn('training', seed, images));
  const fitting = fit(untrained(seed), training, byEngine(thisThread), { steps, batch: BATCH, rate }, seed);
  return learning(fitting, (progress) => progress);
}
