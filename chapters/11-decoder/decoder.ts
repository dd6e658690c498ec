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
 * One layer. X: n×d_model, Z: m×d_model, M: n×n for the self-attention, M_Z: n×m for the cross-attention,
 * D: the dropout factors of its three sublayers → n×d_model. Throws as chapters 1 and 4.
 */
export function decoderLayer(
  X: Matrix,
  Z: Matrix,
  P: DecoderLayerParams,
  M?: Matrix,
  M_Z?: Matrix,
  D: Matrix[] = [],
): DecoderLayer {
  const selfAttended = multiHead(X, X, P.selfAttention, M);
  const normed_1 = addNorm(X, selfAttended.Y, P.norm_1, D[0]);
  const crossAttended = multiHead(normed_1.Y, Z, P.crossAttention, M_Z);
  const normed_2 = addNorm(normed_1.Y, crossAttended.Y, P.norm_2, D[1]);
  const fed = feedForward(normed_2.Y, P.feedForward);
  const normed_3 = addNorm(normed_2.Y, fed.Y, P.norm_3, D[2]);
  return { selfAttended, normed_1, crossAttended, normed_2, fed, normed_3, Y: normed_3.Y };
}

/** The working of the whole decoder. */
export interface Decoder {
  Z: Matrix; // m×d_model
  layers: DecoderLayer[];
  Y: Matrix; // n×d_model
}

/**
 * The layers, one upon the other; every layer looks at the same Z. X: n×d_model, Z: m×d_model, one P a layer,
 * M: n×n, M_Z: n×m, D: one list of dropout factors a layer → n×d_model. Throws as chapters 1 and 4.
 */
export function decoder(
  X: Matrix,
  Z: Matrix,
  P: DecoderLayerParams[],
  M?: Matrix,
  M_Z?: Matrix,
  D: Matrix[][] = [],
): Decoder {
  const layers: DecoderLayer[] = [];
  let Y = X;
  for (const [l, P_l] of P.entries()) {
    layers.push(decoderLayer(Y, Z, P_l, M, M_Z, D[l]));
    Y = layers[l].Y;
  }
  return { Z, layers, Y };
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY to { dX, dZ, dP } of one layer: the queries' gradient stays on this side, that of keys and values goes to Z. */
export function decoderLayerBackward(
  dY: Matrix,
  { selfAttended, normed_1, crossAttended, normed_2, fed, normed_3 }: DecoderLayer,
) {
  const n_3 = addNormBackward(dY, normed_3);
  const f = feedForwardBackward(n_3.dF, fed);
  const n_2 = addNormBackward(add(n_3.dX, f.dX), normed_2);
  const c = multiHeadBackward(n_2.dF, crossAttended);
  const n_1 = addNormBackward(add(n_2.dX, c.dX_Q), normed_1);
  const s = multiHeadBackward(n_1.dF, selfAttended);
  const dX = add(n_1.dX, add(s.dX_Q, s.dX_KV));
  const dP: DecoderLayerParams = {
    selfAttention: s.dP,
    norm_1: n_1.dP,
    crossAttention: c.dP,
    norm_2: n_2.dP,
    feedForward: f.dP,
    norm_3: n_3.dP,
  };
  return { dX, dZ: c.dX_KV, dP };
}

/** From dY to { dX, dZ, dP } of the whole decoder; Z hears from every layer. */
export function decoderBackward(dY: Matrix, { Z, layers }: Decoder) {
  const dP: DecoderLayerParams[] = [];
  let dX = dY;
  let dZ = zeros(...shape(Z));
  for (const layer of [...layers].reverse()) {
    const back = decoderLayerBackward(dX, layer);
    dP.unshift(back.dP);
    dX = back.dX;
    dZ = add(dZ, back.dZ);
  }
  return { dX, dZ, dP };
}
