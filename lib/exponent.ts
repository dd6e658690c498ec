/** How fast a cost grows: the b of y = a·x^b, from measured points. */

import { log } from './elementary.ts';
import type { Vector } from './matrix.ts';

/**
 * The exponent b of the power law y = a·x^b that fits the points best: with both axes logarithmic it is a straight
 * line, and b is its slope by least squares,
 *
 *     b = Σ_i (ln x_i − mean of ln x) ln y_i / Σ_i (ln x_i − mean of ln x)²
 *
 * Twice as much x makes 2^b times as much y. Throws RangeError unless x and y are equally many positive numbers,
 * and x holds at least two that differ.
 */
export function exponent(x: Vector, y: Vector): number {
  if (x.length !== y.length) throw new RangeError(`each x needs a y, got ${x.length} and ${y.length}`);
  const wrong = [...x, ...y].find((value) => !(value > 0 && value < Infinity));
  if (wrong !== undefined) throw new RangeError(`a power law is fitted to positive numbers, got ${wrong}`);
  const different = new Set(x).size;
  if (different < 2) throw new RangeError(`a slope needs at least two different x, got ${different}`);
  let mean = 0;
  for (const x_i of x) mean += log(x_i) / x.length;
  let [above, below] = [0, 0];
  for (const [i, x_i] of x.entries()) {
    const apart = log(x_i) - mean;
    above += apart * log(y[i]);
    below += apart * apart;
  }
  return above / below;
}
