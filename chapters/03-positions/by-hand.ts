/**
 * Positions for d_model = 4: two clocks, small enough for a pencil. Test, example and prose all use these numbers.
 *
 * ω_0 = 1 / 10000^(0/4) = 1 and ω_1 = 1 / 10000^(2/4) = 1/√10000 = 1/100: the first hand turns by one radian
 * a position, the second by a hundredth. After 50π positions the first has gone round 25 times (25 · 2π = 50π)
 * and the second has made a quarter turn (50π / 100 = π/2).
 */

import { cos, sin } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';

/** Two pairs: a sine and a cosine for each of two frequencies. */
export const d_model = 4;

/** ω_i in radians a position: 10000⁰ = 1, 10000^½ = 100. */
export const omega: Vector = [1, 1 / 100];

/** PE for the positions 0, 1, 2, 3×4: sin p, cos p, sin p/100, cos p/100. sin 0 = 0 and cos 0 = 1. */
export const PE: Matrix = [
  [0, 1, 0, 1],
  [sin(1), cos(1), sin(0.01), cos(0.01)],
  [sin(2), cos(2), sin(0.02), cos(0.02)],
];

/** Places, in positions, where both hands stand on an angle that needs no table: multiples of π/4. */
export const places: Vector = [0, 25 * Math.PI, 50 * Math.PI, 100 * Math.PI, 200 * Math.PI];

const diagonal = Math.sqrt(1 / 2); // sin π/4 = cos π/4

/**
 * PE at those places, 5×4. Read each pair as a clock hand, [0, 1] is twelve, [1, 0] three, [0, −1] six.
 * 25π: 12½ turns, and π/4.  50π: 25 turns, and π/2.  100π: 50 turns, and π.  200π: 100 turns, and one whole.
 */
export const there: Matrix = [
  [0, 1, 0, 1],
  [0, -1, diagonal, diagonal],
  [0, 1, 1, 0],
  [0, 1, 0, -1],
  [0, 1, 0, 1],
];

/** PE(0) · PE(k) at those places k: [0, 1, 0, 1] picks the two cosines of each row and adds them. */
export const alike: Vector = [2, diagonal - 1, 1, 0, 2];

/** R_50π, 4×4: the first pair stays as it is, [s, c] of the second becomes [c, −s], a quarter turn clockwise. */
export const R: Matrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 0, -1],
  [0, 0, 1, 0],
];
