/**
 * Chapter 19 — Pulling arms: the ε-greedy bandit
 *
 *     with probability 1 − ε:  the arm with the greatest mean so far;   with probability ε:  any arm
 *     mean ← mean + (reward − mean) / n
 *     regret = Σ (mean of the best arm − mean of the arm pulled)
 *
 * The smallest problem of reinforcement learning: actions and rewards, and nothing that an action changes.
 * Sutton and Barto 2018, §2.2 and §2.4; regret: Lai and Robbins 1985. Article: 「啓發收穫」, point seven (greedy).
 */

import type { Vector } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';

/** What is known of an arm. */
export interface Arm {
  pulls: number;
  mean: number; // of the rewards so far; 0 before the first
}

/** Arms that nobody has pulled. */
export function freshArms(count: number): Arm[] {
  return Array.from({ length: count }, () => ({ pulls: 0, mean: 0 }));
}

/**
 * The arms after one of them was pulled: its mean moves towards the reward by 1/n of the way. Sutton
 * and Barto 2018, eq. 2.3.
 */
export function pulled(arms: Arm[], a: number, reward: number): Arm[] {
  return arms.map(({ pulls, mean }, k) =>
    k === a ? { pulls: pulls + 1, mean: mean + (reward - mean) / (pulls + 1) } : { pulls, mean },
  );
}

/** The arm with the greatest mean, the first of equals. One that was never pulled counts as better than any. */
export function greedyArm(arms: Arm[]): number {
  const worth = arms.map(({ pulls, mean }) => (pulls === 0 ? Infinity : mean));
  return worth.indexOf(Math.max(...worth));
}

/** The arm to pull next. Throws RangeError unless 0 ≤ ε ≤ 1. */
export function epsilonGreedy(arms: Arm[], epsilon: number, random: Random): number {
  if (!(epsilon >= 0 && epsilon <= 1)) {
    throw new RangeError(`ε must be a probability, from 0 to 1, got ${epsilon}`);
  }
  return random() < epsilon ? Math.floor(random() * arms.length) : greedyArm(arms);
}

/**
 * The regret after each pull: what the best arm would have brought on average, less what the arms pulled do. means:
 * of the arms, as they are.
 */
export function regret(pulls: number[], means: Vector): Vector {
  const best = Math.max(...means);
  let sum = 0;
  return pulls.map((a) => (sum += best - means[a]));
}
