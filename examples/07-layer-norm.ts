/**
 * Chapter 7: Add & Norm by hand, words that grow alike or large, what a norm forgets, batches, near misses, before or
 * after, the way back.
 */

import { F, P, X, tokens } from '../chapters/07-layer-norm/by-hand.ts';
import {
  EPSILON,
  addNorm,
  layerNorm,
  layerNormBackward,
  layerNormParams,
} from '../chapters/07-layer-norm/layer-norm.ts';
import { add } from '../chapters/01-vectors/matrices.ts';
import { numericGradient } from '../lib/numeric.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import { told } from '../lib/spread.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';
import { meanOf, varianceOf } from './07-layer-norm/moments.ts';
import { alike } from './07-layer-norm/residual.ts';
import { growth, stacks } from './07-layer-norm/stacks.ts';

/** Change these and run again. */
export const constants = {
  word: [2, 8, 8, 10], //        the word of part 4
  upstream: [1, 0, 0, 0], //     the gradient that comes back in part 8
  shown: [0, 1, 2, 4, 8, 12], // after how many sublayers parts 2 and 3 look
  depths: [6, 12, 24], //        sublayers in part 7; the paper's encoder has 12
  n: 6, //                       words and
  d_model: 64, //                width in parts 2, 3 and 7
  runs: 10, //                   seeds of parts 2 and 3
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ word, upstream, shown, depths, n, d_model, runs, seed }: typeof constants) {
  const random = seeded(seed);
  const sentence = normalMatrix(random, n, d_model);
  const seeds = Array.from({ length: runs }, (_, k) => `${seed} ${k + 1}`);
  return {
    byHand: byHand(),
    alike: { rows: alike(n, d_model, shown, seeds), runs },
    growth: growth(n, d_model, shown, seeds),
    forgotten: forgotten(word),
    batches: batches(),
    misses: misses(),
    stacks: stacks(sentence, normalMatrix(random, n, d_model), depths, seed),
    back: [upstream, [1, 1, 1, 1]].map(back),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Add & Norm by hand', '手算：先加，再归一')),
    printedByHand(found.byHand, say),
    part(2, say('How alike words become', '词与词变得多像')),
    printedAlike(found.alike, say),
    part(3, say('Words that go through many sublayers', '词穿过许多子层')),
    printedGrowth(found.growth, say),
    part(4, say('What a norm forgets', '归一化忘掉了什么')),
    printedForgotten(found.forgotten),
    part(5, say('Who else is in the batch', '同一批里还有谁')),
    printedBatches(found.batches, say),
    part(6, say('Near misses', '差一点的写法')),
    printedMisses(found.misses, say),
    part(7, say('Norm after the sum, or before the sublayer', '归一放在相加之后，还是子层之前')),
    printedStacks(found.stacks, say),
    part(8, say('The way back, and a check that is blind', '回程，和一次看不见错误的检查')),
    printedBack(found.back, say),
  ].join('\n');
}

/** Part 1: two words, what a sublayer found for them, and every step of adding and normalizing. */
function byHand() {
  const sum = add(X, F);
  const { X_hat, deviation, Y } = addNorm(X, F, P);
  const mean = sum.map(meanOf);
  const fromMean = sum.map((row, i) => row.map((x) => x - mean[i]));
  return { X, F, sum, mean, fromMean, variance: sum.map(varianceOf), X_hat, deviation, Y };
}

function printedByHand({ X, F, sum, mean, fromMean, variance, X_hat, deviation, Y }: Found['byHand'], say: Say) {
  return tokens
    .map((token, i) => {
      const [mu, of, root] = [mean[i], variance[i], deviation[i]].map((x) => decimal(x));
      return columns([
        [say(`before, X ${token}`, `之前 X ${token}`), ...decimals(X[i])],
        [say('sublayer, F', '子层 F'), ...decimals(F[i])],
        ['X + F', ...decimals(sum[i]), say(`mean ${mu}`, `均值 ${mu}`)],
        [say('less the mean', '减去均值'), ...decimals(fromMean[i]), say(`variance ${of}`, `方差 ${of}`)],
        [say('divided', '除以标准差'), ...decimals(X_hat[i]), say(`deviation ${root}`, `标准差 ${root}`)],
        [say(`after, Y ${token}`, `之后 Y ${token}`), ...decimals(Y[i]), say('gain and bias', '增益和偏置')],
      ]);
    })
    .join('\n');
}

/** Part 2: mean cosines of random words in a stack of attentions, with the shortcut and without it. */
function printedAlike({ rows, runs }: Found['alike'], say: Say): string {
  const table = columns([
    [say('sublayers', '子层数'), say('without the shortcut', '没有捷径'), say('with it', '有捷径')],
    ...rows.map(({ sublayers, without, kept }) => [String(sublayers), told(without, 2), told(kept, 2)]),
  ]);
  return `${table}\n${say(`${runs} seeds: mean ± deviation of a seed`, `${runs} 个种子：均值 ± 单个种子的标准差`)}`;
}

/** Part 3: words on their way through random sublayers. */
function printedGrowth(rows: Found['growth'], say: Say): string {
  const [mean, slope] = [say('|mean| / deviation', '|均值| / 标准差'), say('slope of tanh', 'tanh 的斜率')];
  return columns([
    [
      say('sublayers', '子层数'),
      say('without: deviation', '不归一：标准差'),
      ...[mean, slope],
      say('with: deviation', '归一：标准差'),
      ...[mean, slope],
    ],
    ...rows.map(({ sublayers, without, withNorm }) => [
      String(sublayers),
      ...[without, withNorm].flatMap(({ deviation, mean, slope }) => decimals([deviation, mean, slope])),
    ]),
  ]);
}

/** Part 4: a word moved, stretched, turned round and made small, and its norm each time. */
function forgotten(word: Vector) {
  const changes: [name: string, x: Vector][] = [
    ['x', word],
    ['x + 100', word.map((x) => x + 100)],
    ['10 x', word.map((x) => 10 * x)],
    ['−x', word.map((x) => -x)],
    ['x / 1000', word.map((x) => x / 1000)],
  ];
  return changes.map(([name, x]) => ({ name, x, Y: layerNorm([x], layerNormParams(x.length)).Y[0] }));
}

function printedForgotten(rows: Found['forgotten']): string {
  return columns(rows.map(({ name, x, Y }) => [name, ...x.map(String), '→', ...decimals(Y)]));
}

/** Part 5: the first number of the word 1, 0, 0, 0 in three batches, normalized over the batch and by itself. */
function batches() {
  const word = [1, 0, 0, 0];
  const groups: Matrix[] = [[word], [word, [0, 1, 0, 0]], [word, [1, 1, 0, 0]]];
  const overBatch = (X: Matrix) => {
    const column = X.map(([first]) => first);
    return (word[0] - meanOf(column)) / Math.sqrt(varianceOf(column) + EPSILON);
  };
  return { batch: groups.map(overBatch), layer: groups.map((X) => layerNorm(X, layerNormParams(4)).Y[0][0]) };
}

function printedBatches({ batch, layer }: Found['batches'], say: Say): string {
  return columns([
    [
      say('first number of [1, 0, 0, 0]', '[1, 0, 0, 0] 的第一个数'),
      say('alone', '单独'),
      say('beside [0, 1, 0, 0]', '旁边是 [0, 1, 0, 0]'),
      say('beside [1, 1, 0, 0]', '旁边是 [1, 1, 0, 0]'),
    ],
    [say('over the batch', '对整批归一'), ...decimals(batch)],
    [say('layer norm', '层归一化'), ...decimals(layer)],
  ]);
}

/** Part 6: the first number of the first word of four sentences, normalized as it should be and in four other ways. */
function misses() {
  const neighbour = [0, 1, 0, 0];
  const sentences: Matrix[] = [
    [[1, 0, 0, 0], neighbour],
    [[1, 0, 0, 0], neighbour.map((x) => 100 * x)],
    [[0.001, 0, 0, 0], neighbour],
    [[5, 5, 5, 5], neighbour],
  ];
  const over = (x: Vector, mu: number, deviation: number) => (x[0] - mu) / deviation;
  const lessOne = (x: Vector) => (varianceOf(x) * x.length) / (x.length - 1);
  const first = (f: (x: Vector, S: Matrix) => number) => sentences.map((S) => f(S[0], S));
  return {
    right: first((x) => layerNorm([x], layerNormParams(x.length)).Y[0][0]),
    lessOne: first((x) => over(x, meanOf(x), Math.sqrt(lessOne(x) + EPSILON))),
    outside: first((x) => over(x, meanOf(x), Math.sqrt(varianceOf(x)) + EPSILON)),
    noEpsilon: first((x) => over(x, meanOf(x), Math.sqrt(varianceOf(x)))),
    sentence: first((x, S) => over(x, meanOf(S.flat()), Math.sqrt(varianceOf(S.flat()) + EPSILON))),
  };
}

function printedMisses({ right, lessOne, outside, noEpsilon, sentence }: Found['misses'], say: Say): string {
  return columns([
    [
      say('first number of', '第一个数，词是'),
      '[1, 0, 0, 0]',
      say('beside a large word', '旁边有个大数'),
      '[0.001, 0, 0, 0]',
      '[5, 5, 5, 5]',
    ],
    [say('as it should be', '正确的写法'), ...decimals(right)],
    [say('divided by d − 1', '除以 d − 1'), ...decimals(lessOne)],
    [say('ε outside the root', 'ε 在根号外'), ...decimals(outside)],
    [say('no ε', '没有 ε'), ...decimals(noEpsilon)],
    [say('over the sentence', '对整句归一'), ...decimals(sentence)],
  ]);
}

/** Part 8: the gradient of the first sum of part 1 for one upstream dY: right, nudged, and with a mistake. */
function back(dY: Vector) {
  const x = add(X, F)[0];
  const working = layerNorm([x], layerNormParams(4));
  const loss = () => layerNorm([x], layerNormParams(4)).Y[0].reduce((total, y, c) => total + dY[c] * y, 0);
  return {
    dY,
    right: layerNormBackward([dY], working).dX[0],
    nudged: numericGradient(loss, x),
    forgetful: dY.map((dY_c) => (dY_c - meanOf(dY)) / working.deviation[0]),
  };
}

function printedBack(checks: Found['back'], say: Say): string {
  return checks
    .map(({ dY, right, nudged, forgetful }) =>
      columns([
        ['dY', ...decimals(dY)],
        ['layerNormBackward', ...decimals(right)],
        [say('by nudging', '微扰'), ...decimals(nudged)],
        [say('second mean forgotten', '忘了第二个均值'), ...decimals(forgetful)],
      ]),
    )
    .join('\n');
}

/** Part 7: what a stack hands up and back, with the norm after the sum and before the sublayer. */
function printedStacks(rows: Found['stacks'], say: Say): string {
  return columns([
    [
      say('sublayers', '子层数'),
      say('size on top', '顶端大小'),
      say('dX at the bottom', '底端 dX'),
      say('by the shortcut alone', '只走捷径'),
      say('dW first', '第一层 dW'),
      say('dW last', '最后一层 dW'),
    ],
    ...rows.map(({ N, pre, Y, dX, shortcut, dW }) => [
      `${N} ${pre ? say('pre-norm', '前归一化') : say('post-norm', '后归一化')}`,
      ...decimals([Y, dX, shortcut, dW.first, dW.last], 4),
    ]),
  ]);
}

function decimals(x: Vector, digits = 3): string[] {
  return x.map((x_c) => decimal(x_c, digits));
}
