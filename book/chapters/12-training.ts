/** Chapter 12's case: a smoothed target, the rate of a step, Adam's steps, a row dropped, and the loss of one pair. */

import { hadamard } from '../../chapters/01-vectors/matrices.ts';
import { minus } from '../../chapters/01-vectors/vectors.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { adam, beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import * as hand from '../../chapters/12-training/by-hand.ts';
import { dropout } from '../../chapters/12-training/dropout.ts';
import { lossOf, smoothed } from '../../chapters/12-training/training.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { numbered } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import type { Figure, Words } from '../stage/figure.ts';

const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };
const pair = { source: [4, 5, 6], target: [4, 5] };

/** Steps of the paper's schedule: some that are printed, and all that are drawn. */
const SHOWN = [1, 1000, 4000, 16000];
const DRAWN = Array.from({ length: 80 }, (_, k) => 250 * (k + 1));

/** Gradients of one weight over many steps: they contradict each other; they agree; and one of them is huge. */
// prettier-ignore
const WALK = [[2, -2, 2, -2, 2, -2, 2, -2], [2, 2, 2, 2, 2, 2, 2, 2], [2, 40, 2, 2, 2, 2, 2, 2]];

/**
 * Smoothing; steps of the schedule; three numbers, their gradients of two steps; one weight and its gradients of many;
 * a row of which some is dropped; the model asked for one pair.
 */
export const given = {
  epsilon: hand.epsilon,
  rate: hand.rate,
  steps: hand.rates.map(([t]) => t),
  schedule: { d_model: 512, warmup: 4000, t: SHOWN, ts: DRAWN },
  first: hand.P_0,
  gradients: [hand.dP_1, hand.dP_2],
  walk: { w: 1, g: WALK, ts: WALK.flat().map((_, k) => k + 1) },
  row: { X: hand.X, draws: hand.draws, p: hand.p },
  P: transformerParams(seeded('我爱你'), 7, 7, sizes),
};

/** What comes of it. */
export function worked({ epsilon, rate, steps, schedule, first, gradients, walk, row, P }: typeof given) {
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
    walked: walked(walk.w, walk.g.flat(), rate),
    passed: passed(row.X, row.draws, row.p),
    loss,
    dP,
  };
}

/** One weight's way by its gradients: what Adam keeps of them after each step, and how far it moves. */
function walked(w: number, g: number[], rate: number) {
  const learners = [beginner({ w: [w] })];
  for (const [t, g_t] of g.entries()) learners.push(adam(learners[t], { w: [g_t] }, rate));
  const ws = learners.map(({ P }) => P.w[0]);
  const stepped = learners.slice(1);
  return {
    w: inRows(ws.slice(1)),
    m: inRows(stepped.map(({ m }) => m.w[0])),
    v: inRows(stepped.map(({ v }) => v.w[0])),
    moves: inRows(minus(ws.slice(1), ws.slice(0, -1))),
  };
}

/** A list of steps in rows as long as those of the gradients. */
function inRows(steps: Vector): Matrix {
  return WALK.map((row, i) => steps.slice(i * row.length, (i + 1) * row.length));
}

/** A row that dropout lets through: its factors by these draws, one after the other, and what is passed on. */
function passed(X: Matrix, draws: Vector, p: number) {
  const queue = [...draws];
  const D = dropout(() => queue.shift() ?? 1, 1, draws.length, p);
  return { D, Y: hadamard(D, X) };
}

const weights = ['w_1', 'w_2'];
const leaf = (path: string, called: Words, digits: number) => ({ path, called, columns: weights, digits });

const eight = { columns: numbered(8) };
const thrice: Words[] = [
  { en: 'to and fro', zh: '来来回回' },
  { en: 'all one way', zh: '一直朝前' },
  { en: 'one is huge', zh: '有一个特别大' },
];

/** What is read off a weight at each step. */
const kept: Words[] = [
  { en: 'mean of g', zh: 'g 的均值' },
  { en: 'mean of g²', zh: 'g² 的均值' },
  { en: 'how far it moves', zh: '走多远' },
];

const names: Words[] = ['m', 'v', kept[2]];

/** The rate of each step, two steps of Adam and two dozen, and dropout on and off. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: 'The rate rises with t for as long as the warm-up lasts, and falls with 1/√t from there. A shorter warm-up is a higher top.',
      zh: '预热还没结束，学习率就随 t 上升；之后按 1/√t 下降。预热越短，顶峰越高。',
    },
    given: [
      {
        path: 'schedule.warmup',
        called: { en: 'warmup', zh: '预热' },
        digits: 0,
        slider: { from: 500, to: 16000, by: 500 },
      },
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
      en: 'A gradient 25 times as large moves its weight no further: m/√v is its sign. Over 24 steps: where gradients contradict each other the weight hardly moves; where they agree it goes faster and faster; and the one of 40 moves it less than the 2 before, as v has grown with it, and keeps it slow afterwards.',
      zh: '梯度大到 25 倍，参数也不会走得更远：m/√v 只剩它的正负号。再看 24 步：梯度互相矛盾，参数几乎原地不动；方向一致，就越走越快；那个 40 走得反而不如前一步的 2 远，因为 v 跟着变大了，之后的几步也都被它拖慢。',
    },
    given: [
      { ...leaf('first.w', { en: 'start', zh: '起点' }, 2), printed: 'entries' },
      leaf('gradients[0].w', { en: 'gradient 1', zh: '梯度 1' }, 0),
      leaf('gradients[1].w', { en: 'gradient 2', zh: '梯度 2' }, 0),
      { path: 'rate', called: { en: 'rate', zh: '学习率' }, digits: 2 },
      {
        path: 'walk.g',
        called: 'g',
        says: { en: 'one weight, 24 steps', zh: '一个参数，24 步' },
        rows: thrice,
        ...eight,
        digits: 0,
      },
    ],
    forwards: [
      [
        leaf('after.m.w', 'm', 2),
        leaf('after.v.w', 'v', 2),
        leaf('after.P.w', { en: 'after step 1', zh: '第 1 步之后' }, 4),
        { ...leaf('afterTwo.P.w', { en: 'end', zh: '终点' }, 4), role: 'result', printed: 'entries' },
      ],
      [
        { path: 'walked.m', called: 'm', says: kept[0], rows: thrice, ...eight },
        { path: 'walked.v', called: 'v', says: kept[1], rows: thrice, ...eight },
        { path: 'walked.w', called: 'w', says: { en: 'the weight', zh: '参数本身' }, rows: thrice, ...eight },
        { path: 'walked.moves', called: 'Δw', says: kept[2], role: 'result', rows: thrice, ...eight },
      ],
    ],
    pictures: ['m', 'v', 'moves'].map((name, k) => ({
      kind: 'curves',
      says: kept[k],
      xLabel: k < 2 ? { en: 'step', zh: '步' } : { en: 'step; the rate is the most', zh: '步；最多走一个学习率' },
      x: 'walk.ts',
      lines: [{ path: `walked.${name}`, called: names[k] }],
    })),
    first: 'afterTwo.P.w[0]',
  },
  {
    part: '4',
    caption: {
      en: 'The third draw, 0.1, is below p = 1/4: its number is dropped, and the others are multiplied by 4/3, so that the mean stays on average. Switched off, as when the model is used, D is 1 everywhere and the row passes as it is. A larger p drops more, and enlarges what is left.',
      zh: '第三次抽到 0.1，小于 p = 1/4：这个数丢掉，其余的乘以 4/3，所以平均下来大小不变。关掉以后（使用模型时就是这样），D 处处是 1，这一行原样通过。p 越大，丢得越多，剩下的放得越大。',
    },
    given: [
      {
        path: 'row.p',
        called: 'p',
        says: { en: 'the share to drop', zh: '丢掉多少' },
        digits: 2,
        slider: { from: 0, to: 0.9, by: 0.05 },
        choices: [
          { value: hand.p, says: { en: 'dropout on, p = 1/4', zh: '打开，p = 1/4' } },
          { value: 0, says: { en: 'off, as in use', zh: '关掉，使用时' } },
        ],
      },
      {
        path: 'row.draws',
        called: 'draw',
        says: { en: 'drawn', zh: '抽到的数' },
        columns: numbered(4),
        printed: 'rows',
      },
      { path: 'row.X', called: 'X', says: { en: 'before', zh: '之前' }, columns: numbered(4), printed: 'rows' },
    ],
    forwards: [
      [
        {
          path: 'passed.D',
          called: 'D',
          says: { en: 'factors', zh: '因子' },
          role: 'share',
          columns: numbered(4),
          printed: 'rows',
        },
        {
          path: 'passed.Y',
          called: 'D ∘ X',
          says: { en: 'after', zh: '之后' },
          role: 'result',
          columns: numbered(4),
          printed: 'rows',
        },
      ],
    ],
  },
];
