/** A matrix as a drawing: names of rows and columns, its entries between brackets, and which of them are spoken of. */

import { inWords, type Shown } from '../../book/stage/figure.ts';
import type { Operand } from '../../book/tracing/number.ts';
import type { Language } from '../../lib/language.ts';
import { decimal, displayWidth } from '../../lib/print.ts';
import { escaped, line, short, textWidth, words } from '../../lib/svg.ts';
import { nameOf, type Block } from './block.ts';

const [TITLE, HEAD, ROW] = [24, 20, 26];

/** What is marked in a matrix: the entry whose history is told, and the numbers that it names. */
export interface Marked {
  opened: string | undefined; // its path
  read: ReadonlySet<Operand>;
}

/** A matrix as a table of texts. */
interface Table {
  rows: string[]; //     names; none where they have none
  columns: string[];
  texts: string[][];
}

/** The matrix in the words and signs of a language. */
export function tableOf({ rows = [], columns = [], digits = 3 }: Shown, values: number[][], language: Language): Table {
  return {
    rows: rows.map((name) => inWords(name, language)),
    columns: columns.map((name) => inWords(name, language)),
    texts: values.map((row) => row.map((x) => decimal(x, digits).replace('-', '−'))),
  };
}

/** One matrix. */
export function matrix(
  shown: Shown,
  entries: [path: string, x: Operand][][],
  marked: Marked,
  language: Language,
): Block {
  const { path, called = path, role = 'input', heat = false } = shown;
  const values = entries.map((row) => row.map(([, x]) => Number(x)));
  const { rows, columns, texts } = tableOf(shown, values, language);
  const left = rows.length === 0 ? 3 : Math.max(...rows.map(textWidth)) + 12;
  const widths = texts[0].map((_, c) => {
    const widest = Math.max(...texts.map((row) => displayWidth(row[c]) * 8.3), textWidth(columns[c] ?? ''));
    return Math.max(32, widest + 14);
  });
  const edges = widths.reduce((edges, width) => [...edges, edges[edges.length - 1] + width], [left]);
  const top = TITLE + (columns.length === 0 ? 0 : HEAD);
  const bottom = top + ROW * texts.length;
  const right = edges[edges.length - 1];
  const says = inWords(shown.says ?? '', language);
  const titleWidth = displayWidth(called) * 9 + 8 + textWidth(says);
  const cells = texts.flatMap((row, i) =>
    row.map((text, c) => {
      const [at, x] = entries[i][c];
      const box = { x: edges[c], y: top + ROW * i, width: widths[c] };
      const shade = heat ? Math.min(1, Math.abs(values[i][c])) : 0;
      return cell(text, box, shade, at === marked.opened, marked.read.has(x));
    }),
  );
  const body = [
    `<g class="${role}">`,
    `<text x="0" y="15"><tspan class="called">${nameOf(called)}</tspan><tspan class="note" dx="8">${escaped(says)}</tspan></text>`,
    ...columns.map((name, c) => words(edges[c + 1] - 7, TITLE + 14, name, 'note', 'end')),
    ...rows.map((name, i) => words(left - 8, top + ROW * i + 18, name, 'note', 'end')),
    ...cells,
    bracket(left, 5, top, bottom),
    bracket(right, -5, top, bottom),
    '</g>',
  ];
  return { width: Math.max(right + 3, titleWidth), height: bottom + 4, body };
}

/** [ or ], whose hooks are so long. */
function bracket(x: number, hook: number, top: number, bottom: number): string {
  return `<path class="bracket" d="M${short(x + hook)} ${top}H${short(x)}V${bottom}H${short(x + hook)}"/>`;
}

/** One entry: shaded by its size, framed if its history is told, underlined if that names it. */
function cell(
  text: string,
  { x, y, width }: { x: number; y: number; width: number },
  shade: number,
  isOpened: boolean,
  isRead: boolean,
): string {
  const box = (kind: string, inset: number, more = '') =>
    `<rect class="${kind}" x="${short(x + inset)}" y="${short(y + inset)}" width="${short(width - 2 * inset)}" height="${short(ROW - 2 * inset)}"${more}/>`;
  return [
    ...(shade > 0 ? [box('heat', 0, ` fill-opacity="${short(0.32 * shade, 3)}"`)] : []),
    ...(isOpened ? [box('opened', 3, ' rx="2"')] : []),
    ...(isRead ? [line(x + 5, y + ROW - 3, x + width - 5, y + ROW - 3, 'read')] : []),
    words(x + width - 7, y + 18, text, 'entry', 'end'),
  ].join('\n');
}
