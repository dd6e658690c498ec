/** Charts made of characters: heat maps, curves and lines for the terminal. */

import { log } from './elementary.ts';
import { shape, type Matrix, type Vector } from './matrix.ts';
import { alignLeft, alignRight, decimal, displayWidth } from './print.ts';

const SHADES = [' ', '░', '▒', '▓', '█'];

/** A shade for a number between low (blank) and high (full); ? for NaN. Between equal bounds everything is blank. */
export function shade(x: number, low: number, high: number): string {
  if (Number.isNaN(x)) return '?';
  const share = high > low ? (x - low) / (high - low) : 0;
  const step = Math.floor(share * SHADES.length);
  return SHADES[Math.min(SHADES.length - 1, Math.max(0, step))];
}

/**
 * A labelled heat map of a matrix: each entry as a shade between low and high, with its digits behind it.
 * Throws RangeError unless every row and every column has a name.
 */
export function heatMap(A: Matrix, rowNames: string[], columnNames: string[], low = 0, high = 1, digits = 2): string {
  const [n, m] = shape(A);
  if (rowNames.length !== n || columnNames.length !== m) {
    throw new RangeError(
      `a heat map of ${n}×${m} needs ${n} row names and ${m} column names, got ${rowNames.length} and ${columnNames.length}`,
    );
  }
  const cell = (x: number) => `${shade(x, low, high).repeat(2)} ${decimal(x, digits)}`;
  const left = Math.max(...rowNames.map(displayWidth));
  const width = Math.max(...A.flat().map((x) => cell(x).length), ...columnNames.map(displayWidth));
  const head = [' '.repeat(left), ...columnNames.map((name) => alignRight(name, width))];
  const body = A.map((row, i) => [alignLeft(rowNames[i], left), ...row.map((x) => alignRight(cell(x), width))]);
  return [head, ...body].map((line) => line.join('  ').trimEnd()).join('\n');
}

/**
 * A heat map of shades alone, two columns an entry, for matrices too large to print digits.
 * Throws RangeError unless every row has a name, which may be empty.
 */
export function shades(A: Matrix, rowNames: string[], low: number, high: number): string {
  const [n] = shape(A);
  if (rowNames.length !== n) {
    throw new RangeError(`a heat map of ${n} rows needs ${n} row names, got ${rowNames.length}`);
  }
  const left = Math.max(...rowNames.map(displayWidth));
  return A.map((row, i) => {
    const line = row.map((x) => shade(x, low, high).repeat(2)).join('');
    return `${alignLeft(rowNames[i], left)}  ${line}`.trimEnd();
  }).join('\n');
}

/**
 * A curve of values over their index, drawn with dots in width×height places. On the left the highest value
 * and the lowest; a dot stands for the mean of the values in its column, so it may stay below the highest.
 * Throws RangeError without a value, or for less than two lines.
 */
export function curve(values: Vector, width = 60, height = 12, digits = 2): string {
  if (values.length === 0 || height < 2) {
    throw new RangeError(`a curve needs a value and two lines, got ${values.length} values and ${height} lines`);
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  const places = Array.from({ length: height }, () => new Array<string>(width).fill(' '));
  for (let x = 0; x < width; x++) {
    // Each column shows the mean of the values that fall into it.
    const from = Math.floor((x * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((x + 1) * values.length) / width));
    let sum = 0;
    for (let k = from; k < to; k++) sum += values[k];
    const share = high > low ? (sum / (to - from) - low) / (high - low) : 0;
    places[height - 1 - Math.round(share * (height - 1))][x] = '•';
  }
  return framed(places, low, high, digits).join('\n');
}

/** A point of a series. The band from low to high, where there is one, is drawn by charts only. */
export interface Point {
  x: number;
  y: number;
  low?: number;
  high?: number;
}

/** A named series of points, from left to right. */
export interface Series {
  name: string;
  points: Point[];
}

const MARKS = ['●', '○', '■', '□', '◆', '◇'];

/**
 * Several series in width×height places, each with its own mark, joined by straight lines; below, the smallest x and
 * the largest, and which mark is whose. Where series meet, the mark of the first is shown. Points that share a column
 * are shown by their mean. On a logarithmic x axis each doubling of x takes the same room.
 * Throws RangeError without a series, for more than six, for one without points or out of order, for less than two
 * columns or lines, for a number that is not finite, and on a logarithmic axis for x that is not positive.
 */
export function lines(series: Series[], width = 60, height = 12, digits = 2, logarithmic = false): string {
  needSeries(series);
  if (width < 2 || height < 2) {
    throw new RangeError(`lines need two columns and two lines, got ${width} columns and ${height} lines`);
  }
  const points = series.flatMap((one) => one.points);
  const xs = points.map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  if (logarithmic && first <= 0) {
    throw new RangeError(`a logarithmic axis holds positive numbers, got ${first}`);
  }
  const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const along = logarithmic ? log : (x: number) => x;
  const share = (x: number, from: number, to: number) => (to > from ? (x - from) / (to - from) : 0);
  const places = Array.from({ length: height }, () => new Array<string>(width).fill(' '));
  // The first series is drawn last, over the others.
  for (const [k, { points }] of [...series.entries()].reverse()) {
    const placed = points.map(({ x, y }) => ({
      x: share(along(x), along(first), along(last)) * (width - 1),
      y: share(y, low, high) * (height - 1),
    }));
    for (const [column, y] of throughColumns(placed)) {
      places[height - 1 - Math.round(y)][column] = MARKS[k];
    }
  }
  const frame = framed(places, low, high, digits);
  const left = ' '.repeat(frame[frame.length - 1].indexOf('└') + 1);
  const [begin, end] = [first, last].map((x) => String(Number(x.toPrecision(6))));
  const axis = `${left}${begin}${alignRight(end, Math.max(width - begin.length, end.length + 2))}`;
  const legend = series.map(({ name }, k) => `${MARKS[k]} ${name}`).join('   ');
  return [...frame, axis, `${left}${legend}`].join('\n');
}

/** Refuses what no drawing of several series can show, as `lines` says. */
export function needSeries(series: Series[]): void {
  if (series.length === 0 || series.length > MARKS.length) {
    throw new RangeError(`a plot has one to ${MARKS.length} series, got ${series.length}`);
  }
  for (const { name, points } of series) {
    if (points.length === 0) throw new RangeError(`a series needs a point, got none in ${name}`);
    for (const [k, { x, y, low = y, high = y }] of points.entries()) {
      const strange = [x, y, low, high].find((number) => !Number.isFinite(number));
      if (strange !== undefined) {
        throw new RangeError(`a point's numbers must be finite, got ${strange} in ${name}`);
      }
      if (k > 0 && points[k - 1].x > x) {
        throw new RangeError(`a series goes from left to right, got ${x} after ${points[k - 1].x} in ${name}`);
      }
    }
  }
}

/** The height of a series in each column it passes: the mean of the points there, else of the straight line across. */
function throughColumns(points: Point[]): [column: number, y: number][] {
  const columns = new Map<number, number[]>();
  for (const { x, y } of points) {
    const column = Math.round(x);
    columns.set(column, [...(columns.get(column) ?? []), y]);
  }
  const stops = [...columns].map(([x, ys]) => ({ x, y: ys.reduce((sum, y) => sum + y, 0) / ys.length }));
  return stops.flatMap(({ x, y }, k) => {
    const next = stops[k + 1] ?? { x: x + 1, y };
    const across = Array.from({ length: next.x - x }, (_, c) => c);
    return across.map((c): [number, number] => [x + c, y + ((next.y - y) * c) / (next.x - x)]);
  });
}

/** The drawn places with the highest value and the lowest on the left, and an axis below; a text a line. */
function framed(places: string[][], low: number, high: number, digits: number): string[] {
  const [highest, lowest] = [decimal(high, digits), decimal(low, digits)];
  const left = Math.max(highest.length, lowest.length);
  const lines = places.map((line, y) => {
    const label = y === 0 ? highest : y === places.length - 1 ? lowest : '';
    return `${alignRight(label, left)} │${line.join('')}`.trimEnd();
  });
  return [...lines, `${' '.repeat(left)} └${'─'.repeat(places[0].length)}`];
}
