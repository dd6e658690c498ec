/** What a reader steps through or chooses in a figure, by the names that stand in the address. */

import { entriesOf, type Work } from '../tracing/work.ts';
import type { Figure } from './figure.ts';
import type { Picture } from './pictures/picture.ts';

/** Each with the number of its last step; the first is 0. */
export function steppersOf({ turns, pictures = [], boxes = [] }: Figure, work: Work): [name: string, last: number][] {
  const all = [...pictures, ...boxes.flatMap(({ pictures = [] }) => pictures)];
  return [
    ...(turns ? [[turns.name, turns.each.length - 1] as [string, number]] : []),
    ...all.flatMap((picture) => stepperOf(picture, work)),
  ];
}

function stepperOf(picture: Picture, { found, numbers }: Work): [name: string, last: number][] {
  switch (picture.kind) {
    case 'graph': // a value a node, then a gradient a node
      return [[picture.tape, 2 * (found[picture.tape] as Map<unknown, unknown>).size]];
    case 'tree':
      return [[picture.path, (found[picture.path] as unknown[]).length - 1]];
    case 'nudge':
      return [[picture.h, picture.of.flatMap(({ given }) => entriesOf(given, numbers).flat()).length - 1]];
    default:
      return [];
  }
}
