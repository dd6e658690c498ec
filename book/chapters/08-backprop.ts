/** Chapter 8's case: a line walks downhill, an expression on the tape, and the loss of one guess. */

import * as hand from '../../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import { cost, descend, slope } from '../../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../../chapters/08-backprop/linear.ts';
import { given as noted, gradients, productOf, sumOf } from '../../chapters/08-backprop/tape.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { points, rate, x, S, T } = hand;

/** Where the cost is drawn: w from 0 to 6. */
const ws = Array.from({ length: 61 }, (_, k) => k / 10);
const STEPS = 4;

/** Points, the first w and the rate; x of an expression; scores and the right word; and a layer with two outputs. */
// prettier-ignore
export const given = {
  points, w_0: 0, rate, ws, x, S, T,
  layer: { X: [[1, 2], [3, -1], [0, 1]], W: [[1, -1], [2, 0]], T: [[1, 0], [0, 1], [2, 2]] },
};

/** What comes of it, forwards and backwards. The expression is x² + x, in which x is read three times. */
export function worked({ points, w_0, rate, ws, x, S, T, layer }: typeof given) {
  const scored = crossEntropy(S, T);
  const fitted = meanSquare(layer.X, layer.W, layer.T);
  const path = descend(w_0, rate, STEPS, points);
  const node = noted(x);
  const y = sumOf(productOf(node, node), node);
  return {
    cost: cost(w_0, points),
    slope: slope(w_0, points),
    costs: ws.map((w) => cost(w, points)),
    path,
    pathCosts: path.map((w) => cost(w, points)),
    pathSlopes: path.map((w) => slope(w, points)),
    y: y.value,
    dx: gradients(y).get(node),
    P: scored.P,
    loss: scored.loss,
    dS: crossEntropyBackward(scored),
    E: fitted.E,
    ...meanSquareBackward(fitted),
  };
}

const steps = Array.from({ length: STEPS + 1 }, (_, k) => String(k));
const words = numbered(3).map((number) => ({ en: `word ${number}`, zh: `词 ${number}` }));

/** The loss of one guess, and what it asks of the scores. */
export const figures: Figure[] = [
  {
    part: '2',
    caption: {
      en: 'Each step goes against the slope, by the rate.',
      zh: '每一步逆着斜率走，走多远由学习率定。',
    },
    trying: {
      en: 'Set the rate to 0.25, to 0.45, to 0.55: when is the walker there at once, when does it stagger, when does it climb?',
      zh: '把学习率改成 0.25、0.45、0.55：哪一次一步就到，哪一次来回摇摆，哪一次越走越高？',
    },
    given: [
      { path: 'w_0', called: 'w', says: { en: 'at the start', zh: '起点' }, digits: 3 },
      { path: 'rate', says: { en: 'the rate', zh: '学习率' }, digits: 3 },
      { path: 'points', says: 'x, y', columns: ['x', 'y'], digits: 0 },
    ],
    forwards: [
      [
        { path: 'path', called: 'w', says: { en: 'step by step', zh: '一步一步' }, columns: steps, printed: 'entries' },
        { path: 'pathCosts', called: { en: 'cost', zh: '代价' }, columns: steps, printed: 'entries' },
        { path: 'pathSlopes', called: { en: 'slope', zh: '斜率' }, columns: steps, printed: 'entries' },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: { en: 'the cost of every w, and the walk downhill', zh: '每个 w 的代价，和下山的路' },
        xLabel: 'w',
        x: 'ws',
        lines: [{ path: 'costs', called: { en: 'cost', zh: '代价' } }],
        walker: { x: 'path', y: 'pathCosts' },
      },
    ],
    first: 'path[1]',
  },
  {
    part: '5',
    caption: {
      en: 'Believed less wanted: every score hears P − T, and no more.',
      zh: '相信的减去想要的：每个分数听到的就是 P − T，不多不少。',
    },
    trying: {
      en: 'Change the scores, and the gradient follows.',
      zh: '改一改分数，梯度也跟着变。',
    },
    given: [
      { path: 'S', printed: 'rows', says: { en: 'scores', zh: '分数' }, columns: words },
      { path: 'T', printed: 'rows', says: { en: 'wanted', zh: '想要的' }, columns: words },
    ],
    forwards: [
      [
        {
          path: 'P',
          printed: 'rows',
          says: { en: 'believed', zh: '相信的' },
          role: 'share',
          columns: words,
          heat: true,
        },
        { path: 'loss', printed: 'entries', role: 'result', says: { en: 'nats', zh: '奈特' } },
      ],
    ],
    backwards: [[{ path: 'dS', printed: 'rows', called: 'P − T', role: 'gradient', columns: words }]],
  },
];
