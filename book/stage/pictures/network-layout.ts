/** Where the numbers of a network stand, and the lines between them: the same on a page and on paper. */

import { short } from '../../tracing/wording.ts';
import type { NetworkColumn, NetworkPicture } from './picture.ts';

/** How wide a network is drawn, and a box with its value and, below, its gradient. */
export const [WIDTH, BOX] = [540, { width: 50, height: 50 }];

// The first row of boxes; from one to the next; from a column to the next where no weights stand between; and how far
// along a line its weight is written, where the lines have parted.
const [TOP, ROW, CLOSE, ALONG] = [26, 92, 18, 0.62];

/** A number of the network. */
export interface Written {
  x: number;
  y: number;
  text: string;
  path: string;
  kind: 'value' | 'gradient';
}

/** A line, with the weight on it and its gradient. */
export interface Connection {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  weight?: [value: Written, gradient: Written];
}

/** What is drawn, each in its place. */
export interface NetworkLayout {
  height: number;
  names: { x: number; y: number; text: string }[];
  boxes: { x: number; y: number }[]; // the upper left corners
  connections: Connection[];
  numbers: Written[]; // in the boxes
}

/** The left edge of a column, and the upper edges of its boxes. */
interface Place {
  x: number;
  ys: number[];
}

type Rows = (path: string) => number[][];

/** Columns of boxes from left to right. `rows` finds the numbers of a path. */
export function networkLayout({ columns }: NetworkPicture, rows: Rows): NetworkLayout {
  const places = placesOf(columns, rows);
  return {
    height: Math.max(...places.flatMap(({ ys }) => ys)) + BOX.height + 4,
    names: places.map(({ x, ys }, k) => ({ x: x + BOX.width / 2, y: ys[0] - 9, text: columns[k].called })),
    boxes: places.flatMap(({ x, ys }) => ys.map((y) => ({ x, y }))),
    connections: columns.flatMap((column, k) => (k === 0 ? [] : between(places[k - 1], places[k], column, rows))),
    numbers: columns.flatMap((column, k) => numbersIn(column, places[k], rows)),
  };
}

/** Columns with weights before them stand apart, the others close. */
function placesOf(columns: NetworkColumn[], rows: Rows): Place[] {
  const wide = columns.filter(({ weights }) => weights).length;
  const gaps = WIDTH - columns.length * BOX.width - (columns.length - 1 - wide) * CLOSE;
  const counts = columns.map(({ value }) => rows(value)[0].length);
  const tallest = Math.max(...counts);
  let x = 0;
  return columns.map(({ weights }, k) => {
    if (k > 0) x += BOX.width + (weights ? gaps / wide : CLOSE);
    return { x, ys: Array.from({ length: counts[k] }, (_, i) => TOP + (i + (tallest - counts[k]) / 2) * ROW) };
  });
}

function numbersIn({ value, gradient }: NetworkColumn, { x, ys }: Place, rows: Rows): Written[] {
  return ys.flatMap((y, i) => [
    written(value, 0, i, 'value', x + BOX.width / 2, y + (gradient ? 20 : 30), rows),
    ...(gradient ? [written(gradient, 0, i, 'gradient', x + BOX.width / 2, y + 41, rows)] : []),
  ]);
}

/** From each to each, or from one to one where each number is made from its neighbour alone. */
function between(before: Place, here: Place, { weights, isOneToOne }: NetworkColumn, rows: Rows): Connection[] {
  const along = here.ys.length >= before.ys.length ? ALONG : 1 - ALONG;
  const [x1, x2] = [before.x + BOX.width, here.x];
  return before.ys.flatMap((from, k) =>
    here.ys.flatMap((to, j) => {
      if (isOneToOne && k !== j) return [];
      const [y1, y2] = [from + BOX.height / 2, to + BOX.height / 2];
      if (weights === undefined) return [{ x1, y1, x2, y2 }];
      const [x, y] = [x1 + along * (x2 - x1) + (along > 0.5 ? -6 : 6), y1 + along * (y2 - y1) + 5];
      const [value, gradient] = [weights.value, weights.gradient];
      return [
        {
          ...{ x1, y1, x2, y2 },
          weight: [written(value, k, j, 'value', x - 4, y, rows), written(gradient, k, j, 'gradient', x + 4, y, rows)],
        },
      ];
    }),
  );
}

function written(path: string, i: number, j: number, kind: Written['kind'], x: number, y: number, rows: Rows): Written {
  const found = rows(path);
  const isSingle = found.length === 1 && found[0].length === 1; // a number by itself has no indices
  return { x, y, text: short(Number(found[i][j].toFixed(3))), path: isSingle ? path : `${path}[${i}][${j}]`, kind };
}
