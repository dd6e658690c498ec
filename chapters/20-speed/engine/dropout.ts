/**
 * Chapter 12's dropped: factors for every place of Vaswani et al. 2017, §5.4. Chapter 12 draws them one after the other;
 * here every place computes the numbers that it would have been given, so that all workers find the same factors.
 */

import type { Sizes } from '../../10-encoder/encoder.ts';
import type { Address } from './memory.ts';
import type { Desk } from './product.ts';
import type { Part, Transformer } from './transformer.ts';

/** What is dropped, and which numbers of which stream (lib/philox.ts) decide it. */
export interface Dropping {
  p: number; //              the share to drop, 0 for none
  key: [number, number];
  at: number; //             the first number
}

/** How many factors chapter 12 would draw for the pairs of a part. */
export function factorsOf({ source, target }: Part, { d_model, N }: Sizes): number {
  return d_model * (source.tokens * (1 + 2 * N) + target.tokens * (1 + 3 * N));
}

/** Fills the factors D of a part, pair by pair in chapter 12's order: the inputs, the encoder's layers, the decoder's. */
export function dropoutFactors(
  { k, bytes }: Desk,
  { source, target }: Part,
  { d_model }: Sizes,
  { p, key, at }: Dropping,
  w: Transformer,
): void {
  let next = at;
  const draw = (D: Address, start: number, length: number) => {
    k.dropout(D + start * d_model * bytes, length * d_model, p, next, key[0], key[1]);
    next += length * d_model;
  };
  for (const [s, m] of source.lengths.entries()) {
    const [from, to, n] = [source.starts[s], target.starts[s], target.lengths[s]];
    draw(w.D_source, from, m);
    draw(w.D_target, to, n);
    for (const { normed_1, normed_2 } of w.encoder) {
      draw(normed_1.D, from, m);
      draw(normed_2.D, from, m);
    }
    for (const { normed_1, normed_2, normed_3 } of w.decoder) {
      draw(normed_1.D, to, n);
      draw(normed_2.D, to, n);
      draw(normed_3.D, to, n);
    }
  }
}
