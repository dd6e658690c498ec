/**
 * `npm run break` shows that the tests bite: every row of every *Break it* table is tried on a copy of
 * the project, and the sections of the chapter's test that the row names must fail. `npm run break -- 04`
 * tries one chapter.
 */

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { breaks, type Break } from './markdown.ts';
import { pages, root } from './quote.ts';

/** Seconds after which a broken copy counts as failing throughout: a change may make a loop endless. */
const PATIENCE = 60;

const only = process.argv[2];
const tasks = pages()
  .filter((page) => /chapters\/.*README\.md$/.test(page))
  .map((page) => ({ chapter: basename(dirname(page)), rows: breaks(readFileSync(page, 'utf8')) }))
  .filter(({ chapter }) => only === undefined || chapter.startsWith(only))
  .flatMap(({ chapter, rows }) => rows.map((row) => ({ chapter, row })));

let [passed, failed] = [0, 0];
// One copy for each of two cores; the copies take the next task in turn.
const queue = [...tasks];
await Promise.all([work(), work()]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function work(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'break-'));
  try {
    for (const name of ['chapters', 'lib', 'test', 'examples', 'scripts', 'build', 'package.json']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      const complaint = await tryBreaking(copy, task.chapter, task.row);
      if (complaint === '') passed++;
      else failed++;
      const { file, from, to, sections } = task.row;
      console.log(
        `${complaint === '' ? 'ok    ' : 'NOT OK'} ${task.chapter}/${file}: ${from} → ${to || 'nothing'}  (${sections.join(', ')})${complaint && `\n       ${complaint}`}`,
      );
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** What is wrong with a row, or '' if the sections it names fail. */
async function tryBreaking(copy: string, chapter: string, row: Break): Promise<string> {
  const path = join(copy, 'chapters', chapter, row.file);
  const source = readFileSync(path, 'utf8');
  const times = source.split(row.from).length - 1;
  if (times !== 1) return `the text to change must stand in the file once, it stands there ${times} times`;
  writeFileSync(
    path,
    source.replace(row.from, () => row.to),
  );
  try {
    const failing = await failingSections(copy, chapter);
    const calm = row.sections.filter((section) => !failing.includes(section));
    return calm.length === 0 ? '' : `did not fail: ${calm.join(', ')}; failed: ${failing.join(', ') || 'none'}`;
  } finally {
    writeFileSync(path, source);
  }
}

/** The names of the sections of a chapter's test that fail. */
function failingSections(copy: string, chapter: string): Promise<string[]> {
  const command = ['--import', 'tsx', join('test', 'chapters', `${chapter}.test.ts`)];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: copy, timeout: PATIENCE * 1000, maxBuffer: 1 << 26 }, (_, stdout) => {
      resolve([...stdout.matchAll(/^not ok \d+ - (.+?)(?: # .*)?$/gm)].map(([, name]) => name));
    });
  });
}
