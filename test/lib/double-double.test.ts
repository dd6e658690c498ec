import t from 'tap';
import { lostInProduct, lostInSum, parts, PLACES, surely, table } from '../../lib/double-double.ts';
import { fixed } from '../../lib/fixed-point.ts';
import { seeded } from '../../lib/random.ts';

const random = seeded('double-double');
const any = () => (random() < 1 / 2 ? -1 : 1) * (1 + random()) * 2 ** Math.floor(200 * random() - 100);

/** A double in units of 2^−400: every digit of what `any` gives, and of its products. */
const exact = (x: number) => fixed(x, 400);

t.test('by hand', async (t) => {
  // 2^53 + 1 is no double: the 1 is lost. So is the last 1 of (2^27 + 1)² = 2^54 + 2^28 + 1.
  t.equal(lostInSum(2 ** 53, 1, 2 ** 53), 1);
  t.equal(lostInSum(1, -(2 ** 53), -(2 ** 53)), 1);
  t.equal(lostInProduct(2 ** 27 + 1, 2 ** 27 + 1, 2 ** 54 + 2 ** 28), 1);
  t.equal(lostInProduct(3, 5, 15), 0);
});

t.test('by property: nothing is lost', async (t) => {
  const wrong: number[][] = [];
  for (let n = 0; n < 3000; n++) {
    const [a, b] = [any(), any()];
    const [sum, product] = [a + b, a * b];
    const addend = exact(sum) + exact(lostInSum(a, b, sum)) === exact(a) + exact(b);
    const factor = (exact(product) + exact(lostInProduct(a, b, product))) << 400n === exact(a) * exact(b);
    if (!addend || !factor) wrong.push([a, b]);
  }
  t.strictSame(wrong, []);
});

t.test('by hand: surely the nearest', async (t) => {
  // Above 1, doubles are 2^−52 apart, below it 2^−53: the middles beside it are 1 + 2^−53 and 1 − 2^−54.
  const doubt = 2 ** -60;
  t.equal(surely(1, 2 ** -54, doubt), 1);
  t.equal(surely(1, 2 ** -53 - 2 ** -59, doubt), 1);
  t.equal(surely(1, 2 ** -53 + 2 ** -59, doubt), 1 + 2 ** -52);
  t.equal(surely(1, -(2 ** -54) - 2 ** -59, doubt), 1 - 2 ** -53);
  t.equal(surely(-1, 2 ** -55, doubt), -1);
  for (const low of [2 ** -53, 2 ** -53 - 2 ** -61, 2 ** -53 + 2 ** -61, -(2 ** -54)]) {
    t.strictSame([surely(1, low, doubt), surely(-1, -low, doubt)], [NaN, NaN], 'a middle is within the doubt');
  }
});

t.test('by hand: cut into doubles', async (t) => {
  const v = fixed(1, PLACES) + fixed(2 ** -10, PLACES) + fixed(2 ** -100, PLACES);
  t.strictSame(parts(v), [1 + 2 ** -10]);
  t.strictSame(parts(v, 5), [1, 2 ** -10]);
  t.strictSame(parts(v, 10, 110), [1 + 2 ** -10, 2 ** -100, 0]);
  t.strictSame(parts(-v, 5, 20), [-1, -(2 ** -10), -(2 ** -100)]);
  const [first, rests] = table(3, (i) => BigInt(i) * v, 11);
  t.strictSame([...first], [0, 1 + 2 ** -10, 2 + 2 ** -9]);
  t.strictSame([...rests], [0, 2 ** -100, 2 ** -99]);
});
