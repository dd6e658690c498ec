/**
 * Chapter 11 — Every number a Transformer learns, counted
 *
 *     encoder layer:  4 d_model² + 2 d_model d_ff + d_ff + d_model + 2 · 2 d_model
 *     decoder layer:  8 d_model² + 2 d_model d_ff + d_ff + d_model + 3 · 2 d_model
 *
 * Vaswani et al. 2017, table 3: 65 million for the base model, 213 million for the big one.
 * Article: 「計算過程」 (the only unknowns are W_Q, W_K and W_V).
 */

import type { Sizes } from '../10-encoder/encoder.ts';

/** A part of the model: how often it occurs, and the numbers one occurrence holds. */
export interface Part {
  name: string;
  times: number;
  size: number;
}

/** The vocabulary tables: one a language, or a single one shared as in the paper. */
export function tableParts(V: Record<string, number>, d_model: number): Part[] {
  return Object.entries(V).map(([name, V_name]) => ({ name, times: 1, size: V_name * d_model }));
}

/** The parts of both stacks, in the order of the parameter tree. */
export function layerParts({ d_model, d_ff, N }: Sizes): Part[] {
  // h heads of d_model×d_model/h are one d_model×d_model matrix, so h does not appear.
  const attention = [
    { name: 'W_Q', times: 1, size: d_model * d_model },
    { name: 'W_K', times: 1, size: d_model * d_model },
    { name: 'W_V', times: 1, size: d_model * d_model },
    { name: 'W_O', times: 1, size: d_model * d_model },
  ];
  const feedForward = [
    { name: 'W_1', times: 1, size: d_model * d_ff },
    { name: 'b_1', times: 1, size: d_ff },
    { name: 'W_2', times: 1, size: d_ff * d_model },
    { name: 'b_2', times: 1, size: d_model },
  ];
  const norm = [
    { name: 'gain', times: 1, size: d_model },
    { name: 'bias', times: 1, size: d_model },
  ];
  const within = (place: string, times: number, parts: Part[]) =>
    parts.map(({ name, size }) => ({ name: `${place} ${name}`, times, size }));
  return [
    ...within('encoder attention', N, attention),
    ...within('encoder feed-forward', N, feedForward),
    ...within('encoder norm', 2 * N, norm),
    ...within('decoder self-attention', N, attention),
    ...within('decoder cross-attention', N, attention),
    ...within('decoder feed-forward', N, feedForward),
    ...within('decoder norm', 3 * N, norm),
  ];
}

/** Σ times · size. */
export function total(parts: Part[]): number {
  let sum = 0;
  for (const { times, size } of parts) sum += times * size;
  return sum;
}
