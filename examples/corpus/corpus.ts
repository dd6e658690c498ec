/**
 * Reading a corpus: a text file in UTF-8 with one pair a line, English, a tab, Chinese. Further
 * columns are ignored (public files keep the origin of a sentence there), and so are empty lines
 * and lines that begin with #. A carriage return is a space.
 */
import { readFileSync } from 'node:fs';
import type { Say } from '../../lib/language.ts';
import { normalise } from './normalise.ts';
import type { Pair } from './split.ts';

/** Fewer pairs teach nothing. */
export const FEWEST = 20;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The bytes of every line, without the line feeds. Some spreadsheets end lines in a carriage return;
 * only where no line feed is found does it count as an end.
 */
function lines(bytes: Uint8Array): Uint8Array[] {
  const end = bytes.includes(LINE_FEED) ? LINE_FEED : CARRIAGE_RETURN;
  const found: Uint8Array[] = [];
  for (let from = 0; from <= bytes.length;) {
    const at = bytes.indexOf(end, from);
    const to = at < 0 ? bytes.length : at;
    found.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return found;
}

/** The text of one line, a carriage return read as a space, or undefined if it is not UTF-8. */
function decode(line: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(line);
    return text.includes('\uFFFD') ? undefined : text.replaceAll('\r', ' ');
  } catch {
    return undefined;
  }
}

/** One line as a pair; `where` is file:line. Throws an Error that begins with it. */
function parseLine(line: string, where: string, say: Say): Pair {
  const [english, chinese] = line.split('\t').map((side) => side.trim());
  if (english === undefined || chinese === undefined)
    throw new Error(
      say(
        `${where}: a line is English, a tab, Chinese; got no tab`,
        `${where}：每行的格式是「英文、制表符、中文」，这一行没有制表符`,
      ),
    );
  if (normalise(english, 'en').length === 0)
    throw new Error(
      say(`${where}: both sides need words, got an empty English side`, `${where}：两边都要有文字，这一行的英文是空的`),
    );
  if (normalise(chinese, 'zh').length === 0)
    throw new Error(
      say(`${where}: both sides need words, got an empty Chinese side`, `${where}：两边都要有文字，这一行的中文是空的`),
    );
  return { english, chinese };
}

/**
 * The pairs of a corpus, from the bytes of its file; `file` is the name that errors give. Throws an
 * Error with file and line: not UTF-8, no tab, an empty side; and with the file: fewer than 20 pairs.
 */
export function parseCorpus(bytes: Uint8Array, file: string, say: Say): Pair[] {
  const pairs = lines(bytes).flatMap((bytesOfLine, i) => {
    const where = `${file}:${i + 1}`;
    const line = decode(bytesOfLine);
    if (line === undefined)
      throw new Error(
        say(
          `${where}: a corpus is UTF-8 text, got bytes that are not`,
          `${where}：语料必须是 UTF-8 文本，这一行有无法解码的字节`,
        ),
      );
    return line.trim() === '' || line.startsWith('#') ? [] : [parseLine(line, where, say)];
  });
  if (pairs.length < FEWEST)
    throw new Error(
      say(
        `${file}: a corpus needs at least ${FEWEST} pairs, got ${pairs.length}`,
        `${file}：语料至少要有 ${FEWEST} 对句子，这里只有 ${pairs.length} 对`,
      ),
    );
  return pairs;
}

/** What the system's most frequent refusals mean, and one of our own. */
const REFUSALS: Record<string, [en: string, zh: string]> = {
  ENOENT: ['there is no such file', '没有这个文件'],
  EACCES: ['permission denied', '没有读取权限'],
  EISDIR: ['it is a folder', '这是一个文件夹'],
  PIPE: ['it is a pipe or a device; save it as a file', '这是管道或设备，请先存成文件'],
};

/** parseCorpus of a file. Throws an Error of one line if the file cannot be read. */
export function readCorpus(path: string, say: Say): Pair[] {
  return parseCorpus(readBytes(path, say), path, say);
}

function readBytes(path: string, say: Say): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(path, cause, say);
  }
}

/** The Error of one line for what the system said when it was asked for a file. */
export function unreadable(path: string, cause: unknown, say: Say): Error {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const why = REFUSALS[code] ?? [code, code];
  return new Error(say(`cannot read the corpus ${path}: ${why[0]}`, `无法读取语料 ${path}：${why[1]}`), { cause });
}
