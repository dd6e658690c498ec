/**
 * A copy of the project in which a reader's functions stand in the place of a chapter's own. Nothing of the project
 * itself is changed.
 */

import {
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
import { join } from 'node:path';
import { fromOwn, handingOn, ownName } from './swap.ts';
import { fileOf, type Task } from './tasks.ts';
import { filesOf, sourceOf } from './text.ts';

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
  for (const task of tasks) {
    const reader = readFileSync(join(root, fileOf(task)), 'utf8');
    writeFileSync(join(copy, fileOf(task)), fromOwn(reader, task.chapter));
  }
  for (const chapter of new Set(tasks.map(({ chapter }) => chapter))) {
    const own = tasks.filter((task) => task.chapter === chapter);
    put(root, copy, chapter, own, watched);
    judgedHere(copy, chapter);
  }
  return copy;
}

/** Removes a copy. */
export function removed(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}

/** The reader's functions in the place of a chapter's. */
function put(root: string, copy: string, chapter: string, tasks: Task[], watched: boolean): void {
  const source = sourceOf(root, chapter);
  for (const [file, declared] of filesOf(source)) {
    const path = join(copy, 'chapters', chapter, file);
    renameSync(path, ownName(path));
    const readers = tasks.map((task): [string, string[]] => [
      fileOf(task),
      task.names.filter((name) => declared.includes(name)),
    ]);
    writeFileSync(path, handingOn(file, readers, watched));
  }
}

/** The chapter's test with the reader's test runner in place of tap; no line moves. */
function judgedHere(copy: string, chapter: string): void {
  const path = join(copy, 'test', 'chapters', `${chapter}.test.ts`);
  const text = readFileSync(path, 'utf8');
  if (!text.includes("import t from 'tap';")) throw new TypeError(`${path}: the test does not import tap`);
  const runner = '../../scripts/judging/sections.ts';
  writeFileSync(path, text.replace("import t from 'tap';", `import { tap as t } from '${runner}';`));
}
