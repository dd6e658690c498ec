import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as hand from '../../chapters/04-attention/by-hand.ts';
import { NothingToAttend, softmax, softmaxBackward } from '../../chapters/04-attention/softmax.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { relativeError } from '../../lib/numeric.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('attention');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);

t.test('by hand', async (t) => {
  close(t, multiply(hand.X, hand.W_Q), hand.Q, 12, 'Q = X W_Q');
  close(t, multiply(hand.X, hand.W_K), hand.K, 12, 'K = X W_K');
  close(t, multiply(hand.X, hand.W_V), hand.V, 12, 'V = X W_V');

  const found = attention(hand.Q, hand.K, hand.V);
  close(t, found.S, hand.S, 12, 'scores are logarithms: √d_k = 2');
  close(t, found.A, hand.A, 12, 'shares 1:2:1, 2:1:2, 1:3:1');
  close(t, found.Y, hand.Y, 12, '¼·20 + ¼·40 = 15, and so on');

  // Scores 0, ln 2, 0: exp makes 1, 2, 1 of 4. With ln 5 added 5, 10, 5 of 20; doubled 1, 4, 1 of 6.
  const scores = [0, Math.LN2, 0];
  close(t, softmax([scores]), [[1 / 4, 1 / 2, 1 / 4]], 12, 'a softmax with a pencil');
  close(t, softmax([scores.map((s) => s + Math.log(5))]), [[1 / 4, 1 / 2, 1 / 4]], 12, 'ln 5 added to each');
  close(t, softmax([scores.map((s) => 2 * s)]), [[1 / 6, 4 / 6, 1 / 6]], 12, 'doubled, they are sharper');
  // 1 : 2 : 2, and 1/5 · 20 + 2/5 · 40 = 20, 2/5 · 20 = 8.
  close(t, multiply(softmax([[0, Math.LN2, Math.LN2]]), hand.V), [[20, 8]], 12, 'the exercise');

  // Q = K: products 2, 1, 2 on the diagonal, 1 between 我 and 你, divided by 2.
  // prettier-ignore
  close(t, attention(hand.K, hand.K, hand.V).S, [[1, 0, 1 / 2], [0, 1 / 2, 0], [1 / 2, 0, 1]], 12, 'each word looks at itself');

  // One query, two equal keys: half of each value. With the second hidden, all of the first.
  const [q, k] = [[[1]], [[1], [1]]];
  close(t, attention(q, k, [[4], [8]]).Y, [[6]], 12, 'equal keys share evenly');
  close(t, attention(q, k, [[4], [8]], [[0, -Infinity]]).Y, [[4]], 12, 'a hidden key gives nothing');

  // dY = 1 at Y[0][0] only. dA = the first column of V: 20, 0, 40. Average ¼·20 + ½·0 + ¼·40 = 15.
  // dS = ¼·(20 − 15), ½·(0 − 15), ¼·(40 − 15).
  // prettier-ignore
  const dY = [[1, 0], [0, 0], [0, 0]];
  // prettier-ignore
  const dA = [[20, 0, 40], [0, 0, 0], [0, 0, 0]];
  // prettier-ignore
  const dS = [[5 / 4, -15 / 2, 25 / 4], [0, 0, 0], [0, 0, 0]];
  close(t, softmaxBackward(dA, hand.A), dS, 12, 'dS by hand');
  close(t, softmaxBackward([[1, 0]], [[1 / 2, 1 / 2]]), [[1 / 4, -1 / 4]], 12, '½ · (1 − ½) and ½ · (0 − ½)');
  // How ¼, ½, ¼ move with the middle score: −¼ · ½, ½ · ½, −¼ · ½. Row j is what comes back from share j.
  const slopes = [0, 1, 2].map((j) => softmaxBackward([[0, 1, 2].map((l) => Number(l === j))], [hand.A[0]])[0][1]);
  close(t, slopes, [-1 / 8, 1 / 4, -1 / 8], 12, 'one share rises, the others fall');
  // The exercise: dA of 爱 is the second column of V, 0, 20, 0; average ⅕ · 20 = 4; ⅖ · (−4), ⅕ · 16, ⅖ · (−4).
  close(t, softmaxBackward([[0, 20, 0]], [hand.A[1]]), [[-8 / 5, 16 / 5, -8 / 5]], 12, 'dS of 爱');
  // dQ = dS K / 2: (5/4 + 25/4)/2, (−15/2)/2, (5/4)/2, (25/4)/2.  dV = ¼, ½, ¼ of dY.
  const back = attentionBackward(dY, found);
  close(t, back.dQ[0], [15 / 4, -15 / 4, 5 / 8, 25 / 8], 12, 'dQ by hand');
  // prettier-ignore
  close(t, back.dV, [[1 / 4, 0], [1 / 2, 0], [1 / 4, 0]], 12, 'dV by hand');
  // dK_jc = dS_0j Q_0c / 2, and Q_0 has only its second number, 2 ln 2.
  const dK = [5 / 4, -15 / 2, 25 / 4].map((s) => [0, s * Math.LN2, 0, 0]);
  close(t, back.dK, dK, 12, 'dK by hand');
});

t.test('by formula', async (t) => {
  const [Q, K, V] = [matrix(3, 5), matrix(4, 5), matrix(4, 2)];
  const scope = { Q: math.matrix(Q), K: math.matrix(K), V: math.matrix(V), one: math.ones(4, 1) };
  const formula = "E = e .^ (Q * K' / sqrt(5)); (E ./ (E * one * one')) * V";
  const [wanted] = math.evaluate(formula, scope).entries;
  close(t, attention(Q, K, V).Y, wanted.toArray(), 12, 'softmax(Q Kᵀ / √d_k) V');

  // 64 digits: softmax of 1, 2, 3 and its sum.
  const sum = big.evaluate('exp(1) + exp(2) + exp(3)');
  const shares = [1, 2, 3].map((x) => Number(big.evaluate(`exp(${x}) / s`, { s: sum })));
  close(t, softmax([[1, 2, 3]])[0], shares, 15, 'softmax to 15 decimals');

  // ∂A_1/∂S_1 and ∂A_1/∂S_2 by mathjs's symbolic derivative.
  const p = 'exp(a) / (exp(a) + exp(b) + exp(c))';
  const at = { a: 0.3, b: -1.2, c: 0.8 };
  const slopes = ['a', 'b', 'c'].map((name) => math.derivative(p, name).evaluate(at));
  const A = softmax([[0.3, -1.2, 0.8]]);
  close(t, softmaxBackward([[1, 0, 0]], A)[0], slopes, 12, 'slopes of a share');
});

t.test('by property', async (t) => {
  fc.assert(
    fc.property(matrices(3, 4), fc.double({ min: -1000, max: 1000, noNaN: true }), (S, shift) => {
      const A = softmax(S);
      const sums = A.map((row) => row.reduce((sum, share) => sum + share, 0));
      const shifted = softmax(S.map((row) => row.map((s) => s + shift)));
      return sums.every((sum) => Math.abs(sum - 1) < 1e-12) && relativeError(A, shifted) < 1e-9;
    }),
    { seed: 4 },
  );
  t.pass('rows of shares sum to 1, and a constant added to the scores changes nothing');

  // prettier-ignore
  close(t, softmax([[1000, 1000], [-1000, 0]]), [[0.5, 0.5], [0, 1]], 12, 'no overflow');

  fc.assert(
    fc.property(matrices(2, 3), matrices(4, 3), matrices(4, 2), (Q, K, V) => {
      const forwards = attention(Q, K, V).Y;
      const backwards = attention(Q, [...K].reverse(), [...V].reverse()).Y;
      return relativeError(forwards, backwards) < 1e-9;
    }),
    { seed: 4 },
  );
  t.pass('the order of the keys does not matter: attention by itself knows no positions');

  // q·k of independent numbers with variance 1 has variance d_k; divided by √d_k, 1.
  for (const d_k of [4, 64, 256]) {
    const { S } = attention(matrix(200, d_k), matrix(50, d_k), matrix(50, 1));
    const variance = S.flat().reduce((sum, s) => sum + s * s, 0) / 10_000;
    t.ok(Math.abs(variance - 1) < 0.25, `d_k = ${d_k}: scores have variance about 1`);

    // Undivided, softmax saturates as d_k grows; divided by d_k, it hardly tells words apart.
    const shares = [Math.sqrt(d_k), 1, 1 / Math.sqrt(d_k)].map((factor) =>
      softmax(S.map((row) => row.map((s) => factor * s))),
    );
    const [undivided, divided, flat] = shares.map((A) => {
      const all = A.flat();
      return all.reduce((sum, share) => sum + share * (1 - share), 0) / A.length; // 1 − 1/50 at most
    });
    t.ok(undivided < divided && divided < flat, `d_k = ${d_k}: slopes in that order`);
    // Σ A² of m equal chances is E[e²ˢ] / (m E[eˢ]²) = e / m for scores of variance 1.
    t.ok(
      Math.abs(divided - (1 - Math.E / 50)) < 0.03,
      `d_k = ${d_k}: divided by √d_k, the slope is what it is at other widths`,
    );
    if (d_k === 256) t.ok(undivided < 0.3 && flat > 0.979, 'a third, and nearly all');
  }

  // Mean 1 and variance 1 are not enough: E[q²k²] − 1 = 2 · 2 − 1 = 3 for each product.
  const [q, k] = [matrix(400, 16), matrix(100, 16)].map((A) => A.map((row) => row.map((x) => 1 + x)));
  const raw = attention(q, k, k)
    .S.flat()
    .map((s) => 4 * s);
  const mean = raw.reduce((sum, x) => sum + x, 0) / raw.length;
  const spread = raw.reduce((sum, x) => sum + (x - mean) ** 2, 0) / raw.length;
  t.ok(Math.abs(spread / 16 - 3) < 0.5, 'with mean 1 the variance is 3 d_k');

  // Among keys of one length none fits a key better than itself, and fitting is mutual.
  const keys = matrix(6, 5).map((row) => row.map((x) => x / Math.hypot(...row)));
  const { S } = attention(keys, keys, keys);
  t.ok(
    S.every((row, i) => row.every((s, j) => s <= row[i] + 1e-12 && Math.abs(s - S[j][i]) < 1e-12)),
    'with Q = K each word looks most at itself',
  );

  // The farthest word is one step away: 我's result moves when the last of twenty words does.
  const X = matrix(20, 4);
  const [W_Q, W_K, W_V] = [hand.W_Q, hand.W_K, hand.W_V];
  const first = (X: number[][]) => attention(multiply(X, W_Q), multiply(X, W_K), multiply(X, W_V)).Y[0];
  t.ok(relativeError([first(X)], [first([...X.slice(0, 19), ...matrix(1, 4)])]) > 1e-9, 'however far it stands');
});

t.test('by nudging', async (t) => {
  const [n, m, d_k, d_v] = [3, 4, 5, 2];
  const [Q, K, V, dY] = [matrix(n, d_k), matrix(m, d_k), matrix(m, d_v), matrix(n, d_v)];
  // prettier-ignore
  const M = [[0, 0, -Infinity, 0], [0, 0, 0, 0], [-Infinity, 0, 0, 0]];
  for (const mask of [undefined, M]) {
    const result = () => attention(Q, K, V, mask).Y;
    const back = attentionBackward(dY, attention(Q, K, V, mask));
    const place = mask ? 'masked' : 'unmasked';
    nudged(t, `dQ, ${place}`, back.dQ, Q, result, dY);
    nudged(t, `dK, ${place}`, back.dK, K, result, dY);
    nudged(t, `dV, ${place}`, back.dV, V, result, dY);
  }
});

t.test('refuses', async (t) => {
  const [Q, K, V] = [matrix(2, 4), matrix(3, 4), matrix(3, 1)];
  refuses(
    t,
    () => attentionBackward(matrix(2, 3), attention(Q, K, V)),
    new RangeError('two matrices must have one shape, got 2×3 and 2×1'),
  );
  refuses(
    t,
    () => softmaxBackward(matrix(1, 3), softmax(matrix(2, 3))),
    new RangeError('two matrices must have one shape, got 1×3 and 2×3'),
  );
  refuses(
    t,
    () => attention(Q, matrix(3, 3), V),
    new RangeError('a query and a key must have one length d_k, got 4 and 3'),
  );
  refuses(t, () => attention(Q, K, matrix(2, 1)), new RangeError('every key needs a value, got 3 keys and 2 values'));
  refuses(
    t,
    () => attention(Q, K, V, matrix(3, 3)),
    new RangeError('a mask needs a row for each query and a column for each key, 2×3, got 3×3'),
  );
  refuses(t, () => attention([], K, V), new RangeError('a matrix must have at least one row, got 0'));
  // prettier-ignore
  refuses(t, () => softmax([[0, 1], [NaN, 1]]), new RangeError('scores must be numbers or -Infinity, got NaN in row 1'));
  refuses(
    t,
    () => softmax([[Infinity, 1]]),
    new RangeError('scores must be numbers or -Infinity, got Infinity in row 0'),
  );

  // prettier-ignore
  const hidden = [[0, 0, 0], [-Infinity, -Infinity, -Infinity]];
  refuses(
    t,
    () => attention(Q, K, V, hidden),
    new NothingToAttend('every query must see at least one key, got none in row 1'),
  );
  t.equal(String(new NothingToAttend('…')), 'NothingToAttend: …', 'it has a name of its own');
});
