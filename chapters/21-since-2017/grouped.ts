/**
 * Chapter 21 — Grouped queries, and keys and values that are kept
 *
 *     head_i = Attention(X W_i^Q, X W_j^K, X W_j^V),     j = ⌊i g / h⌋
 *
 * h heads ask; only g ≤ h of them have keys and values of their own, and h/g queries share each. g = h is chapter 5.
 * Ainslie et al. 2023, "GQA", §2.2; g = 1: Shazeer 2019. In place of Vaswani et al. 2017, §3.2.2.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { attention, attentionBackward, type Attention } from '../04-attention/attention.ts';
import { headWidth } from '../05-multi-head/multi-head.ts';
import { rotary, rotaryBackward, type Turns } from './rotary.ts';

/** What grouped queries learn. */
export interface GroupedParams {
  W_Q: Matrix[]; // h of d_model×d_k
  W_K: Matrix[]; // g of d_model×d_k
  W_V: Matrix[]; // g of d_model×d_v
  W_O: Matrix; //   h·d_v×d_model
}

/** Keys and values of the words so far, a matrix a group; the keys are turned already. */
export interface Kept {
  K: Matrix[]; // g of t×d_k
  V: Matrix[]; // g of t×d_v
}

/** The working of grouped queries. K and V begin with what was kept, and are what is kept for the next word. */
export interface Grouped extends Kept {
  X: Matrix; // n×d_model
  P: GroupedParams;
  T: Turns | undefined;
  heads: Attention[]; // h workings of chapter 4
  C: Matrix; // n×h·d_v
  Y: Matrix; // n×d_model
}

/** Random matrices for h heads in g groups, spread as chapter 5's. Throws RangeError unless g divides h. */
export function groupedParams(random: Random, d_model: number, h: number, g: number): GroupedParams {
  const d_k = headWidth(d_model, h);
  needGroups(h, g);
  const limit = Math.sqrt(6 / (d_model + (h + 2 * g) * d_k));
  const matrices = (count: number) => Array.from({ length: count }, () => evenMatrix(random, d_model, d_k, limit));
  return { W_Q: matrices(h), W_K: matrices(g), W_V: matrices(g), W_O: evenMatrix(random, h * d_k, d_model) };
}

/**
 * Concat(head_1, …, head_h) W^O. X: n×d_model, M: n×(t + n), T: the turns of the n places, left out for none;
 * kept: of the t words before → n×d_model. Throws RangeError unless g divides h, and as chapters 1 and 4.
 */
export function groupedQuery(X: Matrix, P: GroupedParams, M?: Matrix, T?: Turns, kept?: Kept): Grouped {
  const [h, g] = [P.W_Q.length, P.W_K.length];
  needGroups(h, g);
  const turned = (A: Matrix) => (T ? rotary(A, T).Y : A);
  const K = P.W_K.map((W, j) => [...(kept?.K[j] ?? []), ...turned(multiply(X, W))]);
  const V = P.W_V.map((W, j) => [...(kept?.V[j] ?? []), ...multiply(X, W)]);
  const heads = P.W_Q.map((W, i) => {
    const j = groupOf(i, h, g);
    return attention(turned(multiply(X, W)), K[j], V[j], M);
  });
  const C = X.map((_, row) => heads.flatMap((head) => head.Y[row]));
  return { X, P, T, K, V, heads, C, Y: multiply(C, P.W_O) };
}

/** j = ⌊i g / h⌋: the first h/g heads share group 0, the next h/g group 1, … */
function groupOf(i: number, h: number, g: number): number {
  return Math.floor((i * g) / h);
}

function needGroups(h: number, g: number): void {
  if (!Number.isInteger(g) || g < 1 || h % g !== 0) {
    throw new RangeError(`heads must share out evenly over the groups, got ${h} heads and ${g} groups`);
  }
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dY: n×d_model to { dX: n×d_model, dP }. A group hears from each of its heads. Nothing may have been kept. */
export function groupedQueryBackward(dY: Matrix, { X, P, T, K, V, heads, C }: Grouped) {
  // forward: Y = C W^O
  const { dA: dC, dB: W_O } = multiplyBackward(dY, { A: C, B: P.W_O });
  const back = (dA: Matrix) => (T ? rotaryBackward(dA, { T }).dX : dA);

  const dK = K.map((K_j) => zeros(...shape(K_j)));
  const dV = V.map((V_j) => zeros(...shape(V_j)));
  let dX = zeros(...shape(X));
  const W_Q = heads.map((head, i) => {
    // forward: head_i = Attention(turned(X W_i^Q), K_j, V_j), which stands in C in the columns from i·d_v
    const [, d_v] = shape(head.V);
    const found = attentionBackward(
      dC.map((row) => row.slice(i * d_v, (i + 1) * d_v)),
      head,
    );
    const j = groupOf(i, heads.length, K.length);
    dK[j] = add(dK[j], found.dK);
    dV[j] = add(dV[j], found.dV);
    const { dA, dB } = multiplyBackward(back(found.dQ), { A: X, B: P.W_Q[i] });
    dX = add(dX, dA);
    return dB;
  });

  // forward: K_j = turned(X W_j^K),  V_j = X W_j^V
  const intoK = dK.map((dK_j, j) => multiplyBackward(back(dK_j), { A: X, B: P.W_K[j] }));
  const intoV = dV.map((dV_j, j) => multiplyBackward(dV_j, { A: X, B: P.W_V[j] }));
  for (const { dA } of [...intoK, ...intoV]) dX = add(dX, dA);
  const dP: GroupedParams = { W_Q, W_K: intoK.map(({ dB }) => dB), W_V: intoV.map(({ dB }) => dB), W_O };
  return { dX, dP };
}
