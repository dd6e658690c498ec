/** Chapter 1's multiply and multiplyBackward, for a matrix that is learned. */

import type { Kernels } from './kernels.ts';
import type { Address } from './memory.ts';

/** What every function of the engine works with: the kernels, and room for what they keep for a moment. */
export interface Desk {
  k: Kernels;
  bytes: number; //   of a number
  panels: Address; // the packed right-hand side of a product
}

/** Bytes that a k×m matrix takes when it is packed: its columns filled up to panels of two vectors, one edge, one strip of four rows. */
export function panelBytes(k: number, m: number, bytes: number): number {
  const panel = 32;
  return Math.ceil((m * bytes) / panel) * panel * k + panel + 4 * k * bytes;
}

/** A matrix in the memory, row behind row. */
export interface Block {
  at: Address;
  n: number; // rows
  m: number; // columns
}

/** Y = X W, or Y += X W. X: n×W.n → n×W.m. */
export function product({ k, bytes, panels }: Desk, X: Address, n: number, W: Block, Y: Address, onto = false): void {
  k.pack(W.at, W.n, W.m, W.m * bytes, bytes, panels);
  k.multiply(X, n, W.n, W.n * bytes, bytes, panels, W.m, Y, W.m * bytes, onto);
}

/** Y = X Wᵀ, or Y += X Wᵀ. X: n×W.m → n×W.n. */
export function productTransposed(
  { k, bytes, panels }: Desk,
  X: Address,
  n: number,
  W: Block,
  Y: Address,
  onto = false,
): void {
  k.pack(W.at, W.m, W.n, bytes, W.m * bytes, panels);
  k.multiply(X, n, W.m, W.m * bytes, bytes, panels, W.n, Y, W.n * bytes, onto);
}

/** C = Aᵀ B. A: n×C.n, B: n×C.m. */
export function transposedProduct({ k, bytes, panels }: Desk, A: Address, B: Address, n: number, C: Block): void {
  k.pack(B, n, C.m, C.m * bytes, bytes, panels);
  k.multiply(A, C.n, n, bytes, C.n * bytes, panels, C.m, C.at, C.m * bytes, false);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY: n×W.m to dW = Xᵀ dY, and dX = dY Wᵀ or dX += dY Wᵀ. */
export function productBackward(
  desk: Desk,
  dY: Address,
  n: number,
  X: Address,
  W: Block,
  dW: Block,
  dX: Address,
  onto = false,
): void {
  transposedProduct(desk, X, dY, n, dW);
  productTransposed(desk, dY, n, W, dX, onto);
}
