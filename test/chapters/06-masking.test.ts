import t from 'tap';
import { isDeepStrictEqual as same } from 'node:util';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { PAD, UNK } from '../../chapters/02-embedding/vocabulary.ts';
import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as hand4 from '../../chapters/04-attention/by-hand.ts';
import { NothingToAttend, softmaxBackward } from '../../chapters/04-attention/softmax.ts';
import { multiHead, multiHeadBackward, multiHeadParams } from '../../chapters/05-multi-head/multi-head.ts';
import * as hand from '../../chapters/06-masking/by-hand.ts';
import { bothMasks, causalMask, padTo, paddingMask } from '../../chapters/06-masking/masking.ts';
import { zeros, type Matrix } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('masking');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const { Q, K, V } = hand4;

t.test('by hand', async (t) => {
  t.strictSame(causalMask(3), hand.causal, 'nobody sees a later word');
  t.strictSame(padTo(5, [4, 5, 6]), hand.ids, 'two places filled up');
  t.strictSame(padTo(3, [4, 5, 6]), [4, 5, 6], 'nothing to fill');
  t.strictSame(paddingMask(5, hand.ids), hand.padding, 'nobody sees a <pad>');
  t.strictSame(bothMasks(causalMask(5), hand.padding), hand.both, 'hidden if either hides');
  t.strictSame(paddingMask(1, [UNK, PAD]), [[0, -Infinity]], 'an unknown word is still a word');

  // 1 alone, 2 : 1, and 1 : 3 : 1; mixed from [20, 0], [0, 20], [40, 0].
  const masked = attention(Q, K, V, causalMask(3));
  close(t, masked.A, hand.A_causal, 12, 'shares under the causal mask');
  close(t, masked.Y, hand.Y_causal, 12, 'values under the causal mask');
  // dY = 1 at 爱's first number: dA is 20, 0, 40, the average ⅔·20 + ⅓·0 + 0·40 = 40/3,
  // dS = ⅔·(20 − 40/3), ⅓·(0 − 40/3), 0·(40 − 40/3).
  // prettier-ignore
  const dA = [[0, 0, 0], [20, 0, 40], [0, 0, 0]];
  close(t, softmaxBackward(dA, masked.A)[1], [40 / 9, -40 / 9, 0], 12, 'dS by hand');

  // 爱 hidden from all: 1 : 1 are left to 你, of [20, 0] and [40, 0].
  close(t, attention(Q, K, V, paddingMask(3, [4, PAD, 6])).Y[2], [30, 0], 12, 'the answer to the first exercise');

  // Zeros as words: exp(0) = 1 each.
  const long = (zeroes: number): [Matrix, Matrix, Matrix] => [
    Q,
    [...K, ...zeros(zeroes, 4)],
    [...V, ...zeros(zeroes, 2)],
  ];
  close(t, attention(...long(2)).A, hand.A_zeros, 12, 'two words of zeros take their shares');
  const left = attention(...long(509)).A.map(([a, b, c]) => a + b + c);
  close(t, left, hand.left_of_512, 12, '4/513, 5/514, 5/514 are left of 512');
  const hidden = attention(...long(509), paddingMask(3, padTo(512, [4, 5, 6])));
  close(t, hidden.Y, hand4.Y, 12, 'hidden, they change nothing');
});

t.test('by formula', async (t) => {
  // Without −∞: a triangle of ones, times exp(scores), divided by the sums of the rows.
  const [Q, K, V] = [matrix(4, 5), matrix(4, 5), matrix(4, 2)];
  const scope = { Q, K, V, one: math.ones(4, 1) };
  const formula = (seen: string) =>
    math
      .evaluate(`L = ${seen}; E = L .* e .^ (Q * K' / sqrt(5)); (E ./ (E * one * one')) * V`, scope)
      .entries[0].toArray();
  const triangle = '[1,0,0,0; 1,1,0,0; 1,1,1,0; 1,1,1,1]';
  const columns = '[1,1,0,1; 1,1,0,1; 1,1,0,1; 1,1,0,1]';
  const ids = [4, 5, PAD, 6];
  const [M_c, M_p] = [causalMask(4), paddingMask(4, ids)];
  close(t, attention(Q, K, V, M_c).Y, formula(triangle), 12, 'causal');
  close(t, attention(Q, K, V, M_p).Y, formula(columns), 12, 'padding');
  close(t, attention(Q, K, V, bothMasks(M_c, M_p)).Y, formula(`${triangle} .* ${columns}`), 12, 'both');
});

t.test('by property', async (t) => {
  const P = multiHeadParams(random, 6, 2, 3, 4);
  const all = { seed: 6, numRuns: 50 };

  fc.assert(
    fc.property(matrices(5, 6), matrices(1, 6), fc.nat(4), (X, [other], changed) => {
      const Y = multiHead(X, X, P, causalMask(5)).Y;
      const X_changed = X.map((row, i) => (i === changed ? other : row));
      const Y_changed = multiHead(X_changed, X_changed, P, causalMask(5)).Y;
      return same(Y_changed.slice(0, changed), Y.slice(0, changed));
    }),
    all,
  );
  t.pass('a changed word leaves every earlier result as it was, to the last bit');
  const [X, other] = [matrix(5, 6), matrix(1, 6)[0]];
  const last = (X: number[][], M?: number[][]) => multiHead(X, X, P, M).Y;
  t.strictNotSame(last([...X.slice(0, 4), other], causalMask(5))[4], last(X, causalMask(5))[4], 'but not its own');
  t.strictNotSame(last([...X.slice(0, 4), other])[0], last(X)[0], 'and without a mask not the first either');

  // Whatever stands in the filled-up places, zeros or not, as a key, a value or a row of X.
  fc.assert(
    fc.property(matrices(2, 6), matrices(3, 6), matrices(4, 6), (X_Q, X_KV, rubbish) => {
      const M = paddingMask(2, padTo(7, [4, 5, 6]));
      const alone = attention(X_Q, X_KV, X_KV);
      const long = [...X_KV, ...rubbish];
      const self = multiHead(long, long, P, paddingMask(7, padTo(7, [4, 5, 6]))).Y;
      return (
        same(attention(X_Q, long, long, M).Y, alone.Y) &&
        same(multiHead(X_Q, long, P, M).Y, multiHead(X_Q, X_KV, P).Y) &&
        same(self.slice(0, 3), multiHead(X_KV, X_KV, P).Y)
      );
    }),
    all,
  );
  t.pass('padded equals unpadded, to the last bit');

  const P_wide = multiHeadParams(random, 512, 2, 16);
  const words = matrix(3, 512);
  const wide = [...words, ...zeros(509, 512)];
  const M = paddingMask(512, padTo(512, [4, 5, 6]));
  t.strictSame(
    multiHead(wide, wide, P_wide, M).Y.slice(0, 3),
    multiHead(words, words, P_wide).Y,
    '512×512, padded from 3×512',
  );
});

t.test('by nudging', async (t) => {
  // Three words ask, five are looked at, the last of them filled up; h = 2, d_k = 3, d_v = 2.
  const [n, m, d_model] = [3, 5, 4];
  const P = multiHeadParams(random, d_model, 2, 3, 2);
  const [X_Q, X_KV, dY] = [matrix(n, d_model), matrix(m, d_model), matrix(n, d_model)];
  const M = bothMasks(causalMask(m).slice(0, n), paddingMask(n, [4, 5, PAD, 6, PAD]));
  const result = () => multiHead(X_Q, X_KV, P, M).Y;
  const back = multiHeadBackward(dY, multiHead(X_Q, X_KV, P, M));
  nudged(t, 'dX_Q', back.dX_Q, X_Q, result, dY);
  nudged(t, 'dX_KV', back.dX_KV, X_KV, result, dY);
  nudged(t, 'dP', back.dP, P, result, dY);
  t.ok(
    back.dX_KV
      .slice(2)
      .flat()
      .every((x) => x === 0),
    'a hidden word learns nothing: exactly 0',
  );
  t.ok(
    back.dX_KV
      .slice(0, 2)
      .flat()
      .every((x) => x !== 0),
    'one that is seen does',
  );

  const [Q, K, V] = [matrix(n, 3), matrix(m, 3), matrix(m, 2)];
  const working = attention(Q, K, V, M);
  const dS = softmaxBackward(matrix(n, m), working.A);
  t.ok(
    dS.every((row, i) => row.every((x, j) => (M[i][j] === 0) === (x !== 0) || i === 0)),
    'dS is exactly 0 where hidden, and only there',
  );
  t.ok(
    dS[0].every((x) => x === 0),
    'who sees one word only has no choice to learn',
  );
  const { dV } = attentionBackward(matrix(n, 2), working);
  t.strictSame(dV.slice(2), zeros(3, 2), 'nothing comes back to a hidden value');
});

t.test('refuses', async (t) => {
  for (const n of [0, 1.5, NaN]) {
    const error = new RangeError(`a mask must have a row for at least one query, got ${n}`);
    refuses(t, () => causalMask(n), error);
    refuses(t, () => paddingMask(n, [4]), error);
  }
  refuses(
    t,
    () => padTo(2, [4, 5, 6]),
    new RangeError('a sentence can be padded to its own length or more, got 3 tokens for 2'),
  );
  refuses(
    t,
    () => padTo(3.5, [4, 5, 6]),
    new RangeError('a sentence can be padded to its own length or more, got 3 tokens for 3.5'),
  );
  refuses(
    t,
    () => bothMasks(causalMask(2), causalMask(3)),
    new RangeError('two matrices must have one shape, got 2×2 and 3×3'),
  );
  const nobody = new NothingToAttend('every query must see at least one key, got none in row 0');
  refuses(t, () => attention(Q, K, V, paddingMask(3, [PAD, PAD, PAD])), nobody);
  // Filled up in front: under the causal mask the first row sees only filling.
  refuses(t, () => attention(Q, K, V, bothMasks(causalMask(3), paddingMask(3, [PAD, 4, 5]))), nobody);
});
