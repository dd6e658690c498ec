/** Training for chapter 22: the engine learns lines, the chapter's loops learn what the engine does not know. */

import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import { step, type LossAndGradient } from '../../chapters/12-training/step.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { gpt } from '../../chapters/20-speed/engine/gpt.ts';
import { shuffle, type Random } from '../../lib/random.ts';
import { threads } from '../training/crew.ts';
import { beginning, fit, type Progress } from '../training/fit.ts';
import { fittingOf } from '../training/fit-pairs.ts';
import { engineTrainer } from '../training/team.ts';

/** Chapter 16's training by the engine, in this thread, reported after each step. Throws as `fit`. */
export async function* fitLines(
  P: GptParams,
  lines: Pair[],
  plan: Plan,
  epochs: number,
  seed: string,
): AsyncGenerator<Progress<GptParams, Pair>, GptParams> {
  const longest = Math.max(...lines.map((line) => gpt.tokensOf(line)));
  const capacity = capacityFor(plan.batch * longest, longest, gpt.parts);
  const fitted = yield* fit(beginning(P, seed), fittingOf(lines, plan, epochs), (learner) =>
    engineTrainer(gpt, learner, { capacity, workers: 1, precision: 'f64' }, threads),
  );
  return fitted.P;
}

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
