/**
 * Chapter 8 — One network on paper
 *
 *     H = X W_1,  R = max(0, H),  S = R W_2,  loss = − Σ T ln softmax(S)
 *
 * The smallest network with everything that a way back meets: sums, products, a bend, a softmax. Once in matrices, and
 * once on the tape, number by number. Rumelhart, Hinton and Williams 1986.
 * Article: 「計算過程」 (from y = wx to matrices).
 */

import type { Matrix } from '../../lib/matrix.ts';
import { multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { crossEntropy, crossEntropyBackward, type CrossEntropy } from './cross-entropy.ts';
import { expOf, given, lnOf, productOf, reluOf, sumOf, type Node } from './tape.ts';

/** What the network learns. */
export interface NetworkParams {
  W_1: Matrix; // p×q  from the inputs to the units inside
  W_2: Matrix; // q×V  from these to the scores
}

/** The working of the network. */
export interface Network {
  X: Matrix; //       n×p  an example in each row
  P: NetworkParams;
  H: Matrix; //       n×q  before the bend
  R: Matrix; //       n×q  after it
  S: Matrix; //       n×V  scores
  scored: CrossEntropy;
}

/** − Σ T ln softmax(max(0, X W_1) W_2), in nats. X: n×p, T: n×V wanted. Throws as chapter 1 and `crossEntropy`. */
export function network(X: Matrix, P: NetworkParams, T: Matrix): Network {
  const H = multiply(X, P.W_1);
  const R = H.map((row) => row.map((h) => Math.max(0, h)));
  const S = multiply(R, P.W_2);
  const scored = crossEntropy(S, T);
  return { X, P, H, R, S, scored };
}

/** The same loss on the tape: the weights as nodes, and the loss as the last node. */
export function networkOnTape(X: Matrix, P: NetworkParams, T: Matrix) {
  const [W_1, W_2] = [P.W_1, P.W_2].map((W) => W.map((row) => row.map(given)));
  const losses = X.map((row, i) => {
    const r = timesMatrix(row.map(given), W_1).map(reluOf);
    const s = timesMatrix(r, W_2);
    const wanted = s.map((s_c, c) => productOf(given(-T[i][c]), s_c)).reduce(sumOf);
    return sumOf(lnOf(s.map(expOf).reduce(sumOf)), wanted);
  });
  return { W_1, W_2, loss: losses.reduce(sumOf) };
}

/** x W, a product of two nodes at a time. */
function timesMatrix(x: Node[], W: Node[][]): Node[] {
  return W[0].map((_, c) => x.map((x_k, k) => productOf(x_k, W[k][c])).reduce(sumOf));
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From the working to { dS, dR, dH, dX, dP }. */
export function networkBackward({ X, P, H, R, scored }: Network) {
  // forward: loss = − Σ T ln softmax(S)
  const dS = crossEntropyBackward(scored);
  // forward: S = R W_2
  const { dA: dR, dB: dW_2 } = multiplyBackward(dS, { A: R, B: P.W_2 });
  // forward: R = max(0, H)
  const dH = dR.map((row, i) => row.map((dr, j) => (H[i][j] > 0 ? dr : 0)));
  // forward: H = X W_1
  const { dA: dX, dB: dW_1 } = multiplyBackward(dH, { A: X, B: P.W_1 });
  const dP: NetworkParams = { W_1: dW_1, W_2: dW_2 };
  return { dS, dR, dH, dX, dP };
}
