import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { choiceFor, dpoLoss, logPOf, type Choice } from '../../chapters/22-assistant/answers.ts';
import * as hand from '../../chapters/22-assistant/by-hand.ts';
import {
  corrected,
  correctedBackward,
  correctedLoss,
  corrections,
  type Correction,
} from '../../chapters/22-assistant/corrected.ts';
import { productBound, quantized, restored, rounded } from '../../chapters/22-assistant/eight-bits.ts';
import {
  lowRank,
  lowRankBackward,
  lowRankParams,
  merged,
  mergedBackward,
} from '../../chapters/22-assistant/low-rank.ts';
import { lossAt, powerLaw } from '../../chapters/22-assistant/power-law.ts';
import {
  divergence,
  leashed,
  logOdds,
  preference,
  preferenceBackward,
  preferred,
} from '../../chapters/22-assistant/preference.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { gpt, gptBackward, gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { lossOf } from '../../chapters/16-gpt/language-model.ts';
import type { Vector } from '../../lib/matrix.ts';
import { numericGradient } from '../../lib/numeric.ts';
import { count, mapRows, rows } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('assistant');
const sizes = { d_model: 4, h: 2, d_ff: 5, N: 2 };
const V = 8;
const model = () => unsettled(random, gptParams(random, V, sizes));
const question = [5, 6];
const answers: Choice['answers'] = [[7, 4, 6], [4]]; // of two lengths
const nats = fc.double({ min: -20, max: 0, noNaN: true });
const leash = fc.double({ min: 0.05, max: 5, noNaN: true });
const people = fc.double({ min: 0, max: 1, noNaN: true });

t.test('by hand', async (t) => {
  for (const [difference, odds, share] of hand.rewards) {
    close(t, [preferred(difference, 0), preferred(1, 1 - difference)], [share, share], 14, `${odds} : 1`);
    close(t, logOdds(share), difference, 14, 'and back');
  }
  for (const [beta, odds] of hand.leashes) {
    const [first, second] = leashed(hand.old, hand.r, beta);
    close(t, first / second, odds, 11, `β = ${beta}: ${odds} : 1`);
  }
  close(t, leashed(hand.against, hand.r, 1), [1 / 2, 1 / 2], 14, '3 : 1 against 1 : 3');
  close(t, divergence([3 / 4, 1 / 4], hand.old), hand.stretched, 14, '¾ ln 3/2 + ¼ ln 1/2');
  t.strictSame(divergence([1, 0], [1 / 2, 1 / 2]), Math.LN2, 'what is never said costs nothing');
  t.equal(divergence([1 / 2, 1 / 2], [1, 0]), Infinity, 'what was never said costs all');

  for (const { beta, s, m, loss, dLogP } of hand.steps) {
    const working = preference(hand.logP, hand.logP_old, s, beta);
    close(t, working.m, m, 14, `β = ${beta}: the margin`);
    close(t, working.loss, loss, 14, 'the loss');
    close(t, preferenceBackward(working), [dLogP, -dLogP], 14, 'what it asks of both answers');
  }
  close(t, preference(hand.logP, hand.logP_old, 1, 1).r, [Math.log(2), Math.log(2 / 3)], 14, 'twice, and two thirds');
  const begin = preference(hand.logP_old, hand.logP_old, 1, 1 / 2);
  close(t, [begin.loss, ...preferenceBackward(begin)], [Math.LN2, -1 / 4, 1 / 4], 14, 'ln 2, and β/2, at the start');

  const P = { A: hand.A, B: hand.B };
  const working = lowRank(hand.X, hand.W, P, hand.scale);
  t.strictSame([working.H, working.Y], [hand.H, hand.Y], 'X W, and [6, −2] more');
  t.strictSame(merged(hand.W, P, hand.scale), hand.merged, 'merged');
  t.strictSame(multiply(hand.X, hand.merged), hand.Y, 'which says the same');
  t.strictSame(lowRankBackward(hand.dY, working), { dX: hand.dX, dP: { A: hand.dA, B: hand.dB } }, 'the way back');
  const dW = [
    [4, 8],
    [2, 4],
  ]; // Xᵀ dY
  t.strictSame(mergedBackward(dW, P, hand.scale), { A: hand.dA, B: hand.dB }, 'the same by the merged matrix');

  const { q, step } = quantized(hand.weights, 8);
  t.strictSame(
    q.map((row) => row.map((whole) => whole + 0)),
    hand.whole,
    'whole numbers up to 127',
  );
  close(t, step, hand.stepsOf, 15, '1.27 / 127 and 0.254 / 127');
  close(t, restored({ q, step })[1], [0.1, 0.254, 0, 0.004], 15, 'and back: 0.003 has become 0.004');
  close(t, productBound(hand.word, step), hand.bound, 15, '(2 · 0.01 + 0.002) / 2');
  t.strictSame(quantized([[0, 0]], 8), { q: [[0, 0]], step: [0] }, 'zeros stay zeros');
  t.strictSame(quantized([[-3, 1, 2.5]], 3).q, [[-3, 1, 3]], 'three bits: −3 … 3');
  t.strictSame(quantized([[-3, 1, 2]], 2).q, [[-1, 0, 1]], 'two bits: −1, 0, 1');

  const law = powerLaw(hand.sizes, hand.losses);
  close(t, [law.alpha, law.c], [1 / 3, 8], 13, 'eight times the size, half the loss');
  close(t, lossAt(law, 512), 1, 13, 'and once more');
  // Losses 1, 2, 2 at 1, e, e²: slope of ln L is (ln 2 · 1) / 2, through the mean.
  const uneven = powerLaw([1, Math.E, Math.E ** 2], [1, 2, 2]);
  close(t, uneven.alpha, -Math.LN2 / 2, 13, 'least squares: Σ uv / Σ u²');
  close(t, Math.log(uneven.c), (2 * Math.LN2) / 3 - Math.LN2 / 2, 13, 'through the mean');

  const { share, beta, odds, d, r, part, size, moved, ...exercise } = hand.exercises;
  const [first, second] = leashed(exercise.old, [logOdds(share), 0], beta);
  close(t, first / second, odds, 12, 'exercise 1: 1 : 2 times 4²');
  t.equal(d ** 2 / count(lowRankParams(random, d, d, r)), part, 'exercise 2: one number in 32');
  close(t, productBound([1], quantized([[size, 0.1]], 8).step), moved, 15, 'exercise 3: half a step');
});

t.test('by formula', async (t) => {
  // Rafailov et al. 2023, eq. 7, and the two ways that people may prefer, with 64 digits.
  const m = '(0.3 * ((-1.5 + 2.25) - (-0.25 + 0.125)))';
  const wanted = big.evaluate(`-0.7 * log(1 / (1 + exp(-${m}))) - 0.3 * log(1 / (1 + exp(${m})))`);
  close(t, preference([-1.5, -0.25], [-2.25, -0.125], 0.7, 0.3).loss, Number(wanted), 14, 'the loss');
  const weighed = math.evaluate('[0.2, 0.3, 0.5] .* e .^ ([1, -0.5, 0.25] / 0.4)');
  const best = math.evaluate('p / sum(p)', { p: weighed }).toArray();
  close(t, leashed([0.2, 0.3, 0.5], [1, -0.5, 0.25], 0.4), best, 14, 'eq. 4');
  close(
    t,
    divergence([0.2, 0.3, 0.5], [0.1, 0.6, 0.3]),
    Number(big.evaluate('0.2 * log(0.2 / 0.1) + 0.3 * log(0.3 / 0.6) + 0.5 * log(0.5 / 0.3)')),
    14,
    'Σ P ln (P/Q)',
  );

  const [X, W] = [normalMatrix(random, 3, 4), normalMatrix(random, 4, 5)];
  const P = { A: normalMatrix(random, 4, 2), B: normalMatrix(random, 2, 5) };
  const scope = { X: math.matrix(X), W: math.matrix(W), A: math.matrix(P.A), B: math.matrix(P.B) };
  close(t, lowRank(X, W, P, 0.7).Y, math.evaluate('X * (W + 0.7 A * B)', scope).toArray(), 13, 'X (W + 0.7 A B)');

  // A corrected model is the model whose W_Q and W_V hold the sum, head by head.
  const old = model();
  const C = unsettled(random, corrections(random, old, 2));
  const by = corrected(old, C, 0.7);
  for (const [l, layer] of old.layers.entries()) {
    for (const name of ['W_Q', 'W_V'] as const) {
      for (const [i, head] of layer.attention[name].entries()) {
        const { A, B } = C[l][name];
        const sum = math.evaluate('W + 0.7 A * B', {
          W: math.matrix(head),
          A: math.matrix(A),
          B: math.matrix(B.map((row) => row.slice(2 * i, 2 * i + 2))),
        });
        close(t, by.layers[l].attention[name][i], sum.toArray(), 14, `layer ${l}, ${name}, head ${i}`);
      }
    }
    const { W_K, W_O } = by.layers[l].attention;
    t.strictSame([W_K, W_O], [layer.attention.W_K, layer.attention.W_O], 'keys and results stay');
  }

  // ln P of an answer from the model's own scores, EOS last.
  const { S } = gpt([1, 5, 6, 7, 4, 6], old);
  const ln = (i: number, id: number) => Number(math.evaluate('s[c] - log(sum(e .^ s))', { s: S[i], c: id + 1 }));
  close(t, logPOf(question, answers[0], old), ln(2, 7) + ln(3, 4) + ln(4, 6) + ln(5, 2), 12, '7, 4, 6 and EOS');

  const [x, L] = [
    [2, 3, 7],
    [5, 4, 1.5],
  ];
  const A = x.map((x_k) => [1, -Math.log(x_k)]);
  const solved = math.evaluate("inv(A' * A) * A' * v", { A: math.matrix(A), v: math.matrix(L.map(Math.log)) });
  const { c, alpha } = powerLaw(x, L);
  close(t, [Math.log(c), alpha], solved.toArray(), 12, 'the normal equations');
});

t.test('by property', async (t) => {
  fc.assert(
    fc.property(fc.tuple(nats, nats), fc.tuple(nats, nats), people, leash, (logP, logP_old, s, beta) => {
      const one = preference(logP, logP_old, s, beta);
      const swapped = preference([logP[1], logP[0]], [logP_old[1], logP_old[0]], 1 - s, beta);
      const [d_1, d_2] = preferenceBackward(one);
      // Neither the order of the answers nor what both gain matters; what one is to gain the other is to lose.
      const both = preference(
        logP.map((x) => x + 3),
        logP_old,
        s,
        beta,
      );
      return (
        Math.abs(one.loss - swapped.loss) < 1e-9 &&
        Math.abs(one.loss - both.loss) < 1e-9 &&
        d_1 === -d_2 &&
        Math.abs(d_1) <= beta &&
        one.loss >= 0
      );
    }),
    { seed: 22 },
  );
  t.pass('a loss of the margin alone');
  fc.assert(
    fc.property(
      fc.double({ min: 0.02, max: 0.98, noNaN: true }),
      fc.double({ min: 0.02, max: 0.98, noNaN: true }),
      leash,
      (s, P_old, beta) => {
        // Where the margin is the log-odds of the people there is no gradient, and that is what the leash allows.
        const best = leashed([P_old, 1 - P_old], [logOdds(s), 0], beta).map(Math.log);
        const working = preference(best, [Math.log(P_old), Math.log(1 - P_old)], s, beta);
        return Math.abs(working.m - logOdds(s)) < 1e-8 && Math.abs(preferenceBackward(working)[0]) < 1e-8;
      },
    ),
    { seed: 22 },
  );
  t.pass('the loss rests where the leash does');
  const shares = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    .map((list) => list.map((x) => x / list.reduce((sum, y) => sum + y, 0)));
  const worth = (P: Vector, old: Vector, r: Vector, beta: number) =>
    P.reduce((sum, share, y) => sum + share * r[y], 0) - beta * divergence(P, old);
  fc.assert(
    fc.property(shares, shares, fc.array(nats, { minLength: 3, maxLength: 3 }), leash, (old, P, r, beta) => {
      const best = leashed(old, r, beta);
      return worth(best, old, r, beta) >= worth(P, old, r, beta) - 1e-9 && divergence(P, old) >= -1e-15;
    }),
    { seed: 22 },
  );
  t.pass('no other shares are worth more on that leash');
  t.ok(preference([-1e6, -1], [-1, -1e6], 1, 5).loss > 1e6, 'a margin of millions overflows nothing');

  const old = model();
  const choice = choiceFor(question, answers, 1, old);
  close(t, dpoLoss(choice, old, 0.3).loss, Math.LN2, 14, 'the old model has a margin of 0');
  for (const answer of answers) {
    const { loss } = lossOf({ source: question, target: answer }, old, 0);
    close(t, logPOf(question, answer, old), -loss, 12, 'chapter 16 asks for the same words');
  }
  let learner = beginner(old);
  for (let k = 0; k < 20; k++) ({ learner } = step(learner, [choice], (one, P) => dpoLoss(one, P, 1), 0.01));
  const gained = answers.map((answer, k) => logPOf(question, answer, learner.P) - choice.logP_old[k]);
  t.ok(gained[0] - gained[1] > 1, 'steps of it widen the margin');

  const fresh = corrections(random, old, 2);
  t.strictSame(corrected(old, fresh, 2), old, 'before its first step a correction changes no bit');
  // Two matrices of 4×4 a layer, two layers: 2 · 2 · 2 (4 + 4) for rank 2.
  t.equal(count(fresh), 64);
  fc.assert(
    fc.property(matrices(3, 4), matrices(4, 5), matrices(4, 2), matrices(2, 5), (X, W, A, B) => {
      const apart = lowRank(X, W, { A, B }, 0.5).Y;
      const together = multiply(X, merged(W, { A, B }, 0.5));
      return apart.every((row, i) => row.every((y, c) => Math.abs(y - together[i][c]) < 1e-10));
    }),
    { seed: 22 },
  );
  t.pass('merged or beside, the same');
  deviates(t, 'A', lowRankParams(seeded('A'), 16, 3, 300).A, 1 / 4);
  t.ok(
    rows(lowRankParams(random, 5, 3, 2).B).every((row) => row.every((x) => x === 0)),
    'B begins at 0',
  );

  fc.assert(
    fc.property(matrices(3, 4), matrices(2, 3), fc.integer({ min: 2, max: 10 }), (W, X, bits) => {
      const small = quantized(W, bits);
      const again = restored(small);
      const largest = 2 ** (bits - 1) - 1;
      const near = again.every((row, k) =>
        row.every((w, c) => Math.abs(w - W[k][c]) <= small.step[k] / 2 + 1e-12 && Math.abs(small.q[k][c]) <= largest),
      );
      const [exact, off] = [multiply(X, W), multiply(X, again)];
      const bounded = exact.every((row, i) =>
        row.every((y, c) => Math.abs(y - off[i][c]) <= productBound(X[i], small.step) + 1e-9),
      );
      return near && bounded && small.q.every((row) => row.every(Number.isInteger));
    }),
    { seed: 22 },
  );
  t.pass('half a step at most, and half of each step for a product');
  const few = rounded(old, 8);
  for (const [r, row] of rows(few).entries()) {
    const size = Math.max(...rows(old)[r].map(Math.abs));
    t.ok(
      row.every((x, c) => Math.abs(x - rows(old)[r][c]) <= size / 254 + 1e-15),
      `row ${r} of a model`,
    );
  }
  const positive = fc.double({ min: 0.1, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      positive,
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 5 }),
      (c, alpha, x) => {
        const found = powerLaw(
          x,
          x.map((x_k) => lossAt({ c, alpha }, x_k)),
        );
        return Math.abs(found.alpha - alpha) < 1e-8 && Math.abs(found.c / c - 1) < 1e-6;
      },
    ),
    { seed: 22 },
  );
  t.pass('what is a power law is found');
});

t.test('by nudging', async (t) => {
  // Both answers, both ways to prefer, with an upstream gradient that is not 1: the loss times −1.7.
  const logP = [-1.2, -0.4];
  for (const [s, beta] of [
    [1, 0.3],
    [0.7, 2],
    [0, 1],
  ]) {
    const found = preferenceBackward(preference(logP, [-0.7, -1.9], s, beta)).map((d) => -1.7 * d);
    nudged(t, `s = ${s}, β = ${beta}`, found, logP, () => [[preference(logP, [-0.7, -1.9], s, beta).loss]], [[-1.7]]);
  }

  const [X, W, dY] = [normalMatrix(random, 3, 4), normalMatrix(random, 4, 5), normalMatrix(random, 3, 5)];
  const P = { A: normalMatrix(random, 4, 2), B: normalMatrix(random, 2, 5) };
  const back = lowRankBackward(dY, lowRank(X, W, P, 0.7));
  nudged(t, 'A and B', back.dP, P, () => lowRank(X, W, P, 0.7).Y, dY);
  nudged(t, 'X', back.dX, X, () => lowRank(X, W, P, 0.7).Y, dY);
  const dW = normalMatrix(random, 4, 5);
  nudged(t, 'A and B, merged', mergedBackward(dW, P, 0.7), P, () => merged(W, P, 0.7), dW);

  const old = model();
  const now = mapRows((row) => row.map((x) => x + 0.1 * (random() - 0.5)), old);
  for (const s of [1, 0.3]) {
    const choice = choiceFor(question, answers, s, old);
    const { dP } = dpoLoss(choice, now, 0.5);
    nudged(t, `every number of a model, s = ${s}`, dP, now, () => [[dpoLoss(choice, now, 0.5).loss]], [[1]]);
  }
  const C: Correction[] = unsettled(random, corrections(random, old, 1));
  const choice = choiceFor(question, answers, 1, old);
  const loss = (P: GptParams) => dpoLoss(choice, P, 0.5);
  const { dP, ...rest } = correctedLoss(loss, old, C, 0.7);
  t.strictSame(rest, { loss: loss(corrected(old, C, 0.7)).loss, n: 1 });
  nudged(t, 'corrections', dP, C, () => [[correctedLoss(loss, old, C, 0.7).loss]], [[1]]);
  const dS = normalMatrix(random, 3, V);
  const scores = () => gpt([1, 5, 6], corrected(old, C, 0.7));
  const upstream = correctedBackward(gptBackward(dS, scores()).dP, C, 0.7);
  nudged(t, 'corrections, uneven upstream', upstream, C, () => scores().S, dS);

  // At the line of least squares no nudge makes the squares smaller.
  const [x, L] = [
    [2, 3, 7],
    [5, 4, 1.5],
  ];
  const law = powerLaw(x, L);
  const line = [law.c, law.alpha];
  const squares = () =>
    x.reduce((sum, x_k, k) => sum + (Math.log(L[k]) - Math.log(lossAt({ c: line[0], alpha: line[1] }, x_k))) ** 2, 0);
  close(t, numericGradient(squares, line), [0, 0], 8, 'the lowest place');
});

t.test('refuses', async (t) => {
  for (const s of [0, 1, NaN])
    refuses(t, () => logOdds(s), new RangeError(`odds need a share above 0 and below 1, got ${s}`));
  for (const beta of [0, -1, NaN]) {
    const message = `a leash must have a strength β above 0, got ${beta}`;
    refuses(t, () => leashed([1], [0], beta), new RangeError(message));
    refuses(t, () => preference([0, 0], [0, 0], 1, beta), new RangeError(message));
  }
  for (const s of [-0.1, 1.1, NaN])
    refuses(
      t,
      () => preference([0, 0], [0, 0], s, 1),
      new RangeError(`a share of people must be from 0 to 1, got ${s}`),
    );
  refuses(t, () => divergence([1], [1 / 2, 1 / 2]), new RangeError('both must share out the same, got 1 and 2 shares'));
  for (const r of [0, 1.5, NaN])
    refuses(
      t,
      () => lowRankParams(random, 2, 2, r),
      new RangeError(`a rank must be a whole number of at least 1, got ${r}`),
    );
  const P = { A: hand.A, B: hand.B };
  refuses(
    t,
    () => lowRank([[1]], [[1]], P, 1),
    new RangeError('a product A B needs as many columns in A as rows in B, got 1×1 and 2×1'),
  );
  refuses(
    t,
    () => lowRankBackward([[1]], lowRank(hand.X, hand.W, P, 1)),
    new RangeError('two matrices must have one shape, got 1×1 and 1×2'),
  );
  for (const bits of [1, 2.5, NaN])
    refuses(
      t,
      () => quantized([[1]], bits),
      new RangeError(`a number needs a whole number of bits, at least 2, got ${bits}`),
    );
  refuses(t, () => powerLaw([1, 2], [1]), new RangeError('each size needs a loss, got 2 and 1'));
  for (const [x, L, got] of [
    [[0, 1], [1, 1], 0],
    [[1, 2], [1, -1], -1],
    [[1, Infinity], [1, 1], Infinity],
    [[1, NaN], [1, 1], NaN],
  ] as const)
    refuses(t, () => powerLaw([...x], [...L]), new RangeError(`a logarithm needs a number above 0, got ${got}`));
  refuses(t, () => powerLaw([2, 2], [1, 3]), new RangeError('a line needs two sizes that differ, got 2, 2'));
  refuses(t, () => powerLaw([], []), new RangeError('a line needs two sizes that differ, got none'));
  refuses(
    t,
    () => lossOf({ source: [9], target: [] }, model(), 0),
    new RangeError('an id must be a whole number from 0 to 7, got 9'),
  );
  refuses(t, () => logPOf([9], [4], model()), new RangeError('an id must be a whole number from 0 to 7, got 9'));
});
