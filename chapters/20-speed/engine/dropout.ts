/**
 * Chapter 12's dropped: factors for every place of Vaswani et al. 2017, §5.4. Chapter 12 draws them one
 * after the other; here every place computes the numbers that it would have been given, so that all
 * workers find the same factors.
 */

import type { Address } from './memory.ts';
import type { Offsets } from './offsets.ts';
import type { Desk } from './product.ts';

/** What is dropped, and which numbers of which stream (lib/philox.ts) decide it. */
export interface Dropping {
  p: number; //              the share to drop, 0 for none
  key: [number, number];
  at: number; //             the first number
}

/** A place where numbers are dropped: the factors of the tokens of one side. */
export interface DropPlace {
  D: Address; // tokens×d
  d: number;
  of: Offsets;
}

/**
 * Fills the factors, sentence by sentence, and for each in the order of the places: that in which the chapter draws.
 */
export function dropoutFactors({ k, bytes }: Desk, places: DropPlace[], { p, key, at }: Dropping): void {
  let next = at;
  for (const s of places[0].of.lengths.keys()) {
    for (const { D, d, of } of places) {
      const n = of.lengths[s] * d;
      k.dropout({ D: D + of.starts[s] * d * bytes, n, p, at: next, key });
      next += n;
    }
  }
}

/** The place of a working that has factors D, for the tokens of one side. */
export function placeOf({ D, d }: Omit<DropPlace, 'of'>, of: Offsets): DropPlace {
  return { D, d, of };
}

/** How many factors there are in these places. */
export function factorsIn(places: DropPlace[]): number {
  let count = 0;
  for (const { d, of } of places) count += of.tokens * d;
  return count;
}
