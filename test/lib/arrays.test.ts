import t from 'tap';
import { shape, zeros } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { count, leaves, mapLeaves, mapRows, rows, sumTrees, zerosLike } from '../../lib/params.ts';
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
