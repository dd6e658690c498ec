/**
 * Chapter 16 — A game of looking up: a dictionary that holds for one line
 *
 *     c 4 a 7 f 1 d 2   a 7 d 2 f …
 *     a dictionary      questions, and their answers
 *
 * Letters and digits are paired by chance, anew for each line. Nothing that was learned about a letter in other lines
 * helps: the answer stands in this line only.
 */

import type { Random } from '../../lib/random.ts';
import { shuffle } from '../../lib/random.ts';
import { SPECIAL, idsOf, vocabularyFrom } from '../02-embedding/vocabulary.ts';
import type { Pair } from '../12-training/training.ts';

const LETTERS = [...'abcdefgh'];
const DIGITS = [...'12345678'];

/** The tokens of the game: the special ones, eight letters, eight digits. */
export const gameVocabulary = vocabularyFrom([...SPECIAL, ...LETTERS, ...DIGITS]);

/** A dictionary: letters, and the digit of each. */
export type Dictionary = [letter: string, digit: string][];

/**
 * So many pairs by chance, no letter and no digit twice. Throws RangeError unless pairs is a whole number from 1 to 8.
 */
export function dictionary(random: Random, pairs: number): Dictionary {
  if (!Number.isInteger(pairs) || pairs < 1 || pairs > LETTERS.length) {
    throw new RangeError(`a dictionary must have from 1 to ${LETTERS.length} pairs, got ${pairs}`);
  }
  const digits = shuffle(random, DIGITS);
  const letters = shuffle(random, LETTERS).slice(0, pairs);
  return letters.map((letter, k) => [letter, digits[k]]);
}

/**
 * A line of the game: the dictionary, then so many of its letters by chance, each with its digit behind it. What is
 * asked for begins with the first answer. Throws RangeError without a question.
 */
export function gameLine(random: Random, pairs: Dictionary, questions: number): Pair {
  if (!(questions >= 1)) throw new RangeError(`a game needs at least one question, got ${questions}`);
  const asked = Array.from({ length: questions }, () => pairs[Math.floor(random() * pairs.length)]);
  const [first, ...rest] = idsOf(asked.flat(), gameVocabulary);
  return { source: [...idsOf(pairs.flat(), gameVocabulary), first], target: rest };
}
