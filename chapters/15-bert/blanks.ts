/**
 * Chapter 15 — Fill in the blank
 *
 *     P(word at i | the line, [MASK] at i) = softmax(S)
 *
 * Several blanks are filled each for itself: row k of S does not know what row l says.
 * Devlin et al. 2019, §3.1. A line is judged by hiding each of its words once, while the others stay: their ln P are
 * added (pseudo-log-likelihood, Salazar et al. 2020, §2), and averaged for the perplexity. It is not chapter 16's:
 * there only what stands before a word is known.
 */

import { exp } from '../../lib/elementary.ts';
import type { Vector } from '../../lib/matrix.ts';
import { softmax } from '../04-attention/softmax.ts';
import { SPECIAL } from '../02-embedding/vocabulary.ts';
import { logSoftmax } from '../08-backprop/cross-entropy.ts';
import { bert, type BertParams } from './bert.ts';
import { maskOf } from './masking-words.ts';

/** A word and its probability. */
export interface Guess {
  id: number;
  share: number;
}

/**
 * For each [MASK] of a line the words that may stand there, the likeliest first; special tokens and [MASK] are no
 * words. ids → a list a blank. Throws RangeError for a line without a blank, as `bert`.
 */
export function guesses(ids: number[], P: BertParams): Guess[][] {
  const mask = maskOf(P.E.length - 1);
  const places = [...ids.keys()].filter((i) => ids[i] === mask);
  const shares = softmax(bert(ids, places, P).S);
  return shares.map((row) => ranked(row).filter(({ id }) => id >= SPECIAL.length && id < mask));
}

function ranked(row: Vector): Guess[] {
  return row.map((share, id) => ({ id, share })).sort((a, b) => b.share - a.share);
}

/** ln P of each word of a line if it alone is hidden, in nats. n ids → n. Throws as `bert`. */
export function oneByOne(line: number[], P: BertParams): Vector {
  const mask = maskOf(P.E.length - 1);
  return line.map((word, i) => {
    const read = line.map((id, j) => (j === i ? mask : id));
    return logSoftmax(bert(read, [i], P).S[0])[word];
  });
}

/** Σ_i ln P(x_i | the other words), in nats: how much the model thinks of a line. n ids → ≤ 0. Throws as `bert`. */
export function plausibility(line: number[], P: BertParams): number {
  return oneByOne(line, P).reduce((sum, logP) => sum + logP, 0);
}

/**
 * The one of some words that is likeliest at a place of a line, whatever stands there; of equals the first. ids, place,
 * ids → id. Throws RangeError without a word to choose, and as `bert`.
 */
export function preferred(line: number[], place: number, words: number[], P: BertParams): number {
  if (words.length === 0) throw new RangeError('a choice needs at least one word, got 0');
  const read = line.map((id, j) => (j === place ? maskOf(P.E.length - 1) : id));
  const [row] = bert(read, [place], P).S;
  return words.reduce((best, word) => (row[word] > row[best] ? word : best));
}

/** exp of the mean of −ln P over all words of the lines. Throws RangeError without a line, and as `bert`. */
export function pseudoPerplexity(lines: number[][], P: BertParams): number {
  if (lines.length === 0) throw new RangeError('a perplexity needs at least one line, got 0');
  let [loss, n] = [0, 0];
  for (const line of lines) {
    for (const logP of oneByOne(line, P)) loss -= logP;
    n += line.length;
  }
  return exp(loss / n);
}
