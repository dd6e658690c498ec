/**
 * Chapter 14 — Attention for a recurrent decoder
 *
 *     e_j = tanh(s W_q + z_j W_k) · v         how well the decoder's state s and the encoder's state z_j fit
 *     a   = softmax(e)
 *     c   = Σ_j a_j z_j                       the context, read beside the next word
 *
 * Two years before the Transformer: the decoder looks back at every state of the encoder instead of carrying
 * the whole sentence in one. Here a small network makes the score; in chapter 4 it is a dot product.
 * Bahdanau, Cho and Bengio 2015, §3.1 and appendix A.1.2. Article: 「背景知識」.
 */

import { tanh } from '../../lib/elementary.ts';
import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { sumTrees } from '../../lib/params.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, multiplyBackward, needShape } from '../01-vectors/matrices.ts';
import { softmax, softmaxBackward } from '../04-attention/softmax.ts';
import {
  advance,
  advanceBackward,
  cellParamsGradient,
  type CellParams,
  type Slopes,
  type Step,
  type Walk,
} from './time.ts';

/** What the attention learns. */
export interface AdditiveParams {
  W_q: Matrix; // d×d_a
  W_k: Matrix; // d×d_a
  v: Vector; //   d_a
}

/** Random parameters. d: length of a state, d_a: of what is compared. */
export function additiveParams(random: Random, d: number, d_a: number): AdditiveParams {
  const [W_q, W_k] = [evenMatrix(random, d, d_a), evenMatrix(random, d, d_a)];
  return { W_q, W_k, v: evenMatrix(random, 1, d_a)[0] };
}

/** The working of one look back. */
export interface Look {
  s: Vector; //    d     who looks: the decoder's state
  Z: Matrix; //    m×d   the encoder's states
  P: AdditiveParams;
  T: Matrix; //    m×d_a tanh(s W_q + keys)
  a: Vector; //    m     shares, summing to 1
  c: Vector; //    d     what is brought home
}

/** One look. s: d, keys = Z W_k: m×d_a, the same for every look, Z: m×d → d. Throws as `multiply`. */
export function look(s: Vector, keys: Matrix, Z: Matrix, P: AdditiveParams): Look {
  const [query] = multiply([s], P.W_q);
  const T = keys.map((key) => key.map((k_c, c) => tanh(query[c] + k_c)));
  const e = T.map((row) => {
    let dot = 0;
    for (let c = 0; c < row.length; c++) dot += row[c] * P.v[c];
    return dot;
  });
  const [a] = softmax([e]);
  const [c] = multiply([a], Z);
  return { s, Z, P, T, a, c };
}

/** The working of a walk that looks back before every step. */
export interface LookingWalk extends Walk {
  looks: Look[]; // n
}

/**
 * c_i from s_{i−1}, then s_i = cell([x_i; c_i], s_{i−1}). X: n×d_x, s_0: d, Z: m×d; the cell
 * reads d_x + d numbers → n×d.
 * differs: their encoder reads the sentence in both directions and their output layer sees the context again; here
 * attention is the one thing added. Throws as `mix` and `multiply`.
 */
export function lookingWalk(X: Matrix, s_0: Vector, Z: Matrix, P: CellParams, P_a: AdditiveParams): LookingWalk {
  const keys = multiply(Z, P_a.W_k);
  const [looks, steps]: [Look[], Step[]] = [[], []];
  let s = s_0;
  for (const x of X) {
    const looked = look(s, keys, Z, P_a);
    const step = advance([...x, ...looked.c], s, P);
    looks.push(looked);
    steps.push(step);
    s = step.y;
  }
  return { looks, steps, H: steps.map(({ y }) => y) };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dc: d to { ds: d, dKeys: m×d_a, dZ: m×d, dP: { W_q, v } }. W_k hears through the keys. */
export function lookBackward(dc: Vector, { s, Z, P, T, a }: Look) {
  // forward: c = a Z
  const {
    dA: [da],
    dB: dZ,
  } = multiplyBackward([dc], { A: [a], B: Z });
  // forward: a = softmax(e)
  const [de] = softmaxBackward([da], [a]);
  const [m, d_a] = shape(T);
  const dKeys = zeros(m, d_a);
  const [dQuery, v] = zeros(2, d_a);
  for (let j = 0; j < m; j++) {
    // forward: e_j = Σ_c tanh(query_c + keys_jc) v_c
    for (let c = 0; c < d_a; c++) {
      v[c] += de[j] * T[j][c];
      dKeys[j][c] = de[j] * P.v[c] * (1 - T[j][c] * T[j][c]);
      dQuery[c] += dKeys[j][c];
    }
  }
  // forward: query = s W_q
  const {
    dA: [ds],
    dB: W_q,
  } = multiplyBackward([dQuery], { A: [s], B: P.W_q });
  return { ds, dKeys, dZ, dP: { W_q, v } };
}

/**
 * From dH: n×d to { dX: n×d_x, ds_0: d, dZ: m×d, dP of the cell, dP_a of the attention }. Throws
 * RangeError unless dH is n×d.
 */
export function lookingWalkBackward(dH: Matrix, { steps, looks, H }: LookingWalk) {
  needShape(dH, steps.length, H[0].length);
  const { Z, P } = looks[0];
  const dX: Matrix = [];
  const dA: Slopes[] = [];
  const backs: ReturnType<typeof lookBackward>[] = [];
  let ds = zeros(1, H[0].length)[0];
  for (let i = steps.length - 1; i >= 0; i--) {
    const later = ds;
    const step = advanceBackward(
      dH[i].map((own, c) => own + later[c]),
      steps[i],
    );
    // forward: the cell read [x_i; c_i]
    const d_x = step.dx.length - Z[0].length;
    const looked = lookBackward(step.dx.slice(d_x), looks[i]);
    dX.unshift(step.dx.slice(0, d_x));
    dA.unshift(step.da);
    backs.push(looked);
    // forward: s_{i−1} was read by the cell, and asked the question
    ds = step.dh.map((dh_c, c) => dh_c + looked.ds[c]);
  }
  // forward: keys = Z W_k, read by every look, as Z was
  const dKeys = sumTrees(backs.map((back) => back.dKeys));
  const keyed = multiplyBackward(dKeys, { A: Z, B: P.W_k });
  const dZ = add(keyed.dA, sumTrees(backs.map((back) => back.dZ)));
  const { W_q, v } = sumTrees(backs.map((back) => back.dP));
  const dP_a: AdditiveParams = { W_q, W_k: keyed.dB, v };
  return { dX, ds_0: ds, dZ, dP: cellParamsGradient(steps, dA), dP_a };
}
