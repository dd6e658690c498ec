/**
 * Chapter 3 — Positions
 *
 *     PE(p, 2i)   = sin(p / 10000^(2i/d_model))
 *     PE(p, 2i+1) = cos(p / 10000^(2i/d_model))
 *
 * p: position, counted from 0; i: the pair of coordinates, from 0; angles in radians.
 * The table is added to the embedding, it replaces nothing: X + PE.
 * Vaswani et al. 2017, §3.5. Article: 「核心內容」, second step.
 */

import { cos, pow, sin } from '../../lib/elementary.ts';
import { zeros, type Matrix } from '../../lib/matrix.ts';

/**
 * PE for the positions 0 … n − 1 → n×d_model. Row p is a row of clocks: pair i is the tip of a hand that
 * starts at twelve and turns by ω_i a position. Throws RangeError unless n ≥ 1 and d_model is even.
 */
export function positionalEncoding(n: number, d_model: number): Matrix {
  needSizes(n, d_model);
  const PE = zeros(n, d_model);
  for (let i = 0; 2 * i < d_model; i++) {
    const omega = frequency(i, d_model);
    for (let p = 0; p < n; p++) {
      PE[p][2 * i] = sin(p * omega);
      PE[p][2 * i + 1] = cos(p * omega);
    }
  }
  return PE;
}

/** ω_i = 1 / 10000^(2i/d_model): the angle, in radians, by which pair i turns from one position to the next. */
export function frequency(i: number, d_model: number): number {
  return 1 / pow(10000, (2 * i) / d_model);
}

/** 2π / ω_i: after so many positions pair i is back where it was. From 2π up to almost 10000 · 2π. */
export function wavelength(i: number, d_model: number): number {
  return (2 * Math.PI) / frequency(i, d_model);
}

/**
 * R_k, the rotation that moves every position by k: PE(p + k) = PE(p) R_k, whatever p is.
 * k: positions, whole or not, forwards or backwards → d_model×d_model, a turn by k ω_i in each pair.
 * Throws RangeError unless d_model is even.
 * "for any fixed offset k, PE(pos+k) can be represented as a linear function of PE(pos)": §3.5.
 */
export function shift(k: number, d_model: number): Matrix {
  needSizes(1, d_model);
  const R = zeros(d_model, d_model);
  for (let i = 0; 2 * i < d_model; i++) {
    const angle = k * frequency(i, d_model);
    // sin(a + b) = sin a cos b + cos a sin b,   cos(a + b) = cos a cos b − sin a sin b
    R[2 * i][2 * i] = cos(angle);
    R[2 * i + 1][2 * i] = sin(angle);
    R[2 * i][2 * i + 1] = -sin(angle);
    R[2 * i + 1][2 * i + 1] = cos(angle);
  }
  return R;
}

/**
 * PE(p) · PE(p + k) = Σ_i cos(k ω_i), whatever p is: how alike two places k positions apart look.
 * k: positions; largest, d_model / 2, at k = 0. From sin a sin b + cos a cos b = cos(b − a) in each pair.
 * Throws RangeError unless d_model is even.
 */
export function similarity(k: number, d_model: number): number {
  needSizes(1, d_model);
  let sum = 0;
  for (let i = 0; 2 * i < d_model; i++) sum += cos(k * frequency(i, d_model));
  return sum;
}

function needSizes(n: number, d_model: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`a sentence must have at least one position, got ${n}`);
  }
  if (!Number.isInteger(d_model) || d_model < 2 || d_model % 2 !== 0) {
    throw new RangeError(`d_model must be even, a sine and a cosine a pair, got ${d_model}`);
  }
}
