/** One worker of a team, in a thread of its own: waits for an order, does its share, reports the losses. */

import { parentPort, workerData } from 'node:worker_threads';
import { COMPOSITIONS } from '../../chapters/20-speed/engine/compositions.ts';
import { engineOn } from '../../chapters/20-speed/engine/engine.ts';
import { share, type Order } from '../../chapters/20-speed/engine/orders.ts';
import type { Thread } from './crew.ts';

const { memory, module, composition, plan, worker } = workerData as Thread;
const engine = await engineOn(memory, module, COMPOSITIONS[composition], plan, worker);
parentPort?.on('message', (order: Order) => parentPort?.postMessage(share(engine, worker, order)));
parentPort?.postMessage([]); // ready
