/**
 * Chapter 14 — How strongly a word is still felt
 *
 *     reach of word j = ‖∂y/∂x_j‖ = √(Σ_c Σ_k (∂y_c/∂x_jk)²)
 *
 * y: what is known after the last word. If a nudge of x_j hardly moves y, nothing can be learned from word j either, as
 * the same slopes carry what is learned back. In a recurrent network ∂h_n/∂x_1 is a product of n − 1 matrices, one a
 * step. Bengio, Simard and Frasconi 1994; Hochreiter 1991. Article: 「背景知識」 (what came early is diluted).
 */

import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';

/**
 * The reach of each word to the last of n rows, of d numbers each. back: the backward pass, from what those rows hear
 * (n×d) to what the words hear (m×d_x) → m numbers. It is run d times, once for each number of y.
 * Throws RangeError unless n and d are whole numbers of at least 1.
 */
export function reach(n: number, d: number, back: (dY: Matrix) => Matrix): Vector {
  if (!(Number.isInteger(n) && n >= 1 && Number.isInteger(d) && d >= 1)) {
    throw new RangeError(`a reach needs a row and a number in it, got ${n} rows of ${d}`);
  }
  const slopes = Array.from({ length: d }, (_, c) => {
    const dY = zeros(n, d);
    dY[n - 1][c] = 1;
    return back(dY);
  });
  return slopes[0].map((_, j) => {
    let sum = 0;
    for (const dX of slopes) {
      for (const slope of dX[j]) sum += slope * slope;
    }
    return Math.sqrt(sum);
  });
}
