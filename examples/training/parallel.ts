/** Tasks that do not need each other, on all cores. */

import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** What the module of a program exports. Tasks and results go from thread to thread: plain values, no functions. */
export interface Program<Task, Result> {
  run(task: Task): Result | Promise<Result>;
}

/**
 * The results of a program's tasks, in the order of the tasks. Each worker is a thread that takes the next task when it
 * has finished one; a single worker is this thread. `done` is called as results arrive, with the task's index.
 * Throws RangeError without a worker. If a task fails, the others are stopped and an Error names it.
 *
 * @param program the URL of the module that exports `run`
 */
export async function inParallel<Task, Result>(
  program: URL,
  tasks: Task[],
  done: (result: Result, k: number) => void = () => {},
  workers = availableParallelism(),
): Promise<Result[]> {
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RangeError(`tasks need a whole number of workers, at least 1, got ${workers}`);
  }
  const count = Math.min(workers, tasks.length);
  const threads = count > 1 ? Array.from({ length: count }, () => threadFor(program)) : [];
  const { run } = count > 1 ? {} : ((await import(program.href)) as Program<Task, Result>);
  const results: Result[] = [];
  let next = 0;
  const work = async (answer: Program<Task, Result>['run']) => {
    for (let k = next++; k < tasks.length; k = next++) {
      results[k] = await named(tasks, k, answer);
      done(results[k], k);
    }
  };
  try {
    await Promise.all(run ? [work(run)] : threads.map((thread) => work(asking(thread))));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return results;
}

function threadFor(program: URL): Worker {
  const workerData = {
    program: new URL('parallel-worker.ts', import.meta.url).href,
    tasksOf: program.href,
  };
  return new Worker(new URL('thread.js', import.meta.url), { workerData });
}

/**
 * A function that has a thread run a task. It throws what the task throws, and if the thread ends before it answers.
 */
function asking<Task, Result>(thread: Worker): (task: Task) => Promise<Result> {
  const ended = once(thread, 'exit').then(([code]) => {
    throw new Error(`its thread ended with exit code ${code}`);
  });
  return async (task) => {
    const answered = once(thread, 'message');
    thread.postMessage(task);
    const [result] = await Promise.race([answered, ended]);
    return result as Result;
  };
}

/** The result of task k; what goes wrong in it carries its name. */
async function named<Task, Result>(
  tasks: Task[],
  k: number,
  answer: (task: Task) => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await answer(tasks[k]);
  } catch (error) {
    const task = JSON.stringify(tasks[k]).slice(0, 200);
    const why = error instanceof Error ? error.message : String(error);
    const message = `task ${k + 1} of ${tasks.length}, ${task}, failed: ${why}`;
    throw new Error(message, { cause: error });
  }
}
