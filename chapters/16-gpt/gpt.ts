/**
 * Chapter 16 — The decoder without an encoder
 *
 *     X = √d_model E[x] + PE
 *     S = Layers(X, causal) Eᵀ
 *
 * One line of text is read, and row i of S scores every word as the one that follows x_i. A layer is chapter 10's;
 * with chapter 6's causal mask it is chapter 11's decoder layer without the cross-attention, as
 * there is nothing to ask.
 * Radford et al. 2018, §3.1 (Liu et al. 2018, §4.2.3, had the idea). Article: 「緣起」 and 「啓發收穫」, point five.
 *
 * differs: GPT learns a vector for each place, uses GELU for ReLU, and GPT-2 puts the layer norms before the sublayers
 * (Radford et al. 2019, §2.3); the parts here are those of the chapters before, so that nothing changes but the shape.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import { add, hadamard, multiply, transpose } from '../01-vectors/matrices.ts';
import { embedBackward } from '../02-embedding/embedding.ts';
import { causalMask } from '../06-masking/masking.ts';
import {
  encoder,
  encoderBackward,
  encoderLayerParams,
  type Encoder,
  type EncoderLayerDropped,
  type EncoderLayerParams,
  type Sizes,
} from '../10-encoder/encoder.ts';
import { inputOf, type Input } from '../11-decoder/transformer.ts';
import { dropout } from '../12-training/dropout.ts';

/** Every number a decoder-only model learns. */
export interface GptParams {
  E: Matrix; //                    V×d_model  on the way in a word's vector, on the way out its score
  layers: EncoderLayerParams[]; // N
}

/** The dropout factors of chapter 12 for one line: those of the input, and of every layer. */
export interface DroppedLine {
  input: Matrix; // n×d_model
  layers: EncoderLayerDropped[]; // N
}

/** A random model for a vocabulary of V tokens, with chapter 11's deviation 1/√d_model in the table. */
export function gptParams(random: Random, V: number, sizes: Sizes): GptParams {
  return {
    E: normalMatrix(random, V, sizes.d_model, 1 / Math.sqrt(sizes.d_model)),
    layers: Array.from({ length: sizes.N }, () => encoderLayerParams(random, sizes)),
  };
}

/**
 * The decoder-only model with as many numbers as an encoder–decoder: 2N layers instead of N + N, and d_ff + d_model.
 * What N cross-attentions and their norms held, N (4 d_model² + 2 d_model) numbers, is what the 2N feed-forward layers
 * gain, 2N d_model (2 d_model + 1). The tables are as large if the vocabularies are.
 */
export function asLargeAs({ d_model, h, d_ff, N }: Sizes): Sizes {
  return { d_model, h, d_ff: d_ff + d_model, N: 2 * N };
}

/** Factors for every place where chapter 12 drops, for a line of n tokens: n×d_model each. Throws as `dropout`. */
export function droppedLine(random: Random, n: number, { d_model, N }: Sizes, p: number): DroppedLine {
  const draw = () => dropout(random, n, d_model, p);
  return { input: draw(), layers: Array.from({ length: N }, () => ({ attention: draw(), feedForward: draw() })) };
}

/** The working of the model. */
export interface Gpt {
  P: GptParams;
  input: Input;
  stacked: Encoder;
  S: Matrix; // n×V  scores, in nats
}

/** Scores for the word after each place. ids: n, BOS first → n×V. Throws as chapters 2 (ids) and 3 (odd d_model). */
export function gpt(ids: number[], P: GptParams, D?: DroppedLine): Gpt {
  const input = inputOf(ids, P.E, D?.input);
  const stacked = encoder(input.Y, P.layers, causalMask(ids.length), D?.layers);
  return { P, input, stacked, S: multiply(stacked.Y, transpose(P.E)) };
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dS: n×V to { dP }, the gradient of every number the model learns. */
export function gptBackward(dS: Matrix, { P, input, stacked }: Gpt) {
  // forward: S = Y Eᵀ
  const dY = multiply(dS, P.E);
  const dE_out = multiply(transpose(dS), stacked.Y);
  // forward: stacked = Layers(X, causal)
  const { dX, dP: layers } = encoderBackward(dY, stacked);
  // forward: X = D ∘ (√d_model E[x] + PE)
  const { dE } = embedBackward(input.D ? hadamard(input.D, dX) : dX, input.embedded);
  // E was used twice, on the way in and on the way out.
  const dP: GptParams = { E: add(dE, dE_out), layers };
  return { dP };
}
