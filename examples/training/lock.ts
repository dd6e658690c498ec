/** One training a place: whoever writes to a path holds the file `path.lock`, with the number of its process in it. */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Say } from '../../lib/language.ts';

const WAIT = 20; //   milliseconds between two looks at a lock that is still empty
const LOOKS = 50; //  after so many, whoever made it will not write any more

/**
 * Takes the lock of a path, and gives it back when the process ends or the result is called.
 * A lock whose process is gone — killed, or the machine was switched off — is taken over.
 * Throws Error of one line: another process is at work there, or the lock cannot be written.
 */
export function lock(path: string, say: Say): () => void {
  const file = `${path}.lock`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    while (!created(file)) {
      const owner = ownerOf(file);
      if (isAlive(owner)) throw busy(path, owner, say);
      clear(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(
      say(`cannot write to ${file} (${code}); choose another --out`, `无法写入 ${file}（${code}）；请换一个 --out`),
    );
  }
  const release = () => {
    if (readFor(file) === String(process.pid)) rmSync(file, { force: true });
    process.off('exit', release);
  };
  process.once('exit', release);
  return release;
}

/** Whether the lock was not there, and now is this process's. */
function created(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock whose process is gone. Of several who find it only one can rename it; and whoever renames
 * one that another has made in the meantime gives it back.
 */
function clear(file: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another was faster
    throw error;
  }
  if (isAlive(ownerOf(aside))) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

/** The process that a lock names; NaN if it names none. A lock is empty for a moment after it was made. */
function ownerOf(file: string): number {
  for (let look = 0; look < LOOKS; look++) {
    const text = readFor(file);
    if (text !== '') return /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
  }
  return NaN;
}

/** The text of a lock; 'none' if there is none. */
function readFor(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}

/** Whether another process of that number is there. This one's own number in a lock is left over from another life. */
function isAlive(pid: number): boolean {
  if (Number.isNaN(pid) || pid === 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // there, but somebody else's
  }
}

function busy(path: string, owner: number, say: Say): Error {
  return new Error(
    say(
      `process ${owner} is training to ${path}: wait for it, or choose another --out (if it is no training, delete ${path}.lock)`,
      `进程 ${owner} 正在往 ${path} 训练：请等它结束，或换一个 --out（如果那不是训练程序，就删掉 ${path}.lock）`,
    ),
  );
}
