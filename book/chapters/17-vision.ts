/** Chapter 17's case: an image of four patches is looked at, and the way back. */

import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import * as hand from '../../chapters/17-vision/by-hand.ts';
import { cut } from '../../chapters/17-vision/patches.ts';
import { vision, visionBackward } from '../../chapters/17-vision/vision.ts';

const { image, P } = hand;

/** The image, the model's parameters, and the right class of two. */
export const given = { image, P, T: [[0, 1]] };

/** What comes of it, forwards and backwards. */
export function worked({ image, P, T }: typeof given) {
  const X = cut(image, 2);
  const seen = vision(X, P);
  const scored = crossEntropy(seen.S, T);
  return {
    X,
    y: seen.y,
    S: seen.S,
    loss: scored.loss,
    shares: scored.P,
    dP: visionBackward(crossEntropyBackward(scored), seen).dP,
  };
}
