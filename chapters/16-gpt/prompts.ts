/**
 * Chapter 16 — Doing what a prompt says, by continuing it
 *
 *     翻 译 : 我 爱 你 →        I love you <eos>
 *     写 : 我 爱 你 →           我 爱 你 <eos>
 *     given                     asked for
 *
 * Two languages in one stream, one vocabulary of both; what is wanted, a translation or the same again, is said in the
 * text itself.
 * Radford et al. 2019, §2 (tasks as text) and §3.7 (translation by example pairs in the context).
 * Article: 「核心內容」, the prompt 翻譯:我愛你.
 */

import { SPECIAL, idsOf, vocabularyFrom, type Vocabulary } from '../02-embedding/vocabulary.ts';

/** What stands before a sentence to translate. */
export const BEFORE = ['翻', '译', ':'];
/** What stands before one that is to be written once more; 写 is a word of the corpus anyway. */
export const ONCE_MORE = ['写', ':'];
/** What stands behind it. */
export const BEHIND = ['→'];

/**
 * One vocabulary of both languages: the special tokens, those of the frame, the first language, the second.
 * As large as the two together, when they share no token but the special ones: four of these are saved, four are added.
 * Throws RangeError if they share any.
 */
export function bothLanguages(first: Vocabulary, second: Vocabulary): Vocabulary {
  const own = ({ tokens }: Vocabulary) => tokens.slice(SPECIAL.length);
  return vocabularyFrom([...SPECIAL, ...BEFORE, ...BEHIND, ...own(first), ...own(second)]);
}

/** The ids of 翻译: 我爱你 →, for tokens of the first language; or with something else before them. */
export function promptFor(tokens: string[], vocabulary: Vocabulary, before = BEFORE): number[] {
  return idsOf([...before, ...tokens, ...BEHIND], vocabulary);
}
