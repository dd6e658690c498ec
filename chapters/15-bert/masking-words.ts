/**
 * Chapter 15 — Hiding words
 *
 *     15 of 100 words are chosen. Of those   80 of 100 are read as [MASK]
 *                                            10 of 100 are read as some other word, drawn from the vocabulary
 *                                            10 of 100 are read as they are
 *
 * The model is asked for the word at every chosen place, whatever it reads there. It must not know which of the words
 * it reads are true: one who may trust every word that is no [MASK] has nothing to do there but to repeat it.
 * Devlin et al. 2019, §3.1, task 1, and appendix A.1. Article: 「啓發收穫」, point five.
 */

import { shuffle, type Random } from '../../lib/random.ts';
import { SPECIAL } from '../02-embedding/vocabulary.ts';

/** The share of a line's words that are chosen. */
export const CHOSEN = 0.15;
/** The share of the chosen words that are read as [MASK]. */
export const MASKED = 0.8;
/** The share of the chosen words that are read as a random word; those that remain are read as they are. */
export const REPLACED = 0.1;

/** A line in which words were hidden. */
export interface Hidden {
  read: number[]; //   n  the ids as the model reads them
  places: number[]; //    the places that were chosen, counted from 0, in their order
  wanted: number[]; //    the ids that stood there
}

/** The id of [MASK], for a vocabulary of V tokens: the first that is free. Its row is the last of the table. */
export function maskOf(V: number): number {
  return V;
}

/** How many words of n are chosen: 15 of 100, rounded, and one at least. */
export function howMany(n: number): number {
  return Math.max(1, Math.round(CHOSEN * n));
}

/** The places chosen among n, in their order; all places are equally likely. Throws RangeError for no word at all. */
export function chosen(random: Random, n: number): number[] {
  if (!(n >= 1)) throw new RangeError(`a line must have at least one word to hide, got ${n}`);
  const places = Array.from({ length: n }, (_, i) => i);
  return shuffle(random, places)
    .slice(0, howMany(n))
    .sort((i, j) => i - j);
}

/**
 * What is read in place of a chosen word. id → id, V for [MASK]. The random word may by chance be the right
 * one, but it is never a special token (differs: Devlin et al. draw from the whole list, which has 30 000
 * entries and few special ones).
 * Throws RangeError for a vocabulary without a word.
 */
export function disguised(random: Random, id: number, V: number): number {
  const words = V - SPECIAL.length;
  if (!(words >= 1)) throw new RangeError(`a vocabulary must hold a word to draw, got ${V} tokens`);
  const u = random();
  if (u < MASKED) return maskOf(V);
  if (u < MASKED + REPLACED) return SPECIAL.length + Math.floor(words * random());
  return id;
}

/** A line with words hidden. line: n ids of a vocabulary of V tokens. Throws as `chosen` and `disguised`. */
export function hidden(random: Random, line: number[], V: number): Hidden {
  const places = chosen(random, line.length);
  const read = [...line];
  for (const i of places) read[i] = disguised(random, line[i], V);
  return { read, places, wanted: places.map((i) => line[i]) };
}
