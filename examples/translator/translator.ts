/** A trained model asked, by the engine where it can run. */

import { lengthLimit } from '../../chapters/13-translator/decoding.ts';
import { LONGEST } from '../corpus/normalise.ts';
import { missing, moduleOf } from '../training/kernels.ts';
import { beam, byChapters, byEngine, greedy, type Translate } from '../training/translating.ts';
import type { Model } from './model.ts';

/** Room for the longest sentence that is typed, a token a character, and for its translation. */
const TYPED = lengthLimit(LONGEST) + 1;

/**
 * How a model is asked: one of pieces by beam, one of words greedily; by the engine where it can run, or else by the
 * chapters' loops. longest: tokens of a sentence and of its translation at most; longer ones take the chapters' loops.
 */
export async function translatorOf(
  { P, pieces }: Model,
  engine = missing('f64') === undefined,
  longest = pieces?.longest ?? TYPED,
): Promise<Translate> {
  const search = pieces ? beam : greedy;
  const translate = engine ? await byEngine(moduleOf('f64'), P, search, longest) : byChapters(P, search);
  if (pieces === undefined) return translate;
  return (source, limit = Math.min(pieces.longest, lengthLimit(source.length))) => translate(source, limit);
}
