/**
 * Chapter 20 — the engine's own product
 *
 * A, B and C lie in one memory that WebAssembly sees, and chapters/20-speed/engine/kernels/multiply.ts forms
 * C = A B: 4 rows and two vectors of columns at a time, from panels. Several workers can share one memory;
 * each forms rows of its own.
 */

import type { Kernels } from './engine/kernels.ts';
import { FIRST, roomFrom, type Address, type Numbers } from './engine/memory.ts';
import { panelBytes, product, productBackward, type Block } from './engine/product.ts';
import { shape, type Matrix } from '../../lib/matrix.ts';
import { needInner } from './plain.ts';

/** Where everything lies: A: n×k, B: k×m, C: n×m, their gradients, and for each worker its panels. */
export interface Layout {
  A: Block;
  B: Block;
  C: Block;
  dA: Block;
  dB: Block;
  dC: Block;
  panels: Address[];
  bytes: number; //  of a number
  end: Address; //   so many bytes of memory are needed
}

/** Places for A: n×k and B: k×m, for so many workers, of numbers with so many bytes. */
export function layout(n: number, k: number, m: number, workers: number, bytes: number): Layout {
  const room = roomFrom(FIRST, bytes);
  const block = (n: number, m: number): Block => ({ at: room.numbers(n * m), n, m });
  const [A, B, C, dA, dB, dC] = [block(n, k), block(k, m), block(n, m), block(n, k), block(k, m), block(n, m)];
  // B is packed on the way there, Bᵀ and dC on the way back.
  const largest = Math.max(panelBytes(k, m, bytes), panelBytes(m, k, bytes), panelBytes(n, m, bytes));
  const panels = Array.from({ length: workers }, () => room.numbers(largest / bytes));
  return { A, B, C, dA, dB, dC, panels, bytes, end: room.end() };
}

/** Writes a matrix into the memory. Throws RangeError unless it has the shape of its place. */
export function put(A: Matrix, { at, n, m }: Block, numbers: Numbers): void {
  const [n_A, m_A] = shape(A);
  if (n_A !== n || m_A !== m) {
    throw new RangeError(`there is a place for ${n}×${m} numbers, got ${n_A}×${m_A}`);
  }
  numbers.set(A.flat(), at / numbers.BYTES_PER_ELEMENT);
}

/** Reads a matrix from the memory. */
export function taken({ at, n, m }: Block, numbers: Numbers): Matrix {
  const from = at / numbers.BYTES_PER_ELEMENT;
  return Array.from({ length: n }, (_, i) => [...numbers.subarray(from + i * m, from + (i + 1) * m)]);
}

/** C = A B, those rows that fall to one worker, counted from 0. */
export function vectorProduct(k: Kernels, at: Layout, worker: number): void {
  const { A, B, C, panels, bytes } = at;
  needInner(A.n, A.m, B.n, B.m);
  const [from, to] = shareOf(A.n, worker, panels.length);
  const desk = { k, bytes, panels: panels[worker] };
  product(desk, { X: A.at + from * A.m * bytes, n: to - from, W: B }, C.at + from * C.m * bytes);
}

/** Of n rows those from `from` up to `to` are the share of one worker. Cuts fall between tiles of 4 rows. */
export function shareOf(n: number, worker: number, workers: number): [from: number, to: number] {
  const cut = (w: number) => (w === workers ? n : 4 * Math.floor((n * w) / workers / 4));
  return [cut(worker), cut(worker + 1)];
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dC to dA = dC Bᵀ and dB = Aᵀ dC, by the same kernel. */
export function vectorProductBackward(k: Kernels, at: Layout): void {
  const { A, B, dA, dB, dC, panels, bytes } = at;
  productBackward({ k, bytes, panels: panels[0] }, dC.at, { X: A.at, n: A.n, W: B }, { dX: dA.at, dW: dB });
}
