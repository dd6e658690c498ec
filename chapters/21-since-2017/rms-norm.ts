/**
 * Chapter 21 — RMS norm
 *
 *     RMSNorm(x) = gain ∘ x / √(mean(x²) + ε),     mean(x²) = (1/d) Σ_c x_c²
 *
 * Chapter 7's layer norm without the mean taken off, and without a bias: a word is only brought to size 1.
 * Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", eq. 4 (ε inside the root, as Llama has it).
 * In place of Vaswani et al. 2017, §3.1.
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { needShape } from '../01-vectors/matrices.ts';
import { EPSILON } from '../07-layer-norm/layer-norm.ts';

/** The working of an RMS norm. */
export interface RmsNorm {
  gain: Vector; //  d_model
  X_hat: Matrix; // n×d_model  each row with mean square 1
  size: Vector; //  n          √(mean(x²) + ε) of each row
  Y: Matrix; //     n×d_model
}

/** Brings each row to size 1. X: n×d_model, gain: d_model → n×d_model. Throws RangeError unless both are as wide. */
export function rmsNorm(X: Matrix, gain: Vector): RmsNorm {
  const [n, d_model] = shape(X);
  if (gain.length !== d_model) {
    throw new RangeError(`a gain needs a number for each of ${d_model} coordinates, got ${gain.length}`);
  }
  const [X_hat, Y] = [zeros(n, d_model), zeros(n, d_model)];
  const size: Vector = [];
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let c = 0; c < d_model; c++) squares += X[i][c] ** 2;
    size.push(Math.sqrt(squares / d_model + EPSILON));

    for (let c = 0; c < d_model; c++) {
      X_hat[i][c] = X[i][c] / size[i];
      Y[i][c] = gain[c] * X_hat[i][c];
    }
  }
  return { gain, X_hat, size, Y };
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/**
 * From dY: n×d_model to { dX, dGain }, with dX̂ = gain ∘ dY:
 *
 *     dX_c = (dX̂_c − X̂_c · mean(dX̂ ∘ X̂)) / √(mean(x²) + ε)
 *
 * One mean of chapter 7's two is left: nothing may point along X̂, as stretching changes nothing.
 */
export function rmsNormBackward(dY: Matrix, { gain, X_hat, size }: RmsNorm) {
  const [n, d_model] = shape(X_hat);
  needShape(dY, n, d_model);
  const dX = zeros(n, d_model);
  const dGain = zeros(1, d_model)[0];
  for (let i = 0; i < n; i++) {
    let meanOfProduct = 0; // of dX̂ ∘ X̂
    for (let c = 0; c < d_model; c++) {
      // forward: Y[i][c] = gain[c] * X_hat[i][c]
      dGain[c] += dY[i][c] * X_hat[i][c];
      meanOfProduct += (gain[c] * dY[i][c] * X_hat[i][c]) / d_model;
    }
    for (let c = 0; c < d_model; c++) {
      // forward: X_hat[i][c] = X[i][c] / size[i]
      dX[i][c] = (gain[c] * dY[i][c] - X_hat[i][c] * meanOfProduct) / size[i];
    }
  }
  return { dX, dGain };
}
