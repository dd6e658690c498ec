/**
 * Chapter 1 — Vectors
 *
 *     a + b,  a − b,  λ a,  a · b = Σ_c a_c b_c,  |a| = √(a · a),  cos(a, b) = a · b / (|a| |b|)
 *
 * Strang 2023, "Introduction to Linear Algebra", ch. 1. Article: 「核心內容」.
 */

import type { Vector } from '../../lib/matrix.ts';

/** a + b, entry by entry. Throws RangeError unless both have one length. */
export function plus(a: Vector, b: Vector): Vector {
  needOneLength(a, b);
  return a.map((a_c, c) => a_c + b[c]);
}

/** a − b: the way from b to a. Throws RangeError unless both have one length. */
export function minus(a: Vector, b: Vector): Vector {
  needOneLength(a, b);
  return a.map((a_c, c) => a_c - b[c]);
}

/** λ a: the same direction, λ times as long. Dividing a vector by a number is λ = 1/number. */
export function times(lambda: number, a: Vector): Vector {
  return a.map((a_c) => lambda * a_c);
}

/** a · b = Σ_c a_c b_c. Throws RangeError unless both have one length. */
export function dot(a: Vector, b: Vector): number {
  needOneLength(a, b);
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += a[c] * b[c];
  return sum;
}

/** |a| = √(a · a): the length of the arrow. */
export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

/**
 * cos(a, b) = a · b / (|a| |b|): 1 for one direction, 0 at a right angle, −1 for opposite directions.
 * Throws RangeError for two lengths, or for a vector of zeros, which has no direction.
 */
export function cosine(a: Vector, b: Vector): number {
  const lengths = norm(a) * norm(b);
  if (lengths === 0) {
    throw new RangeError('a vector needs a direction to be compared, got all zeros');
  }
  return dot(a, b) / lengths;
}

/** Throws RangeError unless both vectors have one length, 1 or more. */
export function needOneLength(a: Vector, b: Vector): void {
  if (a.length === 0) throw new RangeError('a vector must have at least one entry, got 0');
  if (a.length !== b.length) {
    throw new RangeError(`two vectors must have one length, got ${a.length} and ${b.length}`);
  }
}
