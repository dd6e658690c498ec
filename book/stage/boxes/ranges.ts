/** Which part of the film is a figure's, and which part of that a box's. */

import type { Figure } from '../figure.ts';
import type { Scene } from '../scenes.ts';

/** From the first scene of a part to its last. */
export type Range = [from: number, to: number];

/** The part of a figure that has no boxes. */
export const ALL = '';

/** What is watched in one go: the numbers that are written meanwhile, by the paths of their matrices. */
interface Part {
  name: string;
  paths: string[];
}

/** The boxes of a figure; or all that stands in it, pictures too. */
export function partsOf({ boxes, forwards, backwards = [], pictures = [] }: Figure): Part[] {
  if (boxes) return boxes.map(({ name, writes }) => ({ name, paths: writes.flat().map(({ path }) => path) }));
  const matrices = [...forwards, ...backwards].flat().map(({ path }) => path);
  return [{ name: ALL, paths: [...matrices, ...textsIn(pictures)] }];
}

/** Every text in a picture's data: some are paths, and the others are no numbers' names. */
function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}

/** Where in the film each part is, by its name. What is computed on the way to its first entry, a mean, is its own. */
export function rangesOf(parts: Part[], scenes: Scene[]): Map<string, Range> {
  const writers = new Map(parts.flatMap(({ name, paths }) => paths.map((path) => [path, name])));
  const ranges = new Map<string, Range>();
  for (const [k, { path }] of scenes.entries()) {
    const name = path === undefined ? undefined : writerOf(path, writers);
    if (name !== undefined) ranges.set(name, [ranges.get(name)?.[0] ?? beginning(scenes, k), k]);
  }
  return ranges;
}

/** Who writes an entry: it is a number, or one of a vector, or one of a matrix. */
function writerOf(path: string, writers: ReadonlyMap<string, string>): string | undefined {
  const vector = outer(path);
  return writers.get(path) ?? writers.get(vector) ?? writers.get(outer(vector));
}

/** A path without its last index. */
function outer(path: string): string {
  return path.endsWith(']') ? path.slice(0, path.lastIndexOf('[')) : path;
}

/** The first of the scenes before this one that write no entry of a result. */
function beginning(scenes: Scene[], k: number): number {
  let from = k;
  while (from > 0 && scenes[from - 1].path === undefined) from--;
  return from;
}
