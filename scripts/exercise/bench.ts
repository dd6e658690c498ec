/**
 * A copy of the project in which a reader's functions stand in the place of a chapter's own. Nothing of the project
 * itself is changed.
 */

import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileOf, type Task } from './tasks.ts';
import { sourceOf, type Source } from './text.ts';

/** What a copy has of the project. */
const COPIED = ['chapters', 'lib', 'test', 'examples', 'scripts', 'build', 'package.json'];

/**
 * Makes a copy with the reader's files of these tasks; of each file the functions that the task names. watched: each
 * call is asked whether it leaves its arguments as they are. Result: the copy's folder; whoever asks for it removes it.
 */
export function benchFor(root: string, tasks: Task[], watched: boolean): string {
  const copy = mkdtempSync(join(tmpdir(), 'exercise-'));
  for (const name of COPIED)
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(copy, name), { recursive: true, dereference: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  mkdirSync(join(copy, 'exercises'));
  for (const chapter of new Set(tasks.map(({ chapter }) => chapter))) {
    const source = sourceOf(root, chapter);
    opened(copy, source);
    for (const task of tasks) if (task.chapter === chapter) put(root, copy, task, source, watched);
    judgedHere(copy, chapter);
  }
  return copy;
}

/** Removes a copy. */
export function removed(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}

/**
 * Makes room in a chapter: attention.ts becomes attention.own.ts, and a new attention.ts hands on all of it, so that
 * what a reader has written can take the place of a part.
 */
function opened(copy: string, source: Source): void {
  for (const file of filesOf(source)) {
    const path = join(copy, 'chapters', source.chapter, file);
    renameSync(path, path.replace('.ts', '.own.ts'));
    writeFileSync(path, `export * from './${file.replace('.ts', '.own.ts')}';\n`);
  }
}

/**
 * The reader's functions in place of the chapter's. The rest of their own chapter comes to them from *.own.ts: else the
 * two files would wait for each other.
 */
function put(root: string, copy: string, task: Task, source: Source, watched: boolean): void {
  const file = fileOf(task);
  const reader = readFileSync(join(root, file), 'utf8');
  const own = new RegExp(`(?<=['"]\\.\\./chapters/${task.chapter}/[\\w-]+)(?=\\.ts['"])`, 'g');
  writeFileSync(join(copy, file), reader.replace(own, '.own'));
  for (const each of filesOf(source)) {
    const here = task.names.filter((name) => source.declared.get(name)?.file === each);
    if (here.length === 0) continue;
    appendFileSync(
      join(copy, 'chapters', task.chapter, each),
      watched ? watchedFrom(file, here) : handedOn(file, here),
    );
  }
}

function filesOf({ declared }: Source): Set<string> {
  return new Set([...declared.values()].map(({ file }) => file));
}

/** Lines that hand a reader's functions on. */
function handedOn(file: string, names: string[]): string {
  return `export { ${names.join(', ')} } from '../../${file}';\n`;
}

/** The same, each call watched. */
function watchedFrom(file: string, names: string[]): string {
  const reader = basename(file, '.ts').replace(/\W/g, '_');
  return [
    `import * as reader_${reader} from '../../${file}';`,
    `import { unchanging as watched_${reader} } from '../../scripts/judging/unchanging.ts';`,
    ...names.map((name) => `export const ${name} = watched_${reader}('${name}', () => reader_${reader}.${name});`),
    '',
  ].join('\n');
}

/** The chapter's test with the reader's test runner in place of tap; no line moves. */
function judgedHere(copy: string, chapter: string): void {
  const path = join(copy, 'test', 'chapters', `${chapter}.test.ts`);
  const text = readFileSync(path, 'utf8');
  const runner = '../../scripts/judging/sections.ts';
  if (!text.includes("import t from 'tap';")) throw new TypeError(`${dirname(path)}: the test does not import tap`);
  writeFileSync(path, text.replace("import t from 'tap';", `import { tap as t } from '${runner}';`));
}
