/**
 * Chapter 4 — Softmax
 *
 *     softmax(S)_ij = exp(S_ij) / Σ_l exp(S_il)
 *
 * Scores become shares: each row is positive and sums to 1. A score higher by ln 3 gets three times the share.
 * Vaswani et al. 2017, §3.2.1. Article: 「計算過程」.
 */

import { exp } from '../../lib/elementary.ts';
import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
import { needShape } from '../01-vectors/matrices.ts';

/** A query that is allowed to look at no key at all: 0 shares cannot sum to 1. */
export class NothingToAttend extends RangeError {
  override name = 'NothingToAttend';
}

/**
 * The shares of each row of scores. S: n×m, in nats; −∞ is a share of exactly 0 → n×m.
 * Throws NothingToAttend for a row that is −∞ throughout, RangeError for NaN or +∞.
 */
export function softmax(S: Matrix): Matrix {
  const [n, m] = shape(S);
  const A = zeros(n, m);
  for (let i = 0; i < n; i++) {
    const largest = largestOf(S[i], i);
    let sum = 0;
    for (let j = 0; j < m; j++) {
      // Taking the largest score off changes no share, the factor exp(−largest) cancels;
      // without it exp(1000) is Infinity, and Infinity / Infinity is NaN.
      A[i][j] = exp(S[i][j] - largest);
      sum += A[i][j];
    }
    for (let j = 0; j < m; j++) A[i][j] /= sum;
  }
  return A;
}

function largestOf(scores: number[], i: number): number {
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  if (largest === -Infinity) {
    throw new NothingToAttend(`every query must see at least one key, got none in row ${i}`);
  }
  if (!Number.isFinite(largest)) {
    throw new RangeError(`scores must be numbers or -Infinity, got ${largest} in row ${i}`);
  }
  return largest;
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/**
 * From dA and the shares A to dS:  dS_ij = A_ij (dA_ij − Σ_l A_il dA_il).
 * Only what is better or worse than the row's average moves a score, as the shares always sum to 1.
 * Both n×m. Throws RangeError if they are not alike.
 */
export function softmaxBackward(dA: Matrix, A: Matrix): Matrix {
  const [n, m] = shape(A);
  needShape(dA, n, m);
  const dS = zeros(n, m);
  for (let i = 0; i < n; i++) {
    let average = 0;
    for (let l = 0; l < m; l++) average += A[i][l] * dA[i][l];
    for (let j = 0; j < m; j++) dS[i][j] = A[i][j] * (dA[i][j] - average);
  }
  return dS;
}
