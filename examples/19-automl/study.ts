/**
 * The study behind chapter 19. Does a search that learns from its trials find a better translator than chance, when
 * each trial costs the same? How much of a difference is noise? And which architecture does a bandit take to?
 */

import { epsilonGreedy, freshArms, pulled, regret } from '../../chapters/19-automl/bandit.ts';
import {
  bayesianSearch,
  bestSoFar,
  FIRST,
  bestTrial,
  greedySearch,
  proposals,
  randomSearch,
  type Search,
  type Trial,
} from '../../chapters/19-automl/search.ts';
import { answersOf, choiceOf, TRANSLATOR, type Choice } from '../../chapters/19-automl/space.ts';
import { transformer } from '../../chapters/11-decoder/transformer.ts';
import type { Say } from '../../lib/language.ts';
import { lines } from '../../lib/plot.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import { lineChart } from '../../lib/line-chart.ts';
import { ARCHITECTURES, pull } from './architectures.ts';
import { lossOf, meanLoss, splitData, trained, type Split } from './trial.ts';
import { translatedRight } from '../training/translating.ts';

export const title = 'Chapter 19: searching for hyper-parameters, trial by trial';

/** The three searches; the choice made by hand, trained again; the bandit among architectures. */
export type Kind = 'random' | 'bayesian' | 'greedy' | 'hand' | 'architectures';

/** A search, or a bandit. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** What came of it. */
export interface Result {
  kind: Kind;
  trials: Trial[]; //   of a search
  again: number[]; //   its winner, trained again from other first weights
  unseen: number; //    what the first of these translates word for word of the held-out sentences, shares
  recombined: number;
  pulls: number[]; //   of the bandit
  losses: number[]; //  what they came to
}

const SEARCHES: Record<string, Search> = { random: randomSearch, bayesian: bayesianSearch, greedy: greedySearch };
/** Trials of a search. */
export const TRIALS = 16;
/** Times a winner is trained again. */
const AGAIN = 2;
/** Pulls of the bandit, and how often it takes any arm. */
const PULLS = 12;
const EXPLORED = 1 / 5;
/** The sizes of `npm start` with the rate of the paper, chosen by hand. */
export const HAND = choiceOf({ h: 4, d_model: 32, N: 1, rate: 1, warmup: 300 }, TRANSLATOR);

export function tasks(seeds: string[]): Task[] {
  const kinds: Kind[] = ['architectures', 'bayesian', 'greedy', 'random', 'hand'];
  return seeds.flatMap((seed) => kinds.map((kind) => ({ kind, seed })));
}

export async function run({ kind, seed }: Task): Promise<Result> {
  const split = splitData();
  if (kind === 'architectures') return bandit(split, seed);
  const trials = kind === 'hand' ? [] : await searched(SEARCHES[kind], split, seed);
  const winner = kind === 'hand' ? HAND : bestTrial(trials).choice;
  return { kind, trials, ...(await trainedAgain(winner, split, seed)), pulls: [], losses: [] };
}

/** The trials of a search. All of them begin with the same numbers, so each choice has one loss a seed. */
async function searched(search: Search, split: Split, seed: string): Promise<Trial[]> {
  let trials: Trial[] = [];
  for (let k = 0; k < TRIALS; k++) {
    const [choice] = proposals(search, trials, TRANSLATOR, 1, (t) => seeded(`search ${seed} ${t}`));
    trials = [...trials, { choice, loss: await lossOf(choice, split, seed) }];
  }
  return trials;
}

/** A choice trained from other first weights than those it was chosen with, and with the held-out sentences. */
async function trainedAgain(choice: Choice, split: Split, seed: string) {
  const again: number[] = [];
  let [unseen, recombined] = [0, 0];
  for (let k = 0; k < AGAIN; k++) {
    const P = await trained(choice, split, `again ${seed} ${k}`);
    again.push(meanLoss(split, ({ source }, read) => transformer(source, read, P).S));
    if (k > 0) continue;
    [unseen, recombined] = [split.data.unseen, split.data.recombined].map((pairs) => translatedRight(pairs, P));
  }
  return { again, unseen, recombined };
}

/** The ε-greedy bandit among architectures; the reward is −loss. */
async function bandit(split: Split, seed: string): Promise<Result> {
  let arms = freshArms(ARCHITECTURES.length);
  const [pulls, losses]: number[][] = [[], []];
  for (let k = 0; k < PULLS; k++) {
    const arm = epsilonGreedy(arms, EXPLORED, seeded(`arms ${seed} ${k}`));
    const loss = await pull(arm, split, `${seed} ${arms[arm].pulls}`);
    arms = pulled(arms, arm, -loss);
    pulls.push(arm);
    losses.push(loss);
  }
  return { kind: 'architectures', trials: [], again: [], unseen: 0, recombined: 0, pulls, losses };
}

const of = (results: Result[], kind: Kind) => results.filter((result) => result.kind === kind);
const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

function names(say: Say): [Kind, string][] {
  return [
    ['bayesian', say('Bayesian', '贝叶斯优化')],
    ['greedy', say('ε-greedy', 'ε-贪心')],
    ['random', say('random', '随机搜索')],
  ];
}

/** Trials after which the best so far is told. */
const POINTS = [1, 4, 6, 8, 10, 12, 14, 16];

const curveOf = (results: Result[], kind: Kind, k: number): Spread =>
  spread(of(results, kind).map(({ trials }) => bestSoFar(trials)[k - 1]));
const chosen = (results: Result[], kind: Kind) => curveOf(results, kind, TRIALS);
const again = (results: Result[], kind: Kind) => spread(of(results, kind).map((one) => mean(one.again)));

export function report(results: Result[], say: Say): string {
  return [
    progress(results, say),
    winners(results, say),
    apart(results, say),
    noise(results, say),
    drawn(results, say),
    choices(results, say),
    arms(results, say),
    sequences(results, say),
  ].join('\n\n');
}

function progress(results: Result[], say: Say): string {
  return columns([
    [say('least loss after trial', '试到第几次，最小损失'), ...POINTS.map(String)],
    ...names(say).map(([kind, name]) => [name, ...POINTS.map((k) => told(curveOf(results, kind, k), 2))]),
  ]);
}

function winners(results: Result[], say: Say): string {
  const percent = (kind: Kind, set: 'unseen' | 'recombined') =>
    told(spread(of(results, kind).map((one) => 100 * one[set])), 0);
  const line = (kind: Kind, name: string, found: string) => [
    name,
    found,
    told(again(results, kind), 2),
    percent(kind, 'unseen'),
    percent(kind, 'recombined'),
  ];
  return columns([
    [
      say('winner', '胜者'),
      say('when chosen', '选中时'),
      say('trained again', '重新训练'),
      say('unseen, %', '新句子，%'),
      say('recombined, %', '新搭配，%'),
    ],
    ...names(say).map(([kind, name]) => line(kind, name, told(chosen(results, kind), 2))),
    line('hand', say('by hand', '手工选的'), ''),
  ]);
}

function apart(results: Result[], say: Say): string {
  const word = Object.fromEntries([...names(say), ['hand', say('by hand', '手工选的')]]);
  const pairs: [Kind, Kind][] = [
    ['bayesian', 'random'],
    ['greedy', 'random'],
    ['bayesian', 'greedy'],
    ['bayesian', 'hand'],
    ['greedy', 'hand'],
    ['random', 'hand'],
  ];
  const line = ([better, other]: [Kind, Kind]) => {
    const first = other === 'hand' ? '' : decimal(separation(chosen(results, other), chosen(results, better)), 1);
    return [
      say(`${word[better]} below ${word[other]}`, `${word[better]}低于${word[other]}`),
      first,
      decimal(separation(again(results, other), again(results, better)), 1),
    ];
  };
  return columns([
    [say('standard errors', '几个标准误'), say('when chosen', '选中时'), say('trained again', '重新训练')],
    ...pairs.map(line),
  ]);
}

/** How far runs of one and the same choice lie apart: the deviations of all choices of a kind, pooled. */
function noise(results: Result[], say: Say): string {
  const line = (name: string, runs: number[][]) => {
    const each = runs.map(spread);
    const pooled = Math.sqrt(mean(each.map(({ deviation }) => deviation ** 2))); // as many runs of each choice
    const largest = Math.max(...each.map(({ low, high }) => high - low));
    return [name, String(runs.length), String(runs[0].length), decimal(pooled, 2), decimal(largest, 2)];
  };
  return columns([
    [
      say('noise of training', '训练的噪声'),
      say('choices', '几个选择'),
      say('runs of each', '各训练几次'),
      say('deviation', '标准差'),
      say('largest difference', '最大相差'),
    ],
    ...names(say).map(([kind, name]) =>
      line(
        name,
        of(results, kind).map((one) => one.again),
      ),
    ),
    line(say('by hand', '手工选的'), [of(results, 'hand').flatMap((one) => one.again)]),
  ]);
}

function series(results: Result[], say: Say, first: number) {
  return names(say).map(([kind, name]) => ({
    name,
    points: Array.from({ length: TRIALS + 1 - first }, (_, k) => {
      const { mean, low, high } = curveOf(results, kind, first + k);
      return { x: first + k, y: mean, low, high };
    }),
  }));
}

function drawn(results: Result[], say: Say): string {
  return lines(series(results, say, FIRST), 52, 12);
}

function choices(results: Result[], say: Say): string {
  const line = (name: string, { choice, loss }: Trial) => [
    name,
    ...Object.values(answersOf(choice, TRANSLATOR)).map(String),
    decimal(loss, 2),
  ];
  return columns([
    [say('winners', '各自的胜者'), ...TRANSLATOR.map(({ name }) => name), say('loss', '损失')],
    ...names(say).flatMap(([kind, name]) => of(results, kind).map(({ trials }) => line(name, bestTrial(trials)))),
    [say('by hand', '手工选的'), ...Object.values(answersOf(HAND, TRANSLATOR)).map(String), ''],
  ]);
}

/** The mean loss of each arm over all pulls of all seeds. */
function armLosses(results: Result[]): Spread[] {
  const all = of(results, 'architectures').flatMap(({ pulls, losses }) =>
    pulls.map((arm, k) => ({ arm, loss: losses[k] })),
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
    title: say('The least loss so far, trial by trial', '到目前为止的最小损失，逐次'),
    x: { label: say('trials, the first four common to all', '次数（前四次三种方法相同）'), ticks: POINTS },
    y: { label: say('nats a token: mean of five seeds, and the range', '奈特每词元：五个种子的平均与范围'), from: 0 },
    series: series(results, say, 1),
  });
  return { 'best-so-far': chart };
}
