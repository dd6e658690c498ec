/**
 * The study behind chapter 16. How well does a decoder-only model know English that it has not seen, beside a bigram
 * model? And can it translate by continuing a prompt, beside an encoder–decoder of as many numbers and steps?
 */

import { addOne, bigramAfter, followers, interpolated } from '../../chapters/16-gpt/bigram.ts';
import { asLargeAs, gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter, perplexity } from '../../chapters/16-gpt/language-model.ts';
import { sampled } from '../../chapters/16-gpt/sampling.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import { lineChart } from '../../lib/line-chart.ts';
import { fitLines } from './fit.ts';
import { askedWhole, continuedRight, englishLines, promptLines, spelledLine, type Lines } from './lines.ts';
import { threads } from '../training/crew.ts';
import { finished } from '../training/finished.ts';
import { toyData } from '../corpus/toy.ts';
import { fitPairs } from '../training/fit-by-engine.ts';
import { translatedRight } from '../training/translating.ts';

export const title = 'Chapter 16: a model that continues text, and translates by continuing';

/** What is trained: English alone; translation as encoder–decoder, as answer to a prompt, as a whole line. */
export type Kind = 'english' | 'pair' | 'answer' | 'whole';

/** One training run. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** What it found. English: perplexities; the others: shares of exact matches. */
export interface Result {
  kind: Kind;
  numbers: number; // learned
  unseen: number; //  after the last epoch, of the averaged weights
  recombined: number;
  curve: number[]; // of the weights as they were after each of POINTS; both held-out sets together
  made: string[]; //  lines that a model of whole lines makes up
}

const EPOCHS = 16;
/** Epochs after which exact matches are counted. */
const POINTS = [2, 4, 6, 8, 10, 12, 14, 16];
const small = { d_model: 32, h: 4, d_ff: 64, N: 1 };
/** Chapter 14's plan, of the paper's rate and dropout; the decoder-only model has as many numbers. */
const plan: Plan = { sizes: small, batch: 16, warmup: 300, rate: 1, smoothing: 0.1, drop: 0.1 };
const wide: Plan = { ...plan, sizes: asLargeAs(small) };
/** λ of the interpolated bigram model. */
const LAMBDAS = [0.9, 0.98];
/** Lines made up by each model of whole lines. */
const MADE = 8;
const english = (en: string) => en;

export function tasks(seeds: string[]): Task[] {
  const kinds: Kind[] = ['whole', 'answer', 'english', 'pair'];
  return seeds.flatMap((seed) => kinds.map((kind) => ({ kind, seed })));
}

export async function run({ kind, seed }: Task): Promise<Result> {
  const data = toyData(english);
  if (kind === 'pair') return encoderDecoder(seed);
  const lines = kind === 'english' ? englishLines(data) : promptLines(data);
  const training = kind === 'whole' ? askedWhole(lines.training) : lines.training;
  // A perplexity is asked of plain probabilities, so nothing is smoothed where English is learned.
  const own = kind === 'english' ? { ...wide, smoothing: 0 } : wide;
  const begin = gptParams(seeded(`weights ${seed}`), lines.vocabulary.tokens.length, own.sizes);
  const fitting = fitLines(begin, training, own, EPOCHS, seed, threads);
  const curve: number[] = [];
  const P = await finished(fitting, ({ epoch, ended, parameters }) => {
    if (kind !== 'english' && ended && POINTS.includes(epoch))
      curve.push(continuedRight([...lines.unseen, ...lines.recombined], parameters()));
  });
  const measure = (pairs: Pair[]) =>
    kind === 'english' ? perplexity(pairs, (source) => nextAfter(source, P)) : continuedRight(pairs, P);
  const made = kind === 'whole' ? madeUp(lines, P, seed) : [];
  return { kind, numbers: count(P), unseen: measure(lines.unseen), recombined: measure(lines.recombined), curve, made };
}

async function encoderDecoder(seed: string): Promise<Result> {
  const data = toyData(english);
  const fitting = fitPairs(data, plan, EPOCHS, seed);
  const curve: number[] = [];
  const P = await finished(fitting, ({ epoch, ended, parameters }) => {
    if (ended && POINTS.includes(epoch))
      curve.push(translatedRight([...data.unseen, ...data.recombined], parameters()));
  });
  const [unseen, recombined] = [data.unseen, data.recombined].map((pairs) => translatedRight(pairs, P));
  return { kind: 'pair', numbers: count(P), unseen, recombined, curve, made: [] };
}

/** Whole lines, by lot from nothing but BOS: the model asks itself and answers. */
function madeUp({ vocabulary }: Lines, P: GptParams, seed: string): string[] {
  const random = seeded(`made ${seed}`);
  return Array.from({ length: MADE }, () => {
    const { ids } = sampled(nextAfter([], P), { temperature: 1, k: Infinity, p: 0.9 }, random, 30);
    return spelledLine(ids, vocabulary);
  });
}

/** The perplexities of the two bigram models and of knowing nothing, which need no seed. */
function counted({ vocabulary, training, unseen, recombined }: Lines, say: Say): string[][] {
  const V = vocabulary.tokens.length;
  const counts = followers(training, V);
  const tables = LAMBDAS.map((lambda) => ({
    name: say(`bigram, λ = ${lambda}`, `二元模型，λ = ${lambda}`),
    table: interpolated(counts, lambda),
  }));
  const all = [{ name: say('bigram, add-one', '二元模型，加一'), table: addOne(counts) }, ...tables];
  const line = ({ name, table }: (typeof all)[number]) => [
    name,
    ...[unseen, recombined].map((set) =>
      decimal(
        perplexity(set, (source) => bigramAfter(source, table)),
        2,
      ),
    ),
  ];
  return [[say('knowing nothing', '什么都不知道'), decimal(V, 2), decimal(V, 2)], ...all.map(line)];
}

const of = (results: Result[], kind: Kind) => results.filter((result) => result.kind === kind);

function names(say: Say): [Kind, string][] {
  return [
    ['pair', say('encoder–decoder', '编码器–解码器')],
    ['answer', say('one stream, loss on the answer', '单流，只算答案')],
    ['whole', say('one stream, loss on the whole line', '单流，整行都算')],
  ];
}

export function report(results: Result[], say: Say): string {
  const lines = englishLines(toyData(english));
  const perplexities = of(results, 'english');
  const gpt = (['unseen', 'recombined'] as const).map((set) =>
    told(spread(perplexities.map((result) => result[set])), 2),
  );
  const first = columns([
    [
      say('perplexity', '困惑度'),
      say(`unseen (${lines.unseen.length})`, `新句子 (${lines.unseen.length})`),
      say(`recombined (${lines.recombined.length})`, `新搭配 (${lines.recombined.length})`),
    ],
    ...counted(lines, say),
    [say('decoder-only', '仅解码器'), ...gpt],
  ]);
  const percents = (kind: Kind, set: 'unseen' | 'recombined'): Spread =>
    spread(of(results, kind).map((result) => 100 * result[set]));
  const second = columns([
    [
      say('exact match, %', '完全匹配，%'),
      say('numbers', '参数'),
      say('unseen', '新句子'),
      say('recombined', '新搭配'),
    ],
    ...names(say).map(([kind, name]) => [
      name,
      String(of(results, kind)[0].numbers),
      told(percents(kind, 'unseen')),
      told(percents(kind, 'recombined')),
    ]),
  ]);
  const apart = (a: Kind, b: Kind) =>
    (['unseen', 'recombined'] as const).map((set) => decimal(separation(percents(a, set), percents(b, set)), 1));
  const third = columns([
    [say('standard errors apart', '相差几个标准误'), say('unseen', '新句子'), say('recombined', '新搭配')],
    [say('answer − encoder–decoder', '只算答案 − 编码器–解码器'), ...apart('answer', 'pair')],
    [say('answer − whole line', '只算答案 − 整行都算'), ...apart('answer', 'whole')],
  ]);
  const fourth = columns([
    [say('both sets, % after epoch', '两组合计，%，第几轮后'), ...POINTS.map(String)],
    ...names(say).map(([kind, name]) => [
      name,
      ...POINTS.map((_, k) => decimal(spread(of(results, kind).map(({ curve }) => 100 * curve[k])).mean, 1)),
    ]),
  ]);
  const fifth = of(results, 'whole')[0].made.join('\n');
  return [first, second, third, fourth, fifth].join('\n\n');
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const short: Record<string, string> = {
    pair: say('encoder–decoder', '编码器–解码器'),
    answer: say('loss on the answer', '只算答案'),
    whole: say('on the whole line', '整行都算'),
  };
  const series = names(say).map(([kind]) => ({
    name: short[kind],
    points: POINTS.map((epoch, k) => {
      const { mean, low, high } = spread(of(results, kind).map(({ curve }) => 100 * curve[k]));
      return { x: epoch, y: mean, low, high };
    }),
  }));
  const chart = lineChart({
    title: say('Held-out sentences translated, by epoch', '留出句的翻译，随训练轮数'),
    x: { label: say('epochs of 133 steps', '轮（每轮 133 步）'), ticks: POINTS },
    y: {
      label: say('exact match, %: mean of five seeds, and the range', '完全匹配，%：五个种子的平均与范围'),
      from: 0,
      to: 100,
    },
    series,
  });
  return { 'by-epoch': chart };
}
