/**
 * Chapter 18 — A generator and a discriminator
 *
 *     x̃ = G(z, y)        s = D's score of (x, y)        D = 1 / (1 + e^−s):  how sure D is that x is real
 *     loss_D = − Σ_real ln D(x) − Σ_made ln(1 − D(x̃))
 *     loss_G = − Σ_made ln D(x̃)                          not saturating; or Σ_made ln(1 − D(x̃)), saturating
 *
 * Goodfellow et al. 2014, "Generative adversarial nets", §3. The label y stands beside the input of both: Mirza and
 * Osindero 2014. Article: 「啓發收穫」, point six.
 */

import { shape, type Matrix, type Vector } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { logSumExp } from '../08-backprop/cross-entropy.ts';
import { sigmoid } from '../09-feed-forward/activations.ts';
import {
  feedForward,
  feedForwardBackward,
  feedForwardParams,
  type FeedForward,
  type FeedForwardParams,
} from '../09-feed-forward/feed-forward.ts';

/** Two players; each is one feed-forward layer of chapter 9 whose output has another width than its input. */
export interface GanParams {
  G: FeedForwardParams; // noise and label in, a customer out
  D: FeedForwardParams; // a customer and its label in, one score out
}

/** How wide everything is. */
export interface GanSizes {
  noise: number; //    numbers in z
  label: number; //    numbers beside it; 0 for none
  features: number; // numbers in x
  hidden: number; //   d_ff of both
}

/** A loss, and its slope for each score. */
export interface Judged {
  loss: number; // nats, summed over the customers
  ds: Vector; //  ∂loss/∂s, one a customer
}

/** Random matrices, biases 0. */
export function ganParams(random: Random, { noise, label, features, hidden }: GanSizes): GanParams {
  return {
    G: feedForwardParams(random, noise + label, hidden, features),
    D: feedForwardParams(random, features + label, hidden, 1),
  };
}

/**
 * A and B side by side. A: n×m, B: n×p → n×(m + p); rows of B may be empty. Throws RangeError unless both have n rows.
 */
export function beside(A: Matrix, B: Matrix): Matrix {
  if (A.length !== B.length) {
    throw new RangeError(`what stands side by side has as many rows, got ${A.length} and ${B.length}`);
  }
  return A.map((row, i) => [...row, ...B[i]]);
}

/**
 * G's customers. Z: n×noise, Y: n×label → its working; `.Y` is n×features. Throws RangeError if the shapes do not fit.
 */
export function generate(Z: Matrix, Y: Matrix, G: FeedForwardParams): FeedForward {
  return feedForward(beside(Z, Y), G);
}

/** D's scores. X: n×features, Y: n×label → its working; `.Y` is n×1. Throws RangeError if the shapes do not fit. */
export function discriminate(X: Matrix, Y: Matrix, D: FeedForwardParams): FeedForward {
  return feedForward(beside(X, Y), D);
}

/** − Σ ln D: of the customers that D ought to find real. Slope − (1 − D). */
export function foundReal(s: Vector): Judged {
  let loss = 0;
  // − ln 1/(1 + e^−s) = ln(e^0 + e^−s), which cannot overflow.
  for (const s_i of s) loss += logSumExp([0, -s_i]);
  return { loss, ds: s.map((s_i) => -sigmoid.f(-s_i)) };
}

/** − Σ ln(1 − D): of those that D ought to find made. Slope D. */
export function foundMade(s: Vector): Judged {
  let loss = 0;
  for (const s_i of s) loss += logSumExp([0, s_i]);
  return { loss, ds: s.map((s_i) => sigmoid.f(s_i)) };
}

/** Σ ln(1 − D), the generator's loss of the game as it is first stated: eq. 1. Slope − D: nothing, where D is sure. */
export function saturating(s: Vector): Judged {
  const { loss, ds } = foundMade(s);
  return { loss: -loss, ds: ds.map((slope) => -slope) };
}

/**
 * What D has to learn: its loss over real and made customers, and dD. X: n×features real with their labels, X_made:
 * m×features. Throws as `discriminate`.
 */
export function judge(X: Matrix, Y: Matrix, X_made: Matrix, Y_made: Matrix, D: FeedForwardParams) {
  const both = feedForward([...beside(X, Y), ...beside(X_made, Y_made)], D);
  const s = both.Y.map(([score]) => score);
  const [real, made] = [foundReal(s.slice(0, X.length)), foundMade(s.slice(X.length))];
  const dS = [...real.ds, ...made.ds].map((slope) => [slope]);
  return { loss: real.loss + made.loss, dD: feedForwardBackward(dS, both).dP };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/**
 * What G has to learn: its loss over the customers it makes from Z and Y, and dG; and dX, which way D would have each
 * customer move. `lossOf`: `foundReal`, as G wants its customers found real, or `saturating`. Throws as `generate`.
 */
export function forge(Z: Matrix, Y: Matrix, { G, D }: GanParams, lossOf: (s: Vector) => Judged) {
  const made = generate(Z, Y, G);
  const judged = discriminate(made.Y, Y, D);
  const { loss, ds } = lossOf(judged.Y.map(([score]) => score));
  // forward: s = D(x̃, y). D is not asked to change now: its own gradient is left lying.
  const back = feedForwardBackward(
    ds.map((slope) => [slope]),
    judged,
  );
  // forward: x̃ and y side by side. The label was given: nobody asks how it ought to change.
  const [, features] = shape(made.Y);
  const dX = back.dX.map((row) => row.slice(0, features));
  // forward: x̃ = G(z, y)
  return { loss, dX, dG: feedForwardBackward(dX, made).dP };
}
