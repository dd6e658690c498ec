/**
 * Which pairs of a corpus are trained on, and which are kept to judge by.
 *
 * A public corpus has a sentence in many spellings and with many translations. Were its lines dealt out one by
 * one, a sentence of the test would have stood in training too, and the model need only remember it. So pairs
 * that share a sentence, in either language, stay together: they are a group, and so are pairs joined by a chain
 * of such pairs. A group goes as a whole to one side, and its own text says to which.
 */

import type { Language } from '../../lib/language.ts';
import { normalise } from './normalise.ts';
import { fnv1a, type SentencePair } from './split.ts';

/** How many of a hundred groups go to each side; whole numbers that sum to 100. */
export interface Shares {
  training: number;
  validation: number;
  test: number;
}

/** The shares, unless others are given. */
export const SHARES: Shares = { training: 90, validation: 5, test: 5 };

/** A corpus in three parts, each in the order of the file. */
export interface Parts {
  training: SentencePair[];
  validation: SentencePair[];
  test: SentencePair[];
  duplicates: number; // pairs left out because an earlier one says the same
  groups: number;
  largest: number; // pairs in the largest group
}

/**
 * A sentence as it is compared: what `plain` makes of it (as `normalise` does), without capitals, punctuation, spaces
 * and apostrophes, English short forms in full. I'm here! → iamhere, 我 愛你⋯ → 我爱你.
 */
export function bare(text: string, language: Language): string {
  return normalise(text, language).join('').replaceAll("'", '');
}

/**
 * The three parts of a corpus: no sentence of one, English or Chinese, is in another, however it is spelled.
 * Pairs that say the same are kept once, as the file spells them first. The order of lines decides nothing else.
 * Throws RangeError for shares that are not whole numbers of at least 0 with the sum 100.
 */
export function partsOf(pairs: SentencePair[], shares: Shares = SHARES): Parts {
  checkShares(shares);
  // By what a pair says; a Map keeps the order in which its keys came.
  const different = new Map<string, { pair: SentencePair; sides: string[] }>();
  for (const pair of pairs) {
    const sides = [bare(pair.english, 'en'), bare(pair.chinese, 'zh')];
    const said = sides.join('\t');
    if (!different.has(said)) different.set(said, { pair, sides });
  }
  const kept = [...different.values()];
  const group = groupsOf(kept.map(({ sides }) => sides));
  const sizes = new Map<string, number>();
  for (const name of group) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const only = (wanted: keyof Shares) =>
    kept.filter((_, i) => sideOf(group[i], shares) === wanted).map(({ pair }) => pair);
  return {
    training: only('training'),
    validation: only('validation'),
    test: only('test'),
    duplicates: pairs.length - kept.length,
    groups: sizes.size,
    largest: [...sizes.values()].reduce((most, size) => Math.max(most, size), 0),
  };
}

/**
 * For each list of sentences the name of its group, which is the smallest sentence of the group: two lists with a
 * sentence in common have one name. Union–find (Galler and Fischer 1964): every sentence points towards a smaller
 * one of its group, and the smallest of all at itself.
 */
export function groupsOf(lists: string[][]): string[] {
  const towards = new Map<string, string>();
  const smallest = (sentence: string): string => {
    let at = sentence;
    for (let next = towards.get(at) ?? at; next !== at; next = towards.get(at) ?? at) {
      towards.set(at, towards.get(next) ?? next); // so that the next walk is half as long
      at = next;
    }
    return at;
  };
  for (const [first, ...others] of lists) {
    for (const other of others) {
      const [a, b] = [smallest(first), smallest(other)];
      if (a < b) towards.set(b, a);
      if (b < a) towards.set(a, b);
    }
  }
  return lists.map(([first]) => smallest(first));
}

/** The side of a group: the first `training` of a hundred remainders of its hash, then `validation`, then the rest. */
function sideOf(name: string, { training, validation }: Shares): keyof Shares {
  const remainder = fnv1a(name) % 100;
  if (remainder < training) return 'training';
  return remainder < training + validation ? 'validation' : 'test';
}

function checkShares({ training, validation, test }: Shares): void {
  const shares = [training, validation, test];
  const whole = shares.every((share) => Number.isInteger(share) && share >= 0);
  if (whole && training + validation + test === 100) return;
  throw new RangeError(`shares must be whole numbers of at least 0 with the sum 100, got ${shares.join(', ')}`);
}
