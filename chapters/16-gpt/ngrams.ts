/**
 * Chapter 16 — Counting more than one word back
 *
 *     P(c | context) = (n_c + T · P(c | context without its first word)) / (n + T)
 *
 * n: how often the context was seen, n_c: how often c followed it, T: how many different words did. What T weighs is
 * asked of the shorter context, and in the end of nothing at all, 1/V. Where many different words followed, another new
 * one is likely; where it was always the same, it is not.
 * Witten and Bell 1991, method C, for T / (n + T); Chen and Goodman 1999 compare it with others.
 */

import { log } from '../../lib/elementary.ts';
import { zeros, type Vector } from '../../lib/matrix.ts';
import { BOS } from '../02-embedding/vocabulary.ts';
import { teacherForced, type Pair } from '../12-training/training.ts';
import type { Next } from '../13-translator/decoding.ts';

/** What followed each context, and how often. A context is written as its ids with spaces between, none as ''. */
export type Counted = Map<string, Map<number, number>>;

/**
 * How often each token followed the last 0, 1, … words − 1 tokens, BOS before each line and EOS behind it. With words
 * = 3 pairs and triples are counted, too. Throws RangeError unless words is a whole number from 1.
 */
export function ngrams(lines: Pair[], words: number): Counted {
  if (!Number.isInteger(words) || words < 1) {
    throw new RangeError(`the words counted together must be a whole number from 1, got ${words}`);
  }
  const counted: Counted = new Map();
  for (const { source, target } of lines) {
    const { read, wanted } = teacherForced([...source, ...target]);
    for (let i = 0; i < read.length; i++) {
      for (let k = 0; k < words && k <= i + 1; k++) {
        const context = read.slice(i + 1 - k, i + 1).join(' ');
        const followed = counted.get(context) ?? new Map<number, number>();
        followed.set(wanted[i], (followed.get(wanted[i]) ?? 0) + 1);
        counted.set(context, followed);
      }
    }
  }
  return counted;
}

/** P of every token after a context, of which the longest end that was ever seen counts. V: tokens → V shares. */
export function wittenBell(context: number[], counted: Counted, V: number): Vector {
  let shares = zeros(1, V)[0].map(() => 1 / V);
  for (let k = 0; k <= context.length; k++) {
    const followed = counted.get(context.slice(context.length - k).join(' '));
    if (followed === undefined) break; // nor was any longer one seen
    const T = followed.size;
    let n = 0;
    for (const times of followed.values()) n += times;
    shares = shares.map((P_c, c) => ((followed.get(c) ?? 0) + T * P_c) / (n + T));
  }
  return shares;
}

/** The same as chapter 13's Next. prompt: ids without BOS. */
export function ngramAfter(prompt: number[], counted: Counted, V: number): Next {
  return (said) => wittenBell([BOS, ...prompt, ...said], counted, V).map((share) => log(share));
}
