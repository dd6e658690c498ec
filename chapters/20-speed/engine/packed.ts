/** Matrices that are packed once and for all: a product of one row would take less time than packing its matrix. */

import type { Kernels } from './kernels.ts';
import type { Address, Room } from './memory.ts';
import type { MultiHeadBlocks } from './parameters.ts';
import { panelBytes, type Block, type Desk } from './product.ts';

/** A matrix, and its panels. */
export interface Packed {
  W: Block;
  transposed: boolean;
  n: number; // of what is packed: W's rows, or its columns
  m: number;
  panels: Address;
}

/** The matrices of an attention, packed, and the shape of its heads. */
export interface PackedHeads {
  P: MultiHeadBlocks;
  W_Q: Packed;
  W_KV: Packed;
  W_O: Packed;
}

/** Takes the room for those of an attention. */
export function packedHeads(room: Room, P: MultiHeadBlocks): PackedHeads {
  return { P, W_Q: packedRoom(room, P.W_Q), W_KV: packedRoom(room, P.W_KV), W_O: packedRoom(room, P.W_O) };
}

/** Takes the room for the panels of a matrix, or of its transpose. */
export function packedRoom(room: Room, W: Block, transposed = false): Packed {
  const [n, m] = transposed ? [W.m, W.n] : [W.n, W.m];
  return { W, transposed, n, m, panels: room.numbers(panelBytes(n, m, room.bytes) / room.bytes) };
}

/** Packs a matrix. bytes: of a number. */
export function pack(k: Kernels, bytes: number, { W, transposed, n, m, panels }: Packed): void {
  const row = W.m * bytes;
  const [down, across] = transposed ? [bytes, row] : [row, bytes];
  k.pack({ B: W.at, k: n, m, down, across, panels });
}

/** Y = X W for n rows. X: n×W.n → n×W.m. */
export function packedProduct({ k, bytes }: Desk, X: Address, n: number, W: Packed, Y: Address): void {
  const { panels, m } = W;
  k.multiply({ A: X, n, k: W.n, down: W.n * bytes, across: bytes, panels, m, C: Y, pitch: m * bytes, onto: false });
}
