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
import { simplify } from './normalise.ts';

/** How sentences of a language are cut. The keys of `ranks` in their order are all there is to keep. */
export interface Spelling {
  language: Language;
  /** The rank of each merge (lib/bpe.ts); none for Chinese. */
  ranks: Map<string, number>;
}

/** Stands for a space: U+2581. */
const SPACE = '▁';

/** What has no width and no sound (direction marks, soft hyphens, bells), white space apart. */
const INVISIBLE = /(?!\s)[\p{Cc}\p{Cf}]/gu;

/**
 * A word of letters, with the ▁ before it; or 't of don't, kept together; or one digit, so that no number is
 * a piece that must be learned; or a run of anything else.
 */
const WORDS = /▁?\p{L}[\p{L}\p{M}]*|(?<=[\p{L}\p{M}])'\p{L}[\p{L}\p{M}]*|▁?\p{N}|▁?[^▁\p{L}\p{N}]+/gu;

/** A letter or digit of a script that puts spaces between words, as seen from Chinese. */
const FOREIGN = '(?!\\p{Script=Han})[\\p{L}\\p{M}\\p{N}]';

/** A space that parts nothing: Chinese puts none beside its characters and punctuation. */
const IDLE_SPACE = new RegExp(`(?<!${FOREIGN}) | (?!${FOREIGN})`, 'gu');

/**
 * Chinese punctuation in its full width, whichever was typed. A comma or colon between two digits, a point or apostrophe
 * between two letters or digits belongs to them; Traditional 「」『』 become the quotation marks of Simplified text.
 */
const MARKS: [RegExp, string][] = [
  [/[.。⋯]{2,}|⋯/gu, '……'],
  [/[-—―─]{2,}|[—―─]/gu, '——'],
  [/(?<![\p{Script=Latin}\p{N}])\.|\.(?![\p{Script=Latin}\p{N}])/gu, '。'],
  [/(?<!\p{N}),|,(?!\p{N})/gu, '，'],
  [/(?<!\p{N}):|:(?!\p{N})/gu, '：'],
  [/;/gu, '；'],
  [/!/gu, '！'],
  [/\?/gu, '？'],
  [/\(/gu, '（'],
  [/\)/gu, '）'],
  [/[~〜]/gu, '～'],
  [/[‧•・]/gu, '·'],
  [/「/gu, '“'],
  [/」/gu, '”'],
  [/『/gu, '‘'],
  [/』/gu, '’'],
  [/(?<=\p{Script=Latin})’(?=\p{Script=Latin})/gu, "'"],
  [/"([^"]*)"/gu, '“$1”'],
];

/** The sentence in the one form that its pieces give back: `text(pieces(s, spelling))` is `plain(s, language)`. */
export function plain(sentence: string, language: Language): string {
  return language === 'zh' ? plainChinese(sentence) : plainEnglish(sentence);
}

/** Unicode's NFKC, straight quotes, one space between words: “Ｉ’ｍ　here” → "I'm here". */
function plainEnglish(sentence: string): string {
  return sentence
    .replaceAll(INVISIBLE, '')
    .normalize('NFKC')
    .replaceAll(/[‘’‚‛]/gu, "'")
    .replaceAll(/[“”„‟]/gu, '"')
    .replaceAll(SPACE, '_') // the sign is taken
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** NFKC, Simplified characters, spaces only inside foreign text, punctuation of full width: 我愛 你, Tom! → 我爱你，Tom！ */
function plainChinese(sentence: string): string {
  const spaced = simplify(sentence.replaceAll(INVISIBLE, '').normalize('NFKC'))
    .replaceAll(SPACE, '_')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(IDLE_SPACE, '');
  // NFKC has made ， and ！ as narrow as those typed so: now all become wide.
  return MARKS.reduce((narrow, [mark, wide]) => narrow.replaceAll(mark, wide), spaced);
}

/** The words of an English sentence: I don't know 42. → ▁I ▁don 't ▁know ▁4 2 . */
function wordsOf(sentence: string): string[] {
  const spaced = plainEnglish(sentence).replaceAll(' ', SPACE);
  return spaced === '' ? [] : (SPACE + spaced).match(WORDS)!;
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
    return sentences.map((sentence) => [...plainChinese(sentence).replaceAll(' ', SPACE)]);
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
