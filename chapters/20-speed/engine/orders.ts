/** What the workers of one memory are asked to do, and each one's share of it. */

import { dropoutFactors, factorsIn, type Dropping } from './dropout.ts';
import { dropPlaces, type Engine } from './engine.ts';

/** A step is two orders, because Adam needs the gradients of all parts: first `learn`, then `adam`. */
export type Order =
  | { kind: 'learn'; smoothing: number; dropping: Dropping } // gradients of the batch, and its loss
  | { kind: 'judge'; smoothing: number } //                     its loss alone, nothing dropped
  | { kind: 'adam'; step: AdamStep };

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

/**
 * Does what falls to one worker, counted from 0: of n workers, worker i has the parts i, i + n, … of the batch, and
 * the i-th n-th of all parameters. Result: the losses of its parts, in nats, each in the place of its part.
 */
export function share(engine: Engine, worker: number, order: Order): number[] {
  const losses = engine.batch.map(() => 0);
  if (order.kind === 'adam') {
    adamShare(engine, worker, order.step);
    return losses;
  }
  for (let p = worker; p < losses.length; p += engine.plan.workers) {
    losses[p] =
      order.kind === 'learn'
        ? partGradient(engine, p, order.smoothing, order.dropping)
        : partLoss(engine, p, order.smoothing);
  }
  return losses;
}

/** The loss of part p of the batch, in nats summed over its tokens; nothing is dropped and nothing learned. */
function partLoss(
  { composition, desk, numbers, batch, integers, ground, w }: Engine,
  p: number,
  smoothing: number,
): number {
  const part = composition.read(batch[p], integers, ground);
  const pass = { ...desk, numbers, dropped: false };
  composition.forward(pass, part, w);
  return composition.loss(pass, part, w, smoothing);
}

/** The loss of part p of the batch, and its gradient in dP[p]: that of the model's chapter, summed over its items. */
function partGradient(engine: Engine, p: number, smoothing: number, dropping: Dropping): number {
  const { composition, desk, numbers, batch, integers, ground, w, dP } = engine;
  const part = composition.read(batch[p], integers, ground);
  const pass = { ...desk, numbers, dropped: dropping.p > 0 };
  if (pass.dropped) {
    let { at } = dropping;
    for (const before of dropPlaces(engine, p)) at += factorsIn(before);
    dropoutFactors(desk, composition.drops(part, w), { ...dropping, at });
  }
  composition.forward(pass, part, w);
  const loss = composition.loss(pass, part, w, smoothing);
  composition.backward(pass, part, w, dP[p]);
  return loss;
}

/** Chapter 12's adam for the share of one worker: worker i of n moves the i-th n-th of all numbers. */
function adamShare({ desk, plan, gradients, stride, ...at }: Engine, worker: number, step: AdamStep): void {
  const bytes = plan.layout.count * desk.bytes;
  const line = 64; // two workers never write to one line of the cache
  const lines = Math.ceil(bytes / line);
  const from = Math.floor((lines * worker) / plan.workers) * line;
  const to = Math.min(bytes, Math.floor((lines * (worker + 1)) / plan.workers) * line);
  const places = { P: at.P + from, m: at.m + from, v: at.v + from, dP: gradients[0] + from };
  desk.k.adam({ ...places, parts: gradients.length, stride, n: (to - from) / desk.bytes, ...step });
}
