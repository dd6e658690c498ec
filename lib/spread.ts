/** What several runs of one experiment found: their mean, and how far they lie apart. */

import { decimal } from './print.ts';

/** The results of runs that differ in nothing but their seed. */
export interface Spread {
  mean: number; //      x̄ = Σ x / n
  deviation: number; // s = √(Σ (x − x̄)² / (n − 1)), of a single run
  low: number; //       the smallest result
  high: number; //      the largest
  runs: number; //      n
}

/**
 * The spread of the results of n runs. The deviation divides by n − 1: the mean was made from the same runs, which
 * lie closer to it than to the mean of all runs there could be.
 * Throws RangeError for fewer than two results, and for one that is no finite number.
 */
export function spread(values: number[]): Spread {
  const runs = values.length;
  if (runs < 2) throw new RangeError(`a spread needs at least two runs, got ${runs}`);
  const strange = values.find((x) => !Number.isFinite(x));
  if (strange !== undefined) {
    throw new RangeError(`the result of a run must be a finite number, got ${strange}`);
  }
  let sum = 0;
  for (const x of values) sum += x;
  const mean = sum / runs;
  let squares = 0;
  for (const x of values) squares += (x - mean) ** 2;
  const deviation = Math.sqrt(squares / (runs - 1));
  return { mean, deviation, low: Math.min(...values), high: Math.max(...values), runs };
}

/** The spread in words: its mean ± the deviation of a single run, `97.3 ± 0.8`. */
export function told({ mean, deviation }: Spread, digits = 1): string {
  return `${decimal(mean, digits)} ± ${decimal(deviation, digits)}`;
}

/**
 * The one threshold: from so many standard errors on, either way, the prose calls a difference larger than the noise.
 * Of two equals, five runs each, chance brings 3 about once in forty comparisons; paired, about once in 25 (Student's t
 * with 8 or fewer, and with 4 degrees of freedom). Below it a difference is said to be within the noise, however often
 * it was hoped for.
 */
export const THRESHOLD = 3;

/**
 * How many standard errors the mean of a lies above the mean of b, below if negative (Welch 1947):
 *
 *     (x̄_a − x̄_b) / √(s_a²/n_a + s_b²/n_b + noise²)
 *
 * For runs that have nothing in common; where run k of a and run k of b share seed, data and order, `pairedSeparation`.
 * noise: the standard error that all runs share because they are judged by one finite set, `itemNoise` or `shareNoise`;
 * 0 if only this set is spoken of. Where there is no noise at all the result is 0 for equal means, else ±∞.
 */
export function separation(a: Spread, b: Spread, noise = 0): number {
  const difference = a.mean - b.mean;
  if (difference === 0) return 0;
  return difference / Math.sqrt(a.deviation ** 2 / a.runs + b.deviation ** 2 / b.runs + noise ** 2);
}

/**
 * The same where run k of a and run k of b differ in nothing but what is compared (Student 1908): what both owe to
 * their seed cancels in d_k = a_k − b_k,
 *
 *     d̄ / √(s_d²/n + noise²)
 *
 * Throws RangeError unless both lists are equally long, and as `spread`.
 */
export function pairedSeparation(a: number[], b: number[], noise = 0): number {
  if (a.length !== b.length) {
    throw new RangeError(`paired runs come two by two, got ${a.length} and ${b.length}`);
  }
  const apart = spread(a.map((a_k, k) => a_k - b[k]));
  return separation(apart, { ...apart, mean: 0, deviation: 0 }, noise);
}

/**
 * The noise of the items that two models were both judged by, of which other items might have come: the standard error
 * of the mean of d_i, s_d/√N. apart: for each of N items how much more the first got of it than the second, the mean of
 * the runs. Throws as `spread`.
 */
export function itemNoise(apart: number[]): number {
  const { deviation, runs } = spread(apart);
  return deviation / Math.sqrt(runs);
}

/**
 * The noise of one share p (0 to 1) measured on N items: √(p (1 − p) / N). For the difference of two models judged by
 * the same items, of which nothing but their shares is known, √(noise_a² + noise_b²) is too careful: the items that are
 * hard are hard for both. Throws RangeError unless p is a share and N a whole number of at least 1.
 */
export function shareNoise(p: number, items: number): number {
  if (!(p >= 0 && p <= 1 && Number.isInteger(items) && items >= 1)) {
    throw new RangeError(`a share is from 0 to 1, of at least one item, got ${p} of ${items}`);
  }
  return Math.sqrt((p * (1 - p)) / items);
}
