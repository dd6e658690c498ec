/** Chapter 8's case: a line walks downhill, an expression on the tape, and the loss of one guess. */

import * as hand from '../../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import { cost, descend, slope } from '../../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../../chapters/08-backprop/linear.ts';
import { given as noted, gradients, productOf, sumOf } from '../../chapters/08-backprop/tape.ts';
import type { Figure } from '../stage/figure.ts';

const { points, rate, x, S, T } = hand;

/** Points, the first w and the rate; x of an expression; scores and the right word; and a layer with two outputs. */
// prettier-ignore
export const given = {
  points, w_0: 0, rate, x, S, T,
  layer: { X: [[1, 2], [3, -1], [0, 1]], W: [[1, -1], [2, 0]], T: [[1, 0], [0, 1], [2, 2]] },
};

/** What comes of it, forwards and backwards. The expression is x² + x, in which x is read three times. */
export function worked({ points, w_0, rate, x, S, T, layer }: typeof given) {
  const scored = crossEntropy(S, T);
  const fitted = meanSquare(layer.X, layer.W, layer.T);
  const node = noted(x);
  const y = sumOf(productOf(node, node), node);
  return {
    cost: cost(w_0, points),
    slope: slope(w_0, points),
    path: descend(w_0, rate, 3, points),
    y: y.value,
    dx: gradients(y).get(node),
    P: scored.P,
    loss: scored.loss,
    dS: crossEntropyBackward(scored),
    E: fitted.E,
    ...meanSquareBackward(fitted),
  };
}

const words = ['1', '2', '3'].map((number) => ({ en: `word ${number}`, zh: `词 ${number}` }));

/** The loss of one guess, and what it asks of the scores. */
export const figures: Figure[] = [
  {
    part: '5',
    caption: {
      en: 'Believed less wanted: every score hears P − T, and no more. Change the scores, and the gradient follows.',
      zh: '相信的减去想要的：每个分数听到的就是 P − T，不多不少。改一改分数，梯度也跟着变。',
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
    first: 'dS[0][2]',
  },
];
