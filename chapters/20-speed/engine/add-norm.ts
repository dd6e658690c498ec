/** Chapter 7's addNorm and addNormBackward. */

import type { Address, Room } from './memory.ts';
import type { LayerNormBlocks } from './parameters.ts';
import type { Desk } from './product.ts';

/** Room for the working of Add & Norm, and for its dropout factors. */
export interface AddNorm {
  D: Address; //         n×d_model  dropout factors of chapter 12
  X_hat: Address; //     n×d_model
  deviation: Address; // n
  Y: Address; //         n×d_model
  dF: Address; //        n×d_model
}

/** Room for n tokens of d_model numbers. */
export function addNormRoom(room: Room, d_model: number, n: number): AddNorm {
  const [D, X_hat, Y, dF] = [1, 2, 3, 4].map(() => room.numbers(n * d_model));
  return { D, X_hat, deviation: room.numbers(n), Y, dF };
}

/** LayerNorm(X + D ∘ F) into w.Y. dropped: whether there are factors D. */
export function addNorm(
  { k }: Desk,
  X: Address,
  F: Address,
  n: number,
  { gain, bias }: LayerNormBlocks,
  w: AddNorm,
  dropped: boolean,
): void {
  k.addNorm(X, F, dropped ? w.D : 0, n, gain.m, gain.at, bias.at, w.X_hat, w.deviation, w.Y);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY to dP and dX, which may take the place of dY. Result: where dF is, which is dX itself if nothing was dropped. */
export function addNormBackward(
  { k }: Desk,
  dY: Address,
  n: number,
  { gain }: LayerNormBlocks,
  w: AddNorm,
  dropped: boolean,
  dP: LayerNormBlocks,
  dX: Address,
): Address {
  const dF = dropped ? w.dF : dX;
  k.addNormBackward(dY, n, gain.m, gain.at, w.X_hat, w.deviation, dropped ? w.D : 0, dX, dF, dP.gain.at, dP.bias.at);
  return dF;
}
