/** The product whose bits are compared: that of the chapter's example. */

import { constants } from '../../../examples/20-speed.ts';

/** n×k times k×m, drawn from a seed. */
export interface Bits {
  seed: string;
  n: number;
  k: number;
  m: number;
}

/** Of the example's constants those of the product. */
export function data(): Bits {
  const { seed, n, k, m } = constants;
  return { seed, n, k, m };
}
