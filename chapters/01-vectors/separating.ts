/**
 * Chapter 1 — Separating two groups of points
 *
 *     w · a + b > 0  for every approved a,     w · r + b < 0  for every refused r
 *
 * Either such a plane {w, b} exists, or a point that is a mixture of both groups:
 *
 *     Σ_i λ_i a_i = Σ_j μ_j r_j,     λ, μ ≥ 0,     Σ_i λ_i = Σ_j μ_j = 1
 *
 * Never both (Gordan 1873; Farkas 1902). Article: 「核心內容」 (linear separability).
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { multiply } from './matrices.ts';
import { dot, plus, times } from './vectors.ts';

/** A plane, or the attempt at one. */
export interface Separation {
  w: Vector; //            one weight a feature
  b: number;
  corrections: number; //  how often a point on the wrong side moved the plane
  separates: boolean; //   false: the rounds were used up, which proves nothing
}

/**
 * Rosenblatt's perceptron (1958). A point on the wrong side is added to w, or taken off it:
 *
 *     if y_i (w · x_i + b) ≤ 0:   w ← w + y_i x_i,   b ← b + y_i
 *
 * If a plane exists, this finds one after finitely many corrections (Novikoff 1962); if not, it never rests.
 * points: n×features, labels: n of 1 or −1. Throws RangeError for other labels, or rounds that are no count.
 */
export function perceptron(points: Matrix, labels: Vector, rounds: number): Separation {
  const [n, features] = shape(points);
  needLabels(labels, n);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`rounds must be a whole number from 1, got ${rounds}`);
  }
  let w: Vector = new Array<number>(features).fill(0);
  let b = 0;
  let corrections = 0;
  for (let round = 0; round < rounds; round++) {
    const before = corrections;
    for (let i = 0; i < n; i++) {
      if (labels[i] * (dot(w, points[i]) + b) <= 0) {
        w = plus(w, times(labels[i], points[i]));
        b += labels[i];
        corrections++;
      }
    }
    if (corrections === before) return { w, b, corrections, separates: true };
  }
  return { w, b, corrections, separates: false };
}

/** Proof that no plane separates two groups: one point, mixed from either. */
export interface Certificate {
  lambda: Vector; // one weight an approved point
  mu: Vector; //     one weight a refused point
}

/**
 * Whether the weights prove it: none negative, each group's sum 1, both mixtures one point. Then
 * w · (Σ λ_i a_i) + b = Σ λ_i (w · a_i + b) would have to be above 0, and by the other mixture below 0.
 * Compared without tolerance: give halves or quarters, and whole-number features.
 * approved: n×features, refused: m×features. Throws RangeError unless there is one weight a point.
 */
export function isCertificate({ lambda, mu }: Certificate, approved: Matrix, refused: Matrix): boolean {
  needWeights(lambda, approved);
  needWeights(mu, refused);
  const mixtureOfApproved = mixture(lambda, approved);
  const mixtureOfRefused = mixture(mu, refused);
  return areWeights(lambda) && areWeights(mu) && mixtureOfApproved.every((x, c) => x === mixtureOfRefused[c]);
}

/** Σ_i weights_i points_i: a row of weights times the rows of the matrix. */
export function mixture(weights: Vector, points: Matrix): Vector {
  return multiply([weights], points)[0];
}

/**
 * Looks for a certificate of the simplest form, two points of either group with one midpoint:
 * ½ a_i + ½ a_k = ½ r_j + ½ r_l, where i = k and j = l are allowed. undefined if there is none;
 * a certificate of another form may still exist, and finding it in general takes linear programming.
 */
export function midpointCertificate(approved: Matrix, refused: Matrix): Certificate | undefined {
  for (const lambda of halfWeights(approved.length)) {
    for (const mu of halfWeights(refused.length)) {
      if (isCertificate({ lambda, mu }, approved, refused)) return { lambda, mu };
    }
  }
  return undefined;
}

/**
 * In how many of the 2ⁿ ways to label n points in d dimensions a plane separates the two labels,
 * if no d + 1 of the points lie in a common plane: 2 Σ_{k=0}^{d} C(n − 1, k). Cover 1965, theorem 1,
 * with one dimension more for b. Throws RangeError unless n and d are whole numbers from 1.
 */
export function separableLabelings(n: number, d: number): number {
  if (!(Number.isInteger(n) && Number.isInteger(d) && n >= 1 && d >= 1)) {
    throw new RangeError(`points and dimensions are counted from 1, got ${n} and ${d}`);
  }
  let sum = 0;
  let choose = 1; // C(n − 1, k), which is 0 for every k above n − 1
  for (let k = 0; k <= d; k++) {
    sum += choose;
    choose = (choose * (n - 1 - k)) / (k + 1);
  }
  return 2 * sum;
}

/** Every row of n weights that is ½ at two places, or 1 at one. */
function halfWeights(n: number): Matrix {
  const rows: Matrix = [];
  for (let i = 0; i < n; i++) {
    for (let k = i; k < n; k++) {
      const row = zeros(1, n)[0];
      row[i] += 1 / 2;
      row[k] += 1 / 2;
      rows.push(row);
    }
  }
  return rows;
}

/** Whether these are the weights of a mixture: none negative, and their sum 1. */
function areWeights(weights: Vector): boolean {
  return weights.every((x) => x >= 0) && weights.reduce((sum, x) => sum + x, 0) === 1;
}

function needLabels(labels: Vector, n: number): void {
  if (labels.length !== n || !labels.every((y) => y === 1 || y === -1)) {
    throw new RangeError(`each of ${n} points needs a label, 1 or -1, got ${labels.join(', ')}`);
  }
}

function needWeights(weights: Vector, points: Matrix): void {
  const [n] = shape(points);
  if (weights.length !== n) {
    throw new RangeError(`each of ${n} points needs a weight, got ${weights.length}`);
  }
}
