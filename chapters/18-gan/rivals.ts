/**
 * Chapter 18 — Simpler ways to more customers
 *
 *     resampled:     a real customer, each feature moved by width · deviation_c · ε_c,   ε normal
 *     independent:   each feature from some real customer, each from another
 *
 * The first is the smoothed bootstrap: Efron 1979, "Bootstrap methods", §2; Silverman 1986, §6.4. The second knows
 * every feature by itself and nothing of how they hang together.
 */

import { normal, type Random } from '../../lib/random.ts';
import { whole, type Cases } from './customers.ts';
import { scaleOf } from './distance.ts';

/**
 * n customers, each a real one with a little noise and its label. width: in deviations of each feature; 0 copies.
 * Throws RangeError for a width below 0.
 */
export function resampled(random: Random, real: Cases, n: number, width: number): Cases {
  if (!(width >= 0)) throw new RangeError(`noise has a width of 0 or more, got ${width}`);
  const { deviation } = scaleOf(real.X);
  const picked = Array.from({ length: n }, () => Math.floor(real.X.length * random()));
  const X = picked.map((i) => real.X[i].map((x_c, c) => x_c + width * deviation[c] * normal(random)));
  return { X: whole(X), y: picked.map((i) => real.y[i]) };
}

/** n customers whose features and label each come from a real customer drawn for it alone. */
export function independent(random: Random, real: Cases, n: number): Cases {
  const any = () => Math.floor(real.X.length * random());
  const X = Array.from({ length: n }, () => real.X[0].map((_, c) => real.X[any()][c]));
  return { X, y: X.map(() => real.y[any()]) };
}
