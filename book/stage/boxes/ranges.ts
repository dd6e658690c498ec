/** The part of the film in which a box writes its matrices. */

import type { Box } from '../figure.ts';
import type { Scene } from '../scenes.ts';

/** From the first scene of a box to its last. */
export type Range = [from: number, to: number];

/** Where in the film each box is, by its name. What is computed on the way to its first entry, a mean, is its own. */
export function rangesOf(boxes: Box[], scenes: Scene[]): Map<string, Range> {
  const writers = new Map(boxes.flatMap(({ name, writes }) => writes.flat().map(({ path }) => [path, name])));
  const ranges = new Map<string, Range>();
  for (const [k, { path }] of scenes.entries()) {
    const name = path === undefined ? undefined : writers.get(matrixOf(path, writers));
    if (name !== undefined) ranges.set(name, [ranges.get(name)?.[0] ?? beginning(scenes, k), k]);
  }
  return ranges;
}

/** The matrix, vector or number among these to which an entry belongs: heads[0].A of heads[0].A[0][1]. */
function matrixOf(path: string, known: ReadonlyMap<string, string>): string {
  const vector = path.replace(/\[\d+\]$/, '');
  return known.has(vector) || known.has(path) ? (known.has(path) ? path : vector) : vector.replace(/\[\d+\]$/, '');
}

/** The first of the scenes before this one that write no entry of a result. */
function beginning(scenes: Scene[], k: number): number {
  let from = k;
  while (from > 0 && scenes[from - 1].path === undefined) from--;
  return from;
}
