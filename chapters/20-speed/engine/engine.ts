/**
 * The engine: a Transformer in flat memory, and what a worker does to it. Each part of a batch has a gradient of its
 * own, and they are added in the order of the parts, whoever computed them. So the result is the same to the last bit
 * for any number of workers.
 */

import type { Sizes } from '../../10-encoder/encoder.ts';
import type { TransformerParams } from '../../11-decoder/transformer.ts';
import type { Learner } from '../../12-training/adam.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import { batchRoom, PARTS, parts, readPart, writePart, type PartRoom, type Sequence } from './batch.ts';
import { dropoutFactors, factorsOf, type Dropping } from './dropout.ts';
import { kernelsOn } from './kernels.ts';
import {
  bytesOf,
  FIRST,
  numbersIn,
  roomFrom,
  type Address,
  type Numbers,
  type Precision,
  type Room,
} from './memory.ts';
import { read, transformerBlocks, write, type TransformerBlocks } from './parameters.ts';
import { panelBytes, type Desk } from './product.ts';
import { needIds } from './sentences.ts';
import {
  decode,
  encode,
  loss,
  transformerBackward,
  transformerRoom,
  type Capacity,
  type Transformer,
} from './transformer.ts';

/** What an engine is laid out for: the same plan gives every worker the same places. */
export interface EnginePlan {
  sizes: Sizes;
  V_source: number;
  V_target: number;
  capacity: Capacity; // of one part of a batch
  workers: number;
  precision: Precision;
}

/** Where everything lies. */
interface Places {
  P: TransformerBlocks;
  m: TransformerBlocks; // Adam's running means
  v: TransformerBlocks;
  gradients: TransformerBlocks[]; // one a part
  length: number; //  of the parameters, in bytes; m, v and each gradient are as long
  batch: PartRoom[];
  PE: Address; //     longest×d_model
  panels: Address; // of this worker
  w: Transformer; //  of this worker
  end: Address;
}

/** A Transformer at work in a memory, as one worker sees it. */
export interface Engine extends Places {
  plan: EnginePlan;
  desk: Desk;
  numbers: Numbers;
  integers: Int32Array;
}

/** How many bytes of memory a plan needs. Throws RangeError for a d_model that the kernels cannot do. */
export function bytesFor(plan: EnginePlan): number {
  return placesOf(plan, plan.workers - 1).end;
}

/** The engine of one worker, counted from 0, in a memory of at least `bytesFor(plan)` bytes. */
export async function engineOn(
  memory: WebAssembly.Memory,
  module: WebAssembly.Module,
  plan: EnginePlan,
  worker: number,
): Promise<Engine> {
  const places = placesOf(plan, worker);
  const k = await kernelsOn(module, memory);
  const desk = { k, bytes: bytesOf(plan.precision), panels: places.panels };
  const numbers = numbersIn(memory, plan.precision);
  return { ...places, plan, desk, numbers, integers: new Int32Array(memory.buffer) };
}

function placesOf(plan: EnginePlan, worker: number): Places {
  const bytes = bytesOf(plan.precision);
  const { sizes, V_source, V_target, capacity } = plan;
  const room = roomFrom(FIRST, bytes);
  const blocks = () => transformerBlocks(room, sizes, V_source, V_target);
  const [P, m, v] = [blocks(), blocks(), blocks()];
  const gradients = Array.from({ length: PARTS }, blocks);
  const length = m.E_source.at - P.E_source.at;
  const batch = batchRoom(room, capacity);
  const PE = room.numbers(capacity.longest * sizes.d_model);
  // Behind what all share, each worker has its own room.
  for (let before = 0; before < worker; before++) workRoom(room, plan);
  const { panels, w } = workRoom(room, plan);
  return { P, m, v, gradients, length, batch, PE, panels, w, end: room.end() };
}

function workRoom(room: Room, { sizes, V_target, capacity }: EnginePlan) {
  const { d_model: d, d_ff } = sizes;
  const tokens = Math.max(capacity.source, capacity.target);
  // What is packed: every matrix, on the way back its transpose, and the gradients of all tokens.
  const packed = [
    [d, 2 * d],
    [2 * d, d],
    [d, d_ff],
    [d_ff, d],
    [d, V_target],
    [V_target, d],
    [tokens, 2 * d],
    [tokens, d_ff],
  ];
  const largest = Math.max(...packed.map(([k, m]) => panelBytes(k, m, room.bytes)));
  const panels = room.numbers(largest / room.bytes);
  return { panels, w: transformerRoom(room, sizes, V_target, capacity) };
}

/** What is kept of a model in training: chapter 12's Learner without its count of steps. */
export type Trained = Omit<Learner<TransformerParams>, 't'>;

/** Puts a model in training into the memory, and the table of positions: capacity.longest×d_model. */
export function load({ P, m, v, PE, numbers, desk }: Engine, trained: Trained, positions: Matrix): void {
  write(trained.P, P, numbers);
  write(trained.m, m, numbers);
  write(trained.v, v, numbers);
  positions.forEach((row, p) => numbers.set(row, PE / desk.bytes + p * row.length));
}

/** The model in the memory, in the form of `like`. */
export function unload({ P, m, v, numbers }: Engine, like: TransformerParams): Trained {
  return { P: read(like, P, numbers), m: read(like, m, numbers), v: read(like, v, numbers) };
}

/** The parameters alone, in the form of `like`. */
export function parameters({ P, numbers }: Engine, like: TransformerParams): TransformerParams {
  return read(like, P, numbers);
}

/** Puts a batch into the memory. Result: its target tokens. Throws RangeError if it does not fit, and as `needIds`. */
export function loadBatch({ batch, integers, plan }: Engine, pairs: Sequence[]): number {
  let tokens = 0;
  for (const [p, part] of parts(pairs).entries()) {
    for (const { source, read, wanted } of part) {
      needIds(source, plan.V_source);
      needIds(read, plan.V_target);
      needIds(wanted, plan.V_target);
      tokens += read.length;
    }
    writePart(part, batch[p], integers, plan.capacity);
  }
  return tokens;
}

/** The loss of part p of the batch, in nats summed over its tokens; nothing is dropped and nothing learned. */
export function partLoss({ desk, plan, batch, integers, P, PE, w }: Engine, p: number, smoothing: number): number {
  const part = readPart(batch[p], integers);
  if (part.target.tokens === 0) return 0;
  const Z = encode(desk, part, P, PE, w, false);
  decode(desk, part, Z, P, PE, w, false);
  return loss(desk, part, plan.V_target, smoothing, w);
}

/** Chapter 12's lossOf for part p of the batch: its loss, and its gradient in gradients[p]. */
export function partGradient(engine: Engine, p: number, smoothing: number, dropping: Dropping): number {
  const { desk, plan, batch, integers, P, PE, w, gradients, length } = engine;
  const all = batch.map((room) => readPart(room, integers));
  const part = all[p];
  const dP = gradients[p];
  if (part.target.tokens === 0) {
    desk.k.clear(dP.E_source.at, length / desk.bytes);
    return 0;
  }
  const dropped = dropping.p > 0;
  if (dropped) {
    const before = all.slice(0, p).map((one) => factorsOf(one, plan.sizes));
    const at = before.reduce((sum, count) => sum + count, dropping.at);
    dropoutFactors(desk, part, plan.sizes, { ...dropping, at }, w);
  }
  const Z = encode(desk, part, P, PE, w, dropped);
  decode(desk, part, Z, P, PE, w, dropped);
  const found = loss(desk, part, plan.V_target, smoothing, w);
  transformerBackward(desk, part, Z, P, w, dropped, dP);
  return found;
}

/** What a step of Adam needs to know: the numbers of chapter 12. */
export interface AdamStep {
  tokens: number; //  of the whole batch: the gradient is a mean over them
  rate: number;
  beta_1: number;
  beta_2: number;
  fill_m: number; //  1 − β_1^t
  fill_v: number; //  1 − β_2^t
  epsilon: number;
}

/** Chapter 12's adam for the share of one worker: worker i of n moves the i-th n-th of all numbers. */
export function adamShare({ desk, P, m, v, gradients, length, plan }: Engine, worker: number, step: AdamStep): void {
  const line = 64;
  const lines = length / line;
  const from = Math.floor((lines * worker) / plan.workers) * line;
  const to = Math.floor((lines * (worker + 1)) / plan.workers) * line;
  const [P_, m_, v_, dP] = [P, m, v, gradients[0]].map(({ E_source }) => E_source.at + from);
  const { tokens, rate, beta_1, beta_2, fill_m, fill_v, epsilon } = step;
  desk.k.adam(
    P_,
    m_,
    v_,
    dP,
    PARTS,
    length,
    (to - from) / desk.bytes,
    tokens,
    rate,
    beta_1,
    beta_2,
    fill_m,
    fill_v,
    epsilon,
  );
}
