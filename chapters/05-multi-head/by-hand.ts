/**
 * 我 爱 你 seen by two heads. Test, example and prose all use these numbers; the sentence X is that of chapter 4.
 *
 * d_model = 4, h = 2, d_k = d_v = 2, as in the paper: d_model / h. A query holds √2 ln 2, and the division by
 * √d_k = √2 leaves ln 2, so the shares are fractions: scores 0, 0, ln 2 are shares 1 : 1 : 2.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix } from '../../lib/matrix.ts';
import type { MultiHeadParams } from './multi-head.ts';

const [ask_2, ask_3] = [Math.SQRT2 * log(2), Math.SQRT2 * log(3)];

/**
 * Each matrix has a row for each column of X: is it 我, is it 爱, is it 你, is it a pronoun?
 * Head 1 asks who else is there; head 2 asks what is done.
 */
export const P: MultiHeadParams = {
  W_Q: [
    // Columns: asks for 我, asks for 你. 我 asks for 你, 你 asks for 我, 爱 asks for both.
    [
      [0, ask_2],
      [ask_2, ask_2],
      [ask_2, 0],
      [0, 0],
    ],
    // Columns: asks for a pronoun, asks for a verb. 你 asks for the verb a little louder than the others.
    [
      [0, ask_2],
      [0, ask_2],
      [0, ask_3],
      [0, 0],
    ],
  ],
  W_K: [
    // Columns: is 我, is 你.
    [
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 0],
    ],
    // Columns: is a pronoun, is a verb.
    [
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ],
  ],
  W_V: [
    // Columns: something of 我, something of 你.
    [
      [20, 0],
      [0, 0],
      [0, 20],
      [0, 0],
    ],
    // Columns: something of a person, something of an action.
    [
      [0, 0],
      [0, 20],
      [0, 0],
      [20, 0],
    ],
  ],
  // Rows: of 我, of 你, of a person, of an action. Column 1 is 我 plus the action, column 2 is 你 plus the action,
  // column 3 how much more of 你 than of 我, column 4 any person.
  W_O: [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, 0, 0, 1],
    [1, 1, 0, 0],
  ],
};

/** The shares of each head. Head 1: 1:1:2, 2:1:2 and 2:1:1. Head 2: 1:2:1, 1:2:1 and 1:3:1. */
export const A: Matrix[] = [
  [
    [1 / 4, 1 / 4, 1 / 2],
    [2 / 5, 1 / 5, 2 / 5],
    [1 / 2, 1 / 4, 1 / 4],
  ],
  [
    [1 / 4, 1 / 2, 1 / 4],
    [1 / 4, 1 / 2, 1 / 4],
    [1 / 5, 3 / 5, 1 / 5],
  ],
];

/** Head 1 beside head 2. 我: ¼ · 20, ½ · 20; then (¼ + ¼) · 20, ½ · 20. */
export const C: Matrix = [
  [5, 10, 10, 10],
  [8, 8, 10, 10],
  [10, 5, 8, 12],
];

/** Y = C W^O. 我: 5 + 10, 10 + 10, 10 − 5, 10. */
export const Y: Matrix = [
  [15, 20, 5, 10],
  [18, 18, 0, 10],
  [22, 17, -5, 8],
];
