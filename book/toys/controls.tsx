/** What a reader sets a toy with, and what runs its training. */

import type { Signal } from '@preact/signals';
import { speaker, type Language } from '../../lib/language.ts';
import { inWords } from '../stage/figure.ts';
import type { Choice, Range } from './toy.ts';
import type { Training } from './training.ts';

/** A control, its value, and how that is written beside it. */
interface Set<C, Value> {
  name: string;
  control: C;
  value: Signal<Value>;
  language: Language;
}

/** A slider, its value beside it. */
export function Slider({ name, control, value, language }: Set<Range, number>) {
  const { from, to, step, says } = control;
  return (
    <label class="toy-control">
      <span>{inWords(says, language)}</span>
      <input
        type="range"
        data-control={name}
        min={from}
        max={to}
        step={step}
        value={value.value}
        onInput={({ currentTarget }) => (value.value = Number(currentTarget.value))}
      />
      <output>{value.value}</output>
    </label>
  );
}

/** A whole number that is typed, a seed. */
export function Whole({ name, control, value, language }: Set<Range, number>) {
  const { from, to, says } = control;
  return (
    <label class="toy-control">
      <span>{inWords(says, language)}</span>
      <input
        type="number"
        data-control={name}
        min={from}
        max={to}
        value={value.value}
        onChange={({ currentTarget }) => {
          const typed = Math.round(Number(currentTarget.value));
          if (typed >= from && typed <= to) value.value = typed;
          else currentTarget.value = String(value.value);
        }}
      />
    </label>
  );
}

/** One of several values. */
export function Select({ name, control, value, language }: Set<Choice, string>) {
  return (
    <label class="toy-control">
      <span>{inWords(control.says, language)}</span>
      <select data-control={name} value={value.value} onChange={(e) => (value.value = e.currentTarget.value)}>
        {control.of.map(([each, called]) => (
          <option value={each} selected={each === value.value}>
            {inWords(called, language)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Start, pause, one step, from the beginning; and what went wrong, if anything did. */
export function TrainingButtons(given: {
  training: Training<unknown>;
  language: Language;
  called?: { start: string; over: string }; // where it is no training
}) {
  const { training, language, called } = given;
  const say = speaker(language);
  const { state, failed } = training;
  const running = state.value === 'running';
  const start = {
    fresh: called?.start ?? say('train', '训练'),
    running: say('pause', '暂停'),
    paused: say('go on', '继续'),
    over: called?.over ?? say('trained', '训练完'),
  };
  return (
    <div class="toy-buttons" role="group" aria-label={called?.start ?? say('training', '训练')}>
      <button
        type="button"
        data-toy-do={running ? 'pause' : 'start'}
        disabled={state.value === 'over'}
        onClick={running ? training.pause : training.start}
      >
        {start[state.value]}
      </button>
      <button type="button" data-toy-do="step" disabled={running || state.value === 'over'} onClick={training.step}>
        {say('one step', '走一步')}
      </button>
      <button type="button" data-toy-do="reset" disabled={state.value === 'fresh'} onClick={training.reset}>
        {say('reset', '从头来')}
      </button>
      {failed.value !== undefined && (
        <p class="stage-trouble" role="alert">
          {failed.value}
        </p>
      )}
    </div>
  );
}
