import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { relu, sigmoid, tanh } from '../../chapters/09-feed-forward/activations.ts';
import * as hand from '../../chapters/09-feed-forward/by-hand.ts';
import { feedForward, feedForwardBackward, feedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import { count } from '../../lib/params.ts';
import { relativeError } from '../../lib/numeric.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('feed-forward');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
/** A layer whose biases are not 0, as after some training. */
const trained = (d_model: number, d_ff: number) => ({
  ...feedForwardParams(random, d_model, d_ff),
  b_1: matrix(1, d_ff)[0],
  b_2: matrix(1, d_model)[0],
});

t.test('by hand', async (t) => {
  const absolute = feedForward(hand.xs, hand.absolute);
  t.strictSame(absolute.R, hand.R_absolute, 'max(0, x) and max(0, −x)');
  t.strictSame(absolute.Y, hand.Y_absolute, '|x|');
  const shifted = feedForward([[-2], [1], [5]], { ...hand.absolute, b_1: [-1, 1] });
  t.strictSame(shifted.Y, [[3], [0], [4]], '|x − 1|, the answer to the first exercise');

  const { H, R, Y } = feedForward(hand.bits, hand.adder);
  t.strictSame({ H, R, Y }, { H: hand.H_adder, R: hand.R_adder, Y: hand.Y_adder }, 'digit, carry');

  // [1, 1] through the adder, [1, 0] back: dR = 1, −2; both gates open; 1 − 2 for either bit.
  t.strictSame(feedForwardBackward([[1, 0]], feedForward([[1, 1]], hand.adder)).dX, [[-1, -1]], 'an exercise');

  // Back through |x| at −3 and 2 with dY = 5, 7: dX = 5 · (−1) and 7 · 1. Awake: the right unit at −3, the left at 2.
  // dW_2 = Rᵀ dY: left 2·7, right 3·5. dW_1 = Xᵀ dH: left 2·7, right −3·5. The biases hear 7 and 5, and 5 + 7.
  const back = feedForwardBackward([[5], [7]], feedForward([[-3], [2]], hand.absolute));
  // prettier-ignore
  t.strictSame(back, { dX: [[-5], [7]], dP: { W_1: [[14, -15]], b_1: [7, 5], W_2: [[14], [15]], b_2: [12] } }, 'the way back through |x|');

  // A unit below 0 for every word: nothing of it learns.
  const asleep = { ...hand.absolute, b_1: [-10, 0] };
  const { dP } = feedForwardBackward([[5], [7]], feedForward([[-3], [2]], asleep));
  t.strictSame([dP.W_1[0][0], dP.b_1[0], dP.W_2[0][0]].map(Math.abs), [0, 0, 0], 'asleep');

  // Sigmoid: e^ln 3 = 3, so 1/(1 + ⅓) = ¾, slope ¾ · ¼. Tanh: (3 − ⅓)/(3 + ⅓) = ⅘, slope 1 − 16/25.
  const ln_3 = Math.log(3);
  close(t, [0, ln_3, -ln_3].map(sigmoid.f), [1 / 2, 3 / 4, 1 / 4], 12, 'sigmoid');
  close(t, [0, ln_3, -ln_3].map(sigmoid.slope), [1 / 4, 3 / 16, 3 / 16], 12, 'its slope');
  close(t, [0, ln_3].map(tanh.f), [0, 4 / 5], 12, 'tanh');
  close(t, [0, ln_3].map(tanh.slope), [1, 9 / 25], 12, 'its slope');
  t.strictSame([-2, 0, 2].map(relu.f), [0, 0, 2], 'relu');
  t.strictSame([-2, 0, 2].map(relu.slope), [0, 0, 1], 'its slope, 0 at the corner');
  close(t, sigmoid.slope(0) ** 6, 1 / 4096, 15, 'six sigmoids at their best');

  // 2 · 512 · 2048 + 2048 + 512.
  t.equal(count(feedForwardParams(random, 512, 2048)), 2_099_712, 'numbers in the base model');
});

t.test('by formula', async (t) => {
  const [X, P] = [matrix(4, 3), trained(3, 5)];
  const scope = {
    X: math.matrix(X),
    W_1: math.matrix(P.W_1),
    b_1: math.matrix([P.b_1]),
    W_2: math.matrix(P.W_2),
    b_2: math.matrix([P.b_2]),
    one: math.ones(4, 1),
    dY: math.matrix(matrix(4, 3)),
  };
  // max(0, H) = (H + |H|) / 2, and a bias for every row is a column of ones times the bias.
  const H = 'H = X * W_1 + one * b_1';
  const [wanted] = math.evaluate(`${H}; (H + abs(H)) / 2 * W_2 + one * b_2`, scope).entries;
  close(t, feedForward(X, P).Y, wanted.toArray(), 12, 'max(0, x W_1 + b_1) W_2 + b_2');

  const [dW_1] = math.evaluate(`${H}; X' * ((dY * W_2') .* (H > 0))`, scope).entries;
  const back = feedForwardBackward(scope.dY.toArray() as number[][], feedForward(X, P));
  close(t, back.dP.W_1, dW_1.toArray(), 12, 'dW_1 = Xᵀ (dY W_2ᵀ ∘ [H > 0])');

  const slopes: [string, string, typeof relu][] = [
    ['sigmoid', '1 / (1 + exp(-x))', sigmoid],
    ['tanh', '(exp(x) - exp(-x)) / (exp(x) + exp(-x))', tanh],
  ];
  for (const [name, text, { f, slope }] of slopes) {
    for (const x of [-5, -0.4, 0, 1.3, 10]) {
      close(t, f(x), math.evaluate(text, { x }), 12, `${name}(${x})`);
      close(t, slope(x), math.derivative(text, 'x').evaluate({ x }), 12, `slope of ${name} at ${x}`);
    }
  }
});

t.test('by property', async (t) => {
  const P = trained(3, 5);
  fc.assert(
    fc.property(matrices(4, 3), (X) => {
      const { Y } = feedForward(X, P);
      const reversed = feedForward([...X].reverse(), P).Y.reverse();
      const alone = X.map((row) => feedForward([row], P).Y[0]);
      return relativeError(Y, reversed) === 0 && relativeError(Y, alone) === 0;
    }),
    { seed: 9 },
  );
  t.pass('each word by itself: in another order, or alone, its result is the same');

  // With a bias that lifts every unit above 0 nothing bends: f(a) + f(d) = f(b) + f(c) whenever a + d = b + c.
  const lifted = { ...P, b_1: P.b_1.map(() => 1000) };
  fc.assert(
    fc.property(matrices(3, 3), ([a, b, c]) => {
      const d = a.map((_, k) => b[k] + c[k] - a[k]);
      const { Y } = feedForward([a, b, c, d], lifted);
      return Y[0].every((_, k) => Math.abs(Y[0][k] + Y[3][k] - Y[1][k] - Y[2][k]) < 1e-9);
    }),
    { seed: 9 },
  );
  const [none, right, left, both] = feedForward(hand.bits, hand.adder).Y.map(([digit]) => digit);
  t.not(none + both, right + left, 'no map without a bend is XOR: 0 + 0 is not 1 + 1');

  fc.assert(
    fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), (x) => {
      const bounded = sigmoid.slope(x) >= 0 && sigmoid.slope(x) <= 1 / 4 && tanh.slope(x) >= 0 && tanh.slope(x) <= 1;
      const mirrored = Math.abs(sigmoid.f(-x) + sigmoid.f(x) - 1) < 1e-12;
      const twin = Math.abs(tanh.f(x) - (2 * sigmoid.f(2 * x) - 1)) < 1e-12;
      return bounded && mirrored && twin && relu.f(x) - relu.f(-x) === x;
    }),
    { seed: 9 },
  );
  t.strictSame([-1000, 1000].map(sigmoid.f), [0, 1], 'no overflow');
  t.strictSame([-1000, 1000].map(sigmoid.slope), [0, 0], 'saturated on both sides');
  t.strictSame([-1000, 1000].map(tanh.slope), [0, 0], 'tanh as well');
  t.strictSame([-1000, 1000].map(relu.slope), [0, 1], 'ReLU on one side only');
});

t.test('by nudging', async (t) => {
  const [X, P, dY] = [matrix(4, 3), trained(3, 7), matrix(4, 3)];
  const result = () => feedForward(X, P).Y;
  const { dX, dP } = feedForwardBackward(dY, feedForward(X, P));
  nudged(t, 'dX', dX, X, result, dY);
  for (const name of ['W_1', 'b_1', 'W_2', 'b_2'] as const) {
    nudged(t, `d${name}`, dP[name], P[name], result, dY);
  }
  const xs = [-3, -0.5, 0.5, 3];
  for (const [name, { f, slope }] of Object.entries({ relu, sigmoid, tanh })) {
    nudged(
      t,
      `slope of ${name}`,
      xs.map((x, c) => slope(x) * dY[c][0]),
      xs,
      () => [xs.map(f)],
      [dY.map(([d]) => d)],
    );
  }
});

t.test('refuses', async (t) => {
  const P = feedForwardParams(random, 3, 5);
  const X = matrix(2, 3);
  refuses(
    t,
    () => feedForward(X, { ...P, b_1: [0, 0] }),
    new RangeError('a bias needs a number for each of 5 columns, got 2'),
  );
  refuses(
    t,
    () => feedForward(X, { ...P, b_2: [0] }),
    new RangeError('a bias needs a number for each of 3 columns, got 1'),
  );
  refuses(
    t,
    () => feedForward(matrix(2, 4), P),
    new RangeError('a product A B needs as many columns in A as rows in B, got 2×4 and 3×5'),
  );
  refuses(t, () => feedForward([], P), new RangeError('a matrix must have at least one row, got 0'));
  refuses(
    t,
    () => feedForwardBackward(matrix(1, 3), feedForward(X, P)),
    new RangeError('two matrices must have one shape, got 1×3 and 2×3'),
  );
});
