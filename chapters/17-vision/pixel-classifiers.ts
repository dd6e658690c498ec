/**
 * Chapter 17 — Two classifiers that take the pixels as they come
 *
 *     linear:      S = x W + b
 *     two layers:  S = max(0, x W_1 + b_1) W_2 + b_2
 *
 * x: all pixels of the image in one row. The first is softmax regression: a weight for each pixel and class, that is
 * all it can hold. The second is chapter 9's formula, with the pixels going in and the classes' scores coming out.
 */

import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import {
  feedForward,
  feedForwardBackward,
  type FeedForward,
  type FeedForwardParams,
} from '../09-feed-forward/feed-forward.ts';

/** What the linear classifier learns. */
export interface LinearParams {
  W: Matrix; // pixels×K
  b: Vector; // K
}

/** The working of the linear classifier. */
export interface Linear {
  x: Matrix; // 1×pixels
  P: LinearParams;
  S: Matrix; // 1×K  scores, in nats
}

/**
 * A linear classifier before its first step: it has no opinion, and needs no chance to begin, as
 * its loss has one valley.
 */
export function linearParams(pixels: number, K: number): LinearParams {
  return { W: zeros(pixels, K), b: zeros(1, K)[0] };
}

/** x W + b, x being the patches one behind the other. X: n×P² → 1×K. Throws RangeError if the shapes do not fit. */
export function linear(X: Matrix, P: LinearParams): Linear {
  const x = [X.flat()];
  return { x, P, S: add(multiply(x, P.W), [P.b]) };
}

/** The working of two layers. */
export interface TwoLayers {
  fed: FeedForward;
  S: Matrix; // 1×K  scores, in nats
}

/** Chapter 9's layer, from pixels to classes. X: n×P² → 1×K. Throws RangeError if the shapes do not fit. */
export function twoLayers(X: Matrix, P: FeedForwardParams): TwoLayers {
  const fed = feedForward([X.flat()], P);
  return { fed, S: fed.Y };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dS: 1×K to { dP }. */
export function linearBackward(dS: Matrix, { x, P }: Linear) {
  // forward: S = x W + b
  const { dB } = multiplyBackward(dS, { A: x, B: P.W });
  const dP: LinearParams = { W: dB, b: dS[0] };
  return { dP };
}

/** From dS: 1×K to { dP }. */
export function twoLayersBackward(dS: Matrix, { fed }: TwoLayers) {
  const { dP } = feedForwardBackward(dS, fed);
  return { dP };
}
