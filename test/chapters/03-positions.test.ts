import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { add, multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { dot, norm, plus } from '../../chapters/01-vectors/vectors.ts';
import * as hand from '../../chapters/03-positions/by-hand.ts';
import { frequency, positionalEncoding, shift, similarity, wavelength } from '../../chapters/03-positions/positions.ts';
import { attention } from '../../chapters/04-attention/attention.ts';
import { relativeError } from '../../lib/numeric.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('positions');

t.test('by hand', async (t) => {
  close(
    t,
    [0, 1].map((i) => frequency(i, 4)),
    hand.omega,
    15,
    'one radian, a hundredth',
  );
  close(t, positionalEncoding(3, hand.d_model), hand.PE, 15, 'sin p, cos p, sin p/100, cos p/100');
  // 2π positions until the first hand is back, 100 times as many for the second.
  close(
    t,
    [0, 1].map((i) => wavelength(i, 4)),
    [2 * Math.PI, 200 * Math.PI],
    11,
    'wavelengths',
  );

  // From PE(0), every hand at twelve, by R_k to where both hands stand on an easy angle.
  for (const [at, k] of hand.places.entries()) {
    const [moved] = multiply([[0, 1, 0, 1]], shift(k, 4));
    close(t, moved, hand.there[at], 12, `PE(${k / Math.PI}π)`);
    close(t, similarity(k, 4), hand.alike[at], 12, `PE(0) · PE(${k / Math.PI}π)`);
  }
  close(t, shift(50 * Math.PI, 4), hand.R, 12, 'R_50π turns the second hand by a quarter');
  // Two quarter turns are a half turn: [0, 1, 1, 0] → [0, 1, 0, −1].
  close(t, multiply([hand.there[2]], hand.R)[0], hand.there[3], 12, 'a quarter and a quarter');
});

t.test('by formula', async (t) => {
  // The paper's two lines, with 64 digits; rows 0, 1, 2 and a late one.
  const [n, d_model] = [1001, 6];
  const PE = positionalEncoding(n, d_model);
  for (const p of [0, 1, 2, 1000]) {
    const wanted = [0, 1, 2].flatMap((i) =>
      ['sin', 'cos'].map((f) => Number(big.evaluate(`${f}(${p} / 10000^(2 * ${i} / ${d_model}))`).toString())),
    );
    close(t, PE[p], wanted, 12, `PE(${p})`);
  }

  // §3.5: wavelengths from 2π in a geometric progression; after d_model / 2 steps it would be 10000 · 2π.
  for (const [i, wanted] of [
    [0, '2 pi'],
    [64, '20 pi'],
    [128, '200 pi'],
    [192, '2000 pi'],
    [256, '20000 pi'],
  ] as const) {
    close(t, wavelength(i, 512), math.evaluate(wanted), 9, `pair ${i} of 256: ${wanted}`);
  }
  t.ok(wavelength(255, 512) < 20_000 * Math.PI, 'the last pair, 255, stays a step below');

  // A rotation is the exponential of its generator k ω [[0, −1], [1, 0]], here as a power series by mathjs.
  const generator = math.evaluate('[[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, -0.01], [0, 0, 0.01, 0]]');
  for (const k of [-2, 0.5, 3]) {
    const wanted = math.evaluate('expm(k * G)', { k, G: generator }).toArray();
    close(t, shift(k, 4), wanted, 10, `R_${k} = exp(${k} G)`);
  }
});

t.test('by property', async (t) => {
  const width = fc.integer({ min: 1, max: 32 }).map((pairs) => 2 * pairs);
  const place = fc.integer({ min: 0, max: 150 });
  fc.assert(
    fc.property(place, place, width, (p, k, d_model) => {
      const PE = positionalEncoding(p + k + 1, d_model);
      const there = multiply([PE[p]], shift(k, d_model));
      const back = multiply([PE[p + k]], shift(-k, d_model));
      return relativeError(there, [PE[p + k]]) < 1e-12 && relativeError(back, [PE[p]]) < 1e-12;
    }),
    { seed: 3 },
  );
  t.pass('PE(p + k) = PE(p) R_k and PE(p) = PE(p + k) R_−k, for every p');

  fc.assert(
    fc.property(place, place, width, (p, k, d_model) => {
      const PE = positionalEncoding(p + k + 1, d_model);
      return Math.abs(dot(PE[p], PE[p + k]) - similarity(k, d_model)) < 1e-10;
    }),
    { seed: 3 },
  );
  t.pass('PE(p) · PE(p + k) depends on k alone');

  fc.assert(
    fc.property(place, place, width, (a, b, d_model) => {
      const R = shift(a, d_model);
      const both = multiply(R, shift(b, d_model));
      const upright = multiply(R, transpose(R));
      const still = shift(0, d_model);
      return relativeError(both, shift(a + b, d_model)) < 1e-12 && relativeError(upright, still) < 1e-12;
    }),
    { seed: 3, numRuns: 30 },
  );
  t.pass('R_a R_b = R_(a + b), and R Rᵀ = 1: a rotation');

  t.strictSame(
    [1, 3, 50].map((k) => similarity(-k, 16)),
    [1, 3, 50].map((k) => similarity(k, 16)),
    'three places back looks like three places on',
  );

  // With W_Q = R_−3 every place looks most at the place three back, and nowhere else as much.
  const twenty = positionalEncoding(20, 32);
  const { A } = attention(multiply(twenty, shift(-3, 32)), twenty, twenty);
  const most = A.map((shares) => shares.indexOf(Math.max(...shares)));
  t.strictSame(most.slice(3), [...twenty.keys()].slice(0, 17), 'three places back, wherever it starts');
  const on = attention(multiply(twenty, shift(3, 32)), twenty, twenty).A[8];
  t.equal(on.indexOf(Math.max(...on)), 11, 'and three places on, by the other rotation');

  // Rotary positions: query and key are turned themselves, and their product knows the distance alone.
  const [q, k] = normalMatrix(random, 2, 8);
  const turned = (p: number, other: number) => dot(multiply([q], shift(p, 8))[0], multiply([k], shift(other, 8))[0]);
  close(t, [turned(2, 5), turned(40, 43)], [turned(0, 3), turned(0, 3)], 12, 'q R_p · k R_(p + 3) for every p');

  // [x, p] W = x W_x + p W_p, in whole numbers; and [x, p] with one matrix twice is (x + p) W.
  const whole = (n: number, m: number) => normalMatrix(random, n, m).map((row) => row.map((x) => Math.round(9 * x)));
  const [x, p, W_x, W_p] = [whole(1, 4), whole(1, 4), whole(4, 3), whole(4, 3)];
  const behind = [[...x[0], ...p[0]]];
  t.strictSame(multiply(behind, [...W_x, ...W_p]), add(multiply(x, W_x), multiply(p, W_p)), 'concatenating adds, too');
  t.strictSame(multiply(behind, [...W_x, ...W_x]), multiply(add(x, p), W_x), 'and adding is one matrix twice');

  // What a sum was made of is not lost: with 4 numbers, and small ones, no two of 25,000 sums are one.
  const places = positionalEncoding(50, 4);
  const sums = normalMatrix(random, 500, 4, 1 / 2).flatMap((word) => places.map((place) => plus(word, place).join()));
  t.equal(new Set(sums).size, 25_000, 'every sum is told from every other');

  const PE = positionalEncoding(512, 512);
  close(
    t,
    PE.map(norm),
    PE.map(() => 16),
    10,
    'every row has length √(512/2) = 16',
  );
  t.equal(new Set(PE.map((row) => row.join())).size, 512, 'no two places look the same');
  t.strictSame(
    positionalEncoding(40, 8).slice(0, 7),
    positionalEncoding(7, 8),
    'a longer sentence leaves the first places as they are',
  );
});

t.test('by nudging', async (t) => {
  // How PE moves with p, as a formula: d sin(p ω)/dp = ω cos(p ω), d cos(p ω)/dp = −ω sin(p ω).
  const d_model = 6;
  const start = [positionalEncoding(3, d_model)[2]]; // PE(2), turned on by p
  const dY = normalMatrix(random, 1, d_model);
  for (const p of [0, 0.7, 5, 40]) {
    let dp = 0;
    for (let i = 0; i < 3; i++) {
      const at = { p: p + 2, w: 10000 ** (-i / 3) };
      dp += dY[0][2 * i] * math.derivative('sin(p * w)', 'p').evaluate(at);
      dp += dY[0][2 * i + 1] * math.derivative('cos(p * w)', 'p').evaluate(at);
    }
    const place = [[p]];
    const result = () => multiply(start, shift(place[0][0], d_model));
    nudged(t, `dp at ${2 + p}`, [[dp]], place, result, dY);
  }

  // X + PE: what comes back to X is what came to the sum.
  const X = normalMatrix(random, 5, d_model);
  const upstream = normalMatrix(random, 5, d_model);
  nudged(t, 'dX', upstream, X, () => add(X, positionalEncoding(5, d_model)), upstream);
});

t.test('refuses', async (t) => {
  for (const n of [0, -1, 2.5, NaN]) {
    refuses(t, () => positionalEncoding(n, 4), new RangeError(`a sentence must have at least one position, got ${n}`));
  }
  for (const d_model of [0, 3, 4.5, NaN]) {
    const error = new RangeError(`d_model must be even, a sine and a cosine a pair, got ${d_model}`);
    refuses(t, () => positionalEncoding(2, d_model), error);
    refuses(t, () => shift(1, d_model), error);
    refuses(t, () => similarity(1, d_model), error);
  }
});
