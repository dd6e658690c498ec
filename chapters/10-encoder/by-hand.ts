/**
 * One encoder layer for 我 爱 你, small enough for a pencil. Test, example and prose all use these numbers.
 *
 * d_model = 4, one head, d_k = 4, so √d_k = 2; two numbers inside the feed-forward layer.
 * The four constants Y_1 … Y_4 are what stands on the paper after each of the layer's four lines.
 * (ε = 0.00001 inside the norm moves the sixth digit; a pencil leaves it out.)
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix } from '../../lib/matrix.ts';
import type { EncoderLayerParams } from './encoder.ts';

const ln_2 = log(2);

/** The names of the rows. */
export const tokens = ['我', '爱', '你'];

/** The sentence, 3×4. Columns: how much 我, how much 爱, how much 你, and what was heard from others: nothing yet. */
export const X: Matrix = [
  [5, 0, 0, 0],
  [0, 6, 0, 0],
  [0, 0, 5, 0],
];

const identity: Matrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];

/** The parameters of the layer: each matrix with what it says in words. */
export const P: EncoderLayerParams = {
  attention: {
    // Only 爱 asks anything: Q is 6 · (ln 2)/3 = 2 ln 2 in the first column of its row, and 0 elsewhere.
    // prettier-ignore
    W_Q: [[[0, 0, 0, 0], [ln_2 / 3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]],
    // 我 and 你 are found under the first column, with 5 · 1/5 = 1.
    // prettier-ignore
    W_K: [[[1 / 5, 0, 0, 0], [0, 0, 0, 0], [1 / 5, 0, 0, 0], [0, 0, 0, 0]]],
    // 我 and 你 each give 5 · 3/2 = 7½ in the fourth column; 爱 gives nothing.
    // prettier-ignore
    W_V: [[[0, 0, 0, 3 / 2], [0, 0, 0, 0], [0, 0, 0, 3 / 2], [0, 0, 0, 0]]],
    // One head, handed on as it is.
    W_O: identity,
  },
  norm_1: { gain: [1, 1, 1, 1], bias: [0, 0, 0, 0] },
  feedForward: {
    // Two questions. First: are you 爱, and have you heard something? x_2 + x_4 − 1 is 1 if so, −1 if only one holds.
    // Second: are you 你, and have you heard something? x_3 + x_4 − 1.
    // prettier-ignore
    W_1: [[0, 0], [1, 0], [0, 1], [1, 1]],
    b_1: [-1, -1],
    // The answers. First: 4 more of 爱, 4 less heard. Second: 6 more of 你, 6 less of 爱.
    // prettier-ignore
    W_2: [[0, 4, 0, -4], [0, -6, 6, 0]],
    b_2: [0, 0, 0, 0],
  },
  norm_2: { gain: [1, 1, 1, 1], bias: [0, 0, 0, 0] },
};

/** Shares. 我 and 你 ask nothing, so they share evenly; 爱 has the scores ln 2, 0, ln 2, that is 2 : 1 : 2. */
export const A: Matrix = [
  [1 / 3, 1 / 3, 1 / 3],
  [2 / 5, 1 / 5, 2 / 5],
  [1 / 3, 1 / 3, 1 / 3],
];

/** After line 1, attention. 我: ⅓ · 7½ + ⅓ · 7½ = 5.  爱: ⅖ · 7½ + ⅖ · 7½ = 6. */
export const Y_1: Matrix = [
  [0, 0, 0, 5],
  [0, 0, 0, 6],
  [0, 0, 0, 5],
];

/** After line 2, Add & Norm. 我: 5 0 0 5 has mean 2½ and deviation 2½.  爱: 0 6 0 6 has mean 3 and deviation 3. */
export const Y_2: Matrix = [
  [1, -1, -1, 1],
  [-1, 1, -1, 1],
  [-1, -1, 1, 1],
];

/** After line 3, feed-forward. 我 answers neither question, 爱 the first with 1, 你 the second with 1. */
export const Y_3: Matrix = [
  [0, 0, 0, 0],
  [0, 4, 0, -4],
  [0, -6, 6, 0],
];

/**
 * After line 4, Add & Norm; all means are 0.
 * 爱: −1 5 −1 −3, squares 1 + 25 + 1 + 9 = 36, a quarter is 9, deviation 3.
 * 你: −1 −7 7 1, squares 1 + 49 + 49 + 1 = 100, a quarter is 25, deviation 5.
 */
export const Y_4: Matrix = [
  [1, -1, -1, 1],
  [-1 / 3, 5 / 3, -1 / 3, -1],
  [-1 / 5, -7 / 5, 7 / 5, 1 / 5],
];

/** For the way back: only the first number of 我's result matters. */
export const dY: Matrix = [
  [1, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];

/**
 * The sentence's gradient, the four lines read upwards for 我, whose normalized row is 1 −1 −1 1 both times:
 *
 *     line 4   mean of dY ¼, mean of dY ∘ X̂ ¼:  1 − ¼ − ¼, −¼ + ¼, −¼ + ¼, −¼ − ¼ = ½ 0 0 −½, over deviation 1
 *     line 3   我 answered no question: nothing comes back
 *     line 2   both means are 0:  ½ 0 0 −½ over deviation 2½ = ⅕ 0 0 −⅕ to X, and the same to the attention
 *     line 1   each value gets a third, 1/15 0 0 −1/15, and W_V makes of it −1/15 · 3/2 = −1/10 for 我 and for 你
 *              dA = −⅕ · (7½, 0, 7½) = −3/2, 0, −3/2; average −1; dS = ⅓ · (−½, 1, −½) = −1/6, 1/3, −1/6
 *              dQ = (−1/6 − 1/6) / 2 = −1/6, and W_Q makes of it −1/6 · (ln 2)/3
 *              dK = 0, because 我 asks nothing
 *
 * A word's value reads columns 1 and 3, so every word, 爱 too, gets −1/10 there.
 */
export const dX: Matrix = [
  [1 / 5 - 1 / 10, -ln_2 / 18, -1 / 10, -1 / 5],
  [-1 / 10, 0, -1 / 10, 0],
  [-1 / 10, 0, -1 / 10, 0],
];
