/**
 * Chapter 14 — What it costs, and who waits for whom
 *
 *     layer            operations    sequential operations    maximum path length
 *     self-attention   n² · d        1                        1
 *     recurrent        n · d²        n                        n
 *
 * Vaswani et al. 2017, §4, table 1, up to constant factors; below, the factors of our own layers, and the whole chains.
 * Article: 「背景知識」 (a large amount of serial computation).
 */

/** The layers of table 1 that this book builds. */
export type Layer = 'self-attention' | 'recurrent';

/** The three columns of table 1 for a sentence of n words of d numbers, constant factors left out. */
export interface Cost {
  operations: number;
  sequential: number; // operations that must wait for each other
  path: number; //       steps from the first word to the last
}

/** A line of table 1. Throws RangeError unless n and d are whole numbers of at least 1. */
export function tableOne(layer: Layer, n: number, d: number): Cost {
  needSizes(n, d);
  return layer === 'recurrent'
    ? { operations: n * d * d, sequential: n, path: n }
    : { operations: n * n * d, sequential: 1, path: 1 };
}

/**
 * Multiplications of matrices in our own layers, n words of d numbers:
 *
 *     simple cell   2 n d²                W_x and W_h
 *     GRU           6 n d²                three times that
 *     attention     4 n d² + 2 n² d       W_Q, W_K, W_V, W_O, which table 1 leaves out; Q Kᵀ and A V
 *
 * Throws as `tableOne`.
 */
export function multiplications(layer: 'simple' | 'gru' | 'self-attention', n: number, d: number): number {
  needSizes(n, d);
  if (layer === 'self-attention') return 4 * n * d * d + 2 * n * n * d;
  return (layer === 'gru' ? 6 : 2) * n * d * d;
}

/** The longest chain of steps of which each must wait for the one before: layers of chapter 10 and 11, or cells. */
export interface Chain {
  training: number; //    the right words are given: all places of a sentence at once, if nothing forbids it
  translating: number; // each word must be chosen before the next one is read
}

/**
 * The chains of a translator that reads m words and says n, EOS being one. A cell is a step, a look back is a step, a
 * sublayer of a Transformer is a step: N times 2 in its encoder, N times 3 in its decoder. Throws as `tableOne`.
 */
export function chain(kind: 'recurrent' | 'attention' | 'transformer', m: number, n: number, N = 1): Chain {
  needSizes(m, n);
  if (kind === 'transformer') {
    return { training: 2 * N + 3 * N, translating: 2 * N + 3 * N * n };
  }
  // Teacher forcing gives the words, not the states: a recurrent decoder waits in training as it does in use.
  const steps = m + (kind === 'attention' ? 2 * n : n);
  return { training: steps, translating: steps };
}

function needSizes(n: number, d: number): void {
  if (!(Number.isInteger(n) && n >= 1 && Number.isInteger(d) && d >= 1)) {
    throw new RangeError(`a sentence needs words, and a word numbers, got ${n} and ${d}`);
  }
}
