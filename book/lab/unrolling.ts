/** A model opened, away from the page: its chapters run with numbers that remember, and these are sent as lists. */

import { ALL, partsOf, rangesOf } from '../stage/boxes/ranges.ts';
import { matricesOf } from '../stage/figure.ts';
import type { Port } from '../running/hand.ts';
import { scenesOf } from '../stage/scenes.ts';
import { entriesOf, workOf } from '../tracing/work.ts';
import { caseOf } from './case.ts';
import { figureOf } from './figure.ts';
import type { Opening } from './messages.ts';
import { movable, packed, type Packed } from './packed.ts';

/** What is told: the numbers, or why there are none. */
export type Unrolled = { packed: Packed } | { failed: string };

/** Answers at a port. */
export function serve(port: Port<Opening, Unrolled>): void {
  port.onmessage = ({ data }) => {
    try {
      const lists = packedOf(data);
      port.postMessage({ packed: lists }, movable(lists));
    } catch (error) {
      port.postMessage({ failed: (error as Error).message });
    }
  };
}

function packedOf(opening: Opening): Packed {
  const { numbers, film = [] } = workOf(caseOf(opening), new Map(), true);
  const figure = figureOf(opening);
  const shown = matricesOf(figure).flatMap(({ path }) => entriesOf(path, numbers).flat());
  const scenes = scenesOf(film);
  const [from, to] = rangesOf(partsOf(figure), scenes).get(ALL) ?? [0, scenes.length - 1];
  return packed(shown, scenes.slice(from, to + 1));
}
