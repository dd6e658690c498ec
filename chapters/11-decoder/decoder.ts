/**
 * Chapter 11 — The decoder
 *
 *     X ← LayerNorm(X + MultiHead(X, X, X) with the causal mask)
 *     X ← LayerNorm(X + MultiHead(X, Z, Z))
 *     X ← LayerNorm(X + FFN(X)),                                   N times
 *
 * The translation so far looks at itself, then at the encoder's Z: the right half of the paper's figure 1.
 * Vaswani et al. 2017, §3.1 and §3.2.3. Article: 「總體把握」.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
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
import type { Sizes } from '../10-encoder/encoder.ts';

/** What one decoder layer learns. */
export interface DecoderLayerParams {
  selfAttention: MultiHeadParams;
  norm_1: LayerNormParams;
  crossAttention: MultiHeadParams;
  norm_2: LayerNormParams;
  feedForward: FeedForwardParams;
  norm_3: LayerNormParams;
}

/** The dropout factors of chapter 12 for what each sublayer found, 1 everywhere until then; left out, they are 1. */
export interface DecoderLayerDropped {
  selfAttention?: Matrix; //  n×d_model
  crossAttention?: Matrix; // n×d_model
  feedForward?: Matrix; //    n×d_model
}

/** The working of one decoder layer. */
export interface DecoderLayer {
  selfAttended: MultiHead;
  normed_1: AddNorm;
  crossAttended: MultiHead;
  normed_2: AddNorm;
  fed: FeedForward;
  normed_3: AddNorm;
  Y: Matrix; // n×d_model
}

/** A random decoder layer. */
export function decoderLayerParams(random: Random, { d_model, h, d_ff }: Sizes): DecoderLayerParams {
  return {
    selfAttention: multiHeadParams(random, d_model, h),
    norm_1: layerNormParams(d_model),
    crossAttention: multiHeadParams(random, d_model, h),
    norm_2: layerNormParams(d_model),
    feedForward: feedForwardParams(random, d_model, d_ff),
    norm_3: layerNormParams(d_model),
  };
}

/**
 * One layer. X: n×d_model, Z: m×d_model, M: n×n for the self-attention, M_Z: n×m for the cross-attention
 * → n×d_model. Throws as chapters 1 and 4.
 */
export function decoderLayer(
  X: Matrix,
  Z: Matrix,
  P: DecoderLayerParams,
  M?: Matrix,
  M_Z?: Matrix,
  D?: DecoderLayerDropped,
): DecoderLayer {
  const selfAttended = multiHead(X, X, P.selfAttention, M);
  const normed_1 = addNorm(X, selfAttended.Y, P.norm_1, D?.selfAttention);
  const crossAttended = multiHead(normed_1.Y, Z, P.crossAttention, M_Z);
  const normed_2 = addNorm(normed_1.Y, crossAttended.Y, P.norm_2, D?.crossAttention);
  const fed = feedForward(normed_2.Y, P.feedForward);
  const normed_3 = addNorm(normed_2.Y, fed.Y, P.norm_3, D?.feedForward);
  return { selfAttended, normed_1, crossAttended, normed_2, fed, normed_3, Y: normed_3.Y };
}

/** The working of the whole decoder. */
export interface Decoder {
  Z: Matrix; // m×d_model
  layers: DecoderLayer[];
  Y: Matrix; // n×d_model
}

/**
 * The layers, one upon the other; every layer looks at the same Z. X: n×d_model, Z: m×d_model,
 * M: n×n, M_Z: n×m; one P a layer, and one D → n×d_model. Throws as chapters 1 and 4.
 */
export function decoder(
  X: Matrix,
  Z: Matrix,
  P: DecoderLayerParams[],
  M?: Matrix,
  M_Z?: Matrix,
  D?: DecoderLayerDropped[],
): Decoder {
  const layers: DecoderLayer[] = [];
  let Y = X;
  for (const [l, P_l] of P.entries()) {
    layers.push(decoderLayer(Y, Z, P_l, M, M_Z, D?.[l]));
    Y = layers[l].Y;
  }
  return { Z, layers, Y };
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/**
 * From dY to { dX, dZ, dP } of one layer: the queries' gradient stays on this side, that of keys and values goes to Z.
 */
export function decoderLayerBackward(
  dY: Matrix,
  { selfAttended, normed_1, crossAttended, normed_2, fed, normed_3 }: DecoderLayer,
) {
  // forward: normed_3 = addNorm(normed_2.Y, fed.Y, P.norm_3, D?.feedForward)
  const dNormed_3 = addNormBackward(dY, normed_3);
  // forward: fed = feedForward(normed_2.Y, P.feedForward)
  const dFed = feedForwardBackward(dNormed_3.dF, fed);
  // forward: normed_2 = addNorm(normed_1.Y, crossAttended.Y, P.norm_2, D?.crossAttention), read by both lines above
  const dNormed_2 = addNormBackward(add(dNormed_3.dX, dFed.dX), normed_2);
  // forward: crossAttended = multiHead(normed_1.Y, Z, P.crossAttention, M_Z)
  const dCrossAttended = multiHeadBackward(dNormed_2.dF, crossAttended);
  // forward: normed_1 = addNorm(X, selfAttended.Y, P.norm_1, D?.selfAttention), read by both lines above
  const dNormed_1 = addNormBackward(add(dNormed_2.dX, dCrossAttended.dX_Q), normed_1);
  // forward: selfAttended = multiHead(X, X, P.selfAttention, M)
  const dSelfAttended = multiHeadBackward(dNormed_1.dF, selfAttended);
  const dX = add(dNormed_1.dX, add(dSelfAttended.dX_Q, dSelfAttended.dX_KV));
  const dP: DecoderLayerParams = {
    selfAttention: dSelfAttended.dP,
    norm_1: dNormed_1.dP,
    crossAttention: dCrossAttended.dP,
    norm_2: dNormed_2.dP,
    feedForward: dFed.dP,
    norm_3: dNormed_3.dP,
  };
  return { dX, dZ: dCrossAttended.dX_KV, dP };
}

/** From dY to { dX, dZ, dP } of the whole decoder; Z hears from every layer. */
export function decoderBackward(dY: Matrix, { Z, layers }: Decoder) {
  const dP: DecoderLayerParams[] = [];
  let dX = dY;
  let dZ = zeros(...shape(Z));
  for (const layer of [...layers].reverse()) {
    // forward: layer = decoderLayer(X, Z, P_l, M, M_Z, D?.[l])
    const dLayer = decoderLayerBackward(dX, layer);
    dP.unshift(dLayer.dP);
    dX = dLayer.dX;
    dZ = add(dZ, dLayer.dZ);
  }
  return { dX, dZ, dP };
}
