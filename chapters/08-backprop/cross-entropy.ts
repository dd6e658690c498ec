/**
 * Chapter 8 — Cross-entropy after softmax
 *
 *     loss = − Σ_i Σ_c T_ic ln P_ic,     P = softmax(S)
 *     ∂loss/∂S = P − T
 *
 * T holds what was wanted, each row summing to 1: a single 1 at the right word, or a smoothed one (chapter 12).
 * P is the field's letter for a probability, and here alone it stands for one: elsewhere P are the parameters.
 * Szegedy et al. 2016, §7. Article: 「計算過程」 (the cost function).
 */

import { exp, log } from '../../lib/elementary.ts';
import { shape, type Matrix, type Vector } from '../../lib/matrix.ts';
import { softmax } from '../04-attention/softmax.ts';

/** The working of a cross-entropy. */
export interface CrossEntropy {
  P: Matrix; //    n×V  what the model believes: softmax of its scores
  T: Matrix; //    n×V  what was wanted
  loss: number; //      nats, summed over the n rows
}

/**
 * − Σ T ln softmax(S). S: n×V scores, T: n×V → nats.
 * Throws RangeError unless both have one shape and each row of T sums to 1, as P − T needs it to; and as `softmax`.
 */
export function crossEntropy(S: Matrix, T: Matrix): CrossEntropy {
  const [n, V] = shape(S);
  const [n_T, V_T] = shape(T);
  if (n !== n_T || V !== V_T) {
    throw new RangeError(`every score needs a target, got ${n}×${V} scores and ${n_T}×${V_T} targets`);
  }
  needShares(T);
  const P = softmax(S);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    // Taken from the scores, because P_ic itself may round to 0.
    const logP = logSoftmax(S[i]);
    for (let c = 0; c < V; c++) {
      // What nobody wanted costs nothing, however little it was believed: 0 · ln 0 is 0 here, and 0 · −∞ would be NaN.
      if (T[i][c] !== 0) loss -= T[i][c] * logP[c];
    }
  }
  return { P, T, loss };
}

function needShares(T: Matrix): void {
  for (const [i, row] of T.entries()) {
    let sum = 0;
    for (const share of row) sum += share;
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new RangeError(`what is wanted must sum to 1 in each row, got ${sum} in row ${i}`);
    }
  }
}

/** ln Σ_c exp(s_c), with the largest score taken out first so that exp cannot overflow; −∞ if all scores are. */
export function logSumExp(scores: number[]): number {
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (const score of scores) sum += exp(score - largest);
  return largest + log(sum);
}

/** ln softmax(s): ln P_c = s_c − ln Σ_l exp(s_l), each entry 0 or below. */
export function logSoftmax(scores: number[]): Vector {
  const logSum = logSumExp(scores);
  return scores.map((score) => score - logSum);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** ∂loss/∂S = P − T: what was believed, less what was wanted. n×V. */
export function crossEntropyBackward({ P, T }: CrossEntropy): Matrix {
  return P.map((row, i) => row.map((P_ic, c) => P_ic - T[i][c]));
}
