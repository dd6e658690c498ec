/** The engine at work on several cores: this thread and its workers share one memory, and each batch. */

import { Worker } from 'node:worker_threads';
import { positionalEncoding } from '../../chapters/03-positions/positions.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { BETA_1, BETA_2, EPSILON, type Learner } from '../../chapters/12-training/adam.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import {
  bytesFor,
  engineOn,
  load,
  loadBatch,
  parameters,
  unload,
  type Engine,
  type EnginePlan,
} from '../../chapters/20-speed/engine/engine.ts';
import { hasVectors } from '../../chapters/20-speed/engine/kernels.ts';
import { memoryOf, type Precision } from '../../chapters/20-speed/engine/memory.ts';
import { share, type Order } from '../../chapters/20-speed/engine/orders.ts';
import type { Stream } from '../../lib/philox.ts';
import { built, moduleOf } from './kernels.ts';
import type { Assignment } from './worker.ts';

/** What a step is told, as chapter 12 has it. */
export interface StepPlan {
  rate: number; //      of this step
  smoothing: number; // ε_ls
  drop: number; //      P_drop
}

/** A model in training, and those who train it. */
export interface Team {
  engine: Engine; //    this thread's
  crew: Crew; //        the other threads
  like: TransformerParams; // a model of the same form
  t: number; //         steps taken
}

/** Why the engine cannot run here, for the reader, or nothing if it can. */
export function missing(precision: Precision): [en: string, zh: string] | undefined {
  if (!hasVectors()) return ['WebAssembly here has no SIMD', '这里的 WebAssembly 不支持 SIMD'];
  if (built(precision)) return undefined;
  return ['its kernels are not built; npm run build', '内核还没有编译，请运行 npm run build'];
}

/** A team for a model as it stands. Throws RangeError if the plan does not fit into WebAssembly's memory. */
export async function assemble(plan: EnginePlan, learner: Learner<TransformerParams>): Promise<Team> {
  const memory = memoryOf(bytesFor(plan));
  const module = moduleOf(plan.precision);
  const engine = await engineOn(memory, module, plan, 0);
  load(engine, learner, positionalEncoding(plan.capacity.longest, plan.sizes.d_model));
  const crew = await hire({ memory, module, plan });
  return { engine, crew, like: learner.P, t: learner.t };
}

/** Chapter 12's step. Result: the mean loss in nats a token. Dropout takes its numbers from the stream, and moves it on. */
export async function step(
  team: Team,
  pairs: Pair[],
  { rate, smoothing, drop }: StepPlan,
  stream: Stream,
): Promise<number> {
  if (pairs.length === 0) throw new RangeError('a step needs at least one pair, got 0');
  const tokens = loadBatch(team.engine, pairs.map(sequence));
  const dropping = { p: drop, key: stream.key, at: stream.at };
  const loss = await all(team, { kind: 'learn', smoothing, dropping });
  if (drop > 0) stream.at += factors(team, pairs);
  team.t++;
  const [fill_m, fill_v] = [1 - BETA_1 ** team.t, 1 - BETA_2 ** team.t];
  await all(team, {
    kind: 'adam',
    step: { tokens, rate, beta_1: BETA_1, beta_2: BETA_2, fill_m, fill_v, epsilon: EPSILON },
  });
  return loss / tokens;
}

/** The loss of a batch, in nats summed over its tokens; nothing is dropped and nothing learned. */
export async function judge(team: Team, pairs: Pair[], smoothing: number): Promise<number> {
  loadBatch(team.engine, pairs.map(sequence));
  return all(team, { kind: 'judge', smoothing });
}

/** The model as it is now. */
export function modelOf({ engine, like }: Team): TransformerParams {
  return parameters(engine, like);
}

/** The model as it is now, with all that training goes on from. */
export function learnerOf({ engine, like, t }: Team): Learner<TransformerParams> {
  return { ...unload(engine, like), t };
}

/** Sends the workers home. */
export async function dismiss({ crew }: Team): Promise<void> {
  crew.dismissed = true;
  await Promise.all(crew.workers.map((worker) => worker.terminate()));
}

/** Everyone does their share, this thread too. Result: the losses of the parts, added in their order. */
async function all({ engine, crew }: Team, order: Order): Promise<number> {
  const theirs = ask(crew, order);
  const shares = [share(engine, 0, order), ...(await theirs)];
  let loss = 0;
  for (const p of engine.batch.keys()) loss += shares[p % shares.length][p];
  return loss;
}

/** How many dropout factors a batch takes: those of chapter 12's `dropped`. */
function factors({ engine }: Team, pairs: Pair[]): number {
  const { d_model, N } = engine.plan.sizes;
  let count = 0;
  for (const { source, target } of pairs) {
    count += d_model * (source.length * (1 + 2 * N) + (target.length + 1) * (1 + 3 * N));
  }
  return count;
}

/** A pair as the engine reads it. */
export function sequence({ source, target }: Pair) {
  return { source, ...teacherForced(target) };
}

/** The workers beside this thread, and what is wrong with them. */
interface Crew {
  workers: Worker[];
  lost: Error | undefined; //  a worker that has died
  dismissed: boolean;
  fail: (error: Error) => void; // called when one dies while its answer is waited for
}

/** Starts the workers 1, 2, …, and waits until they are ready. */
async function hire(assignment: Omit<Assignment, 'program' | 'worker'>): Promise<Crew> {
  const crew: Crew = { workers: [], lost: undefined, dismissed: false, fail: () => {} };
  const program = new URL('worker.ts', import.meta.url).href;
  for (let worker = 1; worker < assignment.plan.workers; worker++) {
    const workerData: Assignment = { program, ...assignment, worker };
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
  await answers(crew);
  return crew;
}

/** Gives an order to all workers. Result: what each answers. Throws Error naming a worker that has died. */
function ask(crew: Crew, order: Order): Promise<number[][]> {
  const answered = answers(crew);
  for (const worker of crew.workers) worker.postMessage(order);
  return answered;
}

/** The next answer of each worker. */
function answers(crew: Crew): Promise<number[][]> {
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
