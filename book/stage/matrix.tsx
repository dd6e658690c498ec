/** A matrix as a table: every entry is a number that opens. */

import { useRef, useState } from 'preact/hooks';
import { decimal } from '../../lib/print.ts';
import type { Language } from '../../lib/language.ts';
import { valueOf, type Operand } from '../tracing/number.ts';
import { inWords, type Shown } from './figure.ts';
import { Name } from './name.tsx';

/** How an entry stands in the film. */
export type Light = 'unwritten' | 'writing' | 'reading' | undefined;

/** What a matrix needs to know of the figure it stands in. */
export interface MatrixProps {
  shown: Shown;
  entries: [path: string, x: Operand][][]; // rows
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
  const [[row, column], moveTo] = useState([0, 0]);
  const { path, called = path, says, rows, columns, role = 'input', digits = 3, heat } = shown;
  const title = says === undefined ? called : `${called}, ${inWords(says, language)}`;
  const width = entries[0].length;
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next: [number, number] = [clamp(row + step[0], entries.length), clamp(column + step[1], width)];
    moveTo(next);
    table.current?.querySelectorAll('button')[next[0] * width + next[1]]?.focus();
  };
  return (
    <div class="matrix" data-role={role} data-editable={editable || undefined}>
      <table ref={table} onKeyDown={move} aria-label={title}>
        <caption>
          <span class="math">
            <Name text={called} />
          </span>
          {says !== undefined && <span class="matrix-says">{inWords(says, language)}</span>}
        </caption>
        {columns !== undefined && (
          <thead>
            <tr>
              {rows !== undefined && <td />}
              {columns.map((name) => (
                <th scope="col">{inWords(name, language)}</th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {entries.map((line, i) => (
            <tr>
              {rows !== undefined && <th scope="row">{inWords(rows[i], language)}</th>}
              {line.map(([at, x], j) => {
                const light = lightOf(at);
                const value = valueAt(at, x);
                const text = light === 'unwritten' ? '·' : decimal(value, digits);
                const shade = heat && light !== 'unwritten' ? { '--shade': String(Math.min(1, Math.abs(value))) } : {};
                return (
                  <td data-light={light} data-heat={heat || undefined} style={shade}>
                    <button
                      type="button"
                      data-entry={at}
                      tabIndex={i === row && j === column ? 0 : -1}
                      aria-expanded={opened === at}
                      title={light === 'unwritten' ? undefined : String(valueOf(x))}
                      onClick={() => {
                        moveTo([i, j]);
                        open(at);
                      }}
                    >
                      {text}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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

/** The entries of a matrix, a vector or a single number among all numbers of a case. */
export function entriesOf(path: string, numbers: Map<string, Operand>): [path: string, x: Operand][][] {
  const rows: [string, Operand][][] = [];
  for (const [at, x] of numbers) {
    const indices = at.startsWith(path) ? /^(?:\[(\d+)\])?(?:\[(\d+)\])?$/.exec(at.slice(path.length)) : null;
    if (indices === null) continue;
    const row = indices[2] === undefined ? 0 : Number(indices[1]); // a vector is one row
    (rows[row] ??= []).push([at, x]);
  }
  return rows;
}
