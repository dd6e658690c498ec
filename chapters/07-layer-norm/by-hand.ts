/**
 * Add & Norm with a pencil. Test, example and prose all use these numbers.
 *
 * The variances of the sums are perfect squares, 4 and 9, so the deviations are 2 and 3. The ε inside the root
 * makes them √(4 + ε) = 2.0000025 and √(9 + ε) = 3.0000017: without ε the numbers below are exact.
 */

import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { LayerNormParams } from './layer-norm.ts';

/** The names of the rows. */
export const tokens = ['我', '爱'];

/** Two words before a sublayer, 2×4. */
export const X: Matrix = [
  [1, 0, 3, 2],
  [2, 3, 5, 8],
];

/** What the sublayer found, 2×4. */
export const F: Matrix = [
  [0, 1, 2, 3],
  [0, 5, 3, 2],
];

/** X + F. Means 3 and 7. */
export const sum: Matrix = [
  [1, 1, 5, 5],
  [2, 8, 8, 10],
];

/** The mean of each sum: 12/4 and 28/4. */
export const mean: Vector = [3, 7];

/** Each sum less its mean; each row sums to 0. */
export const fromMean: Matrix = [
  [-2, -2, 2, 2],
  [-5, 1, 1, 3],
];

/** The mean of the squares: (4 + 4 + 4 + 4)/4 and (25 + 1 + 1 + 9)/4. */
export const variance: Vector = [4, 9];

/** Divided by 2 and by 3, but for ε. */
export const X_hat: Matrix = [
  [-1, -1, 1, 1],
  [-5 / 3, 1 / 3, 1 / 3, 1],
];

/** Coordinate 3 is made three times as large, coordinate 4 is moved up by 10. */
export const P: LayerNormParams = { gain: [1, 1, 3, 1], bias: [0, 0, 0, 10] };

/** gain ∘ X̂ + bias, but for ε. */
export const Y: Matrix = [
  [-1, -1, 3, 11],
  [-5 / 3, 1 / 3, 1, 11],
];
