/**
 * Chapter 18 — How far apart are two crowds?
 *
 *     d(X, Y)² = 2 · mean |x_i − y_j| − mean |x_i − x_k| − mean |y_j − y_l|
 *
 * The energy distance: Székely and Rizzo 2013, "Energy statistics: A class of statistics based on distances". Each mean
 * is over all pairs, a point with itself included.
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';

/** How features are measured in deviations from their mean. */
export interface Scale {
  mean: Vector;
  deviation: Vector;
}

/** Mean and deviation (over n) of each column. A column that never varies gets deviation 1. X: n×features. */
export function scaleOf(X: Matrix): Scale {
  const [n, features] = shape(X);
  const mean = zeros(1, features)[0];
  const square = zeros(1, features)[0];
  for (const x of X) {
    for (let c = 0; c < features; c++) mean[c] += x[c] / n;
  }
  for (const x of X) {
    for (let c = 0; c < features; c++) square[c] += (x[c] - mean[c]) ** 2 / n;
  }
  return { mean, deviation: square.map((s) => Math.sqrt(s) || 1) };
}

/** (x − mean) / deviation, so that thirty years in a job do not outweigh a home. n×features → n×features. */
export function scaled(X: Matrix, { mean, deviation }: Scale): Matrix {
  return X.map((x) => x.map((x_c, c) => (x_c - mean[c]) / deviation[c]));
}

/** x · deviation + mean: undoes `scaled`. */
export function unscaled(X: Matrix, { mean, deviation }: Scale): Matrix {
  return X.map((x) => x.map((x_c, c) => x_c * deviation[c] + mean[c]));
}

/** |x − y|, the straight way from a point to another. */
export function apart(x: Vector, y: Vector): number {
  let sum = 0;
  for (let c = 0; c < x.length; c++) sum += (x[c] - y[c]) ** 2;
  return Math.sqrt(sum);
}

/** The mean of |x_i − y_j| over all pairs. X: n×features, Y: m×features. Throws RangeError unless features agree. */
export function meanApart(X: Matrix, Y: Matrix): number {
  const [[n, features], [m, features_Y]] = [shape(X), shape(Y)];
  if (features !== features_Y) {
    throw new RangeError(`two crowds must have the same features, got ${features} and ${features_Y}`);
  }
  let sum = 0;
  for (const x of X) {
    for (const y of Y) sum += apart(x, y);
  }
  return sum / (n * m);
}

/** d(X, Y): 0 for equal crowds only; never more by the direct way than by way of a third. Throws as `meanApart`. */
export function energyDistance(X: Matrix, Y: Matrix): number {
  const square = 2 * meanApart(X, Y) - meanApart(X, X) - meanApart(Y, Y);
  // Between equal crowds rounding may leave a trace below 0.
  return Math.sqrt(Math.max(0, square));
}

/**
 * Â = n/(n − 1) · mean |x_i − x_k|: how far two different points of X lie apart, the mean over all pairs. So much is
 * expected of two strangers of the bank that X was drawn from. Throws RangeError for fewer than two points.
 */
export function strangersApart(X: Matrix): number {
  const [n] = shape(X);
  if (n < 2) throw new RangeError(`strangers are at least two points, got ${n}`);
  return (meanApart(X, X) * n) / (n - 1);
}

/**
 * How many real customers would lie as near: n of E d² = A (1/n + 1/m), the mean of d² between n and m points of one
 * bank, A being how far two strangers lie apart. square: d², better the mean of several, m: the points held out.
 * ∞ where d² is no more than so many points are expected to have by chance.
 */
export function worth(square: number, A: number, m: number): number {
  return A / Math.max(0, square - A / m);
}

/** How near the nearest point of Y is to a point of X, the mean over X. 0 if X copies Y. Throws as `meanApart`. */
export function meanNearest(X: Matrix, Y: Matrix): number {
  const [n] = shape(X);
  let sum = 0;
  for (const x of X) sum += Math.min(...Y.map((y) => apart(x, y)));
  return sum / n;
}
