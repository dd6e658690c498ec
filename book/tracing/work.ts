/** A chapter's case worked: every number by its path, and how it came about. The terminal and the page ask here. */

import { changedAt, filmed, given, labelled, localsOf, numbersOf, type Operand, type Step } from './number.ts';

/** A file of book/chapters: what the reader may change, and what comes of it. */
export interface Case {
  given: Record<string, unknown>;
  locals?: string[]; // matrices that functions name on the way and do not hand out
  masks?: string[]; //  given matrices of 0 and −∞
  written?: string[]; // results whose numbers the source writes down: nothing given goes into them
  worked: (given: never) => Record<string, unknown>;
}

/** All numbers of a case by their paths, and the steps in which they were made. */
export interface Work {
  numbers: Map<string, Operand>;
  film: Step[] | undefined; // if it was asked for
  found: Record<string, unknown>; // what the chapter returned, with what is no number in it
}

/** An entry and its path. */
export type Entry = [path: string, x: Operand];

/**
 * A case worked with some of its given numbers changed, filmed or not. Throws what the chapter's functions throw.
 */
export function workOf(chapter: Case, changed: ReadonlyMap<string, number>, isFilmed: boolean): Work {
  const start = given(changedAt(chapter.given, changed));
  const run = () => chapter.worked(start as never);
  const { found, film } = isFilmed || chapter.locals ? filmed(run) : { found: run(), film: undefined };
  labelled(found);
  const locals = localsOf(film ?? [], chapter.locals ?? []);
  return { numbers: new Map([...numbersOf(start), ...numbersOf(found), ...locals]), film, found };
}

/** What was found among the numbers of a work before: a figure asks for the same matrices at every step. */
const entriesFound = new WeakMap<ReadonlyMap<string, Operand>, Map<string, Entry[][]>>();

/** The entries of a matrix, a vector or a single number among all numbers of a case. */
export function entriesOf(path: string, numbers: ReadonlyMap<string, Operand>): Entry[][] {
  const known = entriesFound.get(numbers) ?? new Map<string, Entry[][]>();
  entriesFound.set(numbers, known);
  const entries = known.get(path) ?? searched(path, numbers);
  known.set(path, entries);
  return entries;
}

function searched(path: string, numbers: ReadonlyMap<string, Operand>): Entry[][] {
  const rows: Entry[][] = [];
  for (const [at, x] of numbers) {
    const indices = at.startsWith(path) ? /^(?:\[(\d+)\])?(?:\[(\d+)\])?$/.exec(at.slice(path.length)) : null;
    if (indices === null) continue;
    const row = indices[2] === undefined ? 0 : Number(indices[1]); // a vector is one row
    (rows[row] ??= []).push([at, x]);
  }
  return rows;
}
