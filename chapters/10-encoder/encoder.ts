/**
 * Chapter 10 — The encoder
 *
 *     X ← LayerNorm(X + MultiHead(X, X, X))
 *     X ← LayerNorm(X + FFN(X)),              N times
 *
 * Every word looks at every word, then works on what it saw: the left half of the paper's figure 1.
 * Vaswani et al. 2017, §3.1. Article: 「總體把握」.
 */

import type { Matrix } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { add } from '../01-vectors/matrices.ts';
import {
  multiHead,
  multiHeadBackward,
  multiHeadParams,
  type MultiHead,
  type MultiHeadParams,
} from '../05-multi-head/multi-head.ts';
import {
  addNorm,
  addNormBackward,
  layerNormParams,
  type AddNorm,
  type LayerNormParams,
} from '../07-layer-norm/layer-norm.ts';
import {
  feedForward,
  feedForwardBackward,
  feedForwardParams,
  type FeedForward,
  type FeedForwardParams,
} from '../09-feed-forward/feed-forward.ts';

/** How large a Transformer is. The paper's base model: 512, 8, 2048, 6 (table 3). */
export interface Sizes {
  d_model: number; // numbers that stand for one word
  h: number; //       heads
  d_ff: number; //    numbers inside the feed-forward layer
  N: number; //       layers in the encoder, and in the decoder
}

/** What one encoder layer learns. */
export interface EncoderLayerParams {
  attention: MultiHeadParams;
  norm_1: LayerNormParams;
  feedForward: FeedForwardParams;
  norm_2: LayerNormParams;
}

/** The dropout factors of chapter 12 for what each sublayer found, 1 everywhere until then; left out, they are 1. */
export interface EncoderLayerDropped {
  attention?: Matrix; //   n×d_model
  feedForward?: Matrix; // n×d_model
}

/** The working of one encoder layer. */
export interface EncoderLayer {
  attended: MultiHead;
  normed_1: AddNorm;
  fed: FeedForward;
  normed_2: AddNorm;
  Y: Matrix; // n×d_model
}

/** A random encoder layer. */
export function encoderLayerParams(random: Random, { d_model, h, d_ff }: Sizes): EncoderLayerParams {
  return {
    attention: multiHeadParams(random, d_model, h),
    norm_1: layerNormParams(d_model),
    feedForward: feedForwardParams(random, d_model, d_ff),
    norm_2: layerNormParams(d_model),
  };
}

/** One layer. X: n×d_model, M: n×n → n×d_model. Throws as chapters 1 and 4. */
export function encoderLayer(X: Matrix, P: EncoderLayerParams, M?: Matrix, D?: EncoderLayerDropped): EncoderLayer {
  const attended = multiHead(X, X, P.attention, M);
  const normed_1 = addNorm(X, attended.Y, P.norm_1, D?.attention);
  const fed = feedForward(normed_1.Y, P.feedForward);
  const normed_2 = addNorm(normed_1.Y, fed.Y, P.norm_2, D?.feedForward);
  return { attended, normed_1, fed, normed_2, Y: normed_2.Y };
}

/** The working of the whole encoder. */
export interface Encoder {
  layers: EncoderLayer[];
  Y: Matrix; // n×d_model  the paper's z: what the decoder will look at
}

/**
 * The layers, one upon the other. X: n×d_model, M: n×n; one P a layer, and one D → n×d_model.
 * Throws as chapters 1 and 4.
 */
export function encoder(X: Matrix, P: EncoderLayerParams[], M?: Matrix, D?: EncoderLayerDropped[]): Encoder {
  const layers: EncoderLayer[] = [];
  let Y = X;
  for (const [l, P_l] of P.entries()) {
    layers.push(encoderLayer(Y, P_l, M, D?.[l]));
    Y = layers[l].Y;
  }
  return { layers, Y };
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY to { dX, dP } of one layer. */
export function encoderLayerBackward(dY: Matrix, { attended, normed_1, fed, normed_2 }: EncoderLayer) {
  // forward: normed_2 = addNorm(normed_1.Y, fed.Y, P.norm_2, D?.feedForward)
  const dNormed_2 = addNormBackward(dY, normed_2);
  // forward: fed = feedForward(normed_1.Y, P.feedForward)
  const dFed = feedForwardBackward(dNormed_2.dF, fed);
  // forward: normed_1 = addNorm(X, attended.Y, P.norm_1, D?.attention), read by both lines above
  const dNormed_1 = addNormBackward(add(dNormed_2.dX, dFed.dX), normed_1);
  // forward: attended = multiHead(X, X, P.attention, M)
  const dAttended = multiHeadBackward(dNormed_1.dF, attended);
  // X went three ways: past the attention, into its queries, into its keys and values.
  const dX = add(dNormed_1.dX, add(dAttended.dX_Q, dAttended.dX_KV));
  const dP: EncoderLayerParams = {
    attention: dAttended.dP,
    norm_1: dNormed_1.dP,
    feedForward: dFed.dP,
    norm_2: dNormed_2.dP,
  };
  return { dX, dP };
}

/** From dY to { dX, dP } of the whole encoder, the last layer first. */
export function encoderBackward(dY: Matrix, { layers }: Encoder) {
  const dP: EncoderLayerParams[] = [];
  let dX = dY;
  for (const layer of [...layers].reverse()) {
    // forward: layer = encoderLayer(X, P_l, M, D?.[l])
    const dLayer = encoderLayerBackward(dX, layer);
    dP.unshift(dLayer.dP);
    dX = dLayer.dX;
  }
  return { dX, dP };
}
