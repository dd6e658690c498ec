/** Chapter 1: arithmetic of vectors, three ways to divide, three words through one map, and the bank's customers. */

import * as hand from '../chapters/01-vectors/by-hand.ts';
import { entrywiseQuotient, inverse, ratio } from '../chapters/01-vectors/dividing.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { midpointCertificate, mixture, perceptron, separableLabelings } from '../chapters/01-vectors/separating.ts';
import { cosine, dot, minus, norm, plus, times } from '../chapters/01-vectors/vectors.ts';
import { pow } from '../lib/elementary.ts';
import { alignLeft, bracketed, columns, decimal, displayWidth, labelled, numbered, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

/** The column of late payments. */
const LATE = 6;

/** Change these and run again. */
export const constants = {
  a: hand.a, //                      [3, 4]
  b: hand.b, //                      [4, 3]
  salary: [4, 4, 2, 2, 1, 3], //     of the customers A … F, in units of 50,000 yuan
  rounds: 1000, //                   after which the perceptron of parts 5 and 6 gives up
  dimensions: [1, 2, 3, 4, 5, 8], // of the random customers in part 7
  seed: '信用',
};

/** The named quantities of each part. */
export function computed({ a, b, salary, rounds, dimensions, seed }: typeof constants) {
  const { X, W, credit } = hand;
  const months = credit.map(([age]) => 120 * age); // the age is given in tens of years
  const withSalary = judged(beside(credit, salary), rounds);
  return {
    arithmetic: arithmetic(a, b),
    division: division(a, b),
    map: { X, W, XW: multiply(X, W) },
    credit,
    withoutSalary: judged(credit, rounds),
    withMonths: judged(beside(credit, months), rounds),
    withSalary: { salary, ...withSalary },
    orders: withSalary.plane.separates ? inEveryOrder(beside(credit, salary), rounds) : undefined,
    lessLate: credit.map((x, i) => salary[i] - x[LATE]),
    coins: coins(dimensions, seed),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const { salary } = found.withSalary;
  return [
    part(1, say('Arithmetic', '四则运算')),
    printedArithmetic(found.arithmetic),
    part(2, say('What dividing can mean', '“除法”能指什么')),
    printedDivision(found.division, say),
    part(3, say('Three words through one map', '三个字，同一个映射')),
    printedMap(found.map),
    part(4, say('Six customers, eight features', '六位客户，八个特征')),
    printedCredit(found.credit, say),
    part(5, say('Without the salary', '没有年薪')),
    printedJudged(found.withoutSalary, say),
    part(6, say('With one more feature', '多一个特征')),
    say('ninth feature: age in months', '第九个特征：以月计的年龄'),
    printedJudged(found.withMonths, say),
    say(`ninth feature: salary ${bracketed(salary)}`, `第九个特征：年薪 ${bracketed(salary)}`),
    printedJudged(found.withSalary, say),
    ...(found.orders ? [printedOrders(found.orders, say)] : []),
    printedLessLate(found.lessLate, say),
    part(7, say('Decisions by the toss of a coin', '抛硬币做的决定')),
    printedCoins(found.coins, say),
  ].join('\n');
}

/** Part 1: what two vectors make together. */
function arithmetic(a: Vector, b: Vector) {
  return {
    a,
    b,
    sum: plus(a, b),
    difference: minus(a, b),
    twice: times(2, a),
    product: dot(a, b),
    lengths: [norm(a), norm(b)],
    cosine: cosine(a, b),
  };
}

function printedArithmetic(found: Found['arithmetic']): string {
  return named([
    ['a, b', `${bracketed(found.a)}, ${bracketed(found.b)}`],
    ['a + b', bracketed(found.sum)],
    ['a − b', bracketed(found.difference)],
    ['2 a', bracketed(found.twice)],
    ['a · b', short(found.product)],
    ['|a|, |b|', found.lengths.map(short).join(', ')],
    ['cos(a, b)', decimal(found.cosine, 2)],
  ]);
}

/** Part 2: a divided by a number, by b in two ways, and by a matrix. */
function division(a: Vector, b: Vector) {
  const aB = multiply([a], hand.B);
  return {
    half: times(1 / 2, a),
    quotient: entrywiseQuotient(a, b),
    ratios: [[8, 6], a].map((x) => ({ x, b, lambda: ratio(x, b) })),
    aB: aB[0],
    back: multiply(aB, inverse(hand.B))[0],
  };
}

function printedDivision({ half, quotient, ratios, aB, back }: Found['division'], say: Say): string {
  const [one, other] = ratios.map(({ x, b, lambda }) => {
    const answer = lambda === undefined ? say('no such λ', '没有这样的 λ') : `λ = ${short(lambda)}`;
    return `λ ${bracketed(b)} = ${bracketed(x)}: ${answer}`;
  });
  return named([
    [say('by a number', '除以一个数'), `a / 2 = ${bracketed(half, 1)}`],
    [say('entry by entry', '逐个元素相除'), `a / b = ${bracketed(quotient, 3)}`],
    [say('one λ for all', '用同一个 λ'), one],
    ['', other],
    [say('by a matrix', '除以一个矩阵'), `a B = ${bracketed(aB)}`],
    ['', `${bracketed(aB)} B⁻¹ = ${bracketed(back)}`],
  ]);
}

/** Part 3: each row of XW is the rows of W, mixed as the row of X says. */
function printedMap({ X, W, XW }: Found['map']): string {
  const rows = hand.words.map((word) => `X ${word}`);
  const mixtures = hand.words.map((word, i) => {
    const terms = X[i].map((x, k) => `${x}·${bracketed(W[k])}`).join(' + ');
    return `XW ${word}  ${terms} = ${bracketed(XW[i])}`;
  });
  return [labelled(X, rows, numbered(2), 0), labelled(W, ['W 1', 'W 2'], numbered(3), 0), ...mixtures].join('\n');
}

/** Part 4: the customers of the bank, and what it decided. */
function printedCredit(credit: Found['credit'], say: Say): string {
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
  return labelled(credit, decisions(say), features, 0);
}

/** The customers with one more feature each. */
function beside(credit: Matrix, feature: Vector): Matrix {
  return credit.map((x, i) => [...x, feature[i]]);
}

/** The customers by name, each with the decision on them. */
function decisions(say: Say): string[] {
  const decision = (label: number) => (label > 0 ? say('approved', '批准') : say('refused', '拒绝'));
  return hand.customers.map((name, i) => `${name} ${decision(hand.labels[i])}`);
}

/** Parts 5 and 6: a plane between approved and refused customers, a proof that there is none, or neither. */
function judged(points: Matrix, rounds: number) {
  const approved = points.filter((_, i) => hand.labels[i] > 0);
  const refused = points.filter((_, i) => hand.labels[i] < 0);
  const plane = perceptron(points, hand.labels, rounds);
  const certificate = midpointCertificate(approved, refused);
  return {
    rounds,
    plane,
    sides: points.map((x) => dot(plane.w, x) + plane.b),
    certificate: certificate && {
      ...certificate,
      ofApproved: mixture(certificate.lambda, approved),
      ofRefused: mixture(certificate.mu, refused),
    },
  };
}

function printedJudged({ rounds, plane, sides, certificate }: Found['withoutSalary'], say: Say): string {
  const { corrections } = plane;
  const signed = sides.map((side) => `${side > 0 ? '+' : ''}${short(side)}`);
  const separated = [
    say(`perceptron: separated after ${corrections} corrections`, `感知机：改正 ${corrections} 次后分开了`),
    `w = ${bracketed(plane.w)}, b = ${plane.b}`,
    columns([
      ['', ...decisions(say)],
      ['w · x + b', ...signed],
    ]),
  ];
  const gaveUp = say(
    `perceptron: gave up after ${rounds} rounds, ${corrections} corrections`,
    `感知机：${rounds} 轮、改正 ${corrections} 次之后放弃`,
  );
  const proof = certificate && [
    say('certificate: no plane exists', '证书：这样的平面不存在'),
    `${group(certificate.lambda, 1)} = [${certificate.ofApproved.map(short).join(', ')}]`,
    `${group(certificate.mu, -1)} = [${certificate.ofRefused.map(short).join(', ')}]`,
  ];
  return [...(plane.separates ? separated : [gaveUp]), ...(proof ?? [])].join('\n');
}

/** Part 6: how many corrections the perceptron needs if the customers come in another order; rounds may be too few. */
function inEveryOrder(points: Matrix, rounds: number) {
  const planes = ordersOf(points.map((_, i) => i)).map((order) => {
    return perceptron(
      order.map((i) => points[i]),
      order.map((i) => hand.labels[i]),
      rounds,
    );
  });
  const counts = planes.map(({ corrections }) => corrections);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return { separates: planes.every(({ separates }) => separates), orders: counts.length, counts, mean };
}

/** Every order of some numbers. */
function ordersOf(numbers: Vector): Matrix {
  if (numbers.length === 0) return [[]];
  return numbers.flatMap((first, i) => {
    return ordersOf([...numbers.slice(0, i), ...numbers.slice(i + 1)]).map((rest) => [first, ...rest]);
  });
}

function printedOrders({ separates, orders, counts, mean }: NonNullable<Found['orders']>, say: Say): string {
  if (!separates) return say('in some order it gives up', '换个次序，有时会放弃');
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return say(
    `in all ${orders} orders of the customers: ${fewest} to ${most} corrections, ${decimal(mean, 1)} on average`,
    `六位客户的 ${orders} 种次序：改正 ${fewest} 到 ${most} 次，平均 ${decimal(mean, 1)} 次`,
  );
}

/** Part 6: two of the nine features are enough. */
function printedLessLate(differences: Found['lessLate'], say: Say): string {
  return columns([
    ['', ...decisions(say)],
    [say('salary − late', '年薪 − 逾期'), ...differences.map(short)],
  ]);
}

/** The customers with that label whose weight is not 0, as a sum. */
function group(weights: Vector, label: number): string {
  const members = hand.customers.filter((_, i) => hand.labels[i] === label);
  return members.flatMap((name, i) => (weights[i] ? `${short(weights[i])} ${name}` : [])).join(' + ');
}

/** Part 7: random customers, and for how many of all possible decisions on them a plane is found. */
function coins(dimensions: number[], seed: string) {
  const random = seeded(seed);
  const n = hand.customers.length;
  return dimensions.map((d) => {
    const points = normalMatrix(random, n, d);
    let separated = 0;
    for (let toss = 0; toss < pow(2, n); toss++) {
      const tossed = points.map((_, i) => ((toss >> i) & 1 ? 1 : -1));
      if (perceptron(points, tossed, 10_000).separates) separated++;
    }
    return { d, separated, byCover: separableLabelings(n, d), all: pow(2, n) };
  });
}

function printedCoins(rows: Found['coins'], say: Say): string {
  return columns([
    [say('features', '特征数'), say('separated', '能分开'), say('by Cover', '科弗公式'), say('of', '总数')],
    ...rows.map(({ d, separated, byCover, all }) => [d, separated, byCover, all].map(String)),
  ]);
}

/** Lines of a name and what belongs to it, both to the left. */
function named(lines: [name: string, text: string][]): string {
  const width = Math.max(...lines.map(([name]) => displayWidth(name)));
  return lines.map(([name, text]) => `${alignLeft(name, width)}  ${text}`).join('\n');
}

/** At most three decimals: 2.5 stays 2.5, 3 stays 3. */
function short(x: number): string {
  return String(Number(x.toFixed(3)));
}
