/**
 * Chapter 21 — Which part stands where, in three decoder-only models
 *
 * What the paper's decoder is made of, what models since are made of, and microgpt between the two.
 * Touvron et al. 2023, §2.2 (LLaMA); Karpathy 2026 (microgpt).
 */

import { evenMatrix, normalMatrix, type Random } from '../../lib/random.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { layerNormParams } from '../07-layer-norm/layer-norm.ts';
import { feedForwardParams } from '../09-feed-forward/feed-forward.ts';
import type { BlockParams, NormParams, PlainParams } from './block.ts';
import { gatedParams, type GatedParams } from './gated.ts';
import { groupedParams } from './grouped.ts';

/** Which part stands where. How many heads share a key is a size. */
export interface Parts {
  before: boolean; //                        norms before the sublayers, or after the sums
  norm: 'layer' | 'rms' | 'bare'; //         bare: an RMS norm that learns nothing
  feedForward: 'relu' | 'gated' | 'bare'; // bare: ReLU without biases
  places: 'sine' | 'rotary' | 'learned' | 'none';
  first: boolean; //                         a norm on the embedded words
  last: boolean; //                          a norm before the scores
  tied: boolean; //                          the scores are products with E, or with a table of their own
}

/** How large a decoder-only model is. */
export interface DecoderSizes {
  V: number; //     tokens
  n: number; //     places, where they are learned
  d_model: number;
  h: number; //     heads
  g: number; //     groups of keys and values
  d_ff: number;
  N: number; //     layers
}

/** The paper's decoder without its cross-attention: chapter 16's model. */
export const PAPER: Parts = {
  before: false,
  norm: 'layer',
  feedForward: 'relu',
  places: 'sine',
  first: false,
  last: false,
  tied: true,
};

/** Llama 3.2 1B. */
export const TODAY: Parts = {
  before: true,
  norm: 'rms',
  feedForward: 'gated',
  places: 'rotary',
  first: false,
  last: true,
  tied: true,
};

/** microgpt. */
export const MICROGPT: Parts = {
  before: true,
  norm: 'bare',
  feedForward: 'bare',
  places: 'learned',
  first: true,
  last: false,
  tied: false,
};

/** The sizes of microgpt: 26 letters, and one token for begin and end. */
export const MICROGPT_SIZES: DecoderSizes = { V: 27, n: 16, d_model: 16, h: 4, g: 4, d_ff: 64, N: 1 };

/** Every number a decoder-only model learns. */
export interface DecoderOnlyParams {
  E: Matrix; //             V×d_model
  places?: Matrix; //       n×d_model  a row a place, where places are learned
  first?: NormParams;
  layers: BlockParams[]; // N
  last?: NormParams;
  out?: Matrix; //          V×d_model  where the scores have a table of their own
}

/** A random model, its tables with deviation 1/√d_model. Throws as `groupedParams`. */
export function decoderOnlyParams(random: Random, sizes: DecoderSizes, parts: Parts): DecoderOnlyParams {
  const { V, n, d_model, h, g, d_ff, N } = sizes;
  const table = (rows: number) => normalMatrix(random, rows, d_model, 1 / Math.sqrt(d_model));
  return {
    E: table(V),
    ...(parts.places === 'learned' && { places: table(n) }),
    ...(parts.first && { first: normParams(d_model, parts.norm) }),
    layers: Array.from({ length: N }, () => ({
      norm_1: normParams(d_model, parts.norm),
      attention: groupedParams(random, d_model, h, g),
      norm_2: normParams(d_model, parts.norm),
      feedForward: fedParams(random, d_model, d_ff, parts.feedForward),
    })),
    ...(parts.last && { last: normParams(d_model, parts.norm) }),
    ...(!parts.tied && { out: table(V) }),
  };
}

function normParams(d_model: number, kind: Parts['norm']): NormParams {
  const { gain, bias } = layerNormParams(d_model);
  return { layer: { gain, bias }, rms: { gain }, bare: {} }[kind];
}

function fedParams(random: Random, d: number, d_ff: number, kind: Parts['feedForward']): GatedParams | PlainParams {
  if (kind === 'gated') return gatedParams(random, d, d_ff);
  if (kind === 'relu') return feedForwardParams(random, d, d_ff);
  return { W_1: evenMatrix(random, d, d_ff), W_2: evenMatrix(random, d_ff, d) };
}
