/**
 * Chapter 19: a grid that nobody can afford, a guess with its doubt, arms to pull, and three searches
 * for a better translator.
 * `npm run example -- 19 search.jsonl` keeps the trials in that file, and goes on from it if it was stopped.
 */

import { epsilonGreedy, freshArms, pulled, regret } from '../chapters/19-automl/bandit.ts';
import * as hand from '../chapters/19-automl/by-hand.ts';
import { expectedImprovement } from '../chapters/19-automl/expected-improvement.ts';
import { guess, observed, squaredExponential } from '../chapters/19-automl/gaussian-process.ts';
import { choiceOf, gridSize, TRANSLATOR } from '../chapters/19-automl/space.ts';
import { pow } from '../lib/elementary.ts';
import { lines } from '../lib/plot.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { normal, seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Vector } from '../lib/matrix.ts';
import { keep, opened, type Journal } from './19-automl/journal.ts';
import { printedSearches, searches } from './19-automl/searches.ts';
import { BUDGET, splitData, stepsOf } from './19-automl/trial.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  seed: '1',
  trials: 10, //                  of each search
  atOnce: 2, //                   proposals of a search before it hears of them: one a core
  places: [-1, 1 / 2, 2], //      where the process is asked
  brings: [0, 1 / 2, 1], //       what three arms bring on average, with a deviation of 1
  explored: [0, 1 / 10, 1 / 2, 1], // ε
};

/** The trials that a file on the command line keeps, and new ones will go there; undefined if none is named. */
export function kept(words: string[], say: Say): Journal | undefined {
  const file = words.find((word) => word.endsWith('.jsonl'));
  if (file === undefined) return undefined;
  const known = opened(file, { seed: constants.seed, budget: BUDGET }, say);
  return { known, keep: (choice, loss) => keep(file, choice, loss) };
}

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched, journal?: Journal) {
  const { seed, trials, atOnce, places, brings, explored } = these;
  return {
    grid: grid(),
    guesses: guesses(places),
    pulls: pulls(),
    regrets: regrets(brings, explored),
    searches: await searches({ seed, trials, atOnce }, watch, journal),
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('The grid, on paper', '网格，先在纸上算')),
    printedGrid(found.grid, say),
    part(2, say('Two trials, and a guess', '试了两次，猜第三次')),
    printedGuesses(found.guesses, say),
    part(3, say('Three arms', '三个臂')),
    printedPulls(found.pulls, say),
    printedRegrets(found.regrets, say),
    part(4, say('A search', '搜索')),
    printedSearches(found.searches, say),
  ].join('\n');
}

/** Part 1: the questions and how many grids they make; the steps a budget buys; and what random trials would find. */
function grid() {
  const { text } = splitData();
  const translators = [
    { h: 4, d_model: 16, N: 1 },
    { h: 4, d_model: 32, N: 1 },
    { h: 4, d_model: 64, N: 3 },
  ];
  return {
    questions: TRANSLATOR,
    size: gridSize(TRANSLATOR),
    affordable: translators.map((sizes) => {
      const choice = choiceOf({ ...sizes, rate: 1, warmup: 300 }, TRANSLATOR);
      return { ...sizes, steps: stepsOf(choice, text) };
    }),
    random: [5, 10, 16, 30, 60].map((trials) => ({ trials, amongBest: 1 - pow(0.95, trials) })),
  };
}

function printedGrid({ questions, size, affordable, random }: Found['grid'], say: Say): string {
  const budget = BUDGET / 1e9;
  return [
    columns([
      [say('question', '问题'), say('answers', '答案'), say('how many', '几个')],
      ...questions.map(({ name, answers }) => [name, answers.join(' '), String(answers.length)]),
      [say('the grid', '整个网格'), questions.map(({ answers }) => answers.length).join(' · '), String(size)],
    ]),
    columns([
      [
        say(`steps for ${budget}·10⁹ multiplications`, `${budget}·10⁹ 次乘法够走几步`),
        'd_model',
        'N',
        say('steps', '步'),
      ],
      ...affordable.map(({ d_model, N, steps }) => ['', String(d_model), String(N), String(steps)]),
    ]),
    columns([
      [say('random trials', '随机试几次'), ...random.map(({ trials }) => String(trials))],
      [
        say('one of them among the best 5 %', '至少一次落在最好的 5 %'),
        ...random.map(({ amongBest }) => decimal(amongBest, 2)),
      ],
    ]),
  ].join('\n');
}

/** Part 2: a Gaussian process that has seen two points, asked at some places, and along the line. */
function guesses(places: number[]) {
  const two = observed(hand.points, hand.y, squaredExponential([hand.length]), 0);
  const best = Math.min(...hand.y);
  const asked = (x: number) => ({ x, ...guess([x], two) });
  return {
    places: places.map((x) => ({ ...asked(x), improvement: expectedImprovement(best, asked(x)) })),
    along: Array.from({ length: 61 }, (_, k) => asked(-2 + k / 12)),
  };
}

function printedGuesses({ places, along }: Found['guesses'], say: Say): string {
  const band = (name: string, sign: number) => ({
    name,
    points: along.map(({ x, mean, deviation }) => ({ x, y: mean + sign * deviation })),
  });
  const bands = [
    band(say('mean', '均值'), 0),
    band(say('mean + deviation', '均值 + 标准差'), 1),
    band(say('mean − deviation', '均值 − 标准差'), -1),
  ];
  return [
    columns([
      ['x', say('mean', '均值'), say('deviation', '标准差'), 'EI'],
      ...places.map(({ x, ...found }) => [
        String(x),
        ...[found.mean, found.deviation, found.improvement].map((value) => decimal(value, 3)),
      ]),
    ]),
    lines(bands, 60, 12, 1),
  ].join('\n');
}

/** Part 3: four pulls by hand, and what is known of the arm after each. */
function pulls() {
  let arms = freshArms(2);
  const means: number[] = [];
  for (const [k, arm] of hand.pulls.entries()) {
    arms = pulled(arms, arm, hand.rewards[k]);
    means.push(arms[arm].mean);
  }
  return { arms: hand.pulls, rewards: hand.rewards, means, regret: regret(hand.pulls, hand.truth) };
}

function printedPulls({ arms, rewards, means, regret }: Found['pulls'], say: Say): string {
  return columns([
    [say('pull', '第几次'), ...arms.map((_, k) => String(k + 1))],
    [say('arm', '臂'), ...arms.map(String)],
    [say('reward', '奖励'), ...rewards.map(String)],
    [say('its mean', '它的均值'), ...means.map(String)],
    [say('regret', '遗憾'), ...regret.map(String)],
  ]);
}

/** Also part 3: what it costs to explore too little or too much, the mean of 200 runs. */
function regrets(brings: Vector, explored: number[]) {
  const [runs, marks] = [200, [10, 100, 1000]];
  const mean = (epsilon: number): Vector => {
    const sums = marks.map(() => 0);
    for (let run = 0; run < runs; run++) {
      const sofar = regret(played(brings, epsilon, `arms ${run}`, Math.max(...marks)), brings);
      marks.forEach((n, m) => (sums[m] += sofar[n - 1]));
    }
    return sums.map((sum) => sum / runs);
  };
  return { runs, marks, byEpsilon: explored.map((epsilon) => ({ epsilon, regrets: mean(epsilon) })) };
}

/** Which arms an ε-greedy player pulls. */
function played(brings: Vector, epsilon: number, seed: string, count: number): number[] {
  const random = seeded(seed);
  let known = freshArms(brings.length);
  return Array.from({ length: count }, () => {
    const arm = epsilonGreedy(known, epsilon, random);
    known = pulled(known, arm, brings[arm] + normal(random));
    return arm;
  });
}

function printedRegrets({ runs, marks, byEpsilon }: Found['regrets'], say: Say): string {
  const head = say(`regret after so many pulls, mean of ${runs} runs`, `拉若干次之后的遗憾，${runs} 轮的平均`);
  return columns([
    [head, ...marks.map(String)],
    ...byEpsilon.map(({ epsilon, regrets }) => [`ε = ${epsilon}`, ...regrets.map((x) => decimal(x, 1))]),
  ]);
}
