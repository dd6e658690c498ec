/**
 * Chapter 14 — The gated recurrent unit
 *
 *     r = σ(x W_x^r + h W_h^r + b^r)              reset: how much of the old state is shown to the candidate
 *     z = σ(x W_x^z + h W_h^z + b^z)              update: how much of the old state is kept
 *     g = tanh(x W_x^g + (r ∘ h) W_h^g + b^g)     the candidate for a new state
 *     y = z ∘ h + (1 − z) ∘ g
 *
 * Where z is near 1 the state passes by unchanged, and so does its gradient. Cho et al. 2014, §2.3, eq. 5–8, with the
 * biases that their formulas leave out; in later papers z and 1 − z have often changed places.
 * Article: 「背景知識」 (what came early is diluted).
 */

import { tanh } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { sigmoid } from '../09-feed-forward/activations.ts';
import { mix, mixBackward, mixGradient, type MixParams } from './cell.ts';

/** What a GRU learns: three mixtures where the simple cell has one. */
export interface GruParams {
  reset: MixParams;
  update: MixParams;
  candidate: MixParams;
}

/** The working of one step. */
export interface GruStep {
  x: Vector; //  d_x  the word
  h: Vector; //  d_h  the state before it
  P: GruParams;
  r: Vector; //  d_h  reset gate, 0 … 1
  z: Vector; //  d_h  update gate, 0 … 1
  rh: Vector; // d_h  r ∘ h, what the candidate sees of the state
  g: Vector; //  d_h  candidate
  y: Vector; //  d_h  the state after the word
}

/** One step. x: d_x, h: d_h → d_h. Throws as `mix`. */
export function gru(x: Vector, h: Vector, P: GruParams): GruStep {
  const r = mix(x, h, P.reset).map(sigmoid.f);
  const z = mix(x, h, P.update).map(sigmoid.f);
  const rh = r.map((r_c, c) => r_c * h[c]);
  const g = mix(x, rh, P.candidate).map((a_c) => tanh(a_c));
  const y = z.map((z_c, c) => z_c * h[c] + (1 - z_c) * g[c]);
  return { x, h, P, r, z, rh, g, y };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** What the three mixtures of one step hear, before tanh and σ: d_h each. */
export interface GruSlopes {
  reset: Vector;
  update: Vector;
  candidate: Vector;
}

/** From dy to { dx: d_x, dh: d_h, da }; the parameters hear later, from the da of all steps at once. */
export function gruBackward(dy: Vector, { h, P, r, z, g }: GruStep) {
  // forward: y = z ∘ h + (1 − z) ∘ g
  const dz = dy.map((dy_c, c) => dy_c * (h[c] - g[c]));
  const dg = dy.map((dy_c, c) => dy_c * (1 - z[c]));
  // forward: g = tanh(…), r and z = σ(…), whose slopes are 1 − g², r (1 − r) and z (1 − z)
  const candidate = dg.map((dg_c, c) => dg_c * (1 - g[c] * g[c]));
  const c_back = mixBackward(candidate, P.candidate);
  // forward: rh = r ∘ h
  const drh = c_back.dh;
  const reset = drh.map((drh_c, c) => drh_c * h[c] * r[c] * (1 - r[c]));
  const update = dz.map((dz_c, c) => dz_c * z[c] * (1 - z[c]));
  const r_back = mixBackward(reset, P.reset);
  const z_back = mixBackward(update, P.update);
  // The word was read three times. The state was read by both gates, shown through r, and kept through z.
  const dx = c_back.dx.map((dx_k, k) => dx_k + r_back.dx[k] + z_back.dx[k]);
  const dh = dy.map((dy_c, c) => dy_c * z[c] + drh[c] * r[c] + r_back.dh[c] + z_back.dh[c]);
  const da: GruSlopes = { reset, update, candidate };
  return { dx, dh, da };
}

/** What the parameters of a GRU hear from its steps. steps: n, dA: one list of slopes a step. */
export function gruGradient(steps: GruStep[], dA: GruSlopes[]): GruParams {
  const X = steps.map(({ x }) => x);
  const H = steps.map(({ h }) => h);
  const RH = steps.map(({ rh }) => rh);
  const of = (name: keyof GruSlopes): Matrix => dA.map((da) => da[name]);
  return {
    reset: mixGradient(X, H, of('reset')),
    update: mixGradient(X, H, of('update')),
    candidate: mixGradient(X, RH, of('candidate')),
  };
}
