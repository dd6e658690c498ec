import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { epsilonGreedy, freshArms, greedyArm, pulled, regret } from '../../chapters/19-automl/bandit.ts';
import { ofGru, ofTransformer, ofWindow, stepsFor } from '../../chapters/19-automl/budget.ts';
import * as hand from '../../chapters/19-automl/by-hand.ts';
import {
  below,
  density,
  expectedImprovement,
  expectedImprovementBackward,
} from '../../chapters/19-automl/expected-improvement.ts';
import { fitted, guess, LENGTHS, observed, squaredExponential } from '../../chapters/19-automl/gaussian-process.ts';
import {
  armsOf,
  bayesianSearch,
  bayesianSearchAt,
  bestSoFar,
  bestTrial,
  FIRST,
  greedySearch,
  processOf,
  proposals,
  randomSearch,
  standardised,
  type Search,
  type Trial,
} from '../../chapters/19-automl/search.ts';
import {
  answersOf,
  choiceNumber,
  choiceOf,
  everyChoice,
  gridSize,
  pointOf,
  TRANSLATOR,
  type Choice,
  type Space,
} from '../../chapters/19-automl/space.ts';
import {
  window,
  windowBackward,
  windowParams,
  type Places,
  type WindowParams,
} from '../../chapters/19-automl/window.ts';
import { lossOf, trainingLoss } from '../../chapters/19-automl/window-training.ts';
import { beginner, warmupRate, type Learner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import { dropout } from '../../chapters/12-training/dropout.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { mapRows } from '../../lib/params.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('automl');
const kernel = squaredExponential([hand.length]);
const places = { L: 3, w: 2 };
const [V_source, V_target, d, d_ff] = [7, 6, 2, 5];
const model = () => unsettled(random, windowParams(random, V_source, V_target, places, d, d_ff));
const pair = { source: [4, 6], target: [5, 4, 5] };
const plan = { batch: 2, warmup: 4, rate: 1 / 2, smoothing: 0.1, drop: 0.3 };
const never = () => {
  throw new Error('nothing may be drawn here');
};
const searches: [string, Search][] = [
  ['random', randomSearch],
  ['Bayesian', bayesianSearch],
  ['ε-greedy', greedySearch],
];
const at = (k: number) => seeded(`trial ${k}`);
/** A valley: the least loss is 1, at a = 3 and b = 20. */
const valley: Space = [
  { name: 'a', answers: [1, 2, 3, 4, 5] },
  { name: 'b', answers: [10, 20, 30, 40] },
  { name: 'c', answers: [7, 8] }, // does not matter
];
const valleyLoss = ([a, b]: number[]) => 1 + (a - 2) ** 2 + (b - 1) ** 2;
const run = (search: Search, count: number, space = valley) => {
  const trials: Trial[] = [];
  for (let k = 0; k < count; k++) {
    const choice = search(trials, space, at(k));
    trials.push({ choice, loss: valleyLoss(choice) });
  }
  return trials;
};

/** A step of training by a plan; the rate is the paper's for a width of d. */
const stepBy = (L: Learner<WindowParams>, pairs: Pair[], places: Places, plan: Omit<Plan, 'sizes'>, random: Random) => {
  const rate = plan.rate * warmupRate(L.t + 1, L.P.E_source[0].length, plan.warmup);
  return step(L, pairs, trainingLoss(places, plan, random), rate);
};

t.test('by hand', async (t) => {
  const process = observed(hand.points, hand.y, kernel, 0);
  close(t, process.inverse, hand.inverse, 12, '4/3 and −2/3');
  close(t, process.weights, hand.weights, 12, '0 and 2');
  close(t, process.logEvidence, hand.logEvidence, 12, 'ln p(y)');
  for (const { x, mean, variance } of hand.asked) {
    close(t, guess([x], process), { mean, deviation: Math.sqrt(variance) }, 12, `x = ${x}`);
  }
  const [left, middle, right] = hand.asked.map(({ x }) => expectedImprovement(1, guess([x], process)));
  close(t, right, hand.improvementRight, 12, 'deviation/√(2π)');
  t.ok(left > right && right > middle, 'left is better in mean, right as doubtful, the middle known to be worse');
  close(t, [below(0), density(0)], [1 / 2, 1 / Math.sqrt(2 * Math.PI)], 15);
  t.strictSame(
    [expectedImprovement(3, { mean: 1, deviation: 0 }), expectedImprovement(1, { mean: 3, deviation: 0 })],
    [2, 0],
    'without doubt',
  );

  let arms = freshArms(2);
  const found = hand.pulls.map((a, k) => (arms = pulled(arms, a, hand.rewards[k]))[a].mean);
  t.strictSame(found, hand.means, 'half the way, as it is the second pull');
  t.strictSame(
    arms,
    [
      { pulls: 2, mean: 6 },
      { pulls: 2, mean: 7 },
    ],
    'two pulls each',
  );
  t.strictSame(
    [greedyArm(arms), greedyArm([...arms, { pulls: 0, mean: 0 }])],
    [1, 2],
    'the better mean, but first what nobody knows',
  );
  t.equal(
    epsilonGreedy(arms, 1 / 5, () => 0.2),
    1,
    'u = ε is greedy',
  );
  const drawn = [0.19, 0.4];
  t.equal(
    epsilonGreedy(arms, 1 / 5, () => drawn.shift()!),
    0,
    'below ε any arm: ⌊0.4 · 2⌋',
  );
  t.strictSame(regret(hand.pulls, hand.truth), hand.regrets, '2 for each pull of arm 0');

  // The page's pencil questions: ½ at 1 is what 1 at 0 leads to expect; 6 moves a third of the way to 3.
  const expected = observed(hand.points, [1, 1 / 2], kernel, 0);
  close(t, [...expected.weights, guess([-1], expected).mean], [1, 0, 1 / 2], 12, 'nothing new at 1');
  const paid = [4, 8, 3].reduce((arms, reward) => pulled(arms, 0, reward), freshArms(1));
  t.strictSame(paid, [{ pulls: 3, mean: 5 }], '4, 8 and 3');
  // One step more of φ at z = 0: a guess lower by 1/100 promises about 1/200 more.
  close(t, expectedImprovementBackward(1, { mean: 1, deviation: 0.8 }).mean, -1 / 2, 14, '− Φ(0)');

  t.equal(gridSize(TRANSLATOR), 3 * 4 * 3 * 5 * 4, 'the grid');
  const [h, d_model, N, rate, warmup] = TRANSLATOR.map(({ answers }) => answers);
  for (const list of [h, d_model, rate, LENGTHS])
    t.strictSame(list.slice(1), list.map((x) => 2 * x).slice(0, -1), 'each answer is twice the one before');
  t.strictSame([h[0], d_model[0], rate[0], LENGTHS[0]], [1, 8, 1 / 4, 1 / 4], 'from there on');
  t.strictSame(N, [1, 2, 3]);
  t.strictSame(
    [warmup[0], ...warmup.slice(2)],
    [30, 10 * 30, 10 * warmup[1]],
    'two answers further, ten times as many',
  );
  // prettier-ignore
  t.strictSame(everyChoice(hand.square), [[0, 0], [0, 1], [1, 0], [1, 1]], 'as digits count');
  const ours = { h: 4, d_model: 32, N: 1, rate: 1, warmup: 300 };
  t.strictSame(choiceOf(ours, TRANSLATOR), [2, 2, 0, 2, 2], 'places from 0');
  t.strictSame(pointOf([2, 2, 0, 2, 2], TRANSLATOR), [1, 2 / 3, 0, 1 / 2, 2 / 3], 'place / (answers − 1)');
  t.strictSame(pointOf([0], [{ name: 'one', answers: [5] }]), [0], 'one answer');
  t.strictSame(
    armsOf(hand.trials, hand.square).map((arms) => arms.map(({ mean }) => mean)),
    hand.armMeans,
    'means of −loss',
  );
  const wider = [hand.square[0], { name: 'b', answers: [10, 20, 30] }];
  t.equal(armsOf(hand.trials, wider)[1][2].mean, -3, 'an answer nobody gave is worth the best trial');
  t.strictSame(standardised([1, 1, 5, 5]), [-1, -1, 1, 1], 'mean 3, deviation 2');
  t.strictSame(standardised([3, 3]), [0, 0], 'nothing differs');
  t.strictSame(bestSoFar(hand.trials), [5, 3, 3], 'never rises');
  t.strictSame(bestTrial(hand.trials), { choice: [0, 1], loss: 3 });
  for (const [name, search] of searches)
    t.strictSame(
      search(hand.trials, hand.square, () => 0.5),
      [1, 1],
      `${name}: the one that is left`,
    );

  const { transformer, gru, window: windowed } = hand.multiplications;
  t.equal(ofTransformer({ d_model: 2, h: 1, d_ff: 4, N: 1 }, hand.text), transformer);
  t.equal(ofGru(2, hand.text), gru);
  t.equal(ofWindow(3, 2, 4, hand.text), windowed);
  t.equal(stepsFor(3 * 16 * 154 * 7 + 1, 154, 16), 7, 'what is left over pays for no step');
  t.equal(stepsFor(3 * 16 * 154, 154, 16), 1, 'one step is a budget');
  t.strictSame(window([4], [1, 4], hand.P, { L: 2, w: 1 }).fed.Y, hand.scores, 'a window of three places');
  // Only the first score of the first row matters: word 4, PAD and BOS hear 1, 5 and −2.
  // prettier-ignore
  const { dP } = windowBackward([[1, 0, 0], [0, 0, 0]], window([4], [1, 4], hand.P, { L: 2, w: 1 }));
  t.strictSame(
    [dP.E_source, dP.E_target].map((dE) => dE.flat()),
    hand.dE,
    'a word hears where it stood',
  );
});

t.test('by formula', async (t) => {
  // The same in matrices, with three points of two numbers and noise.
  const X = normalMatrix(random, 3, 2);
  const [y, noise, lengths] = [[0.3, -1.2, 0.7], 0.1, [0.5, 2]];
  const process = observed(X, y, squaredExponential(lengths), noise);
  const k = (a: number[], b: number[]): number =>
    math.evaluate('exp(-sum(((a - b) ./ l) .^ 2) / 2)', { a, b, l: lengths });
  const K = X.map((a) => X.map((b) => k(a, b)));
  const x = [0.2, -0.4];
  const scope = { K, y: math.matrix(y), k: math.matrix(X.map((a) => k(x, a))), noise };
  const mean = math.evaluate('dot(k, lusolve(K + noise * identity(3), y))', scope);
  const variance = math.evaluate('1 - k * inv(K + noise * identity(3)) * k', scope);
  close(t, guess(x, process), { mean, deviation: Math.sqrt(variance) }, 12, 'eq. 2.25 and 2.26');
  const evidence = math.evaluate(
    '-y * inv(K + noise * identity(3)) * y / 2 - log(det(K + noise * identity(3))) / 2 - 3 / 2 * log(2 pi)',
    scope,
  );
  close(t, process.logEvidence, evidence, 12, 'eq. 2.30');

  for (const z of [-12, -9, -5.5, -2, -0.3, 0, 0.01, 1, 3, 8.9, 9.1]) {
    const Phi = math.evaluate('(1 + erf(z / sqrt(2))) / 2', { z });
    t.ok(Math.abs(below(z) - Phi) < 5e-16, `Φ(${z}) by the error function`);
  }

  // EI as what it is: ∫ (best − f) N(f) df below the best, by Simpson's rule.
  for (const [best, mean, deviation] of [
    [0, 1, 0.5],
    [0, -1, 0.5],
    [1, 1, 2],
    [-3, 0, 1],
  ]) {
    const n = 20_000;
    const from = Math.min(best, mean) - 12 * deviation;
    const h = (best - from) / n;
    const f = (v: number) => (best - v) * Math.exp(-(((v - mean) / deviation) ** 2) / 2);
    let sum = f(from) + f(best);
    for (let i = 1; i < n; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
    const integral = (sum * h) / 3 / (deviation * Math.sqrt(2 * Math.PI));
    close(
      t,
      expectedImprovement(best, { mean, deviation }),
      integral,
      10,
      `EI as an integral: ${best}, ${mean}, ${deviation}`,
    );
  }

  // One list of products of matrices, rows × inner × columns.
  const [d_model, h, d_ff, N, m, n, V] = [6, 3, 5, 2, 4, 3, 10];
  // prettier-ignore
  const products = [
    // prettier-ignore
    [m, d_model, d_model, 4], [m, d_model / h, m, h], [m, m, d_model / h, h], [m, d_model, d_ff, 1], [m, d_ff, d_model, 1],
    // prettier-ignore
    [n, d_model, d_model, 4], [n, d_model / h, n, h], [n, n, d_model / h, h],
    // prettier-ignore
    [n, d_model, d_model, 2], [m, d_model, d_model, 2], [n, d_model / h, m, h], [n, m, d_model / h, h],
    // prettier-ignore
    [n, d_model, d_ff, 1], [n, d_ff, d_model, 1],
  ];
  const total = N * math.sum(products.map((factors) => math.prod(factors))) + n * d_model * V;
  t.equal(ofTransformer({ d_model, h, d_ff, N }, { m, n, V }), total, 'product by product');

  const rewards = Array.from({ length: 7 }, () => 10 * random());
  const arms = rewards.reduce((arms, reward) => pulled(arms, 1, reward), freshArms(2));
  close(t, arms[1].mean, math.mean(rewards), 12, 'the mean, kept step by step');

  // A window in matrices: embeddings laid end to end.
  const P = model();
  const D = dropout(random, 3, (places.L + places.w) * d, 0.3);
  const row = (ids: [Matrix, number][]) => ids.flatMap(([E, id]) => E[id].map((e) => e * Math.SQRT2));
  const [S, T] = [P.E_source, P.E_target];
  const said = [
    [0, 1],
    [1, 5],
    [5, 4],
  ];
  const one = math.ones(3, 1);
  const relu = (A: math.Matrix) => math.map(A, (x) => Math.max(0, x));
  for (const placed of [
    [4, 6, 0],
    [4, 6, 5],
  ]) {
    const sentence = placed.map((id): [Matrix, number] => [S, id]);
    const X = math.matrix(said.map((words) => row([...sentence, ...words.map((id): [Matrix, number] => [T, id])])));
    const formula = 'relu((X .* D) * W_1 + one * [b_1]) * W_2 + one * [b_2]';
    const scores = math.evaluate(formula, { ...P.layer, X, D, one, relu });
    const source = placed.filter((id) => id !== 0);
    close(t, window(source, [1, 5, 4], P, places, D).fed.Y, scores.toArray(), 12, `end to end, ${source.length} words`);
  }
});

t.test('by property', async (t) => {
  // One draw in five decides for any choice, and a second one which.
  const tried = [0, 1, 2, 3].map((a) => ({ choice: [a, a, 0], loss: 2 + a }));
  const draws = (u: number) => {
    let times = 0;
    greedySearch(tried, valley, () => (times++, u));
    return times;
  };
  t.strictSame([0, 0.19, 1 / 5, 0.99].map(draws), [2, 2, 1, 1], 'ε');
  const fresh = windowParams(seeded('fresh'), 300, 200, { L: 2, w: 1 }, 16, 3);
  deviates(t, 'E_source', fresh.E_source, 1 / 4);
  deviates(t, 'E_target', fresh.E_target, 1 / 4);

  const number = fc.double({ min: -5, max: 5, noNaN: true });
  const doubt = fc.double({ min: 1e-3, max: 5, noNaN: true });
  fc.assert(
    fc.property(number, number, doubt, doubt, (best, mean, s, more) => {
      const EI = expectedImprovement(best, { mean, deviation: s });
      const wider = expectedImprovement(best, { mean, deviation: s + more });
      return EI >= Math.max(0, best - mean) - 1e-12 && wider >= EI - 1e-12;
    }),
    { seed: 19 },
  );
  t.pass('never below 0 nor below best − mean, and more with more doubt');
  t.ok(expectedImprovement(0, { mean: 40, deviation: 1 }) >= 0, 'not even by rounding');

  const some = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(some, fc.integer({ min: -30, max: 30 }), (list, x) => {
      const [points, y] = [list.map((v) => [v / 4]), list.map((v) => Math.sin(v))];
      const k = squaredExponential([0.3]);
      const [all, fewer] = [observed(points, y, k, 1e-6), observed(points.slice(1), y.slice(1), k, 1e-6)];
      const here = guess([x / 4], all);
      const seen = points.every(
        (point, i) => Math.abs(guess(point, all).mean - y[i]) < 1e-3 && guess(point, all).deviation < 2e-3,
      );
      return seen && here.deviation <= guess([x / 4], fewer).deviation + 1e-9 && here.deviation <= 1;
    }),
    { seed: 19 },
  );
  t.pass('what was seen is known, and a trial more never adds doubt');
  const far = guess([100], observed(hand.points, hand.y, kernel, 0));
  t.strictSame(far, { mean: 0, deviation: 1 }, 'far from all: no opinion, whole doubt');
  // A question that was always answered alike: any length explains as much, and the first, 1, is kept.
  // prettier-ignore
  t.equal(fitted([[0, 1 / 2], [1 / 4, 1 / 2], [1, 1 / 2]], [1, 0, -1], 0.01).lengths[1], 1);
  t.strictSame(fitted([[1 / 3]], [2], 0.01).lengths, [1], 'one point alone');
  // The answer to c changes nothing: its length becomes the longest, and the other two stay shorter.
  const { lengths, logEvidence } = fitted(
    everyChoice(valley).map((c) => pointOf(c, valley)),
    standardised(everyChoice(valley).map(valleyLoss)),
    0.01,
  );
  t.ok(lengths[2] === 4 && lengths[0] < 4 && lengths[1] < 4, `lengths ${lengths}`);
  const plain = observed(
    everyChoice(valley).map((c) => pointOf(c, valley)),
    standardised(everyChoice(valley).map(valleyLoss)),
    squaredExponential([1, 1, 1]),
    0.01,
  );
  t.ok(logEvidence > plain.logEvidence, 'and the values are explained better');
  // What was seen once, with noise of variance 1/100, leaves less doubt than that: 1 − 1/(1 + 1/100).
  const known = processOf(hand.trials, hand.square);
  t.ok(
    known.points.every((point) => guess(point, known).deviation ** 2 <= 1 / 101 + 1e-12),
    'seen, but for the noise',
  );
  const twice = hand.trials.map((trial) => ({ ...trial, loss: 2 * trial.loss }));
  close(
    t,
    processOf(twice, hand.square).y,
    processOf(hand.trials, hand.square).y,
    12,
    'logarithms: a factor changes nothing',
  );

  for (const [name, search] of searches) {
    const trials = run(search, 12);
    t.equal(new Set(trials.map(({ choice }) => choice.join())).size, 12, `${name}: no choice twice`);
    const stopped = JSON.parse(JSON.stringify(trials.slice(0, 7))) as Trial[];
    t.strictSame(search(stopped, valley, at(7)), trials[7].choice, `${name}: goes on from its trials alone`);
    const all = run(search, gridSize(hand.square), hand.square);
    t.equal(bestTrial(run(search, gridSize(valley))).loss, 1, `${name}: the whole grid holds its least`);
    t.equal(new Set(all.map(({ choice }) => choice.join())).size, 4, `${name}: and try all there is`);
    const batch = proposals(search, trials, valley, 3, at);
    t.strictSame(batch[0], search(trials, valley, at(12)), `${name}: the first of three is the one`);
    t.equal(new Set(batch.map(String)).size, 3, `${name}: three at once differ`);
    t.equal(proposals(search, [], valley, 2, at).length, 2, `${name}: also at the beginning`);
  }
  // The lie is the mean of all losses so far, of one as well.
  const told: number[][] = [];
  const listening: Search = (trials, space, random) => {
    told.push(trials.map(({ loss }) => loss));
    return randomSearch(trials, space, random);
  };
  proposals(listening, [{ choice: [0, 0, 0], loss: 6 }], valley, 2, at);
  t.strictSame(told, [[6], [6, 6]], 'after one trial');
  // The Bayesian's choice promises to lie lower below the least so far than any other that was not tried.
  const bayesian = run(bayesianSearch, 12);
  for (let k = FIRST; k < 12; k++) {
    const process = processOf(bayesian.slice(0, k), valley);
    const least = Math.min(...process.y);
    const promise = (choice: Choice) => expectedImprovement(least, guess(pointOf(choice, valley), process));
    const tried = new Set(bayesian.slice(0, k).map(({ choice }) => choice.join()));
    const others = everyChoice(valley).filter((choice) => !tried.has(choice.join()));
    t.equal(promise(bayesian[k].choice), Math.max(...others.map(promise)), `trial ${k + 1} is the most promising`);
  }
  // A mean over 40 seeds, 12 trials of 40 choices: learning helps where there is something to learn.
  const found = (search: Search) => {
    let sum = 0;
    for (let s = 0; s < 40; s++) {
      const trials: Trial[] = [];
      for (let k = 0; k < 12; k++) {
        const choice = search(trials, valley, seeded(`${s} ${k}`));
        trials.push({ choice, loss: valleyLoss(choice) });
      }
      sum += bestTrial(trials).loss / 40;
    }
    return sum;
  };
  const [byChance, byProcess, byBandit] = searches.map(([, search]) => found(search));
  t.ok(byProcess < byChance && byBandit < byChance, `${byProcess} and ${byBandit}, by chance ${byChance}`);
  const first = searches.map(([, search]) => run(search, FIRST).map(({ choice }) => choice));
  t.strictSame([first[1], first[2]], [first[0], first[0]], 'all begin with the same trials');

  // Where nothing but noise is expected of a loss, the place it was seen at counts for little.
  const careful = processOf(hand.trials, hand.square, 1);
  t.ok(guess(pointOf([0, 1], hand.square), careful).deviation > 0.6, 'half of what is seen is noise');
  const [sure, unsure] = [bayesianSearchAt(1e-3), bayesianSearchAt(1)].map((search) => run(search, 20));
  t.strictNotSame(sure, unsure, 'what a search reckons with decides where it goes');
  t.strictSame(run(bayesianSearchAt(0.01), 12), run(bayesianSearch, 12), 'usual is a hundredth');

  const arms = [
    { pulls: 1, mean: 0 },
    { pulls: 1, mean: 1 },
    { pulls: 1, mean: 0 },
    { pulls: 1, mean: 0 },
  ];
  let greedy = 0;
  for (let k = 0; k < 20_000; k++) greedy += epsilonGreedy(arms, 0.2, random) === 1 ? 1 : 0;
  // 1 − ε + ε/4, within 4 deviations.
  t.ok(Math.abs(greedy / 20_000 - 0.85) < 4 * Math.sqrt((0.85 * 0.15) / 20_000), `${greedy} of 20000`);
  const list = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(list, (pulls) => {
      const sums = regret(pulls, [1, 4, 2, 4]);
      return sums.every((sum, k) => sum >= (k === 0 ? 0 : sums[k - 1]) && sum <= 3 * (k + 1));
    }),
    { seed: 19 },
  );
  t.strictSame(regret([1, 3, 1], [1, 4, 2, 4]), [0, 0, 0], 'nobody regrets the best');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 719 }), (k) => {
      const choice = choiceNumber(k, TRANSLATOR);
      const inCube = pointOf(choice, TRANSLATOR).every((x) => x >= 0 && x <= 1);
      return inCube && choiceOf(answersOf(choice, TRANSLATOR), TRANSLATOR).join() === choice.join();
    }),
    { seed: 19 },
  );
  t.equal(new Set(everyChoice(TRANSLATOR).map(String)).size, 720, 'the grid holds each choice once');

  const P = model();
  const scores = (source: number[], read: number[]) => window(source, read, P, places).fed.Y;
  const S = scores([4, 6], [1, 5, 4, 3]);
  t.strictSame(
    scores([4, 6], [1, 2, 4, 3])[3],
    S[3],
    'a word further back than the window is forgotten, to the last bit',
  );
  t.strictNotSame(scores([4, 6], [1, 5, 2, 3])[3], S[3], 'one within it is not');
  t.strictNotSame(scores([6, 4], [1, 5, 4, 3]), S, 'the order of the sentence matters');
  t.strictSame(scores([4, 6], [1, 5]), S.slice(0, 2), 'later words change nothing');
  const start = structuredClone({ P, pairs: [pair] });
  const learned = stepBy(beginner(P), [pair], places, { ...plan, drop: 0 }, never);
  close(t, learned.loss * 4, lossOf(pair, P, places, 0.1).loss, 12, 'the mean over 3 words and EOS');
  t.strictSame({ P, pairs: [pair] }, start, 'what was given is as it was');
  const dropping = stepBy(beginner(P), [pair], places, plan, seeded('drop')).loss * 4;
  const D = dropout(seeded('drop'), 4, 5 * d, plan.drop);
  close(t, dropping, lossOf(pair, P, places, 0.1, D).loss, 12, 'the factors reach the model');
  const farthest = Math.max(...P.layer.b_2.map((b, c) => Math.abs(b - learned.learner.P.layer.b_2[c])));
  close(t, farthest, (1 / 2) * d ** -0.5 * 4 ** -1.5, 6, 'the first step: half the paper’s rate for d = 2');
});

t.test('by nudging', async (t) => {
  const P = model();
  const D = dropout(random, 4, 5 * d, 0.3);
  for (const given of [undefined, D]) {
    const dS = normalMatrix(random, 4, V_target);
    const result = () => window(pair.source, [1, ...pair.target], P, places, given).fed.Y;
    const { dP } = windowBackward(dS, window(pair.source, [1, ...pair.target], P, places, given));
    const name = given ? 'with dropout factors' : 'nothing dropped';
    nudged(t, `E_source, ${name}`, dP.E_source, P.E_source, result, dS);
    nudged(t, `E_target, ${name}`, dP.E_target, P.E_target, result, dS);
    nudged(t, `layer, ${name}`, dP.layer, P.layer, result, dS);
    const found = lossOf(pair, P, places, 0.1, given).dP;
    nudged(t, `loss, ${name}`, found, P, () => [[lossOf(pair, P, places, 0.1, given).loss]], [[1]]);
  }
  const quiet = { ...plan, drop: 0 };
  const pairs = [pair, { source: [5], target: [] }];
  const found = mapRows(
    (row) => row.map((x) => x / (1 - 0.9)),
    stepBy(beginner(P), pairs, places, quiet, never).learner.m,
  );
  const wanted = numericGradient(() => stepBy(beginner(P), pairs, places, quiet, never).loss, P);
  t.ok(relativeError(found, wanted) < 1e-7, 'a step follows the gradient of its own loss');
  for (const [mean, deviation] of [
    [1, 0.7],
    [-2, 1.5],
    [0.1, 3],
  ]) {
    const at = [mean, deviation];
    const { mean: dMean, deviation: dDeviation } = expectedImprovementBackward(0.4, { mean, deviation });
    nudged(
      t,
      `EI at ${mean} ± ${deviation}`,
      [dMean, dDeviation],
      at,
      () => [[expectedImprovement(0.4, { mean: at[0], deviation: at[1] })]],
      [[1]],
    );
  }
});

t.test('refuses', async (t) => {
  refuses(
    t,
    () => observed([], [], kernel, 0),
    new RangeError('a process needs points, each with a value, got 0 and 0'),
  );
  refuses(
    t,
    () => observed([[0]], [1, 2], kernel, 0),
    new RangeError('a process needs points, each with a value, got 1 and 2'),
  );
  refuses(t, () => fitted([], [], 0), new RangeError('a process needs points, each with a value, got 0 and 0'));
  for (const deviation of [-1, NaN])
    refuses(
      t,
      () => expectedImprovement(0, { mean: 0, deviation }),
      new RangeError(`a deviation must be at least 0, got ${deviation}`),
    );
  for (const epsilon of [-0.1, 1.1, NaN])
    refuses(
      t,
      () => epsilonGreedy(freshArms(2), epsilon, never),
      new RangeError(`ε must be a probability, from 0 to 1, got ${epsilon}`),
    );
  for (const k of [-1, 4, 0.5])
    refuses(
      t,
      () => choiceNumber(k, hand.square),
      new RangeError(`a choice's number must be a whole number from 0 to 3, got ${k}`),
    );
  refuses(t, () => choiceOf({ a: 1, b: 15 }, hand.square), new RangeError('b must be one of 10, 20, got 15'));
  const [{ name, answers }] = hand.square;
  refuses(
    t,
    () => choiceOf({ a: 99, b: 10 }, hand.square),
    new RangeError(`${name} must be one of ${answers.join(', ')}, got 99`),
  );
  refuses(t, () => pointOf([0], hand.square), new RangeError('each question needs an answer, got 1 for 2'));
  refuses(t, () => answersOf([0, 2], hand.square), new RangeError('b has answers 0 to 1, got 2'));
  const all = everyChoice(hand.square).map((choice) => ({ choice, loss: 1 }));
  for (const [, search] of searches)
    refuses(t, () => search(all, hand.square, random), new RangeError('all 4 choices were tried'));
  refuses(t, () => bestTrial([]), new RangeError('the best of the trials needs one, got 0'));
  refuses(t, () => stepsFor(100, 154, 16), new RangeError('a budget must pay for a step of 7392, got 100'));
  const P = model();
  refuses(t, () => window([4, 5, 6, 4], [1], P, places), new RangeError('a window has 3 places for words, got 4'));
  refuses(t, () => window([7], [1], P, places), new RangeError('an id must be a whole number from 0 to 6, got 7'));
  refuses(
    t,
    () => stepBy(beginner(P), [], places, plan, never),
    new RangeError('a step needs at least one item, got 0'),
  );
});
