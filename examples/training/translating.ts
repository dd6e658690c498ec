/**
 * From the ids of a sentence to its translation, by the chapters' loops or by the engine, and how often it is right.
 */

import { BOS } from '../../chapters/02-embedding/vocabulary.ts';
import { transformer, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import {
  beamSearch,
  greedySearch,
  lengthLimit,
  nextAfter,
  rightWords,
  type Hypothesis,
  type Next,
} from '../../chapters/13-translator/decoding.ts';
import * as engine from '../../chapters/20-speed/engine/decoding.ts';
import { incrementalDecoder } from '../../chapters/20-speed/engine/incremental-decoder.ts';

/** How wide the beam is, and the exponent of its length penalty: the paper's (§6.1). */
export const BEAM = { width: 4, alpha: 0.6 };

/** A way to translate ids; limit: the longest translation tried, in tokens. */
export type Translate = (source: number[], limit?: number) => Hypothesis;

/** How a translation is searched for: greedily or by beam, up to a limit in tokens. */
export type Search = (next: Next, limit: number) => Hypothesis;

/** The likeliest word at each step. */
export const greedy: Search = greedySearch;

/** The `BEAM`. */
export const beam: Search = (next, limit) => beamSearch(next, BEAM.width, BEAM.alpha, limit);

/** The model asked by the chapters' loops. */
export function byChapters(P: TransformerParams, search: Search): Translate {
  return (source, limit = lengthLimit(source.length)) => search(nextAfter(source, P), limit);
}

/**
 * The model asked by the engine, which has room for `longest` tokens on either side; the chapters' loops translate what
 * would not fit. Throws RangeError for a model too large for the engine's memory.
 */
export async function byEngine(
  module: WebAssembly.Module,
  P: TransformerParams,
  search: Search,
  longest: number,
): Promise<Translate> {
  const decoder = await incrementalDecoder(module, P, longest, 'f64');
  const chapters = byChapters(P, search);
  return (source, limit = lengthLimit(source.length)) => {
    if (Math.max(source.length, limit) > longest) return chapters(source, limit);
    return search(engine.nextAfter(decoder, source, BOS), limit);
  };
}

/** The share of pairs that are translated word for word. */
export function exactMatch(pairs: Pair[], translate: Translate): number {
  const right = pairs.filter(({ source, target }) => {
    // A translation that is longer than the right one is wrong already.
    const { ids, finished } = translate(source, target.length + 1);
    return finished && ids.join() === target.join();
  });
  return right.length / pairs.length;
}

/**
 * The share of pairs that greedy search would translate word for word by the chapters' loops; one pass
 * a pair is enough to know.
 */
export function translatedRight(pairs: Pair[], P: TransformerParams): number {
  const right = pairs.filter(({ source, target }) => {
    const { read, wanted } = teacherForced(target);
    return rightWords(transformer(source, read, P).S, wanted).every(Boolean);
  });
  return right.length / pairs.length;
}
