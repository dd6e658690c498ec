/**
 * Chapter 4's case: a price list asked ever more sharply; 我 爱 你 attends to itself, and a gradient goes back to
 * everything that was given; how dot products spread before they are divided, and after.
 */

import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as hand from '../../chapters/04-attention/by-hand.ts';
import type { Figure, Words } from '../stage/figure.ts';
import type { CurvesPicture } from '../stage/pictures/picture.ts';
import { multiply, multiplyBackward, transpose } from '../../chapters/01-vectors/matrices.ts';
import { times } from '../../chapters/01-vectors/vectors.ts';
import type { Vector } from '../../lib/matrix.ts';

const { X, W_Q, W_K, W_V } = hand;

/** Dot products, and scores, at which we look how likely they are. */
const [DOTS, SCORES] = [Array.from({ length: 25 }, (_, k) => 2 * k - 24), Array.from({ length: 9 }, (_, k) => k - 4)];

/**
 * The sentence, three matrices, and what the loss asks of the result: only the first number of 我. And a price list:
 * apple, banana and lemon, one-hot, what each costs, and how sharply the lemon is asked for, in a table and in curves.
 * Of a dot product's terms, each 1 or −1: how likely 1 is, and dot products at which we look, as they are and divided.
 */
// prettier-ignore
export const given = {
  X, W_Q, W_K, W_V,
  dY: [[1, 0], [0, 0], [0, 0]],
  fruit: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  prices: [[3], [2], [6]],
  sharpness: [0, 1, 2, 4, 8],
  grid: Array.from({ length: 33 }, (_, step) => step / 4),
  chance: 1 / 2,
  dots: DOTS,
  scores: SCORES,
};

/** What attentionBackward names on the way and does not hand out. */
export const locals = ['dA', 'dS'];

/** What comes of it, forwards and backwards. */
export function worked({ X, W_Q, W_K, W_V, dY, fruit, prices, sharpness, grid, chance }: typeof given) {
  const attended = attention(multiply(X, W_Q), multiply(X, W_K), multiply(X, W_V));
  const back = attentionBackward(dY, attended);
  const lemon = fruit[2];
  const asking = (betas: number[]) => betas.map((beta) => times(beta, lemon));
  const { A, Y } = attention(asking(sharpness), fruit, prices);
  const [apple, , most] = transpose(attention(asking(grid), fruit, prices).A);
  return {
    ...attended,
    ...back,
    dW_Q: multiplyBackward(back.dQ, { A: X, B: W_Q }).dB,
    dW_K: multiplyBackward(back.dK, { A: X, B: W_K }).dB,
    dW_V: multiplyBackward(back.dV, { A: X, B: W_V }).dB,
    asked: { A, Y },
    curve: { apple, lemon: most },
    sums: spreads(chance),
  };
}

/** How dot products of 4, 16 and 64 terms are spread: of 4 all that there are, of all of them where we look. */
function spreads(chance: number) {
  const [four, sixteen, sixtyFour] = [4, 16, 64].map((d_k) => {
    const P = ofTerms(chance, d_k);
    const at = (dot: number) => P[(dot + d_k) / 2] ?? 0; // P[j]: j of the terms are 1, the others −1
    // Per unit of the axis: the values lie 2 apart, and 2/√d_k when they are divided.
    return {
      P,
      plain: DOTS.map((dot) => at(dot) / 2),
      divided: SCORES.map((score) => (at(score * Math.sqrt(d_k)) * Math.sqrt(d_k)) / 2),
    };
  });
  return { P: four.P, four, sixteen, sixtyFour };
}

/** How likely it is that j = 0 … d_k of d_k terms are 1: each term leaves j as it is, or makes it one more. */
function ofTerms(chance: number, d_k: number): Vector {
  let P = [1]; // without a term j is surely 0
  for (let c = 0; c < d_k; c++) {
    P = [...P, 0].map((same, j) => (j === 0 ? same * chance : same * chance + P[j - 1] * chance));
  }
  return P;
}

const pronoun = { en: 'pronoun', zh: '代词' };
const features = [...hand.tokens, pronoun];
const sought = [pronoun, { en: 'verb', zh: '动词' }, '我', '你'];
const gives = [
  { en: 'person', zh: '人' },
  { en: 'action', zh: '动作' },
];
const rows = hand.tokens;
const names = [
  { en: 'apple', zh: '苹果' },
  { en: 'banana', zh: '香蕉' },
  { en: 'lemon', zh: '柠檬' },
];

/** 我 爱 你 by hand, from the sentence to the mixtures, and back; and a lookup made soft. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: '我 takes half of 爱, because its score is higher by ln 2.',
      zh: '我拿走爱的一半，因为爱的分数高出 ln 2。',
    },
    back: {
      en: 'A score hears its share times how much better than the average of its row that word would do. To raise the number: more of 你, less of 爱.',
      zh: '一个分数听到的，是它的权重乘以那个词比这一行的平均好多少。要让那个数变大，就多看「你」，少看「爱」。',
    },
    trying: {
      en: 'Change a number, or leave the division out, and see.',
      zh: '改一个数，或者去掉那个除法，看看会怎样。',
    },
    given: [
      { path: 'X', says: { en: 'the sentence', zh: '句子' }, rows, columns: features, digits: 0 },
      { path: 'W_Q', role: 'query', rows: features, columns: sought, digits: 2 },
      { path: 'W_K', role: 'key', rows: features, columns: sought, digits: 0 },
      { path: 'W_V', role: 'value', rows: features, columns: gives, digits: 0 },
      {
        path: 'dY',
        role: 'gradient',
        says: { en: 'what the loss asks', zh: '损失的要求' },
        rows,
        columns: gives,
        digits: 0,
      },
    ],
    forwards: [
      [
        { path: 'Q', role: 'query', says: { en: 'asks for', zh: '找什么' }, rows, columns: sought },
        {
          path: 'K',
          role: 'key',
          says: { en: 'is found by', zh: '凭什么被找到' },
          rows,
          columns: sought,
          digits: 0,
        },
        { path: 'V', role: 'value', says: { en: 'gives', zh: '给出什么' }, rows, columns: gives, digits: 0 },
      ],
      [
        { path: 'S', printed: 'entries', says: { en: 'scores', zh: '分数' }, rows, columns: rows },
        {
          path: 'A',
          printed: 'rows',
          role: 'share',
          says: { en: 'shares', zh: '权重' },
          rows,
          columns: rows,
          digits: 2,
          heat: true,
        },
        {
          path: 'Y',
          printed: 'rows',
          role: 'result',
          says: { en: 'takes home', zh: '带回家' },
          rows,
          columns: gives,
          digits: 0,
        },
      ],
    ],
    backwards: [
      [
        { path: 'dA', role: 'gradient', rows, columns: rows, digits: 1 },
        { path: 'dS', role: 'gradient', rows, columns: rows, digits: 2 },
        { path: 'dV', role: 'gradient', rows, columns: gives, digits: 2 },
      ],
      [
        { path: 'dQ', role: 'gradient', rows, columns: sought, digits: 2 },
        { path: 'dK', role: 'gradient', rows, columns: sought, digits: 2 },
      ],
    ],
    pictures: [{ kind: 'shares', path: 'A', tokens: rows }],
    first: 'Y[0][1]',
    switches: [
      {
        says: { en: 'leave the division out', zh: '去掉除法' },
        file: 'chapters/04-attention/attention.ts',
        from: 'dot / Math.sqrt(d_k)',
        to: 'dot',
      },
    ],
  },
  {
    part: '1',
    caption: {
      en: 'The sharper the question, the more of the lemon; and nowhere does a share jump.',
      zh: '力度越大，柠檬占得越多；权重处处没有跳跃。',
    },
    given: [
      { path: 'prices', role: 'value', says: { en: 'what each costs', zh: '价钱' }, rows: names, digits: 0 },
      { path: 'sharpness', called: 'β', says: { en: 'how sharply the lemon is asked for', zh: '提问力度' }, digits: 0 },
    ],
    forwards: [
      [
        {
          path: 'asked.A',
          called: 'A',
          printed: 'rows',
          role: 'share',
          says: { en: 'shares', zh: '权重' },
          columns: names,
          heat: true,
        },
        {
          path: 'asked.Y',
          called: 'Y',
          printed: 'rows',
          role: 'result',
          says: { en: 'the answer', zh: '答案' },
          columns: [{ en: 'price', zh: '价钱' }],
        },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: { en: 'shares by the sharpness of the question', zh: '权重随提问力度变化' },
        xLabel: { en: 'sharpness β', zh: '提问力度 β' },
        x: 'grid',
        lines: [
          { path: 'curve.lemon', called: { en: 'lemon', zh: '柠檬' } },
          { path: 'curve.apple', called: { en: 'apple, and banana as well', zh: '苹果，香蕉也一样' } },
        ],
      },
    ],
  },
  {
    part: '5',
    caption: {
      en: 'Four times as many terms spread the dot product twice as widely. Divided by √d_k all three are spread alike. (Each term is 1 or −1, so that all can be counted.)',
      zh: '项数变成四倍，点积就散开到两倍宽。除以 √d_k 以后，三种散得一样开。（每一项是 1 或 −1，所以数得清。）',
    },
    given: [],
    forwards: [
      [
        {
          path: 'sums.P',
          called: 'P',
          says: { en: 'of each dot product, d_k = 4', zh: '各个点积的概率，d_k = 4' },
          role: 'share',
          columns: ['−4', '−2', '0', '2', '4'],
          digits: 4,
        },
      ],
    ],
    pictures: [
      {
        ...spread(
          'plain',
          { en: 'undivided: how likely, per unit', zh: '不除：每单位上的概率' },
          { en: 'q · k', zh: 'q · k' },
        ),
        x: 'dots',
      },
      {
        ...spread(
          'divided',
          { en: 'divided by √d_k', zh: '除以 √d_k 以后' },
          { en: 'q · k / √d_k', zh: 'q · k / √d_k' },
        ),
        x: 'scores',
      },
    ],
  },
];

/** Curves of three widths. */
function spread(which: string, says: Words, xLabel: Words): Omit<CurvesPicture, 'x'> {
  const widths = { four: 4, sixteen: 16, sixtyFour: 64 };
  const lines = Object.entries(widths).map(([name, d_k]) => ({
    path: `sums.${name}.${which}`,
    called: `d_k = ${d_k}`,
  }));
  return { kind: 'curves', says, xLabel, lines };
}
