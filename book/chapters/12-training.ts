/** Chapter 12's case: a smoothed target, the rate of a few steps, two steps of Adam, and the loss of one pair. */

import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { adam, beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import * as hand from '../../chapters/12-training/by-hand.ts';
import { lossOf, smoothed } from '../../chapters/12-training/training.ts';
import { seeded } from '../../lib/random.ts';
import type { Figure } from '../stage/figure.ts';

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

const weights = ['w_1', 'w_2'];
const leaf = (path: string, called: string, digits: number) => ({ path, called, columns: weights, digits });

/** Two steps of Adam. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: 'A gradient 25 times as large moves its weight no further: m/√v is its sign. In the second step w_1 turns round, and hardly moves.',
      zh: '梯度大 25 倍，权重也不会走得更远：m/√v 只剩它的正负号。第二步 w_1 掉头，几乎没有动。',
    },
    given: [
      { ...leaf('first.w', 'start', 2), printed: 'entries' },
      leaf('gradients[0].w', 'gradient 1', 0),
      leaf('gradients[1].w', 'gradient 2', 0),
      { path: 'rate', digits: 2 },
    ],
    forwards: [
      [
        leaf('after.m.w', 'm', 2),
        leaf('after.v.w', 'v', 2),
        leaf('after.P.w', 'after step 1', 4),
        { ...leaf('afterTwo.P.w', 'end', 4), role: 'result', printed: 'entries' },
      ],
    ],
    first: 'afterTwo.P.w[0]',
  },
];
