/**
 * Chapter 15 — The encoder alone
 *
 *     X = √d_model E[x] + PE
 *     Z = Encoder(X)
 *     S_k = Z_i Eᵀ,     i = places_k
 *
 * x: a line in which words were hidden; row k of S scores every word as the one that stood at the k-th chosen place.
 * There is no causal mask: each word looks at all words, before it and behind it.
 * Devlin et al. 2019, §3 and appendix A.2. Article: 「啓發收穫」, point five.
 *
 * differs: BERT learns a vector for each place, uses GELU for ReLU, has one more layer before the scores, and reads two
 * sentences at a time, with a token [CLS] before them and a second task (does this sentence follow that one?). We keep
 * chapter 10's encoder as it is, because the translator is to have it. Nothing is dropped: a line
 * hides other words each time.
 */

import { zeros, type Matrix } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, transpose } from '../01-vectors/matrices.ts';
import { embedBackward } from '../02-embedding/embedding.ts';
import {
  encoder,
  encoderBackward,
  encoderLayerParams,
  type Encoder,
  type EncoderLayerParams,
  type Sizes,
} from '../10-encoder/encoder.ts';
import { inputOf, type Input } from '../11-decoder/transformer.ts';

/** Every number the model learns. */
export interface BertParams {
  E: Matrix; //                    (V+1)×d_model  a row a token, the last for [MASK]; on the way out a word's score
  layers: EncoderLayerParams[]; // N
}

/** A random model for a vocabulary of V tokens and [MASK], with chapter 11's deviation 1/√d_model in the table. */
export function bertParams(random: Random, V: number, sizes: Sizes): BertParams {
  return {
    E: normalMatrix(random, V + 1, sizes.d_model, 1 / Math.sqrt(sizes.d_model)),
    layers: Array.from({ length: sizes.N }, () => encoderLayerParams(random, sizes)),
  };
}

/** The working of the model. */
export interface Bert {
  P: BertParams;
  places: number[]; // p
  input: Input;
  encoded: Encoder;
  Z: Matrix; // p×d_model  the encoder's rows at the places that are asked
  S: Matrix; // p×(V+1)    scores, in nats
}

/**
 * Scores for the word at each place that is asked. read: n ids, places: p of the numbers 0 … n − 1 → p×(V+1).
 * Throws RangeError without a place, and for one that is not in the line; and as chapters 2 (ids) and 3 (odd d_model).
 */
export function bert(read: number[], places: number[], P: BertParams): Bert {
  needPlaces(places, read.length);
  const input = inputOf(read, P.E);
  const encoded = encoder(input.Y, P.layers);
  const Z = places.map((i) => encoded.Y[i]);
  return { P, places, input, encoded, Z, S: multiply(Z, transpose(P.E)) };
}

/**
 * Passes in silence over places of a line of n tokens. Throws RangeError without a place, and for one
 * that is not in the line.
 */
export function needPlaces(places: number[], n: number): void {
  if (places.length === 0) throw new RangeError('a line must be asked at one place at least, got 0');
  const strange = places.find((i) => !Number.isInteger(i) || i < 0 || i >= n);
  if (strange !== undefined) {
    throw new RangeError(`a place must be a whole number from 0 to ${n - 1}, got ${strange}`);
  }
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dS: p×(V+1) to { dP }, the gradient of every number the model learns. */
export function bertBackward(dS: Matrix, { P, places, input, encoded, Z }: Bert) {
  // forward: S = Z Eᵀ
  const dZ = multiply(dS, P.E);
  const dE_out = multiply(transpose(dS), Z);
  // forward: Z = rows of encoded.Y; who was not asked hears nothing from here
  const dY = zeros(encoded.Y.length, P.E[0].length);
  for (const [k, i] of places.entries()) {
    for (let c = 0; c < dY[i].length; c++) dY[i][c] += dZ[k][c];
  }
  // forward: encoded = Encoder(X)
  const { dX, dP: layers } = encoderBackward(dY, encoded);
  // forward: X = √d_model E[x] + PE
  const { dE } = embedBackward(dX, input.embedded);
  // E was used twice, on the way in and on the way out.
  const dP: BertParams = { E: add(dE, dE_out), layers };
  return { dP };
}
