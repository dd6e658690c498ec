/**
 * The study of chapter 14: the memory game by five kinds of players, and three translators under one budget, by the
 * length of the sentence. `npm run record -- 14`
 */

import { idsOf } from '../../chapters/02-embedding/vocabulary.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import { rightWords } from '../../chapters/13-translator/decoding.ts';
import type { Say } from '../../lib/language.ts';
import { lineChart, type Drawn } from '../../lib/line-chart.ts';
import { columns, decimal, grouped } from '../../lib/print.ts';
import { itemNoise, pairedSeparation, spread, told, type Spread } from '../../lib/spread.ts';
import { normalise } from '../corpus/normalise.ts';
import type { WordData } from '../corpus/prepared.ts';
import { toyData } from '../corpus/toy.ts';
import { EPOCHS, trained, type Contestant, type Translator } from './contestants.ts';
import { LENGTHS, played, printedGames } from './game.ts';
import { GROUPS, longer } from './longer.ts';

/** All games of a seed, or one training run of the contest. */
export type Task = { seed: string } & ({ game: true } | { who: Contestant; epochs?: number });

/** The shares, from 0 to 1, of the games of a seed: player by player, length by length; null where none was played. */
export interface Games {
  seed: string;
  games: (number | null)[][];
}

/** What one training run found. */
export interface Found {
  who: Contestant;
  seed: string;
  numbers: number; //   how many numbers it learned
  right: string[]; //   of each group a sign a sentence: 1 if it is translated word for word, else 0
  words: number[]; //   right words, the right words before each being given; a share a group
  first: number[][]; // before training and after: how strongly a word reaches what is scored first, by distance
}

type Result = Games | Found;

/** Lengths of the corpus, in characters. */
const OWN: [from: number, to: number][] = [
  [3, 6],
  [7, 8],
  [9, 10],
];

/** Distances at which the reach is measured, in words, and in how many of the longer sentences. */
export const DISTANCES = [0, 1, 2, 4, 8, 14];
const FELT = 5;

export const title = 'Chapter 14: a memory game, and three translators under one budget, by the length of the sentence';

const CONTESTANTS: Contestant[] = ['attention', 'transformer', 'shifted'];

/** The games of each seed, and a task for each contestant. */
export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed): Task[] => [{ seed, game: true }, ...CONTESTANTS.map((who) => ({ seed, who }))]);
}

/** Plays, or trains one contestant and examines it. */
export async function run(task: Task): Promise<Result> {
  if ('game' in task) return { seed: task.seed, games: played(task.seed) };
  const { who, seed, epochs = EPOCHS } = task;
  const data = toyData();
  const { before, after } = await trained(who, data, epochs, seed);
  const groups = groupsOf(data);
  const long = groups[groups.length - 1].slice(0, FELT);
  const judged = groups.map((pairs) => pairs.map((pair) => rightly(pair, after)));
  return {
    who,
    seed,
    numbers: after.numbers,
    right: judged.map((pairs) => pairs.map((words) => (words.every(Boolean) ? '1' : '0')).join('')),
    words: judged.map((pairs) => share(pairs.flat())),
    first: [before, after].map((model) => fading(long, (source) => model.reachesFirst(source))),
  };
}

const share = (list: boolean[]) => list.filter(Boolean).length / list.length;

/** Unseen pairs by the length of their Chinese, recombined ones by the same lengths, and the longer ones. */
export function groupsOf({ unseen, recombined, source, target }: WordData): Pair[][] {
  const own = (pairs: Pair[]) =>
    OWN.map(([from, to]) => pairs.filter(({ source: { length } }) => length >= from && length <= to));
  const numbered = longer().map((sentences) =>
    sentences.map(({ chinese, english }) => ({
      source: idsOf(normalise(chinese, 'zh'), source),
      target: idsOf(normalise(english, 'en'), target),
    })),
  );
  return [...own(unseen), ...own(recombined), ...numbered];
}

/** Of each word of the translation and EOS, whether greedy search would say it after the right words before it. */
function rightly(pair: Pair, model: Translator): boolean[] {
  return rightWords(model.scores(pair), teacherForced(pair.target).wanted);
}

/** The reach of a word at each distance from the end, over the reach of the last word; the mean over sentences. */
function fading(pairs: Pair[], reachOf: (source: number[]) => number[]): number[] {
  const reaches = pairs.map(({ source }) => reachOf(source).reverse());
  return DISTANCES.map((distance) => {
    let sum = 0;
    for (const reach of reaches) sum += reach[distance] / reach[0];
    return sum / reaches.length;
  });
}

// ——— What it comes to ————————————————————————————————————————————————————————————————————————————

/** Groups that belong together: all unseen ones, all recombined ones, and each of the longer ones. */
const UNSEEN = OWN.map((_, k) => k);
const RECOMBINED = OWN.map((_, k) => OWN.length + k);
const LONGER = GROUPS.map((_, k) => 2 * OWN.length + k);

const contest = (results: Result[]) => results.filter((found): found is Found => 'who' in found);

/** The runs of one contestant, in the order of their seeds. */
function runsOf(results: Result[], who: Contestant): Found[] {
  return contest(results).filter((found) => found.who === who);
}

/** For each sentence of some groups whether it was translated, 1 or 0. */
function signs({ right }: Found, groups: number[]): number[] {
  return groups.flatMap((k) => [...right[k]].map(Number));
}

/** Exact match in some groups, in %. */
function exact(found: Found, groups: number[]): number {
  const right = signs(found, groups);
  return (100 * right.reduce((sum, one) => sum + one, 0)) / right.length;
}

function spreadOf(results: Result[], who: Contestant, of: (found: Found) => number): Spread {
  return spread(runsOf(results, who).map(of));
}

const nameOf = (who: Contestant, say: Say): string =>
  ({
    attention: say('GRU + attention', 'GRU + 注意力'),
    transformer: 'Transformer',
    shifted: say('its places moved', '位置移动过'),
  })[who];

const lengthOf = ([from, to]: [number, number]) => `${from}–${to}`;

/** A table by length: a line a group, a column a contestant. */
function byLength(results: Result[], head: string, of: (found: Found, k: number) => number, say: Say): string {
  const groups: [string, number][] = [
    ...OWN.map((length, k): [string, number] => [`${say('unseen', '新句子')} ${lengthOf(length)}`, UNSEEN[k]]),
    ...OWN.map((length, k): [string, number] => [`${say('recombined', '新搭配')} ${lengthOf(length)}`, RECOMBINED[k]]),
    ...GROUPS.map((length, k): [string, number] => [`${say('longer', '更长')} ${lengthOf(length)}`, LONGER[k]]),
  ];
  return columns([
    [head, ...CONTESTANTS.map((who) => nameOf(who, say))],
    ...groups.map(([name, k]) => [
      name,
      ...CONTESTANTS.map((who) => told(spreadOf(results, who, (found) => of(found, k)))),
    ]),
  ]);
}

/** How far two contestants are apart: run beside run, and with the noise of the sentences that both were judged by. */
function apart(results: Result[], say: Say): string {
  const couples: [Contestant, Contestant][] = [
    ['transformer', 'attention'],
    ['shifted', 'transformer'],
    ['shifted', 'attention'],
  ];
  const measures: [string, number[]][] = [
    [say('unseen', '新句子'), UNSEEN],
    [say('recombined', '新搭配'), RECOMBINED],
    ...GROUPS.slice(0, 3).map((length, k): [string, number[]] => [lengthOf(length), [LONGER[k]]]),
  ];
  const separation = (one: Contestant, other: Contestant, groups: number[]) => {
    const [a, b] = [runsOf(results, one), runsOf(results, other)];
    const items = a.map((found, run) => {
      const others = signs(b[run], groups);
      return signs(found, groups).map((right, i) => 100 * (right - others[i]));
    });
    const mean = items[0].map((_, i) => items.reduce((sum, differences) => sum + differences[i], 0) / items.length);
    const of = (found: Found) => exact(found, groups);
    return decimal(pairedSeparation(a.map(of), b.map(of), itemNoise(mean)), 1);
  };
  return columns([
    [say('standard errors apart', '相差几个标准误'), ...measures.map(([name]) => name)],
    ...couples.map(([one, other]) => [
      `${nameOf(one, say)} − ${nameOf(other, say)}`,
      ...measures.map(([, groups]) => separation(one, other, groups)),
    ]),
  ]);
}

/** Reaches by distance, before training and after; in percent of the reach of the last word. */
function reaches(results: Result[], say: Say): string {
  return columns([
    [say('words from the end', '离句末几个词'), ...DISTANCES.map(String)],
    ...CONTESTANTS.flatMap((who) =>
      [say('before', '训练前'), say('after', '训练后')].map((when, k) => [
        `${nameOf(who, say)}${say(', ', '，')}${when}`,
        ...DISTANCES.map((_, i) => decimal(100 * spreadOf(results, who, ({ first }) => first[k][i]).mean, 1)),
      ]),
    ),
  ]);
}

/** The game, seed by seed, and how far apart two players are whose slopes differ at first. */
function games(results: Result[], say: Say): string {
  const seeds = results.filter((found): found is Games => 'games' in found).map(({ games }) => games);
  const shares = (player: number, n: number) => seeds.map((games) => games[player][LENGTHS.indexOf(n)] ?? NaN);
  const apart = (one: number, other: number, n: number) =>
    decimal(pairedSeparation(shares(one, n), shares(other, n)), 1);
  return [
    printedGames(seeds, say),
    columns([
      [say('standard errors apart', '相差几个标准误'), ''],
      [say('W_h × 1.7 − simple cell, 8 words', 'W_h × 1.7 − 简单单元，8 个词'), apart(1, 0, 8)],
      [say('update gate open − GRU, 24 words', '更新门常开 − GRU，24 个词'), apart(3, 2, 24)],
    ]),
  ].join('\n');
}

/** Six paragraphs: the game; the contest; exact match and right words by length; what is apart; the reach of a word. */
export function report(results: Result[], say: Say): string {
  return [
    games(results, say),
    columns([
      [
        say('exact match, %', '完全匹配，%'),
        say('numbers', '参数'),
        say('unseen', '新句子'),
        say('recombined', '新搭配'),
      ],
      ...CONTESTANTS.map((who) => [
        nameOf(who, say),
        grouped(runsOf(results, who)[0].numbers),
        told(spreadOf(results, who, (found) => exact(found, UNSEEN))),
        told(spreadOf(results, who, (found) => exact(found, RECOMBINED))),
      ]),
    ]),
    byLength(results, say('exact match, %', '完全匹配，%'), (found, k) => exact(found, [k]), say),
    byLength(results, say('right words, %', '说对的词，%'), ({ words }, k) => 100 * words[k], say),
    apart(results, say),
    reaches(results, say),
  ].join('\n\n');
}

/** Unseen and longer sentences by their length, and how strongly a word reaches what is scored first. */
export function charts(results: Result[], say: Say): Record<string, string> {
  const drawn = (xs: number[], of: (found: Found, k: number) => number): Drawn[] =>
    CONTESTANTS.map((who) => ({
      name: nameOf(who, say),
      points: xs.map((x, k) => {
        const { mean, low, high } = spreadOf(results, who, (found) => of(found, k));
        return { x, y: mean, low, high };
      }),
    }));
  const middles = [...OWN, ...GROUPS].map(([from, to]) => (from + to) / 2);
  const groups = [...UNSEEN, ...LONGER];
  return {
    length: lineChart({
      title: say('Unseen sentences translated, by their length', '句子越长，完全译对的越少'),
      x: {
        label: say(
          'characters of the sentence; longer than 10: never seen in training',
          '句子的字数；超过 10 个字的，训练时从未见过',
        ),
      },
      y: { label: say('translated word for word, %', '逐词译对，%'), from: 0, to: 100 },
      series: drawn(middles, (found, k) => exact(found, [groups[k]])),
    }),
    reach: lineChart({
      title: say('How strongly a word is still felt when the translation begins', '开始翻译时，一个词还剩多少影响'),
      x: { label: say('words from the end of the sentence', '离句末几个词') },
      y: {
        label: say('reach after training, % of the last word’s', '训练后的影响，以最后一个词为 100 %'),
        logarithmic: true,
      },
      series: drawn(DISTANCES, ({ first }, k) => 100 * first[1][k]),
    }),
  };
}
