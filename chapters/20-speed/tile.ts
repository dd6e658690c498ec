/**
 * Chapter 20 — a tile of 2×4 sums
 *
 * Two rows of A and four columns of B give eight entries of C. While k runs, the eight sums stay in local variables,
 * which a compiler keeps in the processor's registers: 2 + 4 numbers are loaded for 2 · 2 · 4 operations, and nothing
 * is stored before the sums are complete. Registers and tiles: Goto and van de Geijn 2008, "Anatomy of
 * high-performance matrix multiplication".
 */

import type { Flat } from './flat.ts';
import { needInner } from './plain.ts';

/** Rows and columns of the tile. */
export const [ROWS, COLUMNS] = [2, 4];

/** A B, eight entries at a time. A: n×m, B: m×p → n×p. Throws as `needInner`. */
export function tileProduct(A: Flat, B: Flat): Flat {
  const [n, m, p] = [A.n, A.m, B.m];
  needInner(n, m, B.n, p);
  const [a, b, c] = [A.x, B.x, new Float64Array(n * p)];
  const [rows, columns] = [n - (n % ROWS), p - (p % COLUMNS)];
  for (let j = 0; j < columns; j += COLUMNS) {
    for (let i = 0; i < rows; i += ROWS) {
      // prettier-ignore
      let c_00 = 0, c_01 = 0, c_02 = 0, c_03 = 0;
      // prettier-ignore
      let c_10 = 0, c_11 = 0, c_12 = 0, c_13 = 0;
      for (let k = 0; k < m; k++) {
        // prettier-ignore
        const a_0 = a[i * m + k], a_1 = a[(i + 1) * m + k];
        const at = k * p + j;
        // prettier-ignore
        const b_0 = b[at], b_1 = b[at + 1], b_2 = b[at + 2], b_3 = b[at + 3];
        // prettier-ignore
        c_00 += a_0 * b_0, c_01 += a_0 * b_1, c_02 += a_0 * b_2, c_03 += a_0 * b_3;
        // prettier-ignore
        c_10 += a_1 * b_0, c_11 += a_1 * b_1, c_12 += a_1 * b_2, c_13 += a_1 * b_3;
      }
      c.set([c_00, c_01, c_02, c_03], i * p + j);
      c.set([c_10, c_11, c_12, c_13], (i + 1) * p + j);
    }
  }
  for (let i = 0; i < n; i++) {
    const from = i < rows ? columns : 0; // what no whole tile covers
    for (let j = from; j < p; j++) c[i * p + j] = entry(A, B, i, j);
  }
  return { n, m: p, x: c };
}

function entry(A: Flat, B: Flat, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < A.m; k++) sum += A.x[i * A.m + k] * B.x[k * B.m + j];
  return sum;
}
