/** Copies of the project, in which a line may be broken, and what a test says there. */

import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a program came to. */
export interface Verdict {
  output: string; //  as far as it got
  passed: boolean;
  hung: boolean; //   it was stopped because its time was over
}

/** What a copy has of the project. */
const COPIED = ['chapters', 'lib', 'test', 'examples', 'book', 'scripts', 'build', 'package.json'];

/** Neither packages nor what was woven of the book. */
function isOurs(path: string): boolean {
  return !/[\\/](node_modules|out)$/.test(path);
}

/** What must be gone when this program ends, however it ends: the copies, and the programs that run there. */
const [copies, running] = [new Set<string>(), new Set<ChildProcess>()];

/** Tries tasks on copies of the project: one copy for each of two cores; the copies take the next task in turn. */
export async function onCopies<Task>(
  tasks: Task[],
  attempt: (copy: string, task: Task) => Promise<void>,
): Promise<void> {
  process.once('exit', clear);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const queue = [...tasks];
  const work = async () => {
    const copy = mkdtempSync(join(tmpdir(), 'copy-'));
    copies.add(copy);
    for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true, filter: isOurs });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await attempt(copy, task);
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    queue.length = 0; // after an error the other copy takes no more
    clear();
  }
}

/** What `during` finds while a file has another text. */
export async function whileChanged<Found>(path: string, text: string, during: () => Promise<Found>): Promise<Found> {
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, text);
  try {
    return await during();
  } finally {
    if (existsSync(path)) writeFileSync(path, source);
  }
}

/** Runs a test of a copy, at most so many seconds. With `bail` it ends at the first assertion that fails. */
export function tested(copy: string, test: string, seconds: number, bail = false): Promise<Verdict> {
  return ran(copy, [process.execPath, '--import', 'tsx', test], seconds, bail ? /^ *not ok /m : undefined);
}

/**
 * Runs a program in a copy, at most so many seconds, as a change may make a loop endless; no longer
 * than until it writes `last`.
 */
export function ran(
  copy: string,
  [program, ...args]: [string, ...string[]],
  seconds: number,
  last?: RegExp,
): Promise<Verdict> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: copy, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    running.add(child);
    let [output, hung] = ['', false];
    const timer = setTimeout(() => {
      hung = true;
      stop(child);
    }, seconds * 1000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (last?.test(output)) stop(child);
    });
    child.on('error', () => resolve({ output, passed: false, hung }));
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ output, passed: code === 0, hung });
    });
  });
}

/** Stops a program and all that it has started. An endless loop never comes to the handler of a milder signal. */
function stop({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function clear(): void {
  for (const child of running) stop(child);
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  copies.clear();
}
