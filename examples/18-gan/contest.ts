/** A few real customers, several ways to more of them, and what each is worth on customers held out. */

import { averaged } from '../../chapters/12-training/averaging.ts';
import { accuracy, fitted } from '../../chapters/18-gan/classifier.ts';
import { bank, whole, type Cases } from '../../chapters/18-gan/customers.ts';
import { energyDistance, meanNearest, scaled, scaleOf, unscaled } from '../../chapters/18-gan/distance.ts';
import { ganParams, generate } from '../../chapters/18-gan/gan.ts';
import { independent, resampled } from '../../chapters/18-gan/rivals.ts';
import { players, round, type GanPlan } from '../../chapters/18-gan/training.ts';
import type { FeedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';

/** Rounds of algorithm 1, and after how many of them the generator's numbers are kept, once half are done. */
export const [ROUNDS, KEEP] = [3000, 20];
/** Customers to measure by. */
export const HELD_OUT = 2000;
export const sizes = { noise: 6, label: 1, features: 9, hidden: 32 };

/** Chosen on banks of other seeds, as tuning.ts prints it, with 40 real customers. */
export const [WIDTH_NEAR, WIDTH_HELPING, RIDGE] = [0.5, 0.4, 0.01];

/** The customers of one bank: the few that are given, those held out for measuring, and many for comparison. */
export interface Bank {
  few: Cases;
  heldOut: Cases;
  many: Cases;
}

/** A bank; of two numbers of customers, the smaller number are the first of the larger. */
export function bankOf(seed: string, few: number): Bank {
  return {
    few: firstOf(bank(seeded(`few ${seed}`), 320), few),
    heldOut: bank(seeded(`held out ${seed}`), HELD_OUT),
    many: bank(seeded(`many ${seed}`), 2000),
  };
}

/** How far a training has come. */
export interface AfterRound {
  round: number;
  loss_D: number;
  loss_G: number;
  G: FeedForwardParams;
}

/** A trained generator: the mean of those of the second half of the rounds, and the last of them. */
export interface Trained {
  averaged: FeedForwardParams;
  last: FeedForwardParams;
}

/** Trains a GAN on real customers, of both labels. */
export function* trained(real: Cases, seed: string, rate = 0.0005): Generator<AfterRound, Trained, undefined> {
  const random = seeded(`gan ${seed}`);
  const scale = scaleOf(real.X);
  const [X, Y] = [scaled(real.X, scale), real.y.map((label) => [label])];
  const blur = scale.deviation.map((s) => 1 / 2 / s);
  const plan: GanPlan = { noise: sizes.noise, batch: 32, d_steps: 1, g_steps: 1, rate, blur };
  let now = players(ganParams(random, sizes));
  const kept: FeedForwardParams[] = [];
  for (let k = 1; k <= ROUNDS; k++) {
    const next = round(now, X, Y, plan, random);
    now = next.players;
    if (2 * k > ROUNDS && k % KEEP === 0) kept.push(now.G.P);
    yield { round: k, loss_D: next.loss_D, loss_G: next.loss_G, G: now.G.P };
  }
  return { averaged: averaged(kept), last: now.G.P };
}

/** n customers made by G, labels as often as among the real ones, rounded to what a customer can be. */
export function madeBy(G: FeedForwardParams, real: Cases, n: number, random: Random): Cases {
  const y = Array.from({ length: n }, (_, i) => real.y[i % real.y.length]);
  const Z = normalMatrix(random, n, sizes.noise);
  const X = generate(
    Z,
    y.map((label) => [label]),
    G,
  ).Y;
  return { X: whole(unscaled(X, scaleOf(real.X))), y };
}

/**
 * How far customers are from those held out, and how near they come to the few they were made from; both in deviations.
 */
export function resemblance(made: Cases, { few, heldOut }: Bank): { distance: number; nearest: number } {
  const scale = scaleOf(heldOut.X);
  const [A, B, C] = [made, heldOut, few].map(({ X }) => scaled(X, scale));
  return { distance: energyDistance(A, B), nearest: meanNearest(A, C) };
}

/** The share of held-out customers that a plane learned from these cases labels right. */
export function taught(cases: Cases, { few, heldOut }: Bank, ridge = 0): number {
  const scale = scaleOf(few.X);
  return accuracy(scaled(heldOut.X, scale), heldOut.y, fitted(scaled(cases.X, scale), cases.y, ridge));
}

/** Both together. */
export function joined(a: Cases, b: Cases): Cases {
  return { X: [...a.X, ...b.X], y: [...a.y, ...b.y] };
}

/** The first n. */
export function firstOf({ X, y }: Cases, n: number): Cases {
  return { X: X.slice(0, n), y: y.slice(0, n) };
}

/** How many customers are made of the few, each time. */
export const MADE = 1000;

/** Customers of each source, from one bank; G was trained on its few. */
export function sources(bank: Bank, G: FeedForwardParams, seed: string) {
  const chance = (name: string) => seeded(`${name} ${seed}`);
  return {
    few: bank.few,
    near: resampled(chance('near'), bank.few, MADE, WIDTH_NEAR),
    helping: resampled(chance('helping'), bank.few, MADE, WIDTH_HELPING),
    independent: independent(chance('independent'), bank.few, MADE),
    gan: madeBy(G, bank.few, MADE, chance('made')),
    many: firstOf(bank.many, MADE),
  };
}
