/**
 * Chapter 14 — A translator without a Transformer
 *
 *     z_j = cell(√d E_source[x_j], z_{j−1}),      z_0 = 0          the encoder
 *     s_i = cell(√d E_target[y_i], s_{i−1}),      s_0 = z_m        the decoder starts where the encoder stopped
 *     S   = s E_targetᵀ                                            tied, as in chapter 11
 *
 * Between the two stands one vector, z_m, however long the sentence; with attention, all of z_1 … z_m.
 * Cho et al. 2014 and Sutskever, Vinyals and Le 2014 (encoder–decoder), Bahdanau et al. 2015 (attention).
 * differs: a state is as long as a word, so that S needs no matrix of its own. Article: 「背景知識」.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
import { add, hadamard, multiply, transpose } from '../01-vectors/matrices.ts';
import { embed, embedBackward, type Embedding } from '../02-embedding/embedding.ts';
import { PAD } from '../02-embedding/vocabulary.ts';
import { lookingWalk, lookingWalkBackward, type LookingWalk } from './bahdanau.ts';
import type { RecurrentParams } from './parameters.ts';
import { walk, walkBackward, type Walk } from './time.ts';

/** Dropout factors for one pair (chapter 12): words read on both sides, and states on their way to the scores. */
export interface RecurrentDropped {
  source: Matrix; // m×d
  target: Matrix; // n×d
  states: Matrix; // n×d
}

/** The working of words on their way in. */
interface Read {
  embedded: Embedding;
  D: Matrix | undefined;
  X: Matrix; // n×d
}

function readIn(ids: number[], E: Matrix, D?: Matrix): Read {
  const embedded = embed(ids, E);
  return { embedded, D, X: D ? hadamard(D, embedded.Y) : embedded.Y };
}

/** The working of the encoder. */
export interface Encoding {
  read: Read;
  walked: Walk;
  Z: Matrix; // m×d  the state after each word
}

/** The encoder. source: m ids → m×d. A padded word is no step: it is not computed at all. Throws as chapter 2. */
export function encode(source: number[], P: RecurrentParams, D?: RecurrentDropped): Encoding {
  const words = source.filter((id) => id !== PAD);
  const read = readIn(words, P.E_source, D?.source);
  const [, d] = shape(P.E_source);
  const walked = walk(read.X, zeros(1, d)[0], P.encoder);
  return { read, walked, Z: walked.H };
}

/** The working of the decoder. */
export interface Decoding {
  read: Read;
  walked: Walk | LookingWalk;
  D: Matrix | undefined;
  Y: Matrix; // n×d         states, after dropout
  S: Matrix; // n×V_target  scores, in nats
}

/**
 * The decoder. target: n ids, the first of them BOS → n×V_target scores for the word that comes
 * next. Throws as chapter 2.
 */
export function decode(target: number[], { Z }: Encoding, P: RecurrentParams, D?: RecurrentDropped): Decoding {
  const read = readIn(target, P.E_target, D?.target);
  const s_0 = Z[Z.length - 1];
  const walked = P.attention ? lookingWalk(read.X, s_0, Z, P.decoder, P.attention) : walk(read.X, s_0, P.decoder);
  const Y = D ? hadamard(D.states, walked.H) : walked.H;
  return { read, walked, D: D?.states, Y, S: multiply(Y, transpose(P.E_target)) };
}

/** The working of the whole translator. */
export interface Recurrent {
  P: RecurrentParams;
  encoding: Encoding;
  decoding: Decoding;
  S: Matrix; // n×V_target
}

/** Both halves. source: m ids, target: n ids → n×V_target scores. Throws as chapter 2. */
export function recurrent(source: number[], target: number[], P: RecurrentParams, D?: RecurrentDropped): Recurrent {
  const encoding = encode(source, P, D);
  const decoding = decode(target, encoding, P, D);
  return { P, encoding, decoding, S: decoding.S };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dS: n×V_target to { dP }, the gradient of every number the translator learns. */
export function recurrentBackward(dS: Matrix, { P, encoding, decoding }: Recurrent) {
  // forward: S = Y E_targetᵀ, Y = D ∘ H
  const dY = multiply(dS, P.E_target);
  const dE_out = multiply(transpose(dS), decoding.Y);
  const dH = decoding.D ? hadamard(decoding.D, dY) : dY;
  // forward: H = walk(X, s_0, P.decoder), looking at Z if there is attention; s_0 is the last row of Z
  const dDecoded = decodeBackward(dH, decoding, encoding);
  // forward: Z = walk(X, 0, P.encoder)
  const dEncoded = walkBackward(dDecoded.dZ, encoding.walked);
  const dP: RecurrentParams = {
    E_source: readBackward(dEncoded.dX, encoding.read),
    // E_target was used twice, on the way in and on the way out.
    E_target: add(readBackward(dDecoded.dX, decoding.read), dE_out),
    encoder: dEncoded.dP,
    decoder: dDecoded.dP,
    ...(dDecoded.dP_a && { attention: dDecoded.dP_a }),
  };
  return { dP };
}

/**
 * From dH: n×d, what the decoder's states hear, to { dX: n×d, dZ: m×d, dP, dP_a }. Every state of the encoder hears
 * from being looked at, if there is attention, and the last one as the decoder's first state.
 */
export function decodeBackward(dH: Matrix, { walked }: Decoding, { Z }: Encoding) {
  const dZ = zeros(...shape(Z));
  if ('looks' in walked) {
    const { dX, ds_0, dZ: looked, dP, dP_a } = lookingWalkBackward(dH, walked);
    dZ[dZ.length - 1] = ds_0;
    return { dX, dZ: add(looked, dZ), dP, dP_a };
  }
  const { dX, dh_0, dP } = walkBackward(dH, walked);
  dZ[dZ.length - 1] = dh_0;
  return { dX, dZ, dP, dP_a: undefined };
}

/** The embedding hears what the dropout let through. */
function readBackward(dX: Matrix, { embedded, D }: Read): Matrix {
  return embedBackward(D ? hadamard(D, dX) : dX, embedded).dE;
}
