/**
 * One form for all the ways in which a sentence can be typed. Corpus and typed input go through the same functions,
 * so that what was learned is found again: `clean` takes away what nobody sees, `plain` settles
 * how the rest is written.
 */

import type { Language } from '../../lib/language.ts';
import { simplify } from './simplified.ts';

/** Stands for a space in pieces: U+2581. */
export const SPACE = '▁';

/** Ends of lines and pages that some systems write inside a line; U+0085 is NEL. */
const ENDS = /[\r\v\f\u0085\u2028\u2029]/gu;

/**
 * What has neither width nor sound: control characters, byte order marks, zero-width spaces and joiners, direction
 * marks, soft hyphens, selectors of a glyph. JavaScript counts U+FEFF among the white space, which stays.
 */
const INVISIBLE = /\uFEFF|(?!\s)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A text without what cannot be seen: an end of a line or page becomes a space, the rest of it nothing. */
export function clean(text: string): string {
  return text.replaceAll(ENDS, ' ').replaceAll(INVISIBLE, '');
}

/** A letter or digit of a script that puts spaces between words, as seen from Chinese. */
const FOREIGN = '(?!\\p{Script=Han})[\\p{L}\\p{M}\\p{N}]';

/** A space that parts nothing: Chinese puts none beside its characters and punctuation. */
const IDLE_SPACE = new RegExp(`(?<!${FOREIGN}) | (?!${FOREIGN})`, 'gu');

/**
 * Chinese punctuation in its full width, whichever was typed. A comma or colon between two digits, a
 * point or apostrophe between two letters or digits belongs to them; Traditional 「」『』 become the
 * quotation marks of Simplified text.
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

/** What `plain` does to a sentence, as BLEU's signature says it. */
export const FORM: Record<Language, string> = { en: 'nfkc+straight-quotes', zh: 'nfkc+simplified+full-width' };

/** Unicode's NFKC, straight quotes, one space between words: “Ｉ’ｍ　here” → "I'm here". */
function plainEnglish(sentence: string): string {
  return clean(sentence)
    .normalize('NFKC')
    .replaceAll(/[‘’‚‛]/gu, "'")
    .replaceAll(/[“”„‟]/gu, '"')
    .replaceAll(SPACE, '_') // the sign is taken
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** NFKC, Simplified characters, spaces only inside foreign text, punctuation of full width: 我愛 你, Tom! → 我爱你，Tom！ */
function plainChinese(sentence: string): string {
  const joined = clean(sentence)
    .normalize('NFKC')
    .replaceAll(SPACE, '_')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(IDLE_SPACE, '');
  // Idle spaces go first: 頭 髮 must be seen as one word to be simplified as one. And NFKC has made ， and ！ as
  // narrow as those typed so: now all become wide.
  return MARKS.reduce((narrow, [mark, wide]) => narrow.replaceAll(mark, wide), simplify(joined));
}
