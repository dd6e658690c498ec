/** Chapter 9's feedForward and feedForwardBackward. */

import type { FeedForwardParams } from '../../09-feed-forward/feed-forward.ts';
import type { Address, Room } from './memory.ts';
import type { Blocks } from './parameters.ts';
import { product, productBackward, type Desk } from './product.ts';

/** The working of a feed-forward layer: what it reads, and room for what it finds and for its gradient. */
export interface FeedForward {
  X: Address; //  n×d_model
  P: Blocks<FeedForwardParams>;
  R: Address; //  n×d_ff   max(0, X W_1 + b_1)
  Y: Address; //  n×d_model
  dR: Address; // n×d_ff
}

/** Takes that room, for at most n tokens. */
export function feedForwardRoom(room: Room, { X, P }: Pick<FeedForward, 'X' | 'P'>, n: number): FeedForward {
  const [d_ff, d_model] = [P.W_1.m, P.W_2.m];
  return { X, P, R: room.numbers(n * d_ff), Y: room.numbers(n * d_model), dR: room.numbers(n * d_ff) };
}

/** max(0, X W_1 + b_1) W_2 + b_2 into w.Y. */
export function feedForward(desk: Desk, { X, P, R, Y }: FeedForward, n: number): void {
  product(desk, { X, n, W: P.W_1 }, R);
  desk.k.plusBiasRelu(R, n, P.W_1.m, P.b_1.at);
  product(desk, { X: R, n, W: P.W_2 }, Y);
  desk.k.plusBias(Y, n, P.W_2.m, P.b_2.at);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY: n×d_model to dP, and onto dX. */
export function feedForwardBackward(
  desk: Desk,
  dY: Address,
  { X, P, R, dR }: FeedForward,
  n: number,
  dP: Blocks<FeedForwardParams>,
  dX: Address,
): void {
  // forward: Y = R W_2 + b_2
  productBackward(desk, dY, { X: R, n, W: P.W_2 }, { dX: dR, dW: dP.W_2 });
  desk.k.columnSums(dY, n, P.W_2.m, dP.b_2.at);
  // forward: R = max(0, X W_1 + b_1)
  desk.k.reluBackward(dR, R, n * P.W_1.m);
  desk.k.columnSums(dR, n, P.W_1.m, dP.b_1.at);
  productBackward(desk, dR, { X, n, W: P.W_1 }, { dX, dW: dP.W_1, onto: true });
}
