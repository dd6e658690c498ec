import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { adam, beginner, warmupRate, type Learner } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import * as hand from '../../chapters/12-training/by-hand.ts';
import { dropout, dropped } from '../../chapters/12-training/dropout.ts';
import { step } from '../../chapters/12-training/step.ts';
import {
  batches,
  epoch,
  lossOf,
  rateOf,
  smoothed,
  teacherForced,
  trainingLoss,
  type Pair,
  type Plan,
} from '../../chapters/12-training/training.ts';
import { hadamard } from '../../chapters/01-vectors/matrices.ts';
import { softmax } from '../../chapters/04-attention/softmax.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import {
  transformer,
  transformerParams,
  type Dropped,
  type TransformerParams,
} from '../../chapters/11-decoder/transformer.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { leaves, mapRows, rows } from '../../lib/params.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const sizes = { d_model: 4, h: 2, d_ff: 3, N: 1 };
const plan: Plan = { sizes, batch: 2, warmup: 9, rate: 1 / 2, smoothing: 0.1, drop: 0.2 };
const P = transformerParams(seeded('training'), 9, 8, sizes);
// No word of a source stands in another, so that a trace of each pair can be found in E_source.
const pairs = [
  { source: [4], target: [4, 5, 6] },
  { source: [5, 6], target: [7] },
  { source: [7, 8, 7], target: [5, 4] },
];
const never = () => {
  throw new Error('nothing may be drawn here');
};

/** The tree, with every object and list in it locked against writing. */
function frozen<T extends object>(tree: T): T {
  for (const branch of Object.values(tree)) if (typeof branch === 'object') frozen(branch);
  return Object.freeze(tree);
}

/** All steps of some epochs from one seed. */
function trained(seed: string, epochs = 2) {
  const random = seeded(seed);
  const steps: { learner: Learner<TransformerParams>; loss: number }[] = [];
  for (let k = 0; k < epochs; k++) {
    steps.push(...epoch(steps.at(-1)?.learner ?? beginner(P), pairs, plan, random));
  }
  return steps;
}

/** A step as an epoch takes it. */
const stepBy = (learner: Learner<TransformerParams>, pairs: Pair[], plan: Plan, random: Random) =>
  step(learner, pairs, trainingLoss(plan, random), rateOf(plan, learner.t + 1));

t.test('by hand', async (t) => {
  close(t, smoothed([1], 4, hand.epsilon), hand.T, 15, '37/40 and three times 1/40');
  // prettier-ignore
  close(t, smoothed([2, 0], 3, 0), [[0, 0, 1], [1, 0, 0]], 15, 'ε = 0 leaves a single 1');
  const best = crossEntropy(hand.bestScores, hand.T);
  close(t, best.P, hand.T, 12, 'a lead of ln 37 makes the shares 37 : 1 : 1 : 1');
  close(t, best.loss, hand.lowestLoss, 12, 'ln 40 − 37/40 · ln 37');
  t.strictSame(teacherForced(hand.target), { read: hand.read, wanted: hand.wanted }, 'one place apart');

  const first = adam(beginner(hand.P_0), hand.dP_1, hand.rate);
  close(t, first.P, hand.P_1, 9, 'each moves by the rate against the sign of its gradient');
  const second = adam(first, hand.dP_2, hand.rate);
  close(t, second.P, hand.P_2, 9, '+1/100, +19/100, −107/700');
  t.strictSame([first.t, second.t], [1, 2], 'two leaves, and one count of steps');
  // The page's pencil question: 3 and then 1. m̂ = (9 · 3 + 10 · 1) / 19 and v̂ = (49 · 9 + 50 · 1) / 99.
  const asked = adam(adam(beginner([0]), [3], 0), [1], 1);
  close(t, [asked.m[0] / 0.19, asked.v[0] / 0.0396], [37 / 19, 491 / 99], 12, 'corrected');
  close(t, asked.P, [-37 / 19 / Math.sqrt(491 / 99)], 8, 'against the gradient, by about 7/8 of the rate');
  t.ok(Math.abs(-asked.P[0] - 7 / 8) < 0.001);
  t.equal(String(2n ** 5824n).length, 1754, 'two values of each of 5824 numbers');
  // A gradient as small as ε: g / (√g² + ε) = 1/2.
  close(t, adam(beginner([0]), [1e-9], 1).P, [-1 / 2], 12, 'ε stands outside the root');
  close(t, adam(beginner([3]), [0], 1).P, [3], 12, 'no gradient, no move');

  const { d_model, warmup } = hand.schedule;
  const rates = hand.rates.map(([t]) => [t, warmupRate(t, d_model, warmup)]);
  close(t, rates, hand.rates, 15, 'up in a line, down as 1/√t');

  const queue = [...hand.draws];
  const D = dropout(() => queue.shift()!, 1, 4, hand.p);
  close(t, D, hand.D, 15, 'the draw below ¼ is dropped, the others count 4/3');
  close(t, hadamard(D, hand.X), hand.Y, 12, 'D ∘ X');

  t.strictSame(averaged(hand.checkpoints), hand.mean, '(1 + 2 + 6) / 3 = 3');

  // A table of zeros scores every word 0: P = 1/8 throughout, and each of 4 places costs ln 8, smoothed or not.
  const ignorant = { ...P, E_target: P.E_target.map((row) => row.map(() => 0)) };
  const { loss, n } = lossOf(pairs[0], ignorant, 0.1);
  close(t, [loss, n], [4 * Math.log(8), 4], 12, 'I love you EOS: 4 tokens of ln 8');
});

t.test('by formula', async (t) => {
  // Fractions: 1 − ε + ε/V and ε/V for V = 7, ε = 3/10.
  const share = (text: string) => Number(math.evaluate(text));
  const right = share('number(1 - fraction(3, 10) + fraction(3, 70))');
  const wrong = share('number(fraction(3, 70))');
  const row = [wrong, wrong, right, wrong, wrong, wrong, wrong];
  close(t, smoothed([2], 7, 0.3), [row], 15, 'fractions');

  // − Σ T ln P of scores 1, 2, 3 with 64 digits.
  const loss = 'ln(exp(1) + exp(2) + exp(3)) - (1/30 * 1 + 28/30 * 2 + 1/30 * 3)'.replace('ln', 'log');
  close(t, crossEntropy([[1, 2, 3]], smoothed([1], 3, 0.1)).loss, Number(big.evaluate(loss)), 14, 'the smoothed loss');

  // The bias-corrected means are weighted means of the gradients seen: weights β^(t−s), newest 1. 64 digits.
  const gradients = [0.3, -2e-9, 1.7, -0.4];
  let learner = beginner([0.5]);
  let wanted = big.bignumber('0.5');
  for (const [s, g] of gradients.entries()) {
    learner = adam(learner, [g], 0.01);
    const ages = gradients.slice(0, s + 1).map((_, k) => big.bignumber(s - k));
    const scope = { g: gradients.slice(0, s + 1).map((x) => big.bignumber(String(x))), a: ages, p: wanted };
    wanted = big.evaluate(
      'w = 0.9 .^ a; u = 0.98 .^ a; p - 0.01 * (sum(w .* g) / sum(w)) / (sqrt(sum(u .* g .* g) / sum(u)) + 1e-9)',
      scope,
    ).entries[0];
  }
  close(t, learner.P, [Number(wanted)], 14, 'four steps of Adam');

  const piece = 't <= w ? t / (sqrt(d) * w^1.5) : 1 / sqrt(d * t)';
  const steps = [1, 7, 3999, 4000, 4001, 100_000];
  const [d, w] = [big.bignumber(512), big.bignumber(4000)];
  const rates = steps.map((t) => Number(big.evaluate(piece, { t: big.bignumber(t), d, w })));
  close(
    t,
    steps.map((t) => warmupRate(t, 512, 4000)),
    rates,
    17,
    'eq. 3 in two pieces',
  );
  close(t, warmupRate(4000, 512, 4000), Number(big.evaluate('1 / sqrt(512 * 4000)')), 18, 'the peak');
});

t.test('by property', async (t) => {
  const entropy = (T: number[][]) => crossEntropy([T[0].map(Math.log)], T).loss;
  const lowest = entropy(smoothed([1], 5, 0.2));
  const isLowest = (S: number[][]) => crossEntropy(S, smoothed([1], 5, 0.2)).loss >= lowest - 1e-12;
  fc.assert(fc.property(matrices(1, 5), isLowest), { seed: 12 });
  t.pass('no scores have a smoothed loss below the entropy of the target');
  const rises = (t: number) => warmupRate(t + 1, 64, 50) > warmupRate(t, 64, 50);
  const [before, after] = [fc.integer({ min: 1, max: 49 }), fc.integer({ min: 50, max: 9999 })];
  fc.assert(
    fc.property(before, after, (s, t) => rises(s) && !rises(t)),
    { seed: 12 },
  );
  t.pass('the rate rises until the warm-up ends, and falls from there');
  t.equal(warmupRate(1, 4, 0), 0.5, 'without a warm-up, the first rate is the highest');

  // 100 000 factors: share of zeros p ± 4√(p(1−p)/n), mean 1 ± 4√(p/(1−p)/n).
  for (const p of [0, 0.1, 0.5]) {
    const D = dropout(seeded(`drop ${p}`), 200, 500, p).flat();
    const zeros = D.filter((factor) => factor === 0).length / D.length;
    const mean = D.reduce((sum, factor) => sum + factor, 0) / D.length;
    t.ok(Math.abs(zeros - p) <= 4 * Math.sqrt((p * (1 - p)) / 1e5), `p = ${p}: ${zeros} are 0`);
    t.ok(Math.abs(mean - 1) <= 4 * Math.sqrt(p / (1 - p) / 1e5), `p = ${p}: the mean is ${mean}`);
  }
  // m = 2 and n = 3, two layers of each kind: inputs 2 + 3 rows, encoder 2·2·2, decoder 2·3·3, each of 4.
  let draws = 0;
  const counting = () => (draws++, 0);
  const { source, target, encoder, decoder } = dropped(counting, 2, 3, { ...sizes, N: 2 }, 0.1);
  t.equal(draws, (2 + 3 + 2 * 2 * 2 + 2 * 3 * 3) * 4, 'each place has draws of its own');
  const lengths = [
    source.length,
    target.length,
    encoder.map((D) => [D.attention?.length, D.feedForward?.length]),
    decoder.map((D) => [D.selfAttention?.length, D.crossAttention?.length, D.feedForward?.length]),
  ];
  // prettier-ignore
  t.strictSame(lengths, [2, 3, [[2, 2], [2, 2]], [[3, 3, 3], [3, 3, 3]]], 'a row a token');

  // Teacher forcing: all places at once cost what they cost one after the other.
  let sum = 0;
  for (const [i, id] of [5, 4, 2].entries()) {
    const { S } = transformer(pairs[2].source, [1, 5, 4].slice(0, i + 1), P);
    sum -= Math.log(softmax(S)[i][id]);
  }
  close(t, lossOf(pairs[2], P, 0).loss, sum, 12, 'P(y_i | the right words before)');

  const start = frozen(structuredClone({ learner: beginner(P), pairs }));
  const together = stepBy(start.learner, start.pairs, { ...plan, drop: 0 }, never);
  const alone = pairs.map((pair) => lossOf(pair, P, plan.smoothing));
  close(
    t,
    together.loss * (4 + 2 + 3),
    alone.reduce((sum, { loss }) => sum + loss, 0),
    12,
    'mean over 9 tokens',
  );
  t.strictSame(start, { learner: beginner(P), pairs }, 'the learner and the pairs given are as they were');
  const moved = [...rows(mapRows((p, q) => p.map((x, c) => Math.abs(x - q[c])), P, together.learner.P))].flat();
  close(
    t,
    Math.max(...moved),
    1 / 108,
    6,
    'the first step is as long as the rate, half of the paper’s 1/2 · 9^−1.5 = 1/54',
  );

  // With numbers dropped a step costs what the model costs under the factors that its random source draws.
  const [first] = pairs; // one word and three, so four places with BOS
  const dropping = stepBy(beginner(P), [first], plan, seeded('drop')).loss * 4;
  const under = (D?: Dropped) => lossOf(first, P, plan.smoothing, D).loss;
  close(t, dropping, under(dropped(seeded('drop'), 1, 4, sizes, 0.2)), 12, 'the factors reach the model');
  t.ok(Math.abs(dropping - under()) > 0.01, 'and are felt there');

  const cut = batches(seeded('cut'), pairs, 2);
  t.strictSame(
    cut.map((batch) => batch.length),
    [2, 1],
    'the last batch is smaller',
  );
  t.equal(batches(seeded('cut'), pairs, 1).length, 3, 'one pair is a batch');
  const forty = Array.from({ length: 40 }, (_, k) => ({ source: [k], target: [] }));
  const order = (seed: string) =>
    batches(seeded(seed), forty, 8)
      .flat()
      .map(({ source: [k] }) => k);
  t.strictNotSame(order('a'), [...forty.keys()], 'in another order');
  t.strictNotSame(order('a'), order('b'), 'that the random source decides');
  t.strictSame(
    cut.flat().sort((a, b) => a.source[0] - b.source[0]),
    pairs,
    'every pair once',
  );
  const [one, two, ...others] = trained('a', 1);
  t.strictSame([one.learner.t, two.learner.t, others.length], [1, 2, 0], 'two batches, two steps');
  const seen = two.learner.m.E_source.map((row) => row.some((m) => m !== 0));
  t.strictSame(seen, [0, 0, 0, 0, 1, 1, 1, 1, 1].map(Boolean), 'an epoch leaves no pair out');

  t.strictSame(trained('a'), trained('a'), 'the same seed, the same bits');
  t.not(trained('a')[0].loss, trained('b')[0].loss, 'another seed, another loss');
});

t.test('by nudging', async (t) => {
  const [m, n] = [3, 4];
  const pair = { source: [4, 8, 5], target: [7, 4, 7] };
  const D = dropped(seeded('nudge'), m, n, sizes, 0.3);
  const { dP } = lossOf(pair, P, 0.1, D);
  const names = (tree: object) => [...leaves(tree)].map(([name]) => name);
  t.strictSame(names(dP), names(P), 'a gradient for every parameter');
  nudged(t, 'dP, smoothed and dropped', dP, P, () => [[lossOf(pair, P, 0.1, D).loss]], [[1]]);

  const S = normalMatrix(seeded('scores'), 3, 5);
  const T = smoothed([1, 4, 1], 5, 0.3);
  nudged(t, 'dS', crossEntropyBackward(crossEntropy(S, T)), S, () => [[crossEntropy(S, T).loss]], [[1]]);

  // After one step m = (1 − β_1) · gradient, whatever the rate: the gradient of the mean over tokens.
  const quiet = { ...plan, drop: 0 };
  const two = pairs.slice(0, 2);
  const found = mapRows((row) => row.map((x) => x / (1 - 0.9)), stepBy(beginner(P), two, quiet, never).learner.m);
  const wanted = numericGradient(() => stepBy(beginner(P), two, quiet, never).loss, P);
  t.ok(relativeError(found, wanted) < 1e-7, 'a step follows the gradient of its own loss');

  // Along the gradient the loss falls by η|g|².
  const along = (eta: number) =>
    lossOf(
      pair,
      mapRows((p, g) => p.map((x, c) => x - eta * g[c]), P, dP),
      0.1,
      D,
    ).loss;
  let square = 0;
  for (const row of rows(dP)) for (const g of row) square += g * g;
  const slope = (along(-1e-6) - along(1e-6)) / 2e-6;
  t.ok(Math.abs(slope / square - 1) < 1e-6, 'down the slope');
});

t.test('refuses', async (t) => {
  const learner = beginner(P);
  refuses(t, () => smoothed([0], 4, 1), new RangeError('label smoothing must be at least 0 and below 1, got 1'));
  refuses(t, () => smoothed([0], 4, NaN), new RangeError('label smoothing must be at least 0 and below 1, got NaN'));
  refuses(t, () => smoothed([4], 4, 0.1), new RangeError('an id must be a whole number from 0 to 3, got 4'));
  refuses(t, () => dropout(never, 1, 1, 1), new RangeError('the share to drop must be at least 0 and below 1, got 1'));
  refuses(
    t,
    () => stepBy(learner, pairs, { ...plan, drop: -0.1 }, never),
    new RangeError('the share to drop must be at least 0 and below 1, got -0.1'),
  );
  refuses(t, () => stepBy(learner, [], plan, never), new RangeError('a step needs at least one item, got 0'));
  refuses(
    t,
    () => batches(never, pairs, 0),
    new RangeError('a batch must hold a whole number of pairs, at least 1, got 0'),
  );
  refuses(
    t,
    () => batches(never, pairs, 1.5),
    new RangeError('a batch must hold a whole number of pairs, at least 1, got 1.5'),
  );
  refuses(t, () => warmupRate(0, 4, 4), new RangeError('steps are counted from 1, got 0'));
  refuses(t, () => warmupRate(1, 4, -1), new RangeError('a warm-up must take 0 steps or more, got -1'));
  refuses(
    t,
    () => adam(beginner([0, 0]), [1], 1),
    new RangeError('trees must have one form, got a row of 2 beside one of 1'),
  );
  refuses(t, () => averaged([]), new RangeError('a sum of trees needs at least one tree, got 0'));
  refuses(
    t,
    () => lossOf({ source: [], target: [4] }, P, 0),
    new RangeError('a sentence must have at least one token, got 0'),
  );
});
