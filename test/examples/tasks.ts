/** A tiny program for the test of `inParallel`. */

import { threadId } from 'node:worker_threads';

/** What a task asks for. */
export interface Task {
  x: number;
  hold?: Int32Array; // in shared memory: no answer before its entry is 1
  fail?: 'throws' | 'rejects' | 'text' | 'exits' | 'answers a function';
}

/** x², and the thread it was computed in. */
export async function run({ x, hold, fail }: Task): Promise<unknown> {
  while (hold && Atomics.load(hold, 0) === 0) await new Promise((wake) => setTimeout(wake, 5));
  if (fail === 'throws') throw new RangeError(`x must not be ${x}`);
  if (fail === 'rejects') return Promise.reject(new Error(`x was ${x}`));
  if (fail === 'text') return Promise.reject(`no ${x}`);
  if (fail === 'exits') process.exit(7);
  if (fail === 'answers a function') return () => x;
  return { square: x * x, threadId };
}
