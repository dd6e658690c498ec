/** Chapter 9: what a bend makes possible, each word by itself, where activations saturate, dead units, and how many numbers it takes. */

import { multiply } from '../chapters/01-vectors/matrices.ts';
import { multiHeadParams } from '../chapters/05-multi-head/multi-head.ts';
import { layerNormParams } from '../chapters/07-layer-norm/layer-norm.ts';
import { relu, sigmoid, tanh } from '../chapters/09-feed-forward/activations.ts';
import * as hand from '../chapters/09-feed-forward/by-hand.ts';
import { feedForward, feedForwardBackward, feedForwardParams } from '../chapters/09-feed-forward/feed-forward.ts';
import { languageOf, speaker } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';
import { count } from '../lib/params.ts';
import { columns, decimal, grouped, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';

// Change these and run again.
const places = [-10, -5, -2, -1, 0, 1, 2, 5, 10]; // x in part 4
const layers = 6; //                                 activations, one upon the other, in part 5
const biases = [0, -1, -2, -4, -8]; //               b_1 of every unit in part 6
const [d_model, d_ff] = [512, 2048]; //              the base model of the paper, in part 7
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const random = seeded(seed);
const list = (row: Vector, digits = 0) => row.map((x) => decimal(x, digits)).join(', ');

console.log(part(1, say('|x| from two bends', '两个折角拼出 |x|')));
const { R, Y } = feedForward(hand.xs, hand.absolute);
console.log(
  columns([
    ['x', ...hand.xs.map(([x]) => decimal(x, 0))],
    ['max(0, x)', ...R.map(([up]) => decimal(up, 0))],
    ['max(0, −x)', ...R.map(([, down]) => decimal(down, 0))],
    [say('sum', '和'), ...Y.map(([y]) => decimal(y, 0))],
    [
      say('without the bend', '不折'),
      ...multiply(multiply(hand.xs, hand.absolute.W_1), hand.absolute.W_2).map(([y]) => decimal(y, 0)),
    ],
  ]),
);

console.log(part(2, say('Adding two bits', '两个比特相加')));
const sum = feedForward(hand.bits, hand.adder);
console.log(
  columns([
    ['a, b', 'H', 'max(0, H)', say('digit, carry', '本位，进位')],
    ...hand.bits.map((pair, i) => [list(pair), list(sum.H[i]), list(sum.R[i]), list(sum.Y[i])]),
  ]),
);

console.log(part(3, say('Each word by itself', '各词自己算')));
const tokens = ['我', '爱', '你'];
const P = feedForwardParams(random, 4, 8);
const X = normalMatrix(random, 3, 4);
const before = feedForward(X, P).Y;
const reversed = feedForward([...X].reverse(), P).Y.reverse();
const changed = feedForward([X[0], X[1], X[2].map((x) => x + 1)], P).Y;
const moved = (after: Matrix, i: number) => decimal(Math.hypot(...after[i].map((y, c) => y - before[i][c])));
console.log(
  columns([
    [
      say('how far a result moves', '结果移动了多远'),
      say('words reversed', '词序颠倒'),
      say('你 changed', '改动「你」'),
    ],
    ...tokens.map((word, i) => [word, moved(reversed, i), moved(changed, i)]),
  ]),
);

console.log(part(4, say('Three activations and their slopes', '三种激活函数和它们的斜率')));
const slope = say('slope', '斜率');
const three = [sigmoid, tanh, relu];
console.log(
  columns([
    ['x', 'sigmoid', slope, 'tanh', slope, 'ReLU', slope],
    ...places.map((x) => [
      String(x),
      ...three.flatMap((activation) => [decimal(activation.f(x), 5), decimal(activation.slope(x), 5)]),
    ]),
  ]),
);

console.log(part(5, say(`What is left of a gradient after ${layers} of them`, `梯度穿过 ${layers} 层之后还剩多少`)));
const left = (activation: typeof relu, x: number) => {
  const share = activation.slope(x) ** layers;
  return share === 0 || share === 1 ? String(share) : share.toExponential(1);
};
console.log(
  columns([
    [say('at x =', '在 x ='), 'sigmoid', 'tanh', 'ReLU'],
    ...[-2, 0, 1, 2, 5].map((x) => [String(x), ...three.map((activation) => left(activation, x))]),
  ]),
);

console.log(part(6, say('Units that sleep for every word', '对每个词都沉睡的单元')));
const words = normalMatrix(random, 20, 16);
const awake = feedForwardParams(random, 16, 64);
const upstream = normalMatrix(random, 20, 16);
console.log(
  columns([
    [
      say('bias b_1', '偏置 b_1'),
      say('asleep, of 64', '沉睡的，共 64'),
      say('zeros in dW_1, of 1024', 'dW_1 中的 0，共 1024'),
    ],
    ...biases.map((bias) => {
      const working = feedForward(words, { ...awake, b_1: awake.b_1.map(() => bias) });
      const { dP } = feedForwardBackward(upstream, working);
      const asleep = awake.b_1.filter((_, c) => working.R.every((row) => row[c] === 0)).length;
      const zeros = dP.W_1.flat().filter((d) => d === 0).length;
      return [String(bias), String(asleep), String(zeros)];
    }),
  ]),
);

console.log(part(7, say('How many numbers one encoder layer learns', '一层编码器要学多少个数')));
const sizes = [
  count(multiHeadParams(random, d_model, 8)),
  count(feedForwardParams(random, d_model, d_ff)),
  2 * count(layerNormParams(d_model)),
];
const all = sizes.reduce((a, b) => a + b);
const names = [say('attention', '注意力'), say('feed-forward', '前馈层'), say('two layer norms', '两个层归一化')];
console.log(
  columns([
    ...names.map((name, k) => [name, grouped(sizes[k]), `${decimal((100 * sizes[k]) / all, 2)} %`]),
    [say('together', '合计'), grouped(all), '100.00 %'],
  ]),
);
