/**
 * Chapter 9: what a bend makes possible, each word by itself, where activations saturate, dead units, and how many
 * numbers it takes.
 */

import { multiply } from '../chapters/01-vectors/matrices.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { multiHeadParams } from '../chapters/05-multi-head/multi-head.ts';
import { layerNormParams } from '../chapters/07-layer-norm/layer-norm.ts';
import { relu, sigmoid, tanh } from '../chapters/09-feed-forward/activations.ts';
import * as hand from '../chapters/09-feed-forward/by-hand.ts';
import { feedForward, feedForwardBackward, feedForwardParams } from '../chapters/09-feed-forward/feed-forward.ts';
import { pow } from '../lib/elementary.ts';
import { count } from '../lib/params.ts';
import { columns, decimal, grouped, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

/** Change these and run again. */
export const constants = {
  places: [-10, -5, -2, -1, 0, 1, 2, 5, 10], // x in part 4
  layers: 6, //                                activations, one upon the other, in part 5
  biases: [0, -1, -2, -4, -8], //              b_1 of every unit in part 6
  d_model: 512, //                             the base model of the paper, in part 7: its width,
  d_ff: 2048, //                               and its width inside the feed-forward layer
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ places, layers, biases, d_model, d_ff, seed }: typeof constants) {
  const random = seeded(seed); // parts 3, 6 and 7 draw from it, one after the other
  return {
    absolute: absolute(),
    adder: feedForward(hand.bits, hand.adder),
    byItself: byItself(random),
    activations: activations(places),
    left: left(layers),
    asleep: asleep(biases, random),
    learned: learned(d_model, d_ff, random),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const { layers } = found.left;
  return [
    part(1, say('|x| from two bends', '两个折角拼出 |x|')),
    printedAbsolute(found.absolute, say),
    part(2, say('Adding two bits', '两个比特相加')),
    printedAdder(found.adder, say),
    part(3, say('Each word by itself', '各词自己算')),
    printedByItself(found.byItself, say),
    part(4, say('Three activations and their slopes', '三种激活函数和它们的斜率')),
    printedActivations(found.activations, say),
    part(5, say(`What is left of a gradient after ${layers} of them`, `梯度穿过 ${layers} 层之后还剩多少`)),
    printedLeft(found.left, say),
    part(6, say('Units that sleep for every word', '对每个词都沉睡的单元')),
    printedAsleep(found.asleep, say),
    part(7, say('How many numbers one encoder layer learns', '一层编码器要学多少个数')),
    printedLearned(found.learned, say),
  ].join('\n');
}

/** Part 1: |x| by a feed-forward layer, and what the same matrices make without the bend. */
function absolute() {
  const { W_1, W_2 } = hand.absolute;
  return { ...feedForward(hand.xs, hand.absolute), unbent: multiply(multiply(hand.xs, W_1), W_2) };
}

function printedAbsolute({ X, R, Y, unbent }: Found['absolute'], say: Say): string {
  return columns([
    ['x', ...X.map(([x]) => decimal(x, 0))],
    ['max(0, x)', ...R.map(([up]) => decimal(up, 0))],
    ['max(0, −x)', ...R.map(([, down]) => decimal(down, 0))],
    [say('sum', '和'), ...Y.map(([y]) => decimal(y, 0))],
    [say('without the bend', '不折'), ...unbent.map(([y]) => decimal(y, 0))],
  ]);
}

/** Part 2: the sum of two bits, by a feed-forward layer of whole numbers. */
function printedAdder({ X, H, R, Y }: Found['adder'], say: Say): string {
  const list = (row: Vector) => row.map((x) => decimal(x, 0)).join(', ');
  return columns([
    ['a, b', 'H', 'max(0, H)', say('digit, carry', '本位，进位')],
    ...X.map((pair, i) => [pair, H[i], R[i], Y[i]].map(list)),
  ]);
}

/** Part 3: how far the results of three words move when the words are reversed, and when the third is changed. */
function byItself(random: Random) {
  const P = feedForwardParams(random, 4, 8);
  const [x_1, x_2, x_3] = normalMatrix(random, 3, 4);
  const before = feedForward([x_1, x_2, x_3], P).Y;
  const reversed = feedForward([x_3, x_2, x_1], P).Y.reverse();
  const changed = feedForward([x_1, x_2, x_3.map((x) => x + 1)], P).Y;
  const moved = (after: Matrix) => after.map((y, i) => norm(minus(y, before[i])));
  return { tokens: ['我', '爱', '你'], reversed: moved(reversed), changed: moved(changed) };
}

function printedByItself({ tokens, reversed, changed }: Found['byItself'], say: Say): string {
  return columns([
    [
      say('how far a result moves', '结果移动了多远'),
      say('words reversed', '词序颠倒'),
      say('你 changed', '改动「你」'),
    ],
    ...tokens.map((word, i) => [word, decimal(reversed[i]), decimal(changed[i])]),
  ]);
}

/** In the order of the columns of parts 4 and 5. */
const three = [sigmoid, tanh, relu];

/** Part 4: what each activation makes of some numbers, and how steep it is there. */
function activations(places: Vector) {
  return places.map((x) => ({ x, results: three.map(({ f, slope }) => ({ f: f(x), slope: slope(x) })) }));
}

function printedActivations(rows: Found['activations'], say: Say): string {
  const slope = say('slope', '斜率');
  return columns([
    ['x', 'sigmoid', slope, 'tanh', slope, 'ReLU', slope],
    ...rows.map(({ x, results }) => [
      String(x),
      ...results.flatMap(({ f, slope }) => [decimal(f, 5), decimal(slope, 5)]),
    ]),
  ]);
}

/** Part 5: the share of a gradient that comes through so many layers, if all of them stand at x. */
function left(layers: number) {
  const rows = [-2, 0, 1, 2, 5].map((x) => ({ x, shares: three.map(({ slope }) => pow(slope(x), layers)) }));
  return { layers, rows };
}

function printedLeft({ rows }: Found['left'], say: Say): string {
  const short = (share: number) => (share === 0 || share === 1 ? String(share) : share.toExponential(1));
  return columns([
    [say('at x =', '在 x ='), 'sigmoid', 'tanh', 'ReLU'],
    ...rows.map(({ x, shares }) => [String(x), ...shares.map(short)]),
  ]);
}

/** Part 6: of 64 units, how many are 0 for each of 20 words when all have one bias, and what learns nothing then. */
function asleep(biases: Vector, random: Random) {
  const words = normalMatrix(random, 20, 16);
  const P = feedForwardParams(random, 16, 64);
  const dY = normalMatrix(random, 20, 16);
  return biases.map((bias) => {
    const working = feedForward(words, { ...P, b_1: P.b_1.map(() => bias) });
    const { dP } = feedForwardBackward(dY, working);
    return {
      bias,
      units: P.b_1.filter((_, c) => working.R.every((row) => row[c] === 0)).length,
      zeros: dP.W_1.flat().filter((d) => d === 0).length,
    };
  });
}

function printedAsleep(rows: Found['asleep'], say: Say): string {
  return columns([
    [
      say('bias b_1', '偏置 b_1'),
      say('asleep, of 64', '沉睡的，共 64'),
      say('zeros in dW_1, of 1024', 'dW_1 中的 0，共 1024'),
    ],
    ...rows.map(({ bias, units, zeros }) => [bias, units, zeros].map(String)),
  ]);
}

/** Part 7: how many numbers each piece of an encoder layer learns, and its part of the whole in percent. */
function learned(d_model: number, d_ff: number, random: Random) {
  const counts = [
    count(multiHeadParams(random, d_model, 8)),
    count(feedForwardParams(random, d_model, d_ff)),
    2 * count(layerNormParams(d_model)),
  ];
  const together = counts.reduce((a, b) => a + b);
  return { counts, together, percent: counts.map((n) => (100 * n) / together) };
}

function printedLearned({ counts, together, percent }: Found['learned'], say: Say): string {
  const names = [say('attention', '注意力'), say('feed-forward', '前馈层'), say('two layer norms', '两个层归一化')];
  return columns([
    ...names.map((name, k) => [name, grouped(counts[k]), `${decimal(percent[k], 2)} %`]),
    [say('together', '合计'), grouped(together), '100.00 %'],
  ]);
}
