/** Chapter 1's case: products of vectors and matrices, an inverse, the perceptron's plane, and the way back. */

import * as hand from '../../chapters/01-vectors/by-hand.ts';
import { entrywiseQuotient, inverse } from '../../chapters/01-vectors/dividing.ts';
import { multiply, multiplyBackward } from '../../chapters/01-vectors/matrices.ts';
import { mixture, perceptron } from '../../chapters/01-vectors/separating.ts';
import { cosine, dot, norm } from '../../chapters/01-vectors/vectors.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure } from '../stage/figure.ts';

const { a, b, B, X, W, dXW, labels, credit, salary } = hand;

/** Two vectors, a matrix to invert, three words and their weights, six customers, what the bank knows of them
 * and what it decided. */
export const given = { a, b, B, X, W, dXW, labels, customers: credit.map((row, i) => [...row, salary[i]]) };

/** What comes of it. */
export function worked({ a, b, B, X, W, dXW, labels, customers }: typeof given) {
  const back = multiplyBackward(dXW, { A: X, B: W });
  const { w, b: offset } = perceptron(customers, labels, 1000);
  return {
    product: dot(a, b),
    lengths: [norm(a), norm(b)],
    cosine: cosine(a, b),
    quotient: entrywiseQuotient(a, b),
    inverse: inverse(B),
    XW: multiply(X, W),
    dX: back.dA,
    dW: back.dB,
    plane: { w, b: offset },
    middle: mixture(hand.certificate.lambda, customers.slice(0, 3)),
  };
}

const rows = hand.words;
const [two, three] = [numbered(2), numbered(3)];

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
];
