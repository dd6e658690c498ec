/** Chapter 11's case: one layer of the decoder, and a whole Transformer, small and untrained. */

import * as hand from '../../chapters/11-decoder/by-hand.ts';
import { multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import type { MultiHead } from '../../chapters/05-multi-head/multi-head.ts';
import type { AddNorm } from '../../chapters/07-layer-norm/layer-norm.ts';
import type { FeedForward } from '../../chapters/09-feed-forward/feed-forward.ts';
import { decoderLayer, decoderLayerBackward } from '../../chapters/11-decoder/decoder.ts';
import {
  transformer,
  transformerBackward,
  transformerParams,
  type Transformer,
} from '../../chapters/11-decoder/transformer.ts';
import { seeded } from '../../lib/random.ts';
import { numbered } from '../../lib/print.ts';
import { addNormMatrices, feedForwardMatrices, multiHeadMatrices, type Sublayer } from '../stage/boxes/sublayers.ts';
import type { Box, Figure, Shown, Words } from '../stage/figure.ts';

const { X, Z, P, E, dY } = hand;
const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };

/** 我 爱 你 and <bos> I love you, by their places in two tables of seven tokens, four of which are special. */
const [source, target] = [
  [4, 5, 6],
  [1, 4, 5, 6],
];

/** The layer's inputs and parameters with what the loss asks; and the whole model's parameters, drawn. */
// prettier-ignore
export const given = {
  X, Z, P, E, dY,
  whole: transformerParams(seeded('我爱你'), 7, 7, sizes),
  dS: [[0, 1, 0, -1, 0, 2, 0], [1, 0, 0, 0, 3, 0, -1], [0, 0, 2, 0, 0, -1, 1], [0, -2, 0, 1, 0, 0, 0]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, Z, P, E, dY, whole, dS }: typeof given) {
  const layer = decoderLayer(X, Z, P);
  const scores = multiply(layer.Y, transpose(E));
  const beliefs = softmax(scores);
  const all = transformer(source, target, whole);
  return {
    crossAttended: layer.crossAttended,
    Y: layer.Y,
    S: scores,
    beliefs,
    ...opened(all),
    back: decoderLayerBackward(dY, layer),
    dWhole: transformerBackward(dS, all).dP,
  };
}

/** What each box of the whole model made, in the order in which it was made. */
function opened({ encoding, decoding, S }: Transformer) {
  const [{ attended, normed_1, fed, normed_2 }] = encoding.encoded.layers;
  const [layer] = decoding.decoded.layers;
  return {
    encoder: {
      embedded: encoding.input.embedded.Y,
      placed: encoding.input.Y,
      attended: multiHeadOf(attended),
      normed_1: addNormOf(normed_1),
      fed: feedForwardOf(fed),
      normed_2: addNormOf(normed_2),
    },
    decoder: {
      embedded: decoding.input.embedded.Y,
      placed: decoding.input.Y,
      masked: multiHeadOf(layer.selfAttended),
      normed_1: addNormOf(layer.normed_1),
      crossed: multiHeadOf(layer.crossAttended),
      normed_2: addNormOf(layer.normed_2),
      fed: feedForwardOf(layer.fed),
      normed_3: addNormOf(layer.normed_3),
      S,
      next: softmax(S),
    },
  };
}

// What a sublayer made, without what it was handed.
const multiHeadOf = ({ heads, Y }: MultiHead) => ({ heads, Y });
const addNormOf = ({ deviation, X_hat, Y }: AddNorm) => ({ deviation, X_hat, Y });
const feedForwardOf = ({ H, R, Y }: FeedForward) => ({ H, R, Y });

const rows = hand.readTokens;
const columns = numbered(4);
const asked = hand.targetTokens;

const [read, said] = [hand.sourceTokens, ['<bos>', 'I', 'love', 'you']];
const special = ['<pad>', '<bos>', '<eos>', '<unk>'];
const [chinese, english] = [
  [...special, ...read],
  [...special, 'I', 'love', 'you'],
];

/** A matrix that one box hands on to another, a row a word. */
function handedOn(path: string, called: string, rows: Words[]): Shown {
  return { path, called, rows };
}

/** A sublayer of a half: its working, its parameters, its words. */
function sublayer(half: 'encoder' | 'decoder', working: string, parameters: string): Sublayer {
  const rows = half === 'encoder' ? read : said;
  return { working: `${half}.${working}`, parameters: `whole.${half}[0].${parameters}`, rows };
}

const Z_read: Shown = {
  ...handedOn('encoder.normed_2.Y', 'Z', read),
  says: { en: 'from the encoder', zh: '来自编码器' },
};

/** From words to vectors: the first two boxes of either half. */
function inputBoxes(half: 'encoder' | 'decoder', rows: string[], tokens: string[], table: string): Box[] {
  const embedded = handedOn(`${half}.embedded`, 'X', rows);
  return [
    {
      name: `${half}.embedding`,
      says: {
        en: 'A word is a row of the table, twice as large: √d_model is 2 here. The rows that no word asks for stay where they are.',
        zh: '一个词就是词表里的一行，放大到两倍：这里 √d_model 是 2。没有词要的那些行，原地不动。',
      },
      reads: [],
      given: [{ path: `whole.${table}`, called: table, rows: tokens, digits: 2 }],
      writes: [
        [
          {
            ...embedded,
            says: { en: '√d_model times a row of the table', zh: '√d_model 乘词表的一行' },
            role: 'result',
          },
        ],
      ],
    },
    {
      name: `${half}.positions`,
      says: {
        en: 'The first place adds 0 1 0 1, the second 0.841 0.540 0.010 1.000: numbers of the place alone, whatever the word.',
        zh: '第一个位置加上 0 1 0 1，第二个加上 0.841 0.540 0.010 1.000：这些数只看位置，与词无关。',
      },
      reads: [embedded],
      writes: [[handedOn(`${half}.placed`, 'X + PE', rows)]],
    },
  ];
}

/** Add & Norm after a sublayer; X went past the sublayer, F came out of it. */
function addNormBox(half: 'encoder' | 'decoder', at: 1 | 2 | 3, X: string, F: string, says: Words): Box {
  const own = sublayer(half, `normed_${at}`, `norm_${at}`);
  const reads: Shown[] = [
    { ...handedOn(`${half}.${X}`, 'X', own.rows), says: { en: 'past the sublayer', zh: '从子层旁边绕过来' } },
    { ...handedOn(`${half}.${F}.Y`, 'F', own.rows), says: { en: 'out of it', zh: '从子层出来' } },
  ];
  return { name: `${half}.norm_${at}`, says, reads, ...addNormMatrices(own) };
}

const encoderBoxes: Box[] = [
  ...inputBoxes('encoder', read, chinese, 'E_source'),
  {
    name: 'encoder.attention',
    says: {
      en: 'Two heads look at one sentence, and differently: for 你, head 1 looks most at 爱, head 2 at 你 itself.',
      zh: '两个头看的是同一个句子，看法却不同：替「你」看时，第 1 头最看重爱，第 2 头最看重你自己。',
    },
    reads: [handedOn('encoder.placed', 'X', read)],
    ...multiHeadMatrices(sublayer('encoder', 'attended', 'attention'), 2),
  },
  addNormBox('encoder', 1, 'placed', 'attended', {
    en: 'X comes past the attention, and F is added to it. 爱 was small and is enlarged the most: its deviation, 0.291, divides it.',
    zh: 'X 从注意力旁边绕过来，再加上 F。爱原来最小，放大得最多：除以的是它的标准差 0.291。',
  }),
  {
    name: 'encoder.feed-forward',
    says: {
      en: 'Each word for itself: of six numbers inside, max(0, x) stops four for 我 and three for 爱, and they add nothing.',
      zh: '每个词各算各的：里面的六个数，max(0, x) 给我拦下四个，给爱拦下三个；拦下的什么也不加。',
    },
    reads: [handedOn('encoder.normed_1.Y', 'X', read)],
    ...feedForwardMatrices(sublayer('encoder', 'fed', 'feedForward')),
  },
  addNormBox('encoder', 2, 'normed_1.Y', 'fed', {
    en: 'What comes out is Z, a row for each word of the sentence: all that the decoder will ever see of 我爱你.',
    zh: '出来的就是 Z，句子的每个词一行：解码器能看到的 我爱你，全在这里。',
  }),
];

const decoderBoxes: Box[] = [
  ...inputBoxes('decoder', said, english, 'E_target'),
  {
    name: 'decoder.masked',
    says: {
      en: 'Above the diagonal every score is −∞ and every share 0: no word looks at one that has not been said. So <bos> can look at nothing but itself.',
      zh: '对角线以上，分数全是 −∞，权重全是 0：谁也看不到还没说出的词。所以 <bos> 只能看自己。',
    },
    reads: [handedOn('decoder.placed', 'X', said)],
    ...multiHeadMatrices(sublayer('decoder', 'masked', 'selfAttention'), 2),
  },
  addNormBox('decoder', 1, 'placed', 'masked', {
    en: 'Whatever the size of X + F, each row leaves with mean 0 and deviation 1: the deviations were 1.258 to 2.230.',
    zh: '不管 X + F 有多大，每一行出去时都是均值 0、标准差 1：原来的标准差从 1.258 到 2.230。',
  }),
  {
    name: 'decoder.cross',
    says: {
      en: 'Queries come from the translation, keys and values from the sentence: so the shares are 4 rows by 3 columns, and nothing is masked.',
      zh: '查询来自译文，键和值来自原句：所以权重是 4 行 3 列，也没有什么被掩住。',
    },
    reads: [handedOn('decoder.normed_1.Y', 'X', said), Z_read],
    ...multiHeadMatrices(sublayer('decoder', 'crossed', 'crossAttention'), 2, read),
  },
  addNormBox('decoder', 2, 'normed_1.Y', 'crossed', {
    en: 'Here the two languages are added: X is what was said, F what the sentence had to say to it.',
    zh: '两种语言在这里相加：X 是已经说出的，F 是原句对它的回答。',
  }),
  {
    name: 'decoder.feed-forward',
    says: {
      en: 'The same layer for every word: the fifth number inside is awake for all four, the first for none.',
      zh: '每个词用的都是同一层：里面第五个数对四个词都醒着，第一个一个也没醒。',
    },
    reads: [handedOn('decoder.normed_2.Y', 'X', said)],
    ...feedForwardMatrices(sublayer('decoder', 'fed', 'feedForward')),
  },
  addNormBox('decoder', 3, 'normed_2.Y', 'fed', {
    en: 'After the last layer each word is still four numbers, as when it came in; the next layer could begin here.',
    zh: '走出最后一层，每个词还是四个数，和进来时一样；再来一层也接得上。',
  }),
  {
    name: 'decoder.linear',
    says: {
      en: 'A score is the dot product with a row of the table, the same table that words came in by.',
      zh: '分数就是与词表某一行的点积，词进来时查的也是这张表。',
    },
    reads: [handedOn('decoder.normed_3.Y', 'Y', said)],
    given: [{ path: 'whole.E_target', called: 'E_target', rows: english, digits: 2 }],
    writes: [
      [
        {
          path: 'decoder.S',
          called: 'S',
          says: 'Y E_targetᵀ',
          role: 'result',
          rows: said,
          columns: english,
          digits: 2,
        },
      ],
    ],
  },
  {
    name: 'decoder.softmax',
    says: {
      en: 'Each row is shares of 1 for the word that comes next. Untrained, it says nonsense: after <bos> it would say <bos> once more, with 0.62.',
      zh: '每一行都是下一个词的概率，加起来是 1。还没训练，说的是胡话：<bos> 之后它还要说 <bos>，概率 0.62。',
    },
    reads: [{ path: 'decoder.S', called: 'S', rows: said, columns: english, digits: 2 }],
    writes: [
      [
        {
          path: 'decoder.next',
          called: 'P',
          says: { en: 'of the next word', zh: '下一个词的' },
          role: 'result',
          rows: said,
          columns: english,
          digits: 2,
          heat: true,
        },
      ],
    ],
  },
];

/** The whole model, box by box; and by hand how the translation asks the sentence. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: "Sixteen boxes and no more: every number of the last opens down to a row of a table. The toy here is smaller than the text's, so that it fits the page: 4 numbers a word instead of 32, two heads instead of four; untrained as well.",
      zh: '一共十六个方框，再没有别的：最后一个方框里的每个数，都能一路打开，直到词表的某一行。这里的玩具比文中的还小，好让页面放得下：每个词 4 个数而不是 32 个，两个头而不是四个，同样没有训练。',
    },
    given: [],
    forwards: [],
    boxes: [...encoderBoxes, ...decoderBoxes],
  },
  {
    part: '2',
    caption: {
      en: 'I looks most at 爱, brings its vector home, and the next word is love.',
      zh: 'I 最看重「爱」，把它的向量带回家，下一个词就是 love。',
    },
    back: {
      en: '<bos> looked at every word of the sentence, so each hears of it twice: by its value, in its share, and by its key.',
      zh: '<bos> 看过原文的每个字，每个字就都听到两次：一次经过值，按权重；一次经过键。',
    },
    trying: {
      en: 'Each probability opens down to the sentence.',
      zh: '每个概率都能一路点开，直到原句。',
    },
    given: [
      { path: 'X', says: { en: 'what was said', zh: '已经说出的' }, rows, columns, digits: 0 },
      {
        path: 'Z',
        says: { en: 'what the encoder read', zh: '编码器读到的' },
        rows: hand.sourceTokens,
        columns,
        digits: 0,
      },
      { path: 'E', says: { en: 'the table of words', zh: '词的表' }, rows: asked, columns, digits: 2 },
      { path: 'dY', role: 'gradient', says: { en: 'what the loss asks', zh: '损失的要求' }, rows, columns, digits: 0 },
    ],
    forwards: [
      [
        {
          path: 'crossAttended.heads[0].A',
          printed: 'rows',
          called: 'A',
          says: { en: 'shares', zh: '权重' },
          role: 'share',
          rows,
          columns: hand.sourceTokens,
          heat: true,
        },
        {
          path: 'crossAttended.Y',
          printed: 'rows',
          called: { en: 'Y, heard', zh: 'Y，听到的' },
          says: { en: 'brought home', zh: '带回家' },
          rows,
          columns,
          digits: 1,
        },
      ],
      [
        { path: 'Y', printed: 'rows', says: { en: 'after the layer', zh: '这一层之后' }, rows, columns },
        {
          path: 'S',
          printed: 'rows',
          says: { en: 'score of the next word', zh: '下一个词的分数' },
          rows,
          columns: asked,
        },
      ],
      [
        {
          path: 'beliefs',
          printed: 'rows',
          called: 'P',
          says: { en: 'probability', zh: '概率' },
          role: 'result',
          rows,
          columns: asked,
          heat: true,
        },
      ],
    ],
    backwards: [[{ path: 'back.dZ', called: 'dZ', role: 'gradient', rows: hand.sourceTokens, columns }]],
    first: 'beliefs[1][1]',
  },
];
