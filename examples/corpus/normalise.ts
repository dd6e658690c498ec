/**
 * From what somebody types to the tokens of the model, and back to a sentence one likes to read.
 * Chinese by character, English by word; punctuation, spaces, capitals and the width of characters
 * carry no meaning here (a question shows in 吗 and in the order of the words), so they go.
 */
import type { Language, Say } from '../../lib/language.ts';
import { clean, plain } from './plain.ts';

/** The longest text that is translated, in characters. */
export const LONGEST = 200;

/** Marks that Unicode calls symbols but that people type as punctuation: 我爱你～ */
const ORNAMENTS = /[~～^`]/gu;

/** One Chinese character, or one symbol, or a whole word or number of any other script. */
const CHINESE_TOKENS = /\p{Script=Han}|\p{S}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;

/** A word, apostrophes inside it included, or one symbol. */
const ENGLISH_TOKENS = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*|\p{S}/gu;

/** Short forms in full, as the corpus writes them. */
const SHORT_FORMS: [RegExp, string][] = [
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/\bi'm\b/g, 'i am'],
  [/'re\b/g, ' are'],
  [/'ll\b/g, ' will'],
  [/\b(he|she)'s\b/g, '$1 is'],
];

/** Words that keep their capital inside a sentence. */
const CAPITALS = new Map([
  ['i', 'I'],
  ['john', 'John'],
  ['mary', 'Mary'],
]);

/** An English sentence that begins with one of these is a question. */
const ASKING = ['am', 'are', 'is', 'was', 'were', 'do', 'does', 'did', 'will', 'have', 'has'];

/** 我愛你。 → 我, 爱, 你. A word in another script stays whole (我爱tea → 我, 爱, tea). */
export function normaliseChinese(text: string): string[] {
  const lower = plain(text, 'zh').replaceAll(ORNAMENTS, ' ').toLowerCase();
  return lower.match(CHINESE_TOKENS) ?? [];
}

/** I don't love Mary! → i, do, not, love, mary. */
export function normaliseEnglish(text: string): string[] {
  const lower = plain(text, 'en').replaceAll(ORNAMENTS, ' ').toLowerCase();
  const full = SHORT_FORMS.reduce((words, [short, long]) => words.replaceAll(short, long), lower);
  return full.match(ENGLISH_TOKENS) ?? [];
}

/** The tokens of a text in its language. */
export function normalise(text: string, language: Language): string[] {
  return language === 'zh' ? normaliseChinese(text) : normaliseEnglish(text);
}

/** A word as it is spelled inside a sentence: i → I, john → John. */
export function spelled(word: string): string {
  return CAPITALS.get(word) ?? word;
}

/** Tokens as a reader writes them: i love you → I love you; 你 爱 我 吗 → 你爱我吗？ */
export function sentence(tokens: readonly string[], language: Language): string {
  if (language === 'zh') return tokens.join('') + (tokens.at(-1) === '吗' ? '？' : '');
  const words = tokens.map(spelled).join(' ');
  const capital = words.slice(0, 1).toUpperCase() + words.slice(1);
  return capital + (ASKING.includes(tokens[0] ?? '') ? '?' : '');
}

/** U+1F600: the name of a character that not every terminal can show. */
const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/** What is shown as a picture: 😀 and 1️⃣ and 🇨🇳, but not ® or ♥, which are symbols like any other. */
const PICTURE = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\u20E3/u;

/** The first emoji of a text with a character that is not known, all of its parts together, or nothing. */
function unknownEmoji(text: string, known: ReadonlySet<string>): string | undefined {
  const whole = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  return [...whole]
    .map(({ segment }) => segment)
    .find((one) => PICTURE.test(one) && [...clean(one)].some((character) => !known.has(character)));
}

/**
 * Passes in silence over a text that can be cut into tokens, once `clean`. known: the characters that training showed;
 * an emoji of these is a word like any other. Throws an Error of one line for a text that is too long, not valid UTF-8,
 * has another emoji, or says nothing.
 */
export function checkInput(text: string, language: Language, say: Say, known: ReadonlySet<string> = new Set()): void {
  const seen = clean(text);
  const length = [...seen].length;
  if (length > LONGEST)
    throw new Error(
      say(
        `a sentence has at most ${LONGEST} characters, got ${length}`,
        `一个句子最多 ${LONGEST} 个字符，这里有 ${length} 个`,
      ),
    );
  if (seen.includes('\uFFFD') || /\p{Cs}/u.test(seen))
    throw new Error(
      say(
        'the text must be valid UTF-8, got bytes that are not (U+FFFD stands in their place)',
        '文字必须是有效的 UTF-8 编码，这里有无法解码的字节（显示为 U+FFFD）',
      ),
    );
  const picture = unknownEmoji(text, known);
  if (picture !== undefined)
    throw new Error(
      say(
        `emoji cannot be translated, got ${picture} (${codePoint(picture)})`,
        `表情符号无法翻译，这里有 ${picture}（${codePoint(picture)}）`,
      ),
    );
  checkWords(seen, language, say);
}

/** At least one token. */
function checkWords(text: string, language: Language, say: Say): void {
  if (normalise(text, language).length > 0) return;
  const got =
    text === ''
      ? say('nothing', '什么也没有')
      : text.trim() === ''
        ? say('only spaces', '只有空格')
        : say('only punctuation', '只有标点');
  throw new Error(
    language === 'zh'
      ? say(`type a Chinese sentence such as 我爱你, got ${got}`, `请输入一个中文句子，例如：我爱你。这里${got}`)
      : say(
          `type an English sentence such as I love you, got ${got}`,
          `请输入一个英文句子，例如：I love you。这里${got}`,
        ),
  );
}
