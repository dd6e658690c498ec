/**
 * Chapter 6 — Masking
 *
 *     softmax(Q Kᵀ / √d_k + M) V,     M_ij = 0: query i may look at key j;  −∞: it may not
 *
 * exp(−∞) is 0, so a hidden key gets a share of exactly 0 and the shares of the others still sum to 1.
 * Vaswani et al. 2017, §3.1 and §3.2.3. Article: 「計算過程」 (the sentence filled up with 0).
 */

import { zeros, type Matrix } from '../../lib/matrix.ts';
import { add } from '../01-vectors/matrices.ts';
import { PAD } from '../02-embedding/vocabulary.ts';

/**
 * n×n: position i may look at the positions up to i, never at a later one. The diagonal stays open:
 * a word always sees itself. Throws RangeError unless n is a whole number from 1. §3.2.3, third point.
 */
export function causalMask(n: number): Matrix {
  needQueries(n);
  const M = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) M[i][j] = -Infinity;
  }
  return M;
}

/**
 * n×m: none of n queries may look at a PAD among the m ids. A row is a query, a column a key: PAD hides
 * columns. Throws RangeError unless n is a whole number from 1; ids that are all PAD are refused by `softmax`.
 */
export function paddingMask(n: number, ids: number[]): Matrix {
  needQueries(n);
  const M = zeros(n, ids.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < ids.length; j++) {
      if (ids[j] === PAD) M[i][j] = -Infinity;
    }
  }
  return M;
}

/**
 * n×m, hidden by one or the other: 0 + 0 = 0, −∞ + 0 = −∞, −∞ − ∞ = −∞.
 * Throws RangeError unless both masks have one shape.
 */
export function bothMasks(M_1: Matrix, M_2: Matrix): Matrix {
  return add(M_1, M_2);
}

/**
 * The ids filled up with PAD to a length, in tokens. Throws RangeError unless the length is whole and holds them all.
 */
export function padTo(length: number, ids: number[]): number[] {
  if (!Number.isInteger(length) || ids.length > length) {
    throw new RangeError(`a sentence can be padded to its own length or more, got ${ids.length} tokens for ${length}`);
  }
  return [...ids, ...new Array<number>(length - ids.length).fill(PAD)];
}

function needQueries(n: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`a mask must have a row for at least one query, got ${n}`);
  }
}
