/**
 * Chapter 20 — the product as the formula says it
 *
 *     C_ij = Σ_k A_ik B_kj
 *
 * The first rung of the ladder, and the judge of all others: each must give the same bits.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';

/** A B, entry by entry, each sum from k = 0 upwards. A: n×m, B: m×p → n×p. Throws as `needInner`. */
export function plain(A: Matrix, B: Matrix): Matrix {
  const [n, m] = shape(A);
  const [m_B, p] = shape(B);
  needInner(n, m, m_B, p);
  const C = zeros(n, p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += A[i][k] * B[k][j];
      C[i][j] = sum;
    }
  }
  return C;
}

/** Throws RangeError unless an n×m matrix can be multiplied with an m_B×p one: unless m = m_B. */
export function needInner(n: number, m: number, m_B: number, p: number): void {
  if (m !== m_B) {
    throw new RangeError(`a product A B needs as many columns in A as rows in B, got ${n}×${m} and ${m_B}×${p}`);
  }
}
