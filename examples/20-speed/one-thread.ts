/** The rungs of the ladder that need one thread alone, in Node or in a page. */

import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { flatProduct, flattened } from '../../chapters/20-speed/flat.ts';
import { plain } from '../../chapters/20-speed/plain.ts';
import { tileProduct } from '../../chapters/20-speed/tile.ts';
import { layout, put, vectorProduct } from '../../chapters/20-speed/vectors.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';
import { bytesOf, memoryOf, numbersIn, type Precision } from '../../chapters/20-speed/engine/memory.ts';
import { pow } from '../../lib/elementary.ts';
import type { Matrix } from '../../lib/matrix.ts';
import type { Task } from './measuring.ts';

/** Where kernels come from: from a file, or out of a page's own script. */
export type Modules = (precision: Precision) => WebAssembly.Module;

/** Two matrices where the kernels see them, with room for the panels of so many workers. */
export async function laidOut(A: Matrix, B: Matrix, precision: Precision, workers: number, modules: Modules) {
  const at = layout(A.length, B.length, B[0].length, workers, bytesOf(precision));
  const memory = memoryOf(at.end);
  const kernels = await kernelsOn(modules(precision), memory);
  const numbers = numbersIn(memory, precision);
  put(A, at.A, numbers);
  put(B, at.B, numbers);
  return { at, kernels, numbers };
}

/** The product on rungs 1 to 5, the last with 64 bits and with 32. */
export async function products(A: Matrix, B: Matrix, modules: Modules): Promise<Task[]> {
  const [a, b] = [flattened(A), flattened(B)];
  const [long, short] = [await laidOut(A, B, 'f64', 1, modules), await laidOut(A, B, 'f32', 1, modules)];
  return [
    () => void plain(A, B),
    () => void multiply(A, B),
    () => void flatProduct(a, b),
    () => void tileProduct(a, b),
    () => vectorProduct(long.kernels, long.at, 0),
    () => vectorProduct(short.kernels, short.at, 0),
  ];
}

/** GFLOP/s of a product of square matrices that takes so many seconds. */
export function rateOf(size: number, seconds: number): number {
  return giga(2 * pow(size, 3), seconds);
}

/** Thousand millions of operations a second. */
export function giga(operations: number, seconds: number): number {
  return operations / seconds / 1e9;
}
