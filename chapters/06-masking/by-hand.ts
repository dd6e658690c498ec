/**
 * 我 爱 你 again, with the numbers of chapter 4, now with something hidden. Test, example and prose all use these numbers.
 *
 * Chapter 4's scores were 0, ln 2, 0 for 我, ln 2, 0, ln 2 for 爱 and 0, ln 3, 0 for 你, so that the shares stood
 * as 1 : 2 : 1, 2 : 1 : 2 and 1 : 3 : 1. A hidden word drops out of its row; a word of zeros scores 0 and counts 1.
 */

import type { Matrix } from '../../lib/matrix.ts';

/** Nobody sees a later word. Rows ask, columns are looked at. */
export const causal: Matrix = [
  [0, -Infinity, -Infinity],
  [0, 0, -Infinity],
  [0, 0, 0],
];

/** The shares under the causal mask: 1, then 2 : 1, then 1 : 3 : 1 as before. */
export const A_causal: Matrix = [
  [1, 0, 0],
  [2 / 3, 1 / 3, 0],
  [1 / 5, 3 / 5, 1 / 5],
];

/** A V with the values [20, 0], [0, 20], [40, 0]. 爱: ⅔ · 20 = 40/3 and ⅓ · 20 = 20/3. */
export const Y_causal: Matrix = [
  [20, 0],
  [40 / 3, 20 / 3],
  [12, 12],
];

/** The ids of 我 爱 你 <pad> <pad> in a vocabulary that begins with the four special tokens. */
export const ids = [4, 5, 6, 0, 0];

/** Five words may look at the first three of them, never at the <pad>s. */
export const padding: Matrix = [
  [0, 0, 0, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
];

/** Both at once: hidden if either hides. */
export const both: Matrix = [
  [0, -Infinity, -Infinity, -Infinity, -Infinity],
  [0, 0, -Infinity, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
  [0, 0, 0, -Infinity, -Infinity],
];

/**
 * Shares of 我 爱 你 with two words of zeros and no mask, 3×5: 1 : 2 : 1 : 1 : 1, then 2 : 1 : 2 : 1 :
 * 1, then 1 : 3 : 1 : 1 : 1.
 */
export const A_zeros: Matrix = [
  [1 / 6, 2 / 6, 1 / 6, 1 / 6, 1 / 6],
  [2 / 7, 1 / 7, 2 / 7, 1 / 7, 1 / 7],
  [1 / 7, 3 / 7, 1 / 7, 1 / 7, 1 / 7],
];

/** What is left to the three real words when 509 words of zeros stand behind them: 1 + 2 + 1 of 4 + 509, and so on. */
export const left_of_512 = [4 / 513, 5 / 514, 5 / 514];
