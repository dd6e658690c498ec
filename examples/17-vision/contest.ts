/** Two classifiers that take pixels and two that take patches, trained on the same images. */

import { feedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import type { Drawing } from '../../chapters/17-vision/glyphs.ts';
import { linearParams } from '../../chapters/17-vision/pixel-classifiers.ts';
import { accuracy, type Classifier, type Example } from '../../chapters/17-vision/training.ts';
import { visionParams, withoutPositions } from '../../chapters/17-vision/vision.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { count } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { threads } from '../training/crew.ts';
import { watched, type Name, type Watch } from '../training/watched.ts';
import { byChapter, byEngine, fit, type By } from './fit.ts';
import {
  BATCH,
  drawn,
  examplesOf,
  HAND,
  HIDDEN,
  mixedUp,
  onPatches,
  onPixels,
  onPixelsTwice,
  SIZES,
} from './images.ts';

/** How they are trained. */
interface Training {
  seed: string;
  images: number; // to learn from
  steps: number; //  of BATCH images
  rates: { encoder: number; layers: number; linear: number };
}

const names = {
  linear: ['linear, on pixels', '线性，看像素'],
  layers: ['two layers, on pixels', '两层，看像素'],
  blind: ['encoder without positions', '编码器，无位置'],
  placed: ['encoder with positions', '编码器，有位置'],
} satisfies Record<string, Name>;

/**
 * Trains all four, one after the other: the numbers of each, and the shares it labels right of unseen images before,
 * and afterwards of the images it learned from, of unseen ones, and of these with their patches mixed up.
 */
export async function contest({ seed, images, steps, rates }: Training, drawings: Drawing[], watch: Watch) {
  const training = examplesOf(drawn('training', seed, images));
  const unseen = examplesOf(drawings);
  const mixed = mixedUp(unseen, seed);
  const learned = async <P extends object, W extends { S: Matrix }>(
    name: Name,
    begin: P,
    classifier: Classifier<P, W>,
    by: By<P>,
    rate: number,
  ) => {
    const { P } = await watched(fit(begin, training, by, { steps, batch: BATCH, rate }, seed), name, watch);
    const right = (examples: Example[], of = P) => accuracy(examples, of, classifier);
    return {
      name,
      P,
      numbers: count(P),
      before: right(unseen, begin),
      training: right(training),
      unseen: right(unseen),
      mixed: right(mixed),
    };
  };
  const begin = begun(seed);
  return {
    linear: await learned(names.linear, begin.linear, onPixels, byChapter(onPixels), rates.linear),
    layers: await learned(names.layers, begin.layers, onPixelsTwice, byChapter(onPixelsTwice), rates.layers),
    blind: await learned(names.blind, begin.blind, onPatches, byEngine(threads), rates.encoder),
    placed: await learned(names.placed, begin.placed, onPatches, byEngine(threads), rates.encoder),
  };
}

/** The numbers that each begins with. */
function begun(seed: string) {
  const pixels = HAND.side ** 2;
  const placed = visionParams(seeded(`weights ${seed}`), SIZES);
  return {
    linear: linearParams(pixels, SIZES.K),
    layers: feedForwardParams(seeded(`weights ${seed}`), pixels, HIDDEN, SIZES.K),
    blind: withoutPositions(placed),
    placed,
  };
}
