/** The ladder measured: one product of two square matrices on every rung, and how fast the machine could be. */

import { Worker } from 'node:worker_threads';
import { layout, put, vectorProduct } from '../../chapters/20-speed/vectors.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';
import { bytesOf, memoryOf, numbersIn, type Precision } from '../../chapters/20-speed/engine/memory.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { moduleOf } from '../training/kernels.ts';
import { medians, type Task, type Tick } from './measuring.ts';
import { giga, laidOut, products, rateOf } from './one-thread.ts';
import type { Assignment, Question } from './worker.ts';

/** Rates in GFLOP/s: thousand millions of multiplications and additions a second. */
export interface Ladder {
  rungs: number[]; //     plain, chapter 1, flat, tile, vectors of 64 bits, of 32 bits, two workers
  limits: { one: number; both: number; short: number }; // one core, both at once, one with 32 bits
  stream: number; //      thousand millions of numbers of 64 bits a second, to and from memory
}

/** Turns of being busy in one measurement, and numbers of a vector too long for any cache. */
const [TURNS, LONG] = [1_000_000, 4_000_000];

/** Measures all rungs and limits in turns, for so many seconds. size: rows and columns of the matrices. */
export async function ladder(size: number, seconds: number, tick: Tick): Promise<Ladder> {
  const random = seeded('ladder');
  const [A, B] = [normalMatrix(random, size, size), normalMatrix(random, size, size)];
  const [long, short] = [await laidOut(A, B, 'f64', 1, moduleOf), await laidOut(A, B, 'f32', 1, moduleOf)];
  const hired = await helper('f64', A, B);
  try {
    const found = await medians(
      [
        ...(await products(A, B, moduleOf)),
        hired.product,
        () => void long.kernels.busy(TURNS),
        hired.busy,
        () => void short.kernels.busy(TURNS),
        await streaming(),
      ],
      seconds,
      tick,
    );
    const busy = 24 * TURNS; // operations on whole vectors: two numbers of 64 bits, four of 32
    return {
      rungs: found.slice(0, 7).map((second) => rateOf(size, second)),
      limits: { one: giga(2 * busy, found[7]), both: giga(4 * busy, found[8]), short: giga(4 * busy, found[9]) },
      stream: giga(3 * LONG, found[10]), // y += x: two numbers come, one goes
    };
  } finally {
    await hired.dismiss();
  }
}

/** This thread and another one: each forms half of the rows, or both are busy. */
async function helper(precision: Precision, A: Matrix, B: Matrix) {
  const at = layout(A.length, B.length, B[0].length, 2, bytesOf(precision));
  const memory = memoryOf(at.end, true);
  const module = moduleOf(precision, true);
  const k = await kernelsOn(module, memory);
  const numbers = numbersIn(memory, precision);
  put(A, at.A, numbers);
  put(B, at.B, numbers);
  const program = new URL('worker.ts', import.meta.url).href;
  const workerData: Assignment = { program, memory, module, at, worker: 1 };
  const worker = new Worker(new URL('../training/thread.js', import.meta.url), { workerData });
  const answer = () =>
    new Promise<void>((resolve, reject) => {
      const [heard, failed] = [() => settle(resolve), (error: Error) => settle(() => reject(error))];
      const settle = (how: () => void) => {
        worker.off('message', heard).off('error', failed);
        how();
      };
      worker.on('message', heard).on('error', failed);
    });
  await answer();
  const together = async (question: Question, own: () => void) => {
    const theirs = answer();
    worker.postMessage(question);
    own();
    await theirs;
  };
  return {
    product: () => together(0, () => vectorProduct(k, at, 0)),
    busy: () => together(TURNS, () => k.busy(TURNS)),
    dismiss: () => worker.terminate(),
  };
}

/** y += x over vectors that fit into no cache: the memory has to be waited for. */
async function streaming(): Promise<Task> {
  const at = layout(1, LONG, 1, 1, 8);
  const k = await kernelsOn(moduleOf('f64'), memoryOf(at.end));
  return () => k.add(at.A.at, at.B.at, LONG);
}
