/** Chapter 7's addNorm and addNormBackward. */

import type { LayerNormParams } from '../../07-layer-norm/layer-norm.ts';
import type { Address, Room } from './memory.ts';
import type { Blocks } from './parameters.ts';
import type { Pass } from './product.ts';

/** The working of Add & Norm: what it reads, and room for what it finds. */
export interface AddNorm {
  X: Address; //         n×d_model
  F: Address; //         n×d_model  what the sublayer found
  P: Blocks<LayerNormParams>;
  d: number; //          d_model
  D: Address; //         n×d_model  dropout factors of chapter 12
  X_hat: Address; //     n×d_model
  deviation: Address; // n
  Y: Address; //         n×d_model
  dF: Address; //        n×d_model
}

/**
 * Takes that room, for at most n tokens. Throws RangeError unless d_model fills whole vectors of 128 bits: 2 numbers of
 * f64, 4 of f32.
 */
export function addNormRoom(room: Room, { X, F, P }: Pick<AddNorm, 'X' | 'F' | 'P'>, n: number): AddNorm {
  const d = P.gain.m;
  const lanes = 16 / room.bytes; // kernels/layer-norm.ts goes along a row by whole vectors
  if (d % lanes !== 0) {
    const numbers = `the numbers in a vector of f${8 * room.bytes}`;
    throw new RangeError(`d_model must be a multiple of ${lanes}, ${numbers}, got ${d}`);
  }
  const [D, X_hat, Y, dF] = [1, 2, 3, 4].map(() => room.numbers(n * d));
  return { X, F, P, d, D, X_hat, deviation: room.numbers(n), Y, dF };
}

/** LayerNorm(X + D ∘ F) into w.Y. */
export function addNorm({ k, dropped }: Pass, w: AddNorm, n: number): void {
  const { X, F, d, X_hat, deviation, Y } = w;
  const { gain, bias } = w.P;
  k.addNorm({ X, F, D: dropped ? w.D : 0, n, d, gain: gain.at, bias: bias.at, X_hat, deviation, Y });
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/**
 * From dY: n×d_model to dP, and to dX, which takes its place. Result: where dF is, which is dX
 * itself if nothing was dropped.
 */
export function addNormBackward(
  { k, dropped }: Pass,
  dY: Address,
  w: AddNorm,
  n: number,
  dP: Blocks<LayerNormParams>,
): Address {
  const { P, d, X_hat, deviation } = w;
  const dX = dY;
  const [D, dF] = dropped ? [w.D, w.dF] : [0, dX];
  const [dgain, dbias] = [dP.gain.at, dP.bias.at];
  k.addNormBackward({ dY, n, d, gain: P.gain.at, X_hat, deviation, D, dX, dF, dgain, dbias });
  return dF;
}
