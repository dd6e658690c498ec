/**
 * A training under way. Between two steps it waits for a message to itself, so that whatever is asked meanwhile
 * is heard.
 */

import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { divergence, DivergedError } from '../../examples/training/diverged.ts';
import type { PairProgress } from '../../examples/training/fit-pairs.ts';
import { exactMatch } from '../../examples/training/translating.ts';
import { toBytes, type Model } from '../../examples/translator/model.ts';
import type { Say } from '../../lib/language.ts';
import { sha256 } from '../../lib/sha256.ts';
import { turn } from '../running/turn.ts';
import type { Goal, Heard, Trained } from './messages.ts';
import type { Training } from './training.ts';

/** Milliseconds from one report to the next: what is on the screen is redrawn some ten times a second. */
const REPORT = 100;

/** Where a training is. */
export interface Run {
  training: Training;
  goal: Goal | undefined; // undefined: at rest
  isOver: boolean; //        nothing is left to train
  step: number;
  seconds: number; //        of training, without the rests
  moments: Map<number, TransformerParams>; // models that were kept, by their step
  latest: () => TransformerParams;
  model: Model | undefined; // once it is over
  news: Omit<Trained, 'step'>; // since the last report
}

/** Tells the page. */
export type Tell = (heard: Heard) => void;

/** Before the first step. */
export function runOf(training: Training): Run {
  const { start } = training;
  return {
    training,
    goal: undefined,
    isOver: false,
    step: 0,
    seconds: 0,
    moments: new Map([[0, start]]),
    latest: () => start,
    model: undefined,
    news: { epoch: 1, losses: [], heldOut: [], moments: [0] },
  };
}

/** Trains until the goal, or until it is taken away. isCurrent: whether nothing else has been begun meanwhile. */
export async function go(run: Run, goal: Goal, isCurrent: () => boolean, tell: Tell, say: Say): Promise<void> {
  const isUnderWay = run.goal !== undefined;
  if (run.isOver) return;
  run.goal = goal;
  if (isUnderWay) return;
  try {
    await steps(run, isCurrent, tell);
  } catch (error) {
    run.goal = undefined;
    run.isOver = true;
    report(run, tell);
    tell({ kind: 'trouble', what: brokenDown(error, run.step + 1, say), isOver: true });
  }
}

async function steps(run: Run, isCurrent: () => boolean, tell: Tell): Promise<void> {
  let reported = performance.now();
  while (run.goal !== undefined) {
    const begin = performance.now();
    const next = await run.training.run.next();
    run.seconds += (performance.now() - begin) / 1000;
    if (!isCurrent()) return;
    if (next.done) return end(run, next.value.P, tell);
    await note(run, next.value);
    if (run.goal === 'step' || (run.goal === 'epoch' && next.value.ended)) run.goal = undefined;
    if (performance.now() - reported >= REPORT) {
      report(run, tell);
      reported = performance.now();
    }
    await turn();
    if (!isCurrent()) return;
  }
  report(run, tell);
  tell({ kind: 'paused' });
}

/** Keeps what a step has brought. */
async function note(run: Run, progress: PairProgress): Promise<void> {
  const { training, moments, news } = run;
  const { step, epoch, loss, ended, parameters } = progress;
  run.step = step;
  run.latest = parameters;
  news.epoch = epoch;
  news.losses.push(loss);
  if (ended) news.heldOut.push({ step, share: await training.heldOut(progress) });
  if (step % training.every === 0 || ended) {
    moments.set(step, parameters());
    news.moments.push(step);
  }
}

function report(run: Run, tell: Tell): void {
  const { step, news } = run;
  tell({ kind: 'trained', step, ...news });
  run.news = { epoch: news.epoch, losses: [], heldOut: [], moments: [] };
}

/** The average of the last epochs, judged as `npm start` judges it. */
async function end(run: Run, P: TransformerParams, tell: Tell): Promise<void> {
  const { training, seconds } = run;
  run.goal = undefined;
  run.isOver = true;
  run.latest = () => P;
  run.model = training.modelOf(P);
  report(run, tell);
  const translate = await training.translateBy(P);
  const { unseen, recombined } = training.data;
  const sha = sha256(toBytes(run.model));
  tell({
    kind: 'ended',
    seconds,
    unseen: exactMatch(unseen, translate),
    recombined: exactMatch(recombined, translate),
    sha,
  });
}

/** What stopped training, as one line; only where numbers are none any more a lower rate may help. */
function brokenDown(error: unknown, step: number, say: Say): string {
  const { message } = error as Error;
  if (divergence(error) instanceof DivergedError) {
    return say(
      `training broke down at step ${step}: ${message}. Try a lower rate`,
      `训练在第 ${step} 步崩溃：出现了 NaN 或无穷大。请调低学习率`,
    );
  }
  return say(`training stopped at step ${step}: ${message}`, `训练在第 ${step} 步停止：${message}`);
}
