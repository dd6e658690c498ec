/** What the workers of one memory are asked to do, and each one's share of it. */

import { PARTS } from './batch.ts';
import type { Dropping } from './dropout.ts';
import { adamShare, partGradient, partLoss, type AdamStep, type Engine } from './engine.ts';

/** A step is two orders, because Adam needs the gradients of all parts: first `learn`, then `adam`. */
export type Order =
  | { kind: 'learn'; smoothing: number; dropping: Dropping } // gradients of the batch, and its loss
  | { kind: 'judge'; smoothing: number } //                     its loss alone, nothing dropped
  | { kind: 'adam'; step: AdamStep };

/**
 * Does what falls to one worker, counted from 0: of n workers, worker i has the parts i, i + n, … of the batch, and
 * the i-th n-th of all parameters. Result: the losses of its parts, in nats, each in the place of its part.
 */
export function share(engine: Engine, worker: number, order: Order): number[] {
  const losses = new Array<number>(PARTS).fill(0);
  if (order.kind === 'adam') {
    adamShare(engine, worker, order.step);
    return losses;
  }
  for (let p = worker; p < PARTS; p += engine.plan.workers) {
    losses[p] =
      order.kind === 'learn'
        ? partGradient(engine, p, order.smoothing, order.dropping)
        : partLoss(engine, p, order.smoothing);
  }
  return losses;
}
