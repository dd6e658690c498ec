/** Copies of the project, in which a line may be broken, and what a test says there. */

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a run of a test came to. */
export interface Verdict {
  output: string; //  TAP, as far as it got
  passed: boolean;
  hung: boolean; //   it was stopped because its time was over
}

/** Tries tasks on copies of the project: one copy for each of two cores; the copies take the next task in turn. */
export async function onCopies<Task>(
  tasks: Task[],
  attempt: (copy: string, task: Task) => Promise<void>,
): Promise<void> {
  const queue = [...tasks];
  const work = async () => {
    const copy = mkdtempSync(join(tmpdir(), 'copy-'));
    try {
      for (const name of ['chapters', 'lib', 'test', 'examples', 'scripts', 'build', 'package.json']) {
        cpSync(join(root, name), join(copy, name), { recursive: true });
      }
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) await attempt(copy, task);
    } finally {
      queue.length = 0; // after an error the other copy takes no more
      rmSync(copy, { recursive: true });
    }
  };
  await Promise.all([work(), work()]);
}

/** What `during` finds while a file has another text. */
export async function whileChanged<Found>(path: string, text: string, during: () => Promise<Found>): Promise<Found> {
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, text);
  try {
    return await during();
  } finally {
    writeFileSync(path, source);
  }
}

/**
 * Runs a test of a copy, at most so many seconds: a change may make a loop endless. With `bail` it ends at the first
 * assertion that fails.
 */
export function tested(copy: string, test: string, seconds: number, bail = false): Promise<Verdict> {
  return new Promise((resolve) => {
    const program = spawn(process.execPath, ['--import', 'tsx', test], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let [output, hung] = ['', false];
    // An endless loop never comes to the handler of a milder signal, which the test runner has.
    const stop = () => program.kill('SIGKILL');
    const timer = setTimeout(() => {
      hung = true;
      stop();
    }, seconds * 1000);
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (bail && /^ *not ok /m.test(output)) stop();
    });
    program.on('close', (code) => {
      clearTimeout(timer);
      resolve({ output, passed: code === 0, hung });
    });
  });
}
