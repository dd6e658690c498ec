import { devNull } from 'node:os';
import t from 'tap';
import { LOOKED_AT, readPairs } from '../../examples/corpus/reading.ts';
import { speaker } from '../../lib/language.ts';
import { refuses } from '../refuses.ts';

const en = speaker('en');
const zh = speaker('zh');

/** So many good lines, with an end of one's choice. */
const good = (count: number, end = '\n') =>
  Array.from({ length: count }, (_, i) => `I have ${i} cats\t我有${i}只猫${end}`).join('');

const FIRST = { english: 'I run.', chinese: '我跑步。' };

t.test('by hand: what a line may come with', async (t) => {
  const files: Record<string, string> = {
    plain: `I run.\t我跑步。\n${good(19)}`,
    'no last line end': `${good(19)}I run.\t我跑步。`,
    'a byte order mark': `\uFEFFI run.\t我跑步。\n${good(19)}`,
    'tabs at the end': `I run.\t我跑步。\t\t\n${good(19)}`,
    'further columns': `I run.\t我跑步。\tCC-BY 2.0\t#7\n${good(19)}`,
    'a return and a line feed': `I run.\t我跑步。\r\n${good(19, '\r\n')}`,
    'returns only': `I run.\t我跑步。\r${good(19, '\r')}`,
    'returns only, columns too': `I run.\t我跑步。\tCC-BY\r${good(19, '\tCC-BY\r')}`,
    'a return in the third column': `I run.\t我跑步。\tCC\rBY\n${good(19)}`,
    'a return between a side and its tab': `I run.\r\t\r我跑步。\r\r\n${good(19)}`,
  };
  const folder = t.testdir(files);
  for (const name of Object.keys(files)) {
    const { pairs } = readPairs(`${folder}/${name}`, 64, en);
    t.equal(pairs.length, 20, name);
    t.strictSame(pairs[name === 'no last line end' ? 19 : 0], FIRST, name);
  }
});

t.test('by hand: a return inside a sentence is a space', async (t) => {
  const path = `${t.testdir({ mine: `I\rrun.\t我跑\r步。\n${good(19)}` })}/mine`;
  t.strictSame(readPairs(path, 64, en).pairs[0], { english: 'I run.', chinese: '我跑 步。' });
});

t.test('by hand: 100,000 lines, and the fault in the last', async (t) => {
  const folder = t.testdir({ fine: good(100_000), faulty: `${good(99_999)}I run. 我跑步。` });
  const { pairs } = readPairs(`${folder}/fine`, 1024, en);
  t.equal(pairs.length, 100_000);
  t.strictSame(pairs[99_999], { english: 'I have 99999 cats', chinese: '我有99999只猫' });
  const faulty = readPairs(`${folder}/faulty`, 1024, en);
  t.equal(faulty.pairs.length, 99_999);
  t.strictSame([...faulty.leftOut], [['columns', { count: 1, first: 100_000 }]]);
});

t.test('refuses: what is no file', async (t) => {
  const folder = t.testdir({ mine: {} });
  const cannot = (path: string, en: string) => new Error(`cannot read the corpus ${path}: ${en}`);
  const none = `${folder}/none.tsv`;
  refuses(t, () => readPairs(none, 64, en), cannot(none, 'there is no such file'));
  refuses(t, () => readPairs(none, 64, zh), new Error(`无法读取语料 ${none}：没有这个文件`));
  const mine = `${folder}/mine`;
  refuses(t, () => readPairs(mine, 64, en), cannot(mine, 'it is a folder'));
  refuses(t, () => readPairs(mine, 64, zh), new Error(`无法读取语料 ${mine}：这是一个文件夹`));
  const pipe = 'it is a pipe or a device; save it as a file';
  refuses(t, () => readPairs(devNull, 64, en), cannot(devNull, pipe));
  refuses(t, () => readPairs(devNull, 64, zh), new Error(`无法读取语料 ${devNull}：这是管道或设备，请先存成文件`));
});

t.test('refuses: a binary file, and says what was found', async (t) => {
  const bytes = (...first: number[]) => Buffer.from([...first, ...Buffer.from(good(20))]);
  const folder = t.testdir({
    first: bytes(0x00),
    nul: bytes(0x49, 0x09, 0x00),
    late: Buffer.concat([Buffer.alloc(LOOKED_AT - 1, '#'), Buffer.from([0])]),
    zip: bytes(0x50, 0x4b, 3, 4),
    gz: bytes(0x1f, 0x8b),
    little: Buffer.from(`\uFEFF${good(20)}`, 'utf16le'),
    big: Buffer.from(`\uFEFF${good(20)}`, 'utf16le').swap16(),
    empty: '',
  });
  for (const [file, english, chinese] of [
    ['first', 'a binary file, with a NUL byte at place 1', '二进制文件，第 1 个字节是 NUL'],
    ['nul', 'a binary file, with a NUL byte at place 3', '二进制文件，第 3 个字节是 NUL'],
    ['late', 'a binary file, with a NUL byte at place 65536', '二进制文件，第 65536 个字节是 NUL'],
    ['zip', 'a ZIP archive; unpack it first', '一个 ZIP 压缩包，请先解压'],
    ['gz', 'a gzip archive; unpack it first', '一个 gzip 压缩包，请先解压'],
    ['little', 'UTF-16 text; save it as UTF-8', 'UTF-16 文本，请另存为 UTF-8'],
    ['big', 'UTF-16 text; save it as UTF-8', 'UTF-16 文本，请另存为 UTF-8'],
  ]) {
    const path = `${folder}/${file}`;
    const [rule, 规则] = ['a corpus is UTF-8 text, got', '语料必须是 UTF-8 文本，这里是'];
    refuses(t, () => readPairs(path, 64, en), new Error(`${path}: ${rule} ${english}`));
    refuses(t, () => readPairs(path, 64, zh), new Error(`${path}：${规则}${chinese}`));
  }
  refuses(
    t,
    () => readPairs(`${folder}/empty`, 64, en),
    new Error(`${folder}/empty: a corpus needs at least 20 pairs, got 0`),
  );
});

t.test('refuses: a file too large for the memory', async (t) => {
  // 1 MiB is 1,048,576 bytes; a twentieth of it is 52,428.8.
  const text = (bytes: number) => {
    const comment = '#'.repeat(bytes - 1 - Buffer.byteLength(good(20)));
    return `${comment}\n${good(20)}`;
  };
  const folder = t.testdir({ fits: text(52_428), large: text(52_429) });
  t.equal(readPairs(`${folder}/fits`, 1, en).pairs.length, 20);
  refuses(
    t,
    () => readPairs(`${folder}/large`, 1, en),
    new Error(`${folder}/large: a corpus needs about 20 times its size in memory, 2 MiB, got 1 MiB; take fewer lines`),
  );
  refuses(
    t,
    () => readPairs(`${folder}/large`, 1, zh),
    new Error(`${folder}/large：读入语料大约需要文件大小 20 倍的内存，即 2 MiB，而可用的是 1 MiB；请减少行数`),
  );
  for (const memory of [0, -1, NaN])
    refuses(
      t,
      () => readPairs(`${folder}/fits`, memory, en),
      new RangeError(`memory must be above 0 MiB, got ${memory}`),
    );
});
