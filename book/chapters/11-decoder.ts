/** Chapter 11's case: one layer of the decoder, and a whole Transformer, small and untrained. */

import * as hand from '../../chapters/11-decoder/by-hand.ts';
import { multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { decoderLayer, decoderLayerBackward } from '../../chapters/11-decoder/decoder.ts';
import { transformer, transformerBackward, transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { seeded } from '../../lib/random.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { X, Z, P, E, dY } = hand;
const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };
const [source, target] = [
  [4, 5, 6],
  [1, 4],
];

/** The layer's inputs and parameters with what the loss asks; and the whole model's parameters, drawn. */
// prettier-ignore
export const given = {
  X, Z, P, E, dY,
  whole: transformerParams(seeded('我爱你'), 7, 7, sizes),
  dS: [[0, 1, 0, -1, 0, 2, 0], [1, 0, 0, 0, 3, 0, -1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, Z, P, E, dY, whole, dS }: typeof given) {
  const layer = decoderLayer(X, Z, P);
  const scores = multiply(layer.Y, transpose(E));
  const all = transformer(source, target, whole);
  return {
    crossAttended: layer.crossAttended,
    Y: layer.Y,
    S: scores,
    beliefs: softmax(scores),
    back: decoderLayerBackward(dY, layer),
    whole: { S: all.S, dP: transformerBackward(dS, all).dP },
  };
}

const rows = hand.readTokens;
const columns = numbered(4);
const asked = hand.targetTokens;

/** The translation asks the sentence. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: 'I looks most at 爱, brings its vector home, and the next word is love.',
      zh: 'I 最看重「爱」，把它的向量带回家，下一个词就是 love。',
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
    first: 'beliefs[1][1]',
  },
];
