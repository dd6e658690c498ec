/** Trains the translator of `npm start` with the functions that a reader has written. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../../lib/language.ts';
import { benchFor, removed } from './bench.ts';
import { complaints, leftIn } from './judging.ts';
import { fileOf, tasks, type Task } from './tasks.ts';

/** The last chapter that the translator is made of. */
const LAST = 13;

/**
 * Trains by the chapters' loops, with the reader's functions of chapters 1 to 13 and the project's own where there are
 * none yet. Result: the exit code. Throws RangeError if there is none at all, or a file cannot be read.
 */
export async function trainedWith(root: string, say: Say): Promise<number> {
  const all = tasks.filter(({ chapter }) => Number(chapter.slice(0, 2)) <= LAST);
  const own = all.filter((task) => existsSync(join(root, fileOf(task)))).map((task) => begun(root, task));
  const wrong = own.flatMap((task) => complaints(root, task, say));
  if (wrong.length > 0) throw new RangeError(wrong.join('\n'));
  const [written, wanted] = [own, all].map((tasks) => tasks.flatMap(({ names }) => names));
  if (written.length === 0)
    throw new RangeError(
      say(
        'none of its functions is yours yet: npm run exercise -- 01',
        '还没有一个函数是你写的：npm run exercise -- 01',
      ),
    );
  const others = wanted.filter((name) => !written.includes(name));
  console.log(
    say(
      `Yours: ${written.length} of ${wanted.length} functions.`,
      `你写的：${wanted.length} 个函数中的 ${written.length} 个。`,
    ),
  );
  if (others.length > 0)
    console.log(say(`The project's own: ${others.join(', ')}.`, `用本项目的：${others.join('、')}。`));
  const copy = benchFor(
    root,
    own.filter(({ names }) => names.length > 0),
    false,
  );
  try {
    mkdirSync(join(root, 'models'), { recursive: true });
    return await trained(copy, join(root, 'models', 'exercise.safetensors'), say('en', 'zh'));
  } finally {
    removed(copy);
  }
}

/** A task, of its functions those that are written. */
function begun(root: string, task: Task): Task {
  const left = leftIn(root, task);
  return { ...task, names: task.names.filter((name) => !left.includes(name)) };
}

/** Runs the training program of a copy. Result: its exit code. */
function trained(copy: string, out: string, language: string): Promise<number> {
  const flags = ['--engine', 'chapters', '--out', out, '--lang', language];
  const program = ['--max-semi-space-size=128', '--import', 'tsx', join('examples', 'translator', 'train.ts'), 'toy'];
  const child = spawn(process.execPath, [...program, ...flags], { cwd: copy, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}
