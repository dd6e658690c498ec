/**
 * Chapter 8 — y = wx, grown up
 *
 *     cost(W)     = (1/n) Σ_i Σ_j (Y − T)_ij²,     Y = X W
 *     ∂cost/∂W    = Xᵀ dY,  ∂cost/∂X = dY Wᵀ,      dY = (2/n) (Y − T),  ∂cost/∂T = −dY
 *
 * Each w is now a matrix of them. Article: 「計算過程」 (the matrices as the w that is sought).
 */

import { shape, type Matrix } from '../../lib/matrix.ts';
import { multiply, multiplyBackward, needShape } from '../01-vectors/matrices.ts';
import { minus, times } from '../01-vectors/vectors.ts';

/** The working of a mean square. */
export interface MeanSquare {
  X: Matrix; //    n×p
  W: Matrix; //    p×q  what is sought
  E: Matrix; //    n×q  errors: X W − T
  cost: number; //      the squares of a row summed, the n rows averaged
}

/** (1/n) Σ (X W − T)². X: n×p, W: p×q, T: n×q wanted. Throws RangeError if the shapes do not fit. */
export function meanSquare(X: Matrix, W: Matrix, T: Matrix): MeanSquare {
  const Y = multiply(X, W);
  needShape(Y, ...shape(T));
  const E = Y.map((y, i) => minus(y, T[i]));
  let sum = 0;
  for (const row of E) {
    for (const error of row) sum += error ** 2;
  }
  return { X, W, E, cost: sum / E.length };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From the working to { dX, dW, dT }: n×p, p×q and n×q. */
export function meanSquareBackward({ X, W, E }: MeanSquare) {
  const [n] = shape(E);
  // forward: cost = Σ E² / n
  const dY = E.map((row) => times(2 / n, row));
  // forward: E = Y − T
  const dT = dY.map((row) => times(-1, row));
  // forward: Y = X W
  const { dA: dX, dB: dW } = multiplyBackward(dY, { A: X, B: W });
  return { dX, dW, dT };
}
