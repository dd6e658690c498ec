/**
 * Chapter 7 — Before or after the sum
 *
 *     post-norm:  LayerNorm(x + Sublayer(x))     the paper, and every later chapter here
 *     pre-norm:   x + Sublayer(LayerNorm(x))     many models since
 *
 * Sublayer(x) = x W: one matrix stands in for attention or feed-forward, so that only the place of the norm differs.
 * Vaswani et al. 2017, §3.1; Xiong et al. 2020, "On Layer Normalization in the Transformer Architecture", fig. 1.
 * Article: 「計算過程」, last lines.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { addNorm, layerNorm, layerNormBackward, type LayerNorm, type LayerNormParams } from './layer-norm.ts';

/** What a sublayer and its norm learn. */
export interface SublayerParams {
  norm: LayerNormParams;
  W: Matrix; // d_model×d_model
}

/** The working of a sublayer with its shortcut and its norm, wherever the norm stands. */
export interface Sublayer {
  X: Matrix; // n×d_model
  P: SublayerParams;
  normed: LayerNorm;
  Y: Matrix; // n×d_model
}

/** LayerNorm(X + X W). X: n×d_model → n×d_model. Throws as chapter 1 and layerNorm. */
export function postNorm(X: Matrix, P: SublayerParams): Sublayer {
  const normed = addNorm(X, multiply(X, P.W), P.norm);
  return { X, P, normed, Y: normed.Y };
}

/** X + LayerNorm(X) W. X: n×d_model → n×d_model. Throws as chapter 1 and layerNorm. */
export function preNorm(X: Matrix, P: SublayerParams): Sublayer {
  const normed = layerNorm(X, P.norm);
  return { X, P, normed, Y: add(X, multiply(normed.Y, P.W)) };
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dY to { dX, dP }: whatever comes back, by the shortcut too, comes through the norm. */
export function postNormBackward(dY: Matrix, { X, P, normed }: Sublayer) {
  // forward: Y = LayerNorm(X + X W)
  const { dX: dSum, dP: norm } = layerNormBackward(dY, normed);
  const { dA, dB } = multiplyBackward(dSum, { A: X, B: P.W });
  const dP: SublayerParams = { norm, W: dB };
  return { dX: add(dSum, dA), dP };
}

/** From dY to { dX, dP }: the shortcut hands dY on untouched. */
export function preNormBackward(dY: Matrix, { P, normed }: Sublayer) {
  // forward: Y = X + LayerNorm(X) W
  const { dA, dB } = multiplyBackward(dY, { A: normed.Y, B: P.W });
  const { dX: dNormed, dP: norm } = layerNormBackward(dA, normed);
  const dP: SublayerParams = { norm, W: dB };
  return { dX: add(dY, dNormed), dP };
}
