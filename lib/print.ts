/** Numbers and tables as text, in columns that stay straight beside Chinese. */

import { shape, type Matrix, type Vector } from './matrix.ts';

// Characters that a terminal draws two columns wide: CJK signs, kana, full-width forms, emoji.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns a terminal needs for a text: two for a Chinese character, one for a letter. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}

/** The text with spaces before it up to that many columns. */
export function alignRight(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** The text with spaces behind it up to that many columns. */
export function alignLeft(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}

/** A number to so many decimals; −0 prints as 0, and −∞ as itself. */
export function decimal(x: number, digits = 3): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'NaN' : x === Infinity ? '∞' : '-∞';
  const text = x.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}

/** A large whole number with a comma after each three digits: 65,041,408. */
export function grouped(x: number): string {
  return x.toLocaleString('en-US');
}

/** A vector in brackets, each entry to so many decimals: [3, 4]. */
export function bracketed(x: Vector, digits = 0): string {
  return `[${x.map((x_c) => decimal(x_c, digits)).join(', ')}]`;
}

/** The names 1 … n, for rows or columns that have no better ones. */
export function numbered(n: number): string[] {
  return Array.from({ length: n }, (_, c) => String(c + 1));
}

/** Rows of texts in columns, the first column to the left, the others to the right. */
export function columns(lines: string[][], gap = '  '): string {
  const count = Math.max(...lines.map((line) => line.length));
  const widths = Array.from({ length: count }, (_, c) => Math.max(...lines.map((line) => displayWidth(line[c] ?? ''))));
  const print = (line: string[]) =>
    line.map((text, c) => (c === 0 ? alignLeft : alignRight)(text, widths[c])).join(gap);
  return lines.map((line) => print(line).trimEnd()).join('\n');
}

/**
 * A matrix with a name for each row and each column, in aligned columns.
 * Throws RangeError unless every row and every column has a name.
 */
export function labelled(A: Matrix, rowNames: string[], columnNames: string[], digits = 3): string {
  const [n, m] = shape(A);
  if (rowNames.length !== n || columnNames.length !== m) {
    throw new RangeError(
      `a ${n}×${m} matrix needs ${n} row names and ${m} column names, got ${rowNames.length} and ${columnNames.length}`,
    );
  }
  const body = A.map((row, i) => [rowNames[i], ...row.map((x) => decimal(x, digits))]);
  return columns([['', ...columnNames], ...body]);
}

/** The heading of a part of an example's output; the prose quotes parts by their number. */
export function part(number: number, title: string): string {
  return `\n── ${number} · ${title} ──`;
}
