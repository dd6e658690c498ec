/** Chapter 7's case: two words normalized after a sum, and the two places where a norm may stand. */

import { add } from '../../chapters/01-vectors/matrices.ts';
import { dot, minus, times } from '../../chapters/01-vectors/vectors.ts';
import * as hand from '../../chapters/07-layer-norm/by-hand.ts';
import { addNorm, addNormBackward } from '../../chapters/07-layer-norm/layer-norm.ts';
import { postNorm, postNormBackward, preNorm, preNormBackward } from '../../chapters/07-layer-norm/pre-norm.ts';
import type { Matrix } from '../../lib/matrix.ts';
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

/** A word has four numbers here. */
const [ones, quarters] = [
  [1, 1, 1, 1],
  [1 / 4, 1 / 4, 1 / 4, 1 / 4],
];

/** Each row's mean, the row less its mean, and the mean of the squares of that. */
function moments(X: Matrix) {
  const mean = X.map((x) => dot(x, quarters));
  const fromMean = X.map((x, i) => minus(x, times(mean[i], ones)));
  return { mean, fromMean, variance: fromMean.map((x) => dot(times(1 / 4, x), x)) };
}

/** What comes of it, forwards and backwards. */
export function worked({ X, F, P, W, dY }: typeof given) {
  const sum = add(X, F);
  const added = addNorm(X, F, P);
  const sublayer = { W, norm: P };
  const [post, pre] = [postNorm(X, sublayer), preNorm(X, sublayer)];
  return {
    sum,
    before: moments(sum),
    added,
    after: moments(added.X_hat),
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
      en: 'Each word is normalized by its own four numbers: wherever they are moved, mean 0 and variance 1 come out, and only the pattern is left.',
      zh: '每个词用自己的四个数来归一化：不管把它们挪到哪里，出来的总是均值 0、方差 1，留下的只有起伏的样子。',
    },
    trying: {
      en: 'Each of the four wrong ways breaks something of this. Which one what?',
      zh: '四种写错的方法，每种都破坏其中一点。各破坏了什么？',
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
        { path: 'sum', printed: 'rows', called: 'X + F', rows, columns },
        { path: 'before.mean', printed: 'entries', called: { en: 'mean', zh: '均值' }, columns: rows },
        { path: 'before.variance', printed: 'entries', called: { en: 'variance', zh: '方差' }, columns: rows },
      ],
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
      [
        { path: 'after.mean', called: 'mean', says: { en: 'of X_hat', zh: 'X_hat 的' }, columns: rows },
        { path: 'after.variance', called: 'variance', says: { en: 'of X_hat', zh: 'X_hat 的' }, columns: rows },
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
    pictures: [
      {
        kind: 'moments',
        tokens: rows,
        moved: 'X',
        before: {
          path: 'sum',
          mean: 'before.mean',
          variance: 'before.variance',
          reach: [-4, 12],
          called: { en: 'before: X + F', zh: '之前：X + F' },
        },
        after: {
          path: 'added.X_hat',
          mean: 'after.mean',
          variance: 'after.variance',
          reach: [-2, 2],
          called: { en: 'after: X_hat', zh: '之后：X_hat' },
        },
      },
    ],
    first: 'added.X_hat[0][0]',
    switches: [
      {
        says: { en: 'divide by d − 1', zh: '除以 d − 1' },
        wrong: {
          en: 'The variance comes out as ¾ and no longer 1: a word’s numbers are all there are, and no sample of more. With four numbers it shows; with 512 it is one part in a thousand, and goes unseen.',
          zh: '方差成了 ¾，不再是 1：一个词的数就这么几个，不是从更多的数里抽出来的样本。四个数时看得出来；512 个数时只差千分之一，就看不见了。',
        },
        file: 'chapters/07-layer-norm/layer-norm.ts',
        from: 'squares / d_model + EPSILON',
        to: 'squares / (d_model - 1) + EPSILON',
      },
      {
        says: { en: 'forget ε', zh: '忘了 ε' },
        wrong: {
          en: 'Here nearly nothing changes, and that is the danger. Move all four numbers of a word to one height: 0/0, NaN, and one NaN is soon everywhere.',
          zh: '这里几乎看不出变化，危险就在这里。把一个词的四个数挪到一样高：0/0，NaN，一个 NaN 很快就到处都是。',
        },
        file: 'chapters/07-layer-norm/layer-norm.ts',
        from: 'squares / d_model + EPSILON',
        to: 'squares / d_model',
      },
      {
        says: { en: 'take the mean over the sentence', zh: '对整个句子取均值' },
        wrong: {
          en: 'The means come out away from 0, and a word’s result depends on its neighbours: move a number of 爱 and 我 moves too. It would change with the padding of chapter 6.',
          zh: '均值不再是 0，而且一个词的结果要看邻居：挪动爱的一个数，我也跟着变。第 6 章的填充也会改变它。',
        },
        file: 'chapters/07-layer-norm/layer-norm.ts',
        from: 'sum += X[i][c];',
        to: 'for (const row of X) sum += row[c] / n;',
      },
      {
        says: { en: 'leave the residual connection out', zh: '去掉残差连接' },
        wrong: {
          en: 'Mean and variance are right, and the word is lost: only what the sublayer found is normalized. Move a number of X, and nothing comes of it.',
          zh: '均值和方差都对，词却丢了：归一化的只是子层的结果。挪动 X 的一个数，后面什么都不变。',
        },
        file: 'chapters/07-layer-norm/layer-norm.ts',
        from: 'layerNorm(add(X, passed), P)',
        to: 'layerNorm(passed, P)',
      },
    ],
  },
];
