/**
 * From a sentence to the pieces that the model reads, and back to the sentence without loss.
 * English is cut into words and the words into pieces learned by byte-pair encoding (lib/bpe.ts);
 * Chinese is cut into characters. Capitals and punctuation stay: a translation must have them.
 *
 * A space is written ▁ at the front of the word that follows it, as in SentencePiece (Kudo and Richardson
 * 2018, §3.1), so that joining pieces needs no rules: put together, ▁ to a space, done.
 */
import { SPECIAL, vocabularyFrom, type Vocabulary } from '../../chapters/02-embedding/vocabulary.ts';
import { learnMerges, ranksOf, segment } from '../../lib/bpe.ts';
import type { Language } from '../../lib/language.ts';
import { plain, SPACE } from './plain.ts';

/** How sentences of a language are cut. The keys of `ranks` in their order are all there is to keep. */
export interface Spelling {
  language: Language;
  /** The rank of each merge (lib/bpe.ts); none for Chinese. */
  ranks: Map<string, number>;
}

/**
 * A word of letters, with the ▁ before it; or 't of don't, kept together; or one digit, so that no number is
 * a piece that must be learned; or a run of anything else.
 */
const WORDS = /▁?\p{L}[\p{L}\p{M}]*|(?<=[\p{L}\p{M}])'\p{L}[\p{L}\p{M}]*|▁?\p{N}|▁?[^▁\p{L}\p{N}]+/gu;

/** The words of an English sentence: I don't know 42. → ▁I ▁don 't ▁know ▁4 2 . */
function wordsOf(sentence: string): string[] {
  const spaced = plain(sentence, 'en').replaceAll(' ', SPACE);
  return spaced === '' ? [] : (SPACE + spaced).match(WORDS)!;
}

/**
 * How many pieces a sentence has at the least, whatever is learned: a character of Chinese is one, and no piece reaches
 * over the end of an English word. A sentence that is too long by this need not be learned from.
 */
export function fewestPieces(sentence: string, language: Language): number {
  return language === 'zh' ? [...plain(sentence, 'zh')].length : wordsOf(sentence).length;
}

/** The spelling learned from the sentences of a training set: so many merges for English, none for Chinese. */
export function learnSpelling(sentences: string[], language: Language, merges: number): Spelling {
  if (language === 'zh') return { language, ranks: new Map() };
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    for (const word of wordsOf(sentence)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { language, ranks: ranksOf(learnMerges(counts, merges)) };
}

/** The pieces of a sentence: He laughed. → ▁He ▁laugh ed . and 他笑了。→ 他 笑 了 。 */
export function pieces(sentence: string, spelling: Spelling): string[] {
  return piecesOfAll([sentence], spelling)[0];
}

/** The pieces of many sentences; each word is cut only once. */
export function piecesOfAll(sentences: string[], { language, ranks }: Spelling): string[][] {
  if (language === 'zh') {
    return sentences.map((sentence) => [...plain(sentence, 'zh').replaceAll(' ', SPACE)]);
  }
  const cut = new Map<string, string[]>();
  return sentences.map((sentence) =>
    wordsOf(sentence).flatMap((word) => {
      const known = cut.get(word) ?? segment(word, ranks);
      cut.set(word, known);
      return known;
    }),
  );
}

/** The sentence that these pieces write. */
export function text(written: string[]): string {
  return written.join('').replaceAll(SPACE, ' ').trim();
}

/**
 * The vocabulary of a training set, in the order of first appearance, without the pieces met fewer than `least` times:
 * each of those is UNK already in training, so that UNK learns a vector and an unknown piece can be translated with it.
 * Throws RangeError unless `least` is a whole number from 1.
 */
export function vocabularyWithFallback(sentences: string[][], least = 2): Vocabulary {
  if (!Number.isInteger(least) || least < 1) {
    throw new RangeError(`a piece must be met a whole number of times from 1, got ${least}`);
  }
  const counts = new Map<string, number>();
  for (const piece of sentences.flat()) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const kept = [...counts.keys()].filter((piece) => counts.get(piece)! >= least);
  return vocabularyFrom([...new Set([...SPECIAL, ...kept])]);
}
