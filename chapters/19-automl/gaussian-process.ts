/**
 * Chapter 19 — A guess with its doubt: the Gaussian process
 *
 *     mean(x)     = k_xᵀ (K + σ_n² I)⁻¹ y
 *     variance(x) = k(x, x) − k_xᵀ (K + σ_n² I)⁻¹ k_x
 *     k(a, b)     = exp(− Σ_q (a_q − b_q)² / 2 ℓ_q²)
 *
 * y: what was found at the points seen; K: how much these points have to do with each other, k_x: with x. Near a point
 * that was seen the guess is close to what was found there; far from all it is 0, and the doubt whole.
 * Rasmussen and Williams 2006, eq. 2.25, 2.26 and 5.1. Article: 「啓發收穫」, point seven (Bayesian).
 */

import math from 'mathjs/lib/browser/math.js';
import { exp, log } from '../../lib/elementary.ts';
import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { dot } from '../01-vectors/vectors.ts';

/** How much the values at two points have to do with each other: 1 at the same point. */
export type Kernel = (a: Vector, b: Vector) => number;

/** What a process knows. */
export interface GaussianProcess {
  points: Matrix; //   n×D
  y: Vector; //        n      what was found there, 0 being the guess where nothing is known
  kernel: Kernel;
  inverse: Matrix; //  n×n    (K + σ_n² I)⁻¹
  weights: Vector; //  n      (K + σ_n² I)⁻¹ y
  logEvidence: number; //     ln p(y), for comparing kernels
}

/** A guess: the mean, and the deviation of what may be found around it. */
export interface Guess {
  mean: number;
  deviation: number;
}

/** exp(− Σ_q (a_q − b_q)² / 2 ℓ_q²): a length ℓ_q for each question; the longer, the less its answer matters. */
export function squaredExponential(lengths: Vector): Kernel {
  return (a, b) => {
    let sum = 0;
    for (const [q, length] of lengths.entries()) sum += ((a[q] - b[q]) / length) ** 2;
    return exp(-sum / 2);
  };
}

/**
 * The process that has seen y at the points. noise: σ_n², the variance of what is found at one and the same point.
 * ln p(y) = − ½ yᵀ (K + σ_n² I)⁻¹ y − ½ ln det (K + σ_n² I) − (n/2) ln 2π: how well the kernel explains what was
 * found, eq. 2.30. Throws RangeError without a point, or unless each point has a value.
 */
export function observed(points: Matrix, y: Vector, kernel: Kernel, noise: number): GaussianProcess {
  const n = points.length;
  if (n === 0 || y.length !== n) {
    throw new RangeError(`a process needs points, each with a value, got ${n} and ${y.length}`);
  }
  const K = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) K[i][j] = kernel(points[i], points[j]) + (i === j ? noise : 0);
  }
  const inverse = math.inv(K) as Matrix;
  const weights = inverse.map((row) => dot(row, y));
  const logEvidence = -dot(y, weights) / 2 - log(math.det(K)) / 2 - (n / 2) * log(2 * Math.PI);
  return { points, y, kernel, inverse, weights, logEvidence };
}

/** What the process expects to find at x. */
export function guess(x: Vector, { points, kernel, inverse, weights }: GaussianProcess): Guess {
  const k_x = points.map((point) => kernel(x, point));
  let explained = 0;
  for (const [i, row] of inverse.entries()) explained += k_x[i] * dot(row, k_x);
  // At a point seen without noise the two are equal, and rounding may leave a little less than nothing.
  const variance = Math.max(0, kernel(x, x) - explained);
  return { mean: dot(k_x, weights), deviation: Math.sqrt(variance) };
}

/**
 * Lengths that are tried for each question. Points lie in the unit cube: ¼ is a short way there, 4 is longer than any.
 */
export const LENGTHS = [1 / 4, 1 / 2, 1, 2, 4];

/**
 * The process whose lengths explain the values best: from 1 everywhere, each question in turn takes the length with the
 * greatest evidence, twice round. A long one means that the answer to this question mattered little.
 * Rasmussen and Williams 2006, §5.1 (automatic relevance determination). Throws as `observed`.
 */
export function fitted(points: Matrix, y: Vector, noise: number): Fitted {
  const D = points[0]?.length ?? 0;
  const at = (lengths: Vector) => ({
    ...observed(points, y, squaredExponential(lengths), noise),
    lengths,
  });
  let best: Fitted = at(new Array<number>(D).fill(1));
  for (let turn = 0; turn < 2 * D; turn++) {
    for (const length of LENGTHS) {
      const other = at(best.lengths.map((l, q) => (q === turn % D ? length : l)));
      if (other.logEvidence > best.logEvidence) best = other;
    }
  }
  return best;
}

/** A process and the lengths of its kernel. */
export interface Fitted extends GaussianProcess {
  lengths: Vector; // D
}
