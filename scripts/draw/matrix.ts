/** A matrix as a drawing: names of rows and columns, its entries between brackets, and which of them are spoken of. */

import { inWords, type Shown } from '../../book/stage/figure.ts';
import type { Operand } from '../../book/tracing/number.ts';
import type { Entry } from '../../book/tracing/work.ts';
import type { Language } from '../../lib/language.ts';
import { decimal, displayWidth } from '../../lib/print.ts';
import { escaped, line, short, textWidth, words } from '../../lib/svg.ts';
import { nameOf, type Block } from './block.ts';

const [TITLE, HEAD, ROW] = [24, 20, 26]; // heights of a name, of the columns' names and of a row
const [DIGIT, PAD] = [8.3, 7]; //            widths of a digit and of the room beside an entry
const WIDEST_VECTOR = 480; // a longer one is folded

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

/** Columns that stand beside each other. A long vector is folded: its columns stand in several bands. */
interface Band {
  columns: number[];
  edges: number[]; // where each begins, and the last ends
  top: number; //     of its entries
  bottom: number;
}

/** One matrix. */
export function matrix(shown: Shown, entries: Entry[][], marked: Marked, language: Language): Block {
  const { role = 'input', heat = false } = shown;
  const called = inWords(shown.called ?? shown.path, language);
  const values = entries.map((row) => row.map(([, x]) => Number(x)));
  const table = tableOf(shown, values, language);
  const left = table.rows.length === 0 ? 3 : Math.max(...table.rows.map(textWidth)) + 12;
  const bands = bandsOf(table, left);
  const cells = bands.flatMap(({ columns, edges, top }) =>
    table.texts.flatMap((row, i) =>
      columns.map((c, k) => {
        const [at, x] = entries[i][c];
        const box = { x: edges[k], y: top + ROW * i, width: edges[k + 1] - edges[k] };
        const shade = heat === false ? 0 : Math.min(1, Math.abs(values[i][c]) / Number(heat)); // full at 1, or at heat
        return cell(row[c], box, shade, at === marked.opened, marked.read.has(x));
      }),
    ),
  );
  const says = inWords(shown.says ?? '', language);
  const [first, last] = [bands[0], bands[bands.length - 1]];
  const body = [
    `<g class="${role}">`,
    `<text x="0" y="15">${spans(called, says)}</text>`,
    ...bands.flatMap((band) => names(band, table, left)),
    ...cells,
    bracket(left, 5, first.top, first.bottom),
    bracket(last.edges[last.edges.length - 1], -5, last.top, last.bottom),
    '</g>',
  ];
  const right = Math.max(...bands.flatMap(({ edges }) => edges)) + 3;
  const title = displayWidth(called) * 9 + 8 + textWidth(says);
  return { width: Math.max(right, title), height: last.bottom + 4, body };
}

/** Where the columns stand, each as wide as what is in it; those of a folded vector are all as wide as the widest. */
function bandsOf({ columns, texts }: Table, left: number): Band[] {
  const widths = texts[0].map((_, c) => {
    const widest = Math.max(...texts.map((row) => displayWidth(row[c]) * DIGIT), textWidth(columns[c] ?? ''));
    return Math.max(32, widest + 2 * PAD);
  });
  const isLong = texts.length === 1 && left + widths.reduce((sum, width) => sum + width, 0) > WIDEST_VECTOR;
  const most = Math.floor((WIDEST_VECTOR - left) / Math.max(...widths));
  const perBand = isLong ? Math.ceil(widths.length / Math.ceil(widths.length / most)) : widths.length;
  const height = (columns.length === 0 ? 0 : HEAD) + ROW * texts.length;
  return Array.from({ length: Math.ceil(widths.length / perBand) }, (_, k) => {
    const own = widths.map((_, c) => c).slice(k * perBand, (k + 1) * perBand);
    const edges = [left];
    for (const c of own) edges.push(edges[edges.length - 1] + (isLong ? Math.max(...widths) : widths[c]));
    const bottom = TITLE + (k + 1) * height;
    return { columns: own, edges, top: bottom - ROW * texts.length, bottom };
  });
}

/** What stands above a matrix. */
function spans(called: string, says: string): string {
  const name = `<tspan class="called">${nameOf(called)}</tspan>`;
  const up = /_\w+$/.test(called) ? ' dy="-3"' : ''; // from an index back to the line
  return says === '' ? name : `${name}<tspan class="note" dx="8"${up}>${escaped(says)}</tspan>`;
}

/** The names of the columns above them, and of the rows beside them. */
function names({ columns, edges, top }: Band, table: Table, left: number): string[] {
  return [
    ...columns
      .filter((c) => c in table.columns)
      .map((c, k) => words(edges[k + 1] - PAD, top - 6, table.columns[c], 'note', 'end')),
    ...table.rows.map((name, i) => words(left - 8, top + ROW * i + 18, name, 'note', 'end')),
  ];
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
    words(x + width - PAD, y + 18, text, 'entry', 'end'),
  ].join('\n');
}
