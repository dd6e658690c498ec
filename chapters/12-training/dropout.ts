/**
 * Chapter 12 — Dropout
 *
 *     D_ic = 0 with probability p,   1 / (1 − p) otherwise;      the layer passes on D ∘ X
 *
 * A number that may vanish cannot be relied upon alone. The survivors are enlarged, so that the mean stays,
 * and nothing at all is done when the trained model is used.
 * Srivastava et al. 2014, §4 and §10; placed as in Vaswani et al. 2017, §5.4: on the output of each sublayer
 * before it is added, and on the sums of embeddings and positions.
 */

import { zeros, type Matrix } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import type { Sizes } from '../10-encoder/encoder.ts';
import type { Dropped } from '../11-decoder/transformer.ts';

/**
 * D: n×d factors, each 0 with probability p and 1/(1 − p) otherwise, so that on average each is 1.
 * Srivastava et al. 2014, §10. Throws RangeError unless 0 ≤ p < 1.
 */
export function dropout(random: Random, n: number, d: number, p: number): Matrix {
  if (!(p >= 0 && p < 1)) {
    throw new RangeError(`the share to drop must be at least 0 and below 1, got ${p}`);
  }
  const D = zeros(n, d);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < d; c++) D[i][c] = random() < p ? 0 : 1 / (1 - p);
  }
  return D;
}

/**
 * Factors for every place of Vaswani et al. 2017, §5.4, drawn anew for each: the two inputs, two sublayers in every
 * encoder layer, three in every decoder layer. source, encoder: m×d_model; target, decoder:
 * n×d_model (BOS is one of the n).
 * Throws as `dropout`.
 */
export function dropped(random: Random, m: number, n: number, { d_model, N }: Sizes, p: number): Dropped {
  const draw = (length: number) => dropout(random, length, d_model, p);
  const layers = Array.from({ length: N });
  return {
    source: draw(m),
    target: draw(n),
    encoder: layers.map(() => ({ attention: draw(m), feedForward: draw(m) })),
    decoder: layers.map(() => ({ selfAttention: draw(n), crossAttention: draw(n), feedForward: draw(n) })),
  };
}
