/**
 * BLEU: how many runs of one to four tokens a translation shares with the translations of people.
 *
 *     BLEU = BP · exp( ¼ Σ_{n=1..4} ln p_n ),   BP = min(1, e^(1 − r/c))
 *
 * p_n is the part of the n-grams of all candidates that their references hold, c the length of the
 * candidates and r that of the references. Papineni, Roukos, Ward and Zhu 2002, §2. A score means
 * little without the way its tokens were cut, so `signature` says it: Post 2018, «A Call for Clarity in
 * Reporting BLEU Scores». Equal to sacreBLEU's with the same signature.
 */

import { exp, log } from './elementary.ts';

/** The longest run of tokens that is compared (Papineni et al. 2002, §2.3: N = 4). */
const LONGEST_RUN = 4;

/** What BLEU reads from sentences and their references; the counts of sentences add up to those of a text. */
export interface Matches {
  /** matches[n − 1]: the n-grams of the candidate that a reference holds, too. */
  matches: number[];
  /** totals[n − 1]: all n-grams of the candidate. */
  totals: number[];
  /** c: tokens of the candidate. */
  length: number;
  /** r: tokens of the reference nearest in length. */
  referenceLength: number;
}

/** BLEU with everything it was computed from. */
export interface Bleu extends Matches {
  /** From 0, nothing in common, to 100, equal to a reference. */
  score: number;
  /** p_1 … p_4, from 0 to 1, after smoothing. */
  precisions: number[];
  /** BP, from 0 to 1; 1 when the candidates are no shorter than the references. */
  brevityPenalty: number;
}

/**
 * What is done about an n-gram precision of 0, which alone would make the score 0: `exp` counts ½ match
 * for the first such n, ¼ for the second and so on (NIST's mteval-v13a; Chen and Cherry 2014, method 3);
 * `none` leaves it.
 */
export type Smoothing = 'exp' | 'none';

/** How text was cut into tokens: `tokens13a` or `tokensZh`. */
export type Tokenisation = '13a' | 'zh';

/**
 * BLEU of a text. candidates[i]: the tokens of sentence i; references[i]: its references, each as tokens.
 * Tokens hold no space.
 * Throws RangeError when there is no sentence, or a sentence without a reference.
 */
export function bleu(candidates: string[][], references: string[][][], smoothing: Smoothing = 'exp'): Bleu {
  if (candidates.length === 0) throw new RangeError('BLEU needs at least one sentence, got 0');
  if (references.length !== candidates.length) {
    throw new RangeError(
      `every candidate needs its references, got ${candidates.length} candidates and references for ${references.length}`,
    );
  }
  const sentences = candidates.map((candidate, i) => matchesOf(candidate, references[i]));
  return scoreOf(sumOf(sentences), smoothing);
}

/**
 * What a sentence shares with its references: an n-gram counts at most as often as the one reference
 * that holds it most often does (the «modified precision» of Papineni et al. 2002, §2.1).
 * Throws RangeError without a reference.
 */
export function matchesOf(candidate: string[], references: string[][]): Matches {
  if (references.length === 0) throw new RangeError('a sentence needs a reference, got none');
  const matches: number[] = [];
  const totals: number[] = [];
  for (let n = 1; n <= LONGEST_RUN; n++) {
    const allowed = references.map((reference) => ngrams(reference, n));
    let matched = 0;
    let total = 0;
    for (const [ngram, count] of ngrams(candidate, n)) {
      const most = Math.max(...allowed.map((counts) => counts.get(ngram) ?? 0));
      matched += Math.min(count, most);
      total += count;
    }
    matches.push(matched);
    totals.push(total);
  }
  const { length } = candidate;
  return { matches, totals, length, referenceLength: nearestLength(length, references) };
}

/**
 * BLEU from the counts of a text: BP · exp(¼ Σ ln p_n), times 100. It is 0 when not one token matches,
 * or when no candidate has four tokens: p_4 does not exist then, and smoothing does not invent it.
 */
export function scoreOf(counts: Matches, smoothing: Smoothing = 'exp'): Bleu {
  const brevityPenalty = brevity(counts.length, counts.referenceLength);
  const precisions = precisionsOf(counts, smoothing);
  let sum = 0;
  for (const p of precisions) sum += log(p); // ln 0 = −∞ makes the score 0
  const score = 100 * brevityPenalty * exp(sum / LONGEST_RUN);
  return { ...counts, score, precisions, brevityPenalty };
}

/**
 * The text as tokens in the way of NIST's mteval-v13a.pl, BLEU's common measure for European languages:
 * ASCII punctuation stands alone, except the apostrophe and the hyphen of a word and the point and comma
 * of a number; capitals stay.
 */
export function tokens13a(text: string): string[] {
  const plain = text
    .trimEnd()
    .replaceAll('<skipped>', '') // marks of the files that the script was written for
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return parted(` ${plain} `);
}

/**
 * The text as tokens in the way of sacreBLEU's `zh`: every Chinese character and every mark of Chinese
 * width is one, what stands between them is cut as in `tokens13a`. Characters beyond U+FFFF stay with
 * their neighbours, as they do there.
 */
export function tokensZh(text: string): string[] {
  return parted(text.trim().replaceAll(ONE_BY_ONE, ' $& '));
}

/**
 * What a score must be quoted with, in the form of sacreBLEU's signature (Post 2018, §3): references a
 * sentence (`var` when they differ in number), capitals, tokens, smoothing, and whose program it was. `text` says what
 * was done to candidates and references before they were cut; sacreBLEU, which takes them as
 * they are, has no such word.
 */
export function signature(
  references: number | 'var',
  tokenisation: Tokenisation,
  smoothing: Smoothing = 'exp',
  text = '',
): string {
  const done = text === '' ? '' : `|text:${text}`;
  return `nrefs:${references}|case:mixed|eff:no|tok:${tokenisation}${done}|smooth:${smoothing}|version:transformer-by-hand`;
}

/**
 * Chinese characters, radicals, strokes, bopomofo, punctuation and forms of full width. U+2001 to U+2A6D
 * (“, —, …, arrows) are there because sacreBLEU takes them so.
 */
const ONE_BY_ONE =
  /[\u2001-\u2A6D\u2E80-\u2FDF\u2FF0-\u303F\u3100-\u312F\u31A0-\u31BF\u31C0-\u31EF\u3200-\u4DB5\u4E00-\u9FBB\uF900-\uFA2D\uFA30-\uFA6A\uFA70-\uFAD9\uFE10-\uFE1F\uFE30-\uFE4F\uFF00-\uFFEF]/gu;

/** Punctuation from its words, by the rules of mteval-v13a.pl in their order; then cut at white space. */
function parted(text: string): string[] {
  return text
    .replaceAll(/[{-~[-` -&(-+:-@/]/gu, ' $& ') // ASCII without letters, digits and ' , - .
    .replaceAll(/([^0-9])([.,])/gu, '$1 $2 ') // a point or comma, unless after a digit
    .replaceAll(/([.,])([^0-9])/gu, ' $1 $2') // or before one
    .replaceAll(/([0-9])(-)/gu, '$1 $2 ')
    .split(/\s+/)
    .filter((token) => token !== '');
}

/** How often each run of n tokens occurs. */
function ngrams(tokens: string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const ngram = tokens.slice(i, i + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** r of a sentence: the reference length nearest to c, the shorter of two as near (Papineni et al. 2002, §2.2.2). */
function nearestLength(c: number, references: string[][]): number {
  const lengths = references.map((reference) => reference.length);
  const [r] = lengths.sort((a, b) => Math.abs(a - c) - Math.abs(b - c) || a - b);
  return r;
}

/** The counts of sentences added up: BLEU has precisions of a text, not the mean of its sentences. */
function sumOf(sentences: Matches[]): Matches {
  return sentences.reduce((a, b) => ({
    matches: a.matches.map((count, n) => count + b.matches[n]),
    totals: a.totals.map((count, n) => count + b.totals[n]),
    length: a.length + b.length,
    referenceLength: a.referenceLength + b.referenceLength,
  }));
}

/** BP = min(1, e^(1 − r/c)); 0 for candidates without a token. */
function brevity(c: number, r: number): number {
  if (c === 0) return 0;
  return Math.min(1, exp(1 - r / c));
}

/** p_n = matches / totals, smoothed. Where there is nothing to divide by, and where nothing matches at all, 0. */
function precisionsOf({ matches, totals }: Matches, smoothing: Smoothing): number[] {
  const nothing = matches.every((count) => count === 0);
  let half = 1;
  return matches.map((count, n) => {
    if (nothing || totals[n] === 0) return 0;
    if (count > 0 || smoothing === 'none') return count / totals[n];
    half /= 2;
    return half / totals[n];
  });
}
