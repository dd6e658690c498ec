/**
 * Chapter 21 — Rotary positions
 *
 *     (x_2i, x_2i+1) at place p  ↦  the pair turned by the angle p ω_i
 *
 * Nothing is added to the words. Each query and each key is turned, pair by pair, like the hands of chapter 3's clocks;
 * the dot product of two of them then depends on how far apart they stand, not on where.
 * Su et al. 2021, "RoFormer", eq. 15. In place of Vaswani et al. 2017, §3.5.
 * differs: programs that load Llama's published matrices pair coordinate i with i + d_k/2; the columns stand in
 * another order, and nothing else changes.
 */

import { cos, pow, sin } from '../../lib/elementary.ts';
import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { needShape } from '../01-vectors/matrices.ts';

/** How far each pair is turned at each place: the cosine and the sine of p ω_i. */
export interface Turns {
  cosine: Matrix; // n×d_k/2
  sine: Matrix; // n×d_k/2
}

/** ω_i = base^(−2i/d_k), in radians a place → d_k/2. Throws RangeError unless d_k is even. */
export function frequencies(d_k: number, base = 10000): Vector {
  if (!Number.isInteger(d_k) || d_k < 2 || d_k % 2 !== 0) {
    throw new RangeError(`rotary positions turn pairs, so d_k must be even, got ${d_k}`);
  }
  return Array.from({ length: d_k / 2 }, (_, i) => pow(base, (-2 * i) / d_k));
}

/** The turns of n places, the first of which is `from`. omega: radians a place, one a pair. */
export function turns(n: number, omega: Vector, from = 0): Turns {
  const T: Turns = { cosine: zeros(n, omega.length), sine: zeros(n, omega.length) };
  for (let p = 0; p < n; p++) {
    for (let i = 0; i < omega.length; i++) {
      T.cosine[p][i] = cos((from + p) * omega[i]);
      T.sine[p][i] = sin((from + p) * omega[i]);
    }
  }
  return T;
}

/** The working of a turn. */
export interface Rotary {
  T: Turns;
  Y: Matrix; // n×d_k
}

/** Turns each row by its place. X: n×d_k, queries or keys → n×d_k. Throws RangeError unless there is a turn a pair. */
export function rotary(X: Matrix, T: Turns): Rotary {
  const [n, d_k] = shape(X);
  needTurns(n, d_k, T);
  const Y = zeros(n, d_k);
  for (let p = 0; p < n; p++) {
    for (let i = 0; 2 * i < d_k; i++) {
      const [x, y] = [X[p][2 * i], X[p][2 * i + 1]];
      Y[p][2 * i] = T.cosine[p][i] * x - T.sine[p][i] * y;
      Y[p][2 * i + 1] = T.sine[p][i] * x + T.cosine[p][i] * y;
    }
  }
  return { T, Y };
}

function needTurns(n: number, d_k: number, { cosine, sine }: Turns): void {
  const [places, pairs] = shape(cosine);
  needShape(sine, places, pairs);
  if (places !== n || 2 * pairs !== d_k) {
    throw new RangeError(`${n} places of ${d_k} numbers need as many turns of pairs, got ${places} of ${pairs}`);
  }
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dY: n×d_k to { dX }: turned back by the same angle. */
export function rotaryBackward(dY: Matrix, { T }: Pick<Rotary, 'T'>) {
  const [n, d_k] = shape(dY);
  needTurns(n, d_k, T);
  const dX = zeros(n, d_k);
  for (let p = 0; p < n; p++) {
    for (let i = 0; 2 * i < d_k; i++) {
      const [dx, dy] = [dY[p][2 * i], dY[p][2 * i + 1]];
      // forward: Y[p][2i] = cos x − sin y,  Y[p][2i+1] = sin x + cos y
      dX[p][2 * i] = T.cosine[p][i] * dx + T.sine[p][i] * dy;
      dX[p][2 * i + 1] = -T.sine[p][i] * dx + T.cosine[p][i] * dy;
    }
  }
  return { dX };
}
