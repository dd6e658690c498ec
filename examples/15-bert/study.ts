/**
 * The study behind chapter 15. Does an encoder that has learned to guess hidden words make a better translator of few
 * labelled pairs? `npm run record -- 15`
 */

import type { BertParams } from '../../chapters/15-bert/bert.ts';
import { pseudoPerplexity } from '../../chapters/15-bert/blanks.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import { lines } from '../../lib/plot.ts';
import { lineChart, type Drawn } from '../../lib/line-chart.ts';
import { covered, judged, type Covered, type Judged } from './judging.ts';
import { begun, labelled, linesFor, pretrained, tuned, type Start } from './tuning.ts';
import { toyData } from '../corpus/toy.ts';
import { finished } from '../training/finished.ts';

export const title = 'Chapter 15: a translator of few pairs, with and without pre-training';

/** The ways to begin of one seed: those that share an encoder go together, so that it is pre-trained once. */
export interface Task {
  starts: Start[];
  seed: string;
}

/** One training run with k pairs: what was found after each of its POINTS steps. */
export interface Run {
  start: Start;
  k: number;
  after: Judged[];
}

/** What a task found. */
export interface Result {
  seed: string;
  perplexity: number; // of the pre-trained encoder on held-out lines, each word hidden once; 0 where there is none
  runs: Run[];
  covered: Covered[]; // of each of KS
}

/** Labelled pairs. */
export const KS = [50, 100, 200, 400, 800];
/** The middle of them, where all layers are tried too. */
const MIDDLE = [100, 200, 400];
/** Steps after which a translator is judged. */
const SHORT = [500, 1000];
const LONG = [500, 1000, 2000];
/** Held-out lines by which a pre-trained encoder is judged. */
const LINES = 100;
const english = (en: string) => en;

export function tasks(seeds: string[]): Task[] {
  const together: Start[][] = [['scratch'], ['lower', 'all'], ['mixed']];
  return seeds.flatMap((seed) => together.map((starts) => ({ starts, seed })));
}

export async function run({ starts, seed }: Task): Promise<Result> {
  const data = toyData(english);
  const P = await encoderFor(starts[0], seed);
  const held = data.unseen.slice(0, LINES).map(({ source }) => source);
  const runs: Run[] = [];
  for (const start of starts) {
    for (const k of start === 'all' ? MIDDLE : KS) {
      const few = labelled(data, k, seed);
      const points = start === 'scratch' || start === 'lower' ? LONG : SHORT;
      const weights = await finished(tuned(few, begun(data, start, seed, P), points, seed));
      runs.push({ start, k, after: weights.map((W) => judged(data.unseen, W, few.training)) });
    }
  }
  return {
    seed,
    perplexity: P ? pseudoPerplexity(held, P) : 0,
    runs,
    covered: KS.map((k) => covered(data.unseen, labelled(data, k, seed).training)),
  };
}

async function encoderFor(start: Start, seed: string): Promise<BertParams | undefined> {
  if (start === 'scratch') return undefined;
  const data = toyData(english);
  return finished(pretrained(data, linesFor(data, start === 'mixed', seed), seed));
}

/** What the runs of all seeds found. steps: one of the points. */
function found(results: Result[], start: Start, k: number, steps: number, of: (judged: Judged) => number): Spread {
  const runs = results.flatMap((result) => result.runs.filter((run) => run.start === start && run.k === k));
  return spread(runs.map(({ after }) => 100 * of(after[LONG.indexOf(steps)])));
}

const exact = ({ exact }: Judged) => exact;

function names(say: Say): Record<Start, string> {
  return {
    scratch: say('from scratch', '从头训练'),
    lower: say('pre-trained, lower layer', '预训练，只带下层'),
    all: say('pre-trained, both layers', '预训练，两层都带'),
    mixed: say('pre-trained on mixed words', '用打乱的词预训练'),
  };
}

const head = (what: string) => [what, ...KS.map(String)];

/** A line a way to begin: exact matches after so many steps, by the number of pairs. */
function table(results: Result[], steps: number, starts: Start[], say: Say): string[][] {
  return starts.map((start) => [
    names(say)[start],
    ...KS.map((k) => (start === 'all' && !MIDDLE.includes(k) ? '·' : told(found(results, start, k, steps, exact)))),
  ]);
}

/** Two ways to begin, in standard errors. */
function apart(results: Result[], a: [Start, number], b: [Start, number]): string[] {
  const ks = [a, b].some(([start]) => start === 'all') ? MIDDLE : KS;
  return KS.map((k) =>
    ks.includes(k)
      ? decimal(
          separation(
            found(results, ...([a[0], k, a[1], exact] as const)),
            found(results, ...([b[0], k, b[1], exact] as const)),
          ),
          1,
        )
      : '·',
  );
}

export function report(results: Result[], say: Say): string {
  const pairs = say('labelled pairs', '带译文的句对');
  const after = (steps: number) => say(`exact match, %, after ${steps} steps`, `完全匹配，%，${steps} 步之后`);
  const first = columns([
    head(`${after(1000)} · ${pairs}`),
    ...table(results, 1000, ['scratch', 'all', 'lower', 'mixed'], say),
  ]);
  const second = columns([
    head(`${say('standard errors apart', '相差几个标准误')} · ${pairs}`),
    [say('both layers − scratch', '两层都带 − 从头'), ...apart(results, ['all', 1000], ['scratch', 1000])],
    [say('lower layer − scratch', '只带下层 − 从头'), ...apart(results, ['lower', 1000], ['scratch', 1000])],
    [say('mixed words − scratch', '打乱的词 − 从头'), ...apart(results, ['mixed', 1000], ['scratch', 1000])],
    [say('lower layer − mixed words', '只带下层 − 打乱的词'), ...apart(results, ['lower', 1000], ['mixed', 1000])],
  ]);
  const third = columns([
    head(`${after(2000)} · ${pairs}`),
    ...table(results, 2000, ['scratch', 'lower'], say),
    [
      say('lower − scratch, standard errors', '只带下层 − 从头，标准误'),
      ...apart(results, ['lower', 2000], ['scratch', 2000]),
    ],
    [
      say('lower after 1000 − scratch after 2000', '只带下层 1000 步 − 从头 2000 步'),
      ...apart(results, ['lower', 1000], ['scratch', 2000]),
    ],
  ]);
  return [first, second, third, words(results, say), plot(results, say)].join('\n\n');
}

/** What the labelled pairs hold, and the words that they do not hold. */
function words(results: Result[], say: Say): string {
  const scratch = results.filter(({ runs }) => runs[0].start === 'scratch');
  const mean = (of: (covered: Covered) => number, digits: number) =>
    KS.map((_, i) => decimal(spread(scratch.map(({ covered }) => of(covered[i]))).mean, digits));
  const line = (start: Start, of: (judged: Judged) => number) =>
    KS.map((k) => decimal(found(results, start, k, 1000, of).mean, 1));
  const { scratch: first, lower } = names(say);
  const other = say('right, % of words in no pair', '答对，%，没有句对出现过的词');
  const known = say('right, % of words in some pair', '答对，%，有句对出现过的词');
  const perplexities = (start: Start) =>
    told(spread(results.filter(({ runs }) => runs[0].start === start).map(({ perplexity }) => perplexity)), 2);
  return [
    columns([
      head(say('labelled pairs', '带译文的句对')),
      [
        say('different characters in them (of 100)', '其中不同的字（共 100）'),
        ...mean(({ characters }) => characters, 0),
      ],
      [say('different English words in them (of 140)', '其中不同的英文词（共 140）'), ...mean(({ words }) => words, 0)],
      [say('sentences that need no other word, %', '不需要别的词的句子，%'), ...mean(({ within }) => 100 * within, 1)],
      [`${known} · ${first}`, ...line('scratch', ({ known }) => known)],
      [`${known} · ${lower}`, ...line('lower', ({ known }) => known)],
      [`${other} · ${first}`, ...line('scratch', ({ other }) => other)],
      [`${other} · ${lower}`, ...line('lower', ({ other }) => other)],
    ]),
    columns([
      [say('perplexity of a hidden word, unseen lines', '被遮住的词的困惑度，新句子'), ''],
      [say('pre-trained on lines', '用句子预训练'), perplexities('lower')],
      [say('pre-trained on mixed words', '用打乱的词预训练'), perplexities('mixed')],
    ]),
  ].join('\n\n');
}

/** A line of the drawings: exact matches after so many steps, by the number of pairs. */
function drawn(results: Result[], start: Start, steps: number, name: string): Drawn {
  const points = KS.map((k) => {
    const { mean, low, high } = found(results, start, k, steps, exact);
    return { x: k, y: mean, low, high };
  });
  return { name, points };
}

function plot(results: Result[], say: Say): string {
  const one = (start: Start, steps: number, name: string) => drawn(results, start, steps, name);
  return lines(
    [
      one('lower', 1000, say('pre-trained', '预训练')),
      one('scratch', 1000, say('from scratch', '从头训练')),
      one('scratch', 2000, say('scratch, 2000 steps', '从头，2000 步')),
    ],
    60,
    12,
    0,
    true,
  );
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const chart = lineChart({
    title: say('Unseen sentences translated, by labelled pairs', '新句子的翻译，随句对的多少'),
    x: { label: say('labelled pairs (logarithmic)', '带译文的句对（对数刻度）'), logarithmic: true, ticks: KS },
    y: {
      label: say('exact match, %: mean of five seeds, and the range', '完全匹配，%：五个种子的平均与范围'),
      from: 0,
      to: 100,
    },
    series: [
      drawn(results, 'scratch', 1000, say('from scratch', '从头训练')),
      drawn(results, 'lower', 1000, say('pre-trained', '预训练')),
      drawn(results, 'mixed', 1000, say('on mixed words', '用打乱的词')),
      drawn(results, 'scratch', 2000, say('scratch, 2000 steps', '从头，2000 步')),
    ],
  });
  return { 'by-pairs': chart };
}
