/** Workers in Node: threads that share this one's memory. */

import { Worker } from 'node:worker_threads';
import type { Order } from '../../chapters/20-speed/engine/orders.ts';
import { moduleOf } from './kernels.ts';
import type { Assignment, Crew, Place } from './team.ts';

/** What a thread is given when it starts. */
export interface Thread extends Assignment {
  program: string; // worker.ts, for the file that loads it
  worker: number; //  from 1
}

/** The threads beside this one, and what is wrong with them. */
export interface Threads extends Crew {
  workers: Worker[];
  lost: Error | undefined; //  a worker that has died
}

/** Node as a place for a team: kernels from the file, a thread for each worker. */
export const threads: Place = { module: moduleOf, hire };

/** Starts the workers 1, 2, …, and waits until they are ready. Throws Error naming a worker that has died. */
export async function hire(assignment: Assignment): Promise<Threads> {
  const watched: Watched = { workers: [], lost: undefined, dismissed: false, fail: () => {} };
  for (let worker = 1; worker < assignment.plan.workers; worker++) start(watched, assignment, worker);
  await answers(watched);
  const dismiss = async () => {
    watched.dismissed = true;
    await Promise.all(watched.workers.map((worker) => worker.terminate()));
  };
  return Object.assign(watched, { ask: (order: Order) => ask(watched, order), dismiss });
}

/** The threads, and who waits for them. */
interface Watched extends Pick<Threads, 'workers' | 'lost'> {
  dismissed: boolean;
  fail: (error: Error) => void; // called when one dies while its answer is waited for
}

function start(crew: Watched, assignment: Assignment, worker: number): void {
  const program = new URL('worker.ts', import.meta.url).href;
  const workerData: Thread = { program, ...assignment, worker };
  const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData });
  const lose = (why: string) => {
    if (crew.dismissed || crew.lost) return;
    crew.lost = new Error(`worker ${worker + 1} of ${assignment.plan.workers} has died: ${why}`);
    crew.fail(crew.lost);
  };
  thread.on('error', (error) => lose(error.message));
  thread.on('exit', (code) => lose(`exit code ${code}`));
  crew.workers.push(thread);
}

function ask(crew: Watched, order: Order): Promise<number[][]> {
  const answered = answers(crew);
  for (const worker of crew.workers) worker.postMessage(order);
  return answered;
}

/** The next answer of each worker. */
function answers(crew: Watched): Promise<number[][]> {
  return new Promise((resolve, reject) => {
    if (crew.lost) return reject(crew.lost);
    crew.fail = reject;
    const found: number[][] = [];
    let open = crew.workers.length;
    if (open === 0) return resolve(found);
    for (const [w, worker] of crew.workers.entries()) {
      worker.once('message', (losses: number[]) => {
        found[w] = losses;
        if (--open === 0) resolve(found);
      });
    }
  });
}
