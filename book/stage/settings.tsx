/** Given numbers under the reader's hand: a slider, or a button for each of some values. */

import { valueOf } from '../tracing/number.ts';
import type { Case } from '../tracing/work.ts';
import { short } from '../tracing/wording.ts';
import { inWords, type Choice, type Figure, type Shown, type Slider } from './figure.ts';
import { Name } from './name.tsx';
import { put, type Store } from './store.ts';

/** The settings of a figure, if it has any. The entry of the same number takes any other value. */
export function Settings({ figure, store, cases }: { figure: Figure; store: Store; cases: Case[] }) {
  const set = figure.given.filter(({ slider, choices }) => slider || choices);
  if (set.length === 0) return null;
  return (
    <div class="settings">
      {set.map((shown) => {
        const value = valueOf(store.work.value.numbers.get(shown.path) ?? NaN);
        const to = (value: number) => put(store, cases, new Map([[shown.path, value]]));
        return (
          <>
            {shown.slider && <Range shown={shown} slider={shown.slider} value={value} to={to} store={store} />}
            {shown.choices && <Buttons shown={shown} choices={shown.choices} value={value} to={to} store={store} />}
          </>
        );
      })}
    </div>
  );
}

/** What every setting is drawn from. */
interface Set {
  shown: Shown;
  value: number;
  to: (value: number) => void;
  store: Store;
}

/** A slider with its name and its number. */
function Range({ shown, slider: { from, to: end, by, powers = false }, value, to, store }: Set & { slider: Slider }) {
  return (
    <label class="setting">
      <span>
        <Called shown={shown} store={store} />
      </span>
      <input
        type="range"
        data-slider={shown.path}
        min={from}
        max={end}
        step={by}
        value={powers ? Math.log10(value) : value}
        aria-valuetext={short(value)}
        onInput={({ currentTarget: { value } }) => to(Number(powers ? `1e${value}` : value))}
      />
      <output class="math">{short(value)}</output>
    </label>
  );
}

/** A button a value; the one that holds is pressed. */
function Buttons({ shown, choices, value, to, store }: Set & { choices: Choice[] }) {
  const { path, called = path, says = '' } = shown;
  return (
    <div
      class="setting-choices"
      role="group"
      aria-label={`${inWords(called, store.language)} ${inWords(says, store.language)}`}
    >
      {choices.map((choice) => (
        <button
          type="button"
          data-choice={`${path}=${choice.value}`}
          aria-pressed={value === choice.value}
          onClick={() => to(choice.value)}
        >
          {inWords(choice.says, store.language)}
        </button>
      ))}
    </div>
  );
}

function Called({ shown: { path, called = path, says }, store }: { shown: Shown; store: Store }) {
  return (
    <>
      <span class="math">
        <Name text={inWords(called, store.language)} />
      </span>
      {says !== undefined && <span class="matrix-says">{inWords(says, store.language)}</span>}
    </>
  );
}
