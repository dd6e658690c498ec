/** Chapter 9's case: two bits are added, and the slopes of three activations. */

import { relu, sigmoid, tanh } from '../../chapters/09-feed-forward/activations.ts';
import * as hand from '../../chapters/09-feed-forward/by-hand.ts';
import { feedForward, feedForwardBackward } from '../../chapters/09-feed-forward/feed-forward.ts';
import type { Figure } from '../stage/figure.ts';

/** Where the slopes are drawn, and nearer to 0 the activations themselves. */
const grid = Array.from({ length: 49 }, (_, k) => (k - 24) / 4);
const near = Array.from({ length: 33 }, (_, k) => (k - 16) / 8);

/** Pairs of bits, the layer that adds them, what the loss asks, and places on the activations' curves. */
// prettier-ignore
export const given = { X: hand.bits, P: hand.adder, dY: [[1, 0], [0, 1], [2, -1], [1, 1]], xs: [-10, -5, -2, -1, 0, 1, 2, 5, 10], grid, near };

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY, xs, grid, near }: typeof given) {
  const { H, R, Y } = feedForward(X, P);
  const curve = ({ f, slope }: typeof relu) => ({
    f: xs.map((x) => f(x)),
    slope: xs.map((x) => slope(x)),
    slopes: grid.map((x) => slope(x)),
  });
  return {
    H,
    R,
    Y,
    ...feedForwardBackward(dY, { X, P, H, R, Y }),
    relu: curve(relu).f,
    sigmoid: curve(sigmoid),
    tanh: curve(tanh),
    drawn: {
      relu: near.map((x) => relu.f(x)),
      sigmoid: near.map((x) => sigmoid.f(x)),
      tanh: near.map((x) => tanh.f(x)),
    },
  };
}

const rows = hand.bits.map((bits) => bits.join(', '));
const inside = [
  { en: 'ones', zh: '几个 1' },
  { en: 'both', zh: '都是 1' },
];
const out = [
  { en: 'digit', zh: '本位' },
  { en: 'carry', zh: '进位' },
];

/** Where activations are deaf, and two bits that are added. */
export const figures: Figure[] = [
  {
    part: '4',
    caption: {
      en: 'Far from 0 the slope of sigmoid and tanh is next to nothing: there they are deaf. The highest slope of sigmoid is a quarter. ReLU is deaf left of 0 only, where it is flat.',
      zh: '离 0 一远，sigmoid 和 tanh 的斜率就几乎没有了：它们在那里是聋的。sigmoid 的斜率最高也只有四分之一。ReLU 只在 0 的左边聋，那里它是平的。',
    },
    given: [{ path: 'xs', called: 'x', digits: 0 }],
    forwards: [
      [
        { path: 'sigmoid.f', called: 'sigmoid', role: 'query', digits: 5, printed: 'entries' },
        {
          path: 'sigmoid.slope',
          called: { en: 'its slope', zh: '它的斜率' },
          role: 'query',
          digits: 5,
          printed: 'entries',
        },
        { path: 'tanh.f', called: 'tanh', role: 'share', digits: 5, printed: 'entries' },
        {
          path: 'tanh.slope',
          called: { en: 'its slope', zh: '它的斜率' },
          role: 'share',
          digits: 5,
          printed: 'entries',
        },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: {
          en: 'where each of the three is flat',
          zh: '三个激活函数各在哪里变平',
        },
        xLabel: 'x',
        x: 'near',
        lines: [
          { path: 'drawn.sigmoid', called: 'sigmoid' },
          { path: 'drawn.tanh', called: 'tanh' },
          { path: 'drawn.relu', called: 'ReLU' },
        ],
      },
      {
        kind: 'curves',
        says: { en: 'the slopes of sigmoid and tanh', zh: 'sigmoid 和 tanh 的斜率' },
        xLabel: 'x',
        x: 'grid',
        lines: [
          { path: 'sigmoid.slopes', called: { en: 'slope of sigmoid', zh: 'sigmoid 的斜率' } },
          { path: 'tanh.slopes', called: { en: 'slope of tanh', zh: 'tanh 的斜率' } },
        ],
      },
    ],
  },
  {
    part: '2',
    caption: {
      en: 'The second number inside sleeps until both bits are 1; only then does it take 2 off the digit and carry 1.',
      zh: '里面的第二个数一直睡着，直到两个比特都是 1；这时它从本位减去 2，进 1。',
    },
    given: [
      { path: 'X', says: 'a, b', rows, columns: ['a', 'b'], digits: 0 },
      { path: 'P.W_1', called: 'W_1', columns: inside, digits: 0 },
      { path: 'P.b_1', called: 'b_1', columns: inside, digits: 0 },
      { path: 'P.W_2', called: 'W_2', columns: out, digits: 0 },
      { path: 'P.b_2', called: 'b_2', columns: out, digits: 0 },
      { path: 'dY', role: 'gradient', rows, columns: out, digits: 0 },
    ],
    forwards: [
      [
        { path: 'H', printed: 'rows', says: 'X W_1 + b_1', rows, columns: inside, digits: 0 },
        { path: 'R', printed: 'rows', says: 'max(0, H)', rows, columns: inside, digits: 0 },
        { path: 'Y', printed: 'rows', role: 'result', rows, columns: out, digits: 0 },
      ],
    ],
    backwards: [
      [
        { path: 'dX', role: 'gradient', rows, columns: ['a', 'b'], digits: 0 },
        { path: 'dP.W_1', called: 'dW_1', role: 'gradient', columns: inside, digits: 0 },
        { path: 'dP.b_1', called: 'db_1', role: 'gradient', columns: inside, digits: 0 },
        { path: 'dP.W_2', called: 'dW_2', role: 'gradient', columns: out, digits: 0 },
        { path: 'dP.b_2', called: 'db_2', role: 'gradient', columns: out, digits: 0 },
      ],
    ],
    first: 'Y[3][0]',
  },
];
