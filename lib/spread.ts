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
 * How many standard errors the mean of a lies above the mean of b, below if negative (Welch 1947):
 *
 *     (x̄_a − x̄_b) / √(s_a²/n_a + s_b²/n_b)
 *
 * The prose calls a difference larger than the noise from 2 on, either way. With five runs a side, chance alone comes
 * that far about once in ten comparisons of equals, and to 3 about once in forty: what several comparisons are
 * searched for wants 3. Where no run of either side differs from the others the result is 0 for equal means, else ±∞.
 */
export function separation(a: Spread, b: Spread): number {
  const difference = a.mean - b.mean;
  if (difference === 0) return 0;
  return difference / Math.sqrt(a.deviation ** 2 / a.runs + b.deviation ** 2 / b.runs);
}
