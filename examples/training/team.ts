/**
 * The engine at work: this thread and the workers beside it share one memory, and each batch. Nothing here knows where
 * workers come from, or the kernels: whoever assembles a team gives it a place. A page, too, can be one.
 */

import { BETA_1, BETA_2, EPSILON, type Learner } from '../../chapters/12-training/adam.ts';
import type { Capacity } from '../../chapters/20-speed/engine/batch.ts';
import type { Composition } from '../../chapters/20-speed/engine/compositions.ts';
import { factorsIn } from '../../chapters/20-speed/engine/dropout.ts';
import {
  bytesFor,
  dropPlaces,
  engineOn,
  load,
  loadBatch,
  parameters,
  unload,
  type Engine,
  type EnginePlan,
} from '../../chapters/20-speed/engine/engine.ts';
import { memoryOf, type Precision } from '../../chapters/20-speed/engine/memory.ts';
import { share, type Order } from '../../chapters/20-speed/engine/orders.ts';
import { layoutOf } from '../../chapters/20-speed/engine/parameters.ts';
import { pow } from '../../lib/elementary.ts';
import type { Stream } from '../../lib/philox.ts';
import type { StepPlan, Trainer } from './trainer.ts';

/** The workers beside this thread. */
export interface Crew {
  /**
   * Gives an order to all of them. Result: what each answers, `share`'s losses. Throws Error if one of them has died.
   */
  ask: (order: Order) => Promise<number[][]>;
  /** Sends them home. */
  dismiss: () => Promise<void>;
}

/** What a worker is given when it starts: all of it may go from thread to thread. */
export interface Assignment {
  memory: WebAssembly.Memory;
  module: WebAssembly.Module;
  composition: string; // its name
  plan: EnginePlan<object>;
}

/** Where a team works. */
export interface Place {
  /** The kernels, for a memory that workers share or for that of one. */
  module: (precision: Precision, shared: boolean) => WebAssembly.Module;
  /** Starts the workers 1, 2, …, as many as the plan has beside this thread, and waits until they are ready. */
  hire: (assignment: Assignment) => Promise<Crew>;
}

/** A place where nobody can be hired, as in a page: a team there has one worker. Throws RangeError for more. */
export function alone(module: Place['module']): Place {
  const hire = async ({ plan: { workers } }: Assignment): Promise<Crew> => {
    if (workers > 1) throw new RangeError(`here is one worker, got a plan for ${workers}`);
    return { ask: async () => [], dismiss: async () => {} };
  };
  return { module, hire };
}

/** What a team is assembled for. */
export interface TeamPlan {
  capacity: Capacity; // of one part of a batch
  workers: number;
  precision: Precision;
}

/** A model in training, and those who train it. */
export interface Team<P extends object, Item> {
  engine: Engine<P, Item>; // this thread's
  crew: Crew; //              the other threads
  like: P; //                 a model of the same form
  t: number; //               steps taken
}

/** A team for a model as it stands. Throws RangeError if the plan does not fit into WebAssembly's memory. */
export async function assemble<P extends object, Item>(
  composition: Composition<P, Item>,
  learner: Learner<P>,
  teamPlan: TeamPlan,
  place: Place,
): Promise<Team<P, Item>> {
  const plan = { ...teamPlan, layout: layoutOf(learner.P) };
  const shared = plan.workers > 1;
  const memory = memoryOf(bytesFor(composition, plan), shared);
  const module = place.module(plan.precision, shared);
  const engine = await engineOn(memory, module, composition, plan, 0);
  load(engine, learner);
  const crew = await place.hire({ memory, module, composition: composition.name, plan });
  return { engine, crew, like: learner.P, t: learner.t };
}

/** A trainer for a model as it stands: a team of the engine's. Throws as `assemble`. */
export async function engineTrainer<P extends object, Item>(
  composition: Composition<P, Item>,
  learner: Learner<P>,
  plan: TeamPlan,
  place: Place,
): Promise<Trainer<P, Item>> {
  const team = await assemble(composition, learner, plan, place);
  return {
    step: (batch, told, stream) => step(team, batch, told, stream),
    judge: (batch, smoothing) => judge(team, batch, smoothing),
    parameters: () => modelOf(team),
    learner: () => learnerOf(team),
    dismiss: () => dismiss(team),
  };
}

/**
 * The step of the model's chapter. Result: the mean loss in nats a token. Dropout takes its numbers from the
 * stream, and moves it on.
 */
export async function step<P extends object, Item>(
  team: Team<P, Item>,
  items: Item[],
  { rate, smoothing, drop }: StepPlan,
  stream: Stream,
): Promise<number> {
  const { engine } = team;
  if (items.length === 0) throw new RangeError('a step needs at least one item, got 0');
  const tokens = loadBatch(engine, items);
  const dropping = { p: drop, key: stream.key, at: stream.at };
  const loss = await all(team, { kind: 'learn', smoothing, dropping });
  if (drop > 0) stream.at += factorsIn(dropPlaces(engine).flat());
  team.t++;
  const [fill_m, fill_v] = [1 - pow(BETA_1, team.t), 1 - pow(BETA_2, team.t)];
  await all(team, {
    kind: 'adam',
    step: { tokens, rate, beta_1: BETA_1, beta_2: BETA_2, fill_m, fill_v, epsilon: EPSILON },
  });
  return loss / tokens;
}

/** The loss of a batch, in nats summed over its tokens; nothing is dropped and nothing learned. */
export async function judge<P extends object, Item>(
  team: Team<P, Item>,
  items: Item[],
  smoothing: number,
): Promise<number> {
  loadBatch(team.engine, items);
  return all(team, { kind: 'judge', smoothing });
}

/** The model as it is now. */
export function modelOf<P extends object, Item>({ engine, like }: Team<P, Item>): P {
  return parameters(engine, like);
}

/** The model as it is now, with all that training goes on from. */
export function learnerOf<P extends object, Item>({ engine, like, t }: Team<P, Item>): Learner<P> {
  return { ...unload(engine, like), t };
}

/** Sends the workers home. */
export async function dismiss<P extends object, Item>({ crew }: Team<P, Item>): Promise<void> {
  await crew.dismiss();
}

/** Everyone does their share, this thread too. Result: the losses of the parts, added in their order. */
async function all<P extends object, Item>({ engine, crew }: Team<P, Item>, order: Order): Promise<number> {
  const theirs = crew.ask(order);
  const shares = [share(engine, 0, order), ...(await theirs)];
  let loss = 0;
  for (const p of engine.batch.keys()) loss += shares[p % shares.length][p];
  return loss;
}
