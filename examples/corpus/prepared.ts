/**
 * A corpus made ready to train on: split, cut into tokens and numbered. Vocabularies and merges know what training
 * shows, nothing else.
 */

import { idsOf, vocabularyOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import type { Language } from '../../lib/language.ts';
import { sourceLanguage, targetLanguage, type Direction } from './direction.ts';
import { partsOf, type Parts } from './groups.ts';
import { normalise } from './normalise.ts';
import { fewestPieces, learnSpelling, piecesOfAll, vocabularyWithFallback } from './spelling.ts';
import { split, type SentencePair } from './split.ts';
import type { Pieces, Tokenizer } from './tokenizer.ts';

/** A pair of ids, and the sentences that they are, as the file spells them. */
export interface Example extends Pair {
  sentences: SentencePair;
}

/** A corpus as ids. */
export interface Data extends Tokenizer {
  training: Example[];
}

/** A corpus in words, split by rule: what is held out is known sentence by sentence. */
export interface WordData extends Data {
  unseen: Example[];
  recombined: Example[];
}

/** A corpus in pieces, split by groups: a side to choose the model by, and one to judge it. */
export interface PieceData extends Data {
  pieces: Pieces;
  validation: Example[];
  test: Example[];
  parts: Parts; //   what was found in the file
  tooLong: number; // pairs left out because a side has more tokens than the model has positions
}

/** The side of a pair that is written in a language. */
export function written({ english, chinese }: SentencePair, language: Language): string {
  return language === 'en' ? english : chinese;
}

/** The corpus in words and Chinese characters. */
export function inWords(pairs: SentencePair[], direction: Direction): WordData {
  const { training, unseen, recombined } = split(pairs);
  const [from, to] = [sourceLanguage(direction), targetLanguage(direction)];
  const tokens = (pair: SentencePair, language: Language) => normalise(written(pair, language), language);
  const [source, target] = [from, to].map((language) => vocabularyOf(training.map((pair) => tokens(pair, language))));
  const numbered = (list: SentencePair[]): Example[] =>
    list.map((sentences) => ({
      source: idsOf(tokens(sentences, from), source),
      target: idsOf(tokens(sentences, to), target),
      sentences,
    }));
  return {
    direction,
    source,
    target,
    training: numbered(training),
    unseen: numbered(unseen),
    recombined: numbered(recombined),
  };
}

/**
 * The corpus in pieces. merges: of the English spelling; longest: positions of the model, in tokens, of which BOS takes
 * one on the target side. Throws RangeError as `learnMerges`.
 */
export function inPieces(pairs: SentencePair[], direction: Direction, merges: number, longest: number): PieceData {
  const parts = partsOf(pairs);
  const [from, to] = [sourceLanguage(direction), targetLanguage(direction)];
  const side = (list: SentencePair[], language: Language) => list.map((pair) => written(pair, language));
  // What is too long whatever is learned is not learned from.
  const fits = (source: number, target: number) => source <= longest && target < longest;
  const mayFit = (pair: SentencePair) =>
    fits(fewestPieces(written(pair, from), from), fewestPieces(written(pair, to), to));
  const lists = [parts.training, parts.validation, parts.test].map((list) => list.filter(mayFit));
  const [source, target] = [from, to].map((language) => {
    const sentences = side(lists[0], language);
    const spelling = learnSpelling(sentences, language, merges);
    return { spelling, vocabulary: vocabularyWithFallback(piecesOfAll(sentences, spelling)) };
  });
  const numbered = (list: SentencePair[]): Example[] => {
    const sources = piecesOfAll(side(list, from), source.spelling);
    const targets = piecesOfAll(side(list, to), target.spelling);
    return list.map((sentences, i) => ({
      source: idsOf(sources[i], source.vocabulary),
      target: idsOf(targets[i], target.vocabulary),
      sentences,
    }));
  };
  const [training, validation, test] = lists.map((list) =>
    numbered(list).filter((pair) => fits(pair.source.length, pair.target.length)),
  );
  const all = parts.training.length + parts.validation.length + parts.test.length;
  return {
    direction,
    source: source.vocabulary,
    target: target.vocabulary,
    pieces: { source: source.spelling, target: target.spelling, longest },
    training,
    validation,
    test,
    parts,
    tooLong: all - training.length - validation.length - test.length,
  };
}
