/** Chapter 2's case: rows of E by number, and by one-hot product; and who hears of a gradient. */

import * as hand from '../../chapters/02-embedding/by-hand.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { cosine } from '../../chapters/01-vectors/vectors.ts';
import { embed, embedBackward } from '../../chapters/02-embedding/embedding.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

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

const coordinates = numbered(4);
const all = hand.tokens.map((token, id) => `${id} ${token}`);

/** A row of E by its number, and who hears of a gradient. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: 'A word is a row of E, times √d_model = 2.',
      zh: '一个词就是 E 的一行，乘以 √d_model = 2。',
    },
    back: {
      en: 'In dE only rows that were read hear anything, and John, read twice, hears twice.',
      zh: '在 dE 里，只有读到的行才有回音；John 读了两次，就听到两次。',
    },
    given: [
      {
        path: 'E',
        printed: 'rows',
        says: { en: 'the table', zh: '词嵌入表' },
        rows: all,
        columns: coordinates,
        digits: 1,
      },
      {
        path: 'dY',
        role: 'gradient',
        says: { en: 'asked of John is John', zh: '对 John is John 的要求' },
        rows: hand.twice.map((id) => hand.tokens[id]),
        columns: coordinates,
        digits: 0,
      },
    ],
    forwards: [[{ path: 'Y', printed: 'rows', role: 'result', rows: hand.sentence, columns: coordinates, digits: 0 }]],
    backwards: [[{ path: 'dE', role: 'gradient', rows: all, columns: coordinates, digits: 0 }]],
    first: 'Y[1][0]',
  },
];
