/**
 * Chapter 19: a grid that nobody can afford, a guess with its doubt, arms to pull, and three searches for a better translator.
 * `npm run example -- 19 search.jsonl` keeps the trials in that file, and goes on from it if it was stopped.
 */

import cliProgress from 'cli-progress';
import { epsilonGreedy, freshArms, pulled, regret } from '../chapters/19-automl/bandit.ts';
import * as hand from '../chapters/19-automl/by-hand.ts';
import { expectedImprovement } from '../chapters/19-automl/expected-improvement.ts';
import { guess, observed, squaredExponential } from '../chapters/19-automl/gaussian-process.ts';
import {
  bayesianSearch,
  bestSoFar,
  bestTrial,
  FIRST,
  greedySearch,
  processOf,
  randomSearch,
  type Trial,
} from '../chapters/19-automl/search.ts';
import { answersOf, choiceOf, gridSize, TRANSLATOR, type Choice } from '../chapters/19-automl/space.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { lines } from '../lib/plot.ts';
import { columns, decimal, part } from '../lib/print.ts';
import { normal, seeded } from '../lib/random.ts';
import { together, type Contest } from './19-automl/contest.ts';
import { keep, opened, type Outcomes } from './19-automl/journal.ts';
import { BUDGET, splitData, stepsOf } from './19-automl/trial.ts';

// Change these and run again.
const seed = '1';
const trials = 10; // of each search
const atOnce = 2; //  proposals of a search before it hears of them: one a core
const places = [-1, 1 / 2, 2]; // where the process is asked
const brings = [0, 1 / 2, 1]; //  what three arms bring on average, with a deviation of 1
const explored = [0, 1 / 10, 1 / 2, 1]; // ε

const say = speaker(languageOf(process.argv.slice(2)));
const file = process.argv.slice(2).find((word) => word.endsWith('.jsonl'));
const plain = (x: number) => String(Number(x.toFixed(3)));

console.log(part(1, say('The grid, on paper', '网格，先在纸上算')));
const { text } = splitData();
const small = choiceOf({ h: 4, d_model: 16, N: 1, rate: 1, warmup: 300 }, TRANSLATOR);
const byHand = choiceOf({ h: 4, d_model: 32, N: 1, rate: 1, warmup: 300 }, TRANSLATOR);
const large = choiceOf({ h: 4, d_model: 64, N: 3, rate: 1, warmup: 300 }, TRANSLATOR);
const size = gridSize(TRANSLATOR);
console.log(
  columns([
    [say('question', '问题'), say('answers', '答案'), say('how many', '几个')],
    ...TRANSLATOR.map(({ name, answers }) => [name, answers.join(' '), String(answers.length)]),
    [say('the grid', '整个网格'), TRANSLATOR.map(({ answers }) => answers.length).join(' · '), String(size)],
  ]),
);
console.log(
  columns([
    [
      say(`steps for ${BUDGET / 1e9}·10⁹ multiplications`, `${BUDGET / 1e9}·10⁹ 次乘法够走几步`),
      'd_model',
      'N',
      say('steps', '步'),
    ],
    ...[small, byHand, large].map((choice) => {
      const { d_model, N } = answersOf(choice, TRANSLATOR);
      return ['', String(d_model), String(N), String(stepsOf(choice, text))];
    }),
  ]),
);
const tries = [5, 10, 16, 30, 60];
console.log(
  columns([
    [say('random trials', '随机试几次'), ...tries.map(String)],
    [say('one of them among the best 5 %', '至少一次落在最好的 5 %'), ...tries.map((n) => decimal(1 - 0.95 ** n, 2))],
  ]),
);

console.log(part(2, say('Two trials, and a guess', '试了两次，猜第三次')));
const two = observed(hand.points, hand.y, squaredExponential([hand.length]), 0);
const best = Math.min(...hand.y);
console.log(
  columns([
    ['x', say('mean', '均值'), say('deviation', '标准差'), 'EI'],
    ...places.map((x) => {
      const found = guess([x], two);
      return [
        String(x),
        decimal(found.mean, 3),
        decimal(found.deviation, 3),
        decimal(expectedImprovement(best, found), 3),
      ];
    }),
  ]),
);
const along = Array.from({ length: 61 }, (_, k) => -2 + k / 12);
const band = (sign: number) =>
  along.map((x) => {
    const { mean, deviation } = guess([x], two);
    return { x, y: mean + sign * deviation };
  });
console.log(
  lines(
    [
      { name: say('mean', '均值'), points: band(0) },
      { name: say('mean + deviation', '均值 + 标准差'), points: band(1) },
      { name: say('mean − deviation', '均值 − 标准差'), points: band(-1) },
    ],
    60,
    12,
    1,
  ),
);

console.log(part(3, say('Three arms', '三个臂')));
let arms = freshArms(2);
const means = hand.pulls.map((a, k) => (arms = pulled(arms, a, hand.rewards[k]))[a].mean);
console.log(
  columns([
    [say('pull', '第几次'), ...hand.pulls.map((_, k) => String(k + 1))],
    [say('arm', '臂'), ...hand.pulls.map(String)],
    [say('reward', '奖励'), ...hand.rewards.map(String)],
    [say('its mean', '它的均值'), ...means.map(String)],
    [say('regret', '遗憾'), ...regret(hand.pulls, hand.truth).map(String)],
  ]),
);
const marks = [10, 100, 1000];
const regretOf = (epsilon: number, run: number) => {
  const random = seeded(`arms ${run}`);
  let known = freshArms(brings.length);
  const pulls: number[] = [];
  for (let k = 0; k < marks[marks.length - 1]; k++) {
    const arm = epsilonGreedy(known, epsilon, random);
    known = pulled(known, arm, brings[arm] + normal(random));
    pulls.push(arm);
  }
  const sums = regret(pulls, brings);
  return marks.map((n) => sums[n - 1]);
};
const runs = Array.from({ length: 200 }, (_, run) => run);
const meanRegret = (epsilon: number) => {
  const all = runs.map((run) => regretOf(epsilon, run));
  return marks.map((_, m) => all.reduce((sum, one) => sum + one[m], 0) / runs.length);
};
console.log(
  columns([
    [
      say(`regret after so many pulls, mean of ${runs.length} runs`, `拉若干次之后的遗憾，${runs.length} 轮的平均`),
      ...marks.map(String),
    ],
    ...explored.map((epsilon) => [`ε = ${epsilon}`, ...meanRegret(epsilon).map((x) => decimal(x, 1))]),
  ]),
);

console.log(part(4, say('A search', '搜索')));
const contest: Contest = {
  program: new URL('19-automl/task.ts', import.meta.url),
  space: TRANSLATOR,
  searches: [
    ['bayesian', bayesianSearch],
    ['greedy', greedySearch],
    ['random', randomSearch],
  ],
  seed,
  trials,
  atOnce,
};
const names = [say('Bayesian', '贝叶斯优化'), say('ε-greedy', 'ε-贪心'), say('random', '随机搜索')];
const known: Outcomes = file ? opened(file, { seed, budget: BUDGET }, say) : new Map();
const bar = new cliProgress.SingleBar(
  {
    format: `${say('trials', '试验')} {bar} {value}/{total}`,
    stream: process.stderr,
    clearOnComplete: true,
    linewrap: true,
    hideCursor: null,
    gracefulExit: false,
  },
  cliProgress.Presets.shades_classic,
);
bar.start(trials * names.length, 0);
let lists: Trial[][];
try {
  lists = await together(contest, known, (choice, loss, done) => {
    if (file) keep(file, choice, loss);
    bar.update(done);
  });
} finally {
  bar.stop();
}
const rounds = Array.from({ length: Math.ceil(trials / atOnce) }, (_, r) => Math.min(trials, (r + 1) * atOnce));
console.log(
  columns([
    [say('least loss after trial', '试到第几次，最小损失'), ...rounds.map(String)],
    ...names.map((name, s) => [name, ...rounds.map((k) => decimal(bestSoFar(lists[s])[k - 1], 2))]),
  ]),
);
const answers = (choice: Choice) => Object.values(answersOf(choice, TRANSLATOR)).map(plain);
const row = (name: string, { choice, loss }: Trial) => [name, ...answers(choice), decimal(loss, 2)];
console.log(
  columns([
    [say('Bayesian, by trial', '贝叶斯优化，逐次'), ...TRANSLATOR.map(({ name }) => name), say('loss', '损失')],
    ...lists[0].map((trial, k) => row(k < FIRST ? `${k + 1} ${say('(any)', '（随机）')}` : String(k + 1), trial)),
    [say('lengths in the end', '最后的长度'), ...processOf(lists[0], TRANSLATOR).lengths.map(plain), ''],
  ]),
);
console.log(
  columns([
    [say('winners', '各自的胜者'), ...TRANSLATOR.map(({ name }) => name), say('loss', '损失')],
    ...names.map((name, s) => row(name, bestTrial(lists[s]))),
  ]),
);
