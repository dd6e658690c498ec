import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { X } from '../../chapters/04-attention/by-hand.ts';
import { attention } from '../../chapters/04-attention/attention.ts';
import * as hand from '../../chapters/05-multi-head/by-hand.ts';
import { headWidth, multiHead, multiHeadBackward, multiHeadParams } from '../../chapters/05-multi-head/multi-head.ts';
import { relativeError } from '../../lib/numeric.ts';
import { count } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('multi-head');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
// prettier-ignore
const identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

t.test('by hand', async (t) => {
  const found = multiHead(X, X, hand.P);
  close(
    t,
    found.heads.map(({ A }) => A),
    hand.A,
    12,
    '1:1:2, 2:1:2, 2:1:1 and 1:2:1, 1:2:1, 1:3:1',
  );
  close(t, found.C, hand.C, 12, 'the heads side by side');
  close(t, found.Y, hand.Y, 12, 'mixed by W^O');

  // "you, I", with the features of 你 and 我, look at 我 爱 你: the same questions find the same answers.
  const crossed = multiHead([X[2], X[0]], X, hand.P);
  // prettier-ignore
  close(t, crossed.Y, [[22, 17, -5, 8], [15, 20, 5, 10]], 12, 'cross-attention');

  // dY = 1 at Y[0][0] only, which is C[0][0] + C[0][3]. So dC[0] is 1, 0, 0, 1, and dW^O is C[0] in column 1.
  // prettier-ignore
  const dY = [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]];
  const { dP } = multiHeadBackward(dY, found);
  // prettier-ignore
  close(t, dP.W_O, [[5, 0, 0, 0], [10, 0, 0, 0], [10, 0, 0, 0], [10, 0, 0, 0]], 12, 'dW^O by hand');
  // Head 1 gets 1, 0 and gave ¼ 我, ¼ 爱, ½ 你; the row of the pronouns is 我 and 你, ¼ + ½.
  // Head 2 gets 0, 1 and gave ¼ 我, ½ 爱, ¼ 你.
  // prettier-ignore
  const dW_V = [
    [[1 / 4, 0], [1 / 4, 0], [1 / 2, 0], [3 / 4, 0]],
    [[0, 1 / 4], [0, 1 / 2], [0, 1 / 4], [0, 1 / 2]],
  ];
  close(t, dP.W_V, dW_V, 12, 'dW^V by hand');

  // h = 2 heads of 6×3, 6×3 and 6×2, and W^O of 4×6.
  t.strictSame(count(multiHeadParams(random, 6, 2, 3, 2)), 2 * (18 + 18 + 12) + 24);
  for (const h of [1, 2, 4, 8]) {
    t.strictSame(count(multiHeadParams(random, 32, h)), 4 * 32 ** 2, `h = ${h} costs 4 d_model²`);
  }
});

t.test('by formula', async (t) => {
  // Block matrices: all heads in one product, head i is columns and rows i of the blocks.
  const [n, m, d_model, h, d_k, d_v] = [3, 4, 5, 2, 3, 2];
  const [X_Q, X_KV] = [matrix(n, d_model), matrix(m, d_model)];
  const P = multiHeadParams(random, d_model, h, d_k, d_v);
  const scope = {
    X: math.matrix(X_Q),
    Z: math.matrix(X_KV),
    ...Object.fromEntries(P.W_Q.map((W, i) => [`Q${i}`, math.matrix(W)])),
    ...Object.fromEntries(P.W_K.map((W, i) => [`K${i}`, math.matrix(W)])),
    ...Object.fromEntries(P.W_V.map((W, i) => [`V${i}`, math.matrix(W)])),
    W_O: math.matrix(P.W_O),
    one: math.ones(m, 1),
  };
  const formula = `
    Q = X * concat(Q0, Q1); K = Z * concat(K0, K1); V = Z * concat(V0, V1);
    E0 = e .^ (Q[:, 1:3] * K[:, 1:3]' / sqrt(3)); E1 = e .^ (Q[:, 4:6] * K[:, 4:6]' / sqrt(3));
    H0 = (E0 ./ (E0 * one * one')) * V[:, 1:2]; H1 = (E1 ./ (E1 * one * one')) * V[:, 3:4];
    `;
  const { Y } = multiHead(X_Q, X_KV, P);
  const wanted = (last: string) => math.evaluate(formula + last, scope).entries[0].toArray();
  close(t, Y, wanted('concat(H0, H1) * W_O'), 12, 'Concat(head_1, head_2) W^O');
  const sum = 'H0 * W_O[1:2, :] + H1 * W_O[3:4, :]';
  close(t, Y, wanted(sum), 12, 'which is a sum: each head through its own rows of W^O');
});

t.test('by property', async (t) => {
  // Even numbers up to √(6/(20 + 2 · (2 · 7 + 11))) have that over √3 for a deviation; W_O as any square product.
  const fresh = multiHeadParams(seeded('fresh'), 20, 2, 7, 11);
  for (const name of ['W_Q', 'W_K', 'W_V'] as const) deviates(t, name, fresh[name].flat(), Math.sqrt(2 / 70));
  deviates(t, 'W_O', fresh.W_O, Math.sqrt(2 / (22 + 20)));

  const single = { W_Q: [identity], W_K: [identity], W_V: [identity], W_O: identity };
  fc.assert(
    fc.property(matrices(2, 3), matrices(4, 3), (X_Q, X_KV) => {
      const plain = attention(X_Q, X_KV, X_KV).Y;
      return relativeError(multiHead(X_Q, X_KV, single).Y, plain) < 1e-12;
    }),
    { seed: 5 },
  );
  t.pass('one head with identities for matrices is the attention of chapter 4');

  const words = normalMatrix(random, 80, 64);
  for (const h of [1, 2, 8, 16]) {
    const scores = multiHead(words, words, multiHeadParams(random, 64, h)).heads.flatMap(({ S }) => S.flat());
    const size = Math.sqrt(scores.reduce((sum, s) => sum + s ** 2, 0) / scores.length);
    t.ok(Math.abs(size - 1 / 2) < 0.025, `before training a score has the size ½ with ${h} heads`);
  }

  const P = multiHeadParams(random, 6, 3);
  const order = [2, 0, 1];
  const swapped = {
    W_Q: order.map((i) => P.W_Q[i]),
    W_K: order.map((i) => P.W_K[i]),
    W_V: order.map((i) => P.W_V[i]),
    W_O: order.flatMap((i) => P.W_O.slice(2 * i, 2 * i + 2)),
  };
  fc.assert(
    fc.property(matrices(3, 6), (X) => {
      return relativeError(multiHead(X, X, P).Y, multiHead(X, X, swapped).Y) < 1e-9;
    }),
    { seed: 5 },
  );
  t.pass('heads exchanged together with their rows of W^O change nothing');

  // A sentence in another order gives results in that order.
  const sentence = matrix(4, 6);
  const turned = multiHead([...sentence].reverse(), [...sentence].reverse(), P).Y;
  close(t, turned.reverse(), multiHead(sentence, sentence, P).Y, 12, 'no head knows positions');

  // A hidden key is hidden from every head.
  const M = sentence.map(() => [0, 0, 0, -Infinity]);
  const three = multiHead(sentence, sentence.slice(0, 3), P).Y;
  close(t, multiHead(sentence, sentence, P, M).Y, three, 12, 'the mask reaches every head');
});

t.test('by nudging', async (t) => {
  const [n, m, d_model] = [3, 4, 5];
  const [X_Q, X_KV, dY] = [matrix(n, d_model), matrix(m, d_model), matrix(n, d_model)];
  const P = multiHeadParams(random, d_model, 2, 3, 2);
  // prettier-ignore
  const M = [[0, 0, -Infinity, 0], [0, 0, 0, 0], [-Infinity, 0, 0, 0]];
  for (const mask of [undefined, M]) {
    const result = () => multiHead(X_Q, X_KV, P, mask).Y;
    const { dX_Q, dX_KV, dP } = multiHeadBackward(dY, multiHead(X_Q, X_KV, P, mask));
    const place = mask ? 'masked' : 'unmasked';
    nudged(t, `dX_Q, ${place}`, dX_Q, X_Q, result, dY);
    nudged(t, `dX_KV, ${place}`, dX_KV, X_KV, result, dY);
    nudged(t, `dP, ${place}`, dP, P, result, dY);
  }
});

t.test('refuses', async (t) => {
  const rule = 'd_model must be a multiple of the number of heads';
  t.strictSame(headWidth(512, 8), 64);
  refuses(t, () => headWidth(512, 3), new RangeError(`${rule}, got 512 and 3`));
  refuses(t, () => headWidth(512, 0), new RangeError(`${rule}, got 512 and 0`));
  refuses(t, () => headWidth(6, 1.5), new RangeError(`${rule}, got 6 and 1.5`));
  refuses(t, () => multiHeadParams(random, 5, 2), new RangeError(`${rule}, got 5 and 2`));

  const P = multiHeadParams(random, 4, 2);
  const X = matrix(3, 4);
  const short = { ...P, W_V: P.W_V.slice(1) };
  refuses(t, () => multiHead(X, X, short), new RangeError('every head needs a W_Q, a W_K and a W_V, got 2, 2 and 1'));
  refuses(
    t,
    () => multiHead(X, X, { ...P, W_K: [...P.W_K, matrix(4, 2)] }),
    new RangeError('every head needs a W_Q, a W_K and a W_V, got 2, 3 and 2'),
  );
  const product = 'a product A B needs as many columns in A as rows in B';
  refuses(t, () => multiHead(matrix(3, 5), X, P), new RangeError(`${product}, got 3×5 and 4×2`));
  refuses(t, () => multiHead(X, X, { ...P, W_O: matrix(3, 4) }), new RangeError(`${product}, got 3×4 and 3×4`));
  refuses(
    t,
    () => multiHead(X, X, P, matrix(3, 2)),
    new RangeError('a mask needs a row for each query and a column for each key, 3×3, got 3×2'),
  );
});
