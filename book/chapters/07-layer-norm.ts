/** Chapter 7's case: two words normalized after a sum, and the two places where a norm may stand. */

import * as hand from '../../chapters/07-layer-norm/by-hand.ts';
import { addNorm, addNormBackward } from '../../chapters/07-layer-norm/layer-norm.ts';
import { postNorm, postNormBackward, preNorm, preNormBackward } from '../../chapters/07-layer-norm/pre-norm.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { X, F, P } = hand;

/** A sublayer's input and output, gain and bias, a small sublayer's matrix, and what the loss asks. */
// prettier-ignore
export const given = {
  X, F, P,
  W: [[1, 0, 0, 1], [0, 1, 1, 0], [2, 0, 1, 0], [0, 0, 0, 1]],
  dY: [[1, -2, 0, 3], [0, 1, 2, -1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, F, P, W, dY }: typeof given) {
  const added = addNorm(X, F, P);
  const sublayer = { W, norm: P };
  const [post, pre] = [postNorm(X, sublayer), preNorm(X, sublayer)];
  return {
    added,
    back: addNormBackward(dY, added),
    post: { Y: post.Y, ...postNormBackward(dY, post) },
    pre: { Y: pre.Y, ...preNormBackward(dY, pre) },
  };
}

const rows = hand.tokens;
const columns = numbered(4);

/** Add & Norm by hand. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'Each word is normalized by its own four numbers: mean 0, deviation 1, then gain and bias. ε stands inside the root, too small to see.',
      zh: '每个词用自己的四个数来归一化：均值 0，标准差 1，然后是增益和偏置。ε 在根号里面，小得看不出来。',
    },
    given: [
      { path: 'X', printed: 'rows', says: { en: 'what went in', zh: '进去之前' }, rows, columns },
      { path: 'F', printed: 'rows', says: { en: 'what the sublayer found', zh: '子层的结果' }, rows, columns },
      { path: 'P.gain', called: { en: 'gain', zh: '增益' }, columns, digits: 0 },
      { path: 'P.bias', called: { en: 'bias', zh: '偏置' }, columns, digits: 0 },
      { path: 'dY', role: 'gradient', rows, columns, digits: 0 },
    ],
    forwards: [
      [
        { path: 'added.deviation', printed: 'entries', called: { en: 'deviation', zh: '标准差' }, columns: rows },
        {
          path: 'added.X_hat',
          printed: 'rows',
          called: 'X_hat',
          says: { en: 'divided', zh: '相除之后' },
          rows,
          columns,
        },
        { path: 'added.Y', printed: 'rows', called: 'Y', role: 'result', rows, columns },
      ],
    ],
    backwards: [
      [
        { path: 'back.dX', called: 'dX', role: 'gradient', rows, columns },
        { path: 'back.dF', called: 'dF', role: 'gradient', rows, columns },
        { path: 'back.dP.gain', called: { en: 'd gain', zh: 'd 增益' }, role: 'gradient', columns },
        { path: 'back.dP.bias', called: { en: 'd bias', zh: 'd 偏置' }, role: 'gradient', columns },
      ],
    ],
    first: 'added.X_hat[0][0]',
  },
];
