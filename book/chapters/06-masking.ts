/** Chapter 6's case: the attention of chapter 4, of whom each word sees only itself and what stands before it. */

import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import * as hand from '../../chapters/06-masking/by-hand.ts';
import { causalMask, paddingMask, padTo } from '../../chapters/06-masking/masking.ts';
import { zeros } from '../../lib/matrix.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { Q, K, V } = four;

/** 我 爱 你 and 我 爱 <pad>, each as long as the sentence. */
const [sentence, shorter] = [hand.ids.slice(0, 3), padTo(3, hand.ids.slice(0, 2))];

/**
 * Queries, keys and values, the mask, and what the loss asks; what stands in a word of filling: anything; and masks as
 * the chapter makes them, of which no number is computed.
 */
// prettier-ignore
export const given = {
  Q, K, V, M: hand.causal, dY: [[1, 0], [0, 1], [2, 0]],
  pad: { Q: [[3, -1, 2, 5]], K: [[1, 4, -2, 0]], V: [[70, -30]] },
  ready: { none: zeros(3, 3), causal: causalMask(3), padding: paddingMask(3, shorter) },
  hidden: paddingMask(4, padTo(4, sentence)),
};

/** The reader hides and shows. */
export const masks = ['M'];

/** What comes of it, forwards and backwards: what was hidden gets the share 0, and the gradient 0. */
export function worked({ Q, K, V, M, dY, pad, hidden }: typeof given) {
  const attended = attention(Q, K, V, M);
  const [longQ, longK, longV] = [
    [...Q, ...pad.Q],
    [...K, ...pad.K],
    [...V, ...pad.V],
  ];
  return {
    ...attended,
    ...attentionBackward(dY, attended),
    alone: attention(Q, K, V),
    padded: attention(longQ, longK, longV, hidden),
    seen: attention(longQ, longK, longV),
  };
}

const rows = four.tokens;
const filledUp = [...rows, '□'];
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
      en: 'Click an entry of M, and the word is seen; hide a whole row, and softmax refuses.',
      zh: '点一下 M 里的一个数，那个词就看得见了；要是整行都遮住，softmax 就拒绝。',
    },
    given: [
      { path: 'Q', role: 'query', rows, columns: coordinates, digits: 2 },
      { path: 'K', role: 'key', rows, columns: coordinates, digits: 0 },
      { path: 'V', role: 'value', rows, columns: gives, digits: 0 },
      {
        path: 'M',
        says: { en: 'the mask: click', zh: '掩码：点一点' },
        rows,
        columns: rows,
        digits: 0,
        mask: [
          { path: 'ready.none', called: { en: 'none', zh: '不遮' } },
          { path: 'ready.causal', called: { en: 'causal', zh: '因果' } },
          { path: 'ready.padding', called: { en: '你 is padding', zh: '你是填充' } },
        ],
      },
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
  {
    part: '4',
    caption: {
      en: 'A fourth word of filling, with numbers of any kind: hidden by the padding mask it changes no digit of the three. Only seen it does; so it is the mask that helps, and not the zeros.',
      zh: '第四个词是填充，里面填什么数都行：填充掩码把它遮住，另外三个词的结果一位数字都不变。看得见它，结果才会变；可见管用的是掩码，不是填零。',
    },
    given: [
      { path: 'pad.Q', called: 'Q □', role: 'query', columns: coordinates, digits: 0 },
      { path: 'pad.K', called: 'K □', role: 'key', columns: coordinates, digits: 0 },
      { path: 'pad.V', called: 'V □', role: 'value', columns: gives, digits: 0 },
    ],
    forwards: [
      [
        {
          path: 'padded.A',
          called: 'A',
          says: { en: 'padded, with the mask', zh: '有填充，有掩码' },
          role: 'share',
          rows: filledUp,
          columns: filledUp,
          digits: 2,
          heat: true,
        },
        {
          path: 'seen.A',
          called: 'A',
          says: { en: 'padded, no mask', zh: '有填充，没有掩码' },
          role: 'share',
          rows: filledUp,
          columns: filledUp,
          digits: 2,
          heat: true,
        },
      ],
      [
        {
          path: 'alone.Y',
          called: 'Y',
          says: { en: 'unpadded', zh: '没有填充' },
          role: 'result',
          rows,
          columns: gives,
          digits: 9,
        },
        {
          path: 'padded.Y',
          called: 'Y',
          says: { en: 'padded, with the mask', zh: '有填充，有掩码' },
          role: 'result',
          rows: filledUp,
          columns: gives,
          digits: 9,
        },
        {
          path: 'seen.Y',
          called: 'Y',
          says: { en: 'padded, no mask', zh: '有填充，没有掩码' },
          role: 'result',
          rows: filledUp,
          columns: gives,
          digits: 9,
        },
      ],
    ],
    pictures: [
      {
        kind: 'same',
        path: 'alone.Y',
        others: [
          { path: 'padded.Y', called: { en: 'padded, with the mask', zh: '有填充，有掩码' } },
          { path: 'seen.Y', called: { en: 'padded, no mask', zh: '有填充，没有掩码' } },
        ],
      },
    ],
  },
];
