/** The training loop as a program runs it: shown, saved, and stopped by Ctrl-C between two steps. */

import { setImmediate } from 'node:timers/promises';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import { numbersOf } from '../../lib/philox.ts';
import type { Say } from '../../lib/language.ts';
import type { PairProgress } from '../training/fit-pairs.ts';
import { DivergedError } from '../training/diverged.ts';
import { fit, type Fitted, type TrainerFrom } from '../training/fit.ts';
import { saveState, type SavedState } from '../training/state.ts';
import type { Translate } from '../training/translating.ts';
import type { Course } from './course.ts';
import type { Options } from './options.ts';
import { meter } from './progress.ts';
import { tokensIn } from './report.ts';
import { stateOf } from './settings.ts';

/** Milliseconds of training after which its state is saved, besides at the end of each epoch. */
const SAVED_EVERY = 60_000;

/** A training as a program runs it. */
export interface Run {
  options: Options;
  course: Course;
  trainerFrom: TrainerFrom<TransformerParams, Pair>;
  translatorOf: (P: TransformerParams) => Promise<Translate>;
}

/**
 * Trains from a state on. Ctrl-C saves the state and ends the program; a second one ends it at once.
 * Throws Error of one line when training cannot go on.
 */
export async function trained(from: SavedState, run: Run, say: Say): Promise<Fitted<TransformerParams>> {
  const { options, course } = run;
  const { described } = from;
  const shown = meter(workOf(from, course), say);
  let stopped = false;
  const stop = () => (stopped = true);
  process.once('SIGINT', stop);
  let savedAt = Date.now();
  let at = from.learner.t + 1; // the step at work
  const fitting = fit(from, course.fitting, run.trainerFrom);
  try {
    for (let next = await fitting.next(); ; next = await fitting.next()) {
      if (next.done) return next.value;
      await show(next.value, run, shown);
      if (stopped || next.value.ended || Date.now() - savedAt >= SAVED_EVERY) {
        saveState(stateOf(options), { ...next.value.state(), described }, say);
        savedAt = Date.now();
      }
      if (stopped) leave(shown, say);
      at = next.value.step + 1;
      await setImmediate();
    }
  } catch (error) {
    throw brokenDown(error, at, options, say);
  } finally {
    shown.stop();
    process.off('SIGINT', stop);
  }
}

type Meter = ReturnType<typeof meter>;

/** After each step its numbers; after each epoch how good the model is. */
async function show(progress: PairProgress, { course, translatorOf }: Run, shown: Meter): Promise<void> {
  const { batch, mean, epoch, ended, parameters } = progress;
  shown.step(tokensIn(batch), mean);
  if (ended) shown.epoch(epoch, course.judged(epoch, ended, await translatorOf(parameters())));
}

/** The tokens of all epochs, and those that a training has seen before this state. */
export function workOf({ stream, drawnAt, epoch, done }: SavedState, { fitting }: Pick<Course, 'fitting'>) {
  const { training, epochs } = fitting;
  const all = tokensIn(training);
  const batches = fitting.batches(numbersOf({ ...stream, at: drawnAt }), training);
  return { tokens: epochs * all, done: (epoch - 1) * all + tokensIn(batches.slice(0, done).flat()), epochs };
}

function leave(shown: Meter, say: Say): never {
  shown.stop();
  console.error(
    say(
      'stopped; the same command with --resume goes on, with --resume --epochs 1 it ends with the best model so far',
      '已停止；在同一条命令后加 --resume 就接着训练，加 --resume --epochs 1 就用目前最好的模型结束',
    ),
  );
  process.exit(130);
}

/** What stopped training as one line, with its cause; only where numbers are none any more a lower rate may help. */
function brokenDown(error: unknown, step: number, { out }: Options, say: Say): unknown {
  const untouched = say(
    `no model was saved, and an earlier one at ${out} is untouched`,
    `没有保存模型；${out} 处原有的模型没有动`,
  );
  if (error instanceof DivergedError) {
    return new Error(
      say(
        `training broke down at step ${step}: ${error.message}. Try a lower --rate; ${untouched}`,
        `训练在第 ${step} 步崩溃：出现了 NaN 或无穷大。请调低 --rate；${untouched}`,
      ),
    );
  }
  if (error instanceof RangeError) {
    return new Error(
      say(
        `training stopped at step ${step}: ${error.message}; ${untouched}`,
        `训练在第 ${step} 步停止：${error.message}；${untouched}`,
      ),
    );
  }
  if (!(error instanceof Error) || !error.message.startsWith('worker ')) return error;
  return new Error(
    say(
      `${error.message}; --resume goes on from the last saved state`,
      `一个工作线程退出了（${error.message}）；用 --resume 从最近保存的状态继续`,
    ),
  );
}
