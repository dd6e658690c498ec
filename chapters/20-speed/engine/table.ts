/** The two ends of a model whose table serves on the way in and on the way out: chapter 11's input, and its scores. */

import type { Address, Room } from './memory.ts';
import type { Offsets } from './offsets.ts';
import { product, productTransposed, transposedProduct, type Block, type Desk, type Pass } from './product.ts';

/** The working of sentences on their way in. */
export interface Input {
  E: Block; //    V×d_model
  PE: Address; // a row a position
  d: number; //   d_model
  D: Address; //  n×d_model  dropout factors of chapter 12
  Y: Address; //  n×d_model
}

/** Takes that room, for at most n tokens. */
export function inputRoom(room: Room, { E, PE }: Pick<Input, 'E' | 'PE'>, n: number): Input {
  return { E, PE, d: E.m, D: room.numbers(n * E.m), Y: room.numbers(n * E.m) };
}

/** D ∘ (√d_model E[ids] + PE) into w.Y, each sentence from the first position on. ids: 32 bits each. */
export function input({ k, bytes, dropped }: Pass, w: Input, ids: Address, { starts, lengths }: Offsets): void {
  const { E, PE, d } = w;
  for (const [s, start] of starts.entries()) {
    const row = start * d * bytes;
    const D = dropped ? w.D + row : 0;
    k.input({ ids: ids + 4 * start, n: lengths[s], E: E.at, d, PE, D, Y: w.Y + row });
  }
}

/** The working of the scores. */
export interface Scores {
  Y: Address; // n×d_model  what is scored
  E: Block; //   V×d_model
  S: Address; // n×V, then their gradient
}

/** Takes that room, for at most n tokens. */
export function scoresRoom(room: Room, { Y, E }: Pick<Scores, 'Y' | 'E'>, n: number): Scores {
  return { Y, E, S: room.numbers(n * E.n) };
}

/** Y Eᵀ into w.S. */
export function scores(desk: Desk, { Y, E, S }: Scores, n: number): void {
  productTransposed(desk, { X: Y, n, W: E }, S);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dS in w.S to dE, and to dY: n×d_model. */
export function scoresBackward(desk: Desk, { Y, E, S }: Scores, n: number, dE: Block, dY: Address): void {
  product(desk, { X: S, n, W: E }, dY);
  transposedProduct(desk, { A: S, B: Y, n }, dE);
}

/** From dY of n tokens onto dE. */
export function inputBackward({ k, dropped }: Pass, dY: Address, w: Input, ids: Address, n: number, dE: Block): void {
  k.inputBackward({ ids, n, dE: dE.at, d: w.d, D: dropped ? w.D : 0, dY });
}
