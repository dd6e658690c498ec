/**
 * Chapter 22 — Loss by size: a power law
 *
 *     L(x) = c x^−α      ⟺      ln L = ln c − α ln x,     a line of slope −α
 *
 * x: how many numbers a model has, or how many lines it has read.
 * Kaplan et al. 2020, "Scaling laws for neural language models", eq. 1.1 and 1.2; Hoffmann et al. 2022, "Training
 * compute-optimal large language models", §3.3 (there above a floor that no model comes below; ours is 0).
 */

import { exp, log } from '../../lib/elementary.ts';
import type { Vector } from '../../lib/matrix.ts';

/** L = c x^−α. */
export interface PowerLaw {
  c: number; //     the loss at x = 1
  alpha: number; // α
}

/**
 * The line of least squares through ln x and ln L. x, L: n numbers above 0.
 * Throws RangeError unless there are as many, at least two of them apart, all above 0.
 */
export function powerLaw(x: Vector, L: Vector): PowerLaw {
  const n = x.length;
  if (n !== L.length) throw new RangeError(`each size needs a loss, got ${n} and ${L.length}`);
  for (const number of [...x, ...L]) {
    if (!(number > 0 && number < Infinity)) throw new RangeError(`a logarithm needs a number above 0, got ${number}`);
  }
  const [u, v] = [x.map((x_k) => log(x_k)), L.map((L_k) => log(L_k))];
  let [u_mean, v_mean] = [0, 0];
  for (let k = 0; k < n; k++) {
    u_mean += u[k] / n;
    v_mean += v[k] / n;
  }
  let [uu, uv] = [0, 0];
  for (let k = 0; k < n; k++) {
    uu += (u[k] - u_mean) ** 2;
    uv += (u[k] - u_mean) * (v[k] - v_mean);
  }
  if (uu === 0) throw new RangeError(`a line needs two sizes that differ, got ${n === 0 ? 'none' : x.join(', ')}`);
  const alpha = -uv / uu;
  return { c: exp(v_mean + alpha * u_mean), alpha };
}

/** c x^−α. */
export function lossAt({ c, alpha }: PowerLaw, x: number): number {
  return c * exp(-alpha * log(x));
}
