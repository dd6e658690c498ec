/**
 * The study behind chapter 19. Does a search that learns from its trials find a better translator than chance, when
 * each trial costs the same? The whole grid was trained once (table.ts), so every search is replayed many times and its
 * true regret is known. How much does a loss owe to chance? And which architecture does a bandit take to?
 */

import { epsilonGreedy, freshArms, pulled, regret } from '../../chapters/19-automl/bandit.ts';
import {
  bayesianSearch,
  bayesianSearchAt,
  FIRST,
  greedySearch,
  randomSearch,
  type Search,
} from '../../chapters/19-automl/search.ts';
import {
  answersOf,
  choiceNumber,
  choiceOf,
  gridSize,
  TRANSLATOR,
  type Choice,
} from '../../chapters/19-automl/space.ts';
import { log } from '../../lib/elementary.ts';
import type { Say } from '../../lib/language.ts';
import type { Vector } from '../../lib/matrix.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import { lineChart } from '../../lib/line-chart.ts';
import { ARCHITECTURES, pull } from './architectures.ts';
import { lossIn, ranked, recordedTable, replayed } from './table.ts';
import { lossOf, splitData, type Split } from './trial.ts';

export const title = 'Chapter 19: searching for hyper-parameters, trial by trial';

/** Searches replayed; choices trained again; the bandit among architectures. */
export type Kind = 'replays' | 'again' | 'architectures';

/** What is done with one seed. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** What came of it. */
export interface Result {
  kind: Kind;
  regrets: Record<string, Vector[]>; // of each search: of each replay, after the trials of POINTS, nats a token
  again: number[]; //                   choices of any kind, by their numbers, and their losses from other first weights
  losses: number[];
  best: number[]; //                    the losses of two of the ten best choices of the table, trained again
  pulls: number[]; //                   of the bandit, and what they came to
  rewards: number[];
}

/** The searches; the Bayesian one, too, with less noise and with more than it usually reckons with. */
const SEARCHES: Record<string, Search> = {
  bayesian: bayesianSearch,
  greedy: greedySearch,
  random: randomSearch,
  little: bayesianSearchAt(0.001),
  much: bayesianSearchAt(0.1),
};
/** Replays of each search with a seed, and the trials of a replay. */
const REPLAYS = 40;
export const TRIALS = 16;
/** Trials after which the regret is told. */
const POINTS = [1, 4, 6, 8, 10, 12, 14, 16];
/** Choices of any kind trained again with a seed. */
const AGAIN = 8;
/** Pulls of the bandit, and how often it takes any arm. */
const PULLS = 12;
const EXPLORED = 1 / 5;
/** The sizes of `npm start` with the rate of the paper, chosen by hand. */
export const HAND = choiceOf({ h: 4, d_model: 32, N: 1, rate: 1, warmup: 300 }, TRANSLATOR);

const table = recordedTable();
const nothing = { regrets: {}, again: [], losses: [], best: [], pulls: [], rewards: [] };

export function tasks(seeds: string[]): Task[] {
  const kinds: Kind[] = ['architectures', 'again', 'replays'];
  return seeds.flatMap((seed) => kinds.map((kind) => ({ kind, seed })));
}

export async function run({ kind, seed }: Task): Promise<Result> {
  if (kind === 'replays') return { kind, ...nothing, regrets: replays(seed) };
  return kind === 'again' ? trainedAgain(splitData(), seed) : bandit(splitData(), seed);
}

/** Every search, from as many different beginnings; all searches share them. */
function replays(seed: string): Record<string, Vector[]> {
  const short = (regret: number) => Number(regret.toFixed(4));
  const of = (search: Search) =>
    Array.from({ length: REPLAYS }, (_, r) => {
      const regrets = replayed(search, table, TRIALS, `${seed} ${r}`);
      return POINTS.map((k) => short(regrets[k - 1]));
    });
  return Object.fromEntries(Object.entries(SEARCHES).map(([name, search]) => [name, of(search)]));
}

/** Any choices, and two of the ten best, from other first weights and in another order than the table's. */
async function trainedAgain(split: Split, seed: string): Promise<Result> {
  const random = seeded(`again ${seed}`);
  const again = Array.from({ length: AGAIN }, () => Math.floor(random() * gridSize(TRANSLATOR)));
  const losses: number[] = [];
  for (const k of again) losses.push(await lossOf(choiceNumber(k, TRANSLATOR), split, `again ${seed}`));
  const first = (2 * Number(seed) - 2) % 10; // five seeds, two of the ten best each
  const best: number[] = [];
  for (const choice of ranked(table).slice(first, first + 2)) best.push(await lossOf(choice, split, `again ${seed}`));
  return { kind: 'again', ...nothing, again, losses, best };
}

/** The ε-greedy bandit among architectures; the reward is −loss. */
async function bandit(split: Split, seed: string): Promise<Result> {
  let arms = freshArms(ARCHITECTURES.length);
  const [pulls, rewards]: number[][] = [[], []];
  for (let k = 0; k < PULLS; k++) {
    const arm = epsilonGreedy(arms, EXPLORED, seeded(`arms ${seed} ${k}`));
    const loss = await pull(arm, split, `${seed} ${arms[arm].pulls}`);
    arms = pulled(arms, arm, -loss);
    pulls.push(arm);
    rewards.push(-loss);
  }
  return { kind: 'architectures', ...nothing, pulls, rewards };
}

const of = (results: Result[], kind: Kind) => results.filter((result) => result.kind === kind);
const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

function names(say: Say): [string, string][] {
  return [
    ['bayesian', say('Bayesian', '贝叶斯优化')],
    ['greedy', say('ε-greedy', 'ε-贪心')],
    ['random', say('random', '随机搜索')],
  ];
}

function variants(say: Say): [string, string][] {
  const noise = (value: string) => say(`Bayesian, σ_n² = ${value}`, `贝叶斯优化，σ_n² = ${value}`);
  return [
    ['little', noise('0.001')],
    ['bayesian', noise('0.01')],
    ['much', noise('0.1')],
  ];
}

/** The regrets of all replays of a search after the trials of POINTS[p]. */
const regretsOf = (results: Result[], search: string, p: number): Vector =>
  of(results, 'replays').flatMap(({ regrets }) => regrets[search].map((replay) => replay[p]));

/** How many standard errors the one search's regret lies below the other's, replay by replay. */
function pairedBelow(results: Result[], search: string, other: string, p: number): number {
  const [ours, theirs] = [search, other].map((name) => regretsOf(results, name, p));
  const differences = theirs.map((regret, i) => regret - ours[i]);
  return separation(spread(differences), spread(differences.map(() => 0)));
}

export function report(results: Result[], say: Say): string {
  return [
    landscape(say),
    marginal(say),
    progress(results, names(say), say),
    apart(results, say),
    progress(results, variants(say), say),
    noise(results, say),
    arms(results, say),
    sequences(results, say),
  ].join('\n\n');
}

/** The best choices of the whole grid, the one made by hand, and the worst. */
function landscape(say: Say): string {
  const order = ranked(table);
  const place = (choice: Choice) => order.findIndex((other) => other.join() === choice.join()) + 1;
  const shown = [...order.slice(0, 5), HAND, order[order.length - 1]];
  return columns([
    [say('place', '名次'), ...TRANSLATOR.map(({ name }) => name), say('loss', '损失'), ''],
    ...shown.map((choice) => [
      String(place(choice)),
      ...Object.values(answersOf(choice, TRANSLATOR)).map(String),
      decimal(lossIn(table, choice), 3),
      choice === HAND ? say('by hand', '手工选的') : '',
    ]),
  ]);
}

/** For each answer, the least loss of the choices that give it, and the mean of all of them. */
function marginal(say: Say): string {
  const size = gridSize(TRANSLATOR);
  const all = Array.from({ length: size }, (_, k) => choiceNumber(k, TRANSLATOR));
  return columns(
    TRANSLATOR.flatMap(({ name, answers }, q) => {
      const losses = answers.map((_, a) =>
        all.filter((choice) => choice[q] === a).map((choice) => lossIn(table, choice)),
      );
      const padded = (cells: string[]) => [...cells, ...new Array<string>(5 - cells.length).fill('')];
      return [
        [name, ...padded(answers.map(String))],
        [say('  least loss', '  最小损失'), ...padded(losses.map((list) => decimal(Math.min(...list), 2)))],
        [say('  mean loss', '  平均损失'), ...padded(losses.map((list) => decimal(mean(list), 2)))],
      ];
    }),
  );
}

function progress(results: Result[], searches: [string, string][], say: Say): string {
  return columns([
    [say('regret after trial', '试到第几次的遗憾'), ...POINTS.map(String)],
    ...searches.map(([search, name]) => [
      name,
      ...POINTS.map((_, p) => told(spread(regretsOf(results, search, p)), 2)),
    ]),
  ]);
}

function apart(results: Result[], say: Say): string {
  const word = Object.fromEntries([...names(say), ...variants(say).filter(([search]) => search !== 'bayesian')]);
  const pairs: [string, string][] = [
    ['bayesian', 'random'],
    ['greedy', 'random'],
    ['bayesian', 'greedy'],
    ['much', 'bayesian'],
    ['bayesian', 'little'],
  ];
  const learned = POINTS.filter((k) => k > FIRST);
  return columns([
    [say('standard errors', '几个标准误'), ...learned.map(String)],
    ...pairs.map(([better, other]) => [
      say(`${word[better]} below ${word[other]}`, `${word[better]}低于${word[other]}`),
      ...learned.map((k) => decimal(pairedBelow(results, better, other, POINTS.indexOf(k)), 1)),
    ]),
  ]);
}

/**
 * How much a loss owes to chance: the deviation between two trainings of a choice, of logarithms, which is what the
 * process sees, and as σ_n², a share of their variance over the grid. And what the ten best come to, trained again.
 */
function noise(results: Result[], say: Say): string {
  const runs = of(results, 'again');
  const differences = runs.flatMap(({ again, losses }) =>
    losses.map((loss, i) => log(loss) - log(table.losses[again[i]])),
  );
  // Two trainings of a choice differ by √2 deviations of one.
  const deviation = Math.sqrt(mean(differences.map((d) => d ** 2)) / 2);
  const grid = spread(table.losses.map((loss) => log(loss)));
  const best = ranked(table)
    .slice(0, 10)
    .map((choice) => lossIn(table, choice));
  const share = (deviation / grid.deviation) ** 2;
  return columns([
    [say('what chance does to a loss', '随机对损失的影响'), ''],
    [say('choices trained twice', '训练两次的选择'), String(differences.length)],
    [say('deviation of ln loss, one choice', 'ln 损失的标准差，同一个选择'), decimal(deviation, 3)],
    [say('deviation of ln loss, the whole grid', 'ln 损失的标准差，整个网格'), decimal(grid.deviation, 3)],
    [say('squared, one over the other: σ_n²', '两者之比的平方：σ_n²'), decimal(share, 4)],
    [say('the ten best, as recorded', '最好的十个，表里的'), told(spread(best), 3)],
    [say('the ten best, trained again', '最好的十个，重新训练'), told(spread(runs.flatMap((run) => run.best)), 3)],
  ]);
}

/** The mean loss of each arm over all pulls of all seeds. */
function armLosses(results: Result[]): Spread[] {
  const all = of(results, 'architectures').flatMap(({ pulls, rewards }) =>
    pulls.map((arm, k) => ({ arm, loss: -rewards[k] })),
  );
  return ARCHITECTURES.map((_, a) => spread(all.filter(({ arm }) => arm === a).map(({ loss }) => loss)));
}

function arms(results: Result[], say: Say): string {
  const losses = armLosses(results);
  const truth = losses.map(({ mean }) => -mean);
  const regrets = of(results, 'architectures').map(({ pulls }) => regret(pulls, truth)[PULLS - 1]);
  const evenly = regret(
    ARCHITECTURES.map((_, a) => a),
    truth,
  )[ARCHITECTURES.length - 1];
  const first = columns([
    [say('arm', '臂'), say('pulls', '次数'), say('loss', '损失')],
    ...ARCHITECTURES.map((name, a) => [name, String(losses[a].runs), told(losses[a], 2)]),
  ]);
  const second = columns([
    [say(`regret after ${PULLS} pulls`, `${PULLS} 次之后的遗憾`), say('nats', '奈特')],
    [say('ε-greedy', 'ε-贪心'), told(spread(regrets), 2)],
    [say('each arm as often', '各臂次数一样'), decimal((evenly * PULLS) / ARCHITECTURES.length, 2)],
  ]);
  return `${first}\n${second}`;
}

function sequences(results: Result[], say: Say): string {
  return columns([
    [say('seed', '种子'), say('arms pulled, in order', '依次拉的臂')],
    ...of(results, 'architectures').map(({ pulls }, s) => [
      String(s + 1),
      pulls.map((a) => ARCHITECTURES[a][0]).join(' '),
    ]),
  ]);
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const chart = lineChart({
    title: say('How far above the best of the grid, trial by trial', '离网格里最好的还差多少，逐次'),
    x: { label: say('trials, the first four common to all', '次数（前四次三种方法相同）'), ticks: POINTS },
    y: {
      label: say('regret, nats a token: mean, and two standard errors', '遗憾，奈特每词元：平均，与两个标准误'),
      from: 0,
    },
    series: names(say).map(([search, name]) => ({
      name,
      points: POINTS.map((k, p) => {
        const { mean, deviation, runs } = spread(regretsOf(results, search, p));
        const error = deviation / Math.sqrt(runs);
        return { x: k, y: mean, low: mean - 2 * error, high: mean + 2 * error };
      }),
    })),
  });
  return { regret: chart };
}
