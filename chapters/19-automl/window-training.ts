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
import { dropout } from '../12-training/dropout.ts';
import type { LossAndGradient } from '../12-training/step.ts';
import { smoothed, teacherForced, type Pair, type Plan } from '../12-training/training.ts';
import { window, windowBackward, type Places, type WindowParams } from './window.ts';

/** The loss of one pair, in nats summed over its n tokens, and its gradient dP. Throws as `window` and `smoothed`. */
export function lossOf(
  { source, target }: Pair,
  P: WindowParams,
  places: Places,
  smoothing: number,
  D?: Matrix,
): LossAndGradient<WindowParams> {
  const { read, wanted } = teacherForced(target);
  const working = window(source, read, P, places, D);
  const scored = crossEntropy(working.fed.Y, smoothed(wanted, P.E_target.length, smoothing));
  const { dP } = windowBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/**
 * lossOf as a step of training takes it: smoothed, and with numbers dropped, drawn anew for each
 * pair. Throws as `dropout`.
 */
export function trainingLoss(places: Places, { smoothing, drop }: Pick<Plan, 'smoothing' | 'drop'>, random: Random) {
  return (pair: Pair, P: WindowParams): LossAndGradient<WindowParams> => {
    const n = pair.target.length + 1; // BOS is read, EOS is not
    const D = drop === 0 ? undefined : dropout(random, n, P.layer.W_1.length, drop);
    return lossOf(pair, P, places, smoothing, D);
  };
}
