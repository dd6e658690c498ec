/** Chapter 10's case: one layer reads 我 爱 你, and the way back; and whose gradient comes back through six layers. */

import * as hand from '../../chapters/10-encoder/by-hand.ts';
import { encoderLayer, encoderLayerBackward, encoderLayerParams } from '../../chapters/10-encoder/encoder.ts';
import { bare, wayBack, whole } from '../../examples/10-encoder/whose.ts';
import { zeros } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import type { Box, Figure, Shown } from '../stage/figure.ts';

const { X, P, dY } = hand;

const random = seeded('我爱你 1');
const narrow = { d_model: 8, h: 2, d_ff: 8, N: 6 };
const layersPassed = Array.from({ length: narrow.N + 1 }, (_, l) => l);

/**
 * The sentence, the layer's parameters, and what the loss asks. And four random words, six layers, and something asked
 * of the first word alone.
 */
export const given = {
  X,
  P,
  dY,
  stack: {
    X: normalMatrix(random, 4, narrow.d_model),
    P: Array.from({ length: narrow.N }, () => encoderLayerParams(random, narrow)),
    dY: [normalMatrix(random, 1, narrow.d_model)[0], ...zeros(3, narrow.d_model)],
    passed: layersPassed,
  },
};

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY, stack }: typeof given) {
  const layer = encoderLayer(X, P);
  const { attended, normed_1, fed, normed_2, Y } = layer;
  return {
    heads: attended.heads,
    attended: attended.Y,
    norm_1: { X_hat: normed_1.X_hat, deviation: normed_1.deviation },
    normed_1: normed_1.Y,
    forward: { H: fed.H, R: fed.R },
    fed: fed.Y,
    norm_2: { X_hat: normed_2.X_hat, deviation: normed_2.deviation },
    Y,
    ...encoderLayerBackward(dY, layer),
    shares: {
      kept: wayBack(stack.dY, whole(stack.X, stack.P)).map(({ share }) => share),
      without: wayBack(stack.dY, bare(stack.X, stack.P)).map(({ share }) => share),
    },
  };
}

const rows = hand.tokens;
const columns = [...rows, { en: 'heard', zh: '听到' }];
const inside = [
  { en: 'asks 爱', zh: '问爱' },
  { en: 'asks 你', zh: '问你' },
];

const sentence: Shown = { path: 'X', says: { en: 'the sentence', zh: '句子' }, rows, columns, digits: 0 };
const found: Shown = {
  path: 'attended',
  printed: 'rows',
  says: { en: 'attention brings home', zh: '注意力带回来' },
  rows,
  columns,
  digits: 0,
};
const normed: Shown = {
  path: 'normed_1',
  printed: 'rows',
  says: { en: 'added to X, normalized', zh: '与 X 相加，归一化' },
  rows,
  columns,
  digits: 0,
};
const handedOn: Shown = { ...normed, called: 'X', says: { en: 'from the box below', zh: '来自下面的方框' } };
const fed: Shown = {
  path: 'fed',
  printed: 'rows',
  says: { en: 'feed-forward finds', zh: '前馈层算出' },
  rows,
  columns,
  digits: 0,
};

/** The four lines of a layer, each a box of the paper's figure. */
const boxes: Box[] = [
  {
    name: 'encoder.attention',
    says: {
      en: 'Only 爱 asks a question, and shares 2 : 1 : 2; it brings home 6 in the column of what is heard, from 我 and 你.',
      zh: '只有爱发问，权重是 2 : 1 : 2；它从我和你那里带回 6，记在「听到」这一列。',
    },
    reads: [{ ...sentence, printed: 'rows' }],
    given: [
      { path: 'P.attention.W_Q[0]', called: 'W_Q', role: 'query', digits: 2 },
      { path: 'P.attention.W_K[0]', called: 'W_K', role: 'key', digits: 1 },
      { path: 'P.attention.W_V[0]', called: 'W_V', role: 'value', digits: 1 },
      { path: 'P.attention.W_O', called: 'W_O', digits: 0 },
    ],
    writes: [
      [
        { path: 'heads[0].Q', called: 'Q', role: 'query', says: { en: 'asks for', zh: '找什么' }, rows },
        {
          path: 'heads[0].K',
          called: 'K',
          role: 'key',
          says: { en: 'is found by', zh: '凭什么被找到' },
          rows,
          digits: 0,
        },
        {
          path: 'heads[0].V',
          called: 'V',
          role: 'value',
          says: { en: 'gives', zh: '给出什么' },
          rows,
          columns,
          digits: 1,
        },
      ],
      [
        { path: 'heads[0].S', called: 'S', says: { en: 'scores', zh: '分数' }, rows, columns: rows },
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
          path: 'heads[0].Y',
          called: 'A V',
          says: { en: 'the values, mixed', zh: '混合后的值' },
          rows,
          columns,
          digits: 0,
        },
      ],
      [{ ...found, called: 'A V W_O', role: 'result' }],
    ],
    pictures: [{ kind: 'shares', path: 'heads[0].A', tokens: rows }],
  },
  {
    name: 'encoder.norm_1',
    says: {
      en: 'Each row of X + F is brought to mean 0 and deviation 1: what was 5 or 6 is now 1, and what was 0 is −1.',
      zh: 'X + F 的每一行都被调到均值 0、标准差 1：原来的 5 和 6 都成了 1，原来的 0 都成了 −1。',
    },
    reads: [
      { ...sentence, says: { en: 'past the attention', zh: '从注意力旁边绕过来' } },
      { ...found, called: 'F' },
    ],
    given: [
      { path: 'P.norm_1.gain', called: 'gain', columns, digits: 0 },
      { path: 'P.norm_1.bias', called: 'bias', columns, digits: 0 },
    ],
    writes: [
      [
        { path: 'norm_1.deviation', called: '√(σ² + ε)', says: { en: 'of each row', zh: '每一行的' }, columns: rows },
        { path: 'norm_1.X_hat', called: 'X̂', says: { en: 'normalized', zh: '归一化' }, rows, columns, digits: 0 },
      ],
      [{ ...normed, called: 'Y', role: 'result' }],
    ],
  },
  {
    name: 'encoder.feed-forward',
    says: {
      en: 'Two questions, and max(0, x) lets only a yes through: 爱 answers the first, 你 the second, 我 neither.',
      zh: '两个问题，max(0, x) 只放「是」过去：爱回答第一个，你回答第二个，我一个也不答。',
    },
    reads: [handedOn],
    given: [
      { path: 'P.feedForward.W_1', called: 'W_1', rows: columns, columns: inside, digits: 0 },
      { path: 'P.feedForward.b_1', called: 'b_1', columns: inside, digits: 0 },
      { path: 'P.feedForward.W_2', called: 'W_2', rows: inside, columns, digits: 0 },
      { path: 'P.feedForward.b_2', called: 'b_2', columns, digits: 0 },
    ],
    writes: [
      [
        { path: 'forward.H', called: 'H', says: 'X W_1 + b_1', rows, columns: inside, digits: 0 },
        { path: 'forward.R', called: 'R', says: 'max(0, H)', rows, columns: inside, digits: 0 },
      ],
      [{ ...fed, called: 'R W_2 + b_2', role: 'result' }],
    ],
  },
  {
    name: 'encoder.norm_2',
    says: {
      en: '我, to whom nothing was added, passes as it is; 爱 is divided by 3 and 你 by 5: no word leaves larger than it came.',
      zh: '我什么也没加上，原样通过；爱除以 3，你除以 5：谁出去时都不比进来时大。',
    },
    reads: [handedOn, { ...fed, called: 'F' }],
    given: [
      { path: 'P.norm_2.gain', called: 'gain', columns, digits: 0 },
      { path: 'P.norm_2.bias', called: 'bias', columns, digits: 0 },
    ],
    writes: [
      [
        { path: 'norm_2.deviation', called: '√(σ² + ε)', says: { en: 'of each row', zh: '每一行的' }, columns: rows },
        { path: 'norm_2.X_hat', called: 'X̂', says: { en: 'normalized', zh: '归一化' }, rows, columns },
      ],
      [
        {
          path: 'Y',
          printed: 'rows',
          says: { en: 'added, normalized', zh: '相加，归一化' },
          role: 'result',
          rows,
          columns,
        },
      ],
    ],
  },
];

/** One layer of the encoder: four boxes, and the same four upwards. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'Attention mixes the words, the feed-forward layer treats each differently.',
      zh: '注意力把各个词混在一起，前馈层再区别对待每个词。',
    },
    back: {
      en: 'Only 我 was asked for something, and every word hears of it: the value of each went into its average.',
      zh: '只对「我」有要求，每个词却都听到了：它们的值都进了「我」的平均。',
    },
    trying: {
      en: 'Open a number of the last box, and go down through all four to the sentence.',
      zh: '打开最后一个方框里的数，就能穿过四个方框，一路走回句子。',
    },
    given: [
      { path: 'dY', role: 'gradient', says: { en: 'what the loss asks', zh: '损失的要求' }, rows, columns, digits: 0 },
    ],
    forwards: [],
    boxes,
    backwards: [[{ path: 'dX', role: 'gradient', rows, columns }]],
    first: 'heads[0].Y[1][3]',
  },
  {
    part: '5',
    caption: {
      en: 'Asked of one word of four, at the top. Without residuals all four have an equal part in it one layer below; with them most of it is still its own.',
      zh: '在顶层只问四个词中的一个。没有残差，下一层就人人一样多了；有残差，大半还是它自己的。',
    },
    given: [],
    forwards: [
      [
        {
          path: 'shares.kept',
          called: { en: 'with residuals', zh: '有残差' },
          role: 'gradient',
          columns: layersPassed.map(String),
          digits: 2,
        },
        {
          path: 'shares.without',
          called: { en: 'without', zh: '没有残差' },
          role: 'gradient',
          columns: layersPassed.map(String),
          digits: 2,
        },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: { en: "the word's share of the gradient", zh: '这个词在梯度中的份额' },
        xLabel: { en: 'layers gone back through', zh: '往回穿过几层' },
        x: 'stack.passed',
        lines: [
          { path: 'shares.kept', called: { en: 'with residuals', zh: '有残差' } },
          { path: 'shares.without', called: { en: 'without', zh: '没有残差' } },
        ],
      },
    ],
  },
];
