/**
 * From a sentence to the tokens that a model reads, and back: words as they are, or cut into pieces that were learned.
 */

import { tokensOf, type Vocabulary } from '../../chapters/02-embedding/vocabulary.ts';
import type { Language } from '../../lib/language.ts';
import { sourceLanguage, targetLanguage, type Direction } from './direction.ts';
import { normalise, sentence } from './normalise.ts';
import { plain } from './plain.ts';
import { pieces as piecesOf, text as joined, type Spelling } from './spelling.ts';

/** How sentences are cut into pieces, and how many of them they may have. */
export interface Pieces {
  source: Spelling;
  target: Spelling;
  longest: number; // tokens of a sentence at most, on either side; BOS is one
}

/** All that is needed to read one language and to write the other. */
export interface Tokenizer {
  direction: Direction;
  source: Vocabulary;
  target: Vocabulary;
  pieces?: Pieces; // without them a token is a word or a Chinese character
}

/** One of the two languages of a tokenizer. */
export type Side = 'source' | 'target';

/** The language of a side. */
export function languageOn(side: Side, { direction }: Pick<Tokenizer, 'direction'>): Language {
  return side === 'source' ? sourceLanguage(direction) : targetLanguage(direction);
}

/** The tokens of a sentence. I laughed. → i, laughed, or as pieces ▁I, ▁laugh, ed, . */
export function tokensFrom(text: string, tokenizer: Tokenizer, side: Side): string[] {
  const { pieces } = tokenizer;
  return pieces ? piecesOf(text, pieces[side]) : normalise(text, languageOn(side, tokenizer));
}

/** The sentence that these ids are, as a reader would write it. */
export function textFrom(ids: number[], tokenizer: Tokenizer, side: Side): string {
  const tokens = tokensOf(ids, tokenizer[side]);
  return tokenizer.pieces ? joined(tokens) : sentence(tokens, languageOn(side, tokenizer));
}

/** A sentence in the form that `textFrom` gives back. */
export function asWritten(text: string, tokenizer: Tokenizer, side: Side): string {
  const language = languageOn(side, tokenizer);
  return tokenizer.pieces ? plain(text, language) : sentence(normalise(text, language), language);
}

/** The tokenizer of anything that has one, and nothing else of it. */
export function tokenizerOf({ direction, source, target, pieces }: Tokenizer): Tokenizer {
  return { direction, source, target, ...(pieces && { pieces }) };
}
