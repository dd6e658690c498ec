/**
 * How well an encoder judges Chinese that it has not seen, without a label; and how well a translator does that has
 * seen few pairs, and what it could do at best. Results sentence by sentence are texts, a sign each: 1 for right,
 * else 0.
 */

import { shuffle, type Random } from '../../lib/random.ts';
import { idsOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { BertParams } from '../../chapters/15-bert/bert.ts';
import { oneByOne, plausibility, preferred } from '../../chapters/15-bert/blanks.ts';
import { exp } from '../../lib/elementary.ts';
import type { WordData } from '../corpus/prepared.ts';
import { transformer, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import { rightWords } from '../../chapters/13-translator/decoding.ts';

/** Measure words, of which each thing has its own. 个 is left out: it passes with nearly everything. */
export const MEASURES = ['只', '本', '封', '首', '辆', '杯'];

/** Two lines between which an encoder has to choose. */
export interface Couple {
  real: number[];
  swapped: number[]; // two characters have changed their places
}

/** A measure word to be chosen. */
export interface Blank {
  line: number[];
  place: number; // where it stands
}

/** What is asked without a label, and what stood in no line of the training. */
export interface Asked {
  couples: Couple[];
  blanks: Blank[];
  measures: number[];
}

/** A line with two of its characters swapped; undefined if there are no two, or if that is a line of `known`. */
export function swapped(random: Random, line: number[], known: Set<string>): number[] | undefined {
  const [i, j] = shuffle(random, [...line.keys()]);
  const other = [...line];
  if (j !== undefined) [other[i], other[j]] = [line[j], line[i]];
  return known.has(other.join(' ')) ? undefined : other;
}

/**
 * The questions, the same for every encoder: an unseen line or the same with two characters swapped; and which measure
 * word, in the lines held out that have one behind a number or 这, 那.
 */
export function asked({ training, unseen, recombined, source }: WordData, random: Random): Asked {
  const lines = [...training, ...unseen, ...recombined].map((pair) => pair.source);
  const known = new Set(lines.map((line) => line.join(' ')));
  const couples = unseen.flatMap(({ source: real }): Couple[] => {
    const other = swapped(random, real, known);
    return other ? [{ real, swapped: other }] : [];
  });
  const [measures, before] = [MEASURES, ['一', '两', '三', '这', '那']].map((signs) => idsOf(signs, source));
  const blanks = [...unseen, ...recombined].flatMap(({ source: line }) =>
    [...line.keys()]
      .filter((place) => measures.includes(line[place]) && before.includes(line[place - 1]))
      .map((place): Blank => ({ line, place })),
  );
  return { couples, blanks, measures };
}

/** What an encoder answers. */
export interface Answers {
  perplexity: number; // of a hidden word, in the real lines
  real: string; //       a sign a couple: whether the real line is the more plausible one
  measure: string; //    a sign a blank: whether the right measure word is the likeliest
}

/** Asks an encoder. */
export function answers({ couples, blanks, measures }: Asked, P: BertParams): Answers {
  let [logP, n] = [0, 0];
  const real = couples.map((couple) => {
    const own = oneByOne(couple.real, P).reduce((sum, one) => sum + one, 0);
    logP += own;
    n += couple.real.length;
    return own > plausibility(couple.swapped, P);
  });
  const measure = blanks.map(({ line, place }) => preferred(line, place, measures, P) === line[place]);
  return { perplexity: exp(-logP / n), real: signs(real), measure: signs(measure) };
}

/** A sign an answer. */
export function signs(right: boolean[]): string {
  return right.map((one) => (one ? '1' : '0')).join('');
}

/** The share of ones, in %. */
export function percentOf(right: string): number {
  return (100 * [...right].filter((sign) => sign === '1').length) / right.length;
}

/** Shares from 0 to 1. */
export interface Judged {
  exact: number; // sentences that greedy search translates word for word
  words: number; // right words, the right words before each being given; EOS is one
  known: number; // the same of words that stand in some labelled pair
  other: number; // the same of words that stand in none; 0 if there are no such words
}

/** Judges a translator by pairs that it has not seen. labelled: the pairs that it has. */
export function judged(pairs: Pair[], P: TransformerParams, labelled: Pair[]): Judged {
  const seen = new Set(labelled.flatMap(({ target }) => teacherForced(target).wanted));
  const found = pairs.map(({ source, target }) => {
    const { read, wanted } = teacherForced(target);
    const right = rightWords(transformer(source, read, P).S, wanted);
    return wanted.map((id, i) => ({ right: right[i], known: seen.has(id) }));
  });
  const words = found.flat();
  const share = (some: { right: boolean }[]) => some.filter(({ right }) => right).length / Math.max(1, some.length);
  return {
    exact: found.filter((line) => line.every(({ right }) => right)).length / pairs.length,
    words: share(words),
    known: share(words.filter(({ known }) => known)),
    other: share(words.filter(({ known }) => !known)),
  };
}

/** What labelled pairs hold of a language pair. */
export interface Covered {
  characters: number; // different ones on the Chinese side
  words: number; //      different ones on the English side
  within: number; //     the share of the judged sentences whose English words all stand in some labelled pair
}

/** What k labelled pairs leave to chance: nobody says a word that was never wanted. */
export function covered(pairs: Pair[], labelled: Pair[]): Covered {
  const characters = new Set(labelled.flatMap(({ source }) => source));
  const words = new Set(labelled.flatMap(({ target }) => target));
  const within = pairs.filter(({ target }) => target.every((id) => words.has(id)));
  return { characters: characters.size, words: words.size, within: within.length / pairs.length };
}
