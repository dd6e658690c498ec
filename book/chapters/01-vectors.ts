/** Chapter 1's case: products of vectors and matrices, an inverse, the perceptron's plane, and the way back. */

import * as hand from '../../chapters/01-vectors/by-hand.ts';
import { entrywiseQuotient, inverse } from '../../chapters/01-vectors/dividing.ts';
import { multiply, multiplyBackward } from '../../chapters/01-vectors/matrices.ts';
import { mixture, perceptron } from '../../chapters/01-vectors/separating.ts';
import { cosine, dot, norm } from '../../chapters/01-vectors/vectors.ts';

const { a, b, B, X, W, dXW, labels, credit, salary } = hand;

/** Two vectors, a matrix to invert, three words and their weights, six customers, what the bank knows of them
 * and what it decided. */
export const given = { a, b, B, X, W, dXW, labels, customers: credit.map((row, i) => [...row, salary[i]]) };

/** What comes of it. */
export function worked({ a, b, B, X, W, dXW, labels, customers }: typeof given) {
  const { w, b: offset } = perceptron(customers, labels, 1000);
  return {
    product: dot(a, b),
    lengths: [norm(a), norm(b)],
    cosine: cosine(a, b),
    quotient: entrywiseQuotient(a, b),
    inverse: inverse(B),
    XW: multiply(X, W),
    ...multiplyBackward(dXW, { A: X, B: W }),
    plane: { w, b: offset },
    middle: mixture(hand.certificate.lambda, customers.slice(0, 3)),
  };
}
