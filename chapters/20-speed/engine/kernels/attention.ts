/**
 * Chapter 4's attention and attentionBackward for all heads of one sentence.
 *
 * The heads lie side by side: head i of Q has columns i·d_k … of a wide matrix, whose rows are a pitch of bytes apart.
 * A causal mask needs no −∞: query i simply stops at key i.
 */

import { addTimes, clear, dot, expRow, largest, scale, SIZE } from './rows';

/**
 * Y = softmax(Q Kᵀ / √d_k) V for h heads. Q: n rows `pitch_Q` bytes apart, K and V: m rows `pitch_KV` apart;
 * A: room for h·n·m shares; Y: n rows of h·d_v numbers.
 */
export function attention(
  Q: usize,
  n: usize,
  pitch_Q: usize,
  K: usize,
  V: usize,
  m: usize,
  pitch_KV: usize,
  h: usize,
  d_k: usize,
  d_v: usize,
  causal: bool,
  A: usize,
  Y: usize,
): void {
  const root = real(1 / Math.sqrt(f64(d_k)));
  const pitch_Y = h * d_v * SIZE;
  clear(Y, n * h * d_v);
  for (let head: usize = 0; head < h; head++) {
    for (let i: usize = 0; i < n; i++) {
      const seen = causal ? i + 1 : m;
      for (let j: usize = 0; j < seen; j++) {
        store<real>(A + j * SIZE, root * dot(Q + i * pitch_Q, K + j * pitch_KV, d_k));
      }
      const sum = expRow(A, largest(A, seen), A, seen);
      scale(A, 1 / sum, seen);
      for (let j: usize = 0; j < seen; j++) {
        addTimes(Y + i * pitch_Y, load<real>(A + j * SIZE), V + j * pitch_KV, d_v);
      }
      clear(A + seen * SIZE, m - seen);
      A += m * SIZE;
    }
    Q += d_k * SIZE;
    K += d_k * SIZE;
    V += d_v * SIZE;
    Y += d_v * SIZE;
  }
}

/**
 * From dY to dQ, dK, dV, laid out as Q, K and V are and 0 before. dA: room for m numbers.
 * The lines are those of chapter 4's attentionBackward, a row of A at a time.
 */
export function attentionBackward(
  dY: usize,
  n: usize,
  Q: usize,
  dQ: usize,
  pitch_Q: usize,
  K: usize,
  V: usize,
  dK: usize,
  dV: usize,
  m: usize,
  pitch_KV: usize,
  h: usize,
  d_k: usize,
  d_v: usize,
  causal: bool,
  A: usize,
  dA: usize,
): void {
  const root = real(1 / Math.sqrt(f64(d_k)));
  const pitch_Y = h * d_v * SIZE;
  for (let head: usize = 0; head < h; head++) {
    for (let i: usize = 0; i < n; i++) {
      const seen = causal ? i + 1 : m;
      const dY_i = dY + i * pitch_Y;
      let average: real = 0;
      for (let j: usize = 0; j < seen; j++) {
        const share = load<real>(A + j * SIZE);
        const dA_ij = dot(dY_i, V + j * pitch_KV, d_v);
        addTimes(dV + j * pitch_KV, share, dY_i, d_v);
        average += share * dA_ij;
        store<real>(dA + j * SIZE, dA_ij);
      }
      for (let j: usize = 0; j < seen; j++) {
        const dS = load<real>(A + j * SIZE) * (load<real>(dA + j * SIZE) - average) * root;
        addTimes(dQ + i * pitch_Q, dS, K + j * pitch_KV, d_k);
        addTimes(dK + j * pitch_KV, dS, Q + i * pitch_Q, d_k);
      }
      A += m * SIZE;
    }
    Q += d_k * SIZE;
    dQ += d_k * SIZE;
    K += d_k * SIZE;
    dK += d_k * SIZE;
    V += d_v * SIZE;
    dV += d_v * SIZE;
    dY += d_v * SIZE;
  }
}
