/**
 * Three points, three scores and one x, small enough for a pencil. Test, example and prose all use these numbers.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { Point } from './line.ts';

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
