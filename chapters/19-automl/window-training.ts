/**
 * Chapter 19 — Training a window: chapter 12 with another model
 *
 *     loss(pair) = − Σ_i Σ_c T_ic ln P(c | the last w of y_1 … y_{i−1}, x)
 *
 * Teacher forcing, smoothing, Adam and the rate are chapter 12's. Article: 「啓發收穫」, point seven (MLP).
 */

import type { Matrix } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import { warmupRate, type Learner } from '../12-training/adam.ts';
import { dropout } from '../12-training/dropout.ts';
import { learn, smoothed, teacherForced, type Pair, type Plan } from '../12-training/training.ts';
import { window, windowBackward, type Places, type WindowParams } from './window.ts';

/** The loss of one pair, in nats summed over its n tokens, and its gradient dP. Throws as `window` and `smoothed`. */
export function lossOf({ source, target }: Pair, P: WindowParams, places: Places, smoothing: number, D?: Matrix) {
  const { read, wanted } = teacherForced(target);
  const working = window(source, read, P, places, D);
  const scored = crossEntropy(working.fed.Y, smoothed(wanted, P.E_target.length, smoothing));
  const { dP } = windowBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/**
 * One step: the gradient of the batch's mean loss, then Adam. The rate is the paper's for a width of d.
 * Throws RangeError for a batch without pairs, or as `lossOf`.
 */
export function step(
  learner: Learner<WindowParams>,
  pairs: Pair[],
  places: Places,
  plan: Omit<Plan, 'sizes'>,
  random: Random,
): { learner: Learner<WindowParams>; loss: number } {
  if (pairs.length === 0) throw new RangeError('a step needs at least one pair, got 0');
  const { P, t } = learner;
  const d = P.E_source[0].length;
  const found = pairs.map((pair) => {
    const D = plan.drop === 0 ? undefined : dropout(random, pair.target.length + 1, P.layer.W_1.length, plan.drop);
    return lossOf(pair, P, places, plan.smoothing, D);
  });
  return learn(learner, found, plan.rate * warmupRate(t + 1, d, plan.warmup));
}
