/**
 * Chapter 13 — A translator whose weights were chosen by pencil
 *
 *     S_ij ≈ sharpness · cos(i − j) / (σ_i σ_j √d_k)         i: place in the English, j: place in the Chinese
 *
 * A Transformer of chapter 11, one layer a side, and no training: the English word at place i is the
 * dictionary's word for the character at place i. All other numbers are 0. The first pair of the positional
 * encoding turns by 1 radian a step, and sin i sin j + cos i cos j = cos(i − j) is largest where i = j.
 * Vaswani et al. 2017, figure 1, §3.1, §3.4 and §3.5. Article: 「計算過程」 (the W are the unknowns).
 */

import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { EOS, SPECIAL, idsOf, vocabularyFrom } from '../02-embedding/vocabulary.ts';
import type { MultiHeadParams } from '../05-multi-head/multi-head.ts';
import type { LayerNormParams } from '../07-layer-norm/layer-norm.ts';
import type { FeedForwardParams } from '../09-feed-forward/feed-forward.ts';
import type { Sizes } from '../10-encoder/encoder.ts';
import type { TransformerParams } from '../11-decoder/transformer.ts';

/** √16 = 4: a 1 in an embedding table is a 4 in the model, and scores are divided by 4. */
export const sizes: Sizes = { d_model: 16, h: 1, d_ff: 4, N: 1 };

/** The dictionary, and the coordinate of each meaning: sines of slower pairs, at most 1 against the 4 of a word. */
const DICTIONARY: [character: string, word: string, c: number][] = [
  ['我', 'I', 4], //    sin 0.1 p
  ['爱', 'love', 6], // sin 0.03 p, and so on, slower and slower
  ['你', 'you', 8],
  ['他', 'he', 10],
  ['不', 'not', 12],
];

/** The Chinese side. Both sides follow the dictionary, so a word and its translation have one id, from 4 on. */
export const chinese = vocabularyFrom([...SPECIAL, ...DICTIONARY.map(([character]) => character)]);
/** The English side. */
export const english = vocabularyFrom([...SPECIAL, ...DICTIONARY.map(([, word]) => word)]);

/** The first pair, sin p and cos p: the place of a word. */
export const PLACE = [0, 1];

/** The coordinate of each id's meaning, on both sides. */
export const MEANING: [id: number, c: number][] = [
  [EOS, 2], // sin 0.32 p: not so slow, but it only makes the end likelier as the sentence goes on
  ...DICTIONARY.map(([character, , c]): [number, number] => [idsOf([character], chinese)[0], c]),
];

/** The sine of the slowest pair, 0.0003 p: nobody writes to it, so it tells what a 0 has become. */
export const ZERO = 14;

/** A Chinese sentence as this translator wants it: with EOS at its end, so that the last place says EOS. */
export function pencilSource(characters: string[]): number[] {
  return [...idsOf(characters, chinese), EOS];
}

/**
 * The parameters. sharpness: how strongly a place asks for its own place. loudness: how sure of its word the model is.
 */
export function pencil(sharpness = 20, loudness = 2): TransformerParams {
  const { d_model } = sizes;
  const meanings = MEANING.map(([, c]) => c);
  const table: Entry[] = MEANING.map(([id, c]) => [id, c, 1]);
  const untouched = () => norm(Array.from({ length: d_model }, (_, c) => c));
  return {
    // One-hot, as in chapter 2: a word is a 1 at its own coordinate. PAD, BOS and UNK mean nothing.
    E_source: sparse(chinese.tokens.length, d_model, table),
    // The same on this side. Used a second time on the way out: the score of a word is its coordinate.
    E_target: sparse(english.tokens.length, d_model, table),
    encoder: [
      {
        attention: silentAttention(), // 你 is "you" whatever stands around it, so nobody looks around
        norm_1: untouched(), // gain 1, as every training begins
        feedForward: silentFeedForward(),
        norm_2: untouched(), // the same again
      },
    ],
    decoder: [
      {
        selfAttention: silentAttention(), // nor back at what it said before
        norm_1: norm([...PLACE, ZERO]), // gain 0 forgets: what goes on is the place, not the word read
        crossAttention: lookUp(sharpness), // what does the character at my place mean?
        norm_2: norm(meanings), // now the place is forgotten, and the meaning goes on
        feedForward: silentFeedForward(),
        norm_3: norm(meanings, loudness), // scores far enough apart for a probability near 1
      },
    ],
  };
}

/** The only attention that speaks: four matrices of d_model×d_model, twenty numbers. */
function lookUp(sharpness: number): MultiHeadParams {
  const { d_model } = sizes;
  const meaning: Entry[] = MEANING.map(([, c]) => [c, c, 1]);
  return {
    W_Q: [places(sharpness)], //                  asks: who stands where I stand? and loudly
    W_K: [places(1)], //                          answers: I stand here
    W_V: [sparse(d_model, d_model, meaning)], //  gives: my meaning
    W_O: sparse(d_model, d_model, meaning), //    into the coordinate where E_target reads it
  };
}

/**
 * sin p and cos p, as they were before the layer norm took the mean off every coordinate: what it made of
 * a 0 is taken off again, (sin p − μ) − (0 − μ) = sin p. d_model×d_model, four numbers.
 */
function places(strength: number): Matrix {
  const entries = PLACE.flatMap((c): Entry[] => [
    [c, c, strength],
    [ZERO, c, -strength],
  ]);
  return sparse(sizes.d_model, sizes.d_model, entries);
}

/** A number that is not 0, and where it stands. */
type Entry = [row: number, column: number, value: number];

/** An n×m matrix of zeros with some entries. */
function sparse(n: number, m: number, entries: Entry[]): Matrix {
  const A = zeros(n, m);
  for (const [row, column, value] of entries) A[row][column] = value;
  return A;
}

/** A layer norm that passes these coordinates on and forgets the others; every bias is 0. */
function norm(coordinates: number[], gain = 1): LayerNormParams {
  const passed = (c: number) => (coordinates.includes(c) ? gain : 0);
  const zero: Vector = zeros(1, sizes.d_model)[0];
  return { gain: zero.map((_, c) => passed(c)), bias: zero };
}

/** All zeros: it adds nothing to what passes by. */
function silentAttention(): MultiHeadParams {
  const W = () => zeros(sizes.d_model, sizes.d_model);
  return { W_Q: [W()], W_K: [W()], W_V: [W()], W_O: W() };
}

/** All zeros: it adds nothing either. */
function silentFeedForward(): FeedForwardParams {
  const { d_model, d_ff } = sizes;
  const [b_1, b_2] = [zeros(1, d_ff)[0], zeros(1, d_model)[0]];
  return { W_1: zeros(d_model, d_ff), b_1, W_2: zeros(d_ff, d_model), b_2 };
}
