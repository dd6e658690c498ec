/** Chapter 12's case: a smoothed target, the rate of a few steps, two steps of Adam, and the loss of one pair. */

import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { adam, beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import * as hand from '../../chapters/12-training/by-hand.ts';
import { lossOf, smoothed } from '../../chapters/12-training/training.ts';
import { seeded } from '../../lib/random.ts';

const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };
const pair = { source: [4, 5, 6], target: [4, 5] };

/** Smoothing; steps of the schedule; three numbers, their gradients of two steps; the model asked for one pair. */
export const given = {
  epsilon: hand.epsilon,
  rate: hand.rate,
  steps: hand.rates.map(([t]) => t),
  first: hand.P_0,
  gradients: [hand.dP_1, hand.dP_2],
  P: transformerParams(seeded('我爱你'), 7, 7, sizes),
};

/** What comes of it. */
export function worked({ epsilon, rate, steps, first, gradients, P }: typeof given) {
  const [one, two] = gradients;
  const after = adam(beginner(first), one, rate);
  const { loss, dP } = lossOf(pair, P, epsilon);
  return {
    T: smoothed([1], 4, epsilon),
    rates: steps.map((t) => warmupRate(t, hand.schedule.d_model, hand.schedule.warmup)),
    after: { P: after.P, m: after.m, v: after.v },
    afterTwo: { P: adam(after, two, rate).P },
    loss,
    dP,
  };
}
