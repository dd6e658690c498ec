/** Where everything lies that translating needs: a trained model, packed once, and the keys and values it will keep. */

import type { Sizes } from '../../10-encoder/encoder.ts';
import type { TransformerParams } from '../../11-decoder/transformer.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import { addNormRoom, type AddNorm } from './add-norm.ts';
import { encoderLayerRoom, type EncoderLayer } from './encoder.ts';
import { kernelsOn, type Kernels } from './kernels.ts';
import {
  bytesOf,
  FIRST,
  memoryOf,
  numbersIn,
  roomFrom,
  type Address,
  type Numbers,
  type Precision,
  type Room,
} from './memory.ts';
import { transformerBlocks, write, type TransformerBlocks } from './parameters.ts';
import { panelBytes, type Block, type Desk } from './product.ts';

/** The beginnings of translations whose keys and values are kept; a beam needs a few times its width. */
export const SLOTS = 32;

/** A matrix that was packed once and for all: a product of one row would take less time than packing its matrix. */
export interface Packed {
  panels: Address;
  n: number;
  m: number;
}

/** The matrices of a decoder layer, packed. */
interface PackedLayer {
  self: { W_Q: Packed; W_KV: Packed; W_O: Packed };
  cross: { W_Q: Packed; W_KV: Packed; W_O: Packed };
  W_1: Packed;
  W_2: Packed;
}

/** Room for one row on its way through a decoder layer. */
interface Row {
  Q: Address;
  A: Address;
  C: Address;
  F: Address;
  R: Address;
  normed: AddNorm[]; // three
}

/** A trained model in a memory of its own, ready to translate. */
export interface Speaker {
  sizes: Sizes;
  longest: number; // tokens, on either side
  desk: Desk;
  numbers: Numbers;
  integers: Int32Array;
  P: TransformerBlocks;
  PE: Address;
  ids: Address;
  X: Address; //                longest×d_model
  encoder: EncoderLayer[];
  packed: PackedLayer[];
  E_targetT: Packed;
  read: Address[]; //           N of longest×2·d_model: keys and values of the source
  said: Address[][]; //         SLOTS of N of longest×2·d_model: those of the words said
  row: Row;
  S: Address; //                V_target
}

/**
 * Lays out a model for translating sentences of at most `longest` tokens. positions: longest×d_model.
 * Throws RangeError for a d_model that the kernels cannot do, and for a model too large for the memory.
 */
export async function speakerOf(
  module: WebAssembly.Module,
  model: TransformerParams,
  sizes: Sizes,
  positions: Matrix,
  precision: Precision,
): Promise<Speaker> {
  const longest = positions.length;
  const memory = memoryOf(places(roomFrom(FIRST, bytesOf(precision)), model, sizes, longest).end);
  const k = await kernelsOn(module, memory);
  const room = roomFrom(FIRST, bytesOf(precision));
  const { panels, end, ...laid } = places(room, model, sizes, longest);
  const numbers = numbersIn(memory, precision);
  write(model, laid.P, numbers);
  positions.forEach((row, p) => numbers.set(row, laid.PE / room.bytes + p * row.length));
  pack(k, room.bytes, laid.P, laid.packed, laid.E_targetT);
  const desk = { k, bytes: room.bytes, panels };
  return { sizes, longest, desk, numbers, integers: new Int32Array(memory.buffer), ...laid };
}

function places(room: Room, model: TransformerParams, sizes: Sizes, longest: number) {
  const { d_model: d, d_ff, h, N } = sizes;
  const [V_source, V_target] = [model.E_source.length, model.E_target.length];
  const packed = (n: number, m: number): Packed => ({
    panels: room.numbers(panelBytes(n, m, room.bytes) / room.bytes),
    n,
    m,
  });
  const heads = () => ({ W_Q: packed(d, d), W_KV: packed(d, 2 * d), W_O: packed(d, d) });
  const layers = Array.from({ length: N });
  const keysAndValues = () => layers.map(() => room.numbers(longest * 2 * d));
  const widest = Math.max(
    panelBytes(d, 2 * d, room.bytes),
    panelBytes(d, d_ff, room.bytes),
    panelBytes(d_ff, d, room.bytes),
  );
  return {
    P: transformerBlocks(room, sizes, V_source, V_target),
    PE: room.numbers(longest * d),
    ids: room.integers(longest),
    X: room.numbers(longest * d),
    encoder: layers.map(() => encoderLayerRoom(room, sizes, longest, longest)),
    packed: layers.map(() => ({ self: heads(), cross: heads(), W_1: packed(d, d_ff), W_2: packed(d_ff, d) })),
    E_targetT: packed(d, V_target),
    read: keysAndValues(),
    said: Array.from({ length: SLOTS }, keysAndValues),
    row: {
      Q: room.numbers(d),
      A: room.numbers(h * longest),
      C: room.numbers(d),
      F: room.numbers(d),
      R: room.numbers(d_ff),
      normed: [1, 2, 3].map(() => addNormRoom(room, d, 1)),
    },
    S: room.numbers(V_target),
    panels: room.numbers(widest / room.bytes),
    end: room.end(),
  };
}

function pack(k: Kernels, bytes: number, P: TransformerBlocks, packed: PackedLayer[], E_targetT: Packed): void {
  const one = ({ at, n, m }: Block, to: Packed) => k.pack(at, n, m, m * bytes, bytes, to.panels);
  for (const [l, { self, cross, W_1, W_2 }] of packed.entries()) {
    const { selfAttention, crossAttention, feedForward } = P.decoder[l];
    for (const name of ['W_Q', 'W_KV', 'W_O'] as const) {
      one(selfAttention[name], self[name]);
      one(crossAttention[name], cross[name]);
    }
    one(feedForward.W_1, W_1);
    one(feedForward.W_2, W_2);
  }
  const { at, n, m } = P.E_target;
  k.pack(at, m, n, bytes, m * bytes, E_targetT.panels);
}
