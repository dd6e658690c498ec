/** Chapter 21's cases: an RMS norm, a gated unit, quarter turns, and two queries that share a key. */

import { multiply, multiplyBackward, transpose } from '../../chapters/01-vectors/matrices.ts';
import { causalMask } from '../../chapters/06-masking/masking.ts';
import * as hand from '../../chapters/21-since-2017/by-hand.ts';
import { gated, gatedBackward } from '../../chapters/21-since-2017/gated.ts';
import { groupedQuery, groupedQueryBackward } from '../../chapters/21-since-2017/grouped.ts';
import { rmsNorm, rmsNormBackward } from '../../chapters/21-since-2017/rms-norm.ts';
import { rotary, rotaryBackward } from '../../chapters/21-since-2017/rotary.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

/** The words, matrices and turns of the four cases, and what the losses ask. */
// prettier-ignore
export const given = {
  X: hand.X,
  gain: [1, 1, 1, 1],
  dY: [[1, 0, 0, 0], [0, 0, 0, 0]],
  x: hand.x,
  gate: hand.gate,
  dGated: [[1, 0]],
  Q: hand.Q,
  K: hand.K,
  T: hand.quarter,
  dS: [[0, 0, 0, 0], [1, 0, 0, 0], [0, 2, 0, 0], [0, 0, 0, -1]],
  words: hand.words,
  groups: hand.groups,
  dGrouped: [[0, 0], [1, 1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, gain, dY, x, gate, dGated, Q, K, T, dS, words, groups, dGrouped }: typeof given) {
  const normed = rmsNorm(X, gain);
  const opened = gated(x, gate);
  const [Q_turned, K_turned] = [rotary(Q, T), rotary(K, T)];
  const S = multiply(Q_turned.Y, transpose(K_turned.Y));
  const { dA: dQ_turned } = multiplyBackward(dS, { A: Q_turned.Y, B: transpose(K_turned.Y) });
  const asked = groupedQuery(words, groups, causalMask(words.length));
  return {
    normed,
    normBack: rmsNormBackward(dY, normed),
    opened,
    gateBack: gatedBackward(dGated, opened),
    turned: { Q: Q_turned.Y, K: K_turned.Y, S },
    turnBack: { dQ_turned, dQ: rotaryBackward(dQ_turned, Q_turned).dX },
    asked,
    askedBack: groupedQueryBackward(dGrouped, asked),
  };
}

const four = numbered(4);
const [words, pair] = [
  ['x', 'x′'],
  ['x', 'y'],
];
const places = ['0', '1', '2', '3'];
const { tokens } = hand;

/** The four parts, each beside the paper's that it replaces. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'No mean is taken off: each word is divided by its size, 5 and 2, and nothing else. The second has mean 0, so chapter 7 would give the same.',
      zh: '不减均值：每个词只除以自己的大小，5 和 2。第二个词的均值是 0，所以第 7 章也会给出同样的结果。',
    },
    given: [
      { path: 'X', rows: words, columns: four },
      { path: 'gain', called: { en: 'gain', zh: '增益' }, columns: four, digits: 0 },
      { path: 'dY', role: 'gradient', rows: words, columns: four, digits: 0 },
    ],
    forwards: [
      [{ path: 'normed.size', called: { en: 'size', zh: '大小' }, columns: words }],
      [
        { path: 'normed.X_hat', called: 'X_hat', rows: words, columns: four },
        { path: 'normed.Y', called: 'Y', role: 'result', rows: words, columns: four },
      ],
    ],
    backwards: [
      [
        { path: 'normBack.dX', called: 'dX', role: 'gradient', rows: words, columns: four },
        { path: 'normBack.dGain', called: { en: 'd gain', zh: 'd 增益' }, role: 'gradient', columns: four },
      ],
    ],
    first: 'normed.X_hat[0][3]',
  },
  {
    part: '2',
    caption: {
      en: 'Two gates, open by ¾ and by ¼, multiply what comes up beside them.',
      zh: '两道闸门，一道开 ¾，一道开 ¼，各自乘上旁边送上来的数。',
    },
    given: [
      { path: 'x', columns: ['1', '2'], digits: 0 },
      { path: 'gate.W_gate', called: 'W_gate' },
      { path: 'gate.W_up', called: 'W_up', digits: 0 },
      { path: 'gate.W_down', called: 'W_down', digits: 0 },
      { path: 'dGated', called: 'dY', role: 'gradient', digits: 0 },
    ],
    forwards: [
      [
        { path: 'opened.G', called: 'x W_gate' },
        { path: 'opened.U', called: 'x W_up' },
      ],
      [
        { path: 'opened.H', called: 'H' },
        { path: 'opened.Y', called: 'Y', role: 'result' },
      ],
    ],
    backwards: [
      [
        { path: 'gateBack.dX', called: 'dX', role: 'gradient' },
        { path: 'gateBack.dP.W_gate', called: 'dW_gate', role: 'gradient' },
      ],
    ],
    first: 'opened.H[0][0]',
  },
  {
    part: '3',
    caption: {
      en: 'One query and one key, turned by a quarter a place. Along each diagonal of S, where the distance is the same, the score is the same.',
      zh: '同一个查询、同一个键，每走一步转四分之一圈。S 的每条对角线上距离相同，分数也就相同。',
    },
    given: [
      { path: 'Q', rows: places, columns: pair, digits: 0 },
      { path: 'K', rows: places, columns: pair, digits: 0 },
      { path: 'dS', role: 'gradient', rows: places, columns: places, digits: 0 },
    ],
    forwards: [
      [
        {
          path: 'turned.Q',
          called: 'Q',
          says: { en: 'turned', zh: '转过之后' },
          role: 'query',
          rows: places,
          columns: pair,
          digits: 0,
        },
        {
          path: 'turned.K',
          called: 'K',
          says: { en: 'turned', zh: '转过之后' },
          role: 'key',
          rows: places,
          columns: pair,
          digits: 0,
        },
      ],
      [{ path: 'turned.S', called: 'S', role: 'result', rows: places, columns: places, digits: 0 }],
    ],
    backwards: [
      [
        {
          path: 'turnBack.dQ_turned',
          called: { en: 'dQ, turned', zh: 'dQ，转过之后' },
          role: 'gradient',
          rows: places,
          columns: pair,
          digits: 0,
        },
        { path: 'turnBack.dQ', called: 'dQ', role: 'gradient', rows: places, columns: pair, digits: 0 },
      ],
    ],
    first: 'turned.S[2][1]',
  },
  {
    part: '4',
    caption: {
      en: 'Two heads ask, one column of keys and one of values answer both: two numbers a word are kept, and not four.',
      zh: '两个头在问，回答它们的是同一列键、同一列值：每个词只留下两个数，而不是四个。',
    },
    given: [
      { path: 'words', called: 'X', rows: tokens, digits: 0 },
      { path: 'groups.W_Q[0]', called: 'W_Q 1' },
      { path: 'groups.W_Q[1]', called: 'W_Q 2' },
      { path: 'groups.W_K[0]', called: 'W_K', digits: 0 },
      { path: 'groups.W_V[0]', called: 'W_V', digits: 0 },
      { path: 'dGrouped', called: 'dY', role: 'gradient', rows: tokens, digits: 0 },
    ],
    forwards: [
      [
        { path: 'asked.K[0]', called: 'K', role: 'key', rows: tokens },
        { path: 'asked.V[0]', called: 'V', role: 'value', rows: tokens },
      ],
      [
        { path: 'asked.heads[0].A', called: 'A 1', role: 'share', rows: tokens, columns: tokens },
        { path: 'asked.heads[1].A', called: 'A 2', role: 'share', rows: tokens, columns: tokens },
        { path: 'asked.Y', called: 'Y', role: 'result', rows: tokens },
      ],
    ],
    backwards: [
      [
        { path: 'askedBack.dP.W_K[0]', called: 'dW_K', role: 'gradient' },
        { path: 'askedBack.dP.W_V[0]', called: 'dW_V', role: 'gradient' },
      ],
    ],
    first: 'asked.Y[1][0]',
  },
];
