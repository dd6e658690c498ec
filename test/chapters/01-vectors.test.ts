import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/01-vectors/by-hand.ts';
import { entrywiseQuotient, inverse, ratio } from '../../chapters/01-vectors/dividing.ts';
import { add, hadamard, multiply, multiplyBackward, transpose } from '../../chapters/01-vectors/matrices.ts';
import {
  isCertificate,
  midpointCertificate,
  mixture,
  perceptron,
  separableLabelings,
} from '../../chapters/01-vectors/separating.ts';
import { cosine, dot, minus, norm, plus, times } from '../../chapters/01-vectors/vectors.ts';
import { relativeError } from '../../lib/numeric.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('vectors');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const approved = hand.credit.slice(0, 3);
const refused = hand.credit.slice(3);
const withSalary = hand.credit.map((x, i) => [...x, hand.salary[i]]);

t.test('by hand', async (t) => {
  t.strictSame(plus(hand.a, hand.b), [7, 7], 'a + b');
  t.strictSame(minus(hand.a, hand.b), [-1, 1], 'a − b');
  t.strictSame(times(2, hand.a), [6, 8], '2 a');
  t.strictSame(dot(hand.a, hand.b), 24, 'a · b = 12 + 12');
  t.strictSame([norm(hand.a), norm(hand.b)], [5, 5], '√25');
  close(t, cosine(hand.a, hand.b), 24 / 25, 15, 'cosine 24/25');
  // One dot product, two angles: [6, 0] · [4, 3] = 24 as well, with lengths 6 and 5.
  close(t, [dot([6, 0], hand.b), cosine([6, 0], hand.b)], [24, 24 / 30], 15, 'a longer vector is louder');
  t.strictSame(cosine([1, 2], [-2, 1]), 0, 'a right angle');
  t.strictSame(cosine([3, 4], [-6, -8]), -1, 'opposite');

  t.strictSame(entrywiseQuotient(hand.a, hand.b), hand.quotient, 'entry by entry');
  t.strictSame(ratio([8, 6], hand.b), 2, '2 b = [8, 6]');
  t.strictSame(ratio(hand.a, hand.b), undefined, 'no λ');
  t.strictSame(ratio([0, 6, 3], [0, 2, 1]), 3, 'a 0 above a 0 does not matter');
  t.strictSame(ratio([1, 6], [0, 2]), undefined, 'nothing times 0 is 1');
  t.strictSame(inverse(hand.B), hand.B_inverse, 'B⁻¹');
  // prettier-ignore
  t.strictSame(inverse([[2, 0], [4, 8]]), [[1 / 2, -0], [-1 / 4, 1 / 8]], 'determinant 16');
  t.strictSame(multiply([hand.a], hand.B), [hand.aB], 'a B');
  t.strictSame(multiply([hand.aB], hand.B_inverse), [hand.a], 'and back');

  t.strictSame(add([[1, 2]], [[10, 20]]), [[11, 22]], 'A + B');
  t.strictSame(hadamard([[1, 2]], [[10, 20]]), [[10, 40]], 'A ∘ B');
  // prettier-ignore
  t.strictSame(transpose([[1, 2, 3], [4, 5, 6]]), [[1, 4], [2, 5], [3, 6]], 'Aᵀ');
  // prettier-ignore
  t.strictSame(transpose(hand.W), [[1, 0], [0, 1], [2, 1]], 'Wᵀ');
  t.strictSame(dot(hand.X[0], transpose(hand.W)[2]), 4, 'row times column: 1 · 2 + 2 · 1');
  // prettier-ignore
  const [A, B] = [[[1, 1], [0, 1]], [[1, 0], [1, 1]]];
  // prettier-ignore
  t.strictSame([multiply(A, B), multiply(B, A)], [[[2, 1], [1, 1]], [[1, 1], [1, 2]]], 'A B is not B A');
  t.strictSame(multiply(hand.X, hand.W), hand.XW, 'X W');
  const back = multiplyBackward(hand.dXW, { A: hand.X, B: hand.W });
  t.strictSame(back, { dA: hand.dX, dB: hand.dW }, 'dX and dW');

  t.strictSame(midpointCertificate(approved, refused), hand.certificate, '½ A + ½ B = ½ D + ½ E');
  t.strictSame(mixture(hand.certificate.lambda, approved), hand.middle, 'the point in the middle');
  const lessLate = hand.credit.map((x, i) => hand.salary[i] - x[6]);
  t.strictSame(lessLate, [4, 2, 2, 1, 0, 0], 'salary − late payments: 2 or more, 1 or less');
  const six = hand.credit.map((x, i) => dot([-1, 1], [x[6], hand.salary[i]]) - 3 / 2);
  t.strictSame(six, [5 / 2, 1 / 2, 1 / 2, -1 / 2, -3 / 2, -3 / 2], 'a line between');
  t.strictSame(
    midpointCertificate([[9], [1]], [[1], [20]]),
    { lambda: [0, 1], mu: [1, 0] },
    'one point in both groups',
  );
  t.strictSame(
    perceptron(withSalary, hand.labels, 100),
    { ...hand.plane, corrections: 7, separates: true },
    'a plane with the salary',
  );

  // Points 1 and −1, labelled 1 and −1. Both are wrong at first, for w = 0 is above nothing:
  // w = 0 + 1 = 1, b = 1; then −1 · (1 · −1 + 1) = 0 is not above 0, so w = 1 + 1 = 2, b = 0.
  // prettier-ignore
  t.strictSame(perceptron([[1], [-1]], [1, -1], 9), { w: [2], b: 0, corrections: 2, separates: true }, 'two corrections');
  // prettier-ignore
  t.strictSame(perceptron([[1], [-1]], [1, -1], 1).separates, false, 'one round is not enough to be sure');
  t.strictSame(perceptron([[1], [-1]], [1, -1], 2).separates, true, 'the second corrects nothing');
  t.strictSame(separableLabelings(1, 1), 2, 'one point has either label');
  // Four points of a plane: of 16 labellings only the two that put diagonals together fail.
  t.strictSame(separableLabelings(4, 2), 14, 'four points in a plane');
  t.strictSame(separableLabelings(6, 8), 64, 'six points in eight dimensions: always');
});

t.test('by formula', async (t) => {
  const [a, b] = matrix(2, 5);
  const scope = { a, b };
  const formula = (text: string) => math.evaluate(text, scope);
  close(t, plus(a, b), formula('a + b'), 12, 'a + b');
  close(t, minus(a, b), formula('a - b'), 12, 'a − b');
  close(t, times(-3, a), formula('-3 a'), 12, '−3 a');
  close(t, entrywiseQuotient(a, b), formula('a ./ b'), 12, 'a / b');
  close(t, cosine(a, b), formula('dot(a, b) / (norm(a) * norm(b))'), 12, 'cosine');

  const [A, B, dC] = [matrix(3, 4), matrix(4, 2), matrix(3, 2)];
  const { evaluate } = math;
  close(t, multiply(A, B), evaluate('A * B', { A, B }), 12, 'A B');
  close(t, hadamard(A, add(A, A)), evaluate('A .* (2 * A)', { A }), 12, 'A ∘ 2A');
  const back = multiplyBackward(dC, { A, B });
  close(t, back.dA, evaluate("dC * B'", { B, dC }), 12, 'dA = dC Bᵀ');
  close(t, back.dB, evaluate("A' * dC", { A, dC }), 12, 'dB = Aᵀ dC');
  const square = matrix(2, 2);
  close(t, inverse(square), evaluate('inv(S)', { S: square }), 9, 'B⁻¹');

  // The certificate in exact fractions: sums of 1, and one point on both sides.
  const rational = math.create(math.all!);
  rational.config({ number: 'Fraction' });
  const exact = (weights: number[], points: number[][]): string =>
    rational.format(rational.evaluate(`[${weights}] * ${JSON.stringify(points)}`));
  const { lambda, mu } = midpointCertificate(approved, refused)!;
  t.strictSame(exact(lambda, approved), exact(mu, refused), 'two mixtures, one point');
  t.strictSame(exact(lambda, approved), '[3/1, 3/1, 5/2, 1/2, 1/2, 1/1, 1/1, 3/1]', 'in fractions');
  const ones = (weights: number[]) => weights.map(() => [1]);
  t.strictSame([exact(lambda, ones(lambda)), exact(mu, ones(mu))], ['[1/1]', '[1/1]'], 'sums of 1');

  // The plane, by mathjs: above 0 for the approved, below for the refused, and the values by hand.
  const { w, b: offset } = perceptron(withSalary, hand.labels, 100);
  const sides = evaluate('P * w + b', { P: withSalary, w, b: offset });
  t.strictSame(sides, hand.sides, 'w · x + b');
  t.strictSame(sides.map(Math.sign), hand.labels, 'every customer on the right side');

  for (const [n, d] of [
    [6, 1],
    [6, 2],
    [8, 3],
    [5, 9],
  ]) {
    let sum = 0;
    for (let k = 0; k <= Math.min(d, n - 1); k++) sum += 2 * math.combinations(n - 1, k);
    t.strictSame(separableLabelings(n, d), sum, `Cover for ${n} points in ${d} dimensions`);
  }
});

t.test('by property', async (t) => {
  // Whole numbers, so that no rounding stands between the two sides.
  const wholes = (n: number, m: number) => matrices(n, m).map((A) => A.map((row) => row.map(Math.round)));
  fc.assert(
    fc.property(wholes(3, 4), wholes(4, 2), wholes(2, 3), (A, B, C) => {
      const grouped = relativeError(multiply(multiply(A, B), C), multiply(A, multiply(B, C)));
      const turned = relativeError(transpose(multiply(A, B)), multiply(transpose(B), transpose(A)));
      return grouped === 0 && turned === 0;
    }),
    { seed: 1 },
  );
  t.pass('(A B) C = A (B C) and (A B)ᵀ = Bᵀ Aᵀ');

  // |a − b|² = |a|² − 2 a · b + |b|², the law of cosines; and entry ij of A B is row i times column j.
  fc.assert(
    fc.property(wholes(2, 3), wholes(3, 4), ([a, b], B) => {
      const law = dot(a, a) - 2 * dot(a, b) + dot(b, b);
      const byColumns = [a, b].map((row) => transpose(B).map((column) => dot(row, column)));
      return dot(minus(a, b), minus(a, b)) === law && relativeError(multiply([a, b], B), byColumns) === 0;
    }),
    { seed: 1 },
  );
  t.pass('the law of cosines; and row times column');

  fc.assert(
    fc.property(matrices(5, 3), matrices(3, 4), (X, W) => {
      const oneByOne = X.map((x) => multiply([x], W)[0]);
      return relativeError(multiply(X, W), oneByOne) === 0;
    }),
    { seed: 1 },
  );
  t.pass('a word sent alone comes out as it does among others');

  // Any four points with A + B = D + E carry a certificate, and no number of rounds separates them.
  const whole = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(whole, whole, whole, (A, B, D) => {
      const E = minus(plus(A, B), D);
      const found = midpointCertificate([A, B], [D, E]);
      const tried = perceptron([A, B, D, E], [1, 1, -1, -1], 50);
      return found !== undefined && isCertificate(found, [A, B], [D, E]) && !tried.separates;
    }),
    { seed: 1 },
  );
  t.pass('a certificate and a plane exclude each other');

  // Points labelled by a plane, none nearer than 1 to it: the perceptron must end, on the right sides.
  fc.assert(
    fc.property(matrices(12, 3), (points) => {
      const side = ([x, y, z]: number[]) => 2 * x - y + z - 1;
      const clear = [[1, 0, 1], [0, 2, 0], ...points.filter((x) => Math.abs(side(x)) > 1)];
      const labels = clear.map((x) => (side(x) > 0 ? 1 : -1));
      const { w, b, separates } = perceptron(clear, labels, 100_000);
      return separates && clear.every((x, i) => labels[i] * (dot(w, x) + b) > 0);
    }),
    { seed: 1, numRuns: 30 },
  );
  t.pass('where a plane exists, the perceptron finds one');

  t.strictSame(
    midpointCertificate(withSalary.slice(0, 3), withSalary.slice(3)),
    undefined,
    'no midpoint with the salary',
  );
  t.strictSame(perceptron(hand.credit, hand.labels, 500).separates, false, 'no plane without it');
  // A feature made of the others brings nothing: the same weights stay a certificate.
  const months = hand.credit.map((x) => [...x, 120 * x[0]]);
  t.ok(isCertificate(hand.certificate, months.slice(0, 3), months.slice(3)), 'age in months');

  // Whatever the order of the customers, a plane is found; six points on a line: five gaps, two ways each, and two.
  const orders = (list: number[]): number[][] =>
    list.length === 0 ? [[]] : list.flatMap((x) => orders(list.filter((y) => y !== x)).map((rest) => [x, ...rest]));
  const planes = orders([0, 1, 2, 3, 4, 5]).map((order) => {
    const [points, labels] = [order.map((i) => withSalary[i]), order.map((i) => hand.labels[i])];
    return perceptron(points, labels, 1000);
  });
  t.ok(
    planes.every(({ separates, corrections }) => separates && corrections >= 7),
    'in 720 orders, never with fewer than seven corrections',
  );
  const line = [0, 1, 2, 3, 4, 5].map((x) => [x]);
  const cuts = orders([0, 1]).flatMap(([sign]) =>
    line.map((_, cut) => line.map((_, i) => (i < cut === (sign === 0) ? 1 : -1)).join()),
  );
  t.strictSame([new Set(cuts).size, separableLabelings(6, 1)], [12, 12], 'six points on a line');

  // All 16 labellings of four points in a plane, no three on a line: Cover's 14.
  // prettier-ignore
  const square = [[0, 0], [3, 1], [1, 4], [5, 6]];
  let separated = 0;
  for (let coins = 0; coins < 16; coins++) {
    const labels = square.map((_, i) => ((coins >> i) & 1 ? 1 : -1));
    if (perceptron(square, labels, 2000).separates) separated++;
  }
  t.strictSame(separated, 14, 'counted, not computed');
});

t.test('by nudging', async (t) => {
  const [A, B, dC] = [matrix(3, 4), matrix(4, 2), matrix(3, 2)];
  const result = () => multiply(A, B);
  const back = multiplyBackward(dC, { A, B });
  nudged(t, 'dA', back.dA, A, result, dC);
  nudged(t, 'dB', back.dB, B, result, dC);
});

t.test('refuses', async (t) => {
  const { lambda, mu } = hand.certificate;
  const holds = (l: number[], m: number[]) => isCertificate({ lambda: l, mu: m }, approved, refused);
  t.ok(holds(lambda, mu), 'the certificate itself');
  t.notOk(holds([1 / 2, 1 / 4, 1 / 4], mu), 'weight moved to another customer');
  t.notOk(holds([1 / 4, 1 / 4, 0], [1 / 4, 1 / 4, 0]), 'one point, but sums of ½');
  // A + B − D = E: one point and sums of 1, but a weight below 0 leaves the group.
  const three = [approved[0], approved[1], refused[0]];
  t.notOk(isCertificate({ lambda: [1, 1, -1], mu: [1] }, three, [refused[1]]), 'a negative weight');
  const poorer = [[3, ...approved[0].slice(1)], ...approved.slice(1)];
  t.notOk(isCertificate(hand.certificate, poorer, refused), 'a customer ten years younger');

  refuses(t, () => holds([1], mu), new RangeError('each of 3 points needs a weight, got 1'));
  refuses(t, () => plus([], []), new RangeError('a vector must have at least one entry, got 0'));
  refuses(t, () => holds(lambda, [1]), new RangeError('each of 3 points needs a weight, got 1'));
  for (const operation of [plus, minus, dot, entrywiseQuotient, ratio]) {
    refuses(t, () => operation([1], [1, 2]), new RangeError('two vectors must have one length, got 1 and 2'));
  }
  refuses(t, () => cosine([0, 0], [1, 2]), new RangeError('a vector needs a direction to be compared, got all zeros'));
  refuses(t, () => entrywiseQuotient([1, 2], [1, 0]), new RangeError('nothing can be divided by 0, got 0 at entry 1'));
  refuses(t, () => entrywiseQuotient([1, 2], [0, 1]), new RangeError('nothing can be divided by 0, got 0 at entry 0'));
  refuses(t, () => ratio([1, 2], [0, 0]), new RangeError('nothing can be divided by 0, got a vector of zeros'));
  refuses(t, () => inverse([[1, 2]]), new RangeError('this formula is for a 2×2 matrix, got 1×2'));
  // prettier-ignore
  refuses(t, () => inverse([[1, 2], [2, 4]]), new RangeError('an inverse needs a determinant other than 0, got 0'));
  for (const operation of [add, hadamard]) {
    const run = () => operation([[1, 2]], [[1], [2]]);
    refuses(t, run, new RangeError('two matrices must have one shape, got 1×2 and 2×1'));
  }
  refuses(
    t,
    () => multiply([[1, 2]], [[1, 2]]),
    new RangeError('a product A B needs as many columns in A as rows in B, got 1×2 and 1×2'),
  );
  // prettier-ignore
  refuses(t, () => multiplyBackward([[1]], { A: [[1, 2]], B: [[1, 2], [3, 4]] }), new RangeError('two matrices must have one shape, got 1×1 and 1×2'));
  // prettier-ignore
  refuses(t, () => perceptron([[1], [2]], [1, 0], 9), new RangeError('each of 2 points needs a label, 1 or -1, got 1, 0'));
  // prettier-ignore
  refuses(t, () => perceptron([[1], [2]], [1], 9), new RangeError('each of 2 points needs a label, 1 or -1, got 1'));
  refuses(t, () => perceptron([[1]], [1], 0), new RangeError('rounds must be a whole number from 1, got 0'));
  refuses(t, () => separableLabelings(0, 2), new RangeError('points and dimensions are counted from 1, got 0 and 2'));
});
