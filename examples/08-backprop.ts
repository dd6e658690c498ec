/** Chapter 8: the cost curve of y = wx, search against descent, the chain rule on a tape, nudging and its traps, and a whole Transformer. */

import { oneHot } from '../chapters/02-embedding/embedding.ts';
import { softmax, softmaxBackward } from '../chapters/04-attention/softmax.ts';
import * as hand from '../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { cost, descend, search, slope, type Point } from '../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../chapters/08-backprop/linear.ts';
import { expOf, given, gradients, lnOf, productOf, sumOf, type Node } from '../chapters/08-backprop/tape.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { transformer, transformerBackward, transformerParams } from '../chapters/11-decoder/transformer.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { zeros, type Vector } from '../lib/matrix.ts';
import { numericGradient, relativeError } from '../lib/numeric.ts';
import { count, mapRows } from '../lib/params.ts';
import { curve } from '../lib/plot.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';

// Change these and run again.
const points: Point[] = hand.points; // the (x, y) that y = wx should meet
const rate = hand.rate; //      how far a step goes: 1/8 halves what is missing; try 1/4, 1/2, 3/5
const [low, high] = [0, 6]; //  where w is searched
const precision = 1e-3;
const x = hand.x; //            where part 4 takes y = x·x + x, and part 6 the slope of x³
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const random = seeded(seed);

console.log(part(1, say('The cost of every w', '每个 w 的代价')));
const ws = Array.from({ length: 61 }, (_, k) => low + ((high - low) * k) / 60);
console.log(
  curve(
    ws.map((w) => cost(w, points)),
    ws.length,
    10,
    1,
  ),
);
console.log(
  say(`      from w = ${low} on the left to w = ${high} on the right`, `      左端 w = ${low}，右端 w = ${high}`),
);

console.log(part(2, say('Downhill from w = 0', '从 w = 0 下坡')));
const path = descend(0, rate, 1000, points);
let [xy, xx] = [0, 0];
for (const [x, y] of points) [xy, xx] = [xy + x * y, xx + x * x];
const best = xy / xx; // where the slope Σ (w x − y) x is 0
console.log(
  columns([
    [say('step', '步'), 'w', say('cost', '代价'), say('slope', '斜率')],
    ...path.slice(0, 5).map((w, k) => [String(k), decimal(w), decimal(cost(w, points)), decimal(slope(w, points))]),
  ]),
);
const steps = path.findIndex((w) => Math.abs(w - best) < precision);
// Evenly spaced tries miss the best w by at most half their distance.
const tries = Math.ceil((high - low) / (2 * precision)) + 1;
console.log(
  columns([
    [say(`to find w to ${precision}`, `w 精确到 ${precision}`), say('runs', '次数'), 'w'],
    [say('search, costs', '逐个试，算代价'), String(tries), decimal(search(low, high, tries, points))],
    [say('downhill, slopes', '下坡，算斜率'), ...(steps < 0 ? ['∞', '—'] : [String(steps), decimal(path[steps])])],
  ]),
);

console.log(part(3, say('More than one w', '不止一个 w')));
// Random inputs X, and outputs made with a W that the descent is not told; it starts from zeros.
const stepsFor = (p: number, q: number): number => {
  const [X, W_true] = [normalMatrix(random, 4 * p + 4, p), normalMatrix(random, p, q)];
  const T = multiply(X, W_true);
  let W = zeros(p, q);
  let steps = 0;
  const furthest = () => {
    let far = 0;
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < q; j++) far = Math.max(far, Math.abs(W[i][j] - W_true[i][j]));
    }
    return far;
  };
  for (; furthest() >= precision && steps < 10_000; steps++) {
    const { dW } = meanSquareBackward(meanSquare(X, W, T));
    W = mapRows((w, dw) => w.map((w_c, c) => w_c - 0.25 * dw[c]), W, dW);
  }
  return steps;
};
// prettier-ignore
const shapes = [[1, 1], [2, 1], [3, 1], [10, 1], [20, 3000]];
console.log(
  columns([
    [
      say('numbers sought', '要找几个数'),
      say('costs, by search', '逐个试，算几次代价'),
      say('steps, downhill', '下坡，走几步'),
    ],
    ...shapes.map(([p, q]) => {
      const digits = p * q * Math.log10(tries);
      return [
        String(p * q),
        digits < 12
          ? String(tries ** (p * q))
          : say(`a number of ${Math.floor(digits) + 1} digits`, `一个 ${Math.floor(digits) + 1} 位数`),
        String(stepsFor(p, q)),
      ];
    }),
  ]),
);

console.log(part(4, say('The chain rule on a tape', '纸带上的链式法则')));
const a = given(x);
const square = productOf(a, a);
const y = sumOf(square, a);
const slopes = gradients(y);
const onTape: [string, Node][] = [
  ['x', a],
  ['x·x', square],
  ['x·x + x', y],
];
console.log(
  columns([
    [say('step', '步骤'), say('result', '结果'), say('∂y/∂step', '∂y/∂步骤')],
    ...onTape.map(([name, step]) => [name, String(step.value), String(slopes.get(step))]),
  ]),
);
// The loss of part 5, − ln (e^s_3 / Σ e^s), on the same tape: ln Σ e^s − s_3.
const scores = hand.S[0].map(given);
const taped = sumOf(lnOf(scores.map(expOf).reduce(sumOf)), productOf(given(-1), scores[2]));
const dTaped = gradients(taped);

console.log(part(5, say('Believed less wanted', '“所信”减“所求”')));
const believed = crossEntropy(hand.S, hand.T);
console.log(
  labelled(
    [hand.S[0], believed.P[0], hand.T[0], crossEntropyBackward(believed)[0], scores.map((s) => dTaped.get(s)!)],
    [
      say('scores S', '分数 S'),
      say('believed P', '所信 P'),
      say('wanted T', '所求 T'),
      'P − T',
      say('on the tape', '纸带上算的'),
    ],
    [1, 2, 3].map((c) => say(`word ${c}`, `词 ${c}`)),
  ),
);
console.log(say('loss', '损失'), `= ln 4 = ${decimal(believed.loss)}`);

console.log(part(6, say('How far to nudge', '推多远才好')));
const at: Vector = [x];
const cube = () => at[0] * at[0] * at[0];
console.log(
  columns([
    ['h', say(`slope of x³ at ${x}`, `x³ 在 ${x} 处的斜率`), say('error', '误差'), 'h²'],
    ...[1, 3, 5, 7, 9, 11].map((digits) => {
      const h = Number(`1e-${digits}`);
      const [found] = numericGradient(cube, at, h);
      return [`1e-${digits}`, decimal(found, 12), Math.abs(found - 3 * x * x).toExponential(0), `1e-${2 * digits}`];
    }),
  ]),
);

console.log(part(7, say('The trap of the even upstream', '均匀上游的陷阱')));
const A = softmax(hand.S);
const faulty = (dA: Vector) => {
  const average = dA.reduce((sum, dA_l, l) => sum + A[0][l] * dA_l, 0);
  return dA.map((dA_j) => dA_j - average); // the factor A_j is forgotten
};
const S = hand.S.map((row) => [...row]);
for (const dA of [[1, 1, 1], hand.dP[0]]) {
  const loss = () => softmax(S)[0].reduce((sum, share, j) => sum + dA[j] * share, 0);
  console.log(
    labelled(
      [numericGradient(loss, S)[0], softmaxBackward([dA], A)[0], faulty(dA)],
      [say('nudged', '推出来的'), say('right', '正确的'), say('faulty', '写错的')],
      dA.map((d) => `dA = ${d}`),
    ),
  );
}

console.log(part(8, say('A whole Transformer', '整个 Transformer')));
const model = transformerParams(random, 9, 8, { d_model: 8, h: 2, d_ff: 12, N: 1 });
const wanted = [4, 5, 2].map((id) => oneHot(id, 8));
const run = () => transformer([4, 5, 6], [1, 4, 5], model);
const working = run();
const { dP } = transformerBackward(crossEntropyBackward(crossEntropy(working.S, wanted)), working);
const nudgedP = numericGradient(() => crossEntropy(run().S, wanted).loss, model);
console.log(
  columns([
    [say('numbers learned', '要学的数'), String(count(model))],
    [say('runs of the model, by nudging', '微扰：模型要跑几遍'), String(2 * count(model))],
    [say('runs of the model, by the way back', '回程：模型要跑几遍'), say('1, and once back', '1 遍，再回来一遍')],
    [
      say('the two gradients differ by', '两个梯度相差'),
      relativeError(dP, nudgedP) < 1e-7 ? say('less than 1e-7', '不到 1e-7') : say('more than 1e-7', '超过 1e-7'),
    ],
  ]),
);
