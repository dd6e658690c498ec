/**
 * Two feed-forward layers of whole numbers. Test, example and prose all use them.
 */

import type { Matrix } from '../../lib/matrix.ts';
import type { FeedForwardParams } from './feed-forward.ts';

/** |x| = relu(x) + relu(−x): one number comes in, two rise from it, their sum goes out. d_model = 1, d_ff = 2. */
export const absolute: FeedForwardParams = {
  W_1: [[1, -1]],
  b_1: [0, 0],
  W_2: [[1], [1]],
  b_2: [0],
};

/** Seven words of one number each. */
export const xs: Matrix = [[-3], [-2], [-1], [0], [1], [2], [3]];

/** max(0, [x, −x]): the left one wakes above 0, the right one below. */
export const R_absolute: Matrix = [
  [0, 3],
  [0, 2],
  [0, 1],
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 0],
];

/** |x|. */
export const Y_absolute: Matrix = [[3], [2], [1], [0], [1], [2], [3]];

/**
 * Adding two bits a and b, as on paper: 1 + 1 is 10, write 0 and carry 1. d_model = d_ff = 2.
 * The first number inside counts the ones, relu(a + b); the second is 1 if both are, relu(a + b − 1).
 * Out: the digit, ones − 2 · both, which is a XOR b; and the carry, both, which is a AND b.
 */
export const adder: FeedForwardParams = {
  W_1: [
    [1, 1],
    [1, 1],
  ],
  b_1: [0, -1],
  W_2: [
    [1, 0],
    [-2, 1],
  ],
  b_2: [0, 0],
};

/** The four pairs of bits. */
export const bits: Matrix = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/** X W_1 + b_1: a + b, and a + b − 1. */
export const H_adder: Matrix = [
  [0, -1],
  [1, 0],
  [1, 0],
  [2, 1],
];

/** max(0, H): only one number changes, the −1. */
export const R_adder: Matrix = [
  [0, 0],
  [1, 0],
  [1, 0],
  [2, 1],
];

/** Digit and carry. 1 + 1: 2 − 2 · 1 = 0, carry 1. */
export const Y_adder: Matrix = [
  [0, 0],
  [1, 0],
  [1, 0],
  [0, 1],
];
