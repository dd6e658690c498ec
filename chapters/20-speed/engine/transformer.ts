/**
 * Chapter 11's transformer and its way back, and chapter 12's loss, for a part of a batch at once: all its sentences
 * lie end to end. The working of a part takes the place of that of the part before it.
 */

import type { Sizes } from '../../10-encoder/encoder.ts';
import { decoderLayer, decoderLayerBackward, decoderLayerRoom, type DecoderLayer } from './decoder.ts';
import { encoderLayer, encoderLayerBackward, encoderLayerRoom, type EncoderLayer } from './encoder.ts';
import type { Address, Room } from './memory.ts';
import type { TransformerBlocks } from './parameters.ts';
import { product, productTransposed, transposedProduct, type Desk } from './product.ts';
import type { Sentences } from './sentences.ts';

/** The most that a part of a batch may hold. */
export interface Capacity {
  source: number; //  tokens of all its source sentences
  target: number; //  tokens of all its target sentences; BOS counts, EOS is not read
  longest: number; // tokens of one sentence on either side
}

/** Room for the working of a Transformer. */
export interface Transformer {
  D_source: Address; // dropout factors of the two inputs
  D_target: Address;
  X_source: Address; // √d_model E[ids] + PE
  X_target: Address;
  encoder: EncoderLayer[];
  decoder: DecoderLayer[];
  S: Address; //        n×V_target scores, then their gradient
  dX: Address; //       n×d_model, on its way through the decoder
  dZ: Address; //       m×d_model, on its way through the encoder
}

/** Takes that room. */
export function transformerRoom(
  room: Room,
  sizes: Sizes,
  V_target: number,
  { source: m, target: n, longest }: Capacity,
): Transformer {
  const d = sizes.d_model;
  const layers = Array.from({ length: sizes.N });
  return {
    D_source: room.numbers(m * d),
    D_target: room.numbers(n * d),
    X_source: room.numbers(m * d),
    X_target: room.numbers(n * d),
    encoder: layers.map(() => encoderLayerRoom(room, sizes, m, longest)),
    decoder: layers.map(() => decoderLayerRoom(room, sizes, n, m, longest)),
    S: room.numbers(n * V_target),
    dX: room.numbers(n * d),
    dZ: room.numbers(m * d),
  };
}

/** A part of a batch, in the memory: ids of 32 bits, all sentences end to end. */
export interface Part {
  source: Sentences;
  target: Sentences;
  sourceIds: Address;
  read: Address; //   BOS and the target's words
  wanted: Address; // the target's words and EOS
}

/** The left half, into the last layer's normed_2.Y. PE: a row a position. */
export function encode(
  desk: Desk,
  part: Part,
  P: TransformerBlocks,
  PE: Address,
  w: Transformer,
  dropped: boolean,
): Address {
  input(desk, part.sourceIds, part.source, P.E_source.at, P.E_source.m, PE, dropped ? w.D_source : 0, w.X_source);
  let X = w.X_source;
  for (const [l, layer] of w.encoder.entries()) {
    encoderLayer(desk, X, part.source, P.encoder[l], layer, dropped);
    X = layer.normed_2.Y;
  }
  return X;
}

/** The right half: scores into w.S. Z: what `encode` gave. */
export function decode(
  desk: Desk,
  part: Part,
  Z: Address,
  P: TransformerBlocks,
  PE: Address,
  w: Transformer,
  dropped: boolean,
): void {
  input(desk, part.read, part.target, P.E_target.at, P.E_target.m, PE, dropped ? w.D_target : 0, w.X_target);
  let X = w.X_target;
  for (const [l, layer] of w.decoder.entries()) {
    decoderLayer(desk, X, part.target, Z, part.source, P.decoder[l], layer, dropped);
    X = layer.normed_3.Y;
  }
  productTransposed(desk, X, part.target.tokens, P.E_target, w.S);
}

/** D ∘ (√d_model E[ids] + PE) for each sentence, each from the first position on. */
function input(
  { k, bytes }: Desk,
  ids: Address,
  { starts, lengths }: Sentences,
  E: Address,
  d: number,
  PE: Address,
  D: Address,
  Y: Address,
): void {
  for (const [s, start] of starts.entries()) {
    const row = start * d * bytes;
    k.input(ids + 4 * start, lengths[s], E, d, PE, D === 0 ? 0 : D + row, Y + row);
  }
}

/** Chapter 12's loss of a part, in nats summed over its tokens; w.S becomes its gradient. epsilon: label smoothing. */
export function loss({ k }: Desk, part: Part, V_target: number, epsilon: number, w: Transformer): number {
  return k.crossEntropy(w.S, part.target.tokens, V_target, part.wanted, epsilon);
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dS in w.S to dP, all of it. Z: what `encode` gave. */
export function transformerBackward(
  desk: Desk,
  part: Part,
  Z: Address,
  P: TransformerBlocks,
  w: Transformer,
  dropped: boolean,
  dP: TransformerBlocks,
): void {
  const { k } = desk;
  const { source, target } = part;
  const Y = w.decoder[w.decoder.length - 1].normed_3.Y;
  // forward: S = Y E_targetᵀ
  product(desk, w.S, target.tokens, P.E_target, w.dX);
  transposedProduct(desk, w.S, Y, target.tokens, dP.E_target);
  for (let l = w.decoder.length - 1; l >= 0; l--) {
    const X = l === 0 ? w.X_target : w.decoder[l - 1].normed_3.Y;
    const first = l === w.decoder.length - 1;
    decoderLayerBackward(
      desk,
      w.dX,
      X,
      target,
      Z,
      source,
      P.decoder[l],
      w.decoder[l],
      dropped,
      dP.decoder[l],
      w.dZ,
      !first,
    );
  }
  for (let l = w.encoder.length - 1; l >= 0; l--) {
    const X = l === 0 ? w.X_source : w.encoder[l - 1].normed_2.Y;
    encoderLayerBackward(desk, w.dZ, X, source, P.encoder[l], w.encoder[l], dropped, dP.encoder[l]);
  }
  // E_target was used twice, on the way in and on the way out: this is added to what is there.
  const d = P.E_target.m;
  k.inputBackward(part.read, target.tokens, dP.E_target.at, d, dropped ? w.D_target : 0, w.dX);
  k.clear(dP.E_source.at, P.E_source.n * d);
  k.inputBackward(part.sourceIds, source.tokens, dP.E_source.at, d, dropped ? w.D_source : 0, w.dZ);
}
