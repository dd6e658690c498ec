/**
 * The study behind chapter 22, each seed a world of its own. What does each step from predictor to assistant give, and
 * what does it break? How many bits does a weight need? And how does the loss fall with size?
 */

import { rounded } from '../../chapters/22-assistant/eight-bits.ts';
import { logOdds } from '../../chapters/22-assistant/preference.ts';
import { lossAt, powerLaw } from '../../chapters/22-assistant/power-law.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import type { Say } from '../../lib/language.ts';
import { lineChart } from '../../lib/line-chart.ts';
import { count } from '../../lib/params.ts';
import { columns, decimal } from '../../lib/print.ts';
import { pairedSeparation, spread, told } from '../../lib/spread.ts';
import { finished } from '../training/finished.ts';
import {
  beginningOf,
  choicesOn,
  instructionTuning,
  preferring,
  preferringByCorrection,
  pretraining,
  withCorrections,
} from './course.ts';
import { firstWordApart, judged, logOddsOf, type Judged } from './judging.ts';
import { LINES, sized, WIDTHS } from './sizes.ts';

export const title = 'Chapter 22: from predictor to assistant';

/** A course, or one of the nine trainings by size. */
export type Task = { seed: string } & ({ kind: 'course' } | { kind: 'size'; width: number; lines: number });

/** A model of a course, judged by facts that no lesson was given on. */
interface Graduate extends Judged {
  name: string;
  taught: number; // logOdds of the facts that lessons were given on
  apart: number; // KL of its first word from that of the tuned model, nats
}

/** What a task found. */
export type Result =
  | { kind: 'course'; numbers: number; corrected: number; models: Graduate[] }
  | { kind: 'size'; width: number; lines: number; numbers: number; loss: number };

/** Leashes, and the share of people who prefer a sentence. */
const PREFERENCES: [name: string, beta: number, s: number][] = [
  ['β = 1', 1, 3 / 4],
  ['β = 1/2', 1 / 2, 3 / 4],
  ['β = 1/4', 1 / 4, 3 / 4],
  ['β = 1/10', 1 / 10, 3 / 4],
  ['all, β = 1/4', 1 / 4, 1],
  ['all, β = 1/10', 1 / 10, 1],
];
const BITS = [8, 6, 5, 4, 3, 2];
const LORA = 'LoRA, β = 1';

export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed): Task[] => [
    { kind: 'course', seed },
    ...WIDTHS.flatMap((width) => LINES.map((lines): Task => ({ kind: 'size', seed, width, lines }))),
  ]);
}

export async function run(task: Task): Promise<Result> {
  if (task.kind === 'course') return course(task.seed);
  const { width, lines, seed } = task;
  return { kind: 'size', width, lines, ...(await sized(width, lines, seed)) };
}

async function course(seed: string): Promise<Result> {
  const { facts, taught, held, fresh } = beginningOf(seed);
  const read = await finished(pretraining(fresh, facts, seed));
  const tuned = await finished(instructionTuning(read, taught, seed));
  const graduate = (name: string, P: GptParams): Graduate => ({
    name,
    ...judged(held, P),
    taught: logOddsOf(taught, P),
    apart: firstWordApart(held, P, tuned),
  });
  const models = [graduate('read', read), graduate('tuned', tuned)];
  models.push(graduate('untaught', await finished(instructionTuning(fresh, taught, seed))));
  for (const [name, beta, s] of PREFERENCES) {
    models.push(graduate(name, await finished(preferring(tuned, choicesOn(taught, s, tuned), beta, seed))));
  }
  const correction = await finished(preferringByCorrection(tuned, choicesOn(taught, 3 / 4, tuned), 1, 1, seed));
  models.push(graduate(LORA, withCorrections(tuned, correction)));
  for (const bits of BITS) models.push(graduate(bitsName(bits), rounded(tuned, bits)));
  return { kind: 'course', numbers: count(fresh), corrected: count(correction), models };
}

const bitsName = (bits: number) => `${bits} bits`;

type Course = Extract<Result, { kind: 'course' }>;
type Size = Extract<Result, { kind: 'size' }>;

const coursesOf = (results: Result[]) => results.filter((result): result is Course => result.kind === 'course');
const sizesOf = (results: Result[]) => results.filter((result): result is Size => result.kind === 'size');

/** What the courses found about a model, one a seed. */
function found(results: Result[], name: string, of: (model: Graduate) => number): number[] {
  return coursesOf(results).map(({ models }) => of(models.find((model) => model.name === name)!));
}

/** A column of a table: what is told of a model, over seeds. */
type Column = [head: string, of: (model: Graduate) => number, digits: number];

function table(results: Result[], corner: string, rows: [name: string, called: string][], about: Column[]): string {
  const cells = (name: string) => about.map(([, of, digits]) => told(spread(found(results, name, of)), digits));
  return columns([[corner, ...about.map(([head]) => head)], ...rows.map(([name, called]) => [called, ...cells(name)])]);
}

const right = ({ right }: Graduate) => 100 * right;
const known = ({ known }: Graduate) => 100 * known;
const text = ({ text }: Graduate) => text;

/** What lessons give, and what they take. */
function lessonsTable(results: Result[], say: Say): string {
  const rows: [string, string][] = [
    ['read', say('has read the text', '读过文本')],
    ['tuned', say('the text, then lessons', '文本，再上课')],
    ['untaught', say('lessons alone', '只上课')],
  ];
  return table(results, say('on the other 16 things', '另外 16 样东西'), rows, [
    [say('answers right, %', '答对，%'), right, 0],
    [say('states rightly, %', '说对，%'), known, 0],
    [say('loss of statements', '陈述句的损失'), text, 2],
  ]);
}

/** By how much each model lies above another in the same worlds, seed by seed. */
function differences(results: Result[], name: string, other: string, of: (model: Graduate) => number): number[] {
  const others = found(results, other, of);
  return found(results, name, of).map((value, k) => value - others[k]);
}

/** By how many standard errors one model lies above another; the worlds are the same, so differences are taken. */
function above(results: Result[], name: string, other: string, of: (model: Graduate) => number): string {
  return decimal(pairedSeparation(found(results, name, of), found(results, other, of)), 1);
}

/** What a preference of 3 : 1 does on leashes of several lengths, and one that all share. */
function preferencesTable(results: Result[], say: Say): string {
  const wanted = (beta: number, s: number) => (s < 1 ? decimal(logOdds(s) / beta, 2) : '∞');
  const moved = (name: string, of: (model: Graduate) => number) =>
    told(spread(differences(results, name, 'tuned', of)), 2);
  const line = (name: string, called: string, wanted: string) => [
    called,
    wanted,
    moved(name, ({ taught }) => taught),
    moved(name, ({ logOdds }) => logOdds),
    moved(name, ({ logP }) => logP[0]),
    moved(name, ({ logP }) => logP[1]),
    told(spread(found(results, name, ({ apart }) => apart)), 2),
  ];
  return columns([
    [
      say('moved, in nats', '移动，奈特'),
      say('wanted', '应当'),
      say('taught', '教过的'),
      say('others', '其余的'),
      say('ln P sentence', 'ln P 句子'),
      say('ln P word', 'ln P 词'),
      'KL',
    ],
    ...PREFERENCES.map(([name, beta, s]) => line(name, inWords(name, say), wanted(beta, s))),
    line(LORA, LORA, wanted(1, 3 / 4)),
  ]);
}

function inWords(name: string, say: Say): string {
  return name.replace('all, ', say('all agree, ', '众口一词，'));
}

/** What it breaks: each model beside the one before preferences, in the same worlds. */
function brokenTable(results: Result[], say: Say): string {
  const rows: [string, string][] = [
    ['tuned', say('before', '之前')],
    ...PREFERENCES.map(([name]): [string, string] => [name, inWords(name, say)]),
    [LORA, LORA],
  ];
  const line = ([name, called]: [string, string]) => [
    called,
    told(spread(found(results, name, right)), 0),
    name === 'tuned' ? '' : above(results, name, 'tuned', right),
    told(spread(found(results, name, text)), 2),
    name === 'tuned' ? '' : above(results, name, 'tuned', text),
  ];
  return columns([
    [
      '',
      say('answers right, %', '答对，%'),
      say('errors apart', '差几个标准误'),
      say('loss of statements', '陈述句的损失'),
      say('errors apart', '差几个标准误'),
    ],
    ...rows.map(line),
  ]);
}

/** What is left in few bits. */
function bitsTable(results: Result[], say: Say): string {
  const line = (bits: number) => {
    const name = bitsName(bits);
    return [
      String(bits),
      told(spread(found(results, name, ({ apart }) => apart)), 3),
      told(spread(found(results, name, right)), 0),
      above(results, name, 'tuned', right),
    ];
  };
  const head = [
    say('bits a number', '每个数几位'),
    'KL',
    say('answers right, %', '答对，%'),
    say('errors apart', '差几个标准误'),
  ];
  const full = ['64', '0', told(spread(found(results, 'tuned', right)), 0), ''];
  return columns([head, full, ...BITS.map(line)]);
}

/** The losses of a width and a number of lines, one a seed. */
function lossesOf(results: Result[], width: number, lines: number): number[] {
  return sizesOf(results)
    .filter((result) => result.width === width && result.lines === lines)
    .map(({ loss }) => loss);
}

const numbersOf = (results: Result[], width: number) => sizesOf(results).find((one) => one.width === width)!.numbers;

/** α by the numbers of the model, all lines read, and by the lines, the widest model; one a seed. */
function exponents(results: Result[]): { byNumbers: number[]; byLines: number[] } {
  const [widest, longest] = [WIDTHS[WIDTHS.length - 1], LINES[LINES.length - 1]];
  const sizes = WIDTHS.map((width) => numbersOf(results, width));
  return {
    byNumbers: lossesOf(results, widest, longest).map(
      (_, k) =>
        powerLaw(
          sizes,
          WIDTHS.map((width) => lossesOf(results, width, longest)[k]),
        ).alpha,
    ),
    byLines: lossesOf(results, widest, longest).map(
      (_, k) =>
        powerLaw(
          LINES,
          LINES.map((lines) => lossesOf(results, widest, lines)[k]),
        ).alpha,
    ),
  };
}

function sizesTable(results: Result[], say: Say): string {
  const losses = columns([
    [say('numbers', '参数'), ...LINES.map((lines) => say(`${lines} lines`, `${lines} 行`))],
    ...WIDTHS.map((width) => [
      String(numbersOf(results, width)),
      ...LINES.map((lines) => told(spread(lossesOf(results, width, lines)), 2)),
    ]),
  ]);
  const { byNumbers, byLines } = exponents(results);
  const fitted = columns([
    ['α', say('by numbers', '按参数'), say('by text', '按文本')],
    [say('this world', '这个世界'), told(spread(byNumbers), 2), told(spread(byLines), 2)],
    ['Kaplan et al. 2020', '0.076', '0.095'],
    ['Hoffmann et al. 2022', '0.34', '0.28'],
  ]);
  return `${losses}\n\n${fitted}`;
}

export function report(results: Result[], say: Say): string {
  const { numbers, corrected } = coursesOf(results)[0];
  const counted = columns([
    [say('numbers learned by DPO', 'DPO 要学的数'), String(numbers)],
    [say('by its correction of rank 1', '秩 1 的修正要学的数'), String(corrected)],
  ]);
  return [
    lessonsTable(results, say),
    preferencesTable(results, say),
    brokenTable(results, say),
    counted,
    bitsTable(results, say),
    sizesTable(results, say),
  ].join('\n\n');
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const means = (width: number) => LINES.map((lines) => spread(lossesOf(results, width, lines)));
  const series = WIDTHS.map((width) => ({
    name: say(`${numbersOf(results, width)} numbers`, `${numbersOf(results, width)} 个参数`),
    points: means(width).map(({ mean, low, high }, k) => ({ x: LINES[k], y: mean, low, high })),
  }));
  const law = powerLaw(
    LINES,
    means(WIDTHS[WIDTHS.length - 1]).map(({ mean }) => mean),
  );
  const line = {
    name: say('fitted', '拟合'),
    points: [LINES[0], LINES[LINES.length - 1]].map((x) => ({ x, y: lossAt(law, x) })),
  };
  const chart = lineChart({
    title: say('Loss of a fact by what was read', '读得越多，一条事实的损失'),
    x: { label: say('lines read, each once', '读过的行，每行一次'), logarithmic: true, ticks: LINES },
    y: {
      label: say('nats a fact: mean of the seeds, and the range', '每条事实的奈特：各种子的平均与范围'),
      logarithmic: true,
    },
    series: [...series, line],
  });
  return { 'by-size': chart };
}
