/** Chapter 3's case: sines and cosines of every place, added to 我爱你, and what turns one place into the next. */

import { add, multiply } from '../../chapters/01-vectors/matrices.ts';
import { dot, plus } from '../../chapters/01-vectors/vectors.ts';
import { frequency, positionalEncoding, shift, similarity, wavelength } from '../../chapters/03-positions/positions.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import type { Vector } from '../../lib/matrix.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const [PLACES, FURTHER, DISTANCES, ROWS] = [12, 3, 61, 16];

/**
 * The sentence and its width; a place p, another k further on, and how many numbers they have; distances; and the width
 * of a table of waves.
 */
export const given = {
  X: four.X,
  d_model: 4,
  p: 3,
  k: 5,
  width: 8,
  distances: Array.from({ length: DISTANCES }, (_, distance) => distance),
  waves: 26,
};

/** What comes of it: with R = shift(k), PE(p + k) is PE(p) turned. */
export function worked({ X, d_model, p, k, width, distances, waves }: typeof given) {
  const further = positionalEncoding(PLACES, d_model);
  const PE = positionalEncoding(X.length, d_model);
  const R = shift(FURTHER, d_model);
  const pairs = [0, 1];
  const [here, there] = [placed([p], width), placed(plus([p], [k]), width)];
  const R_k = shift(k, width);
  return {
    frequencies: pairs.map((i) => frequency(i, d_model)),
    wavelengths: pairs.map((i) => wavelength(i, d_model)),
    PE,
    placed: add(X, PE),
    further,
    R,
    turned: multiply(PE, R),
    similarities: Array.from({ length: PLACES }, (_, k) => similarity(k, d_model)),
    here,
    there,
    R_k,
    onward: multiply([here], R_k)[0],
    product: dot(here, there),
    similar: similarity(k, width),
    turns: here.slice(width / 2).map((_, i) => wavelength(i, width)),
    likeness: distances.map((distance) => similarity(distance, width)),
    table: positionalEncoding(ROWS, waves),
    omegas: Array.from({ length: waves / 2 }, (_, i) => frequency(i, waves)),
  };
}

/** PE of one place: the last row of the table that ends there. Throws as `positionalEncoding`. */
function placed(p: Vector, width: number): Vector {
  const PE = positionalEncoding(plus(p, [1])[0], width);
  return PE[PE.length - 1];
}

const columns = ['sin p', 'cos p', 'sin p/100', 'cos p/100'];
const places = (count: number, from = 0) => Array.from({ length: count }, (_, p) => `PE(${from + p})`);

/** Two clocks: a fast one and a slow one, read at every place. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: 'Two clocks, one a hundred times slower. Turned by R, each place becomes the place three further on: compare PE R with PE(3), PE(4), PE(5) below.',
      zh: '两只钟，一只比另一只慢一百倍。用 R 一转，每个位置就变成往后第三个位置：把 PE R 和下面的 PE(3)、PE(4)、PE(5) 对照着看。',
    },
    given: [
      { path: 'X', says: { en: 'the words', zh: '词' }, rows: four.tokens, columns: numbered(4), digits: 2 },
      { path: 'd_model', says: { en: 'the width', zh: '宽度' }, digits: 0 },
    ],
    forwards: [
      [
        { path: 'PE', printed: 'rows', rows: places(3), columns },
        {
          path: 'placed',
          printed: 'rows',
          called: 'X + PE',
          role: 'result',
          rows: four.tokens,
          columns: numbered(4),
          digits: 2,
        },
      ],
      [
        { path: 'R', says: { en: 'three places on', zh: '往后三个位置' } },
        { path: 'turned', called: 'PE R', role: 'result', rows: places(3, 3), columns },
      ],
      [
        {
          path: 'further',
          called: 'PE',
          says: { en: 'twelve places', zh: '十二个位置' },
          rows: places(PLACES),
          columns,
          heat: true,
        },
      ],
    ],
    first: 'PE[2][1]',
  },
  {
    part: '6',
    caption: {
      en: 'Turn one hand and all turn, each at its own speed. The dashed hand, k places on, always stands where R_k turns the first one to, the ring: wherever p is. So how alike two places are depends on k alone; with d_model 64 the ripples drown in the other hands.',
      zh: '转动一根针，所有的针都跟着转，各有各的快慢。虚线的针在往后 k 个位置，它总是落在圆圈里，也就是 R_k 把第一根针转到的地方，不管 p 在哪里。所以两个位置有多像，只看 k；把 d_model 改成 64，波纹就淹没在其他的针里。',
    },
    given: [
      { path: 'p', digits: 0 },
      { path: 'k', digits: 0 },
      { path: 'width', called: 'd_model', digits: 0 },
    ],
    forwards: [
      [{ path: 'here', called: 'PE(p)' }],
      [{ path: 'there', called: 'PE(p + k)', role: 'result' }],
      [{ path: 'onward', called: 'PE(p) R_k', role: 'result' }],
      [
        { path: 'product', called: 'PE(p) · PE(p + k)', role: 'share', digits: 6 },
        { path: 'similar', called: 'Σ cos k ω', role: 'share', digits: 6 },
      ],
    ],
    pictures: [
      {
        kind: 'dials',
        says: {
          en: 'full: position p; dashed: p + k; ring: PE(p) R_k. Drag a hand, or use the sliders.',
          zh: '实线：位置 p；虚线：p + k；圆圈：PE(p) R_k。可以拖动指针，也可以用滑块。',
        },
        p: 'p',
        k: 'k',
        largest: 60,
        here: 'here',
        there: 'there',
        turned: 'onward',
        wavelengths: 'turns',
      },
      {
        kind: 'curves',
        says: {
          en: 'how alike two places are: most at 0; the fast hand makes the ripples',
          zh: '两个位置有多像：距离为 0 时最像；波纹来自走得快的针',
        },
        xLabel: { en: 'distance k; the point is yours', zh: '距离 k；圆点是你选的' },
        x: 'distances',
        lines: [{ path: 'likeness', called: { en: 'similarity', zh: '相似度' } }],
        walker: { x: 'k', y: 'product' },
      },
    ],
  },
  {
    part: '3',
    caption: {
      en: 'Row p is the place p, each two columns are a sine and its cosine. On the left they change with every place; each wave takes about twice as long as the one before, and on the right hardly anything moves.',
      zh: '第 p 行是位置 p，每两列是一个正弦和它的余弦。左边每走一步都在变；每个波的周期大约是前一个的两倍，到了右边就几乎不动了。',
    },
    given: [{ path: 'waves', called: 'd_model', digits: 0 }],
    forwards: [
      [
        {
          path: 'omegas',
          called: 'ω',
          says: { en: 'the turn from place to place, in radians', zh: '每走一个位置转过的弧度' },
          role: 'result',
          columns: numbered(13).map((i) => `i = ${Number(i) - 1}`),
          digits: 4,
        },
      ],
    ],
    pictures: [
      {
        kind: 'heat',
        says: {
          en: 'PE: full above 0, small below; strong near 1 and −1',
          zh: 'PE：大方块大于 0，小方块小于 0；颜色越深，越接近 1 或 −1',
        },
        path: 'table',
      },
    ],
  },
];
