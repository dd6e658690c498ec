/**
 * Chapter 22 — Weights in eight bits
 *
 *     step_k = max_c |W_kc| / (2^(bits−1) − 1)
 *     q_kc   = round(W_kc / step_k)                       whole numbers, −127 … 127 for eight bits
 *     Ŵ_kc   = step_k q_kc,     |Ŵ_kc − W_kc| ≤ step_k / 2
 *     |x Ŵ − x W|_c ≤ Σ_k |x_k| step_k / 2
 *
 * Dettmers et al. 2022, "LLM.int8()", §2.1 (absmax quantization); a step for each row, as its §3.1 has it for one side.
 */

import { pow } from '../../lib/elementary.ts';
import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { mapRows } from '../../lib/params.ts';

/** A matrix in few bits. */
export interface Quantized {
  q: Matrix; //    d×m  whole numbers
  step: Vector; // d    what a 1 stands for, in each row
}

/** Each row in steps of its own, the largest entry the largest whole number. W: d×m. Throws RangeError below 2 bits. */
export function quantized(W: Matrix, bits: number): Quantized {
  if (!Number.isInteger(bits) || bits < 2) {
    throw new RangeError(`a number needs a whole number of bits, at least 2, got ${bits}`);
  }
  const largest = pow(2, bits - 1) - 1;
  const [d, m] = shape(W);
  const q = zeros(d, m);
  const step = zeros(1, d)[0];
  for (let k = 0; k < d; k++) {
    let size = 0;
    for (let c = 0; c < m; c++) size = Math.max(size, Math.abs(W[k][c]));
    step[k] = size / largest;
    // In a row of zeros the step is 0, and so is every entry.
    for (let c = 0; c < m; c++) q[k][c] = size === 0 ? 0 : Math.round(W[k][c] / step[k]);
  }
  return { q, step };
}

/** Ŵ = step ∘ q: what is computed with. d×m. */
export function restored({ q, step }: Quantized): Matrix {
  return q.map((row, k) => row.map((whole) => step[k] * whole));
}

/** Σ_k |x_k| step_k / 2: how far an entry of x Ŵ can be from that of x W. x: d, step: d. */
export function productBound(x: Vector, step: Vector): number {
  let bound = 0;
  for (let k = 0; k < x.length; k++) bound += (Math.abs(x[k]) * step[k]) / 2;
  return bound;
}

/** Every row of a tree of parameters in so many bits, and back. Throws as `quantized`. */
export function rounded<T extends object>(P: T, bits: number): T {
  return mapRows((row) => restored(quantized([row], bits))[0], P);
}
