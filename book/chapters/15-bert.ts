/** Chapter 15's case: a blank filled by hand; a hidden word is guessed, and a small model learns from the guess. */

import { bertParams, bert, type BertParams } from '../../chapters/15-bert/bert.ts';
import * as hand from '../../chapters/15-bert/by-hand.ts';
import { lossOf } from '../../chapters/15-bert/pretraining.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { seeded } from '../../lib/random.ts';
import type { Figure } from '../stage/figure.ts';

const V = 7;
const line = { read: [4, V, 6], places: [1], wanted: [5] }; // the second word is hidden: V is [MASK]
const alone = { read: [V], places: [0], wanted: [4] }; //      [MASK] alone in its line, where 我 stood

/** The table by hand; and a model's parameters, drawn. */
export const given = { E: hand.E, P: bertParams(seeded('我爱你'), V, { d_model: 4, h: 2, d_ff: 6, N: 1 }) };

/** What comes of it, forwards and backwards. */
export function worked({ E, P }: typeof given) {
  const bare: BertParams = { E, layers: [] };
  const blank = bert(alone.read, alone.places, bare);
  const { Z, S } = bert(line.read, line.places, P);
  const { loss, dP } = lossOf(line, P);
  const asked = lossOf(alone, bare);
  return {
    byHand: { Z: blank.Z, S: blank.S, shares: softmax(blank.S), loss: asked.loss, dE: asked.dP.E },
    Z,
    S,
    loss,
    dP,
  };
}

const tokens = [...hand.tokens, '[MASK]'];
const columns = ['0', '1', '2', '3'];

/** A blank by hand, and what the table hears of it. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: '[MASK] comes in as 0 0 0 1, so it reads the fourth column of the table: 爱 has 4 of 12, 我 2.',
      zh: '[MASK] 进来时是 0 0 0 1，读到的就是表的第四列：12 份里，爱占 4 份，我占 2 份。',
    },
    back: {
      en: '我 stood there. On the way out each row hears P − T in its fourth column; on the way in the row of [MASK] hears, doubled, towards 我 and away from what was believed instead.',
      zh: '那里原来是「我」。出口处，每一行在第四列听到 P − T；入口处，[MASK] 那一行听到两倍：靠近「我」，远离原先相信的词。',
    },
    given: [{ path: 'E', says: { en: 'the table', zh: '表' }, rows: tokens, columns, digits: 2 }],
    forwards: [
      [
        {
          path: 'byHand.Z',
          called: 'Z',
          says: { en: 'what the blank reads', zh: '空读到的' },
          role: 'query',
          columns,
          digits: 0,
        },
      ],
      [{ path: 'byHand.S', called: 'S', says: { en: 'scores', zh: '分数' }, columns: tokens, digits: 2 }],
      [
        {
          path: 'byHand.shares',
          called: 'P',
          says: { en: 'shares', zh: '权重' },
          role: 'share',
          columns: tokens,
          digits: 3,
          heat: true,
        },
      ],
    ],
    backwards: [
      [
        {
          path: 'byHand.dE',
          called: 'dE',
          says: { en: 'what each row hears', zh: '每一行听到的' },
          role: 'gradient',
          rows: tokens,
          columns,
        },
      ],
    ],
    first: 'byHand.shares[0][5]',
  },
];
