import t from 'tap';
import { threadId } from 'node:worker_threads';
import { inParallel } from '../../examples/training/parallel.ts';
import type { Task } from './tasks.ts';

const program = new URL('tasks.ts', import.meta.url);

interface Answer {
  square: number;
  threadId: number;
}

/** The message of what it throws, and of the cause beneath it. */
async function failure(tasks: Task[], workers: number): Promise<string[]> {
  try {
    await inParallel(program, tasks, () => {}, workers);
  } catch (error) {
    const { message, cause } = error as Error;
    return [message, cause instanceof Error ? cause.message : String(cause)];
  }
  return ['no error'];
}

t.test('results stand in the order of the tasks, however they arrive', async (t) => {
  // The first waits until all others have answered: a second worker does them meanwhile.
  const hold = new Int32Array(new SharedArrayBuffer(4));
  const tasks: Task[] = [{ x: 3, hold }, { x: -1 }, { x: 0 }, { x: 12 }, { x: 5 }];
  const arrived: [square: number, k: number][] = [];
  const note = ({ square }: Answer, k: number) => {
    arrived.push([square, k]);
    if (arrived.length === 4) Atomics.store(hold, 0, 1);
  };
  const answers = await inParallel<Task, Answer>(program, tasks, note, 2);
  t.strictSame(
    answers.map(({ square }) => square),
    [9, 1, 0, 144, 25],
  );
  // prettier-ignore
  t.strictSame(arrived, [[1, 1], [0, 2], [144, 3], [25, 4], [9, 0]], 'and are told of at once');
  const [slow, ...quick] = answers.map((answer) => answer.threadId);
  t.strictSame(new Set(quick).size, 1, 'one thread did the others');
  t.notOk(quick.includes(slow), 'in two threads');
  t.notOk([slow, ...quick].includes(threadId), 'neither of them this one');
});

t.test('one worker is this thread, and takes one task after the other', async (t) => {
  const arrived: number[] = [];
  const tasks: Task[] = [{ x: 3 }, { x: 4 }];
  const answers = await inParallel<Task, Answer>(program, tasks, (_, k) => arrived.push(k), 1);
  t.strictSame(answers, [
    { square: 9, threadId },
    { square: 16, threadId },
  ]);
  t.strictSame(arrived, [0, 1]);
});

t.test('no more threads than tasks, as many as there are cores if nothing is said', async (t) => {
  t.strictSame(await inParallel(program, [], undefined, 4), []);
  t.strictSame(await inParallel(program, [{ x: 2 }], undefined, 4), [{ square: 4, threadId }]);
  const answers = await inParallel<Task, Answer>(program, [{ x: 2 }, { x: 3 }, { x: 4 }]);
  t.strictSame(
    answers.map(({ square }) => square),
    [4, 9, 16],
  );
});

t.test('a task that fails names itself and ends the others', async (t) => {
  for (const workers of [1, 2]) {
    const fails = (fail: 'throws' | 'rejects') => failure([{ x: 1 }, { x: 2, fail }], workers);
    const task = (fail: string) => `task 2 of 2, {"x":2,"fail":"${fail}"}, failed:`;
    t.strictSame(await fails('throws'), [`${task('throws')} x must not be 2`, 'x must not be 2']);
    t.strictSame(await fails('rejects'), [`${task('rejects')} x was 2`, 'x was 2']);
  }
  const alone = await failure([{ x: 2, fail: 'text' }], 1);
  t.strictSame(alone, ['task 1 of 1, {"x":2,"fail":"text"}, failed: no 2', 'no 2']);

  const never = new Int32Array(new SharedArrayBuffer(4));
  const [message] = await failure(
    [
      { x: 1, hold: never },
      { x: 2, fail: 'throws' },
    ],
    2,
  );
  t.match(message, 'x must not be 2', 'a task that would never end is not waited for');
});

t.test('a thread that ends, or answers what cannot be sent, fails its task', async (t) => {
  const [ended] = await failure([{ x: 1 }, { x: 2, fail: 'exits' }], 2);
  t.equal(ended, 'task 2 of 2, {"x":2,"fail":"exits"}, failed: its thread ended with exit code 7');
  const [unsent] = await failure([{ x: 1 }, { x: 2, fail: 'answers a function' }], 2);
  t.match(unsent, /^task 2 of 2, .* failed: its result cannot be sent: /);
  const nowhere = new URL('nowhere.ts', import.meta.url);
  const missing = inParallel(nowhere, [1, 2], undefined, 2);
  await t.rejects(missing, { message: /^task \d of 2, \d, failed: Cannot find module .*nowhere/ });
});

t.test('refuses', async (t) => {
  for (const workers of [0, -1, 1.5, NaN]) {
    const wanted = `tasks need a whole number of workers, at least 1, got ${workers}`;
    await t.rejects(inParallel(program, [], undefined, workers), new RangeError(wanted));
  }
});
