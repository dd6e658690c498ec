/**
 * Chapter 18 — The game, step by step
 *
 *     D_STEPS times:  draw real customers and noise,  D ← Adam(D, ∂loss_D/∂D)
 *     G_STEPS times:  draw noise,                     G ← Adam(G, ∂loss_G/∂G)
 *
 * Goodfellow et al. 2014, algorithm 1, with chapter 12's Adam in place of plain gradient descent.
 */

import type { Matrix, Vector } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import type { FeedForwardParams } from '../09-feed-forward/feed-forward.ts';
import { beginner, type Learner } from '../12-training/adam.ts';
import { step } from '../12-training/step.ts';
import { forge, foundReal, generate, judge, type GanParams } from './gan.ts';

/** What is decided before training. */
export interface GanPlan {
  noise: number; //  numbers in z
  batch: number; //  customers drawn a step, of either sort
  d_steps: number; // steps of D in a round: k of algorithm 1
  g_steps: number; // steps of G in a round; 1 in the paper
  rate: number; //   of both
  blur: Vector; //   each feature of a real customer is moved by up to this, either way, before D sees it
}

/** Both players in training. */
export interface Players {
  G: Learner<FeedForwardParams>;
  D: Learner<FeedForwardParams>;
}

/** Both players before their first step. */
export function players({ G, D }: GanParams): Players {
  return { G: beginner(G), D: beginner(D) };
}

/** Real rows with their labels, drawn with replacement. X: n×features, Y: n×label → two matrices of `batch` rows. */
export function drawn(random: Random, X: Matrix, Y: Matrix, batch: number) {
  const picked = Array.from({ length: batch }, () => Math.floor(X.length * random()));
  return { X: picked.map((i) => X[i]), Y: picked.map((i) => Y[i]) };
}

/**
 * Each feature moved by up to its blur, either way. Real features are whole numbers and G's are not: D would find them
 * out by their fractions, and learn nothing else. With a blur of ½, rounding undoes it.
 */
export function shaken(random: Random, X: Matrix, blur: Vector): Matrix {
  return X.map((x) => x.map((x_c, c) => x_c + blur[c] * (2 * random() - 1)));
}

/**
 * One round of algorithm 1. X: n×features real, Y: n×label. Result: the next players, and the two
 * losses, nats a customer.
 */
export function round(now: Players, X: Matrix, Y: Matrix, plan: GanPlan, random: Random) {
  let { G, D } = now;
  let [loss_D, loss_G] = [0, 0];
  for (let k = 0; k < plan.d_steps; k++) {
    const real = drawn(random, X, Y, plan.batch);
    const labels = drawn(random, X, Y, plan.batch).Y;
    const made = generate(normalMatrix(random, plan.batch, plan.noise), labels, G.P).Y;
    const lossOf = (X_real: Matrix, P: FeedForwardParams) => {
      const { loss, dD } = judge(X_real, real.Y, made, labels, P);
      return { loss, n: plan.batch, dP: dD };
    };
    ({ learner: D, loss: loss_D } = step(D, [shaken(random, real.X, plan.blur)], lossOf, plan.rate));
  }
  for (let k = 0; k < plan.g_steps; k++) {
    const labels = drawn(random, X, Y, plan.batch).Y;
    const lossOf = (Z: Matrix, P: FeedForwardParams) => {
      const { loss, dG } = forge(Z, labels, { G: P, D: D.P }, foundReal);
      return { loss, n: plan.batch, dP: dG };
    };
    ({ learner: G, loss: loss_G } = step(G, [normalMatrix(random, plan.batch, plan.noise)], lossOf, plan.rate));
  }
  return { players: { G, D }, loss_D, loss_G };
}
