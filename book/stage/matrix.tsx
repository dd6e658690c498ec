/** A matrix as a table: every entry is a number that opens. */

import { useRef, useState } from 'preact/hooks';
import type { Language } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import type { Operand } from '../tracing/number.ts';
import type { Entry } from '../tracing/work.ts';
import { inWords, type Shown } from './figure.ts';
import { Name } from './name.tsx';

/** How an entry stands in the film. */
export type Light = 'unwritten' | 'writing' | 'reading' | undefined;

/** What a matrix needs to know of the figure it stands in. */
export interface MatrixProps {
  shown: Shown;
  entries: Entry[][]; // rows
  language: Language;
  opened: string | undefined;
  editable: boolean;
  lightOf: (path: string) => Light;
  valueAt: (path: string, x: Operand) => number; // in the film an entry may hold less than in the end
  open: (path: string) => void;
}

/** One table with the names of its rows and columns. One tab stop; arrows move, Enter opens. */
export function Matrix({ shown, entries, language, opened, editable, lightOf, valueAt, open }: MatrixProps) {
  const table = useRef<HTMLTableElement>(null);
  const [[row, column], moveTo] = useState<[number, number]>([0, 0]);
  const { path, called = path, says, rows, role = 'input', digits = 3, heat = false } = shown;
  const width = entries[0].length;
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const [i, j] = [clamp(row + step[0], entries.length), clamp(column + step[1], width)];
    moveTo([i, j]);
    table.current?.querySelectorAll('button')[i * width + j]?.focus();
  };
  const cell = ([at, x]: Entry, i: number, j: number) => (
    <Cell
      path={at}
      text={lightOf(at) === 'unwritten' ? '·' : decimal(valueAt(at, x), digits)}
      light={lightOf(at)}
      shade={heat && lightOf(at) !== 'unwritten' ? Math.abs(valueAt(at, x)) / Number(heat) : undefined}
      isStop={i === row && j === column}
      isOpen={opened === at}
      open={() => {
        moveTo([i, j]);
        open(at);
      }}
    />
  );
  return (
    <div class="matrix" data-role={role} data-editable={editable || undefined}>
      <table ref={table} onKeyDown={move}>
        <caption>
          <span class="math">
            <Name text={inWords(called, language)} />
          </span>
          {says !== undefined && (
            <span class="matrix-says">
              <Name text={inWords(says, language)} />
            </span>
          )}
        </caption>
        <Head shown={shown} language={language} />
        <tbody>
          {entries.map((line, i) => (
            <tr>
              {rows !== undefined && (
                <th scope="row">
                  <Name text={inWords(rows[i], language)} />
                </th>
              )}
              {line.map((entry, j) => cell(entry, i, j))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The names of the columns, if they have any. */
function Head({ shown: { rows, columns }, language }: Pick<MatrixProps, 'shown' | 'language'>) {
  if (columns === undefined) return null;
  return (
    <thead>
      <tr>
        {rows !== undefined && <td />}
        {columns.map((name) => (
          <th scope="col">
            <Name text={inWords(name, language)} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** One entry. */
function Cell({
  path,
  text,
  light,
  shade,
  isStop,
  isOpen,
  open,
}: {
  path: string;
  text: string;
  light: Light;
  shade: number | undefined; // 0 to 1
  isStop: boolean; //  the tab key stops here
  isOpen: boolean;
  open: () => void;
}) {
  const style = shade === undefined ? {} : { '--shade': String(Math.min(1, shade)) };
  return (
    <td data-light={light} data-heat={shade !== undefined || undefined} style={style}>
      <button type="button" data-entry={path} tabIndex={isStop ? 0 : -1} aria-expanded={isOpen} onClick={open}>
        {text}
      </button>
    </td>
  );
}

const STEPS: Record<string, [number, number] | undefined> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}
