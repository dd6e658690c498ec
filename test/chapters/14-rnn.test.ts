import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import {
  additiveParams,
  look,
  lookBackward,
  lookingWalk,
  lookingWalkBackward,
} from '../../chapters/14-rnn/bahdanau.ts';
import * as hand from '../../chapters/14-rnn/by-hand.ts';
import { cell, cellBackward, mix, mixGradient } from '../../chapters/14-rnn/cell.ts';
import { gru, gruBackward, type GruParams } from '../../chapters/14-rnn/gru.ts';
import { recurrentParams, type Kind, type RecurrentParams } from '../../chapters/14-rnn/parameters.ts';
import { reach } from '../../chapters/14-rnn/reach.ts';
import { decode, encode, recurrent, recurrentBackward } from '../../chapters/14-rnn/recurrent.ts';
import { cellParams, walk, walkBackward, type CellParams } from '../../chapters/14-rnn/time.ts';
import {
  droppedStates,
  epoch,
  lossOf,
  nextAfter,
  rateOf,
  trainingLoss,
  type RecurrentPlan,
} from '../../chapters/14-rnn/training.ts';
import { chain, multiplications, tableOne } from '../../chapters/14-rnn/waiting.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { transformer, transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner, warmupRate, type Learner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { count, leaves, mapRows, rows } from '../../lib/params.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('rnn');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const cellOf = (d_x: number, d_h: number, gated: boolean): CellParams =>
  unsettled(random, cellParams(random, d_x, d_h, gated));
const KINDS: Kind[] = ['simple', 'gru', 'attention'];
const translator = (kind: Kind) => unsettled(random, recurrentParams(random, 9, 8, 3, kind));
const plan: RecurrentPlan = { batch: 2, warmup: 4, rate: 1 / 2, smoothing: 0.1, drop: 0.2, d_rate: 4 };
const never = () => {
  throw new Error('nothing may be drawn here');
};

/** A step as an epoch takes it. */
const stepBy = (learner: Learner<RecurrentParams>, pairs: Pair[], plan: RecurrentPlan, random: Random) =>
  step(learner, pairs, trainingLoss(plan, random), rateOf(plan, learner.t + 1));

t.test('by hand', async (t) => {
  const walked = walk(hand.X, [0, 0], hand.P);
  close(t, walked.H, hand.H, 12, 'tanh of logarithms: ½ −½, ½ 4/5, 4/5 0');
  const back = walkBackward(hand.dH, walked);
  close(t, back.heard, hand.heard, 12, '1, 9/25 ln 3, 27/100 (ln 3)²');
  // 你's da is 9/25 and 0, and W_x is read one row a word: ½ ln 3 of it goes to 你 itself and, under 你's row, to 我.
  const third = [(9 / 50) * Math.log(3), 0, (9 / 50) * Math.log(3)];
  close(t, back.dX[2], third, 12, 'dx of 你 = 9/25 of the first column of W_x');
  // One-hot words: W_x hears the da of word t in row t. 我: da = ¾ · 27/100 (ln 3)².
  // prettier-ignore
  const dW_x = [[(81 / 400) * Math.log(3) ** 2, 0], [(27 / 100) * Math.log(3), 0], [9 / 25, 0]];
  close(t, (back.dP as typeof hand.P).W_x, dW_x, 12, 'dW_x, a row a word');
  // A second step like the one before it: ½ stays ½, and what comes back is ¾ ln 3 of what was heard.
  const still = cell([0, 0, 0], [1 / 2, 0], hand.P);
  close(t, still.y[0], 1 / 2, 12, 'a person is remembered');
  close(t, cellBackward([1, 0], still).dh[0], hand.passed, 12, 'but less and less is heard of it');

  const gated = walk(hand.X, [0], hand.P_gru);
  const found = gated.steps.map((one) => ('z' in one ? { r: one.r[0], z: one.z[0], g: one.g[0], y: one.y[0] } : {}));
  close(t, found, hand.gates, 12, 'r, z, g and y of three words');
  close(t, gruBackward([1], gru(hand.X[2], [2 / 5], hand.P_gru)).dh, [hand.dh], 12, 'four ways back to the state');

  const looked = look(hand.s, multiply(hand.Z, hand.P_look.W_k), hand.Z, hand.P_look);
  close(t, [looked.a, looked.c], [hand.a, hand.c], 12, 'shares 2 : 1 : 2, and what they bring home');
  const { dP: dP_look, ...heard } = lookBackward(hand.dc, looked);
  close(t, heard, hand.back, 12, 'a score hears how much better than the average its state would do');
  // v: Σ_j de_j tanh_j = −1/25 · ½ + 0 − 1/25 · ½. W_q: s is ½ and 0, and the query hears 1/25 ln 2.
  close(t, dP_look, { W_q: [[Math.log(2) / 50], [0]], v: [-1 / 25] }, 12, 'dv and dW_q');

  // The page's pencil questions. z = ½ for ¾: ½ · 3/5 − ½ · 1/5. tanh(5/4 ln 3 · 4/5) = tanh(ln 3) = 4/5, and the slope
  // is 9/25 of 5/4 ln 3. Asked with 0: tanh 0, −½, 0, scores 0, −ln 2, 0.
  const W_z = hand.P_gru.update;
  const half = { ...hand.P_gru, update: { ...W_z, W_x: [W_z.W_x[0], [-3 * Math.log(3)], W_z.W_x[2]] } };
  close(t, gru(hand.X[1], [3 / 5], half).y, [1 / 5], 12, 'half of 3/5 is kept');
  const surer = {
    ...hand.P,
    W_h: [
      [(5 / 4) * Math.log(3), 0],
      [0, 0],
    ],
  };
  const sure = cell([0, 0, 0], [4 / 5, 0], surer);
  close(t, sure.y[0], 4 / 5, 12, 'a person is remembered as 4/5');
  close(t, cellBackward([1, 0], sure).dh[0], (9 / 20) * Math.log(3), 12, 'and felt less');
  const idle = look([0, 0], multiply(hand.Z, hand.P_look.W_k), hand.Z, hand.P_look);
  close(t, idle.a, hand.a, 12, 'again 2 : 1 : 2');

  // 3 words of 4 numbers; 512 numbers, and as many words: both layers cost the same.
  t.strictSame(tableOne('recurrent', 3, 4), { operations: 48, sequential: 3, path: 3 }, '3 · 4 · 4');
  t.strictSame(tableOne('self-attention', 3, 4), { operations: 36, sequential: 1, path: 1 }, '3 · 3 · 4');
  const three = (['simple', 'gru', 'self-attention'] as const).map((layer) => multiplications(layer, 3, 4));
  t.strictSame(three, [96, 288, 264], '2 · 48, 6 · 48, 4 · 48 + 2 · 36');
  t.strictSame(chain('recurrent', 3, 4), { training: 7, translating: 7 }, '我爱你, I love you EOS');
  t.strictSame(chain('attention', 3, 4), { training: 11, translating: 11 }, 'each word looks, then steps');
  t.strictSame(chain('transformer', 3, 4), { training: 5, translating: 14 }, '2 + 3, and 2 + 3 · 4');
  t.strictSame(chain('transformer', 3, 4, 6), { training: 30, translating: 84 }, 'six layers');

  // y = 3 x_1 + 4 x_1' + 12 x_2: slopes 3 and 4 make 5.
  // prettier-ignore
  close(t, reach(1, 1, ([[dy]]) => [[3 * dy, 4 * dy], [12 * dy, 0]]), [5, 12], 12, '√(9 + 16) and 12');

  // A table of zeros scores every word 0, whatever the state: each of 4 places costs ln 8.
  const P = translator('gru');
  const ignorant = { ...P, E_target: P.E_target.map((row) => row.map(() => 0)) };
  const { loss, n } = lossOf({ source: [4], target: [4, 5, 6] }, ignorant, 0.1);
  close(t, [loss, n], [4 * Math.log(8), 4], 12, 'I love you EOS: 4 tokens of ln 8');
});

t.test('by formula', async (t) => {
  const sigma = 's(a) = 1 ./ (1 + e .^ (-a))';
  for (const gated of [false, true]) {
    const [P, X, h_0] = [cellOf(3, 4, gated), matrix(3, 3), matrix(1, 4)];
    const one = (i: number) => math.matrix([X[i]]);
    const scope = { P, x1: one(0), x2: one(1), x3: one(2), h0: math.matrix(h_0) };
    const gates = 'm(x, h, Q) = x * Q.W_x + h * Q.W_h + [Q.b]; tanhs(a) = (e .^ a - e .^ (-a)) ./ (e .^ a + e .^ (-a))';
    const cell = gated
      ? 'c(x, h) = s(m(x, h, P.update)) .* h + (1 - s(m(x, h, P.update))) .* tanhs(m(x, s(m(x, h, P.reset)) .* h, P.candidate))'
      : 'c(x, h) = tanhs(m(x, h, P))';
    const [wanted] = math.evaluate(`${sigma}; ${gates}; ${cell}; c(x3, c(x2, c(x1, h0)))`, scope).entries;
    close(
      t,
      walk(X, h_0[0], P).H[2],
      wanted.toArray()[0],
      12,
      gated ? 'three steps of Cho’s GRU' : 'three steps of Elman’s cell',
    );
  }
  const [P_a, s, Z] = [additiveParams(random, 4, 3), matrix(1, 4), matrix(5, 4)];
  const formula =
    'T = map(ones(5, 1) * (s * P.W_q) + Z * P.W_k, tanh); E = e .^ (T * transpose([P.v])); transpose(E / sum(E)) * Z';
  const [c] = math.evaluate(formula, { P: P_a, s, Z }).entries;
  close(
    t,
    look(s[0], multiply(Z, P_a.W_k), Z, P_a).c,
    math.matrix(c).toArray().flat(),
    12,
    'Σ_j softmax(tanh(s W_q + z_j W_k) · v)_j z_j',
  );

  // 64 digits: one step with a state of one number.
  const number = (text: string) => Number(big.evaluate(text));
  close(
    t,
    cell([0.3], [-0.7], { W_x: [[1.1]], W_h: [[0.9]], b: [0.2] }).y,
    [number('tanh(0.3 * 1.1 - 0.7 * 0.9 + 0.2)')],
    15,
    'tanh',
  );
  // mathjs differentiates z h + (1 − z) g with the update gate left to move, r = 1/2, W_h^g = 1.
  const slope = math
    .derivative('1/(1+exp(-(2 h))) * h + (1 - 1/(1+exp(-(2 h)))) * tanh(h / 2)', 'h')
    .evaluate({ h: 0.4 });
  const scalar = (w: number) => ({ W_x: [[0]], W_h: [[w]], b: [0] });
  const P: GruParams = { reset: scalar(0), update: scalar(2), candidate: scalar(1) };
  close(t, gruBackward([1], gru([0], [0.4], P)).dh, [slope], 12, 'the slope of a step by mathjs');

  const sizes = { V: 9, W: 8, d: 3 };
  const numbers = {
    simple: 'V d + W d + 2 (2 d^2 + d)',
    gru: 'V d + W d + 6 (2 d^2 + d)',
    attention: 'V d + W d + 3 (2 d^2 + d) + 3 (3 d^2 + d) + 2 d^2 + d',
  };
  for (const kind of KINDS) t.equal(count(translator(kind)), math.evaluate(numbers[kind], sizes), `numbers of ${kind}`);
  for (const [n, d] of [
    [1, 2],
    [7, 3],
    [70, 512],
  ]) {
    const cost = (text: string) => math.evaluate(text, { n, d });
    t.equal(tableOne('recurrent', n, d).operations, cost('n d^2'), 'n · d²');
    t.equal(tableOne('self-attention', n, d).operations, cost('n^2 d'), 'n² · d');
    t.equal(multiplications('self-attention', n, d), cost('n d 4 d + n n d + n n d'), 'projections, scores, mixtures');
  }
});

t.test('by property', async (t) => {
  const fresh = recurrentParams(seeded('fresh'), 300, 200, 16, 'simple');
  deviates(t, 'E_source', fresh.E_source, 1 / 4);
  deviates(t, 'E_target', fresh.E_target, 1 / 4);

  for (const kind of KINDS) {
    const P = translator(kind);
    const whole = encode([4, 5, 6, 7, 8], P).Z;
    t.strictSame(encode([4, 5, 6], P).Z, whole.slice(0, 3), `${kind}: a state knows nothing of later words`);
    t.strictSame(encode([4, 5, 6, 0, 0], P).Z, whole.slice(0, 3), `${kind}: padding is not computed`);
    const scores = recurrent([4, 5, 6], [1, 4, 5, 6], P).S;
    t.strictSame(recurrent([4, 5, 6], [1, 4], P).S, scores.slice(0, 2), `${kind}: nor does a score of later words`);
    t.strictSame(
      recurrent([4, 0, 5, 6, 0], [1, 4], P).S,
      scores.slice(0, 2),
      `${kind}: padded and unpadded score alike`,
    );
    // prettier-ignore
    const ways = [[4, 5, 6], [6, 5, 4]].map((ids) => encode(ids, P).Z[2]);
    t.ok(relativeError([ways[0]], [ways[1]]) > 1e-3, `${kind}: order matters without positions`);
    const next = nextAfter([4, 5, 6], P)([4, 5]);
    close(t, next.map(Math.exp), softmax([scores[2]])[0], 12, `${kind}: ln P of the next word`);
    t.strictSame(
      leaves(lossOf({ source: [4], target: [5] }, P, 0).dP).map(([name]) => name),
      leaves(P).map(([name]) => name),
      `${kind}: a gradient for each parameter`,
    );
  }
  // Gates forced open or shut by their biases.
  const P = cellOf(3, 4, true) as GruParams;
  const forced = (reset: number, update: number) => ({
    ...P,
    reset: { ...P.reset, b: [reset, reset, reset, reset] },
    update: { ...P.update, b: [update, update, update, update] },
  });
  fc.assert(
    fc.property(matrices(4, 3), matrices(1, 4), (X, [h]) => {
      const open = walk(X, h, forced(800, -800)).H;
      const kept = walk(X, h, forced(0, 800)).H;
      const blind = walk(X, h, forced(-800, -800)).H[3];
      const alone = mix(X[3], [0, 0, 0, 0], P.candidate).map(Math.tanh);
      return (
        relativeError(open, walk(X, h, P.candidate).H) < 1e-12 && // r = 1, z = 0: the simple cell
        kept.every((state) => relativeError([state], [h]) === 0) && //     z = 1: nothing is ever forgotten
        relativeError([blind], [alone]) < 1e-12 //                        r = z = 0: nothing is ever remembered
      );
    }),
    { seed: 14 },
  );
  t.pass('a GRU with its gates forced is the simple cell, keeps its state, or forgets it');
  const between = (X: number[][], [h]: number[][]) => {
    const step = gru(X[0], h, P);
    return step.y.every((y, c) => Math.min(h[c], step.g[c]) - 1e-12 <= y && y <= Math.max(h[c], step.g[c]) + 1e-12);
  };
  fc.assert(fc.property(matrices(1, 3), matrices(1, 4), between), { seed: 14 });
  t.pass('a state lies between the old one and the candidate');

  const P_a = additiveParams(random, 4, 3);
  const sums = ([s]: number[][], Z: number[][]) => {
    const keys = multiply(Z, P_a.W_k);
    const { a, c } = look(s, keys, Z, P_a);
    const turned = look(s, [...keys].reverse(), [...Z].reverse(), P_a).c;
    return Math.abs(a.reduce((sum, share) => sum + share, 0) - 1) < 1e-12 && relativeError([c], [turned]) < 1e-9;
  };
  fc.assert(fc.property(matrices(1, 4), matrices(5, 4), sums), { seed: 14 });
  t.pass('shares sum to 1, and the order of the states does not matter');

  // ∂h_3/∂h_0 of a linear-ish cell near 0 is W_h³: with W_h = ½ the reach halves at each step.
  const halving = { W_x: [[1e-6]], W_h: [[1 / 2]], b: [0] };
  const faint = walk([[1], [1], [1]], [0], halving);
  close(
    t,
    reach(3, 1, (dH) => walkBackward(dH, faint).dX).map((x) => x * 1e6),
    [1 / 4, 1 / 2, 1],
    9,
    'the reach is a product of slopes',
  );
  for (const kind of KINDS) {
    const Q = translator(kind);
    const { encoding, decoding } = recurrent([4, 5, 6], [1, 4, 5, 6], Q);
    const looks = 'looks' in decoding.walked ? decoding.walked.looks.length : 0;
    const steps = encoding.walked.steps.length + decoding.walked.steps.length + looks;
    t.equal(
      chain(kind === 'attention' ? kind : 'recurrent', 3, 4).training,
      steps,
      `${kind}: the chain is as long as the working`,
    );
  }
  const { encoding, decoding } = transformer(
    [4, 5, 6],
    [1, 4, 5, 6],
    transformerParams(random, 9, 8, { d_model: 4, h: 2, d_ff: 3, N: 2 }),
  );
  t.equal(
    chain('transformer', 3, 4, 2).training,
    2 * encoding.encoded.layers.length + 3 * decoding.decoded.layers.length,
    'two sublayers and three',
  );

  // A step: what is given stays; the mean is over tokens; an epoch takes every pair.
  const pairs = [
    { source: [4], target: [4, 5, 6] },
    { source: [5, 6], target: [7] },
    { source: [7, 8, 7], target: [5, 4] },
  ];
  const Q = translator('attention');
  const before = structuredClone(Q);
  const quiet = stepBy(beginner(Q), pairs, { ...plan, drop: 0 }, never);
  const alone = pairs.map((pair) => lossOf(pair, Q, plan.smoothing).loss);
  close(
    t,
    quiet.loss * 9,
    alone.reduce((sum, loss) => sum + loss, 0),
    12,
    'a mean over 4 + 2 + 3 tokens',
  );
  t.strictSame(Q, before, 'the learner given stays as it was');
  const moved = mapRows((p, q) => p.map((x, c) => Math.abs(x - q[c])), Q, quiet.learner.P);
  close(
    t,
    Math.max(...[...rows(moved)].flat()),
    plan.rate * warmupRate(1, 4, 4),
    6,
    'the first step is as long as the rate',
  );
  const dropping = stepBy(beginner(Q), [pairs[2]], plan, seeded('drop')).loss * 3;
  const under = lossOf(pairs[2], Q, plan.smoothing, droppedStates(seeded('drop'), 3, 3, 3, 0.2));
  close(t, dropping, under.loss, 12, 'the factors reach the model');
  const steps = [...epoch(beginner(Q), pairs, plan, seeded('a'))];
  t.strictSame(
    steps.map(({ learner }) => learner.t),
    [1, 2],
    'two batches, two steps',
  );
  t.strictSame(steps, [...epoch(beginner(Q), pairs, plan, seeded('a'))], 'the same seed, the same bits');
  const seen = steps[1].learner.m.E_source.map((row) => row.some((m) => m !== 0));
  t.strictSame(seen, [0, 0, 0, 0, 1, 1, 1, 1, 1].map(Boolean), 'an epoch leaves no pair out');
});

t.test('by nudging', async (t) => {
  for (const gated of [false, true]) {
    const name = gated ? 'GRU' : 'simple cell';
    const [X, h, P, dH] = [matrix(4, 3), matrix(1, 5), cellOf(3, 5, gated), matrix(4, 5)];
    const result = () => walk(X, h[0], P).H;
    const back = walkBackward(dH, walk(X, h[0], P));
    nudged(t, `dX, ${name}`, back.dX, X, result, dH);
    nudged(t, `dh_0, ${name}`, [back.dh_0], h, result, dH);
    nudged(t, `dP, ${name}`, back.dP, P, result, dH);

    const [Z, P_a, P_2] = [matrix(6, 5), additiveParams(random, 5, 2), cellOf(3 + 5, 5, gated)];
    const looking = () => lookingWalk(X, h[0], Z, P_2, P_a);
    const looked = lookingWalkBackward(dH, looking());
    nudged(t, `dX, ${name} that looks`, looked.dX, X, () => looking().H, dH);
    nudged(t, `ds_0, ${name} that looks`, [looked.ds_0], h, () => looking().H, dH);
    nudged(t, `dZ, ${name} that looks`, looked.dZ, Z, () => looking().H, dH);
    nudged(t, `dP, ${name} that looks`, looked.dP, P_2, () => looking().H, dH);
    nudged(t, `dP of the looking ${name}`, looked.dP_a, P_a, () => looking().H, dH);
  }
  const [s, Z, P_a, dc] = [matrix(1, 4), matrix(3, 4), additiveParams(random, 4, 2), matrix(1, 4)];
  const keys = matrix(3, 2);
  const result = () => [look(s[0], keys, Z, P_a).c];
  const back = lookBackward(dc[0], look(s[0], keys, Z, P_a));
  nudged(t, 'ds', [back.ds], s, result, dc);
  nudged(t, 'dKeys', back.dKeys, keys, result, dc);
  nudged(t, 'dZ', back.dZ, Z, result, dc);
  const { W_q, v } = P_a;
  nudged(t, 'dW_q and dv', back.dP, { W_q, v }, result, dc);

  const dA = matrix(4, 5);
  const [X, H, P] = [matrix(4, 3), matrix(4, 5), cellOf(3, 5, false) as typeof hand.P];
  nudged(t, 'a mixture', mixGradient(X, H, dA), P, () => X.map((x, i) => mix(x, H[i], P)), dA);

  for (const kind of KINDS) {
    const [P, dS] = [translator(kind), matrix(4, 8)];
    // prettier-ignore
    const [source, target] = [[4, 8, 4], [1, 7, 4, 7]];
    for (const D of [undefined, droppedStates(random, 3, 4, 3, 0.3)]) {
      const { dP } = recurrentBackward(dS, recurrent(source, target, P, D));
      nudged(t, `${kind}${D ? ', with dropout' : ''}`, dP, P, () => recurrent(source, target, P, D).S, dS);
    }
    const pair = { source, target: [7, 4, 7] };
    const { dP } = lossOf(pair, P, 0.1);
    nudged(t, `the loss of ${kind}`, dP, P, () => [[lossOf(pair, P, 0.1).loss]], [[1]]);
  }
  // After one step m = (1 − β_1) · gradient, whatever the rate: the gradient of the mean over tokens.
  const [P_1, pairs] = [
    translator('gru'),
    [
      { source: [4], target: [4, 5] },
      { source: [5, 6], target: [7] },
    ],
  ];
  const quiet = { ...plan, drop: 0 };
  const found = mapRows((row) => row.map((x) => x / (1 - 0.9)), stepBy(beginner(P_1), pairs, quiet, never).learner.m);
  const wanted = numericGradient(() => stepBy(beginner(P_1), pairs, quiet, never).loss, P_1);
  t.ok(relativeError(found, wanted) < 1e-7, 'a step follows the gradient of its own loss');
});

t.test('refuses', async (t) => {
  const [P, Q] = [cellOf(3, 4, false), translator('attention')];
  refuses(
    t,
    () => walk([[1, 2]], [0, 0, 0, 0], P),
    new RangeError('a word must be as long as its matrix has rows, got 2 and 3'),
  );
  refuses(
    t,
    () => walk([[1, 2, 3]], [0, 0, 0], cellOf(3, 4, true)),
    new RangeError('a state must be as long as its matrix has rows, got 3 and 4'),
  );
  refuses(
    t,
    () => walkBackward(matrix(2, 4), walk(matrix(3, 3), [0, 0, 0, 0], P)),
    new RangeError('two matrices must have one shape, got 2×4 and 3×4'),
  );
  const looking = lookingWalk(matrix(2, 3), [0, 0, 0], matrix(3, 3), Q.decoder, additiveParams(random, 3, 2));
  refuses(
    t,
    () => lookingWalkBackward(matrix(2, 4), looking),
    new RangeError('two matrices must have one shape, got 2×4 and 2×3'),
  );
  refuses(
    t,
    () => look([1, 2], matrix(3, 2), matrix(3, 5), additiveParams(random, 5, 2)),
    new RangeError('a product A B needs as many columns in A as rows in B, got 1×2 and 5×2'),
  );
  refuses(t, () => encode([4, 9], Q), new RangeError('an id must be a whole number from 0 to 8, got 9'));
  refuses(t, () => encode([], Q), new RangeError('a sentence must have at least one token, got 0'));
  refuses(t, () => encode([0, 0], Q), new RangeError('a sentence must have at least one token, got 0'));
  refuses(t, () => decode([8], encode([4], Q), Q), new RangeError('an id must be a whole number from 0 to 7, got 8'));
  refuses(t, () => stepBy(beginner(Q), [], plan, never), new RangeError('a step needs at least one item, got 0'));
  refuses(
    t,
    () => droppedStates(never, 1, 1, 1, 1),
    new RangeError('the share to drop must be at least 0 and below 1, got 1'),
  );
  refuses(
    t,
    () => lossOf({ source: [4], target: [4] }, Q, 1),
    new RangeError('label smoothing must be at least 0 and below 1, got 1'),
  );
  refuses(
    t,
    () => [...epoch(beginner(Q), [], { ...plan, batch: 0 }, never)],
    new RangeError('a batch must hold a whole number of pairs, at least 1, got 0'),
  );
  refuses(t, () => reach(0, 3, (dY) => dY), new RangeError('a reach needs a row and a number in it, got 0 rows of 3'));
  refuses(
    t,
    () => reach(2, 1.5, (dY) => dY),
    new RangeError('a reach needs a row and a number in it, got 2 rows of 1.5'),
  );
  refuses(
    t,
    () => tableOne('recurrent', 0, 4),
    new RangeError('a sentence needs words, and a word numbers, got 0 and 4'),
  );
  refuses(
    t,
    () => multiplications('gru', 3, 0.5),
    new RangeError('a sentence needs words, and a word numbers, got 3 and 0.5'),
  );
  refuses(
    t,
    () => chain('transformer', 3, 0),
    new RangeError('a sentence needs words, and a word numbers, got 3 and 0'),
  );
});
