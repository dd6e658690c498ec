/**
 * Chapter 19 — One budget for all: multiplications
 *
 *     a step = batch · 3 · (multiplications of one pair, forwards)         3: forwards, and two products back for each
 *     steps  = ⌊budget / a step⌋
 *
 * Counted are the products of matrices, as in chapter 14; sums, exps and norms are small beside them. A larger model
 * gets fewer steps, so that size is not free, and no clock is asked: the count is the same on every machine.
 * Vaswani et al. 2017, table 3, gives every model the same steps instead. Article: 「啓發收穫」, point seven.
 */

import type { Sizes } from '../10-encoder/encoder.ts';

/**
 * What a pair of sentences asks of any model: words read and words said (EOS is one), on average, and the vocabulary.
 */
export interface Text {
  m: number;
  n: number;
  V: number; // words that may be said
}

/** Of a Transformer, one pair, forwards: layers of encoder and decoder, then a score a word. */
export function ofTransformer({ d_model: d, d_ff, N }: Sizes, { m, n, V }: Text): number {
  const encoder = 4 * m * d * d + 2 * m * m * d + 2 * m * d * d_ff;
  const self = 4 * n * d * d + 2 * n * n * d;
  // W_Q and W_O for the n words that ask, W_K and W_V for the m that are asked.
  const cross = 2 * n * d * d + 2 * m * d * d + 2 * n * m * d;
  return N * (encoder + self + cross + 2 * n * d * d_ff) + n * d * V;
}

/** Of chapter 14's GRU encoder and decoder of width d. */
export function ofGru(d: number, { m, n, V }: Text): number {
  return 6 * (m + n) * d * d + n * d * V;
}

/** Of a window (window.ts): n times all its places at once. */
export function ofWindow(places: number, d: number, d_ff: number, { n, V }: Text): number {
  return n * (places * d * d_ff + d_ff * V);
}

/** Steps that a budget pays for, each of so many pairs. Throws RangeError for a budget that pays for none. */
export function stepsFor(budget: number, pair: number, batch: number): number {
  const step = 3 * batch * pair;
  const steps = Math.floor(budget / step);
  if (!(steps >= 1)) throw new RangeError(`a budget must pay for a step of ${step}, got ${budget}`);
  return steps;
}
