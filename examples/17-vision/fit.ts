/** A training run of chapter 17: so many steps over examples in a random order. */

import { beginner } from '../../chapters/12-training/adam.ts';
import { lossOf, type Classifier, type Example } from '../../chapters/17-vision/training.ts';
import type { VisionParams } from '../../chapters/17-vision/vision.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { vision } from '../../chapters/20-speed/engine/vision.ts';
import { streamOf } from '../../lib/philox.ts';
import { seeded, shuffle } from '../../lib/random.ts';
import { chapterTrainer } from '../training/chapters.ts';
import { engineTrainer, type Place } from '../training/team.ts';
import type { Trainer } from '../training/trainer.ts';

/** How a classifier is trained. */
export interface Plan {
  steps: number;
  batch: number; // images a step
  rate: number; //  of Adam, at its highest
}

/** Who trains a classifier, from what it begins with; batch: images a step. */
export type By<P extends object> = (begin: P, batch: Example[]) => Promise<Trainer<P, Example>>;

/** The engine at a place, for the encoder. */
export function byEngine(place: Place): By<VisionParams> {
  return (begin, batch) => {
    const [longest] = batch.map((example) => vision.tokensOf(example));
    const capacity = capacityFor(batch.length * longest, longest, vision.parts);
    return engineTrainer(vision, beginner(begin), { capacity, workers: 1, precision: 'f64' }, place);
  };
}

/** The chapter's loops, for any classifier. */
export function byChapter<P extends object, W extends { S: number[][] }>(classifier: Classifier<P, W>): By<P> {
  return async (begin) => chapterTrainer(beginner(begin), () => (example, P) => lossOf(example, P, classifier));
}

/** How far training has come. */
export interface AfterStep<P> {
  step: number;
  steps: number;
  loss: number; // of its batch, nats an image
  P: () => P; // as it is now
}

/**
 * The rate of step t, from 1: it rises over the first twentieth of the steps, and falls to 0 over the second
 * half, in straight lines.
 */
export function rateAt(t: number, { steps, rate }: Plan): number {
  return rate * Math.min(1, (20 * t) / steps, (2 * (steps + 1 - t)) / steps);
}

/** Trains. When all examples have been seen, they come again in a new order. Yields after every step. */
export async function* fit<P extends object>(
  begin: P,
  examples: Example[],
  by: By<P>,
  plan: Plan,
  seed: string,
): AsyncGenerator<AfterStep<P>, P> {
  const random = seeded(`order ${seed}`);
  const nothing = streamOf(''); // nothing is dropped
  const trainer = await by(begin, examples.slice(0, plan.batch));
  let queue: Example[] = [];
  try {
    for (let t = 1; t <= plan.steps; t++) {
      while (queue.length < plan.batch) queue = [...queue, ...shuffle(random, examples)];
      const told = { rate: rateAt(t, plan), smoothing: 0, drop: 0 };
      const loss = await trainer.step(queue.slice(0, plan.batch), told, nothing);
      queue = queue.slice(plan.batch);
      yield { step: t, steps: plan.steps, loss, P: trainer.parameters };
    }
    return trainer.parameters();
  } finally {
    await trainer.dismiss();
  }
}
