/**
 * Chapter 1 — What dividing can mean
 *
 *     a / λ               every entry by one number: always, if λ ≠ 0
 *     a_c / b_c           entry by entry, undoing a ∘ b: if no entry of b is 0
 *     λ b = a             one number for all entries: only if a and b lie on one line
 *     B⁻¹ B = I           undoing a square matrix: if it flattens nothing
 *
 * Strang 2023, "Introduction to Linear Algebra", §2.2. Article: 「核心內容」.
 */

import { shape, type Matrix, type Vector } from '../../lib/matrix.ts';
import { needOneLength } from './vectors.ts';

/** a_c / b_c: undoes the product entry by entry. Throws RangeError for two lengths, or a 0 in b. */
export function entrywiseQuotient(a: Vector, b: Vector): Vector {
  needOneLength(a, b);
  const zero = b.indexOf(0);
  if (zero >= 0) throw new RangeError(`nothing can be divided by 0, got 0 at entry ${zero}`);
  return a.map((a_c, c) => a_c / b[c]);
}

/**
 * The number λ with λ b = a, or undefined if there is none, which is the rule and not the exception.
 * Exact for whole numbers. Throws RangeError for two lengths, or a b of zeros alone.
 */
export function ratio(a: Vector, b: Vector): number | undefined {
  needOneLength(a, b);
  const k = b.findIndex((b_c) => b_c !== 0);
  if (k < 0) throw new RangeError('nothing can be divided by 0, got a vector of zeros');
  // λ can only be a_k / b_k; a_k b_c = a_c b_k asks whether it fits the other entries, without rounding.
  const fits = a.every((a_c, c) => a[k] * b[c] === a_c * b[k]);
  return fits ? a[k] / b[k] : undefined;
}

/**
 * B⁻¹ of a 2×2 matrix: x B B⁻¹ = x for every row x.
 *
 *     [ p  q ]⁻¹        1     [  s  −q ]
 *     [ r  s ]    =  ―――――――  [ −r   p ]
 *                    ps − qr
 *
 * Throws RangeError for another shape, or if ps − qr = 0: then B sends different rows to one place.
 */
export function inverse(B: Matrix): Matrix {
  const [n, m] = shape(B);
  if (n !== 2 || m !== 2) throw new RangeError(`this formula is for a 2×2 matrix, got ${n}×${m}`);
  const [[p, q], [r, s]] = B;
  const determinant = p * s - q * r;
  if (determinant === 0) {
    throw new RangeError('an inverse needs a determinant other than 0, got 0');
  }
  const over = (x: number) => x / determinant;
  return [
    [over(s), over(-q)],
    [over(-r), over(p)],
  ];
}
