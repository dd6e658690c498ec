import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { credit, labels, salary } from '../../chapters/01-vectors/by-hand.ts';
import { dot, norm } from '../../chapters/01-vectors/vectors.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import * as hand from '../../chapters/18-gan/by-hand.ts';
import { accuracy, fitted, logisticLoss, type Plane } from '../../chapters/18-gan/classifier.ts';
import { bank, customer, LARGEST, rule, whole, type Cases } from '../../chapters/18-gan/customers.ts';
import {
  apart,
  energyDistance,
  meanApart,
  meanNearest,
  scaled,
  scaleOf,
  strangersApart,
  unscaled,
  worth,
} from '../../chapters/18-gan/distance.ts';
import {
  beside,
  discriminate,
  forge,
  foundMade,
  foundReal,
  ganParams,
  generate,
  judge,
  saturating,
} from '../../chapters/18-gan/gan.ts';
import { independent, resampled } from '../../chapters/18-gan/rivals.ts';
import { drawn, players, round, shaken, type GanPlan } from '../../chapters/18-gan/training.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { mapRows } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('gan');
const sizes = { noise: 2, label: 1, features: 3, hidden: 5 };
const gan = () => unsettled(random, ganParams(random, sizes));
const noLabel = (X: Matrix): Matrix => X.map(() => []);
const oneHot = (list: number[]) => list.map((k) => [0, 1, 2].map((c) => (c === k ? 1 : 0)));
const kinds = { real: oneHot(hand.kinds.real), made: oneHot(hand.kinds.made) };
const scoreList = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 6 });
const cases: Cases = bank(seeded('cases'), 300);

/** Two draws of which `normal` makes z: √(−2 ln e^(−z²/2)) · ±1. */
const luck = (z: number): [number, number] => [1 - Math.exp((-z * z) / 2), z < 0 ? 1 / 2 : 0];

/** A tree of the same form, all 0. */
const nothing = <T extends object>(tree: T): T => mapRows((row) => row.map(() => 0), tree);

t.test('by hand', async (t) => {
  close(t, foundReal(hand.scores).ds, hand.slopes, 15, 'found out, it learns most');
  close(t, saturating(hand.scores).ds, hand.slopes_saturating, 15, 'found out, it learns least');
  close(t, foundMade(hand.scores).ds, hand.sure, 15, 'D');
  close(
    t,
    hand.scores.map((s) => foundReal([s]).loss),
    hand.losses,
    14,
    '− ln D of each',
  );
  close(t, foundReal(hand.scores).loss, Math.log(512 / 3), 14, 'ln 512/3 together');
  // A customer of average luck: a normal number whose first draw is 0 is 0. Forty-two years and a half old, 24.5 of
  // them since eighteen, an eighth of these (¼ to the 3/2) in one job: 3.06. Salary 0.6 + 1.35 + 1.225 = 3.175, so a
  // home is owned with probability σ(0.21 + 0.2) = 0.60; 0.5 is drawn. 2.19 cards, 1.225 times late, 2.14 + 3 years
  // with the bank, to the nearest whole numbers.
  const draws = (...list: number[]) => {
    const left = [...list];
    return () => left.shift() ?? 0;
  };
  const average = customer(draws(0.5, 0, 0, 0.25, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5));
  t.strictSame(average, [4, 3, 2, 1, 1, 2, 1, 5, 3], 'a customer');
  const noHome = customer(draws(0.5, 0, 0, 0.25, 0, 0, 0, 0, 0.7));
  t.equal(noHome[4], 0, 'and with 0.7 drawn no home is owned');
  // 2 − 2 · 2 − 4 · 1 + 4 · 3 − 3 = 3 points for the average customer; noise of 2 · 1.6 down makes them −0.2.
  const decided = (z: number) => bank(draws(0.5, 0, 0, 0.25, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5, ...luck(z)), 1).y[0];
  t.strictSame([-1.6, -1.4, 0, 1.6].map(decided), [-1, 1, 1, 1], 'a decision, and bad luck');
  close(t, saturating(hand.scores).loss, Math.log((15 / 16) * (3 / 4) * (1 / 2) * (1 / 4)), 14, 'ln(1 − D)');

  const { real, made } = kinds;
  const scores = discriminate(oneHot([0, 1, 2]), noLabel(real).slice(0, 3), hand.best_D).Y;
  close(
    t,
    scores.map(([s]) => 1 / (1 + Math.exp(-s))),
    hand.best,
    15,
    'p / (p + q)',
  );
  const best = judge(real, noLabel(real), made, noLabel(made), hand.best_D);
  close(t, best.loss, hand.best_loss, 14, '2 ln 27/2');
  close(t, best.dD, nothing(best.dD), 15, 'no number of D wants to move');
  // prettier-ignore
  const alike = judge(real, noLabel(real), real, noLabel(real), { ...hand.best_D, W_2: [[0], [0], [0]] });
  close(t, alike.loss, 8 * Math.log(2), 14, 'real and made alike: ln 2 for each of eight');
  close(t, alike.dD, nothing(alike.dD), 15, 'and nothing to find');

  const Y = noLabel(hand.Z);
  t.strictSame(generate(hand.Z, Y, hand.G).Y, hand.made, '|z|');
  // A real customer of ln 3 with a label of 5, a generator that makes 0 of all, and a discriminator that says what the
  // customer says: D is 3/4 and 1/2, whatever the batch.
  const mute = { W_1: [[0], [0]], b_1: [0], W_2: [[0]], b_2: [0] };
  const plain = players({ G: mute, D: { ...mute, W_1: [[1], [0]], W_2: [[1]] } });
  const plan: GanPlan = { noise: 1, batch: 3, d_steps: 1, g_steps: 1, rate: 0, blur: [0] };
  const { loss_D, loss_G } = round(plain, [[Math.log(3)]], [[5]], plan, random);
  close(t, [loss_D, loss_G], [Math.log(4 / 3) + Math.log(2), Math.log(2)], 14, 'a round, nats a customer');
  // prettier-ignore
  t.strictSame(shaken(() => 3 / 4, [[1, 2]], [1 / 2, 2]), [[5 / 4, 3]], 'half of the blur upwards');
  const forged = forge(hand.Z, Y, hand, foundReal);
  close(t, forged.dX, hand.dX, 15, '¼, ½ and ¾ of ln 3');
  close(t, forged.dG.W_2, hand.dW_2, 13, '5/2 ln 3 and ln 3');
  close(t, forged.loss, Math.log((4 / 3) * 2 * 4), 14, '3/4, 1/2, 1/4 real');
  close(t, forge(hand.Z, Y, hand, saturating).dX, [...hand.dX].reverse(), 15, 'saturating: the other way round');

  t.equal(meanApart(...hand.crowds), 3);
  close(t, energyDistance(...hand.crowds), hand.distance, 15, '√(6 − 1 − 1)');
  t.equal(meanNearest(...hand.crowds), 2, '0 is 3 from 3, and 2 is 1 from it');
  // prettier-ignore
  t.strictSame(scaleOf([[1, 4], [5, 4]]), { mean: [3, 4], deviation: [2, 1] }, 'what never varies keeps its unit');
  t.strictSame(scaled([[7, 4]], { mean: [3, 4], deviation: [2, 1] }), [[2, 0]]);

  // A coin that shows 0 or 2: every crowd of two, held against every one: the mean of d² is A (1/2 + 1/2) = 1.
  const coins = [0, 2].flatMap((x) => [0, 2].map((y): Matrix => [[x], [y]]));
  const squares = coins.flatMap((X) => coins.map((Y) => energyDistance(X, Y) ** 2));
  close(t, squares.reduce((sum, square) => sum + square, 0) / 16, hand.coin.two, 14, 'two of a coin against two');
  const one = [0, 2].flatMap((x) => coins.map((Y) => energyDistance([[x]], Y) ** 2));
  close(t, one.reduce((sum, square) => sum + square, 0) / 8, hand.coin.one, 14, 'one against two: 1 (1/1 + 1/2)');
  close(t, [worth(hand.coin.two, 1, 2), worth(hand.coin.one, 1, 2)], [2, 1], 14, 'and back');
  // The page's pencil questions: 1, 1 and 4 real, 1, 3 made; 4 / (9/100 − 4/100).
  // prettier-ignore
  const [D_real, D_made] = [[[1, 0], [1, 0], [0, 1], [0, 1]], [[1, 0], [0, 1], [0, 1], [0, 1]]];
  const two = {
    ...hand.best_D,
    W_1: [
      [1, 0],
      [0, 1],
    ],
    b_1: [0, 0],
    W_2: [[Math.log(2)], [Math.log(2 / 3)]],
  };
  const { dD } = judge(D_real, noLabel(D_real), D_made, noLabel(D_made), two);
  close(t, [dD.W_2, [dD.b_2]], [[[0], [0]], [[0]]], 14, '2/3 and 2/5 are the best that D can say');
  close(t, worth(9 / 100, 4, 100), 80, 12, 'worth 80');
  t.equal(worth(1 / 4, 1, 4), Infinity, 'no farther than chance has it');
  t.equal(strangersApart([[0], [2], [2]]), 4 / 3, 'of three pairs two are 2 apart, one 0');

  const found = logisticLoss(hand.cases.X, hand.cases.y, hand.plane, 0);
  close(t, found, { loss: hand.plane_loss, dP: hand.dPlane }, 14, 'logistic regression');
  const ridged = logisticLoss(hand.cases.X, hand.cases.y, hand.plane, 1 / 3);
  close(t, ridged.loss - found.loss, Math.log(3) ** 2 / 2, 14, 'the ridge');
  close(t, ridged.dP.w[0] - found.dP.w[0], Math.log(3), 14, 'and its slope');
  t.equal(accuracy(hand.cases.X, hand.cases.y, hand.plane), 1 / 3, 'on the plane is not on its own side');
  t.equal(accuracy([[0]], [1], hand.plane), 0, 'whichever side that is');
  // 2x − 1 of ¾ and ¼ is ½ and −½: the first is on its own side, if only just.
  t.equal(accuracy([[3 / 4], [1 / 4]], [1, 1], { w: [2], b: [-1] }), 1 / 2, 'near the plane');

  const nine = credit.map((x, i) => [...x, salary[i]]);
  t.strictSame(
    nine.map((x) => Math.sign(dot(rule.w, x) + rule.b)),
    labels,
    'the rule agrees with chapter 1',
  );
  const most = [7, 30, 3, 4, 1, 5, 5, 30, 8];
  // prettier-ignore
  t.strictSame(whole([most.map((x) => x + 1), most.map(() => -1)]), [most, most.map(() => 0)], 'from nothing to the most');
  t.strictSame(whole([[2.5, -1, 3.4, 99, 0.49, 2, 2, 2, 2]]), [[3, 0, 3, 4, 0, 2, 2, 2, 2]]);
  // prettier-ignore
  t.strictSame(beside([[1], [2]], [[3, 4], [5, 6]]), [[1, 3, 4], [2, 5, 6]]);
});

t.test('by formula', async (t) => {
  const s = [-3, -0.2, 0.7, 4];
  const D = '1 / (1 + exp(-s))';
  for (const [name, lossOf, formula] of [
    ['foundReal', foundReal, `-log(${D})`],
    ['foundMade', foundMade, `-log(1 - ${D})`],
    ['saturating', saturating, `log(1 - ${D})`],
  ] as const) {
    const values = s.map((s) => math.evaluate(formula, { s }) as number);
    close(t, lossOf(s).loss, math.sum(values) as number, 12, name);
    const slope = math.derivative(formula, 's');
    close(
      t,
      lossOf(s).ds,
      s.map((s) => slope.evaluate({ s })),
      12,
      `${name}: slopes`,
    );
  }
  // Proposition 1 and theorem 1: p ln D + q ln(1 − D) is highest at p/(p + q), where it is − ln 4 + 2 JSD.
  // prettier-ignore
  const [p, q] = [[1 / 2, 1 / 4, 1 / 4], [1 / 4, 1 / 4, 1 / 2]];
  const slope = math.derivative('p * log(D) + q * log(1 - D)', 'D');
  close(
    t,
    hand.best.map((D, k) => slope.evaluate({ D, p: p[k], q: q[k] })),
    [0, 0, 0],
    14,
    'D*',
  );
  const kl = (a: number, b: number) => math.evaluate('a * log(2a / (a + b))', { a, b }) as number;
  const jsd = p.reduce((sum, p_k, k) => sum + (kl(p_k, q[k]) + kl(q[k], p_k)) / 2, 0);
  close(t, hand.best_loss, 4 * (Math.log(4) - 2 * jsd), 13, 'theorem 1, for four real and four made');

  const P = gan();
  const [Z, Y] = [normalMatrix(random, 4, 2), normalMatrix(random, 4, 1)];
  // prettier-ignore
  const made = math.evaluate('bend(concat(Z, Y) * W_1 + o * b_1) * W_2 + o * b_2', { Z, Y, W_1: P.G.W_1, W_2: P.G.W_2, b_1: [P.G.b_1], b_2: [P.G.b_2], o: [[1], [1], [1], [1]], bend: (A: Matrix) => math.map(A, (x: number) => Math.max(0, x)) }) as Matrix;
  close(t, generate(Z, Y, P.G).Y, made, 13, 'the generator in matrices');

  // On a line, d² is twice the area between the squares of two staircases: ∫ (F − G)² (Székely and Rizzo 2013, §2).
  const whole = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(whole, whole, (x, y) => {
      const below = (list: number[], at: number) => math.fraction(list.filter((v) => v <= at).length, list.length);
      let area = math.fraction(0);
      for (let at = -9; at < 9; at++) area = math.add(area, math.square(math.subtract(below(x, at), below(y, at))));
      const [X, Y] = [x, y].map((list) => list.map((v) => [v]));
      return Math.abs(energyDistance(X, Y) ** 2 - 2 * math.number(area)) < 1e-12;
    }),
    { seed: 18 },
  );
  t.pass('energy distance on a line, in fractions');

  // What a customer is made of: u are even chances, z normal ones.
  const makings = math.parse(`
    age = 2 + 4.5 u_1; education = 1.5 + 0.9 z_1; working = 10 * (age - 1.8); job = working * u_2 ^ 1.5;
    salary = 0.6 + 0.9 max(0, education) + 0.05 working + 0.7 z_2; dependants = (age >= 2.6) * (1.4 + 1.1 z_3);
    home = u_3 * (1 + exp(-1.2 (salary - 3) - 0.8 (age - 4))) < 1; cards = 0.6 + salary / 2 + 0.7 z_4;
    late = 1.2 + 0.6 (cards - 2) - (salary - 3) / 2 + 0.9 z_5; years = min(working, 0.7 job + 6 u_4)`);
  const names = ['age', 'job', 'education', 'dependants', 'home', 'cards', 'late', 'years', 'salary'];
  const most = [7, 30, 3, 4, 1, 5, 5, 30, 8];
  const chance = seeded('customers');
  for (let n = 0; n < 100; n++) {
    const [u_1, u_2, u_3, u_4] = [n % 5 === 0 ? chance() / 7 : chance(), chance(), chance(), chance()];
    const [z_1, z_2, z_3, z_4, z_5] = normalMatrix(chance, 1, 5)[0];
    const parent = u_1 < 0.6 / 4.5 ? [] : luck(z_3); // who is younger than 26 has nobody to look after
    const left = [u_1, luck(z_1), u_2, luck(z_2), parent, u_3, luck(z_4), luck(z_5), u_4].flat();
    const found = customer(() => left.shift()!);
    const values: Record<string, number> = { u_1, u_2, u_3, u_4, z_1, z_2, z_3, z_4, z_5 };
    makings.evaluate(values);
    const wanted = names.map((name, c) => Math.min(most[c], Math.max(0, Math.round(Number(values[name])))));
    t.strictSame(found, wanted, 'a customer, from what chance gave');
  }

  const X = normalMatrix(random, 5, 3);
  const { mean, deviation } = scaleOf(X);
  close(t, mean, math.mean(X, 0), 13, 'means');
  close(
    t,
    deviation,
    [0, 1, 2].map((c) =>
      math.std(
        X.map((x) => x[c]),
        'uncorrected',
      ),
    ),
    13,
    'deviations',
  );
  const y = [1, -1, -1, 1, -1];
  const plane = { w: [0.3, -1, 2], b: [0.5] };
  const losses = X.map(
    (x, i) =>
      math.evaluate('log(1 + exp(-y * (x * w + b)))', {
        x: math.matrix(x),
        y: y[i],
        w: math.matrix(plane.w),
        b: 0.5,
      }) as number,
  );
  const wanted = math.evaluate('sum(losses) + 5 * 0.1 * (w * w) / 2', { losses, w: math.matrix(plane.w) }) as number;
  close(t, logisticLoss(X, y, plane, 0.1).loss, wanted, 12, 'logistic regression with a ridge');
});

t.test('by property', async (t) => {
  fc.assert(
    fc.property(scoreList, (s) => {
      const [real, made, first] = [foundReal(s), foundMade(s), saturating(s)];
      const mirrored = foundMade(s.map((x) => -x));
      return (
        real.ds.every(
          (slope, i) => Math.abs(slope + first.ds[i] + 1) < 1e-12 && Math.abs(slope + mirrored.ds[i]) < 1e-12,
        ) &&
        Math.abs(real.loss - mirrored.loss) < 1e-9 &&
        made.loss === -first.loss
      );
    }),
    { seed: 18 },
  );
  t.pass('the slopes of the two losses of G sum to −1; real and made mirror each other');
  t.strictSame(
    [foundReal([-1000]).loss, foundMade([1000]).loss, foundReal([1000]).loss],
    [1000, 1000, 0],
    'no overflow',
  );

  const crowd = fc.integer({ min: 1, max: 5 }).chain((n) => matrices(n, 2));
  fc.assert(
    fc.property(crowd, crowd, crowd, fc.double({ min: 0.1, max: 9, noNaN: true }), (A, B, C, by) => {
      const [AB, BC, AC] = [energyDistance(A, B), energyDistance(B, C), energyDistance(A, C)];
      const grown = (X: Matrix) => X.map((x) => x.map((x_c) => by * x_c - 3));
      // d² may be off by rounding, its root by the root of that.
      return (
        AC <= AB + BC + 1e-6 &&
        Math.abs(AB - energyDistance(B, A)) < 1e-6 &&
        energyDistance(A, [...A, ...A]) < 1e-6 &&
        Math.abs(energyDistance(grown(A), grown(B)) - Math.sqrt(by) * AB) < 1e-6
      );
    }),
    { seed: 18 },
  );
  t.pass('a distance: symmetric, 0 to itself, no detour is shorter; it grows as the root of the scale');
  t.ok(energyDistance([[0]], [[1e-3]]) > 0.04, 'and not 0 between two');
  const scale = scaleOf(cases.X);
  close(t, unscaled(scaled(cases.X, scale), scale), cases.X, 12, 'there and back');
  close(
    t,
    scaleOf(scaled(cases.X, scale)),
    { mean: LARGEST.map(() => 0), deviation: LARGEST.map(() => 1) },
    12,
    'all features count alike',
  );

  t.strictSame(whole(cases.X), cases.X, 'customers are whole');
  t.strictSame(
    whole(
      shaken(
        random,
        cases.X,
        LARGEST.map(() => 1 / 2),
      ),
    ),
    cases.X,
    'rounding undoes a blur of ½',
  );
  t.ok(
    LARGEST.every((_, c) => new Set(cases.X.map((x) => x[c])).size > 1),
    'every feature varies',
  );
  const ruled = cases.X.filter((x, i) => cases.y[i] * (dot(rule.w, x) + rule.b) > 0).length / 300;
  t.ok(ruled > 0.85 && ruled < 0.98, `the bank keeps to its rule, not always: ${ruled}`);
  t.strictSame(bank(seeded('cases'), 300), cases, 'the same seed, the same bank');
  const tied = (X: Matrix, a: number, b: number): number => {
    const Z = scaled(X, scaleOf(X));
    return Z.reduce((sum, z) => sum + z[a] * z[b], 0) / Z.length;
  };
  const copies = resampled(random, cases, 600, 0);
  const known = new Set(cases.X.map((x, i) => [...x, cases.y[i]].join()));
  t.ok(
    copies.X.every((x, i) => known.has([...x, copies.y[i]].join())),
    'without noise: copies, label and all',
  );
  t.ok(new Set(copies.X.map(String)).size > 150, 'of many');
  const noisy = resampled(random, cases, 600, 1 / 2).X;
  t.ok(
    noisy.filter((x) => known.has([...x, 1].join()) || known.has([...x, -1].join())).length < 60,
    'with noise: hardly any',
  );
  t.strictSame(whole(noisy), noisy, 'still customers');
  const loose = independent(random, cases, 2000);
  const ties = [cases.X, noisy, loose.X].map((X) => tied(X, 1, 7)); // years in the job and with the bank
  t.ok(ties[0] > 0.9 && ties[1] > 0.6 && Math.abs(ties[2]) < 0.15, `how features hang together: ${ties}`);
  t.ok(
    Math.abs(loose.y.filter((y) => y === 1).length / 2000 - cases.y.filter((y) => y === 1).length / 300) < 0.06,
    'labels by themselves, too',
  );

  const [X, Y] = [scaled(cases.X, scale), cases.y.map((y) => [y])];
  const P = ganParams(seeded('begin'), { noise: 6, label: 1, features: 9, hidden: 4 });
  t.strictSame([P.G.W_1.length, P.G.W_2[0].length, P.D.W_1.length, P.D.W_2[0].length], [7, 9, 10, 1], 'widths');
  const picked = drawn(random, X, Y, 50);
  t.ok(
    picked.X.every((x, i) => X.some((other, k) => other === x && Y[k] === picked.Y[i])),
    'rows keep their labels',
  );
  const plan: GanPlan = { noise: 6, batch: 7, d_steps: 3, g_steps: 2, rate: 0.01, blur: LARGEST.map(() => 0) };
  const start = players(P);
  const before = structuredClone(start);
  const one = round(start, X, Y, plan, seeded('a'));
  t.strictSame(round(start, X, Y, plan, seeded('a')), one, 'the same seed, the same round');
  t.strictSame(start, before, 'what was given is as it was');
  t.strictSame([one.players.D.t, one.players.G.t], [3, 2], 'steps of each');
  const idle = round(start, X, Y, { ...plan, g_steps: 0 }, seeded('a')).players;
  t.equal(idle.G, start.G, 'D learns while G stands still');
  const neither = round(start, X, Y, { ...plan, d_steps: 0, g_steps: 0 }, seeded('a'));
  t.strictSame([neither.loss_D, neither.loss_G], [0, 0], 'who takes no step has no loss');
  t.strictNotSame(idle.D.P, start.D.P);

  const separated = fitted([[-2], [-1], [1], [3]], [-1, -1, 1, 1]);
  t.equal(accuracy([[-2], [-1], [1], [3]], [-1, -1, 1, 1], separated), 1, 'separated');
  t.equal(accuracy([[-2], [-1], [1], [3]], [1, 1, -1, -1], separated), 0);
  const planes = [0.01, 0.1, 1].map((ridge) => fitted(X, cases.y, ridge));
  t.ok(norm(planes[0].w) > norm(planes[1].w) && norm(planes[1].w) > norm(planes[2].w), 'a ridge keeps w small');
  for (const [k, ridge] of [0.01, 0.1, 1].entries()) {
    const rest = logisticLoss(X, cases.y, planes[k], ridge).dP;
    t.ok(norm([...rest.w, ...rest.b]) / 300 < 1e-8, `at rest with a ridge of ${ridge}`);
  }
  t.equal(apart([1, 5], [4, 1]), 5);
  // Where the slope hardly changes, each step of Adam is its rate: 0.1 (1 − t/400), from t = 0 to 399, is 40 − 19.95.
  const slow = fitted([[1e-4], [-1e-4]], [1, -1]);
  t.ok(Math.abs(slow.w[0] - 20.05) < 0.03, `400 steps, each a little smaller: ${slow.w}`);
  t.ok(Math.abs(slow.b[0]) < 1e-12, 'and none for what has no slope');
});

t.test('by nudging', async (t) => {
  const P = gan();
  const [X, Y] = [normalMatrix(random, 4, 3), normalMatrix(random, 4, 1)];
  const [X_made, Y_made] = [normalMatrix(random, 3, 3), normalMatrix(random, 3, 1)];
  const { dD } = judge(X, Y, X_made, Y_made, P.D);
  nudged(t, 'dD', dD, P.D, () => [[judge(X, Y, X_made, Y_made, P.D).loss]], [[1]]);
  const Z = normalMatrix(random, 4, 2);
  for (const lossOf of [foundReal, saturating]) {
    const { dG, dX } = forge(Z, Y, P, lossOf);
    nudged(t, `dG, ${lossOf.name}`, dG, P.G, () => [[forge(Z, Y, P, lossOf).loss]], [[1]]);
    const made = generate(Z, Y, P.G).Y;
    nudged(t, `dX, ${lossOf.name}`, dX, made, () => [[lossOf(discriminate(made, Y, P.D).Y.map(([s]) => s)).loss]], [
      [1],
    ]);
  }
  const s: Vector = normalMatrix(random, 1, 5)[0];
  for (const lossOf of [foundReal, foundMade, saturating])
    nudged(t, `ds, ${lossOf.name}`, lossOf(s).ds, s, () => [[lossOf(s).loss]], [[1]]);
  const plane: Plane = { w: [0.3, -1, 2], b: [0.5] };
  const y = [1, -1, -1, 1];
  nudged(t, 'plane', logisticLoss(X, y, plane, 0.2).dP, plane, () => [[logisticLoss(X, y, plane, 0.2).loss]], [[1]]);

  // After its first step a player's m is (1 − β_1) times the gradient of the loss it was told, a mean over the batch.
  const plan: GanPlan = {
    noise: 2,
    batch: 6,
    d_steps: 1,
    g_steps: 0,
    rate: 0,
    blur: [0.1, 0.2, 0],
  };
  const play = (d_steps: number) =>
    round({ G: beginner(P.G), D: beginner(P.D) }, X, Y, { ...plan, d_steps, g_steps: 1 - d_steps }, seeded('play'));
  const grown = <T extends object>(m: T): T => mapRows((row) => row.map((x) => 10 * x), m);
  t.ok(
    relativeError(
      grown(play(1).players.D.m),
      numericGradient(() => play(1).loss_D, P.D),
    ) < 1e-7,
    'D steps against its loss',
  );
  t.ok(
    relativeError(
      grown(play(0).players.G.m),
      numericGradient(() => play(0).loss_G, P.G),
    ) < 1e-7,
    'G steps against its own',
  );
});

t.test('refuses', async (t) => {
  for (const n of [0, 1.5, NaN])
    refuses(t, () => bank(random, n), new RangeError(`a bank needs a whole number of customers, at least 1, got ${n}`));
  refuses(t, () => beside([[1]], []), new RangeError('what stands side by side has as many rows, got 1 and 0'));
  const P = gan();
  // prettier-ignore
  refuses(t, () => judge([[1, 2, 3]], [[1], [1]], [[1, 2, 3], [1, 2, 3]], [[1]], P.D), new RangeError('what stands side by side has as many rows, got 1 and 2'));
  refuses(
    t,
    () => generate([[1]], [[1]], P.G),
    new RangeError('a product A B needs as many columns in A as rows in B, got 1×2 and 3×5'),
  );
  refuses(t, () => meanApart([[1]], [[1, 2]]), new RangeError('two crowds must have the same features, got 1 and 2'));
  refuses(
    t,
    () => energyDistance([[1, 2]], [[1]]),
    new RangeError('two crowds must have the same features, got 2 and 1'),
  );
  refuses(t, () => meanNearest([], [[1]]), new RangeError('a matrix must have at least one row, got 0'));
  refuses(t, () => strangersApart([[1]]), new RangeError('strangers are at least two points, got 1'));
  refuses(t, () => scaleOf([]), new RangeError('a matrix must have at least one row, got 0'));
  for (const width of [-1, NaN])
    refuses(
      t,
      () => resampled(random, cases, 1, width),
      new RangeError(`noise has a width of 0 or more, got ${width}`),
    );
  // prettier-ignore
  for (const y of [[1, 0], [1]]) refuses(t, () => fitted([[1], [2]], y), new RangeError(`each of 2 cases needs a label, 1 or -1, got ${y.join(', ')}`));
  refuses(
    t,
    () => logisticLoss([[1, 2]], [1], hand.plane, 0),
    new RangeError('two vectors must have one length, got 1 and 2'),
  );
});
