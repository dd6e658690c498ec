/**
 * Chapter 8: the cost curve of y = wx, search against descent, the chain rule on a tape, one network on paper, nudging
 * and its traps, and a whole Transformer.
 */

import { multiply } from '../chapters/01-vectors/matrices.ts';
import * as hand from '../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { cost, descend, search, slope, type Point } from '../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../chapters/08-backprop/linear.ts';
import { expOf, given, gradients, lnOf, productOf, sumOf, type Node } from '../chapters/08-backprop/tape.ts';
import { log10, pow } from '../lib/elementary.ts';
import { mapRows } from '../lib/params.ts';
import { curve } from '../lib/plot.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import { zeros } from '../lib/matrix.ts';
import { nudges, upstream, whole } from './08-backprop/nudging.ts';
import { paper, printedBoth, printedOne, printedWalk } from './08-backprop/paper.ts';

/** Change these and run again. */
export const constants = {
  points: hand.points, // the (x, y) that y = wx should meet
  rate: hand.rate, //     how far a step goes: 1/8 halves what is missing; try 1/4, 1/2, 3/5
  low: 0, //              where w is searched: from here
  high: 6, //             to here
  precision: 1e-3,
  x: hand.x, //           where part 4 takes y = x·x + x, and part 9 the slope of x³
  netRate: 1 / 32, //     how far a step of part 8 goes; try 1/8, 1/4
  netSteps: 64,
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ points, rate, low, high, precision, x, netRate, netSteps, seed }: typeof constants) {
  const random = seeded(seed); // parts 3 and 11 draw from it, one after the other
  // Evenly spaced tries miss the best w by at most half their distance.
  const tries = Math.ceil((high - low) / (2 * precision)) + 1;
  return {
    line: line(low, high, points),
    downhill: { ...downhill(rate, precision, points), precision, tries, searched: search(low, high, tries, points) },
    more: more(tries, precision, random),
    tape: tape(x),
    scores: scores(),
    paper: paper(netRate, netSteps),
    nudges: nudges(x),
    upstreams: [[1, 1, 1], hand.dP[0]].map(upstream),
    whole: whole(random),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('The cost of every w', '每个 w 的代价')),
    printedLine(found.line, say),
    part(2, say('Downhill from w = 0', '从 w = 0 下坡')),
    printedDownhill(found.downhill, say),
    part(3, say('More than one w', '不止一个 w')),
    printedMore(found.more, say),
    part(4, say('The chain rule on a tape', '纸带上的链式法则')),
    printedTape(found.tape, say),
    part(5, say('Predicted less wanted', '预测减目标')),
    printedScores(found.scores, say),
    part(6, say('One network, one example', '一个网络，一个样本')),
    printedOne(found.paper, say),
    part(7, say('Two examples, in matrices', '两个样本，写成矩阵')),
    printedBoth(found.paper, say),
    part(8, say('The network learns on the tape', '网络在纸带上学习')),
    printedWalk(found.paper, say),
    part(9, say('How far to nudge', '推多远才好')),
    printedNudges(found.nudges, say),
    part(10, say('The trap of the even upstream', '均匀上游的陷阱')),
    printedUpstreams(found.upstreams, say),
    part(11, say('A whole Transformer', '整个 Transformer')),
    printedWhole(found.whole, say),
  ].join('\n');
}

/** Part 1: what each w between two bounds costs. */
function line(low: number, high: number, points: Point[]) {
  const ws = Array.from({ length: 61 }, (_, k) => low + ((high - low) * k) / 60);
  return { low, high, costs: ws.map((w) => cost(w, points)) };
}

function printedLine({ low, high, costs }: Found['line'], say: Say): string {
  return [
    curve(costs, costs.length, 10, 1),
    say(`      from w = ${low} on the left to w = ${high} on the right`, `      左端 w = ${low}，右端 w = ${high}`),
  ].join('\n');
}

/** Part 2: the first steps down from w = 0, and the first that is close enough to the best w. */
function downhill(rate: number, precision: number, points: Point[]) {
  const path = descend(0, rate, 1000, points);
  let [xy, xx] = [0, 0];
  for (const [x, y] of points) [xy, xx] = [xy + x * y, xx + x * x];
  const best = xy / xx; // where the slope Σ (w x − y) x is 0
  const steps = path.findIndex((w) => Math.abs(w - best) < precision); // −1 if it never gets there
  const first = path.slice(0, 5).map((w) => ({ w, cost: cost(w, points), slope: slope(w, points) }));
  return { first, steps, arrived: path[steps] };
}

function printedDownhill({ first, precision, tries, searched, steps, arrived }: Found['downhill'], say: Say): string {
  return [
    columns([
      [say('step', '步'), 'w', say('cost', '代价'), say('slope', '斜率')],
      ...first.map(({ w, cost, slope }, k) => [String(k), decimal(w), decimal(cost), decimal(slope)]),
    ]),
    columns([
      [say(`to find w to ${precision}`, `w 精确到 ${precision}`), say('runs', '次数'), 'w'],
      [say('search, costs', '逐个试，算代价'), String(tries), decimal(searched)],
      [say('downhill, slopes', '下坡，算斜率'), ...(steps < 0 ? ['∞', '—'] : [String(steps), decimal(arrived)])],
    ]),
  ].join('\n');
}

/** Part 3: what search and descent cost where more than one number is sought. */
function more(tries: number, precision: number, random: Random) {
  return [1, 2, 3, 10, 100, 1000].map((p) => ({
    sought: p,
    costs: pow(tries, p),
    digits: Math.floor(p * log10(tries)) + 1,
    steps: stepsFor(p, precision, random),
  }));
}

/**
 * Steps down to the p numbers W, p×1, that made the outputs of random inputs; the descent is not told them, and starts
 * from zeros. All p stand in every output, so that each can only be found together with the others. There are 4p + 4
 * inputs: the valley keeps its shape when p grows.
 */
function stepsFor(p: number, precision: number, random: Random): number {
  const [X, W_true] = [normalMatrix(random, 4 * p + 4, p), normalMatrix(random, p, 1)];
  const T = multiply(X, W_true);
  let W = zeros(p, 1);
  const furthest = () => Math.max(...W.map(([w], i) => Math.abs(w - W_true[i][0])));
  let steps = 0;
  for (; furthest() >= precision && steps < 10_000; steps++) {
    const { dW } = meanSquareBackward(meanSquare(X, W, T));
    W = mapRows((w, dw) => w.map((w_c, c) => w_c - 0.25 * dw[c]), W, dW);
  }
  return steps;
}

function printedMore(rows: Found['more'], say: Say): string {
  return columns([
    [
      say('numbers sought', '要找几个数'),
      say('costs, by search', '逐个试，算几次代价'),
      say('steps, downhill', '下坡，走几步'),
    ],
    ...rows.map(({ sought, costs, digits, steps }) => [
      String(sought),
      costs < 1e12 ? String(costs) : say(`a number of ${digits} digits`, `一个 ${digits} 位数`),
      String(steps),
    ]),
  ]);
}

/** Part 4: y = x·x + x written on a tape, and the slope of y at each of its steps. */
function tape(x: number) {
  const a = given(x);
  const square = productOf(a, a);
  const y = sumOf(square, a);
  const slopes = gradients(y);
  const steps: [name: string, node: Node][] = [
    ['x', a],
    ['x·x', square],
    ['x·x + x', y],
  ];
  return steps.map(([name, step]) => ({ name, value: step.value, slope: slopes.get(step) }));
}

function printedTape(steps: Found['tape'], say: Say): string {
  return columns([
    [say('step', '步骤'), say('result', '结果'), say('∂y/∂step', '∂y/∂步骤')],
    ...steps.map(({ name, value, slope }) => [name, String(value), String(slope)]),
  ]);
}

/** Part 5: the gradient of a cross-entropy as P − T, and the same loss, ln Σ e^s − s_3, on the tape of part 4. */
function scores() {
  const { P, T, loss } = crossEntropy(hand.S, hand.T);
  const s = hand.S[0].map(given);
  const taped = gradients(sumOf(lnOf(s.map(expOf).reduce(sumOf)), productOf(given(-1), s[2])));
  const onTape = s.map((s_c) => taped.get(s_c) ?? 0);
  return { S: hand.S, P, T, dS: crossEntropyBackward({ P, T, loss }), onTape, loss };
}

function printedScores({ S, P, T, dS, onTape, loss }: Found['scores'], say: Say): string {
  const names = [
    say('scores S', '分数 S'),
    say('predicted P', '预测 P'),
    say('wanted T', '目标 T'),
    'P − T',
    say('on the tape', '纸带上算的'),
  ];
  const words = [1, 2, 3].map((c) => say(`word ${c}`, `词 ${c}`));
  const table = labelled([S[0], P[0], T[0], dS[0], onTape], names, words);
  return `${table}\n${say('loss', '损失')} = ln 4 = ${decimal(loss)}`;
}

/** Part 9: the slope of x³ by nudges of several sizes. */
function printedNudges({ x, rows }: Found['nudges'], say: Say): string {
  return columns([
    ['h', say(`slope of x³ at ${x}`, `x³ 在 ${x} 处的斜率`), say('error', '误差'), 'h²'],
    ...rows.map(({ digits, slope, error }) => [
      `1e-${digits}`,
      decimal(slope, 12),
      error.toExponential(0),
      `1e-${2 * digits}`,
    ]),
  ]);
}

/** Part 10: two upstream gradients, one of which hides the mistake. */
function printedUpstreams(checks: Found['upstreams'], say: Say): string {
  const names = [say('nudged', '微扰所得'), say('right', '正确的'), say('faulty', '写错的')];
  const tables = checks.map(({ dA, nudged, right, faulty }) =>
    labelled(
      [nudged, right, faulty],
      names,
      dA.map((d) => `dA = ${d}`),
    ),
  );
  return tables.join('\n');
}

/** Part 11: what either way costs. */
function printedWhole({ learned, runs, difference }: Found['whole'], say: Say): string {
  return columns([
    [say('numbers learned', '要学的数'), String(learned)],
    [say('runs of the model, by nudging', '微扰：模型要跑几遍'), String(runs)],
    [say('runs of the model, by the way back', '回程：模型要跑几遍'), say('1, and once back', '1 遍，再回来一遍')],
    [
      say('the two gradients differ by', '两个梯度相差'),
      difference < 1e-7 ? say('less than 1e-7', '不到 1e-7') : say('more than 1e-7', '超过 1e-7'),
    ],
  ]);
}
