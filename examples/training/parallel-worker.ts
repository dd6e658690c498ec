/** One worker of `inParallel`, in a thread of its own: runs each task it is sent, and sends back the result. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Program } from './parallel.ts';

const { tasksOf } = workerData as { tasksOf: string };
const { run } = (await import(tasksOf)) as Program<unknown, unknown>;
// A task that throws ends the thread, and its error reaches whoever waits for the result.
parentPort?.on('message', async (task: unknown) => send(await run(task)));

function send(result: unknown): void {
  try {
    parentPort?.postMessage(result);
  } catch (error) {
    // The exception itself would arrive without its message.
    throw new TypeError(`its result cannot be sent: ${(error as DOMException).message}`);
  }
}
