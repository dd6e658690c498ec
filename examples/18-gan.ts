/** Chapter 18: a forger and an inspector, 40 customers in and 1000 out, what they are worth, and a forger in a rush. */

import { credit, customers, labels, salary } from '../chapters/01-vectors/by-hand.ts';
import { dot } from '../chapters/01-vectors/vectors.ts';
import { sigmoid } from '../chapters/09-feed-forward/activations.ts';
import { beginner } from '../chapters/12-training/adam.ts';
import { step } from '../chapters/12-training/step.ts';
import type { FeedForwardParams } from '../chapters/09-feed-forward/feed-forward.ts';
import * as hand from '../chapters/18-gan/by-hand.ts';
import { rule } from '../chapters/18-gan/customers.ts';
import { energyDistance, meanApart } from '../chapters/18-gan/distance.ts';
import { discriminate, foundReal, ganParams, judge, saturating } from '../chapters/18-gan/gan.ts';
import { log } from '../lib/elementary.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { BALANCED, clustered, momentOf, RUSHED, type Turns } from './18-gan/clusters.ts';
import { bankOf, MADE } from './18-gan/contest.ts';
import { crowds, featureNames, lessons, printedCrowds, printedLessons, verdict } from './18-gan/worth.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  seed: '1',
  few: 40, //            real customers given, at most 320
  rate: 0.0005, //       of both players
  shown: 3, //           customers printed of each sort
  balanced: BALANCED, // who takes how many steps a round: { d_steps, g_steps, looks }
  rushed: RUSHED, //     the same, with G ahead
};

/** The named quantities of each part. */
export async function computed(
  { seed, few, rate, shown, balanced, rushed }: typeof constants,
  watch: Watch = unwatched,
) {
  const bank = bankOf(seed, few);
  const made = await crowds(bank, seed, rate, watch);
  return {
    rule: bankRule(),
    pushes: [saturating(hand.scores), foundReal(hand.scores)].map(({ ds }) => ds.map((d) => -d)),
    best: best(seed),
    distances: distances(),
    crowds: { ...made, shown },
    lessons: lessons(bank, made),
    balanced: groups(seed, balanced),
    rushed: groups(seed, rushed),
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const few = found.crowds.few.cases.y.length;
  return [
    part(1, say('The customers of chapter 1, and the rule of our bank', '第 1 章的客户，和我们银行的规矩')),
    printedRule(found.rule, say),
    part(2, say('Two ways to tell a forger', '告诉造假者的两种说法')),
    printedPushes(found.pushes, say),
    part(3, say('The best discriminator: p / (p + q)', '最好的判别器：p / (p + q)')),
    printedBest(found.best, say),
    part(4, say('How far apart are two crowds?', '两群人相距多远？')),
    printedDistances(found.distances, say),
    part(5, say(`${few} customers in, ${MADE} out`, `进去 ${few} 个客户，出来 ${MADE} 个`)),
    printedCrowds(found.crowds, say),
    part(6, say('What a classifier learns from them', '分类器从中学到什么')),
    printedLessons(found.lessons, say),
    part(7, say('A forger in a rush: four groups, 400 customers made', '造假者抢跑：四群客户，造 400 个')),
    printedGroups(say('balanced', '轮流得当'), found.balanced, say),
    printedGroups(say('rushed', '生成器抢跑'), found.rushed, say),
  ].join('\n');
}

/** Part 1: the six customers of chapter 1 with their salaries, and the points that our bank's rule gives them. */
function bankRule() {
  return credit.map((features, i) => {
    const x = [...features, salary[i]];
    return { x, points: dot(rule.w, x) + rule.b, label: labels[i] };
  });
}

function printedRule(six: Found['rule'], say: Say): string {
  return columns([
    ['', ...featureNames(say), say('points', '得分'), say('chapter 1', '第 1 章')],
    ...six.map(({ x, points, label }, i) => [customers[i], ...[...x, points].map(String), verdict(label, say)]),
    [say('weight', '权重'), ...rule.w.map(String), String(rule.b)],
  ]);
}

/** Part 2: how hard each loss pushes G, by how real D takes its customer to be. */
function printedPushes([saturating, flipped]: Found['pushes'], say: Say): string {
  const names = [
    say('D: taken for real', 'D：当成真的'),
    say('push, ln(1 − D)', '推力，ln(1 − D)'),
    say('push, −ln D', '推力，−ln D'),
  ];
  return labelled([hand.sure, saturating, flipped], names, ['1/16', '1/4', '1/2', '3/4'], 4);
}

/** Part 3: D learns three kinds of customers, four real ones and four made; there the best D is known. */
function best(seed: string) {
  const oneHot = (kinds: number[]): Matrix => kinds.map((k) => [0, 1, 2].map((c) => (c === k ? 1 : 0)));
  const [real, made] = [oneHot(hand.kinds.real), oneHot(hand.kinds.made)];
  const unlabelled = (X: Matrix): Matrix => X.map(() => []);
  const believed = (D: FeedForwardParams) => {
    const X = oneHot([0, 1, 2]);
    return discriminate(X, unlabelled(X), D).Y.map(([s]) => sigmoid.f(s));
  };
  let learner = beginner(ganParams(seeded(seed), { noise: 1, label: 0, features: 3, hidden: 8 }).D);
  const before = believed(learner.P);
  const lossOf = (X: Matrix, D: FeedForwardParams) => {
    const { loss, dD } = judge(X, unlabelled(X), made, unlabelled(made), D);
    return { loss, n: 8, dP: dD };
  };
  let loss = 0;
  for (let t = 0; t < 2000; t++) {
    ({ learner, loss } = step(learner, [real], lossOf, 0.01 * (1 - t / 2000)));
  }
  return { before, after: believed(learner.P), lossOfEight: 8 * loss };
}

function printedBest({ before, after, lossOfEight }: Found['best'], say: Say): string {
  const [p, q] = [
    [1 / 2, 1 / 4, 1 / 4],
    [1 / 4, 1 / 4, 1 / 2],
  ];
  const names = [
    say('p, real', 'p，真实'),
    say('q, made', 'q，造的'),
    say('D before', 'D，之前'),
    say('D after 2000 steps', 'D，2000 步之后'),
    'p / (p + q)',
  ];
  const kinds = [1, 2, 3].map((k) => say(`kind ${k}`, `第 ${k} 种`));
  const [found, byHand, blind] = [lossOfEight, hand.best_loss, 8 * log(2)].map((x) => decimal(x));
  return [
    labelled([p, q, before, after, hand.best], names, kinds),
    say(
      `loss of eight: ${found}; by hand 2 ln 27/2 = ${byHand}; could D not tell them apart: 8 ln 2 = ${blind}`,
      `八个客户的损失：${found}；手算 2 ln 27/2 = ${byHand}；要是 D 分不清：8 ln 2 = ${blind}`,
    ),
  ].join('\n');
}

/** Part 4: the energy distance of two crowds, and the mean distances that it is made of. */
function distances() {
  const [A, B] = hand.crowds;
  const pairs: [Matrix, Matrix][] = [
    [A, B],
    [A, A],
    [A, [[1], [1]]],
  ];
  return pairs.map(([X, Y]) => ({
    X,
    Y,
    between: meanApart(X, Y),
    within: [meanApart(X, X), meanApart(Y, Y)],
    distance: energyDistance(X, Y),
  }));
}

function printedDistances(distances: Found['distances'], say: Say): string {
  const head = [
    say('crowds', '两群'),
    say('between', '之间'),
    say('within', '第一群内'),
    say('within', '第二群内'),
    say('energy distance', '能量距离'),
  ];
  const rows = distances.map(({ X, Y, between, within, distance }) => [
    `${X.flat().join(' ')} | ${Y.flat().join(' ')}`,
    ...[between, ...within, distance].map((x) => decimal(x, 2)),
  ]);
  return columns([head, ...rows]);
}

/** Part 7: four groups of customers, and how many G makes of each while it learns. */
function groups(seed: string, turns: Turns) {
  const { real, moments } = clustered(seed, turns);
  return { turns, real: momentOf(real, 0), moments };
}

function printedGroups(name: string, { turns, real, moments }: Found['balanced'], say: Say): string {
  const title = `D:G = ${turns.d_steps}:${turns.g_steps}`;
  const all = [real, ...moments];
  return columns([
    [
      say(`${name}, ${title}; round`, `${name}，${title}；轮`),
      say('real', '真实'),
      ...moments.map(({ round }) => String(round)),
    ],
    ...[0, 1, 2, 3].map((k) => [
      say(`group ${k + 1}`, `第 ${k + 1} 群`),
      ...all.map(({ counts }) => String(counts[k])),
    ]),
    [say('mean distance', '两两平均距离'), ...all.map(({ apart }) => decimal(apart, 2))],
  ]);
}
