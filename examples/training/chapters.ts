/** The chapters' own loops as a trainer: slower than the engine, and every line of them can be read. */

import type { Learner } from '../../chapters/12-training/adam.ts';
import { step, type LossAndGradient } from '../../chapters/12-training/step.ts';
import { numbersOf, type Stream } from '../../lib/philox.ts';
import type { Random } from '../../lib/random.ts';
import { divergence, needLoss, needNumbers } from './diverged.ts';
import type { StepPlan, Trainer } from './trainer.ts';

/** The loss of an item, and its gradient, as a step of training takes it: smoothed, and with numbers dropped. */
export type LossFor<P, Item> = (plan: StepPlan, random: Random) => (item: Item, P: P) => LossAndGradient<P>;

/** A trainer for a model as it stands. A step throws DivergedError as soon as a loss or a weight is no number. */
export function chapterTrainer<P extends object, Item>(begin: Learner<P>, lossFor: LossFor<P, Item>): Trainer<P, Item> {
  let learner = begin;
  return {
    async step(batch, plan, stream) {
      try {
        const { learner: next, loss } = step(learner, batch, lossFor(plan, numbersOf(stream)), plan.rate);
        needLoss(loss);
        needNumbers(next.P);
        learner = next;
        return loss;
      } catch (error) {
        throw divergence(error);
      }
    },
    async judge(batch, smoothing) {
      const lossOf = lossFor({ rate: 0, smoothing, drop: 0 }, numbersOf(NOTHING_DROPPED));
      return batch.reduce((sum, item) => sum + lossOf(item, learner.P).loss, 0);
    },
    parameters: () => learner.P,
    learner: () => learner,
    async dismiss() {},
  };
}

/** Where nothing is dropped no number is drawn. */
const NOTHING_DROPPED: Stream = { key: [0, 0], at: 0 };
