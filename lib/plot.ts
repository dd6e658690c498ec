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
export function heatMap(
  A: Matrix,
  rowNames: string[],
  columnNames: string[],
  low = 0,
  high = 1,
  digits = 2,
): string {
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
  const body = A.map((row, i) => [
    alignLeft(rowNames[i], left),
    ...row.map((x) => alignRight(cell(x), width)),
  ]);
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
    throw new RangeError(
      `a curve needs a value and two lines, got ${values.length} values and ${height} lines`,
    );
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
  const scale = (y: number) => decimal(high - ((high - low) * y) / (height - 1), digits);
  const left = Math.max(scale(0).length, scale(height - 1).length);
  const lines = places.map((line, y) => {
    const label = y === 0 || y === height - 1 ? scale(y) : '';
    return `${alignRight(label, left)} │${line.join('')}`.trimEnd();
  });
  return [...lines, `${' '.repeat(left)} └${'─'.repeat(width)}`].join('\n');
}
