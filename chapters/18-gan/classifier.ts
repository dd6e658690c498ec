/**
 * Chapter 18 — Logistic regression
 *
 *     loss = Σ_i ln(1 + e^−y_i (w · x_i + b)) + n · ½ ridge |w|²,     y_i = 1 or −1
 *
 * Chapter 1's plane, but with a degree of sureness, and an answer also where no plane separates. The last term keeps w
 * small: Hoerl and Kennard 1970. Loss: Cox 1958. Article: 「核心內容」 (the credit vector).
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { dot } from '../01-vectors/vectors.ts';
import { logSumExp } from '../08-backprop/cross-entropy.ts';
import { sigmoid } from '../09-feed-forward/activations.ts';
import { beginner, type Learner } from '../12-training/adam.ts';
import { step } from '../12-training/step.ts';

/** A plane: {w, b} with b as a vector of one number. */
export interface Plane {
  w: Vector;
  b: Vector;
}

/** Steps of Adam, and how far the first may go; later ones less and less, so that it comes to rest. */
const [STEPS, RATE] = [400, 0.1];

/**
 * The loss in nats, summed over the n cases, and its gradient. X: n×features, y: n of 1 or −1.
 * Throws RangeError for other labels, or if w has not a number for each feature.
 */
export function logisticLoss(X: Matrix, y: Vector, { w, b }: Plane, ridge: number) {
  const [n, features] = shape(X);
  if (y.length !== n || !y.every((label) => label === 1 || label === -1)) {
    throw new RangeError(`each of ${n} cases needs a label, 1 or -1, got ${y.join(', ')}`);
  }
  let loss = 0;
  const dw = zeros(1, features)[0];
  let db = 0;
  for (let i = 0; i < n; i++) {
    const s = y[i] * (dot(w, X[i]) + b[0]);
    loss += logSumExp([0, -s]);
    // The slope of ln(1 + e^−s) is −(1 − σ(s)) = −σ(−s).
    const ds = -sigmoid.f(-s) * y[i];
    for (let c = 0; c < features; c++) dw[c] += ds * X[i][c];
    db += ds;
  }
  for (let c = 0; c < features; c++) {
    loss += (n * ridge * w[c] ** 2) / 2;
    dw[c] += n * ridge * w[c];
  }
  return { loss, dP: { w: dw, b: [db] } };
}

/** The plane after 400 steps from 0. X: n×features, better scaled, y: n of 1 or −1. */
export function fitted(X: Matrix, y: Vector, ridge = 0): Plane {
  const [n, features] = shape(X);
  let learner: Learner<Plane> = beginner({ w: zeros(1, features)[0], b: [0] });
  for (let t = 0; t < STEPS; t++) {
    const lossOf = (cases: Matrix, P: Plane) => ({ ...logisticLoss(cases, y, P, ridge), n });
    ({ learner } = step(learner, [X], lossOf, RATE * (1 - t / STEPS)));
  }
  return learner.P;
}

/** The share of cases on their own side of the plane. */
export function accuracy(X: Matrix, y: Vector, { w, b }: Plane): number {
  let right = 0;
  for (const [i, x] of X.entries()) right += y[i] * (dot(w, x) + b[0]) > 0 ? 1 : 0;
  return right / X.length;
}
