/** Chapter 11's decoder and its way back: the same lines, over all sentences of a batch. */

import type { DecoderLayerParams } from '../../11-decoder/decoder.ts';
import { addNorm, addNormBackward, addNormRoom, type AddNorm } from './add-norm.ts';
import { feedForward, feedForwardBackward, feedForwardRoom, type FeedForward } from './feed-forward.ts';
import type { Address, Room } from './memory.ts';
import { multiHead, multiHeadBackward, multiHeadRoom, type Looking, type Most, type MultiHead } from './multi-head.ts';
import type { Blocks } from './parameters.ts';
import type { Pass } from './product.ts';

/** The working of one decoder layer. */
export interface DecoderLayer {
  selfAttended: MultiHead;
  normed_1: AddNorm;
  crossAttended: MultiHead;
  normed_2: AddNorm;
  fed: FeedForward;
  normed_3: AddNorm;
  Y: Address; // n×d_model
}

/** What the decoder reads: X: n×d_model, the translation so far, and Z: m×d_model, what the encoder found. */
interface Reads {
  X: Address;
  Z: Address;
}

function decoderLayerRoom(room: Room, { X, Z }: Reads, P: Blocks<DecoderLayerParams>, most: Most): DecoderLayer {
  const { n } = most;
  const self = { X_Q: X, X_KV: X, P: P.selfAttention, causal: true };
  const selfAttended = multiHeadRoom(room, self, { ...most, m: n });
  const normed_1 = addNormRoom(room, { X, F: selfAttended.Y, P: P.norm_1 }, n);
  const cross = { X_Q: normed_1.Y, X_KV: Z, P: P.crossAttention, causal: false };
  const crossAttended = multiHeadRoom(room, cross, most);
  const normed_2 = addNormRoom(room, { X: normed_1.Y, F: crossAttended.Y, P: P.norm_2 }, n);
  const fed = feedForwardRoom(room, { X: normed_2.Y, P: P.feedForward }, n);
  const normed_3 = addNormRoom(room, { X: normed_2.Y, F: fed.Y, P: P.norm_3 }, n);
  return { selfAttended, normed_1, crossAttended, normed_2, fed, normed_3, Y: normed_3.Y };
}

/** One layer, into w.Y. */
function decoderLayer(pass: Pass, w: DecoderLayer, { n, m }: Looking): void {
  multiHead(pass, w.selfAttended, { n, m: n });
  addNorm(pass, w.normed_1, n.tokens);
  multiHead(pass, w.crossAttended, { n, m });
  addNorm(pass, w.normed_2, n.tokens);
  feedForward(pass, w.fed, n.tokens);
  addNorm(pass, w.normed_3, n.tokens);
}

/** The working of the whole decoder. */
export interface Decoder {
  layers: DecoderLayer[];
  Y: Address; // n×d_model
}

/** Room for the layers, one upon the other, all looking at Z. Throws as `addNormRoom`. */
export function decoderRoom(room: Room, { X, Z }: Reads, P: Blocks<DecoderLayerParams>[], most: Most): Decoder {
  const layers: DecoderLayer[] = [];
  let Y = X;
  for (const [l, P_l] of P.entries()) {
    layers.push(decoderLayerRoom(room, { X: Y, Z }, P_l, most));
    Y = layers[l].Y;
  }
  return { layers, Y };
}

/** All layers, into w.Y. */
export function decoder(pass: Pass, { layers }: Decoder, looking: Looking): void {
  for (const layer of layers) decoderLayer(pass, layer, looking);
}

/** Every Add & Norm, where chapter 12 drops, in their order. */
export function decoderSublayers({ layers }: Decoder): AddNorm[] {
  return layers.flatMap(({ normed_1, normed_2, normed_3 }) => [normed_1, normed_2, normed_3]);
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY: n×d_model to dP of one layer, and onto dZ: m×d_model; dX takes the place of dY. */
function decoderLayerBackward(
  pass: Pass,
  dY: Address,
  w: DecoderLayer,
  { n, m }: Looking,
  dP: Blocks<DecoderLayerParams>,
  dZ: Address,
): void {
  const dX = dY;
  let dF = addNormBackward(pass, dY, w.normed_3, n.tokens, dP.norm_3);
  feedForwardBackward(pass, dF, w.fed, n.tokens, dP.feedForward, dX);
  dF = addNormBackward(pass, dX, w.normed_2, n.tokens, dP.norm_2);
  multiHeadBackward(pass, dF, w.crossAttended, { n, m }, dP.crossAttention, { dX_Q: dX, dX_KV: dZ });
  dF = addNormBackward(pass, dX, w.normed_1, n.tokens, dP.norm_1);
  multiHeadBackward(pass, dF, w.selfAttended, { n, m: n }, dP.selfAttention, { dX_Q: dX, dX_KV: dX });
}

/** From dY: n×d_model to dP, the last layer first, and onto dZ: m×d_model; dX takes the place of dY. */
export function decoderBackward(
  pass: Pass,
  dY: Address,
  { layers }: Decoder,
  looking: Looking,
  dP: Blocks<DecoderLayerParams>[],
  dZ: Address,
): void {
  for (let l = layers.length - 1; l >= 0; l--) decoderLayerBackward(pass, dY, layers[l], looking, dP[l], dZ);
}
