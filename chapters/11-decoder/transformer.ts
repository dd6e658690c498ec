/**
 * Chapter 11 — The whole Transformer
 *
 *     Z = Encoder(√d_model E_source[x] + PE)
 *     S = Decoder(√d_model E_target[y] + PE, Z) E_targetᵀ
 *
 * x: the sentence to translate; y: the translation so far, beginning with BOS.
 * Row i of S scores every word of the vocabulary as the one that follows y_i.
 * Vaswani et al. 2017, figure 1 and §3.4. Article: 「總體把握」 and 「計算過程」 (an equation in X, Y and W).
 */

import { shape, type Matrix } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import { add, hadamard, multiply, transpose } from '../01-vectors/matrices.ts';
import { embed, embedBackward, type Embedding } from '../02-embedding/embedding.ts';
import { positionalEncoding } from '../03-positions/positions.ts';
import { bothMasks, causalMask, paddingMask } from '../06-masking/masking.ts';
import {
  encoder,
  encoderBackward,
  encoderLayerParams,
  type Encoder,
  type EncoderLayerDropped,
  type EncoderLayerParams,
  type Sizes,
} from '../10-encoder/encoder.ts';
import {
  decoder,
  decoderBackward,
  decoderLayerParams,
  type Decoder,
  type DecoderLayerDropped,
  type DecoderLayerParams,
} from './decoder.ts';

/**
 * Every number a translator learns.
 * differs: the paper shares one table between both sides, because its two languages share an alphabet; ours do not.
 */
export interface TransformerParams {
  E_source: Matrix; // V_source×d_model
  E_target: Matrix; // V_target×d_model  on the way in a word's vector, on the way out its score
  encoder: EncoderLayerParams[]; // N
  decoder: DecoderLayerParams[]; // N
}

/** The dropout factors of chapter 12 for one sentence pair: those of the two inputs, and of every layer. */
export interface Dropped {
  source: Matrix; // m×d_model
  target: Matrix; // n×d_model
  encoder: EncoderLayerDropped[]; // N
  decoder: DecoderLayerDropped[]; // N
}

/** A random Transformer. Embeddings have deviation 1/√d_model, so that √d_model times a row has numbers about 1. */
export function transformerParams(random: Random, V_source: number, V_target: number, sizes: Sizes): TransformerParams {
  const deviation = 1 / Math.sqrt(sizes.d_model);
  const layers = Array.from({ length: sizes.N });
  return {
    E_source: normalMatrix(random, V_source, sizes.d_model, deviation),
    E_target: normalMatrix(random, V_target, sizes.d_model, deviation),
    encoder: layers.map(() => encoderLayerParams(random, sizes)),
    decoder: layers.map(() => decoderLayerParams(random, sizes)),
  };
}

/** The working of a sentence on its way in: meaning plus place, and the dropout factors if there were any. */
export interface Input {
  embedded: Embedding;
  D: Matrix | undefined; // n×d_model
  Y: Matrix; // n×d_model
}

/** D ∘ (√d_model E[ids] + PE). ids: n, E: V×d_model → n×d_model. Throws as chapters 2 and 3. §3.4, §3.5 and §5.4. */
export function inputOf(ids: number[], E: Matrix, D?: Matrix): Input {
  const embedded = embed(ids, E);
  const placed = add(embedded.Y, positionalEncoding(...shape(embedded.Y)));
  return { embedded, D, Y: D ? hadamard(D, placed) : placed };
}

/** The working of the left half. */
export interface Encoding {
  source: number[];
  input: Input;
  encoded: Encoder;
  Z: Matrix; // m×d_model
}

/** The left half: Z, what the decoder will look at. source: m ids → m×d_model. */
export function encode(source: number[], P: TransformerParams, D?: Dropped): Encoding {
  const input = inputOf(source, P.E_source, D?.source);
  const M = paddingMask(source.length, source);
  const encoded = encoder(input.Y, P.encoder, M, D?.encoder);
  return { source, input, encoded, Z: encoded.Y };
}

/** The working of the right half. */
export interface Decoding {
  input: Input;
  decoded: Decoder;
  S: Matrix; // n×V_target  scores, in nats
}

/** The right half. target: n ids, the first of them BOS → n×V_target scores for the word that comes next. */
export function decode(target: number[], { source, Z }: Encoding, P: TransformerParams, D?: Dropped): Decoding {
  const n = target.length;
  const input = inputOf(target, P.E_target, D?.target);
  const M = bothMasks(causalMask(n), paddingMask(n, target));
  const M_Z = paddingMask(n, source);
  const decoded = decoder(input.Y, Z, P.decoder, M, M_Z, D?.decoder);
  return { input, decoded, S: multiply(decoded.Y, transpose(P.E_target)) };
}

/** The working of the whole model. */
export interface Transformer {
  P: TransformerParams;
  encoding: Encoding;
  decoding: Decoding;
  S: Matrix; // n×V_target
}

/**
 * Both halves. source: m ids, target: n ids → n×V_target scores. Throws as chapters 2 (ids), 3 (odd
 * d_model) and 4 (only PAD).
 */
export function transformer(source: number[], target: number[], P: TransformerParams, D?: Dropped): Transformer {
  const encoding = encode(source, P, D);
  const decoding = decode(target, encoding, P, D);
  return { P, encoding, decoding, S: decoding.S };
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dS: n×V_target to { dP }, the gradient of every number the model learns. */
export function transformerBackward(dS: Matrix, { P, encoding, decoding }: Transformer) {
  // forward: S = Y E_targetᵀ, Y = decoded.Y
  const dY = multiply(dS, P.E_target);
  const dE_out = multiply(transpose(dS), decoding.decoded.Y);
  // forward: decoded = decoder(input.Y, Z, P.decoder, M, M_Z, D?.decoder)
  const dDecoded = decoderBackward(dY, decoding.decoded);
  // forward: input = inputOf(target, P.E_target, D?.target)
  const dTarget = inputBackward(dDecoded.dX, decoding.input);
  // forward: encoded = encoder(input.Y, P.encoder, M, D?.encoder), Z = encoded.Y
  const dEncoded = encoderBackward(dDecoded.dZ, encoding.encoded);
  // forward: input = inputOf(source, P.E_source, D?.source)
  const dSource = inputBackward(dEncoded.dX, encoding.input);
  const dP: TransformerParams = {
    E_source: dSource.dE,
    // E_target was used twice, on the way in and on the way out.
    E_target: add(dTarget.dE, dE_out),
    encoder: dEncoded.dP,
    decoder: dDecoded.dP,
  };
  return { dP };
}

/** The positions were a constant added; the embedding hears what the dropout let through. */
function inputBackward(dY: Matrix, { embedded, D }: Input) {
  // forward: Y = D ∘ (√d_model E[ids] + PE), D left out where nothing is dropped
  return embedBackward(D ? hadamard(D, dY) : dY, embedded);
}
