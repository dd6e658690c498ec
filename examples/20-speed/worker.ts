/** The second worker of chapter 20: its share of a product, or of being busy, whenever it is asked. */

import { parentPort, workerData } from 'node:worker_threads';
import { vectorProduct, type Layout } from '../../chapters/20-speed/vectors.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';

/** What the worker is given when it starts. */
export interface Assignment {
  program: string; // this file, for the thread that loads it
  memory: WebAssembly.Memory;
  module: WebAssembly.Module;
  at: Layout;
  worker: number;
}

/** What it is asked: 0 for its share of the product, or so many turns of being busy. */
export type Question = number;

const { memory, module, at, worker } = workerData as Assignment;
const k = await kernelsOn(module, memory);
parentPort?.on('message', (turns: Question) => {
  if (turns === 0) vectorProduct(k, at, worker);
  else k.busy(turns);
  parentPort?.postMessage(0);
});
parentPort?.postMessage(0); // ready
