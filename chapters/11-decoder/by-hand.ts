/**
 * One decoder layer for 我 爱 你 → I love you, small enough for a pencil. Test, example and prose use these numbers.
 *
 * The translation so far is <bos> I. Self-attention and feed-forward are silent here (their last matrix is 0),
 * so that the one new thing stands alone: the translation asks the sentence. d_model = 4, one head, √d_k = 2.
 * (ε = 0.00001 inside the norms moves the sixth digit; a pencil leaves it out.)
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix } from '../../lib/matrix.ts';
import type { DecoderLayerParams } from './decoder.ts';

const ln_2 = log(2);

/** The names of the rows of Z. */
export const sourceTokens = ['我', '爱', '你'];

/** The names of the rows of X: what has been said. */
export const readTokens = ['<bos>', 'I'];

/** The words that can be said next: the names of the rows of E. */
export const targetTokens = ['I', 'love', 'you', '<eos>'];

/** What the encoder found, 3×4: 我, 爱 and 你 each in its own column. */
export const Z: Matrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];

/** The translation so far, 2×4. <bos> stands at the first place, I at the second; column 4 is on for both. */
export const X: Matrix = [
  [10, 0, 0, 10],
  [0, 10, 0, 10],
];

const zero: Matrix = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];
const identity: Matrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];
const plain = { gain: [1, 1, 1, 1], bias: [0, 0, 0, 0] };

/** The parameters of the layer. */
export const P: DecoderLayerParams = {
  selfAttention: { W_Q: [zero], W_K: [zero], W_V: [zero], W_O: zero },
  norm_1: plain,
  crossAttention: {
    // The word at place 1 asks for 我, at place 2 for 爱. From 1 −1 −1 1: ln 2 · (1 + 1, −1 + 1, −1 + 1, 0).
    // prettier-ignore
    W_Q: [[[ln_2, 0, 0, 0], [0, ln_2, 0, 0], [0, 0, ln_2, 0], [ln_2, ln_2, ln_2, 0]]],
    W_K: [identity],
    // Each word of the sentence gives 16 of itself.
    // prettier-ignore
    W_V: [[[16, 0, 0, 0], [0, 16, 0, 0], [0, 0, 16, 0], [0, 0, 0, 0]]],
    W_O: identity,
  },
  norm_2: plain,
  feedForward: { W_1: zero, b_1: [0, 0, 0, 0], W_2: zero, b_2: [0, 0, 0, 0] },
  norm_3: plain,
};

/** After the first Add & Norm: 10 0 0 10 has mean 5 and deviation 5. */
export const Y_1: Matrix = [
  [1, -1, -1, 1],
  [-1, 1, -1, 1],
];

/** Q = Y_1 W_Q: <bos> asks for 我, I asks for 爱. */
export const Q: Matrix = [
  [2 * ln_2, 0, 0, 0],
  [0, 2 * ln_2, 0, 0],
];

/** Shares, 2×3. Scores ln 2, 0, 0 are shares 2 : 1 : 1. */
export const A: Matrix = [
  [1 / 2, 1 / 4, 1 / 4],
  [1 / 4, 1 / 2, 1 / 4],
];

/** What cross-attention brings home: half of 16, a quarter of 16, a quarter of 16. */
export const C: Matrix = [
  [8, 4, 4, 0],
  [4, 8, 4, 0],
];

/**
 * After the second Add & Norm, and so after the layer. <bos>: 1 −1 −1 1 and 8 4 4 0 make 9 3 3 1, mean 4;
 * 5 −1 −1 −3 has the squares 25 + 1 + 1 + 9 = 36, a quarter is 9, deviation 3.
 */
export const Y: Matrix = [
  [5 / 3, -1 / 3, -1 / 3, -1],
  [-1 / 3, 5 / 3, -1 / 3, -1],
];

const e = 1.5 * ln_2;

/** Four rows of E_target, 4×4, in the order of `targetTokens`. The score of a word is the dot product with its row. */
export const E: Matrix = [
  [e, 0, 0, 0],
  [0, e, 0, 0],
  [0, 0, e, 0],
  [0, 0, 0, e],
];

/** S = Y Eᵀ. <bos>: 3/2 ln 2 times 5/3, −1/3, −1/3, −1. */
export const S: Matrix = [
  [2.5 * ln_2, -0.5 * ln_2, -0.5 * ln_2, -1.5 * ln_2],
  [-0.5 * ln_2, 2.5 * ln_2, -0.5 * ln_2, -1.5 * ln_2],
];

/** softmax(S). Three times ln 2 more than the second is 8 times its share: 16 : 2 : 2 : 1, together 21. */
export const beliefs: Matrix = [
  [16 / 21, 2 / 21, 2 / 21, 1 / 21],
  [2 / 21, 16 / 21, 2 / 21, 1 / 21],
];

/** For the way back: only the first number of <bos>'s result matters, three times over. */
export const dY: Matrix = [
  [3, 0, 0, 0],
  [0, 0, 0, 0],
];

/**
 * What the sentence hears of it, 3×4, the lines read upwards for <bos>:
 *
 *     third norm     mean of dY ¾, mean of dY ∘ X̂ 5/4:  3 − ¾ − 25/12, −¾ + 5/12, −¾ + 5/12, −¾ + 5/4
 *                    = 1/6 −1/3 −1/3 1/2, over deviation 1
 *     feed-forward   silent: nothing comes back
 *     second norm    both means are 0:  over deviation 3 it is 1/18 −1/9 −1/9 1/6, and goes to the cross-attention
 *     values         我 gets half of it, 爱 and 你 a quarter, each times 16 in columns 1 to 3
 *     shares         dA = 16 · (1/18, −1/9, −1/9) = 8/9, −16/9, −16/9; average −4/9; dS = 2/3, −1/3, −1/3
 *     keys           dK = dS · 2 ln 2 / 2, in column 1
 */
export const dZ: Matrix = [
  [4 / 9 + (2 / 3) * ln_2, -8 / 9, -8 / 9, 0],
  [2 / 9 - (1 / 3) * ln_2, -4 / 9, -4 / 9, 0],
  [2 / 9 - (1 / 3) * ln_2, -4 / 9, -4 / 9, 0],
];
