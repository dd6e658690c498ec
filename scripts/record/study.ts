/**
 * `npm run record -- 14` makes the measurement behind a chapter, examples/14-rnn/study.ts, with
 * five seeds on all cores.
 * Its results go into the chapter's folder as study.json, and what they say in words and drawings beside them.
 */

import cliProgress from 'cli-progress';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { canDraw } from '../../examples/training/bars.ts';
import { inParallel, type Program } from '../../examples/training/parallel.ts';
import { speaker, type Language, type Say } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { root } from '../quote.ts';

/** What examples/NN-slug/study.ts exports. */
export interface Study<Task, Result> extends Program<Task, Result> {
  title: string; //                                                     the question
  tasks: (seeds: string[]) => Task[]; //                                those of each seed, together
  report: (results: Result[], say: Say) => string; //                   what they found, with its spread
  charts: (results: Result[], say: Say) => Record<string, string>; //   name → SVG, NAME.en.svg beside the prose
}

/** What a study found, as study.json keeps it: the results stand in the order of the tasks. */
export interface Recorded {
  seeds: string[];
  results: unknown[];
}

/** How a result of a repeated seed compares with the recorded one. */
export interface Difference {
  where: string; //     task and place in its result, `3.accuracy`
  recorded: unknown;
  now: unknown;
  apart: number; //     in deviations between the recorded seeds; ∞ where they do not differ
}

/** The folders of examples that hold a study, `14-rnn`, in their order. */
export function studies(): string[] {
  const names = readdirSync(join(root, 'examples')).sort();
  return names.filter((name) => existsSync(join(root, 'examples', name, 'study.ts')));
}

/** The study of a chapter, and its module. Throws RangeError if there is none. */
export async function studyOf(number: string): Promise<{ name: string; program: URL; study: Study<unknown, unknown> }> {
  const name = studies().find((name) => name.startsWith(`${number}-`));
  if (name === undefined) throw new RangeError(`there is no study of chapter ${number}`);
  const program = pathToFileURL(join(root, 'examples', name, 'study.ts'));
  return { name, program, study: await import(program.href) };
}

/** The results of a study's tasks. Throws TypeError for a result that JSON cannot keep. */
export async function measured(
  study: Study<unknown, unknown>,
  program: URL,
  seeds: string[],
  done: () => void = () => {},
): Promise<unknown[]> {
  const results = await inParallel(program, study.tasks(seeds), done);
  const kept = JSON.parse(JSON.stringify(results)) as unknown[];
  const lost = results.findIndex((result, k) => !isDeepStrictEqual(result, kept[k]));
  if (lost >= 0)
    throw new TypeError(`a result must survive JSON, got ${JSON.stringify(results[lost])} of task ${lost + 1}`);
  return kept;
}

/** Every file that follows from a study's results: its path from the root, and its text. */
export function filesOf(
  name: string, // of the chapter, `14-rnn`
  study: Study<unknown, unknown>,
  results: unknown[],
): Record<string, string> {
  const languages: Language[] = ['en', 'zh'];
  const files = languages.flatMap((language) => {
    const say = speaker(language);
    const report = study.report(results, say).trimEnd();
    const charts = Object.entries(study.charts(results, say)).map(([chart, svg]) => {
      if (!/^[a-z][a-z-]*$/.test(chart))
        throw new RangeError(`a chart is named in small letters, without an ending, got ${chart}`);
      return [`chapters/${name}/${chart}.${language}.svg`, svg];
    });
    return [[`chapters/${name}/study.${language}.txt`, `${report}\n`], ...charts];
  });
  return Object.fromEntries(files);
}

/** The record as a text, a line a result. */
export function written({ seeds, results }: Recorded): string {
  const lines = results.map((result) => JSON.stringify(result)).join(',\n');
  return `{"seeds":${JSON.stringify(seeds)},"results":[\n${lines}\n]}\n`;
}

/**
 * What differs when a seed's tasks are run again; nothing if all is the same to the last bit. Seconds, recorded under
 * that name, may differ. Throws RangeError unless the tasks of all seeds hold those of each.
 */
export function differences(
  study: Study<unknown, unknown>,
  recorded: Recorded,
  seed: string,
  now: unknown[],
): Difference[] {
  const all = study.tasks(recorded.seeds).map((task) => JSON.stringify(task));
  const resultsOf = (seed: string) =>
    study.tasks([seed]).map((task) => {
      const k = all.indexOf(JSON.stringify(task));
      if (k < 0)
        throw new RangeError(
          `the tasks of all seeds must hold those of each, got none of seed ${seed}: ${JSON.stringify(task)}`,
        );
      return recorded.results[k];
    });
  const bySeed = recorded.seeds.map((seed) => leavesOf(resultsOf(seed)));
  const [before, after] = [leavesOf(resultsOf(seed)), leavesOf(now)];
  const places = new Set([...before.keys(), ...after.keys()]);
  return [...places]
    .filter((where) => before.get(where) !== after.get(where) && !/(^|\.)seconds(\.|$)/.test(where))
    .map((where) => {
      const [recorded, now] = [before.get(where), after.get(where)];
      const others = bySeed.map((leaves) => leaves.get(where));
      return { where, recorded, now, apart: apart(recorded, now, others) };
    });
}

/** |now − recorded| over the deviation between the seeds. */
function apart(recorded: unknown, now: unknown, others: unknown[]): number {
  const numbers = others.filter((x): x is number => typeof x === 'number');
  if (typeof recorded !== 'number' || typeof now !== 'number' || numbers.length < 2) return Infinity;
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return Math.abs(now - recorded) / Math.sqrt(squares / (numbers.length - 1));
}

/** Each number and text of a structure, under its path. */
function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || typeof value !== 'object') return new Map([[path, value]]);
  const inner = Object.entries(value).flatMap(([key, item]) => [
    ...leavesOf(item, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(inner);
}

/** Runs a study, with a bar on a terminal that can draw it. */
async function withBar(study: Study<unknown, unknown>, program: URL, seeds: string[]): Promise<unknown[]> {
  if (!canDraw(process.stderr)) return measured(study, program, seeds);
  const format = `{bar} {value}/{total} tasks  {duration_formatted}`;
  const bar = new cliProgress.SingleBar(
    { format, stream: process.stderr, linewrap: true, hideCursor: null, gracefulExit: false },
    cliProgress.Presets.shades_classic,
  );
  bar.start(study.tasks(seeds).length, 0);
  try {
    return await measured(study, program, seeds, () => bar.increment());
  } finally {
    bar.stop();
  }
}

/**
 * Measures a chapter's study with those seeds and keeps it; or, to check, repeats one seed of the record. Usual are the
 * seeds of the record, or five.
 */
export async function recordStudy(number: string, check: boolean, seeds?: string[]): Promise<void> {
  await (check ? compare(number) : record(number, seeds));
}

async function record(number: string, asked: string[] | undefined): Promise<void> {
  const { name, program, study } = await studyOf(number);
  const seeds = asked ?? recordOf(name)?.seeds ?? ['1', '2', '3', '4', '5'];
  console.error(study.title);
  const results = await withBar(study, program, seeds);
  const files = { [`chapters/${name}/study.json`]: written({ seeds, results }), ...filesOf(name, study, results) };
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(root, path), text);
    console.error(`kept as ${path}`);
  }
  console.log(study.report(results, speaker('en')).trimEnd());
}

/** What is kept of a study, if anything is. */
function recordOf(name: string): Recorded | undefined {
  const path = join(root, 'chapters', name, 'study.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Recorded) : undefined;
}

/**
 * Sets exit code 1 if a number of the record's first seed is not the same to the last bit. Throws
 * RangeError without a record.
 */
async function compare(number: string): Promise<void> {
  const { name, program, study } = await studyOf(number);
  const recorded = recordOf(name);
  if (recorded === undefined) throw new RangeError(`the study of chapter ${number} has not been recorded`);
  const [seed] = recorded.seeds;
  const found = differences(study, recorded, seed, await withBar(study, program, [seed]));
  if (found.length === 0) {
    console.log(`chapter ${number}, seed ${seed}: as recorded, to the last bit`);
    return;
  }
  const farthest = [...found].sort((a, b) => b.apart - a.apart);
  for (const { where, recorded, now, apart } of farthest.slice(0, 10)) {
    console.log(
      `chapter ${number}, seed ${seed}, ${where}: recorded ${recorded}, now ${now}, ${decimal(apart, 2)} deviations between seeds apart`,
    );
  }
  console.log(`${found.length} numbers differ, by at most ${decimal(farthest[0].apart, 2)} deviations`);
  process.exitCode = 1;
}
