/** Chapter 1's case: products of vectors and matrices, an inverse, the perceptron's plane, and the way back. */

import * as hand from '../../chapters/01-vectors/by-hand.ts';
import { entrywiseQuotient, inverse } from '../../chapters/01-vectors/dividing.ts';
import { multiply, multiplyBackward } from '../../chapters/01-vectors/matrices.ts';
import { midpointCertificate, mixture, perceptron } from '../../chapters/01-vectors/separating.ts';
import { cosine, dot, norm, times } from '../../chapters/01-vectors/vectors.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { a, b, B, X, W, dXW, labels, credit, salary } = hand;

/** Two vectors, a matrix to invert, three words and their weights, six customers, what the bank knows of them
 * and what it decided. */
export const given = { a, b, B, X, W, dXW, labels, customers: credit.map((row, i) => [...row, salary[i]]) };

/** Columns of what the bank knows. */
const [LATE, CLIENT, SALARY] = [6, 7, 8];

/** A line or plane as far as the perceptron came, and w · x + b of each point: on the right side, or not. */
function judged(points: Matrix, labels: Vector) {
  const { w, b } = perceptron(points, labels, ROUNDS);
  return { w, b, sides: points.map((x) => dot([...w, b], [...x, 1])) };
}

/** After these the perceptron gives up on two or three features. */
const ROUNDS = 300;

/** The halves of two points in their middle. */
export const written = ['without.certificate'];

/** What comes of it. */
export function worked({ a, b, B, X, W, dXW, labels, customers }: typeof given) {
  const back = multiplyBackward(dXW, { A: X, B: W });
  const { w, b: offset } = perceptron(customers, labels, 1000);
  const two = customers.map((row) => [row[CLIENT], row[LATE]]);
  const kindOf = (label: number) => two.filter((_, i) => labels[i] === label);
  return {
    product: dot(a, b),
    lengths: [norm(a), norm(b)],
    cosine: cosine(a, b),
    foot: times(dot(a, b) / dot(b, b), b),
    quotient: entrywiseQuotient(a, b),
    inverse: inverse(B),
    XW: multiply(X, W),
    dX: back.dA,
    dW: back.dB,
    plane: { w, b: offset },
    sides: customers.map((x) => dot([...w, offset], [...x, 1])),
    without: { ...judged(two, labels), certificate: midpointCertificate(kindOf(1), kindOf(-1)) },
    line: judged(
      customers.map((row) => [row[LATE], row[SALARY]]),
      labels,
    ),
    space: judged(
      customers.map((row) => [row[CLIENT], row[LATE], row[SALARY]]),
      labels,
    ),
    middle: mixture(hand.certificate.lambda, customers.slice(0, 3)),
  };
}

const rows = hand.words;
const [two, three] = [numbered(2), numbered(3)];

const [late, client, salaryIs] = [
  { en: 'late', zh: '逾期' },
  { en: 'client', zh: '开户' },
  { en: 'salary', zh: '年薪' },
];
const features = [
  { en: 'age', zh: '年龄' },
  { en: 'job', zh: '工龄' },
  { en: 'school', zh: '学历' },
  { en: 'family', zh: '家属' },
  { en: 'home', zh: '住房' },
  { en: 'cards', zh: '信用卡' },
  late,
  client,
  salaryIs,
];
const [years, payments, money] = [
  { at: CLIENT, called: { en: 'years with the bank', zh: '开户年数' }, to: 5 },
  { at: LATE, called: { en: 'late payments', zh: '逾期次数' }, to: 4 },
  { at: SALARY, called: { en: 'salary', zh: '年薪' }, to: 5 },
];
const customers = {
  kind: 'separation' as const,
  names: hand.customers,
  points: 'customers',
  labels: 'labels',
  kinds: [
    { label: 1, called: { en: 'approved', zh: '批准' } },
    { label: -1, called: { en: 'refused', zh: '拒绝' } },
  ],
};

/** Three words through one map, and the gradient back through it. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: 'Each row of X W is a mixture of the rows of W, and each entry one sum of products.',
      zh: 'X W 的每一行都是 W 各行的混合，每个数都是几个乘积的和。',
    },
    back: {
      en: 'Each factor hears the other factor, times what is asked of the product.',
      zh: '每个因子听到的，是另一个因子乘以对乘积的要求。',
    },
    trying: {
      en: 'Open one and count.',
      zh: '点开一个，数一数。',
    },
    given: [
      { path: 'X', printed: 'rows', rows, columns: two, digits: 0 },
      { path: 'W', printed: 'rows', rows: two, columns: three, digits: 0 },
      {
        path: 'dXW',
        role: 'gradient',
        says: { en: 'what the loss asks', zh: '损失的要求' },
        rows,
        columns: three,
        digits: 0,
      },
    ],
    forwards: [[{ path: 'XW', printed: 'rows', role: 'result', rows, columns: three, digits: 0 }]],
    backwards: [
      [
        { path: 'dX', role: 'gradient', rows, columns: two, digits: 0 },
        { path: 'dW', role: 'gradient', rows: two, columns: three, digits: 0 },
      ],
    ],
    first: 'XW[0][2]',
  },
  {
    part: '5',
    caption: {
      en: 'Two of the eight features. The two broken lines cross in their middles, so no line exists.',
      zh: '八个特征中的两个。两条虚线在各自的中点相交，所以没有这样的直线。',
    },
    trying: {
      en: 'Drag a customer out of the way, and the perceptron finds one at once.',
      zh: '把一位客户拖开，感知机马上就能找到一条。',
    },
    given: [],
    forwards: [
      [
        { path: 'without.w', called: 'w', columns: [client, late], digits: 2 },
        { path: 'without.b', called: 'b', digits: 2 },
        { path: 'without.sides', called: 'w · x + b', role: 'result', columns: hand.customers, digits: 2 },
      ],
    ],
    pictures: [
      {
        ...customers,
        says: { en: 'six customers by years with the bank and late payments', zh: '六位客户：开户年数和逾期次数' },
        columns: [years, payments],
        w: 'without.w',
        b: 'without.b',
        sides: 'without.sides',
        middle: { one: 'without.certificate.lambda', other: 'without.certificate.mu' },
      },
    ],
  },
  {
    part: '6',
    caption: {
      en: 'With the salary the groups come apart: a line by late payments and salary; and a plane in the room over the two features above.',
      zh: '加上年薪，两组就分开了：按逾期次数和年薪有一条直线；在上图两个特征之上的空间里有一个平面。',
    },
    trying: {
      en: 'Drag a customer, and line and plane turn.',
      zh: '拖动一位客户，直线和平面就跟着转。',
    },
    given: [
      {
        path: 'customers',
        says: { en: 'what the bank knows', zh: '银行知道的' },
        rows: hand.customers,
        columns: features,
        digits: 2,
      },
    ],
    forwards: [
      [
        {
          path: 'plane.w',
          printed: 'rows',
          called: 'w',
          says: { en: 'of all nine', zh: '九个特征' },
          columns: features,
          digits: 0,
        },
        { path: 'plane.b', printed: 'entries', called: 'b', digits: 0 },
      ],
      [{ path: 'sides', printed: 'entries', called: 'w · x + b', role: 'result', columns: hand.customers, digits: 0 }],
      [
        {
          path: 'line.w',
          called: 'w',
          says: { en: 'of the line', zh: '直线的' },
          columns: [late, salaryIs],
          digits: 2,
        },
        { path: 'line.b', called: 'b', digits: 2 },
      ],
      [
        {
          path: 'space.w',
          called: 'w',
          says: { en: 'of the plane', zh: '平面的' },
          columns: [client, late, salaryIs],
          digits: 2,
        },
        { path: 'space.b', called: 'b', digits: 2 },
      ],
    ],
    pictures: [
      {
        ...customers,
        says: {
          en: 'six customers by late payments and salary, and the line',
          zh: '六位客户：逾期次数和年薪，以及直线',
        },
        columns: [payments, money],
        w: 'line.w',
        b: 'line.b',
        sides: 'line.sides',
      },
      {
        ...customers,
        says: { en: 'the same six with three features, and the plane', zh: '同样六位客户，三个特征，以及平面' },
        columns: [years, payments, money],
        w: 'space.w',
        b: 'space.b',
        sides: 'space.sides',
      },
    ],
  },
  {
    part: '1',
    caption: {
      en: 'The perpendicular from the tip of a meets b at 24/25 of its length: a · b divided by b · b. As |a| and |b| are both 5, that is the cosine.',
      zh: '从 a 的尖端作垂线，落在 b 的 24/25 处，也就是 a · b 除以 b · b。|a| 和 |b| 都是 5，所以这就是余弦。',
    },
    given: [
      { path: 'a', columns: two, digits: 0 },
      { path: 'b', columns: two, digits: 0 },
    ],
    forwards: [
      [
        { path: 'product', called: 'a · b', printed: 'entries', digits: 0 },
        { path: 'lengths', called: { en: 'lengths', zh: '长度' }, columns: ['|a|', '|b|'], digits: 0 },
        { path: 'cosine', called: 'cos', printed: 'entries', digits: 2 },
        { path: 'foot', called: { en: 'foot', zh: '垂足' }, role: 'result', columns: two, digits: 2 },
      ],
    ],
    pictures: [
      {
        kind: 'angle',
        says: { en: 'a, b, and the foot of a on b', zh: 'a、b，以及 a 在 b 上的垂足' },
        a: 'a',
        b: 'b',
        foot: 'foot',
      },
    ],
    first: 'cosine',
  },
];
