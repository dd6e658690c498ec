/**
 * Chapter 20 — who adds, and in which order
 *
 * Numbers of 64 bits have 53 binary digits, and each sum is rounded to so many: (a + b) + c is not a + (b + c). If the
 * order depends on the number of workers, so does the result. The engine cuts a batch into a fixed number of parts,
 * whoever computes them, and adds the parts in their order (chapters/20-speed/engine/batch.ts, orders.ts).
 */

import type { Vector } from '../../lib/matrix.ts';

/** x cut into so many stretches of neighbours, about equally long. Throws RangeError unless each gets a number. */
export function cut(x: Vector, pieces: number): Vector[] {
  if (!Number.isInteger(pieces) || pieces < 1 || pieces > x.length) {
    throw new RangeError(`${x.length} numbers can be cut into 1 to ${x.length} pieces, got ${pieces}`);
  }
  const at = (w: number) => Math.floor((x.length * w) / pieces);
  return Array.from({ length: pieces }, (_, w) => x.slice(at(w), at(w + 1)));
}

/** x_1 + x_2 + …, from the left. */
export function total(x: Vector): number {
  let sum = 0;
  for (const x_c of x) sum += x_c;
  return sum;
}

/** The usual way: each worker adds up a stretch of its own, and then these sums are added. Throws as `cut`. */
export function totalByWorkers(x: Vector, workers: number): number {
  return total(cut(x, workers).map(total));
}

/** The engine's way: of a fixed number of parts, worker w adds up the parts w, w + workers, …. Throws as `cut`. */
export function totalByParts(x: Vector, parts: number, workers: number): number {
  const pieces = cut(x, parts);
  const sums = new Array<number>(parts).fill(0);
  for (let w = 0; w < workers; w++) {
    for (let p = w; p < parts; p += workers) sums[p] = total(pieces[p]);
  }
  return total(sums); // in the order of the parts, not of the workers
}
