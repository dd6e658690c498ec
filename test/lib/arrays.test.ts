import t from 'tap';
import fc from 'fast-check';
import { shape, zeros } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { count, leaves, mapLeaves, mapRows, rows, sumTrees, zerosLike } from '../../lib/params.ts';
import { evenMatrix, normal, normalMatrix, seeded, shuffle } from '../../lib/random.ts';
import { close } from '../close.ts';
import { refuses } from '../refuses.ts';

/** A tree with every kind of branch: 2 + 4 + 1 + 2 = 9 numbers in 5 rows. */
const tree = () => ({
  b: [1, 2],
  layers: [
    {
      W: [
        [3, 4],
        [5, 6],
      ],
    },
    { W: [[7]] },
  ],
  heads: [[[8, 9]]],
});

t.test('matrix', async (t) => {
  const A = zeros(2, 3);
  // prettier-ignore
  t.strictSame(A, [[0, 0, 0], [0, 0, 0]], 'n rows of m zeros');
  A[0][1] = 5;
  t.strictSame(A[1], [0, 0, 0], 'rows are not shared');
  t.strictSame(zeros(0, 3), [], 'no rows, if that is asked');
  t.strictSame(shape(A), [2, 3]);
  t.strictSame(shape([[7]]), [1, 1]);
  refuses(t, () => shape([]), new RangeError('a matrix must have at least one row, got 0'));
  refuses(t, () => shape([[]]), new RangeError('a matrix must have at least one column, got 0'));
  refuses(
    t,
    // prettier-ignore
    () => shape([[1, 2], [3, 4], [5]]),
    new RangeError('the rows of a matrix must have one length, got 2 in row 0 and 1 in row 2'),
  );
});

t.test('params: walking a tree', async (t) => {
  const P = tree();
  t.strictSame(
    [...leaves(P)],
    [
      ['b', P.b],
      ['layers.0.W', P.layers[0].W],
      ['layers.1.W', P.layers[1].W],
      ['heads.0', P.heads[0]],
    ],
    'dotted names, in the order they were written',
  );
  t.strictSame([...leaves([1, 2])], [['', [1, 2]]], 'a vector is a tree by itself');
  // prettier-ignore
  t.strictSame([...rows(P)], [[1, 2], [3, 4], [5, 6], [7], [8, 9]], 'rows');
  t.equal(count(P), 9);
  t.equal(count({}), 0);
});

t.test('params: new trees of the same form', async (t) => {
  const P = tree();
  const doubled = mapRows((row) => row.map((x) => 2 * x), P);
  // prettier-ignore
  t.strictSame(doubled, { b: [2, 4], layers: [{ W: [[6, 8], [10, 12]] }, { W: [[14]] }], heads: [[[16, 18]]] });
  const less = mapRows((p, q) => p.map((x, c) => x - q[c]), doubled, P);
  t.strictSame(less, P, 'two trees side by side');
  t.strictSame(P, tree(), 'the tree given is as it was');

  const seen: string[] = [];
  const named = mapLeaves((name, leaf) => {
    seen.push(name);
    return name === 'b' ? [0] : leaf;
  }, P);
  t.strictSame(named, { ...P, b: [0] }, 'leaf by leaf');
  t.strictSame(seen, ['b', 'layers.0.W', 'layers.1.W', 'heads.0']);
  t.strictSame(
    mapLeaves((name) => [name.length], [3, 4]),
    [0],
    'a bare vector has no name',
  );
  t.strictSame(
    mapLeaves((name) => [name.length], [{ W: [1] }]),
    [{ W: [3] }],
    'a list of layers: 0.W',
  );

  // prettier-ignore
  t.strictSame(zerosLike(P), { b: [0, 0], layers: [{ W: [[0, 0], [0, 0]] }, { W: [[0]] }], heads: [[[0, 0]]] });
  t.strictSame(sumTrees([P, P, zerosLike(P)]), doubled, 'P + P + 0');
  const alone = sumTrees([P]);
  t.strictSame(alone, P, 'the sum of one');
  t.not(alone.b, P.b, 'is a new tree all the same');
});

t.test('params: refuses', async (t) => {
  const keep = (row: number[]) => row;
  refuses(t, () => sumTrees([]), new RangeError('a sum of trees needs at least one tree, got 0'));
  const form = 'trees must have one form, got';
  refuses(t, () => sumTrees([[1], [1, 2]]), new RangeError(`${form} a row of 1 beside one of 2`));
  refuses(t, () => mapRows(keep, [1, 2], [1]), new RangeError(`${form} a row of 2 beside one of 1`));
  // prettier-ignore
  refuses(t, () => mapRows(keep, [[1], [2]], [[1]]), new RangeError(`${form} 2 rows beside 1`));
  refuses(t, () => mapRows(keep, [[1]], [[1]], [[1], [2]]), new RangeError(`${form} 1 rows beside 2`));
});

t.test('numeric', async (t) => {
  // ∂/∂x of x²y and ∂/∂y: 2xy = 12 and x² = 4 at x = 2, y = 3; ∂/∂z of z³ = 3z² = 12 at z = −2.
  const P = { xy: [[2, 3]], z: [-2] };
  const loss = () => P.xy[0][0] ** 2 * P.xy[0][1] + P.z[0] ** 3;
  close(t, numericGradient(loss, P), { xy: [[12, 4]], z: [12] }, 7);
  t.strictSame(P, { xy: [[2, 3]], z: [-2] }, 'every number is put back');
  // (f(1 + ½) − f(1 − ½)) / 1 of x³ is 27/8 − 1/8 = 26/8.
  const x = [1];
  t.strictSame(
    numericGradient(() => x[0] ** 3, x, 0.5),
    [26 / 8],
    'a step of one half',
  );

  t.equal(relativeError({ a: [1, -2] }, { a: [1, -2] }), 0);
  t.equal(relativeError([[0, 0]], [[0, 0]]), 0, 'zeros are equal, not 0 / 0');
  t.equal(relativeError([[1, 8]], [[3, 4]]), 4 / 8, 'largest difference over largest entry');
  t.equal(relativeError([3], [-4]), 7 / 4, 'signs count, and either side may be largest');
  t.ok(Number.isNaN(relativeError([1, NaN, 2], [1, 2, 2])), 'NaN passes no bound');
  t.ok(Number.isNaN(relativeError([1, 2], [NaN, 2])));
  // prettier-ignore
  refuses(t, () => relativeError([[1]], [[1], [2]]), new RangeError('trees must have one form, got 1 rows beside 2'));
});

t.test('random: the same seed, the same numbers', async (t) => {
  const draw = (seed: string) => Array.from({ length: 20 }, seeded(seed));
  t.strictSame(draw('a'), draw('a'));
  const both = draw('a').filter((u, k) => u === draw('b')[k]);
  t.strictSame(both, [], 'another seed gives others throughout');
  const [one, two] = [seeded('a'), seeded('a')];
  one();
  t.not(one(), two(), 'each source counts for itself');
  t.ok(draw('我爱你').every((u) => u >= 0 && u < 1));
});

t.test('random: normal numbers', async (t) => {
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

  // u = 0 and u = 1 − e^−2: √(−2 ln 1) · 1 = 0, and √(2 · 2) cos(2π · ½) = −2. Never infinite.
  const given =
    (...queue: number[]) =>
    () =>
      queue.shift()!;
  close(t, [normal(given(0, 0)), normal(given(1 - Math.exp(-2), 0.5))], [0, -2], 12, 'by hand');

  const A = normalMatrix(seeded('A'), 3, 2);
  t.strictSame(shape(A), [3, 2]);
  const tripled = normalMatrix(seeded('A'), 3, 2, 3);
  t.strictSame(
    tripled,
    A.map((row) => row.map((x) => x * 3)),
    'the deviation scales',
  );
});

t.test('random: even matrices', async (t) => {
  const A = evenMatrix(seeded('even'), 150, 450); // ±√(6/600) = ±1/10
  t.strictSame(shape(A), [150, 450]);
  const [low, high] = [Math.min(...A.flat().slice(0, 60_000)), Math.max(...A.flat().slice(0, 60_000))];
  t.ok(low >= -0.1 && low < -0.0999, `lowest ${low}`);
  t.ok(high < 0.1 && high > 0.0999, `highest ${high}`);
  const given =
    (...queue: number[]) =>
    () =>
      queue.shift()!;
  // prettier-ignore
  close(t, evenMatrix(given(0, 0.5, 0.75, 0.25), 2, 2), [[-Math.sqrt(1.5), 0], [Math.sqrt(1.5) / 2, -Math.sqrt(1.5) / 2]], 12, '(2u − 1)√(6/4)');
});

t.test('random: shuffle', async (t) => {
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
