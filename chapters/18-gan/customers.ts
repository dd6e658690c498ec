/**
 * Chapter 18 — A bank to draw from
 *
 *     approved:   2 · home − 2 · cards − 4 · late payments + 4 · salary − 3 + noise > 0
 *
 * Chapter 1 has six customers, too few to measure anything. Here is a bank with as many as one likes, each a vector of
 * chapter 1's eight features and the salary. The features depend on each other as they do in life: experience brings
 * salary, salary a home, and who has been in one job for long has been with the bank for long.
 * Article: 「核心內容」 (the credit vector), 「啓發收穫」, point six.
 */

import { pow } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { normal, type Random } from '../../lib/random.ts';
import { dot } from '../01-vectors/vectors.ts';
import { sigmoid } from '../09-feed-forward/activations.ts';

/** Customers, and for each whether credit was approved. */
export interface Cases {
  X: Matrix; // n×9  features, in chapter 1's order and units; the ninth is the salary
  y: Vector; // n    1 approved, −1 refused, as in chapter 1
}

/**
 * The rule of the bank, {w, b}: w · x + b > 0 is approved. It gives chapter 1's six customers
 * the labels they have there.
 */
export const rule = { w: [0, 0, 0, 0, 2, -2, -4, 0, 4], b: -3 };

/** Deviation of the noise in the bank's decisions: clerks, moods, papers that are not in the vector. */
export const NOISE = 2;

/** The largest value of each feature; the smallest is 0. */
export const LARGEST: Vector = [7, 30, 3, 4, 1, 5, 5, 30, 8];

/** Each number to the nearest whole one that its feature can have: half a child or −1 cards are nobody's. n×9 → n×9. */
export function whole(X: Matrix): Matrix {
  return X.map((x) => x.map((x_c, c) => Math.min(LARGEST[c], Math.max(0, Math.round(x_c)))));
}

/**
 * One customer, 9 numbers. Age and education come first, every further feature follows from some before it, and chance.
 */
export function customer(random: Random): Vector {
  const age = 2 + 4.5 * random(); //                         tens of years
  const education = 1.5 + 0.9 * normal(random);
  const working = 10 * (age - 1.8); //                       years since eighteen
  const job = working * pow(random(), 1.5);
  const salary = 0.6 + 0.9 * Math.max(0, education) + 0.05 * working + 0.7 * normal(random);
  const dependants = age < 2.6 ? 0 : 1.4 + 1.1 * normal(random);
  const home = random() < sigmoid.f(1.2 * (salary - 3) + 0.8 * (age - 4)) ? 1 : 0;
  const cards = 0.6 + 0.5 * salary + 0.7 * normal(random);
  const late = 1.2 + 0.6 * (cards - 2) - 0.5 * (salary - 3) + 0.9 * normal(random);
  const bank = Math.min(working, job * 0.7 + 6 * random());
  return whole([[age, job, education, dependants, home, cards, late, bank, salary]])[0];
}

/**
 * n customers and the bank's decisions about them, by its rule and its noise. Throws RangeError unless n
 * is a whole number from 1.
 */
export function bank(random: Random, n: number): Cases {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`a bank needs a whole number of customers, at least 1, got ${n}`);
  }
  const X = Array.from({ length: n }, () => customer(random));
  const y = X.map((x) => (dot(rule.w, x) + rule.b + NOISE * normal(random) > 0 ? 1 : -1));
  return { X, y };
}
