/** Chapter 9's feedForward and feedForwardBackward. */

import type { Address, Room } from './memory.ts';
import type { FeedForwardBlocks } from './parameters.ts';
import { product, productBackward, type Desk } from './product.ts';

/** Room for the working of a feed-forward layer, and for its gradient. */
export interface FeedForward {
  R: Address; //  n×d_ff   max(0, X W_1 + b_1)
  Y: Address; //  n×d_model
  dR: Address; // n×d_ff
}

/** Room for n tokens. */
export function feedForwardRoom(
  room: Room,
  { d_model, d_ff }: { d_model: number; d_ff: number },
  n: number,
): FeedForward {
  return { R: room.numbers(n * d_ff), Y: room.numbers(n * d_model), dR: room.numbers(n * d_ff) };
}

/** max(0, X W_1 + b_1) W_2 + b_2 into w.Y. X: n×d_model. */
export function feedForward(desk: Desk, X: Address, n: number, P: FeedForwardBlocks, w: FeedForward): void {
  product(desk, X, n, P.W_1, w.R);
  desk.k.plusBiasRelu(w.R, n, P.W_1.m, P.b_1.at);
  product(desk, w.R, n, P.W_2, w.Y);
  desk.k.plusBias(w.Y, n, P.W_2.m, P.b_2.at);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY: n×d_model to dP, and onto dX. */
export function feedForwardBackward(
  desk: Desk,
  dY: Address,
  X: Address,
  n: number,
  P: FeedForwardBlocks,
  w: FeedForward,
  dP: FeedForwardBlocks,
  dX: Address,
): void {
  // forward: Y = R W_2 + b_2
  productBackward(desk, dY, n, w.R, P.W_2, dP.W_2, w.dR);
  desk.k.columnSums(dY, n, P.W_2.m, dP.b_2.at);
  // forward: R = max(0, X W_1 + b_1)
  desk.k.reluBackward(w.dR, w.R, n * P.W_1.m);
  desk.k.columnSums(w.dR, n, P.W_1.m, dP.b_1.at);
  productBackward(desk, w.dR, n, X, P.W_1, dP.W_1, dX, true);
}
