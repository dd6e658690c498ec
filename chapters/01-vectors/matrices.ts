/**
 * Chapter 1 — Matrices
 *
 *     (A B)_ij = Σ_k A_ik B_kj
 *
 * Row i of A B is row i of A sent through the same map B: a sentence of n words times one matrix
 * moves all n words at once. Strang 2023, "Introduction to Linear Algebra", §1.4. Article: 「核心內容」.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';

/** A + B, entry by entry. Throws RangeError unless both have one shape. */
export function add(A: Matrix, B: Matrix): Matrix {
  needOneShape(A, B);
  const [n, m] = shape(A);
  const C = zeros(n, m);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < m; c++) C[i][c] = A[i][c] + B[i][c];
  }
  return C;
}

/** A ∘ B, entry by entry; dividing entry by entry undoes it where B has no 0. Throws as `add`. */
export function hadamard(A: Matrix, B: Matrix): Matrix {
  needOneShape(A, B);
  const [n, m] = shape(A);
  const C = zeros(n, m);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < m; c++) C[i][c] = A[i][c] * B[i][c];
  }
  return C;
}

/** Aᵀ: rows become columns. A: n×m → m×n. */
export function transpose(A: Matrix): Matrix {
  const [n, m] = shape(A);
  const T = zeros(m, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) T[j][i] = A[i][j];
  }
  return T;
}

/**
 * A B. A: n×m, B: m×p → n×p. Throws RangeError unless A has as many columns as B has rows.
 *
 * The sum over k is the outer of the two inner loops, and the three rows are named before it runs:
 * the numbers added are those of Σ_k, in the same order, but each row is looked up once.
 */
export function multiply(A: Matrix, B: Matrix): Matrix {
  const [n, m] = shape(A);
  const [m_B, p] = shape(B);
  if (m !== m_B) {
    throw new RangeError(`a product A B needs as many columns in A as rows in B, got ${n}×${m} and ${m_B}×${p}`);
  }
  const C = zeros(n, p);
  for (let i = 0; i < n; i++) {
    const A_i = A[i];
    const C_i = C[i];
    for (let k = 0; k < m; k++) {
      const A_ik = A_i[k];
      const B_k = B[k];
      for (let j = 0; j < p; j++) C_i[j] += A_ik * B_k[j];
    }
  }
  return C;
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dC = ∂loss/∂(A B) to { dA: n×m, dB: m×p }. Throws RangeError unless dC is n×p, as A B is. */
export function multiplyBackward(dC: Matrix, { A, B }: { A: Matrix; B: Matrix }) {
  const [n, m] = shape(A);
  const [, p] = shape(B);
  needShape(dC, n, p);
  const dA = zeros(n, m);
  const dB = zeros(m, p);
  for (let i = 0; i < n; i++) {
    const A_i = A[i];
    const dC_i = dC[i];
    for (let k = 0; k < m; k++) {
      const A_ik = A_i[k];
      const B_k = B[k];
      const dB_k = dB[k];
      // forward: C[i][j] += A[i][k] * B[k][j]
      let sum = 0;
      for (let j = 0; j < p; j++) {
        sum += dC_i[j] * B_k[j];
        dB_k[j] += A_ik * dC_i[j];
      }
      dA[i][k] = sum;
    }
  }
  return { dA, dB };
}

function needOneShape(A: Matrix, B: Matrix): void {
  needShape(A, ...shape(B));
}

/**
 * Passes in silence over a matrix of n_B×m_B; a gradient must have the shape of what it is a
 * gradient of. Throws RangeError.
 */
export function needShape(A: Matrix, n_B: number, m_B: number): void {
  const [n, m] = shape(A);
  if (n !== n_B || m !== m_B) {
    throw new RangeError(`two matrices must have one shape, got ${n}×${m} and ${n_B}×${m_B}`);
  }
}
