/**
 * Chapter 14 — Every number a recurrent translator learns
 *
 *     table:        V d                       one a language
 *     simple cell:  d_x d + d² + d            encoder, decoder
 *     GRU:          3 (d_x d + d² + d)
 *     attention:    2 d² + d                  and d_x = 2d in the decoder
 *
 * Vaswani et al. 2017 count their Transformer in table 3; chapter 11 does the same. Article: 「計算過程」.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import { additiveParams, type AdditiveParams } from './bahdanau.ts';
import { cellParams, type CellParams } from './time.ts';

/** Which translator: simple cells, GRUs, or GRUs and a decoder that looks back. */
export type Kind = 'simple' | 'gru' | 'attention';

/** Every number it learns. */
export interface RecurrentParams {
  E_source: Matrix; // V_source×d
  E_target: Matrix; // V_target×d  on the way in a word's vector, on the way out its score
  encoder: CellParams;
  decoder: CellParams; //        with attention, its words are 2d long: word and context
  attention?: AdditiveParams; // W_q, W_k: d×d, v: d
}

/** A random translator; embeddings as in chapter 11. d: length of a word and of a state. */
export function recurrentParams(
  random: Random,
  V_source: number,
  V_target: number,
  d: number,
  kind: Kind,
): RecurrentParams {
  const looks = kind === 'attention';
  return {
    E_source: normalMatrix(random, V_source, d, 1 / Math.sqrt(d)),
    E_target: normalMatrix(random, V_target, d, 1 / Math.sqrt(d)),
    encoder: cellParams(random, d, d, kind !== 'simple'),
    decoder: cellParams(random, looks ? 2 * d : d, d, kind !== 'simple'),
    ...(looks && { attention: additiveParams(random, d, d) }),
  };
}
