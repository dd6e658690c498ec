/**
 * Chapter 12 — The loss of a pair, and one epoch
 *
 *     loss(pair) = − Σ_i Σ_c T_ic ln P(c | y_1 … y_{i−1}, x),   T: the right word y_i, smoothed
 *
 * Teacher forcing: position i reads the right words up to y_{i−1}, whatever the model would have said there,
 * so all positions of a sentence learn at once. Vaswani et al. 2017, §3.1 (the output is offset by one place) and §5.
 * Article: 「計算過程」.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { shuffle, type Random } from '../../lib/random.ts';
import { oneHot } from '../02-embedding/embedding.ts';
import { BOS, EOS } from '../02-embedding/vocabulary.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import type { Sizes } from '../10-encoder/encoder.ts';
import { transformer, transformerBackward, type Dropped, type TransformerParams } from '../11-decoder/transformer.ts';
import { warmupRate, type Learner } from './adam.ts';
import { dropped } from './dropout.ts';
import { step, type LossAndGradient, type Stepped } from './step.ts';

/** A sentence and its translation, as ids; neither BOS nor EOS is written down. */
export interface Pair {
  source: number[];
  target: number[];
}

/** What is decided before training: the paper's hyper-parameters. */
export interface Plan {
  sizes: Sizes;
  batch: number; //     pairs a step
  warmup: number; //    steps until the rate is highest
  rate: number; //      the paper's rate times this; 1 in the paper
  smoothing: number; // ε_ls of §5.4, 0.1 in the paper
  drop: number; //      P_drop of §5.4, 0.1 in the paper
}

/**
 * T = (1 − ε) · onehot + ε / V: most of each row at the right word, a little everywhere. n ids →
 * n×V, each row sums to 1.
 * Szegedy et al. 2016, §7; Vaswani et al. 2017, §5.4. Throws RangeError unless 0 ≤ ε < 1 and every id is below V.
 */
export function smoothed(ids: number[], V: number, epsilon: number): Matrix {
  if (!(epsilon >= 0 && epsilon < 1)) {
    throw new RangeError(`label smoothing must be at least 0 and below 1, got ${epsilon}`);
  }
  return ids.map((id) => oneHot(id, V).map((T_ic) => (1 - epsilon) * T_ic + epsilon / V));
}

/**
 * What the decoder reads, and what it should say at each place: the same words, one place apart.
 * n words → two lists of n + 1: I love you is read as BOS I love you, and I love you EOS is wanted.
 */
export function teacherForced(target: number[]): { read: number[]; wanted: number[] } {
  return { read: [BOS, ...target], wanted: [...target, EOS] };
}

/**
 * The loss of one pair, in nats summed over its n tokens (EOS is one), and its gradient dP.
 * smoothing: ε; D: dropout factors, left out to judge the model as it will be used. Throws as
 * `smoothed` and chapters 2 and 6.
 */
export function lossOf(
  pair: Pair,
  P: TransformerParams,
  smoothing: number,
  D?: Dropped,
): LossAndGradient<TransformerParams> {
  const { read, wanted } = teacherForced(pair.target);
  const working = transformer(pair.source, read, P, D);
  const scored = crossEntropy(working.S, smoothed(wanted, P.E_target.length, smoothing));
  const { dP } = transformerBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/**
 * lossOf as a step of training takes it: smoothed, and with numbers dropped, drawn anew for each
 * pair. Throws as `dropped`.
 */
export function trainingLoss({ sizes, smoothing, drop }: Pick<Plan, 'sizes' | 'smoothing' | 'drop'>, random: Random) {
  return (pair: Pair, P: TransformerParams): LossAndGradient<TransformerParams> => {
    const [m, n] = [pair.source.length, pair.target.length + 1]; // BOS is one of the n
    const D = drop === 0 ? undefined : dropped(random, m, n, sizes, drop);
    return lossOf(pair, P, smoothing, D);
  };
}

/** The rate of step t, counted from 1: the paper's, times the plan's. Throws as `warmupRate`. */
export function rateOf({ sizes, warmup, rate }: Pick<Plan, 'sizes' | 'warmup' | 'rate'>, t: number): number {
  return rate * warmupRate(t, sizes.d_model, warmup);
}

/**
 * The pairs in a new order, cut into batches of `size` pairs; the last one may be smaller.
 * Throws RangeError unless the size is a whole number of at least 1.
 */
export function batches(random: Random, pairs: Pair[], size: number): Pair[][] {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`a batch must hold a whole number of pairs, at least 1, got ${size}`);
  }
  const order = shuffle(random, pairs);
  const cuts = Array.from({ length: Math.ceil(order.length / size) }, (_, b) => b * size);
  return cuts.map((from) => order.slice(from, from + size));
}

/**
 * One epoch: every pair once, a step a batch. Yields after each step, so that whoever trains can look on, or stop.
 * Throws as `batches` and `step`.
 */
export function* epoch(
  learner: Learner<TransformerParams>,
  pairs: Pair[],
  plan: Plan,
  random: Random,
): Generator<Stepped<TransformerParams>> {
  for (const batch of batches(random, pairs, plan.batch)) {
    const stepped = step(learner, batch, trainingLoss(plan, random), rateOf(plan, learner.t + 1));
    learner = stepped.learner;
    yield stepped;
  }
}
