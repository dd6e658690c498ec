/**
 * The training loop: epochs of steps, and around them all that decides when to stop and what to keep. It knows neither
 * what is trained nor who computes: whoever calls it says what a batch is, and gives a trainer.
 */

import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { numbersOf, streamOf, type Stream } from '../../lib/philox.ts';
import { seeded, type Random } from '../../lib/random.ts';
import { needLoss, needNumbers } from './diverged.ts';
import type { Trainer } from './trainer.ts';

/** How many of the last epochs are averaged in the end: the paper's 5 (§6.1). */
export const CHECKPOINTS = 5;

/** What is decided before training. */
export interface Fitting<Item> {
  training: Item[];
  validation: Item[]; // to choose the model by; there may be none
  batches: (random: Random, items: Item[]) => Item[][]; // the items in a new order, each once
  targets: (item: Item) => number; // tokens of an item that a loss is counted on
  rate: (t: number) => number; // of step t, counted from 1
  smoothing: number; // ε_ls
  drop: number; //      P_drop
  epochs: number; //    at most
  patience: number; //  epochs without a better validation loss until training stops
}

/** A training between two batches: all that it goes on from. */
export interface State<P extends object> {
  learner: Learner<P>;
  stream: Stream; //    of the batches, and for dropout
  epoch: number; //     under way, counted from 1
  drawnAt: number; //   stream.at when the order of this epoch was drawn
  done: number; //      batches of this epoch that are done
  best: { loss: number; epoch: number; P: P } | undefined; // by validation
  last: P[]; //         the models after the last epochs, at most five, for averaging
  losses: number[]; //  of training, one a step
  validation: number[]; // one an epoch
}

/** How far training has come. */
export interface Progress<P extends object, Item> {
  step: number;
  steps: number; // of all epochs
  epoch: number;
  batch: Item[]; // just done
  loss: number; // of that batch, nats a token
  mean: number; // of the batches of this epoch so far
  ended: Ended | undefined; // after the last batch of an epoch
  parameters: () => P; // as they are now
  state: () => State<P>; // all that it can be gone on from
}

/** What an epoch has come to. */
export interface Ended {
  validation: number; // loss on the validation side, nats a token, labels not smoothed; NaN without that side
  better: boolean; //    than that of every epoch before
}

/** The model chosen in the end: with a validation side by its loss there, without one the average. */
export interface Fitted<P extends object> {
  P: P;
  chosen: Choice | undefined;
  state: State<P>;
}

/** The two models that there were to choose from, with their validation losses in nats a token, and the one taken. */
export interface Choice {
  kept: 'best' | 'average';
  best: { epoch: number; loss: number };
  average: { epochs: number; loss: number }; // of the models after the last epochs
}

/** Gives a trainer that goes on from there. */
export type TrainerFrom<P extends object, Item> = (learner: Learner<P>) => Promise<Trainer<P, Item>>;

/** Where a training of that seed begins. */
export function beginning<P extends object>(P: P, seed: string): State<P> {
  return {
    learner: beginner(P),
    stream: streamOf(`order ${seed}`),
    epoch: 1,
    drawnAt: 0,
    done: 0,
    best: undefined,
    last: [],
    losses: [],
    validation: [],
  };
}

/**
 * Trains from a state on, until the last epoch or until `patience` epochs have brought no better validation loss, and
 * reports after each step. Result: the best model by validation or the mean of those after the last epochs, whichever
 * has the lower validation loss. No clock decides anything: from one state there is one result, bit for bit.
 * Throws DivergedError when the loss or a weight is no longer a number, and what the trainer throws.
 */
export async function* fit<P extends object, Item>(
  from: State<P>,
  fitting: Fitting<Item>,
  trainerFrom: TrainerFrom<P, Item>,
): AsyncGenerator<Progress<P, Item>, Fitted<P>> {
  const state = yield* epochsFrom(from, fitting, trainerFrom);
  return chosen(state, fitting, trainerFrom);
}

/** Whether nothing is left to do but to choose. */
export function isOver<P extends object>(
  { epoch, validation, best }: State<P>,
  { epochs, patience }: Pick<Fitting<never>, 'epochs' | 'patience'>,
): boolean {
  return epoch > epochs || (best !== undefined && validation.length - best.epoch >= patience);
}

/** What is left of all epochs. Result: the state after the last. */
async function* epochsFrom<P extends object, Item>(
  from: State<P>,
  fitting: Fitting<Item>,
  trainerFrom: TrainerFrom<P, Item>,
): AsyncGenerator<Progress<P, Item>, State<P>> {
  if (isOver(from, fitting)) return from;
  const trainer = await trainerFrom(from.learner);
  try {
    let state = from;
    while (!isOver(state, fitting)) state = yield* epochFrom(state, fitting, trainer);
    return state;
  } finally {
    await trainer.dismiss();
  }
}

/** What is left of an epoch. Result: the state before the first batch of the next. */
async function* epochFrom<P extends object, Item>(
  from: State<P>,
  fitting: Fitting<Item>,
  trainer: Trainer<P, Item>,
): AsyncGenerator<Progress<P, Item>, State<P>> {
  const { training, epochs, rate, smoothing, drop } = fitting;
  const stream = { ...from.stream };
  // The order is drawn again from where it was drawn first; dropout goes on from where it stopped.
  const order = { ...stream, at: from.drawnAt };
  const batches = fitting.batches(numbersOf(order), training);
  if (from.done === 0) stream.at = order.at;
  const losses = [...from.losses];
  let mean = meanOf(losses.slice(losses.length - from.done));
  for (let done = from.done + 1; done <= batches.length; done++) {
    const batch = batches[done - 1];
    const step = losses.length + 1;
    const loss = await trainer.step(batch, { rate: rate(step), smoothing, drop }, stream);
    needLoss(loss);
    losses.push(loss);
    mean += (loss - mean) / done;
    const now = (): State<P> => ({
      ...from,
      learner: trainer.learner(),
      stream: { ...stream },
      done,
      losses: [...losses],
    });
    const next = done === batches.length ? await nextEpoch(now(), fitting, trainer) : undefined;
    yield {
      step,
      steps: epochs * batches.length,
      epoch: from.epoch,
      batch,
      loss,
      mean,
      ended: next && endedAs(next),
      parameters: trainer.parameters,
      state: next ? () => next : now,
    };
    if (next) return next;
  }
  throw new RangeError('an epoch needs at least one batch more than are done');
}

/** From the last batch of an epoch to the state before the next: judged, and the best kept. */
async function nextEpoch<P extends object, Item>(
  state: State<P>,
  fitting: Fitting<Item>,
  trainer: Trainer<P, Item>,
): Promise<State<P>> {
  const { learner, epoch, best, last, stream } = state;
  needNumbers(learner.P);
  const next = {
    ...state,
    epoch: epoch + 1,
    drawnAt: stream.at,
    done: 0,
    last: [...last, learner.P].slice(-CHECKPOINTS),
  };
  if (fitting.validation.length === 0) return next;
  const loss = await validationLoss(fitting, trainer);
  return {
    ...next,
    best: best === undefined || loss < best.loss ? { loss, epoch, P: learner.P } : best,
    validation: [...state.validation, loss],
  };
}

/** What the epoch before a state has come to. */
function endedAs<P extends object>({ epoch, best, validation }: State<P>): Ended {
  return { validation: validation.at(-1) ?? NaN, better: best?.epoch === epoch - 1 };
}

/** The best or the average. */
async function chosen<P extends object, Item>(
  state: State<P>,
  fitting: Fitting<Item>,
  trainerFrom: TrainerFrom<P, Item>,
): Promise<Fitted<P>> {
  const { best, last, learner } = state;
  if (last.length === 0) throw new RangeError('a choice needs at least one epoch, got 0');
  const P = averaged(last);
  if (best === undefined) return { P, chosen: undefined, state };
  const trainer = await trainerFrom({ ...learner, P });
  try {
    const loss = await validationLoss(fitting, trainer);
    const kept = loss < best.loss ? 'average' : 'best';
    const chosen: Choice = { kept, best, average: { epochs: last.length, loss } };
    return { P: kept === 'average' ? P : best.P, chosen, state };
  } finally {
    await trainer.dismiss();
  }
}

/** The loss of the model as it is on the validation side, in nats a token: labels not smoothed, nothing dropped. */
async function validationLoss<P extends object, Item>(
  { validation, batches, targets }: Fitting<Item>,
  trainer: Trainer<P, Item>,
): Promise<number> {
  let [loss, n] = [0, 0];
  for (const batch of batches(seeded('any order'), validation)) {
    loss += await trainer.judge(batch, 0);
    for (const item of batch) n += targets(item);
  }
  return loss / n;
}

/** The mean of some losses, added one after the other as training does it; 0 of none. */
export function meanOf(losses: number[]): number {
  let mean = 0;
  for (const [i, loss] of losses.entries()) mean += (loss - mean) / (i + 1);
  return mean;
}
