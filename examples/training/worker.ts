/** One worker of a team, in a thread of its own: waits for an order, does its share, reports the losses. */

import { parentPort, workerData } from 'node:worker_threads';
import { engineOn, type EnginePlan } from '../../chapters/20-speed/engine/engine.ts';
import { share, type Order } from '../../chapters/20-speed/engine/orders.ts';

/** What a worker is given when it starts. */
export interface Assignment {
  program: string; // this file, for the thread that loads it
  memory: WebAssembly.Memory;
  module: WebAssembly.Module;
  plan: EnginePlan;
  worker: number;
}

const { memory, module, plan, worker } = workerData as Assignment;
const engine = await engineOn(memory, module, plan, worker);
parentPort?.on('message', (order: Order) => parentPort?.postMessage(share(engine, worker, order)));
parentPort?.postMessage([]); // ready
