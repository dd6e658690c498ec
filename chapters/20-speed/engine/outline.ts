/**
 * A Transformer that is not there yet: its shape without its numbers, so that one knows beforehand what it will need.
 */

import { headWidth } from '../../05-multi-head/multi-head.ts';
import type { EncoderLayerParams, Sizes } from '../../10-encoder/encoder.ts';
import type { DecoderLayerParams } from '../../11-decoder/decoder.ts';
import type { TransformerParams } from '../../11-decoder/transformer.ts';
import type { Matrix } from '../../../lib/matrix.ts';

/**
 * The tree of chapter 11's transformerParams with zeros in it. All rows of a matrix, and all layers, are one and the
 * same, so that the largest model takes next to nothing: nobody may write into it. Throws as `headWidth`.
 */
export function outline(V_source: number, V_target: number, { d_model, h, d_ff, N }: Sizes): TransformerParams {
  const d_k = headWidth(d_model, h);
  const vector = (m: number) => new Array<number>(m).fill(0);
  const matrix = (n: number, m: number) => new Array<number[]>(n).fill(vector(m));
  const perHead = new Array<Matrix>(h).fill(matrix(d_model, d_k));
  const heads = { W_Q: perHead, W_K: perHead, W_V: perHead, W_O: matrix(d_model, d_model) };
  const norm = { gain: vector(d_model), bias: vector(d_model) };
  const feedForward = {
    W_1: matrix(d_model, d_ff),
    b_1: vector(d_ff),
    W_2: matrix(d_ff, d_model),
    b_2: vector(d_model),
  };
  const encoderLayer = { attention: heads, norm_1: norm, feedForward, norm_2: norm };
  const selfAttended = { selfAttention: heads, norm_1: norm };
  const decoderLayer = { ...selfAttended, crossAttention: heads, norm_2: norm, feedForward, norm_3: norm };
  return {
    E_source: matrix(V_source, d_model),
    E_target: matrix(V_target, d_model),
    encoder: new Array<EncoderLayerParams>(N).fill(encoderLayer),
    decoder: new Array<DecoderLayerParams>(N).fill(decoderLayer),
  };
}
