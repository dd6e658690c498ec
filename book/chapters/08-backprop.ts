/** Chapter 8's case: a line walks downhill, an expression on the tape, the loss of one guess, and one network. */

import * as hand from '../../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import { cost, descend, slope } from '../../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../../chapters/08-backprop/linear.ts';
import { network, networkBackward, type NetworkParams } from '../../chapters/08-backprop/network.ts';
import { given as noted, gradients, productOf, sumOf, type Node } from '../../chapters/08-backprop/tape.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { numericGradient } from '../../lib/numeric.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure, Shown, Words } from '../stage/figure.ts';

const { points, rate, x, S, T } = hand;

/** Where the cost is drawn: w from 0 to 6. */
const ws = Array.from({ length: 61 }, (_, k) => k / 10);
const STEPS = 4;

/** Sizes of a nudge, as the example tries them. */
const NUDGES = ['1e-1', '1e-3', '1e-5', '1e-7', '1e-9', '1e-11'];

/** Points, first w and rate; x of expressions; scores and the right word; a network; a layer of two outputs; nudges. */
// prettier-ignore
export const given = {
  points, w_0: 0, rate, ws, x, S, T,
  one: { X: [hand.X_net[0]], T: [hand.T_net[0]], ...hand.net },
  net: { X: hand.X_net, T: hand.T_net, ...hand.net },
  layer: { X: [[1, 2], [3, -1], [0, 1]], W: [[1, -1], [2, 0]], T: [[1, 0], [0, 1], [2, 2]] },
  cube: { x, hs: NUDGES.map(Number) }, h: 1e-5,
};

/** What comes of it, forwards and backwards. The expression is x² + x, in which x is read three times. */
export function worked({ points, w_0, rate, ws, x, S, T, one, net, layer, cube, h }: typeof given) {
  const scored = crossEntropy(S, T);
  const fitted = meanSquare(layer.X, layer.W, layer.T);
  const path = descend(w_0, rate, STEPS, points);
  const node = noted(x);
  const y = sumOf(productOf(node, node), node);
  const tape = gradients(y);
  return {
    cost: cost(w_0, points),
    slope: slope(w_0, points),
    costs: ws.map((w) => cost(w, points)),
    path,
    pathCosts: path.map((w) => cost(w, points)),
    pathSlopes: path.map((w) => slope(w, points)),
    y: y.value,
    dx: tape.get(node),
    tape,
    values: [...tape.keys()].map(({ value }) => value),
    P: scored.P,
    loss: scored.loss,
    dS: crossEntropyBackward(scored),
    first: forthAndBack(one),
    both: forthAndBack(net),
    E: fitted.E,
    layerCost: fitted.cost,
    ...meanSquareBackward(fitted),
    nudged: numericGradient(() => meanSquare(layer.X, layer.W, layer.T).cost, layer, h),
    ...nudgedCube(cube.x, cube.hs),
  };
}

/** A network with its examples, forwards and backwards. */
function forthAndBack({ X, T, ...P }: NetworkParams & { X: Matrix; T: Matrix }) {
  const working = network(X, P, T);
  const { H, R, S, scored } = working;
  return { H, R, S, P: scored.P, loss: scored.loss, ...networkBackward(working) };
}

/** The slope of x³ by the tape, and by nudges of several sizes. */
function nudgedCube(x: number, hs: number[]) {
  const cube = (node: Node) => productOf(productOf(node, node), node);
  const [node, at] = [noted(x), [x]];
  return {
    dCube: gradients(cube(node)).get(node),
    cubes: hs.map((h) => numericGradient(() => cube(noted(at[0])).value, at, h)),
  };
}

const steps = Array.from({ length: STEPS + 1 }, (_, k) => String(k));
const nodes = ['x', 'x·x', 'x·x + x'];
const words = numbered(3).map((number) => ({ en: `word ${number}`, zh: `词 ${number}` }));

/** What a network is given: its examples, its weights, and what is wanted. */
function givenTo(path: string, examples: Words): Shown[] {
  const columns = words.slice(0, 2);
  return [
    { path: `${path}.X`, called: 'X', says: examples, digits: 1 },
    { path: `${path}.W_1`, called: 'W_1', digits: 1 },
    { path: `${path}.W_2`, called: 'W_2', columns, digits: 1 },
    { path: `${path}.T`, called: 'T', says: { en: 'wanted', zh: '目标' }, columns, digits: 1 },
  ];
}

function gradient(path: string, called: string): Shown {
  return { path, called, role: 'gradient', digits: 1 };
}

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
      {
        path: 'w_0',
        called: 'w',
        says: { en: 'at the start', zh: '起点' },
        digits: 3,
        slider: { from: 0, to: 6, by: 0.1 },
      },
      {
        path: 'rate',
        says: { en: 'the rate', zh: '学习率' },
        digits: 3,
        slider: { from: 0, to: 0.6, by: 0.005 },
      },
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
    part: '4',
    caption: {
      en: 'x is read three times, so three gradients come back to it, and they are added: 1 + 3 + 3 = 7. How fast a number follows another is noted at each line.',
      zh: 'x 被读了三次，回来的梯度也有三份，加在一起：1 + 3 + 3 = 7。一个数跟着谁变、变多快，记在线上。',
    },
    given: [{ path: 'x', digits: 2, slider: { from: -4, to: 4, by: 0.5 } }],
    forwards: [
      [{ path: 'values', called: 'y', says: { en: 'step by step', zh: '一步一步' }, columns: nodes, digits: 2 }],
    ],
    backwards: [[{ path: 'dx', called: '∂y/∂x', role: 'gradient', digits: 2 }]],
    pictures: [
      {
        kind: 'graph',
        tape: 'tape',
        result: 'y',
        nodes: nodes.map((called, k) => ({ called, value: `values[${k}]`, ...(k === 0 && { gradient: 'dx' }) })),
      },
    ],
  },
  {
    part: '5',
    caption: {
      en: 'Predicted less wanted: every score hears P − T, and no more.',
      zh: '预测减去目标：每个分数听到的就是 P − T，不多不少。',
    },
    trying: {
      en: 'Change the scores, and the gradient follows.',
      zh: '改一改分数，梯度也跟着变。',
    },
    given: [
      { path: 'S', printed: 'rows', says: { en: 'scores', zh: '分数' }, columns: words },
      { path: 'T', printed: 'rows', says: { en: 'wanted', zh: '目标' }, columns: words },
    ],
    forwards: [
      [
        {
          path: 'P',
          printed: 'rows',
          says: { en: 'predicted', zh: '预测' },
          role: 'share',
          columns: words,
          heat: true,
        },
        { path: 'loss', printed: 'entries', role: 'result', says: { en: 'nats', zh: '奈特' } },
      ],
    ],
    backwards: [[{ path: 'dS', printed: 'rows', called: 'P − T', role: 'gradient', columns: words }]],
  },
  {
    part: '6',
    caption: {
      en: 'In each box a value, and below it its gradient: how fast the loss follows it. On each line a weight and its gradient, which is the value at the left end times the gradient at the right end.',
      zh: '每个方框里，上面是值，下面是它的梯度，也就是损失跟着它变得多快。每条线上是一个权重和它的梯度：左端的值，乘以右端的梯度。',
    },
    trying: {
      en: 'Set the first entry of X to 3: the third unit wakes up and its weights receive a gradient, while the first falls asleep.',
      zh: '把 X 的第一个数改成 3：第三个单元醒了过来，它的权重收到了梯度，第一个单元却睡着了。',
    },
    given: givenTo('one', { en: 'one example', zh: '一个样本' }),
    forwards: [
      [
        { path: 'first.H', called: 'H', says: 'X W_1', printed: 'rows', digits: 1 },
        { path: 'first.R', called: 'R', says: 'max(0, H)', printed: 'rows', digits: 1 },
        { path: 'first.S', called: 'S', says: 'R W_2', printed: 'rows', columns: words.slice(0, 2), digits: 1 },
        { path: 'first.P', called: 'P', printed: 'rows', role: 'share', columns: words.slice(0, 2), digits: 1 },
        { path: 'first.loss', called: { en: 'loss', zh: '损失' }, printed: 'entries', role: 'result' },
      ],
    ],
    backwards: [
      ['dS', 'dR', 'dH', 'dX'].map((name) => ({ ...gradient(`first.${name}`, name), printed: 'rows' as const })),
      ['W_2', 'W_1'].map((name) => ({ ...gradient(`first.dP.${name}`, `d${name}`), printed: 'rows' as const })),
    ],
    pictures: [
      {
        kind: 'network',
        says: {
          en: 'two inputs, three units, two scores: values and gradients',
          zh: '两个输入，三个单元，两个分数：值和梯度',
        },
        columns: [
          { called: 'x', value: 'one.X', gradient: 'first.dX' },
          {
            called: 'h',
            value: 'first.H',
            gradient: 'first.dH',
            weights: { value: 'one.W_1', gradient: 'first.dP.W_1' },
          },
          { called: 'max(0, h)', value: 'first.R', gradient: 'first.dR', isOneToOne: true },
          {
            called: 's',
            value: 'first.S',
            gradient: 'first.dS',
            weights: { value: 'one.W_2', gradient: 'first.dP.W_2' },
          },
          { called: 'P', value: 'first.P' },
          { called: 'loss', value: 'first.loss' },
        ],
      },
    ],
  },
  {
    part: '7',
    caption: {
      en: 'A weight is used once for each example, and what the examples ask of it is added: that sum is a row of Xᵀ times a column of dH.',
      zh: '每个样本都用到同一个权重，各自对它的要求加在一起：这个和，就是 Xᵀ 的一行乘以 dH 的一列。',
    },
    given: givenTo('net', { en: 'two examples', zh: '两个样本' }),
    forwards: [
      [
        { path: 'both.H', called: 'H', says: 'X W_1', digits: 1 },
        { path: 'both.R', called: 'R', says: 'max(0, H)', digits: 1 },
        { path: 'both.S', called: 'S', says: 'R W_2', columns: words.slice(0, 2), digits: 1 },
        { path: 'both.P', called: 'P', role: 'share', columns: words.slice(0, 2), digits: 1 },
        { path: 'both.loss', called: { en: 'loss', zh: '损失' }, role: 'result' },
      ],
    ],
    backwards: [
      ['dS', 'dR', 'dH'].map((name) => gradient(`both.${name}`, name)),
      ['W_2', 'W_1'].map((name) => gradient(`both.dP.${name}`, `d${name}`)),
    ],
    first: 'both.dP.W_1[1][1]',
  },
  {
    part: '9',
    caption: {
      en: 'Nudged by 1e-5, the slopes agree with the gradients to ten digits or so. With a larger h the bend of x³ shows, with a smaller one too few digits of the difference are left. The cost of the layer is a parabola in each number and has no such bend: it minds only an h that is too small.',
      zh: '推 1e-5，斜率和梯度大约有十位数字一致。h 大了，x³ 的弯就露出来；h 小了，相减之后剩下的数字太少。那一层的代价对每个数都是抛物线，没有这样的弯，所以只怕 h 太小。',
    },
    given: [
      { path: 'cube.x', called: 'x', digits: 2 },
      {
        path: 'h',
        says: { en: 'the nudge', zh: '推多远' },
        digits: 12,
        slider: { from: -12, to: -1, by: 1, powers: true },
      },
      { path: 'layer.X', called: 'X', columns: numbered(2), digits: 2 },
      { path: 'layer.W', called: 'W', columns: numbered(2), digits: 2 },
      { path: 'layer.T', called: 'T', says: { en: 'wanted', zh: '想要的' }, columns: numbered(2), digits: 2 },
    ],
    forwards: [
      [
        {
          path: 'cubes',
          called: 'x³',
          says: { en: 'its slope, nudged', zh: '的斜率，微扰所得' },
          rows: NUDGES.map((h) => `h = ${h}`),
          digits: 12,
          printed: 'entries',
        },
        { path: 'dCube', called: '∂x³/∂x', says: { en: 'on the tape', zh: '纸带上算的' }, role: 'gradient', digits: 2 },
      ],
      [
        { path: 'E', called: 'X W − T', says: { en: 'errors', zh: '误差' } },
        { path: 'layerCost', called: 'cost', says: { en: 'of the layer', zh: '这一层的代价' }, role: 'result' },
      ],
    ],
    backwards: ['X', 'W', 'T'].map((name) => [
      { path: `d${name}`, role: 'gradient', columns: numbered(2) },
      { path: `nudged.${name}`, called: `d${name}`, says: { en: 'nudged', zh: '微扰所得' }, columns: numbered(2) },
    ]),
    pictures: [
      {
        kind: 'nudge',
        loss: 'cost',
        h: 'h',
        of: ['W', 'X', 'T'].map((name) => ({
          given: `layer.${name}`,
          called: name,
          nudged: `nudged.${name}`,
          gradient: `d${name}`,
        })),
      },
    ],
  },
];
