/**
 * 我 爱 你, small enough for a pencil. Test, example and prose all use these numbers.
 *
 * d_k = 4, so √d_k = 2. The scores come out as logarithms of whole numbers, so the shares are fractions:
 * scores 0, ln 2, 0 are shares 1 : 2 : 1, that is ¼, ½, ¼.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix } from '../../lib/matrix.ts';

const [ln_2, ln_3] = [log(2), log(3)];

/** The names of the rows. */
export const tokens = ['我', '爱', '你'];

/** The sentence, 3×4. Columns: is it 我, is it 爱, is it 你, is it a pronoun? */
export const X: Matrix = [
  [1, 0, 0, 1],
  [0, 1, 0, 0],
  [0, 0, 1, 1],
];

/** 4×4. What a word asks for: a verb asks for pronouns (column 1), a pronoun for a verb (column 2), 你 most of all. */
export const W_Q: Matrix = [
  [0, 0, 0, 0],
  [2 * ln_2, 0, 0, 0],
  [0, 2 * (ln_3 - ln_2), 0, 0],
  [0, 2 * ln_2, 0, 0],
];

/** 4×4. What a word is found by. Columns: pronoun, verb, 我 itself, 你 itself. */
export const W_K: Matrix = [
  [0, 0, 1, 0],
  [0, 1, 0, 0],
  [0, 0, 0, 1],
  [1, 0, 0, 0],
];

/** 4×2. What a word has to give. Columns: something of a person, something of an action. */
export const W_V: Matrix = [
  [0, 0],
  [0, 20],
  [20, 0],
  [20, 0],
];

/** Q = X W_Q. 你 asks with both its rows: 2 ln 3 − 2 ln 2 + 2 ln 2 = 2 ln 3. */
export const Q: Matrix = [
  [0, 2 * ln_2, 0, 0],
  [2 * ln_2, 0, 0, 0],
  [0, 2 * ln_3, 0, 0],
];

/** K = X W_K. */
export const K: Matrix = [
  [1, 0, 1, 0],
  [0, 1, 0, 0],
  [1, 0, 0, 1],
];

/** V = X W_V. */
export const V: Matrix = [
  [20, 0],
  [0, 20],
  [40, 0],
];

/** S = Q Kᵀ / 2. */
export const S: Matrix = [
  [0, ln_2, 0],
  [ln_2, 0, ln_2],
  [0, ln_3, 0],
];

/** A = softmax(S): 1 : 2 : 1, 2 : 1 : 2 and 1 : 3 : 1. */
export const A: Matrix = [
  [1 / 4, 1 / 2, 1 / 4],
  [2 / 5, 1 / 5, 2 / 5],
  [1 / 5, 3 / 5, 1 / 5],
];

/** Y = A V. 我: ¼ · 20 + ¼ · 40 = 15 and ½ · 20 = 10. */
export const Y: Matrix = [
  [15, 10],
  [24, 4],
  [12, 12],
];
