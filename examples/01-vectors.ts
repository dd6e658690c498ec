/** Chapter 1: arithmetic of vectors, three ways to divide, three words through one map, and the bank's customers. */

import * as hand from '../chapters/01-vectors/by-hand.ts';
import { entrywiseQuotient, inverse, ratio } from '../chapters/01-vectors/dividing.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { midpointCertificate, mixture, perceptron, separableLabelings } from '../chapters/01-vectors/separating.ts';
import { cosine, dot, minus, norm, plus, times } from '../chapters/01-vectors/vectors.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { alignLeft, bracketed, columns, decimal, displayWidth, labelled, numbered, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

// Change these and run again.
const [a, b] = [hand.a, hand.b]; //       [3, 4] and [4, 3]
const salary = [4, 4, 2, 2, 1, 3]; //     of the customers A … F, in units of 50,000 yuan
const rounds = 1000; //                   after which the perceptron of parts 5 and 6 gives up
const dimensions = [1, 2, 3, 4, 5, 8]; // of the random customers in part 7
const seed = '信用';

const say = speaker(languageOf(process.argv.slice(2)));
const short = (x: number) => String(Number(x.toFixed(3))); // 2.5 stays 2.5, 3 stays 3

console.log(part(1, say('Arithmetic', '四则运算')));
/** Lines of a name and what belongs to it, both to the left. */
const named = (lines: [name: string, text: string][]) => {
  const width = Math.max(...lines.map(([name]) => displayWidth(name)));
  return lines.map(([name, text]) => `${alignLeft(name, width)}  ${text}`).join('\n');
};
console.log(
  named([
    ['a, b', `${bracketed(a)}, ${bracketed(b)}`],
    ['a + b', bracketed(plus(a, b))],
    ['a − b', bracketed(minus(a, b))],
    ['2 a', bracketed(times(2, a))],
    ['a · b', short(dot(a, b))],
    ['|a|, |b|', `${short(norm(a))}, ${short(norm(b))}`],
    ['cos(a, b)', decimal(cosine(a, b), 2)],
  ]),
);

console.log(part(2, say('What dividing can mean', '“除法”能指什么')));
const same = (x: Vector, y: Vector) => `λ ${bracketed(y)} = ${bracketed(x)}`;
const verdict = (x: Vector, y: Vector) => {
  const lambda = ratio(x, y);
  return lambda === undefined ? say('no such λ', '没有这样的 λ') : `λ = ${short(lambda)}`;
};
const there = multiply([a], hand.B);
console.log(
  named([
    [say('by a number', '除以一个数'), `a / 2 = ${bracketed(times(1 / 2, a), 1)}`],
    [say('entry by entry', '逐个元素相除'), `a / b = ${bracketed(entrywiseQuotient(a, b), 3)}`],
    [say('one λ for all', '用同一个 λ'), `${same([8, 6], b)}: ${verdict([8, 6], b)}`],
    ['', `${same(a, b)}: ${verdict(a, b)}`],
    [say('by a matrix', '除以一个矩阵'), `a B = ${bracketed(there[0])}`],
    ['', `${bracketed(there[0])} B⁻¹ = ${bracketed(multiply(there, inverse(hand.B))[0])}`],
  ]),
);

console.log(part(3, say('Three words through one map', '三个字，同一个映射')));
console.log(
  labelled(
    hand.X,
    hand.words.map((word) => `X ${word}`),
    numbered(2),
    0,
  ),
);
console.log(labelled(hand.W, ['W 1', 'W 2'], numbered(3), 0));
const XW = multiply(hand.X, hand.W);
for (const [i, word] of hand.words.entries()) {
  const mix = hand.X[i].map((x, k) => `${x}·${bracketed(hand.W[k])}`).join(' + ');
  console.log(`XW ${word}  ${mix} = ${bracketed(XW[i])}`);
}

console.log(part(4, say('Six customers, eight features', '六位客户，八个特征')));
const { credit, customers, labels } = hand;
const features = [
  say('age', '年龄'),
  say('job', '工龄'),
  say('school', '学历'),
  say('family', '家属'),
  say('home', '住房'),
  say('cards', '信用卡'),
  say('late', '逾期'),
  say('client', '开户'),
];
const decision = (label: number) => (label > 0 ? say('approved', '批准') : say('refused', '拒绝'));
const names = customers.map((name, i) => `${name} ${decision(labels[i])}`);
console.log(labelled(credit, names, features, 0));

/** The verdict on customers described by these features: a plane, a proof that there is none, or neither. */
const judge = (points: Matrix): string => {
  const approved = points.filter((_, i) => labels[i] > 0);
  const refused = points.filter((_, i) => labels[i] < 0);
  const group = (weights: Vector, label: number) => {
    const members = customers.filter((_, i) => labels[i] === label);
    return members.flatMap((name, i) => (weights[i] ? `${short(weights[i])} ${name}` : [])).join(' + ');
  };
  const point = (weights: Vector, members: Matrix) => `[${mixture(weights, members).map(short).join(', ')}]`;
  const { w, b, corrections, separates } = perceptron(points, labels, rounds);
  const found = midpointCertificate(approved, refused);
  const lines = [
    separates
      ? say(`perceptron: separated after ${corrections} corrections`, `感知机：改正 ${corrections} 次后分开了`)
      : say(
          `perceptron: gave up after ${rounds} rounds, ${corrections} corrections`,
          `感知机：${rounds} 轮、改正 ${corrections} 次之后放弃`,
        ),
  ];
  if (separates) {
    lines.push(`w = ${bracketed(w)}, b = ${b}`);
    const sides = points.map((x) => dot(w, x) + b);
    lines.push(
      columns([
        ['', ...names],
        ['w · x + b', ...sides.map((side) => `${side > 0 ? '+' : ''}${short(side)}`)],
      ]),
    );
  }
  if (found) {
    lines.push(say('certificate: no plane exists', '凭证：这样的平面不存在'));
    lines.push(`${group(found.lambda, 1)} = ${point(found.lambda, approved)}`);
    lines.push(`${group(found.mu, -1)} = ${point(found.mu, refused)}`);
  }
  return lines.join('\n');
};

console.log(part(5, say('Without the salary', '没有年薪')));
console.log(judge(credit));

console.log(part(6, say('With one more feature', '多一个特征')));
console.log(say('ninth feature: age in months', '第九个特征：以月计的年龄'));
console.log(judge(credit.map((x) => [...x, 120 * x[0]])));
console.log(say(`ninth feature: salary ${bracketed(salary)}`, `第九个特征：年薪 ${bracketed(salary)}`));
console.log(judge(credit.map((x, i) => [...x, salary[i]])));

console.log(part(7, say('Decisions by the toss of a coin', '抛硬币做的决定')));
const random = seeded(seed);
const n = customers.length;
const separated = (d: number) => {
  const points = normalMatrix(random, n, d);
  let count = 0;
  for (let coins = 0; coins < 2 ** n; coins++) {
    const tossed = points.map((_, i) => ((coins >> i) & 1 ? 1 : -1));
    if (perceptron(points, tossed, 10_000).separates) count++;
  }
  return count;
};
console.log(
  columns([
    [say('features', '特征数'), say('separated', '能分开'), say('by Cover', '科弗公式'), say('of', '总数')],
    ...dimensions.map((d) => [d, separated(d), separableLabelings(n, d), 2 ** n].map(String)),
  ]),
);
