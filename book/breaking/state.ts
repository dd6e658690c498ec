/** What a bench shows: which row, which file, what the reader has made of it, and what the checks say. */

import { signal, type Signal } from '@preact/signals';
import type { Say } from '../../lib/language.ts';
import { keep, keptText, swapped } from './exercising.ts';
import { load, type Exercise, type Table } from './loading.ts';
import { run, type Heard } from './running.ts';
import type { Verdict } from '../../scripts/judging/verdict.ts';
import type { Trouble } from './telling.ts';

/** How far a run has come. */
export interface Run {
  state: 'loading' | 'running' | 'over' | 'stopped' | 'silent' | 'no worker' | 'not loaded' | 'trouble';
  section: string; // that is at work, or was
  verdicts: Verdict[];
  trouble?: Trouble;
}

/** One page's bench. */
export interface Bench {
  slug: string;
  rows: Table['rows'];
  files: string[]; //                         that the rows change, and those of the exercises
  exercises: Exercise[];
  sources: Table['sources']; //               of these files, as they are
  say: Say;
  row: Signal<number>; //                     from 1; 0: none
  file: Signal<string>; //                    that is shown
  texts: Signal<ReadonlyMap<string, string>>; // the files that are not as they were
  run: Signal<Run | undefined>; //             undefined: not run since the last change
  stop: () => void;
}

/** A bench on which nothing is broken yet. */
export function benchOf(slug: string, { rows, sources, exercises }: Table, say: Say): Bench {
  const empty = exercises.map(({ file, empty }): [string, string] => [file, say(empty.en, empty.zh)]);
  const written = empty.map(([file]): [string, string] => [file, keptText(file)]).filter(([, text]) => text !== '');
  const files = [...new Set(rows.map(({ file }) => file)), ...exercises.map(({ file }) => file)];
  return {
    slug,
    rows,
    files,
    exercises,
    sources: { ...sources, ...Object.fromEntries(empty) },
    say,
    row: signal(0),
    file: signal(files[0]),
    texts: signal(new Map(written)),
    run: signal(undefined),
    stop: () => undefined,
  };
}

/** The exercise that is shown, if one is. */
export function exerciseIn({ exercises, file }: Bench): Exercise | undefined {
  return exercises.find((each) => each.file === file.value);
}

/** Shows a file. */
export function show(bench: Bench, file: string): void {
  forget(bench);
  bench.file.value = file;
}

/** Makes the change of a row, and no other. 0 puts everything back. What a reader writes himself stays. */
export function choose(bench: Bench, row: number): void {
  const { rows, sources, texts, file } = bench;
  forget(bench);
  bench.row.value = row;
  const address = new URL(location.href);
  if (row === 0) address.searchParams.delete('break');
  else address.searchParams.set('break', String(row));
  history.replaceState(null, '', address);
  const own = new Map([...texts.value].filter(([name]) => bench.exercises.some((each) => each.file === name)));
  const change = rows[row - 1];
  if (change === undefined) {
    texts.value = own;
    return;
  }
  file.value = change.file;
  texts.value = own.set(
    change.file,
    sources[change.file].replace(change.from, () => change.to),
  );
}

/** The text that is shown. */
export function textOf({ texts, sources, file }: Bench): string {
  return texts.value.get(file.value) ?? sources[file.value];
}

/** The reader writes. */
export function write(bench: Bench, text: string): void {
  forget(bench);
  const { texts, sources, file } = bench;
  const next = new Map(texts.value);
  if (text === sources[file.value]) next.delete(file.value);
  else next.set(file.value, text);
  texts.value = next;
  if (exerciseIn(bench) !== undefined) keep(file.value, text);
}

/** Runs the chapter's test on the source as it stands now. */
export async function check(bench: Bench): Promise<void> {
  forget(bench);
  const begun: Run = { state: 'loading', section: '', verdicts: [] };
  bench.run.value = begun;
  try {
    await Promise.all([load('modules'), load('checks')]);
  } catch {
    if (bench.run.value === begun) bench.run.value = { ...begun, state: 'not loaded' };
    return;
  }
  if (bench.run.value !== begun) return; // changed meanwhile
  bench.run.value = { ...begun, state: 'running' };
  const { worker = '', judges = '', scripts = {} } = window.breaking ?? {};
  const exercise = exerciseIn(bench);
  const changes = [...bench.texts.value].filter(([name]) => bench.exercises.every(({ file }) => file !== name));
  const asked = {
    test: `test/chapters/${bench.slug}.test.ts`,
    judges,
    ...(exercise === undefined
      ? { scripts, changed: Object.fromEntries(changes) }
      : swapped(bench.slug, exercise, textOf(bench), scripts)),
  };
  bench.stop = run(worker, asked, (heard) => {
    bench.run.value = after(bench.run.value ?? begun, heard);
  });
}

/** Stops a run that the reader does not want to wait for. */
export function halt(bench: Bench): void {
  bench.stop();
  if (bench.run.value) bench.run.value = { ...bench.run.value, state: 'stopped' };
}

/** What was found is not true of other source. */
function forget(bench: Bench): void {
  bench.stop();
  bench.run.value = undefined;
}

/** A run after one more message. */
function after(run: Run, heard: Heard): Run {
  if (heard.kind === 'begun') return { ...run, section: heard.section };
  if (heard.kind === 'verdict') return { ...run, verdicts: [...run.verdicts, heard.verdict] };
  if (heard.kind === 'trouble') return { ...run, state: 'trouble', trouble: heard.trouble };
  if (heard.kind === 'alive') return run;
  return { ...run, state: heard.kind };
}
