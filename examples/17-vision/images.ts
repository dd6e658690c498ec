/** The images of chapter 17's example and study, and how its classifiers are set up. */

import type { FeedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import { drawings, GLYPHS, type Drawing, type Hand } from '../../chapters/17-vision/glyphs.ts';
import {
  convNet,
  convNetBackward,
  type ConvNet,
  type ConvNetParams,
  type Window,
} from '../../chapters/17-vision/convolution.ts';
import { cut, reordered } from '../../chapters/17-vision/patches.ts';
import {
  linear,
  linearBackward,
  twoLayers,
  twoLayersBackward,
  type Linear,
  type LinearParams,
  type TwoLayers,
} from '../../chapters/17-vision/pixel-classifiers.ts';
import type { Classifier, Example } from '../../chapters/17-vision/training.ts';
import {
  vision,
  visionBackward,
  type Vision,
  type VisionParams,
  type VisionSizes,
} from '../../chapters/17-vision/vision.ts';
import { seeded, shuffle } from '../../lib/random.ts';

/** The width of a patch, in pixels. */
export const PATCH = 4;
/** Images a step. */
export const BATCH = 16;
/** Characters half to five sixths as large as the image, in any place of it. */
export const HAND: Hand = { side: 12, smallest: 6, largest: 10, pen: 0.6, shake: 0.3, noise: 0.15 };
/** The encoder: 4922 numbers with its positions. */
export const SIZES: VisionSizes = { d_model: 16, h: 4, d_ff: 32, N: 2, n: 9, pixels: 16, K: GLYPHS.length };
/** Numbers between the two layers of pixels: with 31 the model holds 4815, about as many as the encoder. */
export const HIDDEN = 31;
/** The same characters on a sheet of four times the area: 36 patches, and 5354 numbers of the encoder. */
export const SHEET: Hand = { ...HAND, side: 24 };
export const SHEET_SIZES: VisionSizes = { ...SIZES, n: 36 };
/** Between the two layers on 576 pixels: 5293 numbers, and three times as many. */
export const SHEET_HIDDEN = [9, 27];
/** The convolutions: 24 pixels become 6 places across, the encoder's patches, then 4; with 12 and 16 channels. */
export const WINDOWS: Window[] = [
  { width: 4, step: 4 },
  { width: 3, step: 1 },
];
export const CHANNELS = [12, 16];
/** One order of the nine places in which none stays where it was. */
export const SCATTERED = [4, 8, 3, 6, 7, 1, 0, 2, 5];

/** An order of the 36 by chance. */
export const SHEET_SCATTERED = shuffle(
  seeded('scattered'),
  Array.from({ length: SHEET_SIZES.n }, (_, place) => place),
);

/** The encoder as a classifier. */
export const onPatches: Classifier<VisionParams, Vision> = { forward: vision, backward: visionBackward };
/** Softmax regression. */
export const onPixels: Classifier<LinearParams, Linear> = { forward: linear, backward: linearBackward };
/** Two layers. */
export const onPixelsTwice: Classifier<FeedForwardParams, TwoLayers> = {
  forward: twoLayers,
  backward: twoLayersBackward,
};

/** Two convolutions and a linear classifier. */
export const onWindows: Classifier<ConvNetParams, ConvNet> = {
  forward: (X, P) => convNet(X, P, WINDOWS),
  backward: convNetBackward,
};

/** So many drawings of that name and seed; more of them begin with the same ones. */
export function drawn(name: string, seed: string, count: number, hand = HAND): Drawing[] {
  return drawings(seeded(`${name} ${seed}`), count, hand);
}

/** Drawings cut into patches, in that order. */
export function examplesOf(drawings: Drawing[], order?: number[]): Example[] {
  return drawings.map(({ image, label }) => {
    const patches = cut(image, PATCH);
    return { X: order ? reordered(patches, order) : patches, label };
  });
}

/** Each example with its patches in an order of its own. */
export function mixedUp(examples: Example[], seed: string): Example[] {
  const random = seeded(`mixed ${seed}`);
  return examples.map(({ X, label }) => ({ X: shuffle(random, X), label }));
}
