import t from 'tap';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { add, multiply, transpose } from '../../../chapters/01-vectors/matrices.ts';
import { kernelsOn, type Kernels } from '../../../chapters/20-speed/engine/kernels.ts';
import { hasVectors, moduleFrom } from '../../../chapters/20-speed/engine/module.ts';
import {
  bytesOf,
  memoryOf,
  numbersIn,
  roomFrom,
  type Address,
  type Precision,
} from '../../../chapters/20-speed/engine/memory.ts';
import {
  panelBytes,
  product,
  productTransposed,
  transposedProduct,
  type Desk,
} from '../../../chapters/20-speed/engine/product.ts';
import { shape, zeros, type Matrix } from '../../../lib/matrix.ts';
import { numberAt } from '../../../lib/philox.ts';
import { normalMatrix, seeded } from '../../../lib/random.ts';
import { big } from '../../bignumber.ts';
import { close } from '../../close.ts';
import { refuses } from '../../refuses.ts';
import { moduleOf } from '../../../examples/training/kernels.ts';

/**
 * Kernels, and a memory to lay numbers into: `put` gives their place, `get` takes n numbers from
 * one, `reset` forgets them.
 */
async function bench(precision: Precision, size = 2 ** 20) {
  const memory = memoryOf(size);
  const k: Kernels = await kernelsOn(moduleOf(precision), memory);
  const bytes = bytesOf(precision);
  let room = roomFrom(65536, bytes);
  const numbers = numbersIn(memory, precision);
  const integers = new Int32Array(memory.buffer);
  const put = (...row: number[]): Address => {
    const at = room.numbers(row.length);
    numbers.set(row, at / bytes);
    return at;
  };
  const ids = (...row: number[]): Address => {
    const at = room.integers(row.length);
    integers.set(row, at / 4);
    return at;
  };
  const get = (at: Address, n: number) => [...numbers.subarray(at / bytes, at / bytes + n)];
  const desk: Desk = { k, bytes, panels: room.numbers(40000) };
  const first = room.end();
  const reset = () => {
    room = roomFrom(first, bytes);
  };
  return { k, bytes, put, ids, get, desk, reset };
}

const [b64, b32] = [await bench('f64'), await bench('f32')];
const { LN2: ln2 } = Math;
const ln3 = Math.log(3);

/** A matrix in the memory of a bench. */
function block(b: typeof b64, A: Matrix) {
  const [n, m] = shape(A);
  return { at: b.put(...A.flat()), n, m };
}

/** n·m numbers from a place, as a matrix. */
function matrixAt(b: typeof b64, at: Address, n: number, m: number): Matrix {
  const all = b.get(at, n * m);
  return Array.from({ length: n }, (_, i) => all.slice(i * m, i * m + m));
}

t.test('by hand: a product', async (t) => {
  // ½·1 + 1·4 = 9/2, ½·2 + 1·0 = 1, ½·3 + 1·½ = 2;   3·1 − 2·4 = −5, 3·2 − 2·0 = 6, 3·3 − 2·½ = 8.
  for (const b of [b64, b32]) {
    // prettier-ignore
    const W = block(b, [[1, 2, 3], [4, 0, 1 / 2]]);
    const X = b.put(1 / 2, 1, 3, -2);
    const Y = b.put(0, 0, 0, 0, 0, 0, 7);
    product(b.desk, { X, n: 2, W }, Y);
    t.strictSame(b.get(Y, 7), [9 / 2, 1, 2, -5, 6, 8, 7], 'and nothing behind it');
    product(b.desk, { X, n: 2, W }, Y, true);
    t.strictSame(b.get(Y, 7), [9, 2, 4, -10, 12, 16, 7], 'onto what was there');
  }
});

t.test('by hand: attention, and its way back', async (t) => {
  // d_k = 4, so √d_k = 2: q = (2, 0, 0, 0) gives scores ln 1, ln 2, ln 3, shares 1/6, 2/6, 3/6 of
  // the values 6, 12, 0: 1 + 4.
  // A second head has a query of 0: a third of each of 1, 2, 6 is 3. Head 1 lies in columns 0 … 3, head 2 in 4 … 7.
  const none = [0, 0, 0, 0];
  for (const [b, digits] of [
    [b64, 15],
    [b32, 6],
  ] as const) {
    const Q = b.put(2, 0, 0, 0, ...none, 2, 0, 0, 0, ...none, 2, 0, 0, 0, ...none);
    const keys = [0, ln2, ln3].flatMap((score) => [score, 0, 0, 0, ...none]);
    const [K, V] = [b.put(...keys), b.put(6, 1, 12, 2, 0, 6)];
    // K and V lie apart here, with rows of 8 and of 2 numbers: padded to one pitch.
    const wide = b.put(...[0, 1, 2].flatMap((j) => [...b.get(V + 2 * j * b.bytes, 2), ...none, 0, 0]));
    const [A, Y] = [b.put(...new Array<number>(18).fill(9)), b.put(9, 9, 9, 9, 9, 9, 9)];
    const pitch = 8 * b.bytes;
    const heads = { m: 3, pitch_Q: pitch, pitch_KV: pitch, h: 2, d_k: 4, d_v: 1, Q, K, V: wide, A };
    b.k.attention({ ...heads, n: 1, causal: false, Y });
    close(t, b.get(A, 6), [1 / 6, 2 / 6, 3 / 6, 1 / 3, 1 / 3, 1 / 3], digits, 'shares');
    close(t, b.get(Y, 3), [5, 3, 9], digits - 1, 'values mixed, and nothing behind them');

    // dY = 1 for head 1, 0 for head 2. dA = V = (6, 12, 0), 5 on average: dS = (1/6, 14/6, −15/6) / 2.
    const zero = () => b.put(...new Array<number>(24).fill(0));
    const [dQ, dK, dV, dA] = [zero(), zero(), zero(), zero()];
    b.k.attentionBackward({ ...heads, n: 1, causal: false, dY: b.put(1, 0), dQ, dK, dV, dA });
    const first = (at: Address) => [0, 1, 2].map((j) => b.get(at + j * pitch, 1)[0]);
    close(t, first(dV), [1 / 6, 2 / 6, 3 / 6], digits, 'dV');
    close(t, first(dK), [1 / 6, 7 / 3, -5 / 2], digits - 1, 'dK = dS q, and q is 2');
    close(t, b.get(dQ, 2), [(7 / 6) * ln2 - (5 / 4) * ln3, 0], digits - 1, 'dQ = Σ dS_j k_j');

    // Causal: the first query sees one key, the second two, with shares 1/3 and 2/3 of 6 and 12: 10.
    b.k.attention({ ...heads, n: 3, causal: true, Y });
    close(t, b.get(A, 9), [1, 0, 0, 1 / 3, 2 / 3, 0, 1 / 6, 2 / 6, 3 / 6], digits, 'no share of the future');
    close(t, b.get(Y, 7), [6, 1, 10, 3 / 2, 5, 3, 9], digits - 1, 'causal');
  }
});

t.test('by hand: Add & Norm, and its way back', async (t) => {
  // x = ±s around 1 with s² + 1e-5 = 1: the deviation is 1. A gain of 1/s and a bias of ½: ±1 + ½.
  const s = Math.sqrt(1 - 1e-5);
  for (const [b, digits] of [
    [b64, 14],
    [b32, 5],
  ] as const) {
    const X = b.put(1 + s, 1, 1 + s, 1 - s); // with D ∘ F added: 1 + s, 1 − s, 1 + s, 1 − s
    const [F, D] = [b.put(5, -s / 2, 6, 7), b.put(0, 2, 0, 0)];
    const [gain, bias] = [b.put(1 / s, 1 / s, 1 / s, 1 / s), b.put(0.5, 0.5, 0.5, 0.5)];
    const [X_hat, deviation, Y] = [b.put(0, 0, 0, 0), b.put(0), b.put(0, 0, 0, 0)];
    b.k.addNorm({ X, F, D, n: 1, d: 4, gain, bias, X_hat, deviation, Y });
    close(t, b.get(X_hat, 4), [s, -s, s, -s], digits, 'normalized');
    close(t, b.get(deviation, 1), [1], digits, 'deviation');
    close(t, b.get(Y, 4), [3 / 2, -1 / 2, 3 / 2, -1 / 2], digits, 'with gain and bias');

    // dX̂ = (4, 0, 0, 0): 1 on average, s on average along X̂. dX = dX̂ − 1 − X̂ s = (3 − s², −1
    // + s², −1 − s², −1 + s²).
    const [dX, dF, dgain, dbias] = [b.put(4 * s, 0, 0, 0), b.put(9, 9, 9, 9), b.put(9, 9, 9, 9), b.put(9, 9, 9, 9)];
    b.k.addNormBackward({ dY: dX, n: 1, d: 4, gain, X_hat, deviation, D, dX, dF, dgain, dbias });
    close(t, b.get(dX, 4), [2 + 1e-5, -1e-5, -2 + 1e-5, -1e-5], digits, 'dX, in the place of dY');
    close(t, b.get(dF, 4), [0, -2e-5, 0, 0], digits, 'dF = D ∘ dX');
    close(t, b.get(dgain, 4), [4 * (1 - 1e-5), 0, 0, 0], digits, 'dgain = dY ∘ X̂');
    close(t, b.get(dbias, 4), [4 * s, 0, 0, 0], digits, 'dbias');
  }
});

t.test('by hand: cross-entropy', async (t) => {
  // Scores ln 1 … ln 4: beliefs 1/10 … 4/10. Wanted: 2/10, so the loss is ln 5; then 4/10, ln 5/2.
  const scores = [0, ln2, ln3, 2 * ln2];
  for (const [b, digits] of [
    [b64, 14],
    [b32, 6],
  ] as const) {
    const S = b.put(...scores, ...scores);
    close(
      t,
      b.k.crossEntropy({ S, n: 2, V: 4, wanted: b.ids(1, 3), smoothing: 0 }),
      Math.log(25 / 2),
      digits - 1,
      'loss',
    );
    close(t, b.get(S, 8), [1 / 10, -8 / 10, 3 / 10, 4 / 10, 1 / 10, 2 / 10, 3 / 10, -6 / 10], digits, 'dS = P − T');
    // ε = 2/5: T = 1/10 everywhere and 6/10 more at the right word; the logarithms of 1 … 4 are ln 24 / 4 on average.
    const smooth = b.put(...scores);
    const loss = Math.log(10) - (3 / 5) * ln2 - (2 / 5) * (Math.log(24) / 4);
    close(
      t,
      b.k.crossEntropy({ S: smooth, n: 1, V: 4, wanted: b.ids(1), smoothing: 2 / 5 }),
      loss,
      digits - 1,
      'smoothed',
    );
    close(t, b.get(smooth, 4), [0, -1 / 2, 1 / 5, 3 / 10], digits, 'dS');
    // e^1000 is beyond both kinds of number; the largest score, here the last, is taken off first.
    const sure = b.put(0, 0, 0, 1000);
    close(t, b.k.crossEntropy({ S: sure, n: 1, V: 4, wanted: b.ids(3), smoothing: 0 }), 0, digits, 'sure, and right');
    close(t, b.get(sure, 4), [0, 0, 0, 0], digits, 'nothing to learn');
  }
});

t.test('by hand: bias, bend and column sums', async (t) => {
  // Five columns: whole vectors, and what is left over.
  for (const b of [b64, b32]) {
    const [bias, X] = [b.put(1, -2, 3, -4, 5), b.put(0, 2, -3, 5, -6, 1, 1, 1, 3, 1, 8)];
    b.k.plusBiasRelu(X, 2, 5, bias);
    t.strictSame(b.get(X, 11), [1, 0, 0, 1, 0, 2, 0, 4, 0, 6, 8], 'max(0, x + b)');
    const dR = b.put(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    b.k.reluBackward(dR, X, 10);
    t.strictSame(b.get(dR, 11), [1, 0, 0, 4, 0, 6, 0, 8, 0, 10, 11], 'cut off where it was cut off');
    const sums = b.put(9, 9, 9, 9, 9, 9);
    b.k.columnSums(dR, 2, 5, sums);
    t.strictSame(b.get(sums, 6), [7, 0, 8, 4, 10, 9], 'sums');
    b.k.plusBias(X, 2, 5, bias);
    t.strictSame(b.get(X, 11), [2, -2, 3, -3, 5, 3, -2, 7, -4, 11, 8], 'x + b');
  }
});

t.test('by hand: what is done to a row', async (t) => {
  for (const b of [b64, b32]) {
    const [x, y] = [b.put(1, 2, 3, 4, 5, 6, 7), b.put(10, 20, 30, 40, 50, 60, 70)];
    b.k.add(y, x, 6);
    t.strictSame(b.get(y, 7), [11, 22, 33, 44, 55, 66, 70], 'y + x');
    b.k.clear(y, 5);
    t.strictSame(b.get(y, 7), [0, 0, 0, 0, 0, 66, 70], 'cleared');
    t.strictSame(b.get(x, 7), [1, 2, 3, 4, 5, 6, 7], 'x is as it was');
  }
});

t.test('by hand: a sentence on its way in, and back', async (t) => {
  // d = 4, so √d = 2. Word 2, then word 0; the factors drop the first and double the second number of each.
  for (const b of [b64, b32]) {
    const E = b.put(1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8);
    const PE = b.put(1 / 2, 1, 1 / 2, 1, 1 / 4, 0, 1 / 4, 0);
    const [D, Y] = [b.put(0, 2, 1, 1, 0, 2, 1, 1), b.put(9, 9, 9, 9, 9, 9, 9, 9)];
    b.k.input({ ids: b.ids(2, 0), n: 2, E, d: 4, PE, D: 0, Y });
    t.strictSame(b.get(Y, 8), [21 / 2, 13, 29 / 2, 17, 9 / 4, 4, 25 / 4, 8]);
    b.k.input({ ids: b.ids(2, 0), n: 2, E, d: 4, PE, D, Y });
    t.strictSame(b.get(Y, 8), [0, 26, 29 / 2, 17, 0, 8, 25 / 4, 8], 'dropped');
    const [dE, dY] = [b.put(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1), b.put(1, 1, 1, 1, 1, 2, 3, 4)];
    b.k.inputBackward({ ids: b.ids(2, 2), n: 2, dE, d: 4, D, dY });
    t.strictSame(b.get(dE, 12), [0, 0, 0, 0, 0, 0, 0, 0, 1, 1 + 4 + 8, 1 + 2 + 6, 1 + 2 + 8], 'onto what was there');
  }
});

/** A number with all its digits: the shortest decimal that JavaScript prints is only near it. */
function exactly(x: number) {
  return big.bignumber(x.toPrecision(100));
}

t.test('by hand: one sum a lane', async (t) => {
  // Beside 1, e^−37 = 8.5e-17 is less than half a last digit: added one by one, seven of them are lost. In the lane
  // where the 1 is not, four come together, 3.4e-16, and count.
  const { k, put, get, reset } = b64;
  reset();
  const [K, V, A] = [
    put(0, ...new Array<number>(7).fill(-37)),
    put(...new Array<number>(8).fill(0)),
    put(...new Array<number>(8).fill(0), 7),
  ];
  const heads = { n: 1, pitch_Q: 8, m: 8, pitch_KV: 8, h: 1, d_k: 1, d_v: 1, causal: false };
  k.attention({ ...heads, Q: put(1), K, V, A, Y: put(0) });
  t.equal(get(A, 1)[0], 1 / (1 + 2 ** -51), '3.4e-16 is nearer to 2^−51 than to 2^−52');
  t.equal(get(A, 9)[8], 7, 'and nothing behind the row');
});

t.test('by formula: exp in 64 digits', async (t) => {
  // Beside a score of 0 the share of x is e^x / (1 + e^x), which below −37 is e^x itself.
  // The second number is in a vector, the third is left over.
  let worst = 0;
  const { k, put, get, reset } = b64;
  const random = seeded('exp');
  for (let n = 0; n < 600; n++) {
    const x = n === 0 ? -700 : n < 300 ? -37 - 663 * random() : -37 * random();
    for (const place of [1, 2]) {
      reset();
      const scores = [0, -1e6, -1e6];
      scores[place] = x;
      const [K, V, A] = [put(...scores), put(0, 0, 0), put(0, 0, 0)];
      k.attention({
        Q: put(1),
        n: 1,
        pitch_Q: 8,
        K,
        V,
        m: 3,
        pitch_KV: 8,
        h: 1,
        d_k: 1,
        d_v: 1,
        causal: false,
        A,
        Y: put(0),
      });
      const share = big.evaluate('exp(x) / (1 + exp(x))', { x: exactly(x) });
      const error = Math.abs(Number(big.evaluate('found / share - 1', { found: exactly(get(A, 3)[place]), share })));
      worst = Math.max(worst, error);
    }
  }
  t.ok(worst > 0 && worst < 4e-16, `off by ${worst.toExponential(1)} of itself at most`);
});

t.test('by formula: exp with 32 bits', async (t) => {
  // The same, with 24 bits: 6e-8 a rounding, four of them, and down to e^−86. Three numbers are
  // left over, four a vector.
  const { k, put, get, reset } = b32;
  let worst = 0;
  for (let n = 0; n < 200; n++) {
    reset();
    const x = Math.fround((-86 * n) / 200);
    const [K, V, A] = [
      put(0, x, x, x, x, x, x),
      put(...new Array<number>(7).fill(0)),
      put(...new Array<number>(7).fill(0)),
    ];
    k.attention({
      Q: put(1),
      n: 1,
      pitch_Q: 4,
      K,
      V,
      m: 7,
      pitch_KV: 4,
      h: 1,
      d_k: 1,
      d_v: 1,
      causal: false,
      A,
      Y: put(0),
    });
    const share = big.evaluate('exp(x) / (1 + 6 exp(x))', { x: exactly(x) });
    for (const found of get(A, 7).slice(1)) {
      worst = Math.max(worst, Math.abs(Number(big.evaluate('found / share - 1', { found: exactly(found), share }))));
    }
  }
  t.ok(worst > 0 && worst < 6e-7, `off by ${worst.toExponential(1)} at most`);
});

t.test('by property: a product adds up in the order of the plain loop', async (t) => {
  // All remainders of 4 rows and of a panel of 4 (8) columns.
  const random = seeded('orders');
  const wrong: string[] = [];
  for (const [b, columns] of [
    [b64, 4],
    [b32, 8],
  ] as const) {
    const plain = b === b64 ? multiply : roundedMultiply;
    const keep = (A: Matrix) => A.map((row) => row.map(b === b64 ? (x) => x : Math.fround));
    for (let n = 1; n <= 9; n++) {
      for (let m = 1; m <= 2 * columns + 1; m++) {
        const k = 1 + ((5 * n + 3 * m) % 23);
        const made = (n: number, m: number) => keep(normalMatrix(random, n, m));
        const [X, W, U, C, B] = [made(n, k), made(k, m), made(m, k), made(n, m), made(k, m)];
        const [at, Y, dW] = [b.put(...X.flat()), b.put(...C.flat()), block(b, zeros(n, m))];
        const AT = b.put(...transpose(X).flat());
        product(b.desk, { X: at, n, W: block(b, W) }, Y, true);
        compare(`${n}×${k} by ${k}×${m}, onto`, matrixAt(b, Y, n, m), keep(add(C, plain(X, W))));
        product(b.desk, { X: at, n, W: block(b, W) }, Y);
        compare(`${n}×${k} by ${k}×${m}`, matrixAt(b, Y, n, m), plain(X, W));
        productTransposed(b.desk, { X: at, n, W: block(b, U) }, Y);
        compare(`${n}×${k} by the transpose of ${m}×${k}`, matrixAt(b, Y, n, m), plain(X, transpose(U)));
        transposedProduct(b.desk, { A: AT, B: b.put(...B.flat()), n: k }, dW);
        compare(`the transpose of ${k}×${n} by ${k}×${m}`, matrixAt(b, dW.at, n, m), plain(X, B));
        b.reset();
      }
    }
  }
  t.strictSame(wrong, [], 'bit for bit');

  const [A, B] = [normalMatrix(random, 5, 3000), normalMatrix(random, 3000, 6)];
  const long = await bench('f64', 2 ** 22);
  const Y = long.put(...zeros(5, 6).flat());
  product(long.desk, { X: long.put(...A.flat()), n: 5, W: block(long, B) }, Y);
  t.strictSame(matrixAt(long, Y, 5, 6), multiply(A, B), 'a sum of 3000 terms, bit for bit');

  function compare(what: string, found: Matrix, wanted: Matrix): void {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) wrong.push(what);
  }
});

/** A B with every product and every sum rounded to 32 bits. */
function roundedMultiply(A: Matrix, B: Matrix): Matrix {
  const C = zeros(A.length, B[0].length);
  for (let i = 0; i < A.length; i++) {
    for (let j = 0; j < B[0].length; j++) {
      for (let k = 0; k < B.length; k++) C[i][j] = Math.fround(C[i][j] + Math.fround(A[i][k] * B[k][j]));
    }
  }
  return C;
}

t.test('by property: a packed matrix stays within its bytes', async (t) => {
  const size = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(size, size, size, fc.boolean(), (n, k, m, wide) => {
      const b = wide ? b64 : b32;
      b.reset();
      const W = block(b, zeros(k, m));
      const [X, Y] = [b.put(...zeros(n, k).flat()), b.put(...zeros(n, m).flat())];
      const panels = b.put(...new Array<number>(panelBytes(k, m, b.bytes) / b.bytes).fill(7), 7);
      product({ ...b.desk, panels }, { X, n, W }, Y);
      b.k.pack({ B: W.at, k, m, down: m * b.bytes, across: b.bytes, panels });
      return b.get(panels + panelBytes(k, m, b.bytes), 1)[0] === 7;
    }),
    { seed: 1 },
  );
  b64.reset();
  b32.reset();
  t.pass('the next number is as it was');
});

t.test('by property: dropout takes the numbers of the stream', async (t) => {
  const place = fc.oneof(fc.constantFrom(0, 2 ** 34 - 3, 2 ** 34, 2 ** 50 + 1), fc.nat(1000));
  const word = fc.oneof(fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1), fc.nat(2 ** 31 - 1));
  const count = fc.integer({ min: 1, max: 14 });
  fc.assert(
    fc.property(place, count, word, word, fc.constantFrom(0.1, 0.5, 0.8), (at, n, k0, k1, p) => {
      b64.reset();
      const D = b64.put(...new Array<number>(n + 1).fill(9));
      b64.k.dropout({ D, n, p, at, key: [k0, k1] });
      const wanted = Array.from({ length: n }, (_, i) => (numberAt([k0, k1], at + i) < p ? 0 : 1 / (1 - p)));
      return b64.get(D, n + 1).join() === [...wanted, 9].join();
    }),
    { seed: 1, numRuns: 300 },
  );
  t.pass('whatever the place in a block');
  // The first number of key 0 is the first word of Random123's published answer. 0 ≤ u < p drops with probability p.
  b64.reset();
  const [D, p] = [b64.put(9), 0x6627e8d5 / 2 ** 32];
  b64.k.dropout({ D, n: 1, p, at: 0, key: [0, 0] });
  t.strictSame(b64.get(D, 1), [1 / (1 - p)], 'a number that is p itself is kept');
});

t.test('a machine has vectors, or has not', async (t) => {
  t.equal(hasVectors(), true, 'this one, or no test would have come here');
  let asked: number[] = [];
  const answering = (valid: boolean) => ({
    WebAssembly: {
      validate(bytes: Uint8Array) {
        asked = [...bytes];
        return valid;
      },
    },
  });
  t.equal(hasVectors(answering(true)), true);
  // WebAssembly: a module begins with \0asm and its version; v128.const is 0xfd, 12.
  t.strictSame(asked.slice(0, 8), [0, 97, 115, 109, 1, 0, 0, 0], 'it is asked about a module');
  const vector = [0xfd, 12, ...new Array<number>(16).fill(0)];
  t.ok(
    asked.some((_, i) => vector.every((byte, k) => asked[i + k] === byte)),
    'with a vector of 0 in it',
  );
  t.equal(hasVectors(answering(false)), false, 'no SIMD');
  t.equal(hasVectors({}), false, 'no WebAssembly');
});

t.test('kernels for shared memory and for memory of one’s own differ in one byte', async (t) => {
  for (const precision of ['f64', 'f32'] as const) {
    const bytes = new Uint8Array(readFileSync(new URL(`../../../build/kernels-${precision}.wasm`, import.meta.url)));
    const before = [...bytes];
    const [own, shared] = [moduleFrom(bytes, false), moduleFrom(bytes, true)];
    t.strictSame([...bytes], before, 'the bytes given stay as they were');
    const runs = async (module: WebAssembly.Module, memory: WebAssembly.Memory) =>
      kernelsOn(module, memory).then(
        () => 'runs',
        () => 'does not fit',
      );
    t.equal(await runs(own, memoryOf(2 ** 20)), 'runs');
    t.equal(await runs(shared, memoryOf(2 ** 20, true)), 'runs');
    t.equal(await runs(own, memoryOf(2 ** 20, true)), 'does not fit');
    t.equal(await runs(shared, memoryOf(2 ** 20)), 'does not fit');
    t.ok(memoryOf(2 ** 20).buffer instanceof ArrayBuffer, 'nothing is shared that need not be');
    t.ok(memoryOf(2 ** 20, true).buffer instanceof SharedArrayBuffer);
  }
  const other = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]); // a module that holds nothing
  refuses(
    t,
    () => moduleFrom(other, true),
    new RangeError('kernels must ask for a memory, env.memory, got none in their bytes'),
  );
});
