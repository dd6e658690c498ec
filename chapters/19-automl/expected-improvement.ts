/**
 * Chapter 19 — Where to look next: expected improvement
 *
 *     EI = E[max(0, best − f)] = (best − mean) Φ(z) + deviation · φ(z),      z = (best − mean) / deviation
 *
 * f: what will be found, normal around the guess; best: the least found so far. The first term is large where the guess
 * is good, the second where the doubt is large: exploit and explore, in one number.
 * Jones, Schonlau and Welch 1998, eq. 15 (Mockus 1978). Article: 「啓發收穫」, point seven (Bayesian).
 */

import { exp } from '../../lib/elementary.ts';
import type { Guess } from './gaussian-process.ts';

/** φ(z), the density of the normal distribution: exp(−z²/2) / √(2π). */
export function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Φ(z), the probability of a normal number below z, to a few 1e-16: ½ + φ(z) (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …).
 * Marsaglia 2004, §3. A library's erf would round with the browser's e^x, and another browser search elsewhere.
 */
export function below(z: number): number {
  if (Math.abs(z) > 9) return z > 0 ? 1 : 0; // Φ(−9) = 1e-19
  let [sum, term] = [0, z];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return 1 / 2 + density(z) * sum;
}

/**
 * By how much, on average, what is found will lie below the best; never below 0. Without doubt it is what the guess
 * lies below it, or 0. Throws RangeError for a deviation below 0.
 */
export function expectedImprovement(best: number, { mean, deviation }: Guess): number {
  if (!(deviation >= 0)) throw new RangeError(`a deviation must be at least 0, got ${deviation}`);
  if (deviation === 0) return Math.max(0, best - mean);
  const z = (best - mean) / deviation;
  // Far above the best both terms are tiny, and their difference may round to less than nothing.
  return Math.max(0, (best - mean) * below(z) + deviation * density(z));
}

// ——— The way back: which way the expectation moves ———————————————————————————————————————————————

/**
 * ∂EI/∂mean = −Φ(z) and ∂EI/∂deviation = φ(z): the two terms that also depend on z cancel, as (best − mean) φ(z) =
 * deviation · z φ(z). A lower guess helps by how likely an improvement is, more doubt always helps.
 * For a deviation above 0.
 */
export function expectedImprovementBackward(best: number, { mean, deviation }: Guess): Guess {
  const z = (best - mean) / deviation;
  return { mean: -below(z), deviation: density(z) };
}
