import t from 'tap';
import fc from 'fast-check';
import { shape } from '../../lib/matrix.ts';
import { evenMatrix, normal, normalMatrix, seeded, shuffle, type Random } from '../../lib/random.ts';
import { close } from '../close.ts';

/** A source of these numbers. */
const given =
  (...queue: number[]): Random =>
  () =>
    queue.shift()!;

t.test('the same seed, the same numbers', async (t) => {
  const draw = (seed: string) => Array.from({ length: 20 }, seeded(seed));
  t.strictSame(draw('a'), draw('a'));
  const both = draw('a').filter((u, k) => u === draw('b')[k]);
  t.strictSame(both, [], 'another seed gives others throughout');
  const [one, two] = [seeded('a'), seeded('a')];
  one();
  t.not(one(), two(), 'each source counts for itself');
  t.ok(draw('我爱你').every((u) => u >= 0 && u < 1));
});

t.test('normal numbers', async (t) => {
  const n = 100_000;
  const random = seeded('normal');
  const x = Array.from({ length: n }, () => normal(random));
  const mean = x.reduce((sum, x) => sum + x, 0) / n;
  const variance = x.reduce((sum, x) => sum + x * x, 0) / n;
  // Standard errors: 1/√n of the mean, √(2/n) of the mean square, √(p(1−p)/n) of a share.
  t.ok(Math.abs(mean) < 4 / Math.sqrt(n), `mean ${mean}`);
  t.ok(Math.abs(variance - 1) < 4 * Math.sqrt(2 / n), `variance ${variance}`);
  const p = 0.6826894921; // of a normal number within one deviation
  const within = x.filter((x) => Math.abs(x) < 1).length / n;
  t.ok(Math.abs(within - p) < 4 * Math.sqrt((p * (1 - p)) / n), `${within} within one deviation`);

  // u = 0, 1 − e^−2 and 1 − e^−1/2: √(−2 ln 1) · 1 = 0, √(2 · 2) cos(2π · ½) = −2, and √1 · cos(2π/6) = ½.
  // Never infinite.
  const found = [
    normal(given(0, 0)),
    normal(given(1 - Math.exp(-2), 1 / 2)),
    normal(given(1 - Math.exp(-1 / 2), 1 / 6)),
  ];
  close(t, found, [0, -2, 1 / 2], 12, 'by hand');

  const A = normalMatrix(seeded('A'), 3, 2);
  t.strictSame(shape(A), [3, 2]);
  const tripled = normalMatrix(seeded('A'), 3, 2, 3);
  t.strictSame(
    tripled,
    A.map((row) => row.map((x) => x * 3)),
    'the deviation scales',
  );
});

t.test('even matrices', async (t) => {
  const A = evenMatrix(seeded('even'), 150, 450); // ±√(6/600) = ±1/10
  t.strictSame(shape(A), [150, 450]);
  const [low, high] = [Math.min(...A.flat().slice(0, 60_000)), Math.max(...A.flat().slice(0, 60_000))];
  t.ok(low >= -0.1 && low < -0.0999, `lowest ${low}`);
  t.ok(high < 0.1 && high > 0.0999, `highest ${high}`);
  // prettier-ignore
  close(t, evenMatrix(given(0, 0.5, 0.75, 0.25), 2, 2), [[-Math.sqrt(1.5), 0], [Math.sqrt(1.5) / 2, -Math.sqrt(1.5) / 2]], 12, '(2u − 1)√(6/4)');
});

t.test('shuffle', async (t) => {
  // Of three the last is swapped with the first, a b c → c b a; then the second with the first: b c a. Two draws.
  const queue = [0, 0, 0];
  const order = shuffle(() => queue.shift()!, ['a', 'b', 'c']);
  t.strictSame([order, queue.length], [['b', 'c', 'a'], 1], 'by hand');
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (items, seed) => {
      const before = [...items];
      const shuffled = shuffle(seeded(seed), items);
      const sorted = (list: number[]) => [...list].sort((a, b) => a - b).join();
      return sorted(shuffled) === sorted(items) && before.join() === items.join();
    }),
    { seed: 1 },
  );
  t.pass('every item once, and the list given is as it was');

  const n = 60_000;
  const random = seeded('orders');
  const times = new Map<string, number>();
  for (let k = 0; k < n; k++) {
    const order = shuffle(random, ['a', 'b', 'c']).join('');
    times.set(order, (times.get(order) ?? 0) + 1);
  }
  t.strictSame([...times.keys()].sort(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  // Each order has p = 1/6: n/6 ± 4√(n · 1/6 · 5/6).
  for (const [order, found] of times) {
    t.ok(Math.abs(found - n / 6) < 4 * Math.sqrt((n * 5) / 36), `${order} ${found} times`);
  }
});
