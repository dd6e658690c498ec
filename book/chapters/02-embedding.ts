/** Chapter 2's case: rows of E by number, and by one-hot product; and who hears of a gradient. */

import * as hand from '../../chapters/02-embedding/by-hand.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { cosine } from '../../chapters/01-vectors/vectors.ts';
import { embed, embedBackward } from '../../chapters/02-embedding/embedding.ts';

const { E, O, dY } = hand;

/** The table, the one-hot rows of a sentence, and what the loss asks of three words. */
export const given = { E, O, dY };

/** What comes of it; 'John' stands twice in what is sent back, and hears twice. */
export function worked({ E, O, dY }: typeof given) {
  const { Y } = embed(hand.ids, E);
  return {
    Y,
    byProduct: multiply(O, E),
    cosines: Y.map((row) => Y.map((other) => cosine(row, other))),
    ...embedBackward(dY, embed(hand.twice, E)),
  };
}
