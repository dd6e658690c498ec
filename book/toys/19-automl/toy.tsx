/** Chapter 19's toy: the reader says what was found where, and the process guesses, doubts, and asks on. */

import { useState } from 'preact/hooks';
import * as hand from '../../../chapters/19-automl/by-hand.ts';
import { expectedImprovement } from '../../../chapters/19-automl/expected-improvement.ts';
import {
  guess,
  observed,
  squaredExponential,
  type GaussianProcess,
} from '../../../chapters/19-automl/gaussian-process.ts';
import { speaker, type Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { Select } from '../controls.tsx';
import type { Controls, Playing } from '../toy.ts';
import { Curves, type Asked } from './curves.tsx';

/** Below the guesses of the example. */
export const part = '2';

/** What stands above it. */
export const title = { en: 'Say yourself what was found', zh: '自己来说试出了什么' };

/** What one finds by playing. */
export const caption = {
  en: 'Touch the picture: a trial was made there, and that was its loss. Mean, doubt and expected improvement follow, and the dashed line is where the process would look next. Follow its questions a few times, and then put a trial where it was sure.',
  zh: '点一下图：就是在那里试了一次，损失就是那么多。均值、拿不准的范围和期望改进都会跟着变，虚线是它下一次想试的地方。先照它问的试几次，再在它很有把握的地方放一个意外。',
};

/** What the reader may set. seen: x:y of each trial. */
export const controls = {
  length: {
    kind: 'choice',
    first: 'hand',
    of: [
      ['0.25', '0.25'],
      ['0.5', '0.5'],
      ['hand', { en: '0.85, as by hand', zh: '0.85，手算用的' }],
      ['2', '2'],
    ],
    says: { en: 'length ℓ', zh: '长度 ℓ' },
  },
  noise: {
    kind: 'choice',
    first: '0',
    of: [
      ['0', { en: 'none', zh: '没有' }],
      ['0.01', '0.01'],
      ['0.1', '0.1'],
    ],
    says: { en: 'noise σ_n²', zh: '噪声 σ_n²' },
  },
  seen: {
    kind: 'noted',
    first: noted(hand.points.map(([x], i) => ({ x, y: hand.y[i] }))),
    fits: (text: string) => trialsIn(text).every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)),
  },
} satisfies Controls;

/** Where a trial was made, and its loss. */
interface Trial {
  x: number;
  y: number;
}

/** The toy. */
export function Toy({ values, language }: Playing<typeof controls, null, never>) {
  const say = speaker(language);
  const { length, noise, seen } = values;
  const trials = trialsIn(seen.value);
  const lengthThere = length.value === 'hand' ? hand.length : Number(length.value);
  const process = processOf(trials, lengthThere, Number(noise.value));
  const put = (trials: Trial[]) => (seen.value = noted(trials));
  // Twice at one place without noise would be a contradiction: the new loss counts.
  const add = (x: number, y: number) => put([...trials.filter((trial) => trial.x !== x), { x, y }]);
  return (
    <>
      <div class="toy-controls">
        <Select name="length" control={controls.length} value={length} language={language} />
        <Select name="noise" control={controls.noise} value={noise} language={language} />
        <button type="button" data-toy-do="reset" onClick={() => (seen.value = controls.seen.first)}>
          {say('as by hand', '回到手算的两次')}
        </button>
      </div>
      {process === undefined ? (
        <p role="alert" class="stage-trouble">
          {say(
            'These trials are too close together for a world without noise: choose some noise, or take one away.',
            '没有噪声时，这些试验靠得太近了：选一点噪声，或者去掉一次试验。',
          )}
        </p>
      ) : (
        <Guessed process={process} trials={trials} add={add} say={say} />
      )}
      <ul class="toy-trials" aria-label={say('trials', '试验')}>
        {trials.map((trial) => (
          <li key={trial.x}>
            {`${decimal(trial.x, 2)} → ${decimal(trial.y, 2)}`}{' '}
            <button
              type="button"
              disabled={trials.length === 1}
              aria-label={say(`take away the trial at ${trial.x}`, `去掉 ${trial.x} 处的试验`)}
              onClick={() => put(trials.filter((other) => other !== trial))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the process says, and a form for its next trial. */
function Guessed(given: { process: GaussianProcess; trials: Trial[]; add: (x: number, y: number) => void; say: Say }) {
  const { process, trials, add, say } = given;
  const best = Math.min(...trials.map(({ y }) => y));
  const along = Array.from({ length: 101 }, (_, k): Asked => {
    const x = (k - 40) / 20;
    const found = guess([x], process);
    return { x, ...found, improvement: expectedImprovement(best, found) };
  });
  const next = along.reduce((a, b) => (b.improvement > a.improvement ? b : a));
  return (
    <>
      <Curves along={along} next={next} trials={trials} add={add} say={say} />
      <p class="toy-says" role="status" data-next={next.x}>
        {say('The next question: x = ', '下一个问题：x = ')}
        <b>{decimal(next.x, 2)}</b>
        {say(', expected improvement ', '，期望改进 ')}
        <b>{decimal(next.improvement)}</b>
        {say(`; there mean ${decimal(next.mean)}, deviation `, `；那里均值 ${decimal(next.mean)}，标准差 `)}
        {decimal(next.deviation)}
      </p>
      <Form x={next.x} add={add} say={say} />
    </>
  );
}

/** A trial by keyboard. x: where the process would look. */
function Form({ x, add, say }: { x: number; add: (x: number, y: number) => void; say: Say }) {
  const [y, setY] = useState('1');
  return (
    <form
      class="toy-controls"
      onSubmit={(event) => {
        event.preventDefault();
        if (y.trim() !== '' && Number.isFinite(Number(y))) add(x, Number(y));
      }}
    >
      <label class="toy-control">
        <span>{say(`at ${decimal(x, 2)} the loss is`, `在 ${decimal(x, 2)} 处，损失是`)}</span>
        <input
          type="number"
          step="any"
          data-control="answer"
          value={y}
          onInput={({ currentTarget }) => setY(currentTarget.value)}
        />
      </label>
      <button type="submit" data-toy-do="answer">
        {say('answer', '回答')}
      </button>
    </form>
  );
}

/** The process that has seen the trials; nothing where it cannot be told any more how well it explains them. */
function processOf(trials: Trial[], length: number, noise: number): GaussianProcess | undefined {
  try {
    const points = trials.map(({ x }) => [x]);
    const losses = trials.map(({ y }) => y);
    const process = observed(points, losses, squaredExponential([length]), noise);
    return Number.isFinite(process.logEvidence) ? process : undefined;
  } catch {
    return undefined; // no inverse
  }
}

function trialsIn(text: string): Trial[] {
  return text.split(' ').map((trial) => {
    const [x, y] = trial.split(':').map(Number);
    return { x, y };
  });
}

function noted(trials: Trial[]): string {
  return trials.map(({ x, y }) => `${x}:${y}`).join(' ');
}
