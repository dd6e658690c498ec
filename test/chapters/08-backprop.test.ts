import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward, logSoftmax, logSumExp } from '../../chapters/08-backprop/cross-entropy.ts';
import { cost, descend, search, slope } from '../../chapters/08-backprop/line.ts';
import { meanSquare, meanSquareBackward } from '../../chapters/08-backprop/linear.ts';
import { network, networkBackward, networkOnTape } from '../../chapters/08-backprop/network.ts';
import {
  expOf,
  given,
  gradients,
  lnOf,
  productOf,
  reluOf,
  sumOf,
  tapeOf,
  type Node,
} from '../../chapters/08-backprop/tape.ts';
import { softmax, softmaxBackward } from '../../chapters/04-attention/softmax.ts';
import { numericGradient } from '../../lib/numeric.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('backprop');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);

t.test('by hand', async (t) => {
  close(
    t,
    [0, 1, 2, 3].map((w) => cost(w, hand.points)),
    hand.costs,
    12,
    '(4 + 16 + 36) / 3 …',
  );
  close(
    t,
    [0, 3, 4].map((w) => slope(w, hand.points)),
    [-12, 0, 4],
    12,
    'slope 4 (w − 3)',
  );
  close(t, descend(0, hand.rate, 3, hand.points), hand.path, 12, 'half the way at each step');
  // 3 − 3/2¹² is the first within 1/1000 of 3.
  t.strictSame(descend(0, hand.rate, 12, hand.points).slice(-2), [3 - 3 / 2048, 3 - 3 / 4096], 'twelve steps');
  t.strictSame(descend(0, 1 / 4, 2, hand.points), [0, 3, 3], 'rate 1/4 arrives in one step');
  t.strictSame(descend(0, 1 / 2, 3, hand.points), [0, 6, 0, 6], 'rate 1/2 leaps over, for ever');
  t.strictSame(search(0, 6, 7, hand.points), hand.w_best, 'w = 0, 1 … 6: the best is 3');
  // From 5 to 10 the cheapest is the first tried; from −5 to 1 the last.
  t.strictSame([search(5, 10, 6, hand.points), search(-5, 1, 7, hand.points)], [5, 1], 'the ends');

  t.strictSame(search(2, 4, 2, hand.points), 2, 'both cost 8/3: the first is kept');

  // X W − T = [1·1 + 2·3 − 4, 1·2 + 2·0 − 1] = [3, 1]; cost 9 + 1; dY = 2·[3, 1]; dW = Xᵀ dY.
  // prettier-ignore
  const one = meanSquare([[1, 2]], [[1, 2], [3, 0]], [[4, 1]]);
  t.strictSame([one.E, one.cost], [[[3, 1]], 10], 'errors and cost');
  // prettier-ignore
  t.strictSame(meanSquareBackward(one).dW, [[6, 2], [12, 4]], 'dW = Xᵀ dY');
  // dX = dY Wᵀ = [6·1 + 2·2, 6·3 + 2·0].
  // prettier-ignore
  t.strictSame([meanSquareBackward(one).dX, meanSquareBackward(one).dT], [[[10, 18]], [[-6, -2]]], 'dY Wᵀ and −dY');

  const x = given(hand.x);
  const y = sumOf(productOf(x, x), x);
  t.strictSame([y.value, gradients(y).get(x)], [hand.y, hand.dx], 'x·x + x: 12 and 2·3 + 1');
  const square = productOf(x, x); // read twice: x⁴ = 81, slope 4x³ = 108, and 2·9 for the square itself
  const fourth = gradients(productOf(square, square));
  t.strictSame([fourth.get(x), fourth.get(square)], [108, 18], 'a shared step hears from both');
  t.strictSame(tapeOf(y).length, 3, 'x is on the tape once');
  const [first, second] = [given(1), given(2)];
  for (const f of [sumOf, productOf]) {
    const last = f(first, second);
    t.ok(
      [first, second, last].every((node, k) => tapeOf(last)[k] === node),
      'written from left to right',
    );
  }
  const half = given(1 / 2);
  t.strictSame([lnOf(half).value, gradients(lnOf(half)).get(half)], [-Math.LN2, 2], 'ln ½ = −ln 2, slope 1/½');

  const gated = [-2, 0, 2].map(given);
  t.strictSame(
    gated.map((a) => [reluOf(a).value, gradients(reluOf(a)).get(a)]),
    [[0, 0], [0, 0], [2, 1]], // prettier-ignore
    'a gate: shut below 0 and at 0, open above',
  );

  const working = network(hand.X_net, hand.net, hand.T_net);
  t.strictSame([working.H, working.S], [hand.H_net, hand.S_net], 'x W_1, and max(0, h) W_2');
  t.strictSame(
    working.R,
    [
      [1, 2, 0],
      [0, 4, 1],
    ],
    'the bend',
  );
  close(t, working.scored.loss, hand.loss_net, 12, 'two halves');
  const back = networkBackward(working);
  const { dS_net: dS, dR_net: dR, dH_net: dH, dX_net: dX, dNet: dP } = hand;
  close(t, back, { dS, dR, dH, dX, dP }, 12, 'each gradient of the network');
  t.strictSame(
    networkBackward(network([[0, 0]], hand.net, [[1, 0]])).dX,
    [[0, 0]],
    'at the bend itself nothing passes',
  );
  // One input 2, one unit 2·1, scores 2·ln 2 and 0: shares 4 : 1.
  const slim = networkOnTape([[2]], { W_1: [[1]], W_2: [[Math.LN2, 0]] }, [[1, 0]]);
  close(t, slim.loss.value, Math.log(5 / 4), 14, 'a network of one input');
  const [wordTwo, wordOne] = [[[0, 1]], [[1, 0]]].map((T) => networkBackward(network([hand.X_net[0]], hand.net, T)));
  const turned = wordTwo.dP.W_1.map((row) => row.map((d) => -d));
  close(t, wordOne.dP.W_1, turned, 12, 'with the other word right all signs change');

  const found = crossEntropy(hand.S, hand.T);
  close(t, found, { P: hand.P, T: hand.T, loss: hand.loss }, 12, '½, ¼, ¼, and − ln ¼');
  close(t, crossEntropyBackward(found), hand.dS, 12, 'P − T');
  close(t, softmaxBackward(hand.dP, hand.P), hand.dS_uneven, 12, 'A (dA − 5)');

  // ((3 + h)³ − (3 − h)³) / 2h = 27 + h²: nudging errs by h², exactly ¼ for h = ½.
  const at = [hand.x];
  const cube = () => at[0] * at[0] * at[0];
  t.strictSame(numericGradient(cube, at, 1 / 2), [27 + 1 / 4], 'a nudge errs by h²');
});

t.test('by formula', async (t) => {
  const written = '((w·1 − 2)² + (w·1 − 4)² + (w·2 − 6)²) / 3'
    .replaceAll('·', '*')
    .replaceAll('²', '^2')
    .replaceAll('−', '-');
  for (const w of [-1.5, 0.3, 7]) {
    close(t, cost(w, hand.points), math.evaluate(written, { w }), 11, `cost(${w})`);
    close(t, slope(w, hand.points), math.derivative(written, 'w').evaluate({ w }), 11, `slope(${w})`);
  }

  const [X, W, T] = [matrix(5, 3), matrix(3, 2), matrix(5, 2)];
  const scope = { X: math.matrix(X), W: math.matrix(W), T: math.matrix(T) };
  const working = meanSquare(X, W, T);
  close(t, working.cost, math.evaluate('sum((X*W - T).^2) / 5', scope), 12, 'mean square');
  close(
    t,
    meanSquareBackward(working).dW,
    math.evaluate("2/5 * X' * (X*W - T)", scope).toArray(),
    12,
    '2/n Xᵀ (X W − T)',
  );
  const best = math.evaluate("inv(X'*X) * X' * T", scope).toArray();
  // prettier-ignore
  close(t, meanSquareBackward(meanSquare(X, best, T)).dW, [[0, 0], [0, 0], [0, 0]], 12, 'at the bottom the slope is 0');

  const text = 'x * x * exp(x) + log(x) * x';
  const x = given(1.7);
  const y = sumOf(productOf(productOf(x, x), expOf(x)), productOf(lnOf(x), x));
  close(t, y.value, math.evaluate(text, { x: 1.7 }), 12, 'the tape computes');
  close(t, gradients(y).get(x), math.derivative(text, 'x').evaluate({ x: 1.7 }), 12, 'and derives');

  // 64 digits. The second row's P is e^−800, which a number of JavaScript rounds to 0.
  const wanted = big.evaluate('-0.9 log(exp(1)/s) - 0.1 log(exp(3)/s) + log(exp(800) + 1)', {
    s: big.evaluate('exp(1) + exp(2) + exp(3)'),
  });
  // prettier-ignore
  const S = [[1, 2, 3], [800, 0, -Infinity]];
  // prettier-ignore
  const { loss } = crossEntropy(S, [[0.9, 0, 0.1], [0, 1, 0]]);
  close(t, loss, Number(wanted), 12, 'cross-entropy, P = e^−800 included');
});

t.test('by property', async (t) => {
  const entry = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(entry, fc.double({ min: 0.01, max: 0.49, noNaN: true }), (w_0, rate) => {
      const costs = descend(w_0, rate, 20, hand.points).map((w) => cost(w, hand.points));
      return costs.every((c, k) => k === 0 || c <= costs[k - 1] + 1e-12);
    }),
    { seed: 8 },
  );
  t.pass('below rate 1/2 every step goes downhill');

  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.double({ min: -2, max: 2, noNaN: true }), (tries, low) => {
      const found = search(low, low + 6, tries, hand.points);
      return Math.abs(found - hand.w_best) <= 3 / (tries - 1) + 1e-9;
    }),
    { seed: 8 },
  );
  t.pass('a search misses by at most half the distance of two tries');

  fc.assert(
    fc.property(matrices(2, 3), matrices(2, 3), entry, (S, raw, shift) => {
      const T = softmax(raw);
      const found = crossEntropy(S, T);
      const moved = crossEntropy(
        S.map((row) => row.map((s) => s + shift)),
        T,
      );
      const entropy = crossEntropy(raw, T).loss;
      const sums = crossEntropyBackward(found).map((row) => row.reduce((sum, d) => sum + d, 0));
      return (
        found.loss >= entropy - 1e-9 &&
        Math.abs(found.loss - moved.loss) < 1e-9 &&
        sums.every((sum) => Math.abs(sum) < 1e-12)
      );
    }),
    { seed: 8 },
  );
  t.pass('no belief costs less than the truth; a shift costs nothing; rows of P − T sum to 0');

  close(t, logSumExp([1000, 1000]), 1000 + Math.LN2, 12, 'no overflow');
  t.strictSame(logSumExp([-Infinity, -Infinity]), -Infinity, 'ln 0');
  // exp(−1000) rounds to 0; its logarithm must not.
  close(t, logSoftmax([0, Math.log(3), -1000]), [-Math.log(4), Math.log(3 / 4), -1000 - Math.log(4)], 12, 'ln softmax');

  const [X, T] = [matrix(4, 3), softmax(matrix(4, 2))];
  const P = { W_1: matrix(3, 5), W_2: matrix(5, 2) };
  const taped = networkOnTape(X, P, T);
  const slopes = gradients(taped.loss);
  const onTape = (W: Node[][]) => W.map((row) => row.map((w) => slopes.get(w)!));
  const inMatrices = network(X, P, T);
  close(t, taped.loss.value, inMatrices.scored.loss, 12, 'the tape has the loss of the matrices');
  const { W_1, W_2 } = networkBackward(inMatrices).dP;
  close(t, [onTape(taped.W_1), onTape(taped.W_2)], [W_1, W_2], 12, 'and their gradients');

  const x = given(2);
  const tape = tapeOf(sumOf(productOf(expOf(x), x), productOf(x, lnOf(x))));
  const early = tape.filter((step, k) => step.from.some(([input]) => tape.indexOf(input) >= k));
  t.strictSame([tape.length, early.length], [6, 0], 'every step stands after what it was made from');
});

t.test('by nudging', async (t) => {
  const w = [0.7];
  nudged(t, 'slope', [slope(w[0], hand.points)], w, () => [[cost(w[0], hand.points)]], [[1]]);

  const [X, W, T] = [matrix(5, 3), matrix(3, 2), matrix(5, 2)];
  const { dX, dW, dT } = meanSquareBackward(meanSquare(X, W, T));
  const meanSquareCost = () => [[meanSquare(X, W, T).cost]];
  nudged(t, 'dX', dX, X, meanSquareCost, [[1]]);
  nudged(t, 'dW', dW, W, meanSquareCost, [[1]]);
  nudged(t, 'dT', dT, T, meanSquareCost, [[1]]);

  const [S, wanted] = [matrix(3, 5), softmax(matrix(3, 5))];
  const dS = crossEntropyBackward(crossEntropy(S, wanted));
  nudged(t, 'P − T', dS, S, () => [[crossEntropy(S, wanted).loss]], [[1]]);

  const P = { W_1: matrix(3, 4), W_2: matrix(4, 5) };
  const targets = softmax(matrix(5, 5));
  const { dX: dX_net, dP } = networkBackward(network(X, P, targets));
  const networkLoss = () => [[network(X, P, targets).scored.loss]];
  nudged(t, 'network: dX', dX_net, X, networkLoss, [[1]]);
  nudged(t, 'network: dP', dP, P, networkLoss, [[1]]);

  // Two inputs, every kind of step, an uneven upstream gradient: 0.3 for the first result, −2 for the second.
  const inputs = [0.6, 1.4];
  const results = () => {
    const [a, b] = inputs.map(given);
    const product = productOf(a, b);
    const shut = reluOf(sumOf(a, given(-2)));
    return { a, b, y: [sumOf(expOf(product), shut), productOf(lnOf(sumOf(product, b)), reluOf(product))] };
  };
  const { a, b, y } = results();
  const loss = sumOf(productOf(given(0.3), y[0]), productOf(given(-2), y[1]));
  const found = [a, b].map((input) => gradients(loss).get(input)!);
  nudged(t, 'the tape', found, inputs, () => [results().y.map(({ value }) => value)], [[0.3, -2]]);
});

t.test('refuses', async (t) => {
  refuses(t, () => cost(1, []), new RangeError('a cost needs at least one point, got 0'));
  refuses(t, () => slope(1, []), new RangeError('a cost needs at least one point, got 0'));
  refuses(
    t,
    () => search(0, 1, 1, hand.points),
    new RangeError('a search needs both its ends, at least 2 tries, got 1'),
  );
  refuses(
    t,
    () => search(0, 1, 2.5, hand.points),
    new RangeError('a search needs both its ends, at least 2 tries, got 2.5'),
  );
  refuses(t, () => lnOf(given(0)), new RangeError('a logarithm needs a number above 0, got 0'));
  refuses(t, () => lnOf(given(NaN)), new RangeError('a logarithm needs a number above 0, got NaN'));
  refuses(
    t,
    () => meanSquare([[1]], [[1]], [[1, 2]]),
    new RangeError('two matrices must have one shape, got 1×1 and 1×2'),
  );
  refuses(
    t,
    () => network([[1]], hand.net, hand.T_net),
    new RangeError('a product A B needs as many columns in A as rows in B, got 1×1 and 2×3'),
  );
  refuses(
    t,
    () => crossEntropy(hand.S, [[0, 1]]),
    new RangeError('every score needs a target, got 1×3 scores and 1×2 targets'),
  );
  // prettier-ignore
  refuses(t, () => crossEntropy([[0], [0]], [[1]]), new RangeError('every score needs a target, got 2×1 scores and 1×1 targets'));
  refuses(
    t,
    () => crossEntropy(hand.S, [[0, 0.5, 0]]),
    new RangeError('what is wanted must sum to 1 in each row, got 0.5 in row 0'),
  );
  t.doesNotThrow(() => crossEntropy(hand.S, [[0, 1 + 2 ** -31, 0]]), 'as near to 1 as 1e-9');
  refuses(
    t,
    () => crossEntropy(hand.S, [[0, 1 + 2 ** -29, 0]]),
    new RangeError(`what is wanted must sum to 1 in each row, got ${1 + 2 ** -29} in row 0`),
  );
  refuses(
    t,
    () => crossEntropy([[NaN, 0, 0]], hand.T),
    new RangeError('scores must be numbers or -Infinity, got NaN in row 0'),
  );
});
