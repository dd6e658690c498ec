/**
 * Smart John is singing, small enough for a pencil. Test, example and prose all use these numbers.
 *
 * d_model = 4, so √d_model = 2: the rows of E are halves, and the vectors of the words are whole numbers.
 */

import type { Merge } from '../../lib/bpe.ts';
import type { Matrix } from '../../lib/matrix.ts';

/** The sentence, cut into words. */
export const sentence = ['Smart', 'John', 'is', 'singing'];

/** The vocabulary: the special tokens, then the words as they come. A token's id is its place. */
export const tokens = ['<pad>', '<bos>', '<eos>', '<unk>', 'Smart', 'John', 'is', 'singing'];

/** The ids of the sentence. */
export const ids = [4, 5, 6, 7];

/** One row a token of the vocabulary, 8×4. */
export const E: Matrix = [
  [1 / 2, 0, 0, -1 / 2],
  [0, 1 / 2, 1 / 2, 0],
  [-1 / 2, 0, 1 / 2, 1 / 2],
  [1 / 2, 1 / 2, -1 / 2, 0],
  [1 / 2, 1, 0, -1 / 2],
  [1, 0, -1 / 2, 1 / 2],
  [0, -1 / 2, 1 / 2, 1],
  [-1 / 2, 0, 1, 1 / 2],
];

/** The sentence as one-hot rows, 4×8: a 1 at the id. */
export const O: Matrix = [
  [0, 0, 0, 0, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0, 0, 1, 0],
  [0, 0, 0, 0, 0, 0, 0, 1],
];

/** Y = √4 · O E: rows 4, 5, 6, 7 of E, twice. */
export const Y: Matrix = [
  [1, 2, 0, -1],
  [2, 0, -1, 1],
  [0, -1, 1, 2],
  [-1, 0, 2, 1],
];

/** The cosines of the rows of Y, in sixths, as every row has length √6. Smart · John: 2 + 0 + 0 − 1 = 1. */
export const cosines: Matrix = [
  [6 / 6, 1 / 6, -4 / 6, -2 / 6],
  [1 / 6, 6 / 6, 1 / 6, -3 / 6],
  [-4 / 6, 1 / 6, 6 / 6, 4 / 6],
  [-2 / 6, -3 / 6, 4 / 6, 6 / 6],
];

/** Another sentence, *John is John*, for the way back: John stands in it twice. */
export const twice = [5, 6, 5];

/** An upstream gradient for it, 3×4. */
export const dY: Matrix = [
  [1, 0, 0, 2],
  [0, 3, 0, 0],
  [0, 1, 0, -1],
];

/** dE: John's row is 2 · ([1, 0, 0, 2] + [0, 1, 0, −1]), the row of *is* 2 · [0, 3, 0, 0], every other row 0. */
export const dE: Matrix = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [2, 2, 0, 2],
  [0, 6, 0, 0],
  [0, 0, 0, 0],
];

/** Four words and how often they occur, ▁ before each. */
export const counts = new Map([
  ['▁sing', 3],
  ['▁singing', 4],
  ['▁read', 2],
  ['▁reading', 3],
]);

/**
 * Eight merges. i n and n g stand in sing once, in singing twice, in reading once: 3 + 8 + 3 = 14, and i n sorts
 * first; then in g 14. s ing and ▁ s 7, and s sorts before ▁; then ▁ sing 7. All pairs of read 5, a d first; then e ad,
 * r ead, ▁ read.
 */
export const merges: Merge[] = [
  ['i', 'n'],
  ['in', 'g'],
  ['s', 'ing'],
  ['▁', 'sing'],
  ['a', 'd'],
  ['e', 'ad'],
  ['r', 'ead'],
  ['▁', 'read'],
];
