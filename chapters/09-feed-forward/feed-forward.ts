/**
 * Chapter 9 — The feed-forward layer
 *
 *     FFN(x) = max(0, x W_1 + b_1) W_2 + b_2
 *
 * Two products with a bend between them, the same for every word, each word for itself.
 * Vaswani et al. 2017, §3.3, eq. 2. Article: 「計算過程」 (the saturated region of an activation).
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { hadamard, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { relu } from './activations.ts';

/** What a feed-forward layer learns. */
export interface FeedForwardParams {
  W_1: Matrix; // d_model×d_ff
  b_1: Vector; // d_ff
  W_2: Matrix; // d_ff×d_model
  b_2: Vector; // d_model
}

/** The working of a feed-forward layer. */
export interface FeedForward {
  X: Matrix; // n×d_model
  P: FeedForwardParams;
  H: Matrix; // n×d_ff     X W_1 + b_1
  R: Matrix; // n×d_ff     max(0, H)
  Y: Matrix; // n×d_model
}

/** Random matrices, biases 0. d_out: the width at the end, where it is another than at the beginning. */
export function feedForwardParams(random: Random, d_model: number, d_ff: number, d_out = d_model): FeedForwardParams {
  return {
    W_1: evenMatrix(random, d_model, d_ff),
    b_1: zeros(1, d_ff)[0],
    W_2: evenMatrix(random, d_ff, d_out),
    b_2: zeros(1, d_out)[0],
  };
}

/** max(0, X W_1 + b_1) W_2 + b_2. X: n×d_model → n×d_model. Throws RangeError if the shapes do not fit. */
export function feedForward(X: Matrix, P: FeedForwardParams): FeedForward {
  const H = plusBias(multiply(X, P.W_1), P.b_1);
  const R = entrywise(relu.f, H);
  const Y = plusBias(multiply(R, P.W_2), P.b_2);
  return { X, P, H, R, Y };
}

/** f of every entry. */
function entrywise(f: (x: number) => number, A: Matrix): Matrix {
  const [n, m] = shape(A);
  const Y = zeros(n, m);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < m; c++) Y[i][c] = f(A[i][c]);
  }
  return Y;
}

/** The bias added to every row. */
function plusBias(A: Matrix, b: Vector): Matrix {
  const [, m] = shape(A);
  if (b.length !== m) {
    throw new RangeError(`a bias needs a number for each of ${m} columns, got ${b.length}`);
  }
  return A.map((row) => row.map((A_ic, c) => A_ic + b[c]));
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dY: n×d_model to { dX: n×d_model, dP }. */
export function feedForwardBackward(dY: Matrix, { X, P, H, R }: FeedForward) {
  // forward: Y = R W_2 + b_2
  const { dA: dR, dB: dW_2 } = multiplyBackward(dY, { A: R, B: P.W_2 });
  // forward: R = max(0, H)
  const dH = hadamard(dR, entrywise(relu.slope, H));
  // forward: H = X W_1 + b_1
  const { dA: dX, dB: dW_1 } = multiplyBackward(dH, { A: X, B: P.W_1 });
  const dP: FeedForwardParams = { W_1: dW_1, b_1: columnSums(dH), W_2: dW_2, b_2: columnSums(dY) };
  return { dX, dP };
}

/** A bias was added to every row, so it hears from every row. */
function columnSums(A: Matrix): Vector {
  const [n, m] = shape(A);
  const sums = zeros(1, m)[0];
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < m; c++) sums[c] += A[i][c];
  }
  return sums;
}
