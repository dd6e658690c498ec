/**
 * Chapter 14 — Training it: chapter 12 with another model
 *
 *     loss(pair) = − Σ_i Σ_c T_ic ln P(c | y_1 … y_{i−1}, x)
 *
 * The loss, the smoothing, teacher forcing, Adam and the rate are chapter 12's. Only the model in the middle
 * is another, and where numbers are dropped: on words read and on states shown to the scores, never on the way
 * from state to state (Zaremba, Sutskever and Vinyals 2014, §3.2), where a number that is dropped would be
 * lost for all words to come.
 */

import { shape } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { BOS } from '../02-embedding/vocabulary.ts';
import { crossEntropy, crossEntropyBackward, logSoftmax } from '../08-backprop/cross-entropy.ts';
import { warmupRate, type Learner } from '../12-training/adam.ts';
import { dropout } from '../12-training/dropout.ts';
import { step, type LossAndGradient, type Stepped } from '../12-training/step.ts';
import { batches, smoothed, teacherForced, type Pair, type Plan } from '../12-training/training.ts';
import type { Next } from '../13-translator/decoding.ts';
import type { RecurrentParams } from './parameters.ts';
import { decode, encode, recurrent, recurrentBackward, type RecurrentDropped } from './recurrent.ts';

/** Chapter 12's plan, of which everything but the sizes is needed: they stand in the parameters. */
export type RecurrentPlan = Omit<Plan, 'sizes'> & {
  d_rate: number; // the d_model of the rate, d_model^−½ · min(t^−½, t · warmup^−3/2): a scale, here not a size
};

/** Factors for a pair of m words and n: see `RecurrentDropped`. Throws as `dropout`. */
export function droppedStates(random: Random, m: number, n: number, d: number, p: number): RecurrentDropped {
  const draw = (length: number) => dropout(random, length, d, p);
  return { source: draw(m), target: draw(n), states: draw(n) };
}

/** The loss of one pair, in nats summed over its n tokens, and its gradient dP. Throws as `smoothed` and chapter 2. */
export function lossOf(
  pair: Pair,
  P: RecurrentParams,
  smoothing: number,
  D?: RecurrentDropped,
): LossAndGradient<RecurrentParams> {
  const { read, wanted } = teacherForced(pair.target);
  const working = recurrent(pair.source, read, P, D);
  const scored = crossEntropy(working.S, smoothed(wanted, P.E_target.length, smoothing));
  const { dP } = recurrentBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/**
 * lossOf as a step of training takes it: smoothed, and with numbers dropped, drawn anew for each
 * pair. Throws as `dropout`.
 */
export function trainingLoss({ smoothing, drop }: RecurrentPlan, random: Random) {
  return (pair: Pair, P: RecurrentParams): LossAndGradient<RecurrentParams> => {
    const [m, n] = [pair.source.length, pair.target.length + 1]; // BOS is one of the n
    const [, d] = shape(P.E_source);
    const D = drop === 0 ? undefined : droppedStates(random, m, n, d, drop);
    return lossOf(pair, P, smoothing, D);
  };
}

/** The rate of step t, counted from 1: the paper's, times the plan's. Throws as `warmupRate`. */
export function rateOf({ d_rate, warmup, rate }: RecurrentPlan, t: number): number {
  return rate * warmupRate(t, d_rate, warmup);
}

/** One epoch: every pair once, a step a batch; yields after each step. Throws as `batches` and `step`. */
export function* epoch(
  learner: Learner<RecurrentParams>,
  pairs: Pair[],
  plan: RecurrentPlan,
  random: Random,
): Generator<Stepped<RecurrentParams>> {
  for (const batch of batches(random, pairs, plan.batch)) {
    const stepped = step(learner, batch, trainingLoss(plan, random), rateOf(plan, learner.t + 1));
    learner = stepped.learner;
    yield stepped;
  }
}

/** The translator as chapter 13's searches see it: ln P of each word after the words so far. Throws as chapter 2. */
export function nextAfter(source: number[], P: RecurrentParams): Next {
  const encoding = encode(source, P);
  return (ids) => {
    const { S } = decode([BOS, ...ids], encoding, P);
    return logSoftmax(S[S.length - 1]);
  };
}
