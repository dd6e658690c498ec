/** Where a number comes from, drawn: its sum as Σ, in names, with the numbers put in, and the line of source. */

import type { Traced } from '../../book/tracing/bundle.ts';
import type { History } from '../../book/tracing/history.ts';
import { displayWidth } from '../../lib/print.ts';
import { line } from '../../lib/svg.ts';
import { sidesOf } from '../why.ts';
import { below, COLUMN, moved, paragraph, wrapped, type Block } from './block.ts';

const LEFT = 14; // between the line that holds it together and its text

/** One number opened, and what its drawing says. Throws RangeError for a number that was given: nothing made it. */
export function origin({ wording }: Traced, opened: History, width: number): Block & { told: string } {
  const { name, value, place } = opened;
  if (place === undefined) throw new RangeError(`a drawing opens a number that was computed, got ${name}`);
  const { sigma, names, numbers } = sidesOf(wording, opened, place);
  const sides = [...(sigma === undefined ? [] : [sigma]), names, numbers, String(value + 0).replace('-', '−')];
  const isLong = displayWidth(name) > 14; // a long name has its line to itself
  const indent = isLong ? 2 : displayWidth(name) + 1;
  const columns = Math.floor((width - LEFT) / COLUMN.code) - indent - 2;
  const equal = sides.map((side) => {
    const [first, ...more] = wrapped(side.split(/(?<= )(?=[+−] )|(?<=, )/), columns);
    return paragraph([`= ${first}`, ...more.map((text) => `  ${text}`)], 'code');
  });
  // Without the number of the line: a drawing is not to change with every comment above it.
  const source = [...wrapped(place.code.split(/(?<= )/), columns), place.file.replace('chapters/', '')];
  const right = below([...equal, paragraph(source, 'code', true, 18)], 0);
  const left = paragraph([name], 'code');
  const [x, y] = [LEFT + indent * COLUMN.code, isLong ? left.height : 0];
  const height = y + right.height;
  return {
    width: Math.max(x + right.width, LEFT + left.width),
    height,
    told: [name, ...sides].join(' = '),
    body: [line(0, 0, 0, height, 'read'), moved(left, LEFT, 0), moved(right, x, y)],
  };
}
