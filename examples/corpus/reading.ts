/**
 * A file of somebody's own, looked at before it is read: what can be known from its size and its first bytes is
 * said at once, in one line. What the lines must be like, `readCorpus` says.
 */

import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Say } from '../../lib/language.ts';
import { grouped } from '../../lib/print.ts';
import { parseCorpus, type Corpus } from './corpus.ts';
import type { Parts } from './groups.ts';
import { counted } from './left-out.ts';

/**
 * Memory of reading a corpus and splitting it, in sizes of its file. Measured with a million lines: 7 for lines
 * of 130 bytes, 12 for 75 bytes, 21 for 27 bytes, as short as real ones get.
 */
export const TIMES = 20;

/** How much of a file is looked at, in bytes. */
export const LOOKED_AT = 64 * 1024;

const MIB = 1024 * 1024;

/** What a file that is no UTF-8 text begins with. */
const BEGINNINGS: [bytes: number[], en: string, zh: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive; unpack it first', '一个 ZIP 压缩包，请先解压'],
  [[0x1f, 0x8b], 'a gzip archive; unpack it first', '一个 gzip 压缩包，请先解压'],
  [[0xff, 0xfe], 'UTF-16 text; save it as UTF-8', 'UTF-16 文本，请另存为 UTF-8'],
  [[0xfe, 0xff], 'UTF-16 text; save it as UTF-8', 'UTF-16 文本，请另存为 UTF-8'],
];

/**
 * The corpus in a file. memory: what there is for it, in MiB.
 * Throws an Error of one line, before anything is parsed, for no file, a folder, a pipe, a binary file and a file
 * too large; RangeError for a memory that is not above 0; then as `parseCorpus`.
 */
export function readPairs(path: string, memory: number, say: Say): Corpus {
  if (!(memory > 0)) throw new RangeError(`memory must be above 0 MiB, got ${memory}`);
  const { size, beginning } = lookAt(path, say);
  const binary = binaryOf(beginning, say);
  if (binary !== undefined)
    throw new Error(
      say(`${path}: a corpus is UTF-8 text, got ${binary}`, `${path}：语料必须是 UTF-8 文本，这里是${binary}`),
    );
  const needed = (size / MIB) * TIMES;
  if (needed > memory)
    throw new Error(
      say(
        `${path}: a corpus needs about ${TIMES} times its size in memory, ${Math.ceil(needed)} MiB, got ${memory} MiB; take fewer lines`,
        `${path}：读入语料大约需要文件大小 ${TIMES} 倍的内存，即 ${Math.ceil(needed)} MiB，而可用的是 ${memory} MiB；请减少行数`,
      ),
    );
  return readCorpus(path, say);
}

/** What the system's most frequent refusals mean, and one of our own. */
const REFUSALS = new Map([
  ['ENOENT', ['there is no such file', '没有这个文件']],
  ['EACCES', ['permission denied', '没有读取权限']],
  ['EISDIR', ['it is a folder', '这是一个文件夹']],
  ['PIPE', ['it is a pipe or a device; save it as a file', '这是管道或设备，请先存成文件']],
]);

/** parseCorpus of a file. Throws an Error of one line if the file cannot be read. */
export function readCorpus(path: string, say: Say): Corpus {
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
function unreadable(path: string, cause: unknown, say: Say): Error {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const [english, chinese] = REFUSALS.get(code) ?? [code, code];
  return new Error(say(`cannot read the corpus ${path}: ${english}`, `无法读取语料 ${path}：${chinese}`), { cause });
}

/** The size of a file in bytes, and its beginning. A pipe is never opened: it might keep everybody waiting. */
function lookAt(path: string, say: Say): { size: number; beginning: Uint8Array } {
  let file: number | undefined;
  try {
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error(), { code: 'PIPE' });
    file = openSync(path, 'r');
    const bytes = new Uint8Array(LOOKED_AT);
    return { size: found.size, beginning: bytes.subarray(0, readSync(file, bytes)) };
  } catch (cause) {
    throw unreadable(path, cause, say);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** What these bytes are, if they are no text. */
function binaryOf(bytes: Uint8Array, say: Say): string | undefined {
  const known = BEGINNINGS.find(([first]) => first.every((byte, i) => bytes[i] === byte));
  if (known) return say(known[1], known[2]);
  const at = bytes.indexOf(0);
  return at < 0
    ? undefined
    : say(`a binary file, with a NUL byte at place ${at + 1}`, `二进制文件，第 ${at + 1} 个字节是 NUL`);
}

/**
 * How a corpus was read, to be printed: where its columns stood, unless English is the first and Chinese the second,
 * and what was left out, if anything was. At most two lines.
 */
export function readAs({ columns: { english, chinese }, leftOut }: Corpus, say: Say): string[] {
  const usual = english === 0 && chinese === 1;
  const where = say(
    `Read: English from column ${english + 1}, Chinese from column ${chinese + 1}.`,
    `读取：英文在第 ${english + 1} 列，中文在第 ${chinese + 1} 列。`,
  );
  const rest = say(`Left out: ${counted(leftOut, say)}.`, `略去：${counted(leftOut, say)}。`);
  return [...(usual ? [] : [where]), ...(leftOut.size === 0 ? [] : [rest])];
}

/** What was found in a corpus, to be printed before training: three lines. */
export function described(parts: Parts, say: Say): string {
  const [training, validation, test] = [parts.training, parts.validation, parts.test].map((pairs) =>
    grouped(pairs.length),
  );
  const kept = parts.training.length + parts.validation.length + parts.test.length;
  const [groups, largest] = [grouped(parts.groups), grouped(parts.largest)];
  return [
    say(
      `Different pairs: ${grouped(kept)}. Repeated, and left out: ${grouped(parts.duplicates)}.`,
      `不同的句对：${grouped(kept)}。重复而略去的：${grouped(parts.duplicates)}。`,
    ),
    say(
      `Groups of pairs that share a sentence: ${groups}, the largest of ${largest}. A group stays on one side.`,
      `有相同句子的句对归为一组：共 ${groups} 组，最大的一组有 ${largest} 对。同组的句对不会分开。`,
    ),
    say(
      `Training: ${training}. Validation: ${validation}. Test: ${test}.`,
      `训练：${training}。验证：${validation}。测试：${test}。`,
    ),
  ].join('\n');
}
