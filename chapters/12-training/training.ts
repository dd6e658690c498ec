/**
 * Chapter 12 — One step, and one epoch
 *
 *     loss(pair) = − Σ_i Σ_c T_ic ln P(c | y_1 … y_{i−1}, x),   T: the right word y_i, smoothed
 *
 * Teacher forcing: position i reads the right words up to y_{i−1}, whatever the model would have said there,
 * so all positions of a sentence learn at once. Vaswani et al. 2017, §3.1 (the output is offset by one place) and §5.
 * Article: 「計算過程」.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { mapRows, sumTrees } from '../../lib/params.ts';
import { shuffle, type Random } from '../../lib/random.ts';
import { oneHot } from '../02-embedding/embedding.ts';
import { BOS, EOS } from '../02-embedding/vocabulary.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import type { Sizes } from '../10-encoder/encoder.ts';
import { transformer, transformerBackward, type Dropped, type TransformerParams } from '../11-decoder/transformer.ts';
import { adam, warmupRate, type Learner } from './adam.ts';
import { dropped } from './dropout.ts';

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
 * T = (1 − ε) · onehot + ε / V: most of each row at the right word, a little everywhere. n ids → n×V, each row sums to 1.
 * Szegedy et al. 2016, §7; Vaswani et al. 2017, §5.4. Throws RangeError unless 0 ≤ ε < 1 and every id is below V.
 */
export function smoothed(ids: number[], V: number, epsilon: number): Matrix {
  if (!(epsilon >= 0 && epsilon < 1)) {
    throw new RangeError(`label smoothing must be at least 0 and below 1, got ${epsilon}`);
  }
  return ids.map((id) => oneHot(id, V).map((one) => (1 - epsilon) * one + epsilon / V));
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
 * smoothing: ε; D: dropout factors, left out to judge the model as it will be used. Throws as `smoothed` and chapters 2 and 6.
 */
export function lossOf(pair: Pair, P: TransformerParams, smoothing: number, D?: Dropped) {
  const { read, wanted } = teacherForced(pair.target);
  const working = transformer(pair.source, read, P, D);
  const scored = crossEntropy(working.S, smoothed(wanted, P.E_target.length, smoothing));
  const { dP } = transformerBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/** What a pair teaches: its loss in nats, summed over its n tokens, and the gradient of that loss. */
export interface Found<P> {
  loss: number;
  n: number;
  dP: P;
}

/**
 * Adam at the given rate, with the gradient of a batch's mean loss. Result: the next learner, and that mean in nats a
 * token. P: the parameters of any model. Throws RangeError for an empty batch, or for gradients that have not P's form.
 */
export function learn<P extends object>(
  learner: Learner<P>,
  found: Found<P>[],
  rate: number,
): { learner: Learner<P>; loss: number } {
  let [loss, n] = [0, 0];
  for (const one of found) {
    loss += one.loss;
    n += one.n;
  }
  // A mean over tokens, not over sentences: every word of the batch weighs the same.
  const dP = mapRows((row) => row.map((g) => g / n), sumTrees(found.map((one) => one.dP)));
  return { learner: adam(learner, dP, rate), loss: loss / n };
}

/**
 * One step: the gradient of the batch's mean loss, then Adam. Result: the next learner, and that mean in nats a token,
 * smoothed and with numbers dropped, as it was before the step. The learner given stays as it was.
 * Throws RangeError for a batch without pairs, or as `lossOf`.
 */
export function step(
  learner: Learner<TransformerParams>,
  pairs: Pair[],
  plan: Plan,
  random: Random,
): { learner: Learner<TransformerParams>; loss: number } {
  if (pairs.length === 0) throw new RangeError('a step needs at least one pair, got 0');
  const found = pairs.map((pair) => {
    const n = pair.target.length + 1;
    const D = plan.drop === 0 ? undefined : dropped(random, pair.source.length, n, plan.sizes, plan.drop);
    return lossOf(pair, learner.P, plan.smoothing, D);
  });
  const rate = plan.rate * warmupRate(learner.t + 1, plan.sizes.d_model, plan.warmup);
  return learn(learner, found, rate);
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
): Generator<{ learner: Learner<TransformerParams>; loss: number }> {
  for (const batch of batches(random, pairs, plan.batch)) {
    const stepped = step(learner, batch, plan, random);
    learner = stepped.learner;
    yield stepped;
  }
}
