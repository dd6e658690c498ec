import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { exponent } from '../../lib/exponent.ts';
import { close } from '../close.ts';
import { refuses } from '../refuses.ts';

t.test('by hand', async (t) => {
  close(t, exponent([1, 2, 4], [3, 12, 48]), 2, 12, 'y = 3 x²');
  close(t, exponent([1, 4, 9], [5, 10, 15]), 0.5, 12, 'y = 5 √x');
  close(t, exponent([2, 8], [6, 6]), 0, 12, 'y = 6');
  close(t, exponent([1, 10], [10, 1]), -1, 12, 'y = 10 / x');

  // In units of ln 2 the points are (0, 0), (1, 3), (2, 1). The mean of x is 1, so the slope is
  // ((−1)·0 + 0·3 + 1·1) / (1 + 0 + 1) = 1/2: the point in the middle lifts the line, and does not tilt it.
  close(t, exponent([1, 2, 4], [1, 8, 2]), 0.5, 12, 'three points off a line');

  // (0, 0), (0, 2), (3, 5): the mean of x is 1, ((−1)·0 + (−1)·2 + 2·5) / (1 + 1 + 4) = 8/6.
  close(t, exponent([1, 1, 8], [1, 4, 32]), 4 / 3, 12, 'one size measured twice');
});

/** Points of which at least two have different x. */
const points = fc
  .array(fc.tuple(fc.double({ min: 0.1, max: 1e3, noNaN: true }), fc.double({ min: 1e-3, max: 1e3, noNaN: true })), {
    minLength: 2,
    maxLength: 9,
  })
  .map((pairs) => ({ x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) }))
  .filter(({ x }) => Math.max(...x) > 1.5 * Math.min(...x));

t.test('by formula', async (t) => {
  // The normal equations (XᵀX) (a, b) = Xᵀ ln y, where X has a column of ones and a column of ln x.
  fc.assert(
    fc.property(points, ({ x, y }) => {
      const scope = { X: x.map((x_i) => [1, Math.log(x_i)]), y: y.map((y_i) => Math.log(y_i)) };
      const wanted = Number(math.evaluate('(inv(transpose(X) * X) * transpose(X) * y)[2]', scope));
      return Math.abs(exponent(x, y) - wanted) < 1e-7 * Math.max(1, Math.abs(wanted));
    }),
  );
  t.pass('the least squares of the normal equations');
});

t.test('by property', async (t) => {
  const alike = (a: number, b: number) => Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(a));
  fc.assert(
    fc.property(points, fc.double({ min: 0.1, max: 100, noNaN: true }), ({ x, y }, factor) => {
      const b = exponent(x, y);
      const larger = (list: number[]) => list.map((value) => factor * value);
      return alike(b, exponent(x, larger(y))) && alike(b, exponent(larger(x), y));
    }),
  );
  t.pass('other units, of x or of y, leave the exponent alone');
  fc.assert(
    fc.property(points, ({ x, y }) =>
      alike(
        exponent(
          x,
          x.map((x_i, i) => x_i * y[i]),
        ),
        1 + exponent(x, y),
      ),
    ),
  );
  t.pass('a factor x adds 1');
});

t.test('refuses', async (t) => {
  refuses(t, () => exponent([1, 2], [1]), new RangeError('each x needs a y, got 2 and 1'));
  for (const wrong of [0, -1, NaN, Infinity]) {
    const message = `a power law is fitted to positive numbers, got ${wrong}`;
    refuses(t, () => exponent([1, wrong], [1, 2]), new RangeError(message));
    refuses(t, () => exponent([1, 2], [wrong, 2]), new RangeError(message));
  }
  const few = (count: number) => new RangeError(`a slope needs at least two different x, got ${count}`);
  refuses(t, () => exponent([], []), few(0));
  refuses(t, () => exponent([3], [1]), few(1));
  refuses(t, () => exponent([3, 3], [1, 2]), few(1));
});
