/** Chapter 5's case: two heads look at 我 爱 你 at once. */

import { add, multiply } from '../../chapters/01-vectors/matrices.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import * as hand from '../../chapters/05-multi-head/by-hand.ts';
import { multiHead, multiHeadBackward } from '../../chapters/05-multi-head/multi-head.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

/** The sentence, the heads' matrices, and what the loss asks, the same of every word but uneven. */
export const given = { X: four.X, P: hand.P, dY: four.X.map(() => [1, 2, 3, 4]) };

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY }: typeof given) {
  const { heads, C, Y } = multiHead(X, X, P);
  // Each head's columns of C times its rows of W_O.
  const sums = heads.map((head, i) => multiply(head.Y, P.W_O.slice(2 * i, 2 * i + 2)));
  return {
    heads,
    C,
    Y,
    sums,
    sum: add(sums[0], sums[1]),
    ...multiHeadBackward(dY, { X_Q: X, X_KV: X, P, heads, C, Y }),
  };
}

const rows = four.tokens;
const coordinates = numbered(4);
const of = [
  { en: 'of 我', zh: '关于我' },
  { en: 'of 你', zh: '关于你' },
  { en: 'of a person', zh: '关于人' },
  { en: 'of an action', zh: '关于动作' },
];
const asks = [
  { en: 'who else is there?', zh: '还有谁？' },
  { en: 'what is done?', zh: '做什么？' },
];
const heads = [0, 1];

/** Two heads, apart and side by side. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'At the same time 我 gives half of head 1 to 你 and half of head 2 to 爱. One head could not do both.',
      zh: '我同时把头 1 的一半给了你，把头 2 的一半给了爱。只有一个头，就做不到两样兼顾。',
    },
    given: [
      { path: 'X', says: { en: 'the sentence', zh: '句子' }, rows, columns: coordinates, digits: 0 },
      ...heads.flatMap((i): Figure['given'] => [
        { path: `P.W_Q[${i}]`, called: `W_Q, ${i + 1}`, role: 'query', digits: 2 },
        { path: `P.W_K[${i}]`, called: `W_K, ${i + 1}`, role: 'key', digits: 2 },
        { path: `P.W_V[${i}]`, called: `W_V, ${i + 1}`, role: 'value', digits: 0 },
      ]),
    ],
    forwards: heads.map((i): Figure['given'] => [
      {
        path: `heads[${i}].A`,
        printed: 'rows',
        called: `A, ${i + 1}`,
        says: asks[i],
        role: 'share',
        rows,
        columns: rows,
        digits: 2,
        heat: true,
      },
      {
        path: `heads[${i}].Y`,
        printed: 'rows',
        called: `Y, ${i + 1}`,
        role: 'result',
        rows,
        columns: of.slice(2 * i, 2 * i + 2),
        digits: 0,
      },
    ]),
    pictures: [{ kind: 'shares', path: 'heads[0].A', tokens: rows }],
    first: 'heads[0].A[0][2]',
  },
  {
    part: '2',
    caption: {
      en: 'Column 1 of W_O adds "of 我" from head 1 to "of an action" from head 2: 5 + 10 = 15.',
      zh: 'W_O 的第 1 列把头 1 的“关于我”和头 2 的“关于动作”加在一起：5 + 10 = 15。',
    },
    given: [
      { path: 'P.W_O', printed: 'rows', called: 'W_O', rows: of, columns: coordinates, digits: 0 },
      {
        path: 'dY',
        role: 'gradient',
        says: { en: 'what the loss asks', zh: '损失的要求' },
        rows,
        columns: coordinates,
        digits: 0,
      },
    ],
    forwards: [
      [
        { path: 'C', printed: 'rows', says: { en: 'side by side', zh: '并排' }, rows, columns: of, digits: 0 },
        { path: 'Y', printed: 'rows', role: 'result', rows, columns: coordinates, digits: 0 },
      ],
    ],
    backwards: [
      [
        { path: 'dX_Q', role: 'gradient', rows, columns: coordinates, digits: 2 },
        { path: 'dX_KV', role: 'gradient', rows, columns: coordinates, digits: 2 },
        { path: 'dP.W_O', called: 'dW_O', role: 'gradient', rows: of, columns: coordinates, digits: 0 },
      ],
    ],
  },
  {
    part: '3',
    caption: {
      en: 'Putting heads side by side and multiplying is adding: each head has two rows of W_O to itself, and contributes what they make of it.',
      zh: '并排再相乘，就是相加：W_O 里有两行是某个头专用的，这个头就通过它们贡献自己的一份。',
    },
    given: [{ path: 'P.W_O', called: 'W_O', rows: of, columns: coordinates, digits: 0 }],
    forwards: [
      [
        ...heads.map((i): Figure['given'][number] => ({
          path: `sums[${i}]`,
          printed: 'rows',
          called: { en: `from head ${i + 1}`, zh: `来自头 ${i + 1}` },
          rows,
          columns: coordinates,
          digits: 0,
        })),
        {
          path: 'sum',
          printed: 'rows',
          called: 'Y',
          says: { en: 'added', zh: '相加' },
          role: 'result',
          rows,
          columns: coordinates,
          digits: 0,
        },
      ],
    ],
    first: 'sum[0][0]',
  },
];
