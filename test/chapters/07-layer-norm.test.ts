import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/07-layer-norm/by-hand.ts';
import {
  EPSILON,
  addNorm,
  addNormBackward,
  layerNorm,
  layerNormBackward,
  layerNormParams,
} from '../../chapters/07-layer-norm/layer-norm.ts';
import { postNorm, postNormBackward, preNorm, preNormBackward } from '../../chapters/07-layer-norm/pre-norm.ts';
import { add } from '../../chapters/01-vectors/matrices.ts';
import { zeros, type Vector } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('layer-norm');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const mean = (x: Vector) => x.reduce((sum, x_c) => sum + x_c, 0) / x.length;

t.test('by hand', async (t) => {
  close(t, add(hand.X, hand.F), hand.sum, 12, 'X + F');
  close(t, hand.sum.map(mean), hand.mean, 12, '12/4 and 28/4');
  const found = addNorm(hand.X, hand.F, hand.P);
  // Without ε to four decimals; with ε to twelve: the deviations are √(4 + ε) and √(9 + ε).
  close(t, found.X_hat, hand.X_hat, 4, 'divided by 2 and by 3');
  close(t, found.Y, hand.Y, 4, 'gain and bias');
  const deviation = hand.variance.map((v) => Math.sqrt(v + 1e-5));
  close(t, found.deviation, deviation, 12, '√(4 + ε), √(9 + ε)');
  const exactly = hand.fromMean.map((row, i) => row.map((x) => x / deviation[i]));
  close(t, found.X_hat, exactly, 12, 'X̂ with ε');
  close(
    t,
    found.Y,
    exactly.map(([a, b, c, d]) => [a, b, 3 * c, d + 10]),
    12,
    'Y with ε',
  );

  // Biased variance, d and not d − 1: ¾ / √(3/16) = √3; the other gives 3/2.
  close(t, layerNorm([[1, 0, 0, 0]], layerNormParams(4)).Y[0][0], Math.sqrt(3), 3, '√3, not 3/2');
  // ε inside the root: a word of equal numbers is 0, and so it is with deviation √ε.
  const even = layerNorm([[5, 5, 5, 5]], layerNormParams(4));
  close(t, [even.Y[0], even.deviation], [[0, 0, 0, 0], [Math.sqrt(1e-5)]], 12, 'no 0/0');

  // Back, for X̂ = −1, −1, 1, 1 and dY = 1, 0, 0, 0: mean(dX̂) = ¼, mean(dX̂ ∘ X̂) = −¼, divided by 2.
  // (1 − ¼ − ¼)/2, (0 − ¼ − ¼)/2, (0 − ¼ + ¼)/2 twice.
  const one = layerNorm([hand.sum[0]], layerNormParams(4));
  const back = layerNormBackward([[1, 0, 0, 0]], one);
  close(t, back.dX, [[1 / 4, -1 / 4, 0, 0]], 5, 'dX by hand');
  close(t, back.dP, { gain: [-1, 0, 0, 0], bias: [1, 0, 0, 0] }, 5, 'dP by hand');

  // The steps of the derivation, for the first number of 1, 1, 5, 5: μ ¼, σ² 2 · (−2)/4, its root (−1)/4.
  const steps = [
    (x: Vector) => mean(x),
    (x: Vector) => mean(x.map((x_c) => (x_c - mean(x)) ** 2)),
    (x: Vector) => layerNorm([x], layerNormParams(4)).deviation[0],
    ...[0, 1, 2, 3].map((j) => (x: Vector) => layerNorm([x], layerNormParams(4)).Y[0][j]),
  ];
  const slopes = steps.map((f) => {
    const x = [...hand.sum[0]];
    return numericGradient(() => f(x), x)[0];
  });
  close(t, slopes, [1 / 4, -1, -1 / 4, 1 / 4, -1 / 4, 0, 0], 5, 'what follows the first number, step by step');

  // Dropout factors 2, 2, 0, 2: what F lost in coordinate 3 is 0 on the way back too.
  const [F, D] = [[[0, 1 / 2, 9, 3 / 2]], [[2, 2, 0, 2]]];
  const dropped = addNorm([[1, 0, 5, 2]], F, layerNormParams(4), D);
  close(t, dropped.Y, one.Y, 12, 'X + D ∘ F is 1, 1, 5, 5 again');
  const { dX, dF } = addNormBackward([[1, 0, 0, 0]], dropped);
  close(t, [dX, dF], [[[1 / 4, -1 / 4, 0, 0]], [[1 / 2, -1 / 2, 0, 0]]], 5, 'dF = D ∘ dX');
});

t.test('by formula', async (t) => {
  const X = matrix(3, 5);
  const P = { gain: matrix(1, 5)[0], bias: matrix(1, 5)[0] };
  const formula = "gain .* (x - mean(x)) / sqrt(variance(x, 'uncorrected') + 1e-5) + bias";
  const wanted = X.map((x) => {
    const scope = { x: math.matrix(x), gain: math.matrix(P.gain), bias: math.matrix(P.bias) };
    return math.evaluate(formula, scope).toArray();
  });
  close(t, layerNorm(X, P).Y, wanted, 12, 'gain ∘ (x − μ) / √(σ² + ε) + bias');

  // 64 digits, far from 0, where a variance of mean square less squared mean would lose every digit.
  const far = ['1e8', '1e8 + 1', '1e8 + 2', '1e8 + 5'];
  const numbers = far.map((x) => Number(big.evaluate(x)));
  const precise = far.map((x) => `(${x} - (1e8 + 2)) / sqrt((4 + 1 + 0 + 9) / 4 + 1e-5)`);
  const digits = precise.map((expression) => Number(big.evaluate(expression)));
  close(t, layerNorm([numbers], layerNormParams(4)).Y[0], digits, 15, 'to 15 decimals');

  // dX of the loss p Y_1 + q Y_2 + r Y_3 by mathjs's symbolic derivative.
  const mu = '(a + b + c) / 3';
  const root = `sqrt(((a - ${mu})^2 + (b - ${mu})^2 + (c - ${mu})^2) / 3 + 1e-5)`;
  const loss = `(0.7 * 2 * (a - ${mu}) - 1.1 * 3 * (b - ${mu}) + 0.4 * 5 * (c - ${mu})) / ${root}`;
  const at = { a: 0.3, b: -1.2, c: 0.8 };
  const slope = (name: string) => math.derivative(loss, name, { simplify: false }).evaluate(at);
  const slopes = ['a', 'b', 'c'].map(slope);
  const worked = layerNorm([[0.3, -1.2, 0.8]], { gain: [2, 3, 5], bias: [1, 1, 1] });
  close(t, layerNormBackward([[0.7, -1.1, 0.4]], worked).dX[0], slopes, 12, 'dX');
});

t.test('by property', async (t) => {
  const plain = layerNormParams(6);
  const steep = matrices(3, 6).map((X) => X.map((x) => [x[0] + 20, ...x.slice(1)])); // σ² > 10
  const size = fc.double({ min: 1, max: 1000, noNaN: true });
  fc.assert(
    fc.property(steep, size, (X, lambda) => {
      const { Y } = layerNorm(X, plain);
      const squares = Y.map((y) => mean(y.map((y_c) => y_c ** 2)));
      const moved = layerNorm(
        X.map((x) => x.map((x_c) => x_c + lambda)),
        plain,
      ).Y;
      const scaled = layerNorm(
        X.map((x) => x.map((x_c) => x_c * lambda)),
        plain,
      ).Y;
      return (
        Y.every((y) => Math.abs(mean(y)) < 1e-12) &&
        squares.every((square) => square < 1 && square > 1 - EPSILON) &&
        relativeError(Y, moved) < 1e-9 &&
        relativeError(Y, scaled) < EPSILON
      );
    }),
    { seed: 7 },
  );
  t.pass('mean 0, deviation 1 but for ε; a constant added or a factor changes nothing but ε’s part');

  const [X, other] = [matrix(3, 6), matrix(3, 6)];
  const [alone] = layerNorm([X[0]], plain).Y;
  t.strictSame(layerNorm([X[0], other[1]], plain).Y[0], alone, 'a word is normalized by itself');

  fc.assert(
    fc.property(steep, matrices(3, 6), (X, dY) => {
      const { dX } = layerNormBackward(dY, layerNorm(X, plain));
      return dX.every((row) => Math.abs(mean(row)) < 1e-9);
    }),
    { seed: 7 },
  );
  t.pass('no gradient along a constant, as a constant changes nothing');

  // The trap: for dY all ones, dX is 0, and so is a formula that has forgotten X̂ · mean(dX̂ ∘ X̂).
  const worked = layerNorm(X, plain);
  const forgetful = (dY: number[][]) => dY.map((row, i) => row.map((dY_c) => (dY_c - mean(row)) / worked.deviation[i]));
  const [ones, uneven] = [zeros(3, 6).map((row) => row.map(() => 1)), matrix(3, 6)];
  close(t, layerNormBackward(ones, worked).dX, zeros(3, 6), 12, 'all ones: 0');
  close(t, forgetful(ones), zeros(3, 6), 12, 'all ones: the fault does not show');
  const fault = relativeError(forgetful(uneven), layerNormBackward(uneven, worked).dX);
  t.ok(fault > 0.1, `uneven: it does, relative error ${fault.toFixed(2)}`);

  const silent = { norm: plain, W: zeros(6, 6) };
  t.strictSame(preNorm(X, silent).Y, X, 'pre-norm: a silent sublayer leaves the word as it is');
  t.strictSame(preNormBackward(uneven, preNorm(X, silent)).dX, uneven, 'and the gradient');
  t.strictSame(postNorm(X, silent).Y, worked.Y, 'post-norm: it is normalized all the same');
});

t.test('by nudging', async (t) => {
  const [n, d] = [3, 5];
  const [X, F, D, dY, W] = [matrix(n, d), matrix(n, d), matrix(n, d), matrix(n, d), matrix(d, d)];
  const P = { gain: matrix(1, d)[0], bias: matrix(1, d)[0] };

  const back = layerNormBackward(dY, layerNorm(X, P));
  nudged(t, 'layerNorm dX', back.dX, X, () => layerNorm(X, P).Y, dY);
  nudged(t, 'layerNorm dP', back.dP, P, () => layerNorm(X, P).Y, dY);

  for (const dropout of [undefined, D]) {
    const result = () => addNorm(X, F, P, dropout).Y;
    const { dX, dF, dP } = addNormBackward(dY, addNorm(X, F, P, dropout));
    const place = dropout ? 'with dropout' : 'without';
    nudged(t, `addNorm dX, ${place}`, dX, X, result, dY);
    nudged(t, `addNorm dF, ${place}`, dF, F, result, dY);
    nudged(t, `addNorm dP, ${place}`, dP, P, result, dY);
  }

  const whole = { norm: P, W };
  for (const [name, forward, backward] of [
    ['postNorm', postNorm, postNormBackward],
    ['preNorm', preNorm, preNormBackward],
  ] as const) {
    const { dX, dP } = backward(dY, forward(X, whole));
    nudged(t, `${name} dX`, dX, X, () => forward(X, whole).Y, dY);
    nudged(t, `${name} dP`, dP, whole, () => forward(X, whole).Y, dY);
  }
});

t.test('refuses', async (t) => {
  const { gain, bias } = layerNormParams(4);
  const rule = 'gain and bias need a number for each of 4 coordinates';
  refuses(t, () => layerNorm(matrix(2, 4), { gain: [1], bias }), new RangeError(`${rule}, got 1 and 4`));
  refuses(t, () => layerNorm(matrix(2, 4), { gain, bias: [] }), new RangeError(`${rule}, got 4 and 0`));
  const normed = layerNorm(matrix(2, 4), { gain, bias });
  refuses(
    t,
    () => layerNormBackward(matrix(2, 3), normed),
    new RangeError('two matrices must have one shape, got 2×3 and 2×4'),
  );
  refuses(t, () => layerNorm([], { gain, bias }), new RangeError('a matrix must have at least one row, got 0'));
  refuses(
    t,
    () => addNorm(matrix(2, 4), matrix(3, 4), { gain, bias }),
    new RangeError('two matrices must have one shape, got 2×4 and 3×4'),
  );
  const P = { norm: { gain, bias }, W: matrix(4, 3) };
  refuses(t, () => preNorm(matrix(2, 4), P), new RangeError('two matrices must have one shape, got 2×4 and 2×3'));
  refuses(
    t,
    () => postNorm(matrix(2, 3), P),
    new RangeError('a product A B needs as many columns in A as rows in B, got 2×3 and 4×3'),
  );
});
