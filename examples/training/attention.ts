/** Where a model looks while it translates. */

import { BOS, EOS, tokensOf, type Vocabulary } from '../../chapters/02-embedding/vocabulary.ts';
import { transformer, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
import { spelled } from '../corpus/normalise.ts';

/**
 * Cross-attention of the last layer, averaged over the heads: a row for each word said, EOS last, a
 * column for each word read.
 */
export function crossAttention(source: number[], target: number[], P: TransformerParams): Matrix {
  const { decoding } = transformer(source, [BOS, ...target], P);
  const { heads } = decoding.decoded.layers[P.decoder.length - 1].crossAttended;
  const mean = zeros(...shape(heads[0].A));
  for (const { A } of heads) {
    for (const [i, row] of A.entries()) {
      for (const [j, share] of row.entries()) mean[i][j] += share / heads.length;
    }
  }
  return mean;
}

/** The names of the rows of `crossAttention`. */
export function saidTokens(target: number[], vocabulary: Vocabulary): string[] {
  return tokensOf([...target, EOS], vocabulary).map(spelled);
}
