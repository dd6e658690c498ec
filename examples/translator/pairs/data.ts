/** A corpus of somebody's own made ready to train on: split, spelled, numbered. */

import { createHash } from 'node:crypto';
import { idsOf, type Vocabulary } from '../../../chapters/02-embedding/vocabulary.ts';
import type { Pair } from '../../../chapters/12-training/training.ts';
import type { Language } from '../../../lib/language.ts';
import { sourceLanguage, targetLanguage, type Direction } from '../model.ts';
import type { Pair as Sentences } from '../../corpus/split.ts';
import { partsOf, type Parts } from '../../corpus/groups.ts';
import {
  fewestPieces,
  learnSpelling,
  piecesOfAll,
  vocabularyWithFallback,
  type Spelling,
} from '../../corpus/spelling.ts';

/** A pair as ids, and how the file writes it. */
export interface Example extends Pair {
  sentences: Sentences;
}

/** A corpus in three parts, as ids. */
export interface Data {
  direction: Direction;
  parts: Parts; //                                       what was found in the file
  spelling: { source: Spelling; target: Spelling };
  source: Vocabulary;
  target: Vocabulary;
  training: Example[];
  validation: Example[];
  test: Example[];
  tooLong: number; // pairs left out because a side has more tokens than the model has positions
}

/** The side of a pair that is written in a language. */
export function written({ english, chinese }: Sentences, language: Language): string {
  return language === 'en' ? english : chinese;
}

/**
 * The corpus split, spelled and numbered. Spelling and vocabularies know what training shows, nothing else.
 * merges: of the English spelling; longest: positions of the model, in tokens, of which BOS takes one on the target side.
 * Throws RangeError as `learnMerges`.
 */
export function prepare(pairs: Sentences[], direction: Direction, merges: number, longest: number): Data {
  const parts = partsOf(pairs);
  const [from, to] = [sourceLanguage(direction), targetLanguage(direction)];
  const side = (list: Sentences[], language: Language) => list.map((pair) => written(pair, language));
  // What cannot fit, however well it is spelled, goes first: nothing is to be learned from it, and it may be very long.
  const mayFit = (pair: Sentences) =>
    fewestPieces(written(pair, from), from) <= longest && fewestPieces(written(pair, to), to) < longest;
  const three = [parts.training, parts.validation, parts.test];
  const candidates = three.map((list) => list.filter(mayFit));
  const [source, target] = [from, to].map((language) => {
    const sentences = side(candidates[0], language);
    const spelling = learnSpelling(sentences, language, merges);
    return { spelling, vocabulary: vocabularyWithFallback(piecesOfAll(sentences, spelling)) };
  });
  const numbered = (list: Sentences[]): Example[] => {
    const sources = piecesOfAll(side(list, from), source.spelling);
    const targets = piecesOfAll(side(list, to), target.spelling);
    return list.map((sentences, i) => ({
      source: idsOf(sources[i], source.vocabulary),
      target: idsOf(targets[i], target.vocabulary),
      sentences,
    }));
  };
  const fits = (pair: Pair) => pair.source.length <= longest && pair.target.length < longest;
  const [training, validation, test] = candidates.map((list) => numbered(list).filter(fits));
  return {
    direction,
    parts,
    spelling: { source: source.spelling, target: target.spelling },
    source: source.vocabulary,
    target: target.vocabulary,
    training,
    validation,
    test,
    tooLong: three.flat().length - training.length - validation.length - test.length,
  };
}

/** SHA-256 of the pairs of a corpus, as the file spells them. */
export function hashOf(pairs: Sentences[]): string {
  const text = pairs.map(({ english, chinese }) => `${english}\t${chinese}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}
