/** A training run of chapter 17: so many steps over examples in a random order. */

import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import type { Example } from '../../chapters/17-vision/training.ts';
import { seeded, shuffle } from '../../lib/random.ts';

/** How a classifier is trained. */
export interface Plan {
  steps: number;
  batch: number; // images a step
  rate: number; //  of Adam, at its highest
}

/** A step of a classifier, from the chapter or from fast.ts. */
export type Step<P extends object> = (
  learner: Learner<P>,
  batch: Example[],
  rate: number,
) => { learner: Learner<P>; loss: number };

/** How far training has come. */
export interface Progress<P> {
  step: number;
  steps: number;
  loss: number; // of its batch, nats an image
  P: P;
}

/** The rate of step t, from 1: it rises over the first twentieth of the steps, and falls to 0 over the second half, in straight lines. */
export function rateAt(t: number, { steps, rate }: Plan): number {
  return rate * Math.min(1, (20 * t) / steps, (2 * (steps + 1 - t)) / steps);
}

/** Trains. When all examples have been seen, they come again in a new order. Yields after every step. */
export function* fit<P extends object>(
  begin: P,
  examples: Example[],
  step: Step<P>,
  plan: Plan,
  seed: string,
): Generator<Progress<P>, P> {
  const random = seeded(`order ${seed}`);
  let learner = beginner(begin);
  let queue: Example[] = [];
  for (let t = 1; t <= plan.steps; t++) {
    while (queue.length < plan.batch) queue = [...queue, ...shuffle(random, examples)];
    const stepped = step(learner, queue.slice(0, plan.batch), rateAt(t, plan));
    queue = queue.slice(plan.batch);
    learner = stepped.learner;
    yield { step: t, steps: plan.steps, loss: stepped.loss, P: learner.P };
  }
  return learner.P;
}
