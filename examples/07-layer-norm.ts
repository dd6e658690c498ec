/** Chapter 7: Add & Norm by hand, words that grow, what a norm forgets, near misses, the way back, before or after. */

import { F, P, X, tokens } from '../chapters/07-layer-norm/by-hand.ts';
import {
  EPSILON,
  addNorm,
  layerNorm,
  layerNormBackward,
  layerNormParams,
} from '../chapters/07-layer-norm/layer-norm.ts';
import {
  postNorm,
  postNormBackward,
  preNorm,
  preNormBackward,
  type Sublayer,
} from '../chapters/07-layer-norm/pre-norm.ts';
import { add, multiply } from '../chapters/01-vectors/matrices.ts';
import { languageOf, speaker } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';
import { numericGradient } from '../lib/numeric.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { evenMatrix, normalMatrix, seeded } from '../lib/random.ts';

// Change these and run again.
const word = [2, 8, 8, 10]; //           the word of part 3
const upstream = [1, 0, 0, 0]; //        the gradient that comes back in part 5
const shown = [0, 1, 2, 4, 8, 12]; //    after how many sublayers part 2 looks
const depths = [6, 12, 24]; //           sublayers in part 6; the paper's encoder has 12
const [n, d_model] = [6, 64]; //         words and width in parts 2 and 6
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const meanOf = (x: Vector) => x.reduce((sum, x_c) => sum + x_c, 0) / x.length;
const varianceOf = (x: Vector) => meanOf(x.map((x_c) => (x_c - meanOf(x)) ** 2));
const plain = (d: number) => layerNormParams(d);
const print = (x: Vector, digits = 3) => x.map((x_c) => decimal(x_c, digits));

console.log(part(1, say('Add & Norm by hand', '手算：先加，再归一')));
const sum = add(X, F);
const normed = addNorm(X, F, P);
for (const [i, token] of tokens.entries()) {
  const mu = meanOf(sum[i]);
  console.log(
    columns([
      [say(`before, X ${token}`, `之前 X ${token}`), ...print(X[i])],
      [say('sublayer, F', '子层 F'), ...print(F[i])],
      ['X + F', ...print(sum[i]), say(`mean ${decimal(mu)}`, `均值 ${decimal(mu)}`)],
      [
        say('less the mean', '减去均值'),
        ...print(sum[i].map((x) => x - mu)),
        say(`variance ${decimal(varianceOf(sum[i]))}`, `方差 ${decimal(varianceOf(sum[i]))}`),
      ],
      [
        say('divided', '除以标准差'),
        ...print(normed.X_hat[i]),
        say(`deviation ${decimal(normed.deviation[i])}`, `标准差 ${decimal(normed.deviation[i])}`),
      ],
      [say(`after, Y ${token}`, `之后 Y ${token}`), ...print(normed.Y[i]), say('gain and bias', '增益和偏置')],
    ]),
  );
}

console.log(part(2, say('A word that goes through many sublayers', '一个词穿过许多子层')));
const random = seeded(seed);
const sentence = normalMatrix(random, n, d_model);
const slope = (x: Vector) => meanOf(x.map((x_c) => 1 - Math.tanh(x_c) ** 2));
let [without, withNorm] = [sentence, sentence];
const lines: string[][] = [];
for (let l = 0; l <= Math.max(...shown); l++) {
  if (shown.includes(l)) {
    const measures = [without[0], withNorm[0]].flatMap((x) => [meanOf(x), Math.sqrt(varianceOf(x)), slope(x)]);
    lines.push([String(l), ...print(measures)]);
  }
  const W = evenMatrix(random, d_model, d_model);
  without = add(without, multiply(without, W));
  withNorm = postNorm(withNorm, { norm: plain(d_model), W }).Y;
}
console.log(
  columns([
    [
      say('sublayers', '子层数'),
      say('without: mean', '不归一：均值'),
      say('deviation', '标准差'),
      say('slope of tanh', 'tanh 的斜率'),
      say('with: mean', '归一：均值'),
      say('deviation', '标准差'),
      say('slope of tanh', 'tanh 的斜率'),
    ],
    ...lines,
  ]),
);

console.log(part(3, say('What a norm forgets', '归一化忘掉了什么')));
const changes: [string, Vector][] = [
  ['x', word],
  ['x + 100', word.map((x) => x + 100)],
  ['10 x', word.map((x) => 10 * x)],
  ['−x', word.map((x) => -x)],
  ['x / 1000', word.map((x) => x / 1000)],
];
console.log(
  columns(changes.map(([name, x]) => [name, ...x.map(String), '→', ...print(layerNorm([x], plain(x.length)).Y[0])])),
);

console.log(part(4, say('Near misses', '差一点的写法')));
const over = (x: Vector, mu: number, deviation: number) => x.map((x_c) => (x_c - mu) / deviation);
// Each takes the sentence and normalizes its first word.
const variants: [string, (S: Matrix) => Vector][] = [
  [say('as it should be', '正确的写法'), (S) => layerNorm(S, plain(S[0].length)).Y[0]],
  [
    say('divided by d − 1', '除以 d − 1'),
    ([x]) => over(x, meanOf(x), Math.sqrt((varianceOf(x) * x.length) / (x.length - 1) + EPSILON)),
  ],
  [say('ε outside the root', 'ε 在根号外'), ([x]) => over(x, meanOf(x), Math.sqrt(varianceOf(x)) + EPSILON)],
  [say('no ε', '没有 ε'), ([x]) => over(x, meanOf(x), Math.sqrt(varianceOf(x)))],
  [
    say('over the sentence', '对整句归一'),
    (S) => over(S[0], meanOf(S.flat()), Math.sqrt(varianceOf(S.flat()) + EPSILON)),
  ],
];
const neighbour = [0, 1, 0, 0];
const cases: Matrix[] = [
  [[1, 0, 0, 0], neighbour],
  [[1, 0, 0, 0], neighbour.map((x) => 100 * x)],
  [[0.001, 0, 0, 0], neighbour],
  [[5, 5, 5, 5], neighbour],
];
console.log(
  columns([
    [
      say('first number of', '第一个数，词是'),
      '[1, 0, 0, 0]',
      say('beside a large word', '旁边有个大数'),
      '[0.001, 0, 0, 0]',
      '[5, 5, 5, 5]',
    ],
    ...variants.map(([name, f]) => [name, ...cases.map((S) => decimal(f(S)[0]))]),
  ]),
);

console.log(part(5, say('The way back, and a check that is blind', '回程，和一次看不见错误的检查')));
const worked = layerNorm([sum[0]], plain(4));
for (const dY of [upstream, [1, 1, 1, 1]]) {
  const x = [...sum[0]];
  const loss = () => layerNorm([x], plain(4)).Y[0].reduce((total, y, c) => total + dY[c] * y, 0);
  const forgetful = dY.map((dY_c) => (dY_c - meanOf(dY)) / worked.deviation[0]);
  console.log(
    columns([
      ['dY', ...print(dY)],
      ['layerNormBackward', ...print(layerNormBackward([dY], worked).dX[0])],
      [say('by nudging', '微扰'), ...print(numericGradient(loss, x))],
      [say('second mean forgotten', '忘了第二个均值'), ...print(forgetful)],
    ]),
  );
}

console.log(part(6, say('Norm after the sum, or before the sublayer', '归一放在相加之后，还是子层之前')));
const size = (A: Matrix) => Math.sqrt(meanOf(A.flat().map((x) => x * x)));
const dY = normalMatrix(random, n, d_model);
const measure = (N: number, pre: boolean): Vector => {
  const random = seeded(`${seed} ${N}`); // the same matrices for both
  const done: Sublayer[] = [];
  let Y = sentence;
  for (let l = 0; l < N; l++) {
    const W = evenMatrix(random, d_model, d_model);
    done.push((pre ? preNorm : postNorm)(Y, { norm: plain(d_model), W }));
    Y = done[l].Y;
  }
  // Pre-norm leaves the last sum as it is, so one more norm stands at the end, as usual.
  let dX = pre ? layerNormBackward(dY, layerNorm(Y, plain(d_model))).dX : dY;
  let shortcut = dX; // what would come back if the sublayers sent back nothing
  const dW: Vector = [];
  for (const sublayer of done.reverse()) {
    const back = (pre ? preNormBackward : postNormBackward)(dX, sublayer);
    if (!pre) shortcut = layerNormBackward(shortcut, sublayer.normed).dX;
    dX = back.dX;
    dW.unshift(size(back.dP.W));
  }
  return [size(Y), size(dX), size(shortcut), dW[0], dW[N - 1]];
};
console.log(
  columns([
    [
      say('sublayers', '子层数'),
      say('size on top', '顶端大小'),
      say('dX at the bottom', '底端 dX'),
      say('by the shortcut alone', '只走捷径'),
      say('dW first', '第一层 dW'),
      say('dW last', '最后一层 dW'),
    ],
    ...depths.flatMap((N) =>
      [false, true].map((pre) => [
        `${N} ${pre ? say('pre-norm', '前归一化') : say('post-norm', '后归一化')}`,
        ...print(measure(N, pre), 4),
      ]),
    ),
  ]),
);
