/**
 * Chapter 7 — Layer normalization, and Add & Norm
 *
 *     LayerNorm(x) = gain ∘ (x − μ) / √(σ² + ε) + bias
 *     μ = (1/d) Σ_c x_c,   σ² = (1/d) Σ_c (x_c − μ)²
 *
 * Each word is brought to mean 0 and deviation 1 over its own d_model coordinates.
 * Ba, Kiros and Hinton 2016, "Layer Normalization", eq. 3 and 4 (ε inside the root, as implementations have it);
 * placed after the sum, LayerNorm(x + Sublayer(x)): Vaswani et al. 2017, §3.1. Article: 「計算過程」, last lines.
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { add, hadamard, needShape } from '../01-vectors/matrices.ts';

/** Keeps the root away from 0 for a word whose coordinates are all equal. */
export const EPSILON = 1e-5;

/** What a layer norm learns, one number a coordinate: its size and its middle. */
export interface LayerNormParams {
  gain: Vector; // d_model
  bias: Vector; // d_model
}

/** The working of a layer norm. */
export interface LayerNorm {
  P: LayerNormParams;
  X_hat: Matrix; //    n×d_model  each row with mean 0 and deviation 1
  deviation: Vector; // n          √(σ² + ε) of each row
  Y: Matrix; //        n×d_model
}

/** Gain 1 and bias 0: at first a layer norm only normalizes. */
export function layerNormParams(d_model: number): LayerNormParams {
  return { gain: new Array<number>(d_model).fill(1), bias: new Array<number>(d_model).fill(0) };
}

/** Normalizes each row. X: n×d_model → n×d_model. Throws RangeError unless gain and bias are as long as a row. */
export function layerNorm(X: Matrix, P: LayerNormParams): LayerNorm {
  const [n, d_model] = shape(X);
  needWidth(d_model, P);
  const [X_hat, Y] = [zeros(n, d_model), zeros(n, d_model)];
  const deviation: Vector = [];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < d_model; c++) sum += X[i][c];
    const mean = sum / d_model;

    let squares = 0;
    for (let c = 0; c < d_model; c++) squares += (X[i][c] - mean) ** 2;
    deviation.push(Math.sqrt(squares / d_model + EPSILON));

    for (let c = 0; c < d_model; c++) {
      X_hat[i][c] = (X[i][c] - mean) / deviation[i];
      Y[i][c] = P.gain[c] * X_hat[i][c] + P.bias[c];
    }
  }
  return { P, X_hat, deviation, Y };
}

/** The working of Add & Norm: that of the norm, and the factors of F if there were any. */
export interface AddNorm extends LayerNorm {
  D: Matrix | undefined; // n×d_model  of chapter 12
}

/**
 * LayerNorm(X + D ∘ F): what a sublayer found, F, is added to what went in, X, and the sum is normalized.
 * X, F: n×d_model; D: n×d_model, the dropout factors of chapter 12, 1 everywhere until then: left out → n×d_model.
 * Throws RangeError unless all have one shape, and as `layerNorm`. Vaswani et al. 2017, §3.1 and §5.4.
 */
export function addNorm(X: Matrix, F: Matrix, P: LayerNormParams, D?: Matrix): AddNorm {
  const passed = D ? hadamard(D, F) : F;
  return { ...layerNorm(add(X, passed), P), D };
}

function needWidth(d_model: number, { gain, bias }: LayerNormParams): void {
  if (gain.length !== d_model || bias.length !== d_model) {
    throw new RangeError(
      `gain and bias need a number for each of ${d_model} coordinates, got ${gain.length} and ${bias.length}`,
    );
  }
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/**
 * From dY to { dX, dP }, with dX̂ = gain ∘ dY:
 *
 *     dX_c = (dX̂_c − mean(dX̂) − X̂_c · mean(dX̂ ∘ X̂)) / √(σ² + ε)
 *
 * A coordinate moved the mean and the deviation of all the others: hence the two means.
 */
export function layerNormBackward(dY: Matrix, { P, X_hat, deviation }: LayerNorm) {
  const [n, d_model] = shape(X_hat);
  needShape(dY, n, d_model);
  const dX = zeros(n, d_model);
  const dP: LayerNormParams = { gain: zeros(1, d_model)[0], bias: zeros(1, d_model)[0] };
  for (let i = 0; i < n; i++) {
    let [mean, meanOfProduct] = [0, 0]; // of dX̂, and of dX̂ ∘ X̂
    for (let c = 0; c < d_model; c++) {
      // forward: Y[i][c] = gain[c] * X_hat[i][c] + bias[c]
      dP.gain[c] += dY[i][c] * X_hat[i][c];
      dP.bias[c] += dY[i][c];
      mean += (P.gain[c] * dY[i][c]) / d_model;
      meanOfProduct += (P.gain[c] * dY[i][c] * X_hat[i][c]) / d_model;
    }
    for (let c = 0; c < d_model; c++) {
      // forward: X_hat[i][c] = (X[i][c] - mean) / deviation[i]
      dX[i][c] = (P.gain[c] * dY[i][c] - mean - X_hat[i][c] * meanOfProduct) / deviation[i];
    }
  }
  return { dX, dP };
}

/** From dY: n×d_model to { dX, dF, dP }: a sum hands its gradient to both sides whole, dX: n×d_model; dF = D ∘ dX. */
export function addNormBackward(dY: Matrix, working: AddNorm) {
  const { dX, dP } = layerNormBackward(dY, working);
  // forward: Y = LayerNorm(X + D ∘ F)
  return { dX, dF: working.D ? hadamard(working.D, dX) : dX, dP };
}
