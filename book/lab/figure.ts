/** A trained model as a figure: which of its numbers are shown. */

import { numbered } from '../../lib/print.ts';
import type { Figure, Shown, Words } from '../stage/figure.ts';
import type { Opening } from './messages.ts';

/** Which of these numbers are shown. */
export function figureOf(opening: Pick<Opening, 'P' | 'tokens'>): Figure {
  const { said, target } = opening.tokens;
  return {
    part: 'opened',
    caption: '',
    given: [],
    forwards: [...encoderOf(opening), ...decoderOf(opening), ...scoresOf(opening)],
    backwards: opening.P.decoder.map((_, l, { length }) => [
      {
        path: `dP.decoder[${l}].crossAttention.W_Q[0]`,
        called: `dW_Q, 1${layer(l, length)}`,
        role: 'gradient',
        rows: coordinatesOf(opening),
        digits: 4,
      },
    ]),
    first: `beliefs[0][${target.indexOf(said[0])}]`,
  };
}

function encoderOf({ P, tokens: { read } }: Pick<Opening, 'P' | 'tokens'>): Shown[][] {
  const row = { rows: read, columns: coordinatesOf({ P }), digits: 2 };
  return [
    [{ path: 'X', says: { en: 'what is read', zh: '读到的' }, ...row }],
    ...P.encoder.flatMap(({ attention }, l, { length }): Shown[][] => [
      shares(`encoder[${l}].attended`, { en: 'encoder', zh: '编码器' }, attention.W_Q.length, read, read),
      [
        {
          path: `encoder[${l}].Y`,
          called: `Z${layer(l, length)}`,
          says: { en: 'after the encoder', zh: '编码之后' },
          ...row,
        },
      ],
    ]),
  ];
}

function decoderOf({ P, tokens: { read, heard } }: Pick<Opening, 'P' | 'tokens'>): Shown[][] {
  return P.decoder.flatMap(({ selfAttention, crossAttention }, l, { length }): Shown[][] => [
    shares(`decoder[${l}].selfAttended`, { en: 'decoder', zh: '解码器' }, selfAttention.W_Q.length, heard, heard),
    shares(
      `decoder[${l}].crossAttended`,
      { en: 'from decoder to encoder', zh: '解码器看编码器' },
      crossAttention.W_Q.length,
      heard,
      read,
    ),
    [
      {
        path: `decoder[${l}].Y`,
        called: `Y${layer(l, length)}`,
        says: { en: 'after the decoder', zh: '解码之后' },
        rows: heard,
        columns: coordinatesOf({ P }),
        digits: 2,
      },
    ],
  ]);
}

function scoresOf({ tokens: { heard, target } }: Pick<Opening, 'tokens'>): Shown[][] {
  const row = { rows: heard, columns: target };
  return [
    [{ path: 'S', says: { en: 'score of the next word', zh: '下一个词的分数' }, ...row, digits: 2 }],
    [
      {
        path: 'beliefs',
        called: 'P',
        says: { en: 'probability of the next word', zh: '下一个词的概率' },
        role: 'result',
        ...row,
        heat: true,
      },
    ],
    [{ path: 'loss', says: { en: 'of what it said, in nats', zh: '对它自己说的话，奈特' } }],
  ];
}

/** The shares of each head. */
function shares(path: string, says: Words, heads: number, rows: string[], columns: string[]): Shown[] {
  return numbered(heads).map((number, i) => ({
    path: `${path}.heads[${i}].A`,
    called: `A, ${number}`,
    says,
    role: 'share',
    rows,
    columns,
    digits: 2,
    heat: true,
  }));
}

/** A layer's number, where there are several. */
function layer(l: number, layers: number): string {
  return layers > 1 ? `, ${l + 1}` : '';
}

function coordinatesOf({ P }: Pick<Opening, 'P'>): string[] {
  return numbered(P.E_source[0].length);
}
