/**
 * Chapter 13 — Translating: greedy, and by beam
 *
 *     greedy:  y_i = argmax P(y | y_1 … y_{i−1}, x)
 *     beam:    argmax ln P(y | x) / lp(y),     lp(y) = ((5 + |y|) / 6)^α,     |y|: words without EOS
 *
 * In training the right words are given; here each word chosen is read back before the next is chosen.
 * Both searches see the model only as a function from the words so far to the next word's probabilities,
 * so a tree drawn by hand will do for a model.
 * Wu et al. 2016, §7, eq. 14 (lp); Vaswani et al. 2017, §6.1: beam 4, α = 0.6. Article: 「核心內容」 (y = f(x)).
 */

import { pow } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { BOS, EOS, PAD, UNK } from '../02-embedding/vocabulary.ts';
import { logSoftmax } from '../08-backprop/cross-entropy.ts';
import { decode, encode, type Encoding, type TransformerParams } from '../11-decoder/transformer.ts';

/** A translation as it grows. */
export interface Hypothesis {
  ids: number[]; //       the words so far; EOS is not among them
  logP: number; //        ln P(ids | x), in nats; EOS counts once it was said
  finished: boolean; //   EOS was said
}

/** ln P of every word of a vocabulary as the next one, in nats. ids: the words so far, without BOS. */
export type Next = (ids: number[]) => Vector;

/** The longest translation tried, in tokens, for a source of m tokens: the paper's m + 50 would be long here. */
export function lengthLimit(m: number): number {
  return 2 * m + 10;
}

/** ln P of every word of the vocabulary as the next one, in nats. read: the ids so far, BOS first. */
export function nextWord(read: number[], encoding: Encoding, P: TransformerParams): Vector {
  const { S } = decode(read, encoding, P);
  return logSoftmax(S[S.length - 1]);
}

/**
 * A model as a function of the words said. The source is encoded once, each word decodes anew. Throws as chapter 11.
 */
export function nextAfter(source: number[], P: TransformerParams): Next {
  const encoding = encode(source, P);
  return (ids) => nextWord([BOS, ...ids], encoding, P);
}

/** The translation by the likeliest word at each step, until EOS or the limit in tokens. source: m ids. */
export function greedy(source: number[], P: TransformerParams, limit = lengthLimit(source.length)): Hypothesis {
  return greedySearch(nextAfter(source, P), limit);
}

/** The translation by beam search, Vaswani et al. 2017, §6.1. source: m ids. Throws as `beamSearch`. */
export function beam(
  source: number[],
  P: TransformerParams,
  width: number,
  alpha = 0.6,
  limit = lengthLimit(source.length),
): Hypothesis {
  return beamSearch(nextAfter(source, P), width, alpha, limit);
}

/** The likeliest word at each step, the earlier in the vocabulary of two alike, until EOS or the limit in tokens. */
export function greedySearch(next: Next, limit: number): Hypothesis {
  let hypothesis: Hypothesis = { ids: [], logP: 0, finished: false };
  while (!hypothesis.finished && hypothesis.ids.length < limit) {
    const [longer] = continuations(hypothesis, next, 1);
    if (longer === undefined) break;
    hypothesis = longer;
  }
  return hypothesis;
}

/** A step of a beam. All that are open are equally long. */
export interface Beam {
  longer: Hypothesis[]; //   what was tried, the likeliest first
  open: Hypothesis[]; //     of these, kept and not finished
  finished: Hypothesis[]; // of these and of all before
}

/**
 * The steps of a beam search, from nothing said: the `width` likeliest hypotheses are kept at each. One that is
 * finished is set aside and keeps its place, so that none is forgotten and all open ones are equally long.
 * limit: tokens. Throws RangeError unless the width is a whole number of at least 1.
 */
export function* beamSteps(next: Next, width: number, limit: number): Generator<Beam> {
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(`a beam must be at least one hypothesis wide, got ${width}`);
  }
  const finished: Hypothesis[] = [];
  let open: Hypothesis[] = [{ ids: [], logP: 0, finished: false }];
  yield { longer: open, open, finished: [] };
  while (open.length > 0 && open[0].ids.length < limit) {
    const longer = open.flatMap((hypothesis) => continuations(hypothesis, next, width));
    const kept = longer.sort((a, b) => b.logP - a.logP).slice(0, width - finished.length);
    if (kept.length === 0) break; // nothing can be said, or every place is taken
    finished.push(...kept.filter((hypothesis) => hypothesis.finished));
    open = kept.filter((hypothesis) => !hypothesis.finished);
    yield { longer, open, finished: [...finished] };
  }
}

/**
 * The best of a beam: of the finished hypotheses the one with the highest ln P / lp; one that was cut off at the limit
 * only if none was finished. Width 1 is greedy. Throws as `beamSteps`.
 */
export function beamSearch(next: Next, width: number, alpha: number, limit: number): Hypothesis {
  const { open, finished } = [...beamSteps(next, width, limit)].at(-1)!;
  return best(finished.length > 0 ? finished : open, alpha);
}

/** lp(y) = ((5 + n) / 6)^α for n words: without it a shorter sentence would win merely by having fewer factors. */
export function lengthPenalty(n: number, alpha: number): number {
  return pow((5 + n) / 6, alpha);
}

/**
 * Which words greedy search would get right if all words before them had been right: teacher forcing, judged. If all
 * are, and only then, greedy search says the whole sentence. S: n×V scores, wanted: n ids, EOS among them → n.
 */
export function rightWords(S: Matrix, wanted: number[]): boolean[] {
  return wanted.map((id, i) => likeliest(logSoftmax(S[i]), 1)[0] === id);
}

/** The `width` likeliest ways to go on by one word; what is impossible is none. */
function continuations({ ids, logP }: Hypothesis, next: Next, width: number): Hypothesis[] {
  const logPs = next(ids);
  const possible = likeliest(logPs, width).filter((id) => logPs[id] > -Infinity);
  return possible.map((id) => ({
    ids: id === EOS ? ids : [...ids, id],
    logP: logP + logPs[id],
    finished: id === EOS,
  }));
}

/** The `width` likeliest words, the likeliest first, of two alike the earlier. PAD, BOS and UNK are never said. */
function likeliest(logPs: Vector, width: number): number[] {
  const sayable = [...logPs.keys()].filter((id) => id !== PAD && id !== BOS && id !== UNK);
  return sayable.sort((a, b) => logPs[b] - logPs[a]).slice(0, width);
}

/** The hypothesis with the best ln P / lp, the first of two alike. */
function best(hypotheses: Hypothesis[], alpha: number): Hypothesis {
  const score = ({ ids, logP }: Hypothesis) => logP / lengthPenalty(ids.length, alpha);
  return hypotheses.reduce((a, b) => (score(b) > score(a) ? b : a));
}
