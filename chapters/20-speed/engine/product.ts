/** Chapter 1's multiply and multiplyBackward, for a matrix that is learned. */

import type { Kernels } from './kernels.ts';
import type { Address, Numbers } from './memory.ts';

/** What every function of the engine works with: the kernels, and room for what they keep for a moment. */
export interface Desk {
  k: Kernels;
  bytes: number; //   of a number
  panels: Address; // the packed right-hand side of a product
}

/** The desk on one way through a model. */
export interface Pass extends Desk {
  numbers: Numbers; // the memory, as JavaScript sees it
  dropped: boolean; // whether there are factors D, as chapter 12 has them in training
}

/**
 * Bytes that a k×m matrix takes when it is packed: its columns filled up to panels of two vectors, one
 * edge, one strip of four rows.
 */
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

/** What is multiplied: n rows, and a matrix that is learned. */
export interface Factors {
  X: Address; // n×W.n, or n×W.m where W is taken transposed
  n: number;
  W: Block;
}

/** Y = X W, or Y += X W. X: n×W.n → n×W.m. */
export function product({ k, bytes, panels }: Desk, { X, n, W }: Factors, Y: Address, onto = false): void {
  const { at, n: inner, m } = W;
  k.pack({ B: at, k: inner, m, down: m * bytes, across: bytes, panels });
  k.multiply({ A: X, n, k: inner, down: inner * bytes, across: bytes, panels, m, C: Y, pitch: m * bytes, onto });
}

/** Y = X Wᵀ, or Y += X Wᵀ. X: n×W.m → n×W.n. */
export function productTransposed({ k, bytes, panels }: Desk, { X, n, W }: Factors, Y: Address, onto = false): void {
  const { at, n: m, m: inner } = W;
  k.pack({ B: at, k: inner, m, down: bytes, across: inner * bytes, panels });
  k.multiply({ A: X, n, k: inner, down: inner * bytes, across: bytes, panels, m, C: Y, pitch: m * bytes, onto });
}

/** Two matrices of n rows. */
export interface Rows {
  A: Address;
  B: Address;
  n: number;
}

/** C = Aᵀ B. A: n×C.n, B: n×C.m. */
export function transposedProduct({ k, bytes, panels }: Desk, { A, B, n }: Rows, C: Block): void {
  const { at, n: rows, m } = C;
  k.pack({ B, k: n, m, down: m * bytes, across: bytes, panels });
  k.multiply({ A, n: rows, k: n, down: bytes, across: rows * bytes, panels, m, C: at, pitch: m * bytes, onto: false });
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** Where the gradients of a product go. */
export interface FactorGradients {
  dX: Address;
  dW: Block;
  onto?: boolean; // dX is added to what is there
}

/** From dY: n×W.m to dW = Xᵀ dY, and dX = dY Wᵀ or dX += dY Wᵀ. */
export function productBackward(desk: Desk, dY: Address, { X, n, W }: Factors, to: FactorGradients): void {
  transposedProduct(desk, { A: X, B: dY, n }, to.dW);
  productTransposed(desk, { X: dY, n, W }, to.dX, to.onto);
}
