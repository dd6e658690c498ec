/** Mean and variance of one word, as a layer norm takes them. */

import type { Vector } from '../../lib/matrix.ts';

/** μ = Σ x_c / d. */
export function meanOf(x: Vector): number {
  return x.reduce((sum, x_c) => sum + x_c, 0) / x.length;
}

/** σ² = Σ (x_c − μ)² / d. */
export function varianceOf(x: Vector): number {
  return meanOf(x.map((x_c) => (x_c - meanOf(x)) ** 2));
}
