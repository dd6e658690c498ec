/**
 * Chapter 21 — One block, of the paper's parts or of today's
 *
 *     before:  X ← X + Attention(Norm(X)),     X ← X + FFN(Norm(X))
 *     after:   X ← Norm(X + Attention(X)),     X ← Norm(X + FFN(X))
 *
 * What a part is can be seen from what it learns: a norm with a bias is chapter 7's, one without is an RMS norm; a
 * feed-forward layer with a gate is a gated unit, one without is chapter 9's.
 * Xiong et al. 2020, fig. 1; Touvron et al. 2023, "LLaMA", §2.2. In place of Vaswani et al. 2017, §3.1 and figure 1.
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { add } from '../01-vectors/matrices.ts';
import { layerNorm, layerNormBackward, type LayerNorm, type LayerNormParams } from '../07-layer-norm/layer-norm.ts';
import { feedForward, feedForwardBackward, type FeedForward } from '../09-feed-forward/feed-forward.ts';
import { gated, gatedBackward, type Gated, type GatedParams } from './gated.ts';
import { groupedQuery, groupedQueryBackward, type Grouped, type GroupedParams, type Kept } from './grouped.ts';
import { rmsNorm, rmsNormBackward, type RmsNorm } from './rms-norm.ts';
import type { Turns } from './rotary.ts';

/** What a norm learns: gain and bias, a gain alone, or nothing, as in microgpt, where the gain is 1. */
export type NormParams = LayerNormParams | { gain?: Vector };

/** Chapter 9's layer; without biases they are 0. */
export interface PlainParams {
  W_1: Matrix; //  d_model×d_ff
  b_1?: Vector; // d_ff
  W_2: Matrix; //  d_ff×d_model
  b_2?: Vector; // d_model
}

/** What one block learns. */
export interface BlockParams {
  norm_1: NormParams;
  attention: GroupedParams;
  norm_2: NormParams;
  feedForward: GatedParams | PlainParams;
}

/** The working of a norm of either kind, and what it learns. */
export interface Norm {
  P: NormParams;
  normed: LayerNorm | RmsNorm;
  Y: Matrix; // n×d_model
}

/** The working of a feed-forward layer of either kind, and what it learns. */
export interface Fed {
  P: GatedParams | PlainParams;
  fed: Gated | FeedForward;
  Y: Matrix; // n×d_model
}

/** The working of a block. */
export interface Block {
  before: boolean;
  normed_1: Norm;
  attended: Grouped;
  normed_2: Norm;
  fed: Fed;
  Y: Matrix; // n×d_model
}

/** Chapter 7's norm if there is a bias, else an RMS norm. X: n×d_model → n×d_model. Throws as these. */
export function norm(X: Matrix, P: NormParams): Norm {
  const normed = 'bias' in P ? layerNorm(X, P) : rmsNorm(X, P.gain ?? new Array<number>(shape(X)[1]).fill(1));
  return { P, normed, Y: normed.Y };
}

/** A gated unit if there is a gate, else chapter 9's layer. X: n×d_model → n×d_model. Throws as these. */
export function fedForward(X: Matrix, P: GatedParams | PlainParams): Fed {
  if ('W_gate' in P) {
    const fed = gated(X, P);
    return { P, fed, Y: fed.Y };
  }
  const { W_1, W_2, b_1 = zeros(1, shape(W_1)[1])[0], b_2 = zeros(1, shape(W_2)[1])[0] } = P;
  const fed = feedForward(X, { W_1, b_1, W_2, b_2 });
  return { P, fed, Y: fed.Y };
}

/**
 * One block, its norms before the sublayers or after the sums. X: n×d_model; M, T and kept as in `groupedQuery` →
 * n×d_model. Throws as its parts.
 */
export function block(X: Matrix, P: BlockParams, before: boolean, M?: Matrix, T?: Turns, kept?: Kept): Block {
  if (before) {
    const normed_1 = norm(X, P.norm_1);
    const attended = groupedQuery(normed_1.Y, P.attention, M, T, kept);
    const X_1 = add(X, attended.Y);
    const normed_2 = norm(X_1, P.norm_2);
    const fed = fedForward(normed_2.Y, P.feedForward);
    return { before, normed_1, attended, normed_2, fed, Y: add(X_1, fed.Y) };
  }
  const attended = groupedQuery(X, P.attention, M, T, kept);
  const normed_1 = norm(add(X, attended.Y), P.norm_1);
  const fed = fedForward(normed_1.Y, P.feedForward);
  const normed_2 = norm(add(normed_1.Y, fed.Y), P.norm_2);
  return { before, normed_1, attended, normed_2, fed, Y: normed_2.Y };
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY: n×d_model to { dX: n×d_model, dP }, which holds what P holds. */
export function normBackward(dY: Matrix, { P, normed }: Norm): { dX: Matrix; dP: NormParams } {
  if ('deviation' in normed) {
    const { dX, dP } = layerNormBackward(dY, normed);
    return { dX, dP };
  }
  const { dX, dGain } = rmsNormBackward(dY, normed);
  const dP: NormParams = P.gain ? { gain: dGain } : {};
  return { dX, dP };
}

/** From dY: n×d_model to { dX: n×d_model, dP }, which holds what P holds. */
export function fedForwardBackward(dY: Matrix, { P, fed }: Fed) {
  if ('G' in fed) return gatedBackward(dY, fed);
  const { dX, dP } = feedForwardBackward(dY, fed);
  const { W_1, b_1, W_2, b_2 } = dP;
  const learned: PlainParams = 'b_1' in P ? { W_1, b_1, W_2, b_2 } : { W_1, W_2 };
  return { dX, dP: learned };
}

/** From dY: n×d_model to { dX: n×d_model, dP }. */
export function blockBackward(dY: Matrix, { before, normed_1, attended, normed_2, fed }: Block) {
  if (before) {
    // forward: Y = X_1 + FFN(Norm(X_1)): the shortcut hands dY on untouched
    const dFed = fedForwardBackward(dY, fed);
    const dNormed_2 = normBackward(dFed.dX, normed_2);
    const dX_1 = add(dY, dNormed_2.dX);
    // forward: X_1 = X + Attention(Norm(X))
    const dAttended = groupedQueryBackward(dX_1, attended);
    const dNormed_1 = normBackward(dAttended.dX, normed_1);
    return { dX: add(dX_1, dNormed_1.dX), dP: together(dNormed_1, dAttended, dNormed_2, dFed) };
  }
  // forward: Y = Norm(X_1 + FFN(X_1))
  const dNormed_2 = normBackward(dY, normed_2);
  const dFed = fedForwardBackward(dNormed_2.dX, fed);
  // forward: X_1 = Norm(X + Attention(X))
  const dNormed_1 = normBackward(add(dNormed_2.dX, dFed.dX), normed_1);
  const dAttended = groupedQueryBackward(dNormed_1.dX, attended);
  return { dX: add(dNormed_1.dX, dAttended.dX), dP: together(dNormed_1, dAttended, dNormed_2, dFed) };
}

/** The gradients of the four parts as one tree. */
function together(
  norm_1: { dP: NormParams },
  attention: { dP: GroupedParams },
  norm_2: { dP: NormParams },
  feedForward: { dP: GatedParams | PlainParams },
): BlockParams {
  return { norm_1: norm_1.dP, attention: attention.dP, norm_2: norm_2.dP, feedForward: feedForward.dP };
}
