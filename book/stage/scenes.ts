/** The film of a case as a reader watches it: which entry each step writes, from which entries, in which line. */

import { nameOf } from '../tracing/history.ts';
import { indexed, Remembered, type Place, type Step } from '../tracing/number.ts';
import { workOf, type Case } from '../tracing/work.ts';

/** One step on the screen. */
export interface Scene {
  place: Place;
  name: string; //              what is written: S[0][1], or dot in the source's own words
  path: string | undefined; //  the entry of a result into which it goes in the end
  reads: string[]; //           the entries with a path that are read
  value: number; //             what the entry holds afterwards
}

/** The scenes of a film, in order. Call `labelled` on the results first: a path is known only then. */
export function scenesOf(film: Step[]): Scene[] {
  const ends = lastOf(film);
  return film.flatMap((step) => {
    const number = step.numbers.at(-1);
    if (number?.place === undefined) return [];
    const name = indexed(step.name ?? 'return', step.row, step.column);
    const reads = new Set(step.numbers.flatMap(({ operands }) => operands).flatMap((x) => pathOf(x, ends)));
    const [path] = pathOf(number, ends);
    if (path !== undefined) reads.delete(path);
    return [{ place: number.place, name, path, reads: [...reads], value: number.value }];
  });
}

/** The files of the source at which a case's numbers point. */
export function filesOf(chapter: Case): string[] {
  const { film = [] } = workOf(chapter, new Map(), true);
  return [...new Set(scenesOf(film).map(({ place }) => place.file))];
}

/** What stands at the end where a number stood on the way: the sum of which it is a part. */
function lastOf(film: Step[]): Map<Remembered, Remembered> {
  const ends = new Map<Remembered, Remembered>();
  // From the last step to the first, so that the end of what followed is known.
  for (const { numbers } of film.toReversed()) {
    const last = numbers.at(-1);
    if (last === undefined) continue;
    const end = ends.get(last) ?? last;
    const before = last.operands[0];
    const [whole] = last.operation === '+' ? [before] : [];
    if (whole instanceof Remembered && whole.operation !== 'given' && nameOf(whole) === undefined) ends.set(whole, end);
  }
  return ends;
}

function pathOf(x: unknown, ends: Map<Remembered, Remembered>): string[] {
  if (!(x instanceof Remembered)) return [];
  const { label } = ends.get(x) ?? x;
  return label === undefined ? [] : [label];
}
