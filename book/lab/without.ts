/** *Take one away*: the translator without one of its parts, by other settings or by another line of the chapters. */

import type { Change } from '../../examples/12-training/changed.ts';
import { linesWithout } from '../../examples/12-training/taken-away.ts';
import type { ToyOptions } from '../../examples/translator/options.ts';
import type { Words } from '../stage/figure.ts';

/** One part that is taken away. */
export interface Without {
  name: string; //      in addresses, and of its script
  says: Words; //       what is missing
  chapter: string; //   that brought it
  settings?: (options: ToyOptions) => ToyOptions;
  changes?: Change[]; // lines of the source
  byChapters?: boolean; // the engine's kernels have the part built in: the chapters' loops train
}

/** All of them, in the order of the chapters. */
export const withouts: Without[] = [
  {
    name: 'positions',
    says: { en: 'without positions: PE is 0', zh: '不要位置编码：PE 全是 0' },
    chapter: '03-positions',
    changes: linesWithout('positions'),
  },
  {
    name: 'scale',
    says: { en: 'without √d_k: scores are not divided', zh: '不要 √d_k：分数不除' },
    chapter: '04-attention',
    changes: linesWithout('scale'),
    byChapters: true,
  },
  {
    name: 'heads',
    says: { en: 'without the other heads: one as wide as all', zh: '只留一个头：和原来所有的头一样宽' },
    chapter: '05-multi-head',
    settings: (options) => ({ ...options, sizes: { ...options.sizes, h: 1 } }),
  },
  {
    name: 'mask',
    says: { en: 'without the mask: each word sees the ones to come', zh: '不要掩码：每个词都看得见后面的词' },
    chapter: '06-masking',
    changes: [
      ...linesWithout('mask'),
      { file: 'chapters/20-speed/engine/decoder.ts', from: 'causal: true', to: 'causal: false' },
    ],
  },
  {
    name: 'residual',
    says: { en: 'without residuals: what went in is not added', zh: '不要残差：不加上原来的输入' },
    chapter: '07-layer-norm',
    changes: linesWithout('residual'),
    byChapters: true,
  },
  {
    name: 'norm',
    says: { en: 'without layer norm: the sum goes on as it is', zh: '不要层归一化：相加之后原样往下传' },
    chapter: '07-layer-norm',
    changes: linesWithout('norm'),
    byChapters: true,
  },
  {
    name: 'warm-up',
    says: { en: 'without warm-up: the largest step first', zh: '不要预热：第一步就迈得最大' },
    chapter: '12-training',
    settings: (options) => ({ ...options, warmup: 0 }),
  },
];
