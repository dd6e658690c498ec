/**
 * Where everything lies that translating needs: a trained model, packed once, and the keys and values it will keep, so
 * that each new word costs one row of work.
 */

import { positionalEncoding } from '../../03-positions/positions.ts';
import type { DecoderLayerParams } from '../../11-decoder/decoder.ts';
import type { TransformerParams } from '../../11-decoder/transformer.ts';
import { addNormRoom, type AddNorm } from './add-norm.ts';
import { encoderRoom, type Encoder } from './encoder.ts';
import { kernelsOn } from './kernels.ts';
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
import { largestPanels, layoutOf, placed, write, type Blocks, type MultiHeadBlocks } from './parameters.ts';
import { pack, packedHeads, packedRoom, type Packed, type PackedHeads } from './packed.ts';
import type { Pass } from './product.ts';
import { inputRoom, type Input } from './table.ts';

/** The beginnings of translations whose keys and values are kept; a beam needs a few times its width. */
export const SLOTS = 32;

/** A decoder layer for one row: its matrices, packed, what it keeps, and where the row passes through. */
export interface RowLayer {
  P: Blocks<DecoderLayerParams>;
  X: Address; //      the row it reads
  self: PackedHeads;
  cross: PackedHeads;
  W_1: Packed;
  W_2: Packed;
  read: Address; //   longest×h·(d_k + d_v): keys and values of the source
  said: Address[]; // SLOTS of as many: those of the words said
  normed_1: AddNorm;
  normed_2: AddNorm;
  normed_3: AddNorm;
}

/** Room for what one row becomes within a layer. */
export interface Row {
  X: Address; // the word on its way in
  Q: Address;
  A: Address;
  C: Address;
  F: Address; // what a sublayer found
  R: Address;
  S: Address; // V_target scores
}

/** Where everything lies. */
interface Places {
  P: Blocks<TransformerParams>;
  PE: Address;
  ids: Address;
  source: Input;
  encoded: Encoder;
  layers: RowLayer[];
  row: Row;
  E_targetT: Packed;
  panels: Address;
  begin: Address; // of the parameters
  end: Address;
}

/** A trained model in a memory of its own, ready to translate: its decoder takes a word at a time. */
export interface IncrementalDecoder extends Omit<Places, 'panels' | 'begin' | 'end'> {
  longest: number; // tokens, on either side
  pass: Pass;
  numbers: Numbers;
  integers: Int32Array;
}

/**
 * Lays out a model for translating sentences of at most `longest` tokens. module: kernels for memory of its own.
 * Throws RangeError for a d_model that the kernels cannot do, and for a model too large for the memory.
 */
export async function incrementalDecoder(
  module: WebAssembly.Module,
  model: TransformerParams,
  longest: number,
  precision: Precision,
): Promise<IncrementalDecoder> {
  const bytes = bytesOf(precision);
  const { panels, begin, end, ...laid } = places(roomFrom(FIRST, bytes), model, longest);
  const memory = memoryOf(end);
  const k = await kernelsOn(module, memory);
  const numbers = numbersIn(memory, precision);
  write(model, begin, numbers);
  const positions = positionalEncoding(longest, laid.source.d);
  positions.forEach((row, p) => numbers.set(row, laid.PE / bytes + p * row.length));
  for (const packed of allPacked(laid)) pack(k, bytes, packed);
  const pass = { k, bytes, panels, numbers, dropped: false };
  return { longest, pass, numbers, integers: new Int32Array(memory.buffer), ...laid };
}

function places(room: Room, model: TransformerParams, longest: number): Places {
  const layout = layoutOf(model);
  const begin = room.numbers(layout.count);
  const P = placed(layout.blocks, begin, room.bytes);
  const { n: V_target, m: d } = P.E_target;
  const PE = room.numbers(longest * d);
  const source = inputRoom(room, { E: P.E_source, PE }, longest);
  const encoded = encoderRoom(room, source.Y, P.encoder, { n: longest, longest, causal: false });
  const row = rowRoom(room, P.decoder, { d, V_target, longest });
  const layers: RowLayer[] = [];
  let X = row.X;
  for (const [l, P_l] of P.decoder.entries()) {
    layers.push(rowLayer(room, P_l, X, row.F, longest));
    X = layers[l].normed_3.Y;
  }
  const E_targetT = packedRoom(room, P.E_target, true);
  const ids = room.integers(longest);
  const panels = room.numbers(largestPanels(P, 1, room.bytes) / room.bytes);
  return { P, PE, ids, source, encoded, layers, row, E_targetT, panels, begin, end: room.end() };
}

function rowRoom(
  room: Room,
  layers: Blocks<DecoderLayerParams>[],
  { d, V_target, longest }: { d: number; V_target: number; longest: number },
): Row {
  const heads = layers.flatMap(({ selfAttention, crossAttention }) => [selfAttention, crossAttention]);
  const widest = (widths: number[]) => room.numbers(Math.max(0, ...widths));
  return {
    X: room.numbers(d),
    Q: widest(heads.map(({ W_Q }) => W_Q.m)),
    A: widest(heads.map(({ h }) => h * longest)),
    C: widest(heads.map(({ W_O }) => W_O.n)),
    F: room.numbers(d),
    R: widest(layers.map(({ feedForward }) => feedForward.W_1.m)),
    S: room.numbers(V_target),
  };
}

function rowLayer(room: Room, P: Blocks<DecoderLayerParams>, X: Address, F: Address, longest: number): RowLayer {
  const kept = ({ W_KV }: MultiHeadBlocks) => room.numbers(longest * W_KV.m);
  const normed_1 = addNormRoom(room, { X, F, P: P.norm_1 }, 1);
  const normed_2 = addNormRoom(room, { X: normed_1.Y, F, P: P.norm_2 }, 1);
  return {
    P,
    X,
    self: packedHeads(room, P.selfAttention),
    cross: packedHeads(room, P.crossAttention),
    W_1: packedRoom(room, P.feedForward.W_1),
    W_2: packedRoom(room, P.feedForward.W_2),
    read: kept(P.crossAttention),
    said: Array.from({ length: SLOTS }, () => kept(P.selfAttention)),
    normed_1,
    normed_2,
    normed_3: addNormRoom(room, { X: normed_2.Y, F, P: P.norm_3 }, 1),
  };
}

function allPacked({ layers, E_targetT }: Pick<Places, 'layers' | 'E_targetT'>): Packed[] {
  const ofHeads = ({ W_Q, W_KV, W_O }: PackedHeads) => [W_Q, W_KV, W_O];
  return [E_targetT, ...layers.flatMap(({ self, cross, W_1, W_2 }) => [...ofHeads(self), ...ofHeads(cross), W_1, W_2])];
}
