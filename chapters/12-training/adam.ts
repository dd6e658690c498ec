/**
 * Chapter 12 — Adam, and the paper's learning rate
 *
 *     m ← β_1 m + (1 − β_1) g        v ← β_2 v + (1 − β_2) g²
 *     m̂ = m / (1 − β_1^t)            v̂ = v / (1 − β_2^t)
 *     p ← p − rate · m̂ / (√v̂ + ε)
 *     rate(t) = d_model^−½ · min(t^−½, t · warmup^−3/2)
 *
 * Kingma and Ba 2015, algorithm 1; Vaswani et al. 2017, §5.3, eq. 3. Article: 「計算過程」 (from w_0 to w_1).
 */

import { pow } from '../../lib/elementary.ts';
import { mapRows, rowsOf, zerosLike } from '../../lib/params.ts';

/** How much of the mean gradient is kept at each step: β_1 of §5.3. */
export const BETA_1 = 0.9;
/** How much of the mean square is kept: β_2 of §5.3. It looks back over about 1 / (1 − β_2) = 50 steps. */
export const BETA_2 = 0.98;
/** Keeps the division away from 0 for a number whose gradient was always 0: ε of §5.3. */
export const EPSILON = 1e-9;

/** A model in training: its numbers, two running means for each of them, and the steps taken. */
export interface Learner<T extends object> {
  P: T;
  m: T; //    running mean of the gradient
  v: T; //    running mean of its square
  t: number; // steps
}

/** A model before its first step: both means are 0. */
export function beginner<T extends object>(P: T): Learner<T> {
  return { P, m: zerosLike(P), v: zerosLike(P), t: 0 };
}

/**
 * One step of Adam against the gradient dP, a tree of the form of P. rate: how far, at most about, each number moves.
 * The learner given stays as it was. Kingma and Ba 2015, algorithm 1. Throws RangeError if dP has another form.
 */
export function adam<T extends object>(learner: Learner<T>, dP: T, rate: number): Learner<T> {
  const next = { P: copied(learner.P), m: copied(learner.m), v: copied(learner.v), t: learner.t + 1 };
  // Bias correction. Both means began at 0 and are too small at first; divided by this, the sum of the weights so far,
  // they are weighted means of what was seen. t counts steps, so it is one number for the whole tree.
  const [correction_1, correction_2] = [1 - pow(BETA_1, next.t), 1 - pow(BETA_2, next.t)];
  const [p, m, v, g] = rowsOf([next.P, next.m, next.v, dP]);
  for (let r = 0; r < g.length; r++) {
    for (let c = 0; c < g[r].length; c++) {
      m[r][c] = BETA_1 * m[r][c] + (1 - BETA_1) * g[r][c];
      v[r][c] = BETA_2 * v[r][c] + (1 - BETA_2) * g[r][c] * g[r][c];
      const m_hat = m[r][c] / correction_1;
      const v_hat = v[r][c] / correction_2;
      p[r][c] -= (rate * m_hat) / (Math.sqrt(v_hat) + EPSILON);
    }
  }
  return next;
}

/** The same tree with rows of its own, which may be written into. */
function copied<T extends object>(tree: T): T {
  return mapRows((row) => row.slice(), tree);
}

/**
 * d_model^−½ · min(t^−½, t · warmup^−3/2): rises in a line for `warmup` steps, then falls as 1/√t.
 * t: the step about to be taken, counted from 1; warmup: steps, 0 for none. Vaswani et al. 2017, §5.3, eq. 3.
 * Throws RangeError for t below 1, where nothing has been learned from yet, and for a warm-up below 0.
 */
export function warmupRate(t: number, d_model: number, warmup: number): number {
  if (!(t >= 1)) throw new RangeError(`steps are counted from 1, got ${t}`);
  if (!(warmup >= 0)) throw new RangeError(`a warm-up must take 0 steps or more, got ${warmup}`);
  return pow(d_model, -0.5) * Math.min(pow(t, -0.5), t * pow(warmup, -1.5));
}
