/**
 * Chapter 22 — Two answers, of which people prefer one
 *
 *     P(1 ≻ 2) = σ(r_1 − r_2)                                    rewards as log-odds
 *     P*(y)    = P_old(y) exp(r(y) / β) / Z                      the best model on a leash
 *     KL(P‖Q)  = Σ_y P(y) ln (P(y) / Q(y))                       how far the leash is stretched
 *     r̂_k      = β (ln P(y_k) − ln P_old(y_k)),    m = r̂_1 − r̂_2
 *     loss     = − s ln σ(m) − (1 − s) ln σ(−m)                  s: the share of people who prefer answer 1
 *
 * Bradley and Terry 1952; Rafailov et al. 2023, "Direct preference optimization", eq. 1 (preference), 3 and 4 (the
 * leash and what is best on it), 5 (the reward that a model stands for) and 7 (the loss, for s = 1).
 */

import { log } from '../../lib/elementary.ts';
import type { Vector } from '../../lib/matrix.ts';
import { softmax } from '../04-attention/softmax.ts';
import { logSumExp } from '../08-backprop/cross-entropy.ts';
import { sigmoid } from '../09-feed-forward/activations.ts';

/** The share of people who prefer an answer of reward r_1 to one of r_2, in nats: odds of e^(r_1 − r_2) to 1. */
export function preferred(r_1: number, r_2: number): number {
  return sigmoid.f(r_1 - r_2);
}

/** The reward by which the first answer must lead so that a share s of people prefers it: ln (s / (1 − s)), in nats. */
export function logOdds(s: number): number {
  if (!(s > 0 && s < 1)) throw new RangeError(`odds need a share above 0 and below 1, got ${s}`);
  return log(s) - log(1 - s);
}

/**
 * P_old(y) exp(r(y) / β) / Z: of all ways to share out 1 among the answers, the one with the largest
 * Σ P r − β KL(P‖P_old). old: n shares, r: n rewards in nats → n shares. Throws RangeError unless β > 0.
 */
export function leashed(old: Vector, r: Vector, beta: number): Vector {
  needLeash(beta);
  return softmax([old.map((P_y, y) => log(P_y) + r[y] / beta)])[0];
}

/**
 * KL(P‖Q), in nats: 0 where both are the same, never below. What P never says costs nothing; ∞ if P says what Q never
 * does. P, Q: n shares each. Throws RangeError unless there are as many. Kullback and Leibler 1951.
 */
export function divergence(P: Vector, Q: Vector): number {
  if (P.length !== Q.length)
    throw new RangeError(`both must share out the same, got ${P.length} and ${Q.length} shares`);
  let sum = 0;
  for (const [y, share] of P.entries()) {
    if (share > 0) sum += share * (log(share) - log(Q[y]));
  }
  return sum;
}

/** The working of the loss of one pair of answers. */
export interface Preference {
  beta: number;
  s: number;
  r: Vector; //     2  the rewards that the model stands for, nats
  m: number; //        the margin
  loss: number; //     nats
}

/**
 * The loss of a pair of answers. logP: ln P of both by the model, logP_old: by the old one, 2 each; s: the share of
 * people who prefer the first. Throws RangeError unless 0 ≤ s ≤ 1 and β > 0.
 */
export function preference(logP: Vector, logP_old: Vector, s: number, beta: number): Preference {
  needLeash(beta);
  if (!(s >= 0 && s <= 1)) throw new RangeError(`a share of people must be from 0 to 1, got ${s}`);
  const r = logP.map((logP_k, k) => beta * (logP_k - logP_old[k]));
  const m = r[0] - r[1];
  // − ln σ(m) = ln(1 + e^−m), and e^−m cannot overflow in chapter 8's function.
  const loss = s * logSumExp([0, -m]) + (1 - s) * logSumExp([0, m]);
  return { beta, s, r, m, loss };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** ∂loss/∂ln P of both answers, 2. The old model learns nothing. */
export function preferenceBackward({ beta, s, m }: Preference): Vector {
  // forward: loss = − s ln σ(m) − (1 − s) ln σ(−m)
  const dm = sigmoid.f(m) - s;
  // forward: m = β (ln P_1 − ln P_old,1) − β (ln P_2 − ln P_old,2)
  return [beta * dm, -beta * dm];
}

function needLeash(beta: number): void {
  if (!(beta > 0)) throw new RangeError(`a leash must have a strength β above 0, got ${beta}`);
}
