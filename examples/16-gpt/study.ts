/**
 * The study behind chapter 16. Is a dictionary looked up that stands in the line only, by one layer and by two? What
 * does a prompt do where two tasks are mixed, and what is reading worth before there are labels? How well is English
 * known, beside counting, and how does one stream translate beside an encoder–decoder of as many numbers?
 */

import { addOne, bigramAfter, followers } from '../../chapters/16-gpt/bigram.ts';
import { asLargeAs, gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter, perplexity } from '../../chapters/16-gpt/language-model.ts';
import { ngramAfter, ngrams } from '../../chapters/16-gpt/ngrams.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import type { Say } from '../../lib/language.ts';
import { lineChart } from '../../lib/line-chart.ts';
import { count } from '../../lib/params.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded, shuffle } from '../../lib/random.ts';
import { pairedSeparation, spread, told, type Spread } from '../../lib/spread.ts';
import { toyData } from '../corpus/toy.ts';
import { threads } from '../training/crew.ts';
import { finished } from '../training/finished.ts';
import { fitPairs } from '../training/fit-by-engine.ts';
import { translatedRight } from '../training/translating.ts';
import { fitLines } from '../training/fit-lines.ts';
import { gameLines, gameParams, gamePlan, headsOf, lookedUp } from './game.ts';
import { askedWhole, continuedRight, englishLines, promptLines, twoTasks, unmarked } from './lines.ts';

export const title = 'Chapter 16: looking up in the line, prompts, and reading before labels';

/**
 * The game with one layer, with two, and with two and the loss on every token; two tasks with prompts and without; few
 * labelled lines, from random weights and after reading; English alone; translation by one stream and by chapter 11's.
 */
export type Kind =
  'one' | 'two' | 'every' | 'prompted' | 'unprompted' | 'labelled' | 'read' | 'english' | 'answer' | 'pair';

/** One training run. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** What it found: perplexities of English, else shares of 0 … 1. */
export interface Result {
  kind: Kind;
  numbers: number; // learned
  first: number; //   the game: unseen dictionaries; two tasks: translated; else unseen sentences
  second: number; //  the game: the head that finds the answer; two tasks: written once more; else recombined ones
  curve: number[]; // the game: unseen dictionaries after every EVERY steps
}

const EPOCHS = 8;
const small = { d_model: 32, h: 4, d_ff: 64, N: 1 };
/** Chapter 12's plan; the decoder-only model has as many numbers. */
const plan: Plan = { sizes: small, batch: 16, warmup: 150, rate: 0.7, smoothing: 0.1, drop: 0 };
const wide: Plan = { ...plan, sizes: asLargeAs(small) };
/** The game: steps of 16 lines, and after how many one looks. With the loss on every token it takes longer. */
const STEPS: Record<string, number> = { one: 600, two: 600, every: 1000 };
const EVERY = 100;
const DICTIONARIES = 500;
/** Labelled lines, epochs over them, and over the text before. */
const LABELLED = { lines: 200, epochs: 24, reading: 4 };
const quiet = (en: string) => en;

export function tasks(seeds: string[]): Task[] {
  const kinds: Kind[] = [
    'prompted',
    'every',
    'unprompted',
    'english',
    'read',
    'two',
    'answer',
    'pair',
    'one',
    'labelled',
  ];
  return seeds.flatMap((seed) => kinds.map((kind) => ({ kind, seed })));
}

export async function run({ kind, seed }: Task): Promise<Result> {
  if (kind in STEPS) return played(kind, seed);
  const data = toyData(quiet);
  if (kind === 'pair') {
    const P = await finished(fitPairs(data, plan, EPOCHS, seed));
    const [first, second] = [data.unseen, data.recombined].map((pairs) => translatedRight(pairs, P));
    return { kind, numbers: count(P), first, second, curve: [] };
  }
  const lines = kind === 'english' ? englishLines(data) : promptLines(data);
  const begin = gptParams(seeded(`weights ${seed}`), lines.vocabulary.tokens.length, wide.sizes);
  if (kind === 'prompted' || kind === 'unprompted') {
    const { translate, again } = twoTasks(data, kind === 'prompted');
    const P = await trained(begin, [...translate.training, ...again.training], wide, EPOCHS, seed);
    const [first, second] = [translate, again].map((of) => continuedRight([...of.unseen, ...of.recombined], P));
    return { kind, numbers: count(P), first, second, curve: [] };
  }
  const P = await (kind === 'labelled' || kind === 'read' ? fewLabels(kind, begin) : plainly());
  const measure = (pairs: Pair[]) =>
    kind === 'english' ? perplexity(pairs, (source) => nextAfter(source, P)) : continuedRight(pairs, P);
  return { kind, numbers: count(P), first: measure(lines.unseen), second: measure(lines.recombined), curve: [] };

  /** A perplexity is asked of plain probabilities, so nothing is smoothed where English is learned. */
  function plainly() {
    const own = kind === 'english' ? { ...wide, smoothing: 0 } : wide;
    return trained(begin, lines.training, own, EPOCHS, seed);
  }

  async function fewLabels(kind: 'labelled' | 'read', begin: GptParams) {
    const few = shuffle(seeded(`labelled ${seed}`), lines.training).slice(0, LABELLED.lines);
    const text = { ...wide, smoothing: 0 };
    const from = kind === 'read' ? await trained(begin, unmarked(lines), text, LABELLED.reading, seed) : begin;
    return trained(from, few, wide, LABELLED.epochs, seed);
  }
}

function trained(begin: GptParams, lines: Pair[], plan: Plan, epochs: number, seed: string): Promise<GptParams> {
  return finished(fitLines(begin, lines, plan, epochs, seed, threads));
}

/** The game. */
async function played(kind: Kind, seed: string): Promise<Result> {
  const N = kind === 'one' ? 1 : 2;
  const { training, unseen } = gameLines(seed, STEPS[kind] * gamePlan(N).batch, DICTIONARIES);
  const begin = gameParams(seed, N);
  const watched = unseen.slice(0, 100);
  const curve = [lookedUp(watched, begin)];
  const lines = kind === 'every' ? askedWhole(training) : training;
  const P = await finished(fitLines(begin, lines, gamePlan(N), 1, seed, threads), ({ step, parameters }) => {
    if (step % EVERY === 0) curve.push(lookedUp(watched, parameters()));
  });
  const { found } = headsOf(watched, P);
  return { kind, numbers: count(P), first: lookedUp(unseen, P), second: Math.max(...found), curve };
}

const of = (results: Result[], kind: Kind) => results.filter((result) => result.kind === kind);

const percents = (results: Result[], kind: Kind, what: 'first' | 'second'): Spread =>
  spread(of(results, kind).map((result) => 100 * result[what]));

/** How many standard errors the mean difference of runs with the same seed lies from 0. */
function pairedApart(results: Result[], a: Kind, b: Kind, what: 'first' | 'second'): number {
  const [ours, theirs] = [a, b].map((kind) => of(results, kind).map((result) => result[what]));
  return pairedSeparation(ours, theirs);
}

function perplexities(results: Result[], say: Say): string {
  const { vocabulary, training, unseen, recombined } = englishLines(toyData(quiet));
  const V = vocabulary.tokens.length;
  const table = addOne(followers(training, V));
  const [two, three] = [2, 3].map((words) => ngrams(training, words));
  const both = (model: Parameters<typeof perplexity>[1]) =>
    [unseen, recombined].map((set) => decimal(perplexity(set, model), 2));
  const own = (['first', 'second'] as const).map((set) =>
    told(spread(of(results, 'english').map((result) => result[set])), 2),
  );
  return columns([
    [
      say('perplexity', '困惑度'),
      say(`unseen (${unseen.length})`, `新句子 (${unseen.length})`),
      say(`recombined (${recombined.length})`, `新搭配 (${recombined.length})`),
    ],
    [say('knowing nothing', '什么都不知道'), decimal(V, 2), decimal(V, 2)],
    [say('bigram, add-one', '二元模型，加一'), ...both((source) => bigramAfter(source, table))],
    [say('bigram, Witten–Bell', '二元模型，Witten–Bell'), ...both((source) => ngramAfter(source, two, V))],
    [say('trigram, Witten–Bell', '三元模型，Witten–Bell'), ...both((source) => ngramAfter(source, three, V))],
    [say('decoder-only', '仅解码器'), ...own],
  ]);
}

export function report(results: Result[], say: Say): string {
  const row = (kind: Kind, name: string) => [
    name,
    String(of(results, kind)[0].numbers),
    ...(['first', 'second'] as const).map((what) => told(percents(results, kind, what))),
  ];
  const apart = (a: Kind, b: Kind) =>
    (['first', 'second'] as const).map((what) => decimal(pairedApart(results, a, b, what), 1));
  const [numbers, unseen, recombined] = [say('numbers', '参数'), say('unseen', '新句子'), say('recombined', '新搭配')];
  const game = columns([
    [
      say('the game, %', '查词典，%'),
      numbers,
      say('unseen dictionaries', '新词典'),
      say('a head looks at the answer', '有个头看着答案'),
    ],
    row('one', say('one layer', '一层')),
    row('two', say('two layers', '两层')),
    row('every', say('two layers, loss on every token', '两层，每个词元都算')),
  ]);
  const prompts = columns([
    [
      say('two tasks, exact match, %', '两个任务，完全匹配，%'),
      numbers,
      say('translate', '翻译'),
      say('write again', '照写'),
    ],
    row('prompted', say('with prompts', '有提示')),
    row('unprompted', say('without', '没有提示')),
  ]);
  const [lines] = [LABELLED.lines];
  const labels = columns([
    [say(`${lines} labelled lines, exact match, %`, `${lines} 行有答案，完全匹配，%`), numbers, unseen, recombined],
    row('labelled', say('these alone', '只学这些')),
    row('read', say('after reading', '先读过书')),
    [say('apart, paired, in standard errors', '相差几个标准误（成对）'), '', ...apart('read', 'labelled')],
  ]);
  const streams = columns([
    [say('all lines, exact match, %', '全部的行，完全匹配，%'), numbers, unseen, recombined],
    row('pair', say('encoder–decoder', '编码器–解码器')),
    row('answer', say('one stream', '单流')),
    [say('apart, paired, in standard errors', '相差几个标准误（成对）'), '', ...apart('answer', 'pair')],
  ]);
  return [perplexities(results, say), game, prompts, labels, streams].join('\n\n');
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const steps = [0, 200, 400, 600, 800, 1000];
  const names: [Kind, string][] = [
    ['two', say('two layers', '两层')],
    ['every', say('loss on every token', '每个词元都算')],
    ['one', say('one layer', '一层')],
  ];
  const series = names.map(([kind, name]) => ({
    name,
    points: of(results, kind)[0].curve.map((_, k) => {
      const { mean, low, high } = spread(of(results, kind).map(({ curve }) => 100 * curve[k]));
      return { x: EVERY * k, y: mean, low, high };
    }),
  }));
  const chart = lineChart({
    title: say('Unseen dictionaries looked up, by step', '查没见过的词典，随训练步数'),
    x: { label: say('steps of 16 lines', '步（每步 16 行）'), ticks: steps },
    y: {
      label: say('right, %: mean of five seeds, and the range', '答对，%：五个种子的平均与范围'),
      from: 0,
      to: 100,
    },
    series,
  });
  return { 'by-step': chart };
}
