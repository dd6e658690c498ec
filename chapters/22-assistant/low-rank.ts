/**
 * Chapter 22 — A low-rank correction (LoRA)
 *
 *     Y = X W + scale · (X A) B          W: d×m, frozen;  A: d×r, B: r×m, learned
 *     W' = W + scale · A B               merged: the same, and no dearer than before
 *
 * r (d + m) numbers are learned instead of d m. A is drawn, B is 0 at first, so that nothing changes before the first
 * step. Hu et al. 2021, "LoRA", §4.1, eq. 3. They write W_0 x + B A x for a column x; here a word is a row, and scale
 * is their α / r.
 */

import { zeros, type Matrix } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { times } from '../01-vectors/vectors.ts';

/** What is learned beside a matrix of d×m. */
export interface LowRankParams {
  A: Matrix; // d×r
  B: Matrix; // r×m
}

/** A correction that corrects nothing yet. Throws RangeError unless r is a whole number of at least 1. */
export function lowRankParams(random: Random, d: number, m: number, r: number): LowRankParams {
  if (!Number.isInteger(r) || r < 1) throw new RangeError(`a rank must be a whole number of at least 1, got ${r}`);
  return { A: normalMatrix(random, d, r, 1 / Math.sqrt(d)), B: zeros(r, m) };
}

/** The working of a corrected product. */
export interface LowRank {
  X: Matrix; // n×d
  W: Matrix; // d×m
  P: LowRankParams;
  scale: number;
  H: Matrix; // n×r  X A
  Y: Matrix; // n×m
}

/** X W + scale (X A) B. X: n×d, W: d×m → n×m. Throws as chapter 1. */
export function lowRank(X: Matrix, W: Matrix, P: LowRankParams, scale: number): LowRank {
  const H = multiply(X, P.A);
  const Y = add(multiply(X, W), scaled(scale, multiply(H, P.B)));
  return { X, W, P, scale, H, Y };
}

/** W + scale · A B: d×m. Throws as chapter 1. */
export function merged(W: Matrix, { A, B }: LowRankParams, scale: number): Matrix {
  return add(W, scaled(scale, multiply(A, B)));
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY: n×m to { dX, dP }; W is frozen. Throws as chapter 1. */
export function lowRankBackward(dY: Matrix, { X, W, P, scale, H }: LowRank) {
  // forward: Y = X W + scale H B
  const { dA: dX_W } = multiplyBackward(dY, { A: X, B: W });
  const { dA: dH, dB } = multiplyBackward(scaled(scale, dY), { A: H, B: P.B });
  // forward: H = X A
  const { dA: dX_A, dB: dA } = multiplyBackward(dH, { A: X, B: P.A });
  return { dX: add(dX_W, dX_A), dP: { A: dA, B: dB } };
}

/** From dW: d×m, the gradient of a merged matrix, to that of its correction. Throws as chapter 1. */
export function mergedBackward(dW: Matrix, { A, B }: LowRankParams, scale: number): LowRankParams {
  // forward: W' = W + scale · A B
  const { dA, dB } = multiplyBackward(scaled(scale, dW), { A, B });
  return { A: dA, B: dB };
}

function scaled(by: number, A: Matrix): Matrix {
  return A.map((row) => times(by, row));
}
