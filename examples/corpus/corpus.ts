/**
 * Reading a corpus: a text file in UTF-8 with one pair a line, English and Chinese in two columns, a tab between
 * columns. Which is which is found out from the whole file (columns.ts): either order, ids, and further columns
 * (public files keep the origin of a sentence there) are fine.
 *
 * Left out and counted: a first line that names the columns; comments; lines without the two columns, in other
 * languages than the rest, or without a word on a side. A comment is a line that begins with # and a space, or with #
 * and has no tab: `#1 is mine.`, a tab, `#1是我的。` is a pair. Empty lines are nothing.
 */

import type { Language, Say } from '../../lib/language.ts';
import { cellsOf, columnsOf, looksChinese, looksEnglish, namesColumns, type Columns } from './columns.ts';
import { counted, leaveOut, type LeftOut, type Reason } from './left-out.ts';
import { decoded, linesOf } from './lines.ts';
import { normalise } from './normalise.ts';
import { clean } from './plain.ts';
import type { SentencePair } from './split.ts';

/** Fewer pairs teach nothing. */
export const FEWEST = 20;

/** What was read from a file. */
export interface Corpus {
  pairs: SentencePair[]; //       as the file spells them, but `clean`
  columns: Columns; //    where they stood
  leftOut: LeftOut; //    lines that are no pairs
}

/** One line in so many may be in other columns or languages than the rest; with more of them nothing is certain. */
const ONE_IN = 10;

/** How much of a line an error shows, in characters. */
const SHOWN = 60;

/** A line that is not empty, `clean`, and its number from 1. */
interface Line {
  text: string;
  number: number;
}

/**
 * The corpus in the bytes of a file; `file` is the name that errors give. Throws an Error of one line with the file:
 * not UTF-8; columns that cannot be told apart, in the file or in more than every tenth line; fewer than 20 pairs.
 */
export function parseCorpus(bytes: Uint8Array, file: string, say: Say): Corpus {
  const leftOut: LeftOut = new Map();
  const lines = textsOf(bytes, file, say).filter(({ text, number }) => {
    const comment = /^#(\s|[^\t]*$)/u.test(text);
    if (comment) leaveOut(leftOut, 'comment', number);
    return !comment;
  });
  const columns = columnsOf(lines.map(({ text }) => text));
  if (columns === undefined) throw lines.length === 0 ? tooFew(0, leftOut, file, say) : unclear(lines[0], file, say);
  const pairs: SentencePair[] = [];
  const strays: Line[] = [];
  for (const [i, line] of lines.entries()) {
    const cells = cellsOf(line.text);
    const read = i === 0 && namesColumns(cells, columns) ? 'header' : pairOf(cells, columns);
    if (typeof read !== 'string') pairs.push(read);
    else leaveOut(leftOut, read, line.number);
    if (read === 'columns' || read === 'language') strays.push(line);
  }
  if (strays.length * ONE_IN > lines.length) throw mixed(strays, lines.length, file, say);
  if (pairs.length < FEWEST) throw tooFew(pairs.length, leftOut, file, say);
  return { pairs, columns, leftOut };
}

/** The lines that are not empty. Throws an Error with file and line for bytes that are not UTF-8. */
function textsOf(bytes: Uint8Array, file: string, say: Say): Line[] {
  return linesOf(bytes).flatMap((line, i) => {
    const where = `${file}:${i + 1}`;
    const read = decoded(line);
    if (read === undefined)
      throw new Error(
        say(
          `${where}: a corpus is UTF-8 text, got bytes that are not`,
          `${where}：语料必须是 UTF-8 文本，这一行有无法解码的字节`,
        ),
      );
    const text = clean(read);
    return text.trim() === '' ? [] : [{ text, number: i + 1 }];
  });
}

/** The pair in the cells of a line, or why there is none. */
function pairOf(cells: string[], columns: Columns): SentencePair | Reason {
  const [english, chinese] = [cells[columns.english], cells[columns.chinese]];
  if (english === undefined || chinese === undefined) return 'columns';
  if (!looksEnglish(english) || !looksChinese(chinese)) return 'language';
  return says(english, 'en') && says(chinese, 'zh') ? { english, chinese } : 'words';
}

/** Whether a text has words: a letter or digit is enough, and where there is none a symbol may be one. */
function says(text: string, language: Language): boolean {
  return /[\p{L}\p{N}]/u.test(text) || normalise(text, language).length > 0;
}

/** No column is English, or none is Chinese. */
function unclear({ text, number }: Line, file: string, say: Say): Error {
  return new Error(
    say(
      `${file}: a line is English, a tab, Chinese (or Chinese first; ids and further columns may stand beside them); got no column of each language; line ${number}: ${shown(text)}`,
      `${file}：每行的格式是「英文、制表符、中文」（中文在前也行，还可以有编号等其他列），这里找不到一列英文和一列中文；第 ${number} 行：${shown(text)}`,
    ),
  );
}

/** The columns are known, but too many lines are otherwise. */
function mixed(strays: Line[], lines: number, file: string, say: Say): Error {
  const [{ text, number }] = strays;
  return new Error(
    say(
      `${file}: a line is English, a tab, Chinese, in one order throughout; ${strays.length} of ${lines} lines are not, the first is line ${number}: ${shown(text)}`,
      `${file}：每行的格式是「英文、制表符、中文」，全文顺序一致；${lines} 行里有 ${strays.length} 行不是，第一处是第 ${number} 行：${shown(text)}`,
    ),
  );
}

function tooFew(pairs: number, leftOut: LeftOut, file: string, say: Say): Error {
  const rest = leftOut.size > 0 ? say(`; left out: ${counted(leftOut, say)}`, `；略去：${counted(leftOut, say)}`) : '';
  return new Error(
    say(
      `${file}: a corpus needs at least ${FEWEST} pairs, got ${pairs}${rest}`,
      `${file}：语料至少要有 ${FEWEST} 对句子，这里只有 ${pairs} 对${rest}`,
    ),
  );
}

/** The beginning of a line as it can stand in an error. */
function shown(line: string): string {
  const characters = [...line.trim().replaceAll('\t', '<tab>')];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : characters.join('');
}
