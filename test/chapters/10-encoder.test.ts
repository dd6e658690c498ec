import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/10-encoder/by-hand.ts';
import {
  encoder,
  encoderBackward,
  encoderLayer,
  encoderLayerBackward,
  encoderLayerParams,
  type EncoderLayerDropped,
  type EncoderLayerParams,
} from '../../chapters/10-encoder/encoder.ts';
import { NothingToAttend } from '../../chapters/04-attention/softmax.ts';
import { paddingMask } from '../../chapters/06-masking/masking.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { relativeError } from '../../lib/numeric.ts';
import { mapRows } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('encoder');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const sizes = { d_model: 6, h: 2, d_ff: 5, N: 2 };
const stack = () => Array.from({ length: sizes.N }, () => unsettled(random, encoderLayerParams(random, sizes)));
// Word 2 of 4 is hidden from all, and word 0 from word 3.
const M = [0, 1, 2, 3].map((i) => [i === 3 ? -Infinity : 0, 0, -Infinity, 0]);

t.test('by hand', async (t) => {
  // Four digits: the ε inside the norms is left out on paper.
  const found = encoderLayer(hand.X, hand.P);
  // As by-hand.ts says beside the matrices: only 爱 asks, 我 and 你 are found and give.
  const { Q, K, V } = found.attended.heads[0];
  // prettier-ignore
  close(t, Q, [[0, 0, 0, 0], [2 * Math.LN2, 0, 0, 0], [0, 0, 0, 0]], 12, '2 ln 2');
  // prettier-ignore
  close(t, K, [[1, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]], 12, '5 · 1/5');
  // prettier-ignore
  close(t, V, [[0, 0, 0, 15 / 2], [0, 0, 0, 0], [0, 0, 0, 15 / 2]], 12, '5 · 3/2');
  close(t, found.attended.heads[0].A, hand.A, 12, 'shares even, and 2:1:2');
  close(t, found.attended.Y, hand.Y_1, 12, 'line 1: 5, 6, 5 heard');
  close(t, found.normed_1.Y, hand.Y_2, 4, 'line 2: two above the mean, two below');
  close(t, found.fed.Y, hand.Y_3, 4, 'line 3: 爱 and 你 answer');
  close(t, found.Y, hand.Y_4, 4, 'line 4: deviations 1, 3 and 5');
  close(t, encoderLayerBackward(hand.dY, found).dX, hand.dX, 4, 'the lines read upwards');

  // The page's pencil question: with 10 for 5 in 你's row the scores are ln 2, 0, 2 ln 2, and 你 gives 15.
  const [me, love, you] = hand.X;
  const asked = encoderLayer([me, love, you.map((x) => 2 * x)], hand.P).attended;
  close(t, asked.heads[0].A[1], [2 / 7, 1 / 7, 4 / 7], 12, '2 : 1 : 4');
  close(t, asked.Y[1], [0, 0, 0, 75 / 7], 12, '2/7 · 7½ + 4/7 · 15');

  // A layer whose attention and feed-forward find nothing normalizes only. 3 and 7: mean 5, deviation 2.
  const nothing = mapRows((row) => row.map(() => 0), encoderLayerParams(random, { ...sizes, d_model: 2, h: 1 }));
  const P = { ...nothing, norm_1: { gain: [1, 1], bias: [0, 0] }, norm_2: { gain: [2, 2], bias: [0, 3] } };
  close(t, encoderLayer([[3, 7]], P).Y, [[-2, 5]], 4, '∓1, then twice that, plus 0 and 3');
});

// The layer in matrices. G is the mask, D_1 and D_2 are the dropout factors, J_n and J_d are all ones.
const FORMULAS = `
  share(S) = e .^ S ./ (e .^ S * J_n)
  head(X, W_Q, W_K, W_V) = share(X * W_Q * (X * W_K)' / sqrt(3) + G) * (X * W_V)
  centred(X) = X - X * J_d / 6
  norm(X, g, b) = centred(X) ./ (centred(X) .^ 2 * J_d / 6 + 1e-5) .^ 0.5 * diag(g) + one * b
  H = concat(head(X, Q_1, K_1, V_1), head(X, Q_2, K_2, V_2)) * W_O
  Y = norm(X + D_1 .* H, g_1, c_1)
  F = Y * W_1 + one * b_1
  norm(Y + D_2 .* ((F + abs(F)) / 2 * W_2 + one * b_2), g_2, c_2)`;

t.test('by formula', async (t) => {
  const [X, P] = [matrix(4, 6), stack()];
  const ones = X.map((row) => row.map(() => 1));
  const D = P.map(() => ({ attention: matrix(4, 6), feedForward: matrix(4, 6) }));
  const nothing = P.map(() => ({ attention: ones, feedForward: ones }));
  for (const given of [undefined, D]) {
    const place = given ? 'with dropout factors' : 'nothing dropped';
    close(t, encoder(X, P, M, given).Y, worked(X, P, given ?? nothing), 10, place);
  }
});

/** Layers of two heads by mathjs, masked. */
function worked(X: Matrix, P: EncoderLayerParams[], D: Required<EncoderLayerDropped>[]): Matrix {
  let wanted = X;
  for (const [l, { attention, norm_1, feedForward, norm_2 }] of P.entries()) {
    const scope = {
      X: math.matrix(wanted),
      G: math.matrix(M),
      D_1: D[l].attention,
      D_2: D[l].feedForward,
      J_n: math.ones(4, 4),
      J_d: math.ones(6, 6),
      one: math.ones(4, 1),
      Q_1: attention.W_Q[0],
      Q_2: attention.W_Q[1],
      K_1: attention.W_K[0],
      K_2: attention.W_K[1],
      V_1: attention.W_V[0],
      V_2: attention.W_V[1],
      W_O: attention.W_O,
      g_1: norm_1.gain,
      c_1: [norm_1.bias],
      g_2: norm_2.gain,
      c_2: [norm_2.bias],
      W_1: feedForward.W_1,
      b_1: [feedForward.b_1],
      W_2: feedForward.W_2,
      b_2: [feedForward.b_2],
    };
    wanted = math.evaluate(FORMULAS.trim(), scope).entries.at(-1).toArray();
  }
  return wanted;
}

t.test('by property', async (t) => {
  const P = stack();
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  fc.assert(
    fc.property(matrices(4, 6), order, (X, places) => {
      const permuted = encoder(
        places.map((i) => X[i]),
        P,
      ).Y;
      const { Y } = encoder(X, P);
      return (
        relativeError(
          permuted,
          places.map((i) => Y[i]),
        ) < 1e-8
      );
    }),
    { seed: 10 },
  );
  t.pass('words in another order give the same rows in that order: no positions inside');

  const [X, padding] = [matrix(3, 6), matrix(2, 6)];
  const padded = encoder([...X, ...padding], P, paddingMask(5, [7, 8, 9, 0, 0])).Y;
  t.strictSame(padded.slice(0, 3), encoder(X, P).Y, 'padded equals unpadded, to the last bit');

  // A word that looks at itself and one neighbour hears of words two away through two layers, and no further.
  const near = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (Math.abs(i - j) > 1 ? -Infinity : 0)));
  const [before, after] = [matrix(4, 6), matrix(4, 6)];
  const news = [after[0], ...before.slice(1)];
  const changed = (mask?: number[][]) => {
    const [old, now] = [encoder(before, P, mask).Y, encoder(news, P, mask).Y];
    return old.map((row, i) => row.some((y, c) => y !== now[i][c]));
  };
  t.strictSame(changed(near), [true, true, true, false], 'two layers of neighbours reach two words');
  t.strictSame(changed(), [true, true, true, true], 'without a window, every word');
  const alone = encoderLayer(before, P[0], undefined, { attention: before.map((row) => row.map(() => 0)) }).Y;
  const alone_0 = encoderLayer([before[0]], P[0], undefined, { attention: [before[0].map(() => 0)] }).Y;
  t.strictSame(alone[0], alone_0[0], 'without attention, each word for itself');

  const { layers, Y } = encoder(before, P);
  t.strictSame(encoderLayer(layers[0].Y, P[1]).Y, Y, 'the second layer reads the first');
});

t.test('by nudging', async (t) => {
  const [X, P, dY] = [matrix(4, 6), stack(), matrix(4, 6)];
  const D = P.map(() => ({ attention: matrix(4, 6), feedForward: matrix(4, 6) }));
  for (const given of [undefined, D]) {
    const result = () => encoder(X, P, M, given).Y;
    const back = encoderBackward(dY, encoder(X, P, M, given));
    const place = given ? 'with dropout factors' : 'nothing dropped';
    nudged(t, `dX, ${place}`, back.dX, X, result, dY);
    for (const l of P.keys()) nudged(t, `dP of layer ${l}, ${place}`, back.dP[l], P[l], result, dY);
  }
});

t.test('refuses', async (t) => {
  const [P, X] = [stack(), matrix(2, 6)];
  refuses(t, () => encoder([], P), new RangeError('a matrix must have at least one row, got 0'));
  refuses(
    t,
    () => encoder(matrix(2, 4), P),
    new RangeError('a product A B needs as many columns in A as rows in B, got 2×4 and 6×3'),
  );
  refuses(
    t,
    () => encoder(X, P, matrix(3, 3)),
    new RangeError('a mask needs a row for each query and a column for each key, 2×2, got 3×3'),
  );
  refuses(
    t,
    () => encoder(X, P, undefined, [{ attention: matrix(2, 5) }]),
    new RangeError('two matrices must have one shape, got 2×5 and 2×6'),
  );
  refuses(
    t,
    () => encoder(X, P, paddingMask(2, [0, 0])),
    new NothingToAttend('every query must see at least one key, got none in row 0'),
  );
  refuses(
    t,
    () => encoderLayerParams(random, { ...sizes, h: 4 }),
    new RangeError('d_model must be a multiple of the number of heads, got 6 and 4'),
  );
});
