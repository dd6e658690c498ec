import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/20-speed/by-hand.ts';
import { clocked } from '../../chapters/20-speed/clock.ts';
import { flatProduct, flattened, rowsOf } from '../../chapters/20-speed/flat.ts';
import { amdahl, intensity, padding, roofline, tileStep } from '../../chapters/20-speed/limits.ts';
import { cut, total, totalByParts, totalByWorkers } from '../../chapters/20-speed/parts.ts';
import { plain } from '../../chapters/20-speed/plain.ts';
import { tileProduct } from '../../chapters/20-speed/tile.ts';
import { layout, put, shareOf, taken, vectorProduct, vectorProductBackward } from '../../chapters/20-speed/vectors.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { moduleOf } from '../../examples/training/kernels.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';
import { bytesOf, memoryOf, numbersIn, type Precision } from '../../chapters/20-speed/engine/memory.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('speed');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const modules = { f64: moduleOf('f64'), f32: moduleOf('f32') };

/** A memory in which an n×k and a k×m matrix can be multiplied. */
async function bench(n: number, k: number, m: number, workers: number, precision: Precision) {
  const at = layout(n, k, m, workers, bytesOf(precision));
  const memory = memoryOf(at.end);
  const kernels = await kernelsOn(modules[precision], memory);
  return { at, kernels, numbers: numbersIn(memory, precision) };
}

/** A B by the kernels, the workers' shares one after the other. */
async function inVectors(A: Matrix, B: Matrix, workers = 1, precision: Precision = 'f64') {
  const { at, kernels, numbers } = await bench(A.length, B.length, B[0].length, workers, precision);
  put(A, at.A, numbers);
  put(B, at.B, numbers);
  for (let w = 0; w < workers; w++) vectorProduct(kernels, at, w);
  return taken(at.C, numbers);
}

/** The 64 bits of each number: 0 and −0 differ, and so does whatever a last digit can hide. */
const bits = (A: Matrix) => [...new BigUint64Array(Float64Array.from(A.flat()).buffer)].map(String);

t.test('by hand', async (t) => {
  for (const { r, c, loads, operations } of hand.tiles) {
    t.strictSame(tileStep(r, c), { loads, operations }, `${r}×${c}`);
  }
  // The first columns of A and rows of B give the sums as they stand after k = 0, 1, 2.
  for (const [k, sums] of hand.sums.entries()) {
    const [A_k, B_k] = [hand.A.map((row) => row.slice(0, k + 1)), hand.B.slice(0, k + 1)];
    const [a, b] = [flattened(A_k), flattened(B_k)];
    t.strictSame(plain(A_k, B_k), sums, `plain, after k = ${k}`);
    t.strictSame(rowsOf(flatProduct(a, b)), sums, `flat, after k = ${k}`);
    t.strictSame(rowsOf(tileProduct(a, b)), sums, `tile, after k = ${k}`);
    t.strictSame(await inVectors(A_k, B_k), sums, `vectors, after k = ${k}`);
    t.strictSame(await inVectors(A_k, B_k, 1, 'f32'), sums, `vectors of 32 bits, after k = ${k}`);
  }
  t.strictSame([...flattened(hand.A).x], [1, 2, 3, 4, 5, 6], 'row behind row');

  for (const [precision, panels] of [
    ['f64', hand.panels_64],
    ['f32', hand.panels_32],
  ] as const) {
    const { at, kernels, numbers } = await bench(1, 3, 5, 1, precision);
    put(hand.unpacked, at.B, numbers);
    kernels.pack({ B: at.B.at, k: 3, m: 5, down: 5 * at.bytes, across: at.bytes, panels: at.panels[0] });
    const from = at.panels[0] / at.bytes;
    t.strictSame([...numbers.subarray(from, from + panels.flat().length)], panels.flat(), `panels of ${precision}`);
  }

  // Numbers of 8 bytes, each place at the next multiple of 64. A: 1×2, B: 2×9, C: 1×9 take one, three and two of these,
  // their gradients as many. Panels of Bᵀ, 9×2: one of four columns, 9 · 32 bytes, an edge of 32, a strip of 9 · 32.
  // Of B, 2×9: three panels of 2 · 32, 32 and 2 · 32; so Bᵀ asks for the most: 608 bytes, ten lines.
  const laid = layout(1, 2, 9, 2, 8);
  const begins = [laid.A, laid.B, laid.C, laid.dA, laid.dB, laid.dC].map(({ at }) => (at - 65536) / 64);
  t.strictSame(begins, [0, 1, 4, 6, 7, 10], 'one behind the other');
  t.strictSame(
    [...laid.panels, laid.end].map((at) => (at - 65536) / 64),
    [12, 22, 32],
    'each worker has its panels',
  );
  // Whichever of the three matrices is 9×2, it asks for those 608 bytes; the others, 2×9, 1×2, 2×1, for 288 at most.
  for (const [n, k, m] of [
    [1, 2, 9],
    [1, 9, 2],
    [9, 1, 2],
  ]) {
    const [first, second] = layout(n, k, m, 2, 8).panels;
    t.equal((second - first) / 64, 10, `panels for ${n}×${k} · ${k}×${m}`);
  }

  const above = (sum: number) => sum - 2 ** 53;
  t.strictSame(
    [1, 2, 3, 4].map((w) => above(totalByWorkers(hand.addends, w))),
    hand.byWorkers,
    'by workers',
  );
  t.strictSame(
    [1, 2, 3, 4].map((w) => above(totalByParts(hand.addends, 4, w))),
    hand.byParts,
    'by parts',
  );
  // prettier-ignore
  t.strictSame(cut([1, 2, 3, 4, 5, 6, 7, 8], 3), [[1, 2], [3, 4, 5], [6, 7, 8]], 'cut at 8/3 and 16/3');
  // prettier-ignore
  t.strictSame([0, 1, 2].map((w) => shareOf(11, w, 3)), [[0, 0], [0, 4], [4, 11]], 'tiles stay whole');
  t.strictSame(shareOf(24, 0, 2), [0, 12], 'half of six tiles');

  t.strictSame(intensity(3, 3, 3), hand.square.intensity, '54 operations, 27 numbers');
  t.strictSame(intensity(1, 4, 4), hand.oneRow.intensity, '32 operations, 24 numbers');
  t.strictSame([roofline(20, 3, 2), roofline(20, 3, 10)], [6, 20], 'under the slope, and under the roof');
  // The page's pencil questions: 3 + 3 loads for 2 · 9 operations; 1/(1/4 + 1/4), and 1/(1/4) for ever so many.
  const { loads, operations } = tileStep(3, 3);
  t.ok(loads === 6 && operations === 18 && operations / loads > 16 / 6, 'a tile of 3×3');
  t.equal(amdahl(3 / 4, 3), 2, 'three workers share three quarters');
  t.ok(amdahl(3 / 4, 1e6) < 4 && amdahl(3 / 4, 1e6) > 3.99, 'never more than 4');
  close(
    t,
    [amdahl(hand.shared.p, 2), amdahl(hand.shared.p, 4)],
    [hand.shared.two, hand.shared.four],
    14,
    '20/11 and 40/13',
  );
  t.strictSame(padding([2, 5, 3]), { tokens: 10, places: 15 }, 'three sentences, the longest has 5');

  // A clock that is a second later whenever it is asked: each call takes one second.
  let second = 0;
  const { at, kernels, numbers } = await bench(2, 3, 4, 1, 'f64');
  const { k, spent } = clocked(kernels, () => second++);
  put(hand.A, at.A, numbers);
  put(hand.B, at.B, numbers);
  vectorProduct(k, at, 0);
  vectorProduct(k, at, 0);
  t.strictSame(spent, { time: { pack: 2, multiply: 2 }, operations: 96 }, 'twice 2 · 2 · 3 · 4 operations');
  t.strictSame(taken(at.C, numbers), hand.sums[2], 'a clock changes nothing');
  // Twelve vectors of 2, each turn ½ x + 1 from x = 1: 3/2, then 7/4.
  t.strictSame([k.busy(0), k.busy(1), k.busy(2)], [24, 36, 42], 'busy');
});

t.test('by formula', async (t) => {
  const [A, B] = [matrix(7, 5), matrix(5, 9)];
  const C = math.evaluate('A * B', { A, B });
  close(t, plain(A, B), C, 12, 'plain');
  close(t, rowsOf(tileProduct(flattened(A), flattened(B))), C, 12, 'tile');
  close(t, await inVectors(A, B), C, 12, 'vectors');
  close(t, await inVectors(A, B, 1, 'f32'), C, 5, 'vectors of 32 bits');
  // prettier-ignore
  for (const [p, w] of [[0, 3], [0.25, 2], [0.5, 1], [1, 5]]) close(t, amdahl(p, w), math.evaluate('1 / ((1 - p) + p / w)', { p, w }), 14, 'Amdahl');
  close(t, intensity(8, 64, 256), math.evaluate('2 / (1/8 + 1/64 + 1/256)'), 12, 'n k m shortened');

  // The same sums as mathjs rounds them: to 53 binary digits after every addition, exactly in between.
  const exact = math.create(math.all!);
  exact.config({ number: 'Fraction' });
  const whole = exact.format(exact.evaluate(hand.addends.join(' + ')));
  t.strictSame(whole, `${2n ** 53n + 7n}/1`, 'what no order of additions finds');
});

t.test('by property', async (t) => {
  const entry = fc.integer({ min: 1, max: 1e6 }).map((x) => (x % 2 === 0 ? x : -x) / 997);
  const size = fc.integer({ min: 1, max: 11 });
  const pair = fc.tuple(size, size, size).chain(([n, k, m]) => {
    const of = (n: number, m: number) =>
      fc.array(fc.array(entry, { minLength: m, maxLength: m }), { minLength: n, maxLength: n });
    return fc.tuple(of(n, k), of(k, m));
  });
  const wanted = fc.asyncProperty(pair, fc.integer({ min: 1, max: 4 }), async ([A, B], workers) => {
    const C = bits(plain(A, B));
    const same = (found: Matrix) => C.join() === bits(found).join();
    const [a, b] = [flattened(A), flattened(B)];
    if (!same(multiply(A, B))) throw new Error('chapter 1 has other bits');
    if (!same(rowsOf(flatProduct(a, b)))) throw new Error('flat memory has other bits');
    if (!same(rowsOf(tileProduct(a, b)))) throw new Error('the tile has other bits');
    if (!same(await inVectors(A, B, workers))) throw new Error('vectors have other bits');
    // With 32 bits: the plain loop again, every product and every sum rounded to them.
    const { fround } = Math;
    const short = (i: number, j: number) =>
      B.reduce((sum, row, k) => fround(sum + fround(fround(A[i][k]) * fround(row[j]))), 0);
    const rounded = A.map((_, i) => B[0].map((_, j) => short(i, j)));
    const found = await inVectors(A, B, workers, 'f32');
    if (bits(found).join() !== bits(rounded).join()) throw new Error('32 bits have other bits');
  });
  await t.resolves(fc.assert(wanted, { numRuns: 60 }), 'each rung has the bits of the plain loop');
  t.strictSame(bits([[0, -0]]), ['0', String(2n ** 63n)], 'bits are looked at one by one');

  const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 40 });
  const anyWorkers = fc.property(numbers, fc.integer({ min: 1, max: 8 }), (x, parts) => {
    const sums = [1, 2, 3, 4].map((w) => totalByParts(x, parts, w));
    return sums.every((sum) => Object.is(sum, sums[0])) && cut(x, parts).flat().join() === x.join();
  });
  const found = { endOnFailure: true }; // to make a counterexample smaller, bit by bit, may take minutes
  t.doesNotThrow(() => fc.assert(anyWorkers, found), 'with fixed parts the workers do not matter');
  t.strictSame(total([]), 0, 'nothing');
  const whole = fc.property(size, fc.integer({ min: 1, max: 6 }), (n, workers) => {
    const shares = Array.from({ length: workers }, (_, w) => shareOf(n, w, workers));
    return (
      shares.every(([from, to], w) => from <= to && from === (w === 0 ? 0 : shares[w - 1][1])) &&
      shares[workers - 1][1] === n
    );
  });
  t.doesNotThrow(() => fc.assert(whole), 'every row has one worker');
});

t.test('by nudging', async (t) => {
  const [A, B, dC] = [matrix(5, 3), matrix(3, 6), matrix(5, 6)];
  const { at, kernels, numbers } = await bench(5, 3, 6, 1, 'f64');
  const product = () => {
    put(A, at.A, numbers);
    put(B, at.B, numbers);
    vectorProduct(kernels, at, 0);
    return taken(at.C, numbers);
  };
  product();
  put(dC, at.dC, numbers);
  vectorProductBackward(kernels, at);
  const [dA, dB] = [taken(at.dA, numbers), taken(at.dB, numbers)];
  nudged(t, 'dA', { dA }, { dA: A }, product, dC);
  nudged(t, 'dB', { dB }, { dB: B }, product, dC);
  const small = await bench(2, 3, 4, 1, 'f64');
  for (const name of ['A', 'B', 'dC'] as const) put(hand[name], small.at[name], small.numbers);
  vectorProductBackward(small.kernels, small.at);
  const back = [taken(small.at.dA, small.numbers), taken(small.at.dB, small.numbers)];
  t.strictSame(back, [hand.dA, hand.dB], 'only the 14 matters');
});

t.test('refuses', async (t) => {
  const message = 'a product A B needs as many columns in A as rows in B, got 1×2 and 3×1';
  const [A, B] = [[[1, 2]], [[1], [2], [3]]];
  refuses(t, () => plain(A, B), new RangeError(message));
  refuses(t, () => flatProduct(flattened(A), flattened(B)), new RangeError(message));
  refuses(t, () => tileProduct(flattened(A), flattened(B)), new RangeError(message));
  refuses(t, () => flattened([]), new RangeError('a matrix must have at least one row, got 0'));
  const { at, kernels, numbers } = await bench(1, 2, 1, 1, 'f64');
  refuses(t, () => vectorProduct(kernels, { ...at, B: { at: at.B.at, n: 3, m: 1 } }, 0), new RangeError(message));
  refuses(t, () => put(B, at.A, numbers), new RangeError('there is a place for 1×2 numbers, got 3×1'));
  refuses(t, () => put([[1, 2, 3]], at.A, numbers), new RangeError('there is a place for 1×2 numbers, got 1×3'));
  refuses(t, () => cut([1, 2], 3), new RangeError('2 numbers can be cut into 1 to 2 pieces, got 3'));
  refuses(t, () => cut([1, 2], 0), new RangeError('2 numbers can be cut into 1 to 2 pieces, got 0'));
  refuses(t, () => totalByParts([1, 2], 1.5, 1), new RangeError('2 numbers can be cut into 1 to 2 pieces, got 1.5'));
  for (const p of [-0.1, 1.1, NaN])
    refuses(t, () => amdahl(p, 2), new RangeError(`a part of the work is from 0 to 1, got ${p}`));
  for (const w of [0, 1.5])
    refuses(t, () => amdahl(0.5, w), new RangeError(`there must be at least 1 worker, got ${w}`));
});
