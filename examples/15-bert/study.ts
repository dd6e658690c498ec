/**
 * The study of chapter 15. What has an encoder learned that guessed hidden words: can it tell a line from one with two
 * characters swapped, and the measure word of six? And does it make a better translator of few labelled pairs?
 * `npm run record -- 15`
 */

import type { Say } from '../../lib/language.ts';
import { lineChart, type Drawn } from '../../lib/line-chart.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { itemNoise, pairedSeparation, spread, told } from '../../lib/spread.ts';
import { toyData } from '../corpus/toy.ts';
import { finished } from '../training/finished.ts';
import { answers, asked, covered, judged, percentOf, type Answers, type Covered, type Judged } from './judging.ts';
import { begun, labelled, linesFor, pretrained, tuned, type Start } from './tuning.ts';

export const title = 'Chapter 15: what an encoder learns by guessing, and whether a translator is the better for it';

/** An encoder and what begins from it: none, one that read lines, one that read them with their words mixed. */
export interface Task {
  start: Extract<Start, 'scratch' | 'lower' | 'mixed'>;
  seed: string;
}

/** What a task found. */
export interface Result extends Task {
  answers: Answers | null; //           of the encoder, where there is one
  runs: (Judged & { k: number })[]; // translators of k pairs; none after mixed words, which is a control of answers
  covered: Covered[]; //                what those pairs hold
}

/** Labelled pairs. */
export const KS = [100, 200, 400];
/** Steps of every translator. */
const STEPS = 1000;

export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed) => (['scratch', 'lower', 'mixed'] as const).map((start) => ({ start, seed })));
}

export async function run({ start, seed }: Task): Promise<Result> {
  const data = toyData();
  const lines = () => linesFor(data, start === 'mixed', seed);
  const P = start === 'scratch' ? undefined : await finished(pretrained(data, lines(), seed));
  const runs: Result['runs'] = [];
  for (const k of start === 'mixed' ? [] : KS) {
    const few = labelled(data, k, seed);
    const [W] = await finished(tuned(few, begun(data, start, seed, P), [STEPS], seed));
    runs.push({ k, ...judged(data.unseen, W, few.training) });
  }
  return {
    start,
    seed,
    // The same questions for every seed.
    answers: P ? answers(asked(data, seeded('swapped')), P) : null,
    runs,
    covered: runs.map(({ k }) => covered(data.unseen, labelled(data, k, seed).training)),
  };
}

const of = (results: Result[], start: Start) => results.filter((result) => result.start === start);

/** How far a is above b in standard errors: run beside run, and with the noise of the items that judged both. */
function apart(a: string[], b: string[]): string {
  const items = [...a[0]].map((_, i) => {
    let sum = 0;
    for (const [run, right] of a.entries()) sum += Number(right[i]) - Number(b[run][i]);
    return (100 * sum) / a.length;
  });
  return decimal(pairedSeparation(a.map(percentOf), b.map(percentOf), itemNoise(items)), 1);
}

/** The answers of both encoders. */
function answered(results: Result[], say: Say): string {
  const both = (['lower', 'mixed'] as const).map((start) => of(results, start).map(({ answers }) => answers!));
  const [lines, mixed] = both;
  const row = (name: string, of: (one: Answers) => string, chance: string) => [
    name,
    ...both.map((encoders) => told(spread(encoders.map((one) => percentOf(of(one)))))),
    chance,
    apart(lines.map(of), mixed.map(of)),
  ];
  const [{ real, measure }] = lines;
  return columns([
    [
      say('right, %', '答对，%'),
      say('read lines', '读过句子'),
      say('read mixed words', '读过打乱的词'),
      say('guessing', '瞎猜'),
      say('standard errors apart', '相差几个标准误'),
    ],
    row(say(`which line is real (${real.length})`, `哪一句是真的（${real.length}）`), ({ real }) => real, '50'),
    row(
      say(`which measure word of six (${measure.length})`, `六个量词里是哪一个（${measure.length}）`),
      ({ measure }) => measure,
      decimal(100 / 6, 0),
    ),
    [
      say('perplexity of a hidden word', '被遮住的词的困惑度'),
      ...both.map((encoders) => told(spread(encoders.map(({ perplexity }) => perplexity)), 2)),
    ],
  ]);
}

/** Exact match with the i-th number of pairs, in %, seed by seed. */
const exact = (results: Result[], start: Start, i: number) => of(results, start).map(({ runs }) => 100 * runs[i].exact);

/** Both translators, by the number of pairs; how far apart they are on these sentences. */
function translated(results: Result[], say: Say): string {
  const mean = (values: number[], digits = 1) => decimal(spread(values).mean, digits);
  const rows = (start: Start, name: string) => [name, ...KS.map((_, i) => told(spread(exact(results, start, i))))];
  const scratch = of(results, 'scratch');
  return columns([
    [
      say('exact match, %, after 1000 steps · labelled pairs', '完全匹配，%，1000 步之后 · 带译文的句对'),
      ...KS.map(String),
    ],
    rows('scratch', say('from scratch', '从头训练')),
    rows('lower', say('pre-trained', '预训练')),
    [
      say('pre-trained − scratch, standard errors', '预训练 − 从头，标准误'),
      ...KS.map((_, i) => decimal(pairedSeparation(exact(results, 'lower', i), exact(results, 'scratch', i)), 1)),
    ],
    [
      say('sentences whose English words all stand in some pair, %', '英文词都在句对里出现过的句子，%'),
      ...KS.map((_, i) => mean(scratch.map(({ covered }) => 100 * covered[i].within))),
    ],
    [
      say('right, % of the words that stand in no pair · pre-trained', '答对，%，没有句对出现过的词 · 预训练'),
      ...KS.map((_, i) => mean(of(results, 'lower').map(({ runs }) => 100 * runs[i].other))),
    ],
  ]);
}

/** Two paragraphs: what the encoders answer, and what the translators translate. */
export function report(results: Result[], say: Say): string {
  return [answered(results, say), translated(results, say)].join('\n\n');
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const drawn = (start: Start, name: string): Drawn => ({
    name,
    points: KS.map((x, i) => {
      const { mean, low, high } = spread(exact(results, start, i));
      return { x, y: mean, low, high };
    }),
  });
  const chart = lineChart({
    title: say('Unseen sentences translated, by labelled pairs', '新句子的翻译，随句对的多少'),
    x: { label: say('labelled pairs (logarithmic)', '带译文的句对（对数刻度）'), logarithmic: true, ticks: KS },
    y: {
      label: say('exact match, %: mean of five seeds, and the range', '完全匹配，%：五个种子的平均与范围'),
      from: 0,
      to: 100,
    },
    series: [drawn('scratch', say('from scratch', '从头训练')), drawn('lower', say('pre-trained', '预训练'))],
  });
  return { 'by-pairs': chart };
}
