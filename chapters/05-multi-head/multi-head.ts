/**
 * Chapter 5 — Multi-head attention
 *
 *     MultiHead(Q, K, V) = Concat(head_1, …, head_h) W^O
 *     head_i = Attention(Q W_i^Q, K W_i^K, V W_i^V)
 *
 * The questions come from X_Q; keys and values from X_KV. Self-attention: both are the same sentence.
 * Cross-attention: X_Q is the translation so far, X_KV the sentence to translate.
 * Vaswani et al. 2017, §3.2.2, figure 2. Article: 「計算過程」.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { attention, attentionBackward, type Attention } from '../04-attention/attention.ts';

/** The three matrices that the article calls unknowns, once for each head, and W^O. The paper has no biases here. */
export interface MultiHeadParams {
  W_Q: Matrix[]; // h of d_model×d_k
  W_K: Matrix[]; // h of d_model×d_k
  W_V: Matrix[]; // h of d_model×d_v
  W_O: Matrix; //   h·d_v×d_model
}

/** The working of multi-head attention. */
export interface MultiHead {
  X_Q: Matrix; // n×d_model
  X_KV: Matrix; // m×d_model
  P: MultiHeadParams;
  heads: Attention[]; // h workings of chapter 4
  C: Matrix; // n×h·d_v    the heads' results side by side
  Y: Matrix; // n×d_model
}

/**
 * Random matrices for h heads. By default d_k = d_v = d_model / h, as in the paper, so that all heads cost as much
 * as one. Throws as `headWidth`.
 *
 * W_Q, W_K and W_V of all heads are spread as the one d_model×h(2 d_k + d_v) matrix that they are side by side: a score
 * then has the size ½ before training, however many heads there are. Glorot and Bengio 2010, eq. 16.
 */
export function multiHeadParams(
  random: Random,
  d_model: number,
  h: number,
  d_k = headWidth(d_model, h),
  d_v = d_k,
): MultiHeadParams {
  const limit = Math.sqrt(6 / (d_model + h * (2 * d_k + d_v)));
  const oneAHead = (width: number) => Array.from({ length: h }, () => evenMatrix(random, d_model, width, limit));
  return {
    W_Q: oneAHead(d_k),
    W_K: oneAHead(d_k),
    W_V: oneAHead(d_v),
    W_O: evenMatrix(random, h * d_v, d_model),
  };
}

/** d_k = d_model / h. Throws RangeError unless the heads divide the width without rest. */
export function headWidth(d_model: number, h: number): number {
  if (!Number.isInteger(h) || h < 1 || d_model % h !== 0) {
    throw new RangeError(`d_model must be a multiple of the number of heads, got ${d_model} and ${h}`);
  }
  return d_model / h;
}

/**
 * Concat(head_1, …, head_h) W^O. X_Q: n×d_model, X_KV: m×d_model, M: n×m → n×d_model.
 * Throws RangeError if a head lacks one of its matrices, and as chapters 1 and 4.
 */
export function multiHead(X_Q: Matrix, X_KV: Matrix, P: MultiHeadParams, M?: Matrix): MultiHead {
  needHeads(P);
  const heads = P.W_Q.map((W_Q, i) =>
    attention(multiply(X_Q, W_Q), multiply(X_KV, P.W_K[i]), multiply(X_KV, P.W_V[i]), M),
  );
  // Concat: row by row, what head 1 found, then what head 2 found, …
  const C = X_Q.map((_, row) => heads.flatMap((head) => head.Y[row]));
  return { X_Q, X_KV, P, heads, C, Y: multiply(C, P.W_O) };
}

function needHeads({ W_Q, W_K, W_V }: MultiHeadParams): void {
  if (W_Q.length !== W_K.length || W_Q.length !== W_V.length) {
    throw new RangeError(`every head needs a W_Q, a W_K and a W_V, got ${W_Q.length}, ${W_K.length} and ${W_V.length}`);
  }
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dY: n×d_model to { dX_Q: n×d_model, dX_KV: m×d_model, dP }. In self-attention the caller adds the two. */
export function multiHeadBackward(dY: Matrix, { X_Q, X_KV, P, heads, C }: MultiHead) {
  // forward: Y = C W^O
  const { dA: dC, dB: dW_O } = multiplyBackward(dY, { A: C, B: P.W_O });

  const dHeads = heads.map((head, i) => {
    // forward: C holds head i in the columns from i·d_v
    const d_v = head.V[0].length;
    const dY_i = dC.map((row) => row.slice(i * d_v, (i + 1) * d_v));
    const { dQ, dK, dV } = attentionBackward(dY_i, head);
    // forward: Q = X_Q W_i^Q,  K = X_KV W_i^K,  V = X_KV W_i^V
    const { dA: dX_Q, dB: dW_Q } = multiplyBackward(dQ, { A: X_Q, B: P.W_Q[i] });
    const { dA: dX_K, dB: dW_K } = multiplyBackward(dK, { A: X_KV, B: P.W_K[i] });
    const { dA: dX_V, dB: dW_V } = multiplyBackward(dV, { A: X_KV, B: P.W_V[i] });
    return { dX_Q, dX_KV: add(dX_K, dX_V), dW_Q, dW_K, dW_V };
  });

  const dP: MultiHeadParams = {
    W_Q: dHeads.map(({ dW_Q }) => dW_Q),
    W_K: dHeads.map(({ dW_K }) => dW_K),
    W_V: dHeads.map(({ dW_V }) => dW_V),
    W_O: dW_O,
  };
  // Every head read the same X, so what the heads send back is added.
  const dX_Q = dHeads.map((head) => head.dX_Q).reduce(add);
  const dX_KV = dHeads.map((head) => head.dX_KV).reduce(add);
  return { dX_Q, dX_KV, dP };
}
