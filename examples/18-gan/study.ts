/**
 * The study of chapter 18: do the customers of a GAN resemble the real ones, does a classifier gain from them, and what
 * happens when the generator rushes ahead? `npm run record -- 18 --seeds 1,2,3,4,5,6,7,8,9,10`
 */

import type { Matrix } from '../../lib/matrix.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { strangersApart, scaled, scaleOf, worth } from '../../chapters/18-gan/distance.ts';
import { pairedSeparation, spread, told, type Spread } from '../../lib/spread.ts';
import { lineChart, type Drawn } from '../../lib/line-chart.ts';
import { BALANCED, clustered, RUSHED, SHOWN, type Moment } from './clusters.ts';
import {
  bankOf,
  HELD_OUT,
  joined,
  MADE,
  madeBy,
  firstOf,
  resemblance,
  RIDGE,
  sources,
  taught,
  trained,
} from './contest.ts';
import { drawnGame, sideBySide, SOURCES, type DrawnGame } from './glyphs.ts';
import { finished } from '../training/finished.ts';

export const title = 'Chapter 18: few real customers in, more customers out: what are they worth?';

/** Looks at the rushed generator that are drawn. */
const DRAWN = [1, 3, 5];

/** Characters are drawn with the first seeds only: a game of theirs takes as long as two with customers. */
const DRAWN_SEEDS = 5;

/** Real customers given. */
export const FEW = [20, 40, 80, 160, 320];

/** Few real customers and a GAN; or four groups and two ways to take turns; or chapter 17's characters. */
export type Task = { few: number; seed: string } | { groups: true; seed: string } | { glyphs: true; seed: string };

const CROWDS = ['few', 'near', 'independent', 'last', 'gan', 'many'] as const;
const TEACHERS = ['few', 'ridge', 'helping', 'equal', 'gan', 'many'] as const;

/** What one GAN found: distances and shares from 0 to 1, by source. */
export interface Contest {
  few: number;
  strangers: number; //  how far two of the held-out customers lie apart, on average
  distance: number[]; // of CROWDS
  nearest: number[]; //  of CROWDS
  accuracy: number[]; // of TEACHERS
}

/** What the four groups came to. Some points are kept for the drawing, to two decimals. */
export interface Groups {
  balanced: Moment[];
  rushed: Moment[];
  points: Matrix[]; // real, balanced at the end, rushed at the looks of DRAWN
}

export type Result = Contest | Groups | DrawnGame;

export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed) => [
    ...FEW.map((few) => ({ few, seed })),
    { groups: true as const, seed },
    ...(Number(seed) <= DRAWN_SEEDS ? [{ glyphs: true as const, seed }] : []),
  ]);
}

export async function run(task: Task): Promise<Result> {
  if ('few' in task) return contest(task.few, task.seed);
  return 'groups' in task ? groups(task.seed) : drawnGame(task.seed);
}

async function contest(few: number, seed: string): Promise<Contest> {
  const bank = bankOf(seed, few);
  const { averaged, last } = await finished(trained(bank.few, seed));
  const found = { ...sources(bank, averaged, seed), last: madeBy(last, bank.few, MADE, seeded(`last ${seed}`)) };
  const like = CROWDS.map((name) => resemblance(found[name], bank));
  const cases = {
    few: bank.few,
    ridge: bank.few,
    helping: joined(bank.few, found.helping),
    equal: joined(bank.few, firstOf(found.gan, few)),
    gan: joined(bank.few, found.gan),
    many: bank.many,
  };
  return {
    few,
    strangers: strangersApart(scaled(bank.heldOut.X, scaleOf(bank.heldOut.X))),
    distance: like.map(({ distance }) => distance),
    nearest: like.map(({ nearest }) => nearest),
    accuracy: TEACHERS.map((name) => taught(cases[name], bank, name === 'ridge' ? RIDGE : 0)),
  };
}

function groups(seed: string): Groups {
  const [balanced, rushed] = [clustered(seed, BALANCED), clustered(seed, RUSHED)];
  const shown = [balanced.real, balanced.made.at(-1)!, ...DRAWN.map((look) => rushed.made[look])];
  const short = (X: Matrix) => X.slice(0, 80).map((x) => x.map((x_c) => Number(x_c.toFixed(2)) + 0));
  return { balanced: balanced.moments, rushed: rushed.moments, points: shown.map(short) };
}

const contests = (results: Result[]): Contest[] => results.filter((result) => 'few' in result);
const games = (results: Result[]): DrawnGame[] => results.filter((result) => 'judged' in result);
const allGroups = (results: Result[]): Groups[] => results.filter((result) => 'balanced' in result);

type Measure = 'distance' | 'nearest' | 'accuracy';

/** One number of each seed's run with so many real customers. */
function valuesOf(results: Result[], few: number, measure: Measure, k: number): number[] {
  const factor = measure === 'accuracy' ? 100 : 1;
  return contests(results)
    .filter((result) => result.few === few)
    .map((result) => factor * result[measure][k]);
}

const spreadOf = (results: Result[], few: number, measure: Measure, k: number): Spread =>
  spread(valuesOf(results, few, measure, k));

/**
 * How many standard errors the mean of the differences lies above 0. Both were measured on the same banks, seed by
 * seed, so what a bank has in store for both falls out.
 */
function pairedApart(results: Result[], few: number, measure: Measure, a: number, b: number): number {
  const [ours, theirs] = [a, b].map((k) => valuesOf(results, few, measure, k));
  return pairedSeparation(ours, theirs);
}

function crowdNames(say: Say): string[] {
  return [
    say('the few real ones', '手里的真实客户'),
    say('resampled with noise', '加噪声重抽'),
    say('independent columns', '各列独立抽'),
    say('GAN, last numbers', 'GAN，最后一轮'),
    say('GAN, averaged', 'GAN，取平均'),
    say('1000 other real ones', '另外 1000 个真实客户'),
  ];
}

function teacherNames(say: Say): string[] {
  return [
    say('the few real ones', '手里的真实客户'),
    say('the same, with ridge', '同上，加岭惩罚'),
    say('+ 1000 resampled', '+ 1000 个重抽的'),
    say('+ as many from the GAN', '+ 同样多 GAN 造的'),
    say('+ 1000 from the GAN', '+ 1000 个 GAN 造的'),
    say('2000 real ones', '2000 个真实客户'),
  ];
}

function shortTeacherNames(say: Say): string[] {
  return [
    say('few', '手里的'),
    say('with ridge', '加岭惩罚'),
    say('+ resampled', '+ 重抽'),
    say('+ GAN, as many', '+ GAN，同样多'),
    say('+ GAN, 1000', '+ GAN，1000 个'),
    say('2000 real', '2000 个真实'),
  ];
}

/** A table of one measure: a line a source, a column for each number of real customers. */
function table(results: Result[], head: string, measure: Measure, names: string[], digits: number): string {
  return columns([
    [head, ...FEW.map(String)],
    ...names.map((name, k) => [name, ...FEW.map((few) => told(spreadOf(results, few, measure, k), digits))]),
  ]);
}

/** Crowds whose worth is told, of CROWDS: without the GAN's last numbers. */
const WORTHY = [0, 1, 2, 4, 5];

/**
 * What a crowd is worth in real customers: how many of these would lie as near. d² is a mean over the banks; low and
 * high are what one standard error more of it and one less would say.
 */
function worthOf(results: Result[], few: number, k: number) {
  const squares = spread(valuesOf(results, few, 'distance', k).map((d) => d ** 2));
  const error = squares.deviation / Math.sqrt(squares.runs);
  const A = spread(contests(results).map(({ strangers }) => strangers)).mean;
  const [low, middle, high] = [error, 0, -error].map((by) => worth(squares.mean + by, A, HELD_OUT));
  return { low, middle, high };
}

function worthTable(results: Result[], names: string[], say: Say): string {
  const cell = (few: number, k: number): string => {
    const { low, middle, high } = worthOf(results, few, k);
    return `${decimal(middle, 0)} (${decimal(low, 0)}–${decimal(high, 0)})`;
  };
  return columns([
    [say('worth in real customers; few =', '抵得上多少真实客户；真实客户数'), ...FEW.map(String)],
    ...WORTHY.map((k) => [names[k], ...FEW.map((few) => cell(few, k))]),
  ]);
}

/** The characters: game by game, how often a drawing is the one asked for; and how far each source lies from others. */
function drawnTable(results: Result[], say: Say): string {
  const all = games(results);
  const names = [
    say('160 real drawings', '160 张真图'),
    say('GAN, last numbers', 'GAN，最后一轮'),
    say('GAN, averaged', 'GAN，取平均'),
    say('400 other real ones', '另外 400 张真图'),
  ];
  return columns([
    [
      say('the character asked for, %; game', '是不是要的那个字，%；局'),
      ...all.map((_, k) => String(k + 1)),
      say('distance to held-out drawings', '与留出的图的距离'),
    ],
    ...SOURCES.map((_, k) => {
      const judged = all.map((game) => game.judged[k]);
      const right = judged.map((one) => decimal(100 * one.right, 0));
      return [names[k], ...right, told(spread(judged.map(({ distance }) => distance)), 2)];
    }),
  ]);
}

/** A table of paired differences in standard errors. */
function differencesOf(
  results: Result[],
  measure: Measure,
  names: string[],
  couples: [number, number][],
  say: Say,
): string {
  return columns([
    [say('standard errors apart', '相差几个标准误'), ...FEW.map(String)],
    ...couples.map(([a, b]) => [
      `${names[a]} − ${names[b]}`,
      ...FEW.map((few) => decimal(pairedApart(results, few, measure, a, b), 1)),
    ]),
  ]);
}

/** How the groups came out: the largest share, the mean distance, and how many groups were the largest at one time. */
function groupTable(results: Result[], say: Say): string {
  const all = allGroups(results);
  const line = (name: string, of: (groups: Groups) => Moment[]) => {
    const runs = all.map(of);
    const leaders = runs.map(
      (moments) => new Set(moments.map(({ counts }) => counts.indexOf(Math.max(...counts)))).size,
    );
    const largest = runs.map((moments) => (100 * Math.max(...moments.at(-1)!.counts)) / SHOWN);
    const apart = runs.map((moments) => moments.at(-1)!.apart);
    const astray = runs.map((moments) => (100 * moments.at(-1)!.astray) / SHOWN);
    return [name, told(spread(largest), 0), told(spread(astray), 0), told(spread(apart), 2), told(spread(leaders), 1)];
  };
  return columns([
    [
      say('at the end', '最后'),
      say('largest group, %', '最大一群，%'),
      say('astray, %', '离群，%'),
      say('mean distance', '两两平均距离'),
      say('groups once largest', '当过最大的群数'),
    ],
    line(say('balanced turns', '轮流得当'), ({ balanced }) => balanced),
    line(say('rushed turns', '生成器抢跑'), ({ rushed }) => rushed),
  ]);
}

export function report(results: Result[], say: Say): string {
  const [crowds, teachers] = [crowdNames(say), teacherNames(say)];
  const seeds = contests(results).length / FEW.length;
  return [
    table(results, say('distance to held-out customers; few =', '与留出客户的距离；真实客户数'), 'distance', crowds, 2),
    worthTable(results, crowds, say),
    // prettier-ignore
    differencesOf(results, 'distance', crowds, [[4, 0], [4, 1], [4, 2], [4, 3], [1, 0]], say),
    table(results, say('nearest of the few; few =', '离最近的真实客户；真实客户数'), 'nearest', crowds, 2),
    table(results, say('accuracy, %; few =', '正确率，%；真实客户数'), 'accuracy', teachers, 1),
    // prettier-ignore
    differencesOf(results, 'accuracy', teachers, [[1, 0], [2, 0], [3, 0], [4, 0], [3, 1], [3, 2], [5, 3]], say),
    groupTable(results, say),
    drawnTable(results, say),
    ...games(results)
      .slice(0, 2)
      .map(({ shown }) => sideBySide(shown)),
    say(`${seeds} seeds: mean ± deviation`, `${seeds} 个种子，平均 ± 标准差`),
  ].join('\n\n');
}

function byFew(results: Result[], measure: Measure, names: string[]): Drawn[] {
  return names.map((name, k) => ({
    name,
    points: FEW.map((few) => {
      const { mean, deviation } = spreadOf(results, few, measure, k);
      return { x: few, y: mean, low: mean - deviation, high: mean + deviation };
    }),
  }));
}

function worthByFew(results: Result[], names: string[]): Drawn[] {
  return WORTHY.slice(0, -1).map((k) => ({
    name: names[k],
    points: FEW.map((few) => {
      const { low, middle, high } = worthOf(results, few, k);
      return { x: few, y: middle, low, high };
    }),
  }));
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const x = { label: say('real customers given', '真实客户的个数'), logarithmic: true, ticks: FEW };
  const [real, balanced, ...rushed] = allGroups(results)[0].points;
  const scattered = (name: string, X: Matrix): Drawn => ({
    name,
    scattered: true,
    points: X.map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x),
  });
  return {
    worth: lineChart({
      title: say('What are 1000 made customers worth?', '造出来的 1000 个客户，抵得上多少真的？'),
      x,
      y: {
        label: say('real customers as near: mean and a standard error', '同样近的真实客户数：平均与标准误'),
        logarithmic: true,
        ticks: FEW,
      },
      series: worthByFew(results, crowdNames(say)),
    }),
    accuracy: lineChart({
      title: say('What does a classifier learn from them?', '分类器从中学到多少？'),
      x,
      y: { label: say('right on held-out customers, %: mean and deviation', '留出客户的正确率，%：平均与标准差') },
      series: byFew(results, 'accuracy', shortTeacherNames(say)),
    }),
    collapse: lineChart({
      title: say('Four groups, and what two generators make, seed 1', '四群客户，两个生成器各造出什么，种子 1'),
      x: { label: say('first feature', '第一个特征') },
      y: { label: say('second feature', '第二个特征') },
      series: [
        scattered(say('real', '真实'), real),
        scattered(say('balanced', '轮流得当'), balanced),
        ...rushed.map((X, k) =>
          scattered(say(`rushed, round ${RUSHED.looks[DRAWN[k]]}`, `抢跑，${RUSHED.looks[DRAWN[k]]} 轮`), X),
        ),
      ],
    }),
  };
}
