/** Chapter 12's case: a smoothed target, the rate of a few steps, two steps of Adam, and the loss of one pair. */

import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { adam, beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import * as hand from '../../chapters/12-training/by-hand.ts';
import { lossOf, smoothed } from '../../chapters/12-training/training.ts';
import { seeded } from '../../lib/random.ts';
import type { Figure, Words } from '../stage/figure.ts';

const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };
const pair = { source: [4, 5, 6], target: [4, 5] };

/** Steps of the paper's schedule: some that are printed, and all that are drawn. */
const SHOWN = [1, 1000, 4000, 16000];
const DRAWN = Array.from({ length: 80 }, (_, k) => 250 * (k + 1));

/** Smoothing; steps of the schedule; three numbers, their gradients of two steps; the model asked for one pair. */
export const given = {
  epsilon: hand.epsilon,
  rate: hand.rate,
  steps: hand.rates.map(([t]) => t),
  schedule: { d_model: 512, warmup: 4000, t: SHOWN, ts: DRAWN },
  first: hand.P_0,
  gradients: [hand.dP_1, hand.dP_2],
  P: transformerParams(seeded('我爱你'), 7, 7, sizes),
};

/** What comes of it. */
export function worked({ epsilon, rate, steps, schedule, first, gradients, P }: typeof given) {
  const [one, two] = gradients;
  const after = adam(beginner(first), one, rate);
  const { loss, dP } = lossOf(pair, P, epsilon);
  const { d_model, warmup, t, ts } = schedule;
  const rateAt = (t: number) => warmupRate(t, d_model, warmup);
  return {
    schedule: { rates: t.map(rateAt), curve: ts.map(rateAt) },
    T: smoothed([1], 4, epsilon),
    rates: steps.map((t) => warmupRate(t, hand.schedule.d_model, hand.schedule.warmup)),
    after: { P: after.P, m: after.m, v: after.v },
    afterTwo: { P: adam(after, two, rate).P },
    loss,
    dP,
  };
}

const weights = ['w_1', 'w_2'];
const leaf = (path: string, called: Words, digits: number) => ({ path, called, columns: weights, digits });

/** Two steps of Adam. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: 'The rate rises with t for as long as the warm-up lasts, and falls with 1/√t from there. A shorter warm-up is a higher top.',
      zh: '预热还没结束，学习率就随 t 上升；之后按 1/√t 下降。预热越短，顶峰越高。',
    },
    given: [
      { path: 'schedule.warmup', called: { en: 'warmup', zh: '预热' }, digits: 0 },
      { path: 'schedule.d_model', called: 'd_model', digits: 0 },
    ],
    forwards: [
      [
        {
          path: 'schedule.rates',
          called: { en: 'rate', zh: '学习率' },
          role: 'result',
          columns: SHOWN.map((t) => ({ en: `step ${t}`, zh: `第 ${t} 步` })),
          digits: 7,
        },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: { en: 'the rate of each step', zh: '每一步的学习率' },
        xLabel: { en: 'step', zh: '步' },
        x: 'schedule.ts',
        lines: [{ path: 'schedule.curve', called: { en: 'rate', zh: '学习率' } }],
      },
    ],
  },
  {
    part: '2',
    caption: {
      en: 'A gradient 25 times as large moves its weight no further: m/√v is its sign. In the second step w_1 turns round, and hardly moves.',
      zh: '梯度大到 25 倍，权重也不会走得更远：m/√v 只剩它的正负号。第二步 w_1 掉头，几乎没有动。',
    },
    given: [
      { ...leaf('first.w', { en: 'start', zh: '起点' }, 2), printed: 'entries' },
      leaf('gradients[0].w', { en: 'gradient 1', zh: '梯度 1' }, 0),
      leaf('gradients[1].w', { en: 'gradient 2', zh: '梯度 2' }, 0),
      { path: 'rate', called: { en: 'rate', zh: '学习率' }, digits: 2 },
    ],
    forwards: [
      [
        leaf('after.m.w', 'm', 2),
        leaf('after.v.w', 'v', 2),
        leaf('after.P.w', { en: 'after step 1', zh: '第 1 步之后' }, 4),
        { ...leaf('afterTwo.P.w', { en: 'end', zh: '终点' }, 4), role: 'result', printed: 'entries' },
      ],
    ],
    first: 'afterTwo.P.w[0]',
  },
];
