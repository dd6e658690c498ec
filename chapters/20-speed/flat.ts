/**
 * Chapter 20 — one block of memory
 *
 * Row behind row: entry (i, j) of an n×m matrix is number i·m + j. A list of lists keeps, for every row, the address of
 * another list; here there is one address, and the rest is arithmetic.
 */

import { shape, type Matrix } from '../../lib/matrix.ts';
import { needInner } from './plain.ts';

/** A matrix of n×m numbers in one block. */
export interface Flat {
  n: number;
  m: number;
  x: Float64Array;
}

/** The same numbers, row behind row. Throws as `shape`. */
export function flattened(A: Matrix): Flat {
  const [n, m] = shape(A);
  return { n, m, x: Float64Array.from(A.flat()) };
}

/** The same numbers as a list of rows. */
export function rowsOf({ n, m, x }: Flat): Matrix {
  return Array.from({ length: n }, (_, i) => [...x.subarray(i * m, (i + 1) * m)]);
}

/** A B: chapter 1's loops over flat memory. A: n×m, B: m×p → n×p. Throws as `needInner`. */
export function flatProduct(A: Flat, B: Flat): Flat {
  const [n, m, p] = [A.n, A.m, B.m];
  needInner(n, m, B.n, p);
  const [a, b, c] = [A.x, B.x, new Float64Array(n * p)];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) {
      const A_ik = a[i * m + k];
      for (let j = 0; j < p; j++) c[i * p + j] += A_ik * b[k * p + j];
    }
  }
  return { n, m: p, x: c };
}
