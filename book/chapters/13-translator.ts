/** Chapter 13's case: the pencil translator is asked for its next word after each one. */

import { decode, encode } from '../../chapters/11-decoder/transformer.ts';
import { logSoftmax } from '../../chapters/08-backprop/cross-entropy.ts';
import { greedy } from '../../chapters/13-translator/decoding.ts';
import { english, pencil, pencilSource } from '../../chapters/13-translator/pencil.ts';
import { BOS } from '../../chapters/02-embedding/vocabulary.ts';
import type { Figure } from '../stage/figure.ts';

const source = pencilSource(['我', '爱', '你']);

/** Weights that were chosen, not learned. */
export const given = { P: pencil() };

/** Every place of the encoder, where each English word looks, and ln P of every word, after BOS, I, love and you. */
export function worked({ P }: typeof given) {
  const { ids } = greedy(source, P);
  const encoding = encode(source, P);
  const decoding = decode([BOS, ...ids], encoding, P);
  return {
    Z: encoding.Z,
    A: decoding.decoded.layers[0].crossAttended.heads[0].A,
    next: decoding.S.map((scores) => logSoftmax(scores)), // as nextWord does for the last of them
  };
}

const characters = ['我', '爱', '你', '<eos>'];
const said = ['I', 'love', 'you', '<eos>'];

/** Where each English word looks, and what is believed to come next. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: 'Each English word looks where its Chinese word stands.',
      zh: '每个英文词都看向对应的汉字所在的位置。',
    },
    trying: {
      en: 'A share opens into some four hundred steps, down to the 79 numbers that were written by pencil.',
      zh: '点开一个权重，一步步往下，一直到铅笔写下的那 79 个数。',
    },
    given: [
      {
        path: 'P.decoder[0].norm_3.gain',
        called: { en: 'loudness', zh: '响度' },
        says: { en: 'gain of the last norm', zh: '最后一个归一化的增益' },
        digits: 0,
      },
    ],
    forwards: [
      [
        {
          path: 'A',
          printed: 'rows',
          says: { en: 'shares', zh: '权重' },
          role: 'share',
          rows: said,
          columns: characters,
          digits: 2,
          heat: true,
        },
      ],
      [
        {
          path: 'next',
          called: 'ln P',
          says: { en: 'of the next word', zh: '下一个词' },
          role: 'result',
          rows: ['<bos>', 'I', 'love', 'you'],
          columns: english.tokens,
          digits: 2,
        },
      ],
    ],
    first: 'A[1][1]',
  },
];
