/** Chapter 6's case: the attention of chapter 4, of whom each word sees only itself and what stands before it. */

import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import * as hand from '../../chapters/06-masking/by-hand.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { Q, K, V } = four;

/** Queries, keys and values, the mask, and what the loss asks. */
// prettier-ignore
export const given = { Q, K, V, M: hand.causal, dY: [[1, 0], [0, 1], [2, 0]] };

/** What comes of it, forwards and backwards: what was hidden gets the share 0, and the gradient 0. */
export function worked({ Q, K, V, M, dY }: typeof given) {
  const attended = attention(Q, K, V, M);
  return { ...attended, ...attentionBackward(dY, attended) };
}

const rows = four.tokens;
const coordinates = numbered(4);
const gives = [
  { en: 'person', zh: '人' },
  { en: 'action', zh: '动作' },
];

/** 我 爱 你 without a future. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: '−∞ is added to the score of whatever is hidden, and its share is exactly 0; the others share what is left.',
      zh: '把 −∞ 加到要遮住的分数上，它的权重就恰好是 0，其余的分掉全部。',
    },
    trying: {
      en: 'Set an entry of M to 0, and the word is seen.',
      zh: '把 M 里的一个数改成 0，那个词就看得见了。',
    },
    given: [
      { path: 'Q', role: 'query', rows, columns: coordinates, digits: 2 },
      { path: 'K', role: 'key', rows, columns: coordinates, digits: 0 },
      { path: 'V', role: 'value', rows, columns: gives, digits: 0 },
      { path: 'M', says: { en: 'the mask', zh: '掩码' }, rows, columns: rows, digits: 0 },
      { path: 'dY', role: 'gradient', rows, columns: gives, digits: 0 },
    ],
    forwards: [
      [
        { path: 'S', says: { en: 'scores', zh: '分数' }, rows, columns: rows },
        {
          path: 'A',
          printed: 'rows',
          says: { en: 'shares', zh: '权重' },
          role: 'share',
          rows,
          columns: rows,
          digits: 2,
          heat: true,
        },
        { path: 'Y', printed: 'rows', role: 'result', rows, columns: gives, digits: 2 },
      ],
    ],
    backwards: [
      [
        { path: 'dQ', role: 'gradient', rows, columns: coordinates, digits: 2 },
        { path: 'dK', role: 'gradient', rows, columns: coordinates, digits: 2 },
        { path: 'dV', role: 'gradient', rows, columns: gives, digits: 2 },
      ],
    ],
    pictures: [{ kind: 'shares', path: 'A', tokens: rows }],
    first: 'A[1][0]',
    switches: [
      {
        says: { en: 'forget the mask', zh: '忘了掩码' },
        file: 'chapters/04-attention/attention.ts',
        from: 'if (M) S[i][j] += M[i][j];',
        to: '',
      },
    ],
  },
];
