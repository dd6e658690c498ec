/**
 * Chapter 15 — Fine-tuning: a translator that does not begin from nothing
 *
 *     E_source ← E without its last row,     encoder_l ← layers_l   for the lowest layers
 *
 * [MASK] is left behind: nobody hides anything from a translator. The decoder, its table and its looks across are as
 * random as ever, and all numbers go on learning, the carried ones too.
 * A translator begun from a pre-trained encoder: Rothe, Narayan and Severyn 2020, §2 (Devlin et al. 2019, §3.2, put one
 * layer on top and classify). Top layers begun anew: Zhang et al. 2021, §5. Article: 「啓發收穫」, point five.
 */

import { mapRows } from '../../lib/params.ts';
import type { TransformerParams } from '../11-decoder/transformer.ts';
import type { BertParams } from './bert.ts';

/**
 * A fresh translator with what pre-training found, the table and the lowest `count` layers, in its left half. All rows
 * are copies. Throws RangeError unless count is a whole number from 0 to N, and as `mapRows` unless both sides have one
 * vocabulary and one size.
 */
export function carriedOver({ E, layers }: BertParams, fresh: TransformerParams, count: number): TransformerParams {
  if (!Number.isInteger(count) || count < 0 || count > layers.length) {
    throw new RangeError(`the layers carried over must be a whole number from 0 to ${layers.length}, got ${count}`);
  }
  const left = { E: fresh.E_source, layers: fresh.encoder.slice(0, count) };
  const learned = { E: E.slice(0, -1), layers: layers.slice(0, count) };
  const carried = mapRows((_, row) => [...row], left, learned);
  const encoder = [...carried.layers, ...fresh.encoder.slice(count)];
  return { ...fresh, E_source: carried.E, encoder };
}
