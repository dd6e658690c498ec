/** A model fitted to sentence pairs: the engine's steps, and around them all that decides when to stop and what to keep. */

import { transformerParams, type TransformerParams } from '../../../chapters/11-decoder/transformer.ts';
import { beginner, warmupRate } from '../../../chapters/12-training/adam.ts';
import { averaged } from '../../../chapters/12-training/averaging.ts';
import type { Pair } from '../../../chapters/12-training/training.ts';
import { capacityFor } from '../../../chapters/20-speed/engine/batch.ts';
import { load, type EnginePlan } from '../../../chapters/20-speed/engine/engine.ts';
import { outline } from '../../../chapters/20-speed/engine/outline.ts';
import { layoutOf } from '../../../chapters/20-speed/engine/parameters.ts';
import { transformer } from '../../../chapters/20-speed/engine/transformer.ts';
import { numbersOf, streamOf } from '../../../lib/philox.ts';
import { seeded } from '../../../lib/random.ts';
import { CHECKPOINTS, needNumbers } from '../fit.ts';
import { threads } from '../../training/crew.ts';
import { assemble, dismiss, judge, learnerOf, modelOf, step, type Team } from '../../training/team.ts';
import { tokenBatches } from '../../training/batches.ts';
import type { Data } from './data.ts';
import type { Options } from './options.ts';
import type { State } from '../../training/state.ts';

/** How far training has come. */
export interface Progress {
  epoch: number;
  tokens: number; //     source and target tokens of the batch just done
  loss: number; //       training loss of this epoch so far: the mean of its batches, nats a token
  ended: Epoch | undefined; // after the last batch of an epoch
  state: () => State; // all that it can be gone on from
}

/** What an epoch has come to. */
export interface Epoch {
  validation: number; // loss on the validation side, nats a token, labels not smoothed
  better: boolean; //   than that of every epoch before
  P: TransformerParams;
}

/** The model chosen in the end. */
export interface Fitted {
  P: TransformerParams;
  kept: 'best' | 'average';
  best: { epoch: number; loss: number }; // by validation
  average: { epochs: number; loss: number }; // of the models after the last epochs
  state: State;
}

/** Where a training begins. described: the settings that decide its bits. */
export function beginning(data: Data, options: Options, described: State['described']): State {
  const { seed, plan } = options;
  const V = [data.source.tokens.length, data.target.tokens.length] as const;
  return {
    described,
    learner: beginner(transformerParams(seeded(`weights ${seed}`), ...V, plan.sizes)),
    stream: streamOf(`order ${seed}`), // of the batches, and for dropout
    epoch: 1,
    drawnAt: 0,
    done: 0,
    best: undefined,
    last: [],
    losses: [],
    validation: [],
  };
}

/** What the engine is laid out for. */
export function enginePlan(data: Data, options: Options): EnginePlan<TransformerParams> {
  const { tokens, longest, workers, precision, plan } = options;
  const [V_source, V_target] = [data.source.tokens.length, data.target.tokens.length];
  const capacity = capacityFor(tokens, longest);
  return { layout: layoutOf(outline(V_source, V_target, plan.sizes)), capacity, workers, precision };
}

/**
 * Trains from a state on, until the last epoch or until `patience` epochs have brought no better validation loss, and
 * reports after each step. The model kept is the best by validation or the mean of those after the last epochs,
 * whichever has the lower validation loss. No clock decides anything: from one state there is one result, bit for bit.
 * Throws RangeError when the loss or a weight is no longer a number, Error when a worker dies.
 */
export async function* fit(data: Data, options: Options, from: State): AsyncGenerator<Progress, Fitted> {
  const team = await assemble(transformer, from.learner, enginePlan(data, options), threads);
  try {
    let state = from;
    while (!finished(state, options)) state = yield* epochFrom(team, data, options, state);
    return await chosen(team, data, options, state);
  } finally {
    await dismiss(team);
  }
}

/** Whether nothing is left to do but to choose. */
export function finished({ epoch, validation, best }: State, { epochs, patience }: Options): boolean {
  return epoch > epochs || (best !== undefined && validation.length - best.epoch >= patience);
}

/** What is left of an epoch. Result: the state before the first batch of the next. */
async function* epochFrom(
  team: Team<TransformerParams, Pair>,
  data: Data,
  { plan, tokens }: Options,
  from: State,
): AsyncGenerator<Progress, State> {
  const stream = { ...from.stream };
  // The order is drawn again from where it was drawn first; dropout goes on from where it stopped.
  const order = { ...stream, at: from.drawnAt };
  const batches = tokenBatches(numbersOf(order), data.training, tokens);
  if (from.done === 0) stream.at = order.at;
  let mean = from.done === 0 ? 0 : from.losses[from.epoch - 1];
  for (let done = from.done + 1; done <= batches.length; done++) {
    const batch = batches[done - 1];
    const rate = plan.rate * warmupRate(team.t + 1, plan.sizes.d_model, plan.warmup);
    const loss = await step(team, batch, { ...plan, rate }, stream);
    if (!Number.isFinite(loss)) needNumbers(loss, modelOf(team));
    mean += (loss - mean) / done;
    const losses = [...from.losses.slice(0, from.epoch - 1), mean];
    const now = (): State => ({ ...from, learner: learnerOf(team), stream: { ...stream }, done, losses });
    const progress = { epoch: from.epoch, tokens: tokensOf(batch), loss: mean };
    if (done < batches.length) {
      yield { ...progress, ended: undefined, state: now };
    } else {
      const next = await nextEpoch(team, data, tokens, now());
      const validation = next.validation[from.epoch - 1];
      const better = next.best?.epoch === from.epoch;
      yield { ...progress, ended: { validation, better, P: next.learner.P }, state: () => next };
      return next;
    }
  }
  throw new RangeError('an epoch needs at least one batch more than are done');
}

/** From the last batch of an epoch to the state before the next: judged, and the best kept. */
async function nextEpoch(
  team: Team<TransformerParams, Pair>,
  data: Data,
  tokens: number,
  state: State,
): Promise<State> {
  const { learner, epoch, validation, best, last, stream } = state;
  needNumbers(0, learner.P);
  const loss = await lossOn(team, data.validation, tokens);
  return {
    ...state,
    epoch: epoch + 1,
    drawnAt: stream.at,
    done: 0,
    best: best === undefined || loss < best.loss ? { loss, epoch, P: learner.P } : best,
    last: [...last, learner.P].slice(-CHECKPOINTS),
    validation: [...validation, loss],
  };
}

/** The best or the average. */
async function chosen(
  team: Team<TransformerParams, Pair>,
  data: Data,
  options: Options,
  state: State,
): Promise<Fitted> {
  const { best, last, learner } = state;
  if (best === undefined) throw new RangeError('a choice needs at least one epoch, got 0');
  const P = averaged(last);
  const { tokens } = options;
  load(team.engine, { ...learner, P });
  const loss = await lossOn(team, data.validation, tokens);
  const kept = loss < best.loss ? 'average' : 'best';
  const average = { epochs: last.length, loss };
  return { P: kept === 'average' ? P : best.P, kept, best, average, state };
}

/** The loss of the model as it is on these pairs, in nats a token: labels not smoothed, nothing dropped. */
async function lossOn(team: Team<TransformerParams, Pair>, pairs: Pair[], tokens: number): Promise<number> {
  let [loss, n] = [0, 0];
  for (const batch of tokenBatches(seeded('any order'), pairs, tokens)) {
    loss += await judge(team, batch, 0);
    for (const { target } of batch) n += target.length + 1;
  }
  return loss / n;
}

/** Source and target tokens that a training has seen before this state. */
export function tokensDone({ training }: Data, { tokens }: Options, { epoch, stream, drawnAt, done }: State): number {
  const batches = tokenBatches(numbersOf({ ...stream, at: drawnAt }), training, tokens);
  return (epoch - 1) * tokensOf(training) + tokensOf(batches.slice(0, done).flat());
}

/** Source and target tokens of pairs; EOS is one. */
export function tokensOf(pairs: Pair[]): number {
  let sum = 0;
  for (const { source, target } of pairs) sum += source.length + target.length + 1;
  return sum;
}
