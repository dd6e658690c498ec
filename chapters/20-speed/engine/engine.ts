/**
 * The engine: a model in flat memory, as one worker sees it. Each part of a batch has a gradient of its own, and they
 * are added in the order of the parts, whoever computed them. So the result is the same to the last bit for any number
 * of workers.
 */

import { positionalEncoding } from '../../03-positions/positions.ts';
import type { Learner } from '../../12-training/adam.ts';
import { cutInto, type Capacity } from './batch.ts';
import type { Composition, Ground } from './compositions.ts';
import type { DropPlace } from './dropout.ts';
import { sumTrees } from '../../../lib/params.ts';
import { kernelsOn } from './kernels.ts';
import { bytesOf, FIRST, numbersIn, roomFrom, type Address, type Numbers, type Precision } from './memory.ts';
import { largestPanels, placed, read, write, type Blocks, type Layout } from './parameters.ts';
import type { Desk } from './product.ts';

/** What an engine is laid out for: the same plan gives every worker the same places. */
export interface EnginePlan<P> {
  layout: Layout<P>;
  capacity: Capacity; // of one part of a batch
  workers: number;
  precision: Precision;
}

/** Where everything lies. A tree is one stretch of numbers; m, v and each gradient lie as P does. */
interface Places<P> {
  P: Address;
  m: Address; //           Adam's running means
  v: Address;
  gradients: Address[]; // one a part
  stride: number; //       bytes from a tree to the next
  dP: Blocks<P>[]; //      the blocks of the gradients
  ground: Ground<P>;
  batch: unknown[]; //     where each part lies, as the composition has it
  panels: Address; //      of this worker
  w: unknown; //           the working, of this worker
  end: Address;
}

/** A model at work in a memory, as one worker sees it. */
export interface Engine<P extends object = object, Item = unknown> extends Places<P> {
  composition: Composition<P, Item>;
  plan: EnginePlan<P>;
  desk: Desk;
  numbers: Numbers;
  integers: Int32Array;
}

/** How many bytes of memory a plan needs. Throws RangeError for a d_model that the kernels cannot do. */
export function bytesFor<P extends object, Item>(composition: Composition<P, Item>, plan: EnginePlan<P>): number {
  return placesOf(composition, plan, plan.workers - 1).end;
}

/** The engine of one worker, counted from 0, in a memory of at least `bytesFor` bytes. */
export async function engineOn<P extends object, Item>(
  memory: WebAssembly.Memory,
  module: WebAssembly.Module,
  composition: Composition<P, Item>,
  plan: EnginePlan<P>,
  worker: number,
): Promise<Engine<P, Item>> {
  const places = placesOf(composition, plan, worker);
  const k = await kernelsOn(module, memory);
  const desk = { k, bytes: bytesOf(plan.precision), panels: places.panels };
  const numbers = numbersIn(memory, plan.precision);
  return { ...places, composition, plan, desk, numbers, integers: new Int32Array(memory.buffer) };
}

function placesOf<P extends object, Item>(
  composition: Composition<P, Item>,
  { layout, capacity, precision }: EnginePlan<P>,
  worker: number,
): Places<P> {
  const bytes = bytesOf(precision);
  const room = roomFrom(FIRST, bytes);
  const tree = () => room.numbers(layout.count);
  const [P, m, v] = [tree(), tree(), tree()];
  const gradients = Array.from({ length: composition.parts }, tree);
  const PE = room.numbers(capacity.longest * composition.width(layout.blocks));
  const ground = { P: placed(layout.blocks, P, bytes), PE, capacity };
  const dP = gradients.map((begin) => placed(layout.blocks, begin, bytes));
  const batch = gradients.map(() => composition.partRoom(room, ground));
  // Behind what all share, each worker has its own room.
  const largest = largestPanels(layout.blocks, composition.rows(capacity), bytes);
  const own = () => ({ panels: room.numbers(largest / bytes), w: composition.workingRoom(room, ground) });
  for (let before = 0; before < worker; before++) own();
  return { P, m, v, gradients, stride: m - P, dP, ground, batch, ...own(), end: room.end() };
}

/** What is kept of a model in training: chapter 12's Learner without its count of steps. */
export type Trained<P extends object> = Omit<Learner<P>, 't'>;

/** Puts a model in training into the memory, and chapter 3's table of positions. */
export function load<P extends object>({ numbers, desk, ground, ...at }: Engine<P>, trained: Trained<P>): void {
  write(trained.P, at.P, numbers);
  write(trained.m, at.m, numbers);
  write(trained.v, at.v, numbers);
  const { capacity, PE } = ground;
  const positions = positionalEncoding(capacity.longest, at.composition.width(ground.P));
  positions.forEach((row, p) => numbers.set(row, PE / desk.bytes + p * row.length));
}

/** The model in the memory, in the form of `like`. */
export function unload<P extends object>({ P, m, v, numbers }: Engine<P>, like: P): Trained<P> {
  return { P: read(like, P, numbers), m: read(like, m, numbers), v: read(like, v, numbers) };
}

/** The parameters alone, in the form of `like`. */
export function parameters<P extends object>({ P, numbers }: Engine<P>, like: P): P {
  return read(like, P, numbers);
}

/**
 * The gradient that all parts have together, in the form of `like`: added in their order, not
 * yet divided by the tokens.
 */
export function gradient<P extends object>({ gradients, numbers }: Engine<P>, like: P): P {
  return sumTrees(gradients.map((begin) => read(like, begin, numbers)));
}

/**
 * Puts a batch into the memory. Result: the tokens that are asked for. Throws RangeError for what cannot
 * be read, or does not fit.
 */
export function loadBatch<P extends object, Item>(engine: Engine<P, Item>, items: Item[]): number {
  const { composition, batch, ground } = engine;
  const cut = cutInto(composition.parts, items, (item) => composition.tokensOf(item));
  for (const [p, at] of batch.entries()) composition.write(cut[p], at, engine, ground);
  let tokens = 0;
  for (const item of items) tokens += composition.askedOf(item);
  return tokens;
}

/** Where numbers of the batch in the memory are dropped, for each of its parts, or for the first ones of them. */
export function dropPlaces({ composition, batch, integers, ground, w }: Engine, parts = batch.length): DropPlace[][] {
  return batch.slice(0, parts).map((at) => composition.drops(composition.read(at, integers, ground), w));
}
