/**
 * The hand-sized cases of chapter 15. Test, example and prose all use these numbers.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { SPECIAL } from '../02-embedding/vocabulary.ts';

/**
 * Words of a line, and how many of them are chosen: 0.15 · 3 = 0.45 rounds to 0, but one it must be; 0.15 · 100 = 15.
 */
export const howMany: [n: number, chosen: number][] = [
  [1, 1],
  [3, 1],
  [9, 1], //   1.35
  [10, 2], //  1.5
  [20, 3],
  [100, 15],
];

/** What becomes of 200 words: 15 of 100 are chosen, and of these 30 eight, one and one of ten. */
export const of200 = { chosen: 30, masked: 24, replaced: 3, kept: 3 };

/** The vocabulary: the special tokens, then three words. [MASK] is no token of it, so its id is 7. */
export const tokens = [...SPECIAL, '我', '爱', '你'];

/** 我 爱 你, as ids. */
export const line = [4, 5, 6];

/**
 * Numbers drawn, and what is read. The first two choose the place: of 0 1 2, place ⌊½ · 3⌋ = 1 goes to the end,
 * 0 2 1, then place ⌊0 · 2⌋ = 0 behind it, 2 0 1, and the first is 2: 你. The third number decides what is read there,
 * a fourth which word, if it is a random one: 4 + ⌊⅓ · 3⌋ = 5.
 */
// prettier-ignore
export const readings: [drawn: number[], read: number[]][] = [
  [[1 / 2, 0, 0], [4, 5, 7]], //            [MASK]
  [[1 / 2, 0, 0.79], [4, 5, 7]],
  [[1 / 2, 0, 0.8, 1 / 3], [4, 5, 5]], //   我 爱 爱
  [[1 / 2, 0, 0.89, 2 / 3], [4, 5, 6]], //  a random word may be the right one
  [[1 / 2, 0, 0.9], [4, 5, 6]], //          as it is, and asked for all the same
];
/** The place that was chosen, and the word that stood there. */
export const asked = { places: [2], wanted: [6] };

const ln_2 = log(2);

/** A table for d_model = 4, so √4 = 2. The fourth column is how often a word stands in a blank, as a logarithm. */
export const E: Matrix = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [3, 0, 1, ln_2], //       我
  [0, 2, 0, 2 * ln_2], //   爱
  [1, 0, 5, 0], //          你
  [0, -1 / 2, 0, 0], //     [MASK]
];

/**
 * [MASK] at place 0, where the positions are 0 1 0 1: 2 · [0 −½ 0 0] + [0 1 0 1]. All it holds is the fourth column.
 */
export const X: Matrix = [[0, 0, 0, 1]];

/** Without a layer, the scores are its products with the rows of E. */
export const S: Matrix = [[0, 0, 0, 0, ln_2, 2 * ln_2, 0, 0]];

/** exp of them: 1, four times, 2, 4, 1, 1, together 12. */
export const shares: Vector = [1, 1, 1, 1, 2, 4, 1, 1].map((odd) => odd / 12);

/** The words by their probability. */
export const ranked = [
  { id: 5, share: 1 / 3 },
  { id: 4, share: 1 / 6 },
  { id: 6, share: 1 / 12 },
];

/** If 我 stood there: loss − ln 1/6. */
export const loss = log(6);

/**
 * What the row of [MASK] hears of it. P − T is −10/12 for 我, 4/12 for 爱, 1/12 for the others; column by column of E:
 *
 *     dZ   −10/12 · 3 + 1/12 · 1 = −29/12      4/12 · 2 − 1/12 · ½ = 5/8
 *          −10/12 · 1 + 1/12 · 5 = −5/12       −10/12 ln 2 + 4/12 · 2 ln 2 = −1/6 ln 2
 *
 * On the way in √4 times that; on the way out, as one of the words that might have been, 1/12 of Z.
 */
export const dMask: Vector = [-29 / 6, 5 / 4, -5 / 6, 1 / 12 - ln_2 / 3];

/**
 * Each word alone in its line: 我, 爱, 你 have 1/6, 1/3, 1/12, and the perplexity is the cube root of 6 · 3 · 12 = 216.
 */
export const perplexity = 6;

/** With W_Q = 0 all scores are 0: everybody looks evenly at all three, those behind included. */
export const A: Matrix = [
  [1 / 3, 1 / 3, 1 / 3],
  [1 / 3, 1 / 3, 1 / 3],
  [1 / 3, 1 / 3, 1 / 3],
];
