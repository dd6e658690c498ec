/** Chapter 3's case: sines and cosines of every place, added to 我爱你, and what turns one place into the next. */

import { add, multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { frequency, positionalEncoding, shift, similarity, wavelength } from '../../chapters/03-positions/positions.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

/** The sentence and its width; places are counted. */
export const given = { X: four.X, d_model: 4 };

const [PLACES, FURTHER] = [12, 3];

/** What comes of it: with R = shift(k), PE(p + k) is PE(p) turned. */
export function worked({ X, d_model }: typeof given) {
  const further = positionalEncoding(PLACES, d_model);
  const PE = positionalEncoding(X.length, d_model);
  const R = shift(FURTHER, d_model);
  const pairs = [0, 1];
  return {
    frequencies: pairs.map((i) => frequency(i, d_model)),
    wavelengths: pairs.map((i) => wavelength(i, d_model)),
    PE,
    placed: add(X, PE),
    further,
    R,
    turned: multiply(PE, transpose(R)),
    similarities: Array.from({ length: PLACES }, (_, k) => similarity(k, d_model)),
  };
}

const columns = ['sin p', 'cos p', 'sin p/100', 'cos p/100'];
const places = (count: number, from = 0) => Array.from({ length: count }, (_, p) => `PE(${from + p})`);

/** Two clocks: a fast one and a slow one, read at every place. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: 'Two clocks, one a hundred times slower. Turned by R, each place becomes the place three further on: compare PE Rᵀ with PE(3), PE(4), PE(5).',
      zh: '两只钟，一只比另一只慢一百倍。用 R 一转，每个位置就变成往后第三个位置：把 PE Rᵀ 和 PE(3)、PE(4)、PE(5) 对照着看。',
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
        { path: 'turned', called: 'PE Rᵀ', role: 'result', rows: places(3, 3), columns },
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
];
