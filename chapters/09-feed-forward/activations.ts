/**
 * Chapter 9 — Activations, and where they saturate
 *
 *     relu(x) = max(0, x)      sigmoid(x) = 1 / (1 + e^−x)      tanh(x) = (e^x − e^−x) / (e^x + e^−x)
 *
 * Where a slope is near 0 the function is saturated: whatever arrives there on the way back is lost.
 * ReLU: Glorot, Bordes and Bengio 2011. Article: 「計算過程」, last lines.
 */

import { exp, tanh as tanhOf } from '../../lib/elementary.ts';

/** A function and its slope, side by side. */
export interface Activation {
  f: (x: number) => number;
  slope: (x: number) => number;
}

/** max(0, x). Slope 1 above 0, and 0 below; at 0 itself, where there is a corner, 0 is taken. */
export const relu: Activation = {
  f: (x) => Math.max(0, x),
  slope: (x) => (x > 0 ? 1 : 0),
};

/**
 * 1 / (1 + e^−x). Slope f(1 − f): never more than ¼. At −1000, e^−x is Infinity and the result 0: nothing overflows.
 */
export const sigmoid: Activation = {
  f: (x) => 1 / (1 + exp(-x)),
  slope: (x) => sigmoid.f(x) * (1 - sigmoid.f(x)),
};

/** The hyperbolic tangent, 2 sigmoid(2x) − 1. Slope 1 − f²: 1 at 0, and soon less. */
export const tanh: Activation = {
  f: (x) => tanhOf(x),
  slope: (x) => 1 - tanhOf(x) ** 2,
};
