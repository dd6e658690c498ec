/** The study of chapter 14: four translators under one budget, by the length of the sentence. `npm run record -- 14` */

import { idsOf } from '../../chapters/02-embedding/vocabulary.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import { rightWords } from '../../chapters/13-translator/decoding.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal, grouped } from '../../lib/print.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import { lineChart, type Drawn } from '../../lib/line-chart.ts';
import { normalise } from '../corpus/normalise.ts';
import type { WordData } from '../corpus/prepared.ts';
import { toyData } from '../corpus/toy.ts';
import { exactMatch } from '../training/translating.ts';
import { EPOCHS, trained, type Contestant, type Translator } from './contestants.ts';
import { GROUPS, longer } from './longer.ts';

/** One training run. */
export interface Task {
  who: Contestant;
  seed: string;
  epochs?: number;
  rate?: number;
}

/** What one run found. Shares are from 0 to 1. */
export interface Found {
  who: Contestant;
  seed: string;
  numbers: number; //       how many numbers it learned
  unseen: number; //        exact match
  recombined: number;
  exact: number[]; //       exact match by length: one share a group of `LENGTHS`
  words: number[]; //       right words, the right words before each being given, by the same groups
  last: number[][]; //      before training and after: how strongly a word reaches the last state, by distance
  first: number[][]; //     the same, to what is scored first
}

/** Lengths in characters: those of the corpus, held out, and the longer ones. */
export const LENGTHS: [from: number, to: number][] = [[3, 6], [7, 8], [9, 10], ...GROUPS];

/** Distances at which the reach is measured, in words. */
export const DISTANCES = [0, 1, 2, 4, 8, 14];

export const title = 'Chapter 14: four translators under one budget, by the length of the sentence';

const CONTESTANTS: Contestant[] = ['simple', 'gru', 'attention', 'transformer'];

/** A task for each contestant and seed. */
export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed) => CONTESTANTS.map((who) => ({ who, seed })));
}

/** Trains one contestant and examines it. */
export async function run({ who, seed, epochs = EPOCHS, rate }: Task): Promise<Found> {
  const data = toyData();
  const { before, after } = await trained(who, data, epochs, seed, rate);
  const groups = groupsOf(data);
  const long = groups[LENGTHS.length - 3].slice(0, 10);
  const share = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  return {
    who,
    seed,
    numbers: after.numbers,
    unseen: exactMatch(data.unseen, after.translate),
    recombined: exactMatch(data.recombined, after.translate),
    exact: groups.map((pairs) => exactMatch(pairs, after.translate)),
    words: groups.map((pairs) => share(pairs.flatMap((pair) => rightly(pair, after)))),
    last: [before, after].map((model) => fading(long, (source) => model.reachesLast(source))),
    first: [before, after].map((model) => fading(long, (source) => model.reachesFirst(source))),
  };
}

/** The held-out pairs and the longer ones, by the length of their Chinese. */
function groupsOf({ unseen, recombined, source, target }: WordData): Pair[][] {
  const numbered = longer().map((sentences) =>
    sentences.map(({ chinese, english }) => ({
      source: idsOf(normalise(chinese, 'zh'), source),
      target: idsOf(normalise(english, 'en'), target),
    })),
  );
  const heldOut = [...unseen, ...recombined];
  return LENGTHS.map(([from, to], k) => {
    const own = heldOut.filter(({ source: { length } }) => length >= from && length <= to);
    return k < LENGTHS.length - numbered.length ? own : numbered[k - (LENGTHS.length - numbered.length)];
  });
}

/**
 * 1 for each word of the translation, EOS included, that greedy search would say after the right
 * words before it, else 0.
 */
function rightly(pair: Pair, model: Translator): number[] {
  return rightWords(model.scores(pair), teacherForced(pair.target).wanted).map(Number);
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

/** What the runs of one contestant found, number by number. */
function spreadOf(results: Found[], who: Contestant, of: (found: Found) => number): Spread {
  return spread(results.filter((found) => found.who === who).map(of));
}

const percent = (one: Spread) => told({ ...one, mean: 100 * one.mean, deviation: 100 * one.deviation });

const nameOf = (who: Contestant, say: Say): string =>
  ({
    simple: say('simple RNN', '简单 RNN'),
    gru: 'GRU',
    attention: say('GRU + attention', 'GRU + 注意力'),
    transformer: 'Transformer',
  })[who];

const lengthOf = ([from, to]: [number, number]) => `${from}–${to}`;

/** A table by length: a line a group, a column a contestant. */
function byLength(results: Found[], head: string, of: (found: Found) => number[], say: Say): string {
  return columns([
    [head, ...CONTESTANTS.map((who) => nameOf(who, say))],
    ...LENGTHS.map((length, k) => [
      lengthOf(length),
      ...CONTESTANTS.map((who) => percent(spreadOf(results, who, (found) => of(found)[k]))),
    ]),
  ]);
}

/** How far two contestants are apart, in standard errors, in each of the measures that the prose speaks of. */
function apart(results: Found[], say: Say): string {
  const couples: [Contestant, Contestant][] = [
    ['gru', 'simple'],
    ['attention', 'gru'],
    ['transformer', 'attention'],
  ];
  const measures: ((found: Found) => number)[] = [
    ({ unseen }) => unseen,
    ({ recombined }) => recombined,
    ({ words }) => words[4],
    ({ words }) => words[7],
  ];
  return columns([
    [
      say('standard errors apart', '相差几个标准误'),
      say('unseen', '新句子'),
      say('recombined', '新搭配'),
      say('words, 13–14', '词，13–14'),
      say('words, 21–25', '词，21–25'),
    ],
    ...couples.map(([better, worse]) => [
      say(`${nameOf(better, say)} over ${nameOf(worse, say)}`, `${nameOf(better, say)}高出${nameOf(worse, say)}`),
      ...measures.map((of) => decimal(separation(spreadOf(results, better, of), spreadOf(results, worse, of)), 1)),
    ]),
  ]);
}

/** Reaches by distance, before training and after; in percent of the reach of the last word. */
function reaches(results: Found[], say: Say): string {
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

/** Five paragraphs: the four translators; exact match and right words by length; what is apart; the reach of a word. */
export function report(results: Found[], say: Say): string {
  const runs = `${results.length / CONTESTANTS.length}`;
  return [
    columns([
      [
        say('exact match, %', '完全匹配，%'),
        say('numbers', '参数'),
        say('unseen', '新句子'),
        say('recombined', '新搭配'),
      ],
      ...CONTESTANTS.map((who) => [
        nameOf(who, say),
        grouped(spreadOf(results, who, ({ numbers }) => numbers).mean),
        percent(spreadOf(results, who, ({ unseen }) => unseen)),
        percent(spreadOf(results, who, ({ recombined }) => recombined)),
      ]),
      [say(`mean ± deviation of ${runs} seeds`, `${runs} 个种子，平均 ± 标准差`)],
    ]),
    byLength(results, say('exact match by length, %', '按长度，完全匹配，%'), ({ exact }) => exact, say),
    byLength(results, say('right words by length, %', '按长度，说对的词，%'), ({ words }) => words, say),
    apart(results, say),
    reaches(results, say),
  ].join('\n\n');
}

/** Right words by length, and how strongly a word reaches what is scored first. */
export function charts(results: Found[], say: Say): Record<string, string> {
  const drawn = (xs: number[], of: (found: Found, k: number) => number): Drawn[] =>
    CONTESTANTS.map((who) => ({
      name: nameOf(who, say),
      points: xs.map((x, k) => {
        const { mean, low, high } = spreadOf(results, who, (found) => 100 * of(found, k));
        return { x, y: mean, low, high };
      }),
    }));
  const middles = LENGTHS.map(([from, to]) => (from + to) / 2);
  return {
    length: lineChart({
      title: say('Exact match by the length of the sentence', '句子越长，完全译对的越少'),
      x: {
        label: say(
          'characters of the sentence; longer than 10: never seen in training',
          '句子的字数；超过 10 个字的，训练时从未见过',
        ),
      },
      y: { label: say('translated word for word, %', '逐词译对，%'), from: 0, to: 100 },
      series: drawn(middles, ({ exact }, k) => exact[k]),
    }),
    reach: lineChart({
      title: say('How strongly a word is still felt when the translation begins', '开始翻译时，一个词还剩多少影响'),
      x: { label: say('words from the end of the sentence', '离句末几个词') },
      y: {
        label: say('reach after training, % of the last word’s', '训练后的影响，以最后一个词为 100 %'),
        logarithmic: true,
      },
      series: drawn(DISTANCES, ({ first }, k) => first[1][k]),
    }),
  };
}
