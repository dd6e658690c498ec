/** What it costs to say a sentence word by word: all computed anew for each word, or keys and values kept. */

import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import type { Say } from '../../lib/language.ts';
import { columns, grouped } from '../../lib/print.ts';

/** Products of two numbers in the decoder, where a matrix of parameters is one of the factors, and where it is not. */
export interface Products {
  withWeights: number;
  inAttention: number; // queries times keys, shares times values
}

/** A decoder: its sizes, and how many words it may say. */
export interface Speaker extends Sizes {
  V: number;
}

/**
 * Products for `rows` new words that look at `said` words and at a sentence of m; Z is read for its keys and values
 * unless they are kept.
 */
export function products({ d_model: d, d_ff, N, V }: Speaker, rows: number, said: number, m: number, kept: boolean) {
  const ofRow = 4 * d * d + 2 * d * d + 2 * d * d_ff; // W_Q W_K W_V W_O, W_Q W_O of the cross-attention, W_1 W_2
  const ofZ = kept ? 0 : 2 * m * d * d; //               its W_K and W_V
  return {
    withWeights: N * (rows * ofRow + ofZ) + rows * d * V,
    inAttention: N * 2 * rows * (said + m) * d,
  };
}

/** Those of all n steps, for a sentence of m words. */
function saying(model: Speaker, n: number, m: number, kept: boolean): Products {
  const sum = { withWeights: 0, inAttention: 0 };
  for (let t = 1; t <= n; t++) {
    const step = products(model, kept ? 1 : t, t, m, kept && t > 1);
    sum.withWeights += step.withWeights;
    sum.inAttention += step.inAttention;
  }
  return sum;
}

/** Part 8: sentences of some lengths, said anew and kept. */
export function costs(model: Speaker, lengths: number[]) {
  return lengths.map((n) => ({ n, anew: saying(model, n, n, false), kept: saying(model, n, n, true) }));
}

export function printedCosts(found: ReturnType<typeof costs>, say: Say): string {
  const all = ({ withWeights, inAttention }: Products) => withWeights + inAttention;
  return columns([
    [
      say('words', '词数'),
      say('rows, anew', '行数，重算'),
      say('kept', '留着'),
      say('products, anew', '乘法，重算'),
      say('kept', '留着'),
    ],
    ...found.map(({ n, anew, kept }) => [
      String(n),
      grouped((n * (n + 1)) / 2),
      grouped(n),
      grouped(all(anew)),
      grouped(all(kept)),
    ]),
  ]);
}
