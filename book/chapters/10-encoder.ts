/** Chapter 10's case: one layer of the encoder reads 我 爱 你, and the way back. */

import * as hand from '../../chapters/10-encoder/by-hand.ts';
import { encoderLayer, encoderLayerBackward } from '../../chapters/10-encoder/encoder.ts';
import type { Figure } from '../stage/figure.ts';

const { X, P, dY } = hand;

/** The sentence, the layer's parameters, and what the loss asks. */
export const given = { X, P, dY };

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY }: typeof given) {
  const { attended, normed_1, fed, normed_2, Y } = encoderLayer(X, P);
  return {
    heads: attended.heads,
    attended: attended.Y,
    normed_1: normed_1.Y,
    fed: fed.Y,
    Y,
    ...encoderLayerBackward(dY, { attended, normed_1, fed, normed_2, Y }),
  };
}

const rows = hand.tokens;
const columns = [...rows, { en: 'heard', zh: '听到' }];

/** One layer of the encoder: four lines, and the same four upwards. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'Four lines: attention, add and normalize, feed-forward, add and normalize.',
      zh: '四行：注意力、相加与归一化、前馈、相加与归一化。',
    },
    back: {
      en: 'Only 我 was asked for something, and every word hears of it: the value of each went into its average.',
      zh: '只对「我」有要求，每个词却都听到了：它们的值都进了「我」的平均。',
    },
    trying: {
      en: 'Open a number of the last, and go down through all four.',
      zh: '点开最后一个矩阵里的数，就能穿过四行一路往下走。',
    },
    given: [
      { path: 'X', printed: 'rows', says: { en: 'the sentence', zh: '句子' }, rows, columns, digits: 0 },
      { path: 'dY', role: 'gradient', rows, columns, digits: 0 },
    ],
    forwards: [
      [
        {
          path: 'heads[0].A',
          printed: 'rows',
          called: 'A',
          says: { en: 'the shares', zh: '权重' },
          role: 'share',
          rows,
          columns: rows,
          heat: true,
        },
        {
          path: 'attended',
          printed: 'rows',
          called: '1',
          says: { en: 'attention brings home', zh: '注意力带回家' },
          rows,
          columns,
          digits: 0,
        },
      ],
      [
        {
          path: 'normed_1',
          printed: 'rows',
          called: '2',
          says: { en: 'added to X, normalized', zh: '加上 X，归一化' },
          rows,
          columns,
          digits: 0,
        },
        {
          path: 'fed',
          printed: 'rows',
          called: '3',
          says: { en: 'feed-forward finds', zh: '前馈层找到' },
          rows,
          columns,
          digits: 0,
        },
      ],
      [
        {
          path: 'Y',
          printed: 'rows',
          called: '4',
          says: { en: 'added, normalized', zh: '相加，归一化' },
          role: 'result',
          rows,
          columns,
        },
      ],
    ],
    backwards: [[{ path: 'dX', role: 'gradient', rows, columns }]],
    pictures: [{ kind: 'shares', path: 'heads[0].A', tokens: rows }],
    first: 'Y[1][1]',
  },
];
