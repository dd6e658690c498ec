/** Nudge any number and compare: the slope that two losses give, beside the gradient of the way back. */

import { log10 } from '../../../lib/elementary.ts';
import type { Say } from '../../../lib/language.ts';
import { relativeError } from '../../../lib/numeric.ts';
import { Name } from '../name.tsx';
import type { Drawn, NudgePicture } from './picture.ts';

/** Decimals shown: a number has 16 digits, and nudging loses some of them. */
const DECIMALS = 12;

/** A number that may be nudged, and the two that it is compared by. */
interface Nudged {
  called: string;
  value: number;
  found: { path: string; value: number };
  wanted: { path: string; value: number };
}

/** A list to choose from, and two slopes one above the other, the digits that agree underlined. */
export function Nudge({ picture, rows, say, opened, open, stepOf, stepTo }: Drawn<NudgePicture>) {
  const all = picture.of.flatMap(({ given, called, nudged, gradient }) =>
    rows(given).flatMap((row, i) =>
      row.map((value, c) => {
        const [at, found, wanted] = [`[${i}][${c}]`, rows(nudged)[i][c], rows(gradient)[i][c]];
        return {
          called: called + at,
          value,
          found: { path: nudged + at, value: found },
          wanted: { path: gradient + at, value: wanted },
        };
      }),
    ),
  );
  const chosen = Math.min(stepOf(picture.h) ?? 0, all.length - 1);
  const { called, found, wanted } = all[chosen];
  const [[h]] = rows(picture.h);
  const agreeing = digitsOf(found.value, wanted.value);
  const line = (says: string, { path, value }: Nudged['found']) => (
    <p class="nudge-line">
      <span class="nudge-says math">
        <Name text={says} /> =
      </span>
      <button
        type="button"
        class="math"
        data-nudge-number={path}
        aria-expanded={opened === path}
        onClick={() => open(path)}
      >
        <Digits value={value} agreeing={agreeing} />
      </button>
    </p>
  );
  return (
    <div class="nudge" data-nudge={called}>
      <label>
        {say('nudge this number', '推一推这个数')}{' '}
        <select value={chosen} onChange={({ currentTarget }) => stepTo(picture.h, Number(currentTarget.value))}>
          {all.map(({ called, value }, k) => (
            <option value={k} selected={k === chosen}>{`${called} = ${value}`}</option>
          ))}
        </select>
      </label>
      {line(`(${picture.loss}(${called} + h) − ${picture.loss}(${called} − h)) / 2h`, found)}
      {line(say(`∂${picture.loss}/∂${called}, by the way back`, `∂${picture.loss}/∂${called}，回程算的`), wanted)}
      <p class="nudge-verdict" aria-live="polite">
        {verdict(h, agreeing, say)}
      </p>
    </div>
  );
}

/** Leading digits in which two numbers agree; Infinity if they are the same. */
function digitsOf(found: number, wanted: number): number {
  const error = relativeError([found], [wanted]);
  return error === 0 ? Infinity : Math.max(0, Math.floor(-log10(error)));
}

function verdict(h: number, agreeing: number, say: Say): string {
  const nudge = `h = ${h}`;
  if (agreeing === Infinity) return say(`${nudge}: the very same number.`, `${nudge}：一模一样的数。`);
  return say(`${nudge}: ${agreeing} digits agree (underlined).`, `${nudge}：有 ${agreeing} 位数字一致（画线的）。`);
}

/** A number to many decimals, of which the leading ones are underlined. */
function Digits({ value, agreeing }: { value: number; agreeing: number }) {
  const text = value.toFixed(DECIMALS).replace('-', '−');
  const first = text.search(/[1-9]/);
  let [end, left] = [first < 0 ? text.length : first, agreeing];
  for (; end < text.length && left > 0; end++) if (text[end] !== '.') left--;
  return (
    <>
      <u>{agreeing > 0 ? text.slice(0, end) : ''}</u>
      {agreeing > 0 ? text.slice(end) : text}
    </>
  );
}
