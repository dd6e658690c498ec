/**
 * Which column of a corpus is which. Public files of sentence pairs hold English and Chinese in either order, with
 * numbers before them or between them and the origin of a sentence behind; the script of the letters tells.
 */

/** The places of the two sentences in a line; 0 is the first column. */
export interface Columns {
  english: number;
  chinese: number;
}

const HAN = /\p{Script=Han}/gu;
const LATIN_WORDS = /(?:\p{Script=Latin}\p{M}*)+/gu;
const ENGLISH_WORD = /^[A-Za-z]+$/;
const ELSE = /(?![\p{Script=Han}\p{Script=Latin}])\p{L}/gu;

/** What a column has been seen to hold. */
interface Seen {
  han: number; //     Chinese characters
  english: number; // words of Latin letters without accents
  other: number; //   words with accents (pinyin has them in almost every word), letters of other scripts
  first: string;
  varies: boolean; // whether a line has had anything but `first`
}

/** Puts a cell to what its column has been seen to hold. */
function look(seen: Seen, cell: string): void {
  const text = cell.normalize('NFKC');
  const words = text.match(LATIN_WORDS) ?? [];
  const english = words.filter((word) => ENGLISH_WORD.test(word)).length;
  seen.han += text.match(HAN)?.length ?? 0;
  seen.english += english;
  seen.other += words.length - english + (text.match(ELSE)?.length ?? 0);
  seen.varies ||= cell !== seen.first;
}

/** The cells of a line, between tabs, without white space around. */
export function cellsOf(line: string): string[] {
  return line.split('\t').map((cell) => cell.trim());
}

/**
 * The columns of these lines, by all of them: Chinese is the first column with more Chinese
 * characters than anything else, English the first with more plain words than anything else. A column that says
 * the same on every line, as the code of a language does, is taken only if there is no other.
 * Undefined if one of the two is not found.
 */
export function columnsOf(lines: string[]): Columns | undefined {
  const columns: Seen[] = [];
  for (const line of lines) {
    for (const [c, cell] of cellsOf(line).entries()) {
      columns[c] ??= { han: 0, english: 0, other: 0, first: cell, varies: false };
      look(columns[c], cell);
    }
  }
  const found = (is: (seen: Seen) => boolean) => {
    const places = [...columns.keys()].filter((c) => is(columns[c]));
    return places.find((c) => columns[c].varies) ?? places[0];
  };
  const chinese = found(({ han, english, other }) => han > english && han > other);
  const english = found(({ han, english, other }) => english > han && english > other);
  return chinese === undefined || english === undefined ? undefined : { english, chinese };
}

/** Whether a text may be English: it has Latin letters, or at least no Chinese characters (1984). */
export function looksEnglish(text: string): boolean {
  return /\p{Script=Latin}/u.test(text) || !/\p{Script=Han}/u.test(text);
}

/** Whether a text may be Chinese: it has Chinese characters (我用WiFi), or at least no Latin letters (1984). */
export function looksChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text) || !/\p{Script=Latin}/u.test(text);
}

/** Words that name columns, alone or together: English, Chinese sentence, text, 英文, 中文译文. */
const NAMES =
  /^((english|chinese|mandarin|simplified|traditional|en|eng|zh|cn|cmn|source|target|src|tgt|sentences?|text|translation)[\W\d_]*)+$|^((英|中|汉|漢|原|译|譯)[文语語]|普通话|句子|翻译|翻譯|文本)+$/iu;

/** Whether a line names its columns in place of filling them. */
export function namesColumns(cells: string[], { english, chinese }: Columns): boolean {
  return [english, chinese].every((c) => NAMES.test(cells[c] ?? ''));
}
