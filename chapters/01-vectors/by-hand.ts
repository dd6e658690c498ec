/**
 * Vectors, three words under one map, and six customers of a bank. Test, example and prose all use
 * these numbers; every one of them can be checked with a pencil.
 */

import type { Matrix, Vector } from '../../lib/matrix.ts';

/** |a| = √(3² + 4²) = 5. */
export const a: Vector = [3, 4];

/** |b| = √(4² + 3²) = 5; a · b = 12 + 12 = 24, so the cosine is 24/25. */
export const b: Vector = [4, 3];

/** ½ a = [1½, 2], a / b entry by entry = [¾, 4/3]; no λ has λ b = a, because 3/4 is not 4/3. */
export const quotient: Vector = [3 / 4, 4 / 3];

/** 2×2, with determinant 2 · 1 − 1 · 1 = 1. As a map of rows: [x, y] ↦ [2x + y, x + y]. */
export const B: Matrix = [
  [2, 1],
  [1, 1],
];

/** B⁻¹: [2 · 1 − 1 · 1, −2 + 2] = [1, 0] and [1 − 1, −1 + 2] = [0, 1] are the rows of B B⁻¹. */
export const B_inverse: Matrix = [
  [1, -1],
  [-1, 2],
];

/** a B = [2 · 3 + 4, 3 + 4]. Back again: [10 − 7, −10 + 14] = [3, 4]. */
export const aB: Vector = [10, 7];

/** The names of the rows of X. */
export const words = ['我', '爱', '你'];

/** Three words, 3×2. */
export const X: Matrix = [
  [1, 2],
  [3, 0],
  [1, 1],
];

/** One map for all of them, 2×3. */
export const W: Matrix = [
  [1, 0, 2],
  [0, 1, 1],
];

/** X W. 我: 1 · [1, 0, 2] + 2 · [0, 1, 1] = [1, 2, 4]. */
export const XW: Matrix = [
  [1, 2, 4],
  [3, 0, 6],
  [1, 1, 3],
];

/** An upstream gradient for X W, 3×3. */
export const dXW: Matrix = [
  [1, 0, 1],
  [0, 2, 0],
  [1, 1, 0],
];

/** dX = dXW Wᵀ. First row: [1 · 1 + 1 · 2, 1 · 1]. */
export const dX: Matrix = [
  [3, 1],
  [0, 2],
  [1, 1],
];

/** dW = Xᵀ dXW. First row: 1 · [1, 0, 1] + 3 · [0, 2, 0] + 1 · [1, 1, 0]. */
export const dW: Matrix = [
  [2, 7, 1],
  [3, 1, 2],
];

/** Six customers: three whose credit was approved, three who were refused. */
export const customers = ['A', 'B', 'C', 'D', 'E', 'F'];

/** 1: approved, −1: refused. */
export const labels: Vector = [1, 1, 1, -1, -1, -1];

/**
 * The credit vectors, 6×8. Columns: age in tens of years; years in the job; education, 0 to 3;
 * dependants; owns a home, 0 or 1; credit cards; late payments; years with the bank.
 *
 * A + B = D + E = [6, 6, 5, 1, 1, 2, 2, 6].
 */
export const credit: Matrix = [
  [4, 4, 3, 1, 1, 1, 0, 4],
  [2, 2, 2, 0, 0, 1, 2, 2],
  [3, 3, 2, 2, 0, 2, 0, 3],
  [3, 3, 2, 0, 0, 1, 1, 4],
  [3, 3, 3, 1, 1, 1, 1, 2],
  [4, 0, 2, 0, 1, 3, 3, 2],
];

/** The ninth feature, annual salary in units of 50,000 yuan. A + B have 8, D + E only 3. */
export const salary: Vector = [4, 4, 2, 2, 1, 3];

/** The certificate without the salary: half A and half B are half D and half E. */
export const certificate = { lambda: [1 / 2, 1 / 2, 0], mu: [1 / 2, 1 / 2, 0] };

/** The point on which both mixtures agree. */
export const middle: Vector = [3, 3, 5 / 2, 1 / 2, 1 / 2, 1, 1, 3];

/**
 * A plane with the salary; its last entry is the salary's. Among the first eight only dependants 2,
 * home 2, cards −1, late payments −4 and years with the bank −2 count.
 */
export const plane = { w: [0, 0, 0, 2, 2, -1, -4, -2, 5], b: -1 };

/** w · x + b for each customer. A: 2 · 1 + 2 · 1 − 1 − 4 · 0 − 2 · 4 + 5 · 4 − 1 = 14. */
export const sides: Vector = [14, 6, 5, -4, -1, -3];
