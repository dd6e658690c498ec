/** Chapter 10's encoder and its way back: the same lines, over all sentences of a batch. */

import type { EncoderLayerParams } from '../../10-encoder/encoder.ts';
import { addNorm, addNormBackward, addNormRoom, type AddNorm } from './add-norm.ts';
import { feedForward, feedForwardBackward, feedForwardRoom, type FeedForward } from './feed-forward.ts';
import type { Address, Room } from './memory.ts';
import { multiHead, multiHeadBackward, multiHeadRoom, type MultiHead } from './multi-head.ts';
import type { Offsets } from './offsets.ts';
import type { Blocks } from './parameters.ts';
import type { Pass } from './product.ts';

/** The working of one encoder layer. */
export interface EncoderLayer {
  attended: MultiHead;
  normed_1: AddNorm;
  fed: FeedForward;
  normed_2: AddNorm;
  Y: Address; // n×d_model
}

/** What a stack of layers is laid out for: at most n tokens, in sentences of at most `longest`. */
export interface Extent {
  n: number;
  longest: number;
  causal: boolean; // whether no token sees a later one, as in chapter 16
}

function encoderLayerRoom(
  room: Room,
  X: Address,
  P: Blocks<EncoderLayerParams>,
  { n, longest, causal }: Extent,
): EncoderLayer {
  const attended = multiHeadRoom(room, { X_Q: X, X_KV: X, P: P.attention, causal }, { n, m: n, longest });
  const normed_1 = addNormRoom(room, { X, F: attended.Y, P: P.norm_1 }, n);
  const fed = feedForwardRoom(room, { X: normed_1.Y, P: P.feedForward }, n);
  const normed_2 = addNormRoom(room, { X: normed_1.Y, F: fed.Y, P: P.norm_2 }, n);
  return { attended, normed_1, fed, normed_2, Y: normed_2.Y };
}

/** One layer, into w.Y. */
function encoderLayer(pass: Pass, w: EncoderLayer, n: Offsets): void {
  multiHead(pass, w.attended, { n, m: n });
  addNorm(pass, w.normed_1, n.tokens);
  feedForward(pass, w.fed, n.tokens);
  addNorm(pass, w.normed_2, n.tokens);
}

/** The working of the whole encoder. */
export interface Encoder {
  layers: EncoderLayer[];
  Y: Address; // n×d_model
}

/** Room for the layers, one upon the other; the first one reads X: n×d_model. Throws as `addNormRoom`. */
export function encoderRoom(room: Room, X: Address, P: Blocks<EncoderLayerParams>[], extent: Extent): Encoder {
  const layers: EncoderLayer[] = [];
  let Y = X;
  for (const [l, P_l] of P.entries()) {
    layers.push(encoderLayerRoom(room, Y, P_l, extent));
    Y = layers[l].Y;
  }
  return { layers, Y };
}

/** All layers, into w.Y. */
export function encoder(pass: Pass, { layers }: Encoder, n: Offsets): void {
  for (const layer of layers) encoderLayer(pass, layer, n);
}

/** Every Add & Norm, where chapter 12 drops, in their order. */
export function sublayers({ layers }: Encoder): AddNorm[] {
  return layers.flatMap(({ normed_1, normed_2 }) => [normed_1, normed_2]);
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY: n×d_model to dP of one layer; dX takes the place of dY. */
function encoderLayerBackward(
  pass: Pass,
  dY: Address,
  { attended, normed_1, fed, normed_2 }: EncoderLayer,
  n: Offsets,
  dP: Blocks<EncoderLayerParams>,
): void {
  const dX = dY;
  let dF = addNormBackward(pass, dY, normed_2, n.tokens, dP.norm_2);
  feedForwardBackward(pass, dF, fed, n.tokens, dP.feedForward, dX);
  dF = addNormBackward(pass, dX, normed_1, n.tokens, dP.norm_1);
  multiHeadBackward(pass, dF, attended, { n, m: n }, dP.attention, { dX_Q: dX, dX_KV: dX });
}

/** From dY: n×d_model to dP, the last layer first; dX takes the place of dY. */
export function encoderBackward(
  pass: Pass,
  dY: Address,
  { layers }: Encoder,
  n: Offsets,
  dP: Blocks<EncoderLayerParams>[],
): void {
  for (let l = layers.length - 1; l >= 0; l--) encoderLayerBackward(pass, dY, layers[l], n, dP[l]);
}
