/** Training for chapter 22 by its own loops, of what the engine does not know. */

import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import { step, type LossAndGradient } from '../../chapters/12-training/step.ts';
import { shuffle, type Random } from '../../lib/random.ts';

/** How the chapter's loops learn: Adam at one rate. */
export interface Course {
  epochs: number;
  batch: number;
  rate: number;
}

/** What a step of the loops reports. */
interface Reported {
  step: number;
  steps: number;
  loss: number;
}

/** Steps of chapter 12 on these items, in a new order each epoch, reported one by one. Throws as `step`. */
export function* fitByLoops<P extends object, Item>(
  begin: P,
  items: Item[],
  lossOf: (item: Item, P: P) => LossAndGradient<P>,
  { epochs, batch, rate }: Course,
  random: Random,
): Generator<Reported, P> {
  let learner: Learner<P> = beginner(begin);
  const steps = epochs * Math.ceil(items.length / batch);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffle(random, items);
    for (let from = 0; from < order.length; from += batch) {
      const stepped = step(learner, order.slice(from, from + batch), lossOf, rate);
      learner = stepped.learner;
      yield { step: learner.t, steps, loss: stepped.loss };
    }
  }
  return learner.P;
}
