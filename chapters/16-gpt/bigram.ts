/**
 * Chapter 16 — The bigram model: what counting alone can do
 *
 *     as seen:  P(c | b) = n_bc / n_b
 *     add-one:  P(c | b) = (n_bc + 1) / (n_b + V)
 *
 * n_bc: how often c followed b. The model remembers one word; `ngrams.ts` remembers more.
 * Shannon 1948, §3; Laplace's rule for add-one.
 */

import { log } from '../../lib/elementary.ts';
import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { BOS } from '../02-embedding/vocabulary.ts';
import { teacherForced, type Pair } from '../12-training/training.ts';
import type { Next } from '../13-translator/decoding.ts';

/**
 * n_bc: how often token c follows token b, BOS before each line and EOS behind it. → V×V. Throws RangeError
 * for an id that is no token.
 */
export function followers(lines: Pair[], V: number): Matrix {
  const counts = zeros(V, V);
  for (const { source, target } of lines) {
    const { read, wanted } = teacherForced([...source, ...target]);
    for (let i = 0; i < read.length; i++) {
      needToken(wanted[i], V);
      needToken(read[i], V);
      counts[read[i]][wanted[i]] += 1;
    }
  }
  return counts;
}

/** n_bc / n_b as it was seen: what never happened is impossible. A row that was never seen is all 0. V×V → V×V. */
export function seen(counts: Matrix): Matrix {
  return counts.map((row) => {
    const n_b = total(row);
    return row.map((n_bc) => (n_b === 0 ? 0 : n_bc / n_b));
  });
}

/** (n_bc + 1) / (n_b + V): everything may happen, as if each pair had been seen once more. V×V → V×V, rows sum to 1. */
export function addOne(counts: Matrix): Matrix {
  return counts.map((row) => {
    const n_b = total(row);
    return row.map((n_bc) => (n_bc + 1) / (n_b + row.length));
  });
}

/** A table of probabilities as chapter 13's Next: only the last word counts, of the prompt if nothing was said. */
export function bigramAfter(prompt: number[], table: Matrix): Next {
  return (said) => table[[BOS, ...prompt, ...said].at(-1)!].map((share) => log(share));
}

function total(row: Vector): number {
  let sum = 0;
  for (const n of row) sum += n;
  return sum;
}

function needToken(id: number, V: number): void {
  if (!Number.isInteger(id) || id < 0 || id >= V) {
    throw new RangeError(`an id must be a whole number from 0 to ${V - 1}, got ${id}`);
  }
}
