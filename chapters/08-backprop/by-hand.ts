/**
 * Three points, one x, three scores and one network, small enough for a pencil. Test, example and prose all use these.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { Point } from './line.ts';
import type { NetworkParams } from './network.ts';

/** No line through 0 meets all three; y = 3x is the nearest. */
export const points: Point[] = [
  [1, 2],
  [1, 4],
  [2, 6],
];

/** The best w: Σ x y / Σ x² = (2 + 4 + 12) / (1 + 1 + 4). */
export const w_best = 3;

/**
 * The cost of w = 0, 1, 2, 3. At w = 0 the errors are −2, −4, −6: (4 + 16 + 36) / 3.
 * Altogether cost(w) = 2/3 + 2 (w − 3)², and its slope is 4 (w − 3).
 */
export const costs: Vector = [56 / 3, 26 / 3, 8 / 3, 2 / 3];

/** A step of 1/8 against the slope: w − 4 (w − 3) / 8 lies half way between w and 3. */
export const rate = 1 / 8;

/** Downhill from 0: each step halves what is missing, 3, 3/2, 3/4, 3/8. */
export const path: Vector = [0, 3 / 2, 9 / 4, 21 / 8];

/** The number on the tape. */
export const x = 3;
/** y = x · x + x: 9 + 3 = 12. */
export const y = 12;

/** dy/dx = 2x + 1. The x · x brings 3 twice, as x is read twice; the + x brings 1. */
export const dx = 7;

/** Scores of three words: logarithms of 2, 1, 1. */
export const S: Matrix = [[log(2), 0, 0]];

/** What the model believes, softmax of the scores: 2 : 1 : 1. */
export const P: Matrix = [[1 / 2, 1 / 4, 1 / 4]];

/** What was wanted: the third word. */
export const T: Matrix = [[0, 0, 1]];

/** The loss, − ln ¼ = ln 4 nats. */
export const loss = log(4);

/** ∂loss/∂S = P − T. The rows of P and T both sum to 1, so this one sums to 0. */
export const dS: Matrix = [[1 / 2, 1 / 4, -3 / 4]];

/** An uneven upstream gradient of the shares P. Their average: ½ · 8 + ¼ · 0 + ¼ · 4 = 5. */
export const dP: Matrix = [[8, 0, 4]];

/** Back through softmax: ½ (8 − 5), ¼ (0 − 5), ¼ (4 − 5). */
export const dS_uneven: Matrix = [[3 / 2, -5 / 4, -1 / 4]];

// ——— One network: two inputs, three units inside, two words to choose from ———————————————————————

/** Two examples, one in each row. */
// prettier-ignore
export const X_net: Matrix = [
  [1, 2],
  [5, 4],
];

/** Wanted: word 2 of the first, word 1 of the second. */
// prettier-ignore
export const T_net: Matrix = [
  [0, 1],
  [1, 0],
];

/** What the network learns. */
// prettier-ignore
export const net: NetworkParams = {
  W_1: [
    [-1, 0,  1],
    [ 1, 1, -1],
  ],
  W_2: [
    [2,  0],
    [0,  1],
    [3, -1],
  ],
};

/** X W_1: −1 + 2, 2, 1 − 2, and −5 + 4, 4, 5 − 4. */
// prettier-ignore
export const H_net: Matrix = [
  [ 1, 2, -1],
  [-1, 4,  1],
];

/** max(0, H) W_2: 1 · 2 and 2 · 1; 1 · 3 and 4 · 1 − 1 · 1. Both scores of an example are alike: ½ for each word. */
// prettier-ignore
export const S_net: Matrix = [
  [2, 2],
  [3, 3],
];

/** Twice − ln ½. */
export const loss_net = 2 * log(2);

/** P − T. */
// prettier-ignore
export const dS_net: Matrix = [
  [ 1 / 2, -1 / 2],
  [-1 / 2,  1 / 2],
];

/** dS W_2ᵀ: ½ · 2 − ½ · 0, ½ · 0 − ½ · 1, ½ · 3 + ½ · 1; and the same with the other sign. */
// prettier-ignore
export const dR_net: Matrix = [
  [ 1, -1 / 2,  2],
  [-1,  1 / 2, -2],
];

/** Of dR what the gate lets through: where H is above 0. */
// prettier-ignore
export const dH_net: Matrix = [
  [1, -1 / 2,  0],
  [0,  1 / 2, -2],
];

/** Of the weights, both examples added: Xᵀ dH, 1 · 1 + 5 · 0 …, and Rᵀ dS, 1 · ½ + 0 · (−½) … */
// prettier-ignore
export const dNet: NetworkParams = {
  W_1: [
    [1, 2, -10],
    [2, 1,  -8],
  ],
  W_2: [
    [ 1 / 2, -1 / 2],
    [-1,      1],
    [-1 / 2,  1 / 2],
  ],
};

/** dH W_1ᵀ: −1 · 1, 1 · 1 − ½ · 1; and 1 · (−2), ½ · 1 + 2 · 1. */
// prettier-ignore
export const dX_net: Matrix = [
  [-1, 1 / 2],
  [-2, 5 / 2],
];
