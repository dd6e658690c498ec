/**
 * Chapter 4 — Scaled dot-product attention
 *
 *     Attention(Q, K, V) = softmax(Q Kᵀ / √d_k + M) V
 *
 * Each query looks at every key, and takes home a mixture of the values.
 * Vaswani et al. 2017, §3.2.1, eq. 1, figure 2; M is chapter 6. Article: 「計算過程」.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
import { needShape } from '../01-vectors/matrices.ts';
import { softmax, softmaxBackward } from './softmax.ts';

/** The working of one attention. */
export interface Attention {
  Q: Matrix; // n×d_k  what each word asks for
  K: Matrix; // m×d_k  what each word is found by
  V: Matrix; // m×d_v  what each word has to give
  S: Matrix; // n×m    scores: how well query i fits key j
  A: Matrix; // n×m    shares: softmax of the scores, each row sums to 1
  Y: Matrix; // n×d_v  row i is the values, mixed in the shares A[i]
}

/**
 * softmax(Q Kᵀ / √d_k + M) V. Q: n×d_k, K: m×d_k, V: m×d_v, M: n×m of 0 and −∞ → n×d_v.
 * Throws RangeError if the shapes do not fit, NothingToAttend if M hides every key from a query.
 */
export function attention(Q: Matrix, K: Matrix, V: Matrix, M?: Matrix): Attention {
  const [n, d_k] = shape(Q);
  const [m, d_v] = shape(V);
  needFit(Q, K, V, M);

  const S = zeros(n, m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let dot = 0;
      for (let c = 0; c < d_k; c++) dot += Q[i][c] * K[j][c];
      S[i][j] = dot / Math.sqrt(d_k);
      if (M) S[i][j] += M[i][j];
    }
  }

  const A = softmax(S);

  const Y = zeros(n, d_v);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let c = 0; c < d_v; c++) Y[i][c] += A[i][j] * V[j][c];
    }
  }
  return { Q, K, V, S, A, Y };
}

function needFit(Q: Matrix, K: Matrix, V: Matrix, M?: Matrix): void {
  const [n, d_k] = shape(Q);
  const [m, d_k_K] = shape(K);
  const [m_V] = shape(V);
  if (d_k !== d_k_K) {
    throw new RangeError(`a query and a key must have one length d_k, got ${d_k} and ${d_k_K}`);
  }
  if (m !== m_V) {
    throw new RangeError(`every key needs a value, got ${m} keys and ${m_V} values`);
  }
  if (!M) return;
  const [n_M, m_M] = shape(M);
  if (n !== n_M || m !== m_M) {
    throw new RangeError(`a mask needs a row for each query and a column for each key, ${n}×${m}, got ${n_M}×${m_M}`);
  }
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/**
 * From dY: n×d_v to { dQ: n×d_k, dK: m×d_k, dV: m×d_v }. Throws RangeError if dY has another shape.
 * The mask has no line here: a constant was added, and where it was −∞ the share is 0, and so is dS.
 */
export function attentionBackward(dY: Matrix, { Q, K, V, A }: Attention) {
  const [n, d_k] = shape(Q);
  const [m, d_v] = shape(V);
  needShape(dY, n, d_v);

  const dA = zeros(n, m);
  const dV = zeros(m, d_v);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      // forward: Y[i][c] += A[i][j] * V[j][c]
      for (let c = 0; c < d_v; c++) {
        dA[i][j] += dY[i][c] * V[j][c];
        dV[j][c] += dY[i][c] * A[i][j];
      }
    }
  }

  // forward: A = softmax(S)
  const dS = softmaxBackward(dA, A);

  const dQ = zeros(n, d_k);
  const dK = zeros(m, d_k);
  const scale = 1 / Math.sqrt(d_k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      // forward: S[i][j] = Σ_c Q[i][c] * K[j][c] / √d_k
      for (let c = 0; c < d_k; c++) {
        dQ[i][c] += dS[i][j] * K[j][c] * scale;
        dK[j][c] += dS[i][j] * Q[i][c] * scale;
      }
    }
  }
  return { dQ, dK, dV };
}
