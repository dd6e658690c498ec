/**
 * A test runner for readers. The chapters' tests import tap; in the page, and where an exercise is judged, they get
 * this, which knows the assertions that they make and keeps what does not hold, with both numbers, instead of printing
 * it.
 */

import { cut, difference, inShort, type Difference } from './difference.ts';
import { placeIn } from './place.ts';
import type { Objection, Verdict } from './verdict.ts';

/** Objections told of one section; the others are counted. */
const TOLD = 3;

/** What a section is handed: the assertions. */
export interface Checks {
  ok(holds: unknown, check?: string, extra?: { found: unknown; wanted: unknown }): void;
  notOk(holds: unknown, check?: string): void;
  pass(check?: string): void;
  equal(found: unknown, wanted: unknown, check?: string): void;
  not(found: unknown, other: unknown, check?: string): void;
  strictSame(found: unknown, wanted: unknown, check?: string): void;
  strictNotSame(found: unknown, other: unknown, check?: string): void;
  notSame(found: unknown, other: unknown, check?: string): void;
  doesNotThrow(run: () => unknown, check?: string): void;
  resolves(promise: Promise<unknown>, check?: string): Promise<void>;
}

/** A section of a test. */
export interface Section {
  name: string;
  run: (t: Checks) => Promise<void>;
}

/** What a test imports as tap, and the sections that it has named. */
export function runner() {
  const sections: Section[] = [];
  const test = (name: string, run: Section['run']) => void sections.push({ name, run });
  return { tap: { test }, sections };
}

/** Runs a section to its end, or until something is thrown. `alive` is called at every check. */
export async function judged({ name, run }: Section, alive: () => void): Promise<Verdict> {
  const verdict: Verdict = { section: name, checks: 0, objections: [], objecting: 0 };
  const object = (objection: Objection) => {
    verdict.objecting++;
    if (verdict.objections.length < TOLD) verdict.objections.push(objection);
  };
  const note = (holds: boolean, check = '', apart?: Difference) => {
    alive();
    verdict.checks++;
    if (!holds) object({ check: cut(check), place: placeIn(new Error(), /test\/chapters\//), ...both(apart) });
  };
  try {
    await run(assertions(note));
  } catch (error) {
    verdict.checks++;
    object({ check: '', at: '', ...broken(error) });
  }
  return verdict;
}

/** The assertions, each as one question that holds or not. */
function assertions(note: (holds: boolean, check?: string, apart?: Difference) => void): Checks {
  const compare = (found: unknown, wanted: unknown, check?: string) => {
    const apart = difference(found, wanted);
    note(apart === undefined, check, apart);
  };
  const differ = (found: unknown, other: unknown, check?: string) =>
    note(difference(found, other) !== undefined, check);
  return {
    // What is handed beside a check are the numbers that it compared.
    ok: (holds, check, extra) => note(Boolean(holds), check, extra && difference(extra.found, extra.wanted)),
    notOk: (holds, check) => note(!holds, check),
    pass: (check) => note(true, check),
    equal: (found, wanted, check) => note(Object.is(found, wanted), check, { at: '', found, wanted }),
    not: (found, other, check) => note(!Object.is(found, other), check),
    strictSame: compare,
    strictNotSame: differ,
    notSame: differ,
    doesNotThrow: (run, check) => {
      try {
        run();
      } catch (error) {
        return note(false, `${check ?? ''}: ${String(error)}`);
      }
      note(true, check);
    },
    resolves: (promise, check) =>
      promise.then(
        () => note(true, check),
        (error) => note(false, `${check ?? ''}: ${String(error)}`),
      ),
  };
}

/** Both values in words. */
function both(apart: Difference | undefined): Pick<Objection, 'at' | 'found' | 'wanted'> {
  if (apart === undefined) return { at: '' };
  const { at, found, wanted } = apart;
  return { at, found: inShort(found, wanted), wanted: inShort(wanted, found) };
}

/** What broke a section off: a random case that does not hold, or an error of the source. */
function broken(error: unknown): Pick<Objection, 'place' | 'thrown' | 'sample'> {
  const { message = String(error), cause } = error instanceof Error ? error : {};
  const sample = /^Counterexample: (.*)$/m.exec(message)?.[1];
  const origin = cause instanceof Error ? cause : error;
  const isFalse =
    sample !== undefined && !(cause instanceof Error && placeIn(cause, /^(chapters|lib|exercises)\//) !== '');
  return {
    place: isFalse ? placeIn(error, /test\/chapters\//) : placeIn(origin),
    thrown: isFalse ? undefined : cut(String(origin)),
    sample: sample === undefined ? undefined : cut(sample),
  };
}
