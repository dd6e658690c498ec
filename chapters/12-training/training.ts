/**
 * Chapter 12 — One step, and one epoch
 *
 *     loss(pair) = − Σ_i ln P(y_i | y_1 … y_{i−1}, x),   smoothed
 *
 * Teacher forcing: position i reads the right words up to y_{i−1}, whatever the model would have said there,
 * so all positions of a sentence learn at once. Vaswani et al. 2017, §5. Article: 「計算過程」.
 */

import { zeros, type Matrix } from '../../lib/matrix.ts';
import { mapRows, sumTrees } from '../../lib/params.ts';
import { shuffle, type Random } from '../../lib/random.ts';
import { BOS, EOS } from '../02-embedding/vocabulary.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import type { Sizes } from '../10-encoder/encoder.ts';
import {
  transformer,
  transformerBackward,
  type Dropped,
  type TransformerParams,
} from '../11-decoder/transformer.ts';
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
 * T: 1 − ε at the right word, and ε spread evenly over all V words. n ids → n×V, each row sums to 1.
 * Szegedy et al. 2016, §7; Vaswani et al. 2017, §5.4. Throws RangeError unless 0 ≤ ε < 1.
 */
export function smoothed(ids: number[], V: number, epsilon: number): Matrix {
  if (!(epsilon >= 0 && epsilon < 1)) {
    throw new RangeError(`label smoothing must be at least 0 and below 1, got ${epsilon}`);
  }
  return ids.map((id) => {
    const row = zeros(1, V)[0].map(() => epsilon / V);
    row[id] += 1 - epsilon;
    return row;
  });
}

/** The loss of one pair, in nats summed over its n tokens, and its gradient. */
export function lossOf(pair: Pair, P: TransformerParams, smoothing: number, D?: Dropped) {
  const read = [BOS, ...pair.target];
  const wanted = [...pair.target, EOS];
  const working = transformer(pair.source, read, P, D);
  const scored = crossEntropy(working.S, smoothed(wanted, P.E_target.length, smoothing));
  const { dP } = transformerBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/** One step: the mean gradient of a batch, then Adam. Result: the next learner, and the loss in nats a token. */
export function step(
  learner: Learner<TransformerParams>,
  pairs: Pair[],
  plan: Plan,
  random: Random,
): { learner: Learner<TransformerParams>; loss: number } {
  const found = pairs.map((pair) => {
    const n = pair.target.length + 1;
    const D =
      plan.drop > 0 ? dropped(random, pair.source.length, n, plan.sizes, plan.drop) : undefined;
    return lossOf(pair, learner.P, plan.smoothing, D);
  });
  let [loss, n] = [0, 0];
  for (const one of found) {
    loss += one.loss;
    n += one.n;
  }
  const dP = mapRows((row) => row.map((g) => g / n), sumTrees(found.map((one) => one.dP)));
  const rate = plan.rate * warmupRate(learner.t + 1, plan.sizes.d_model, plan.warmup);
  return { learner: adam(learner, dP, rate), loss: loss / n };
}

/** The pairs in a new order, cut into batches; the last one may be smaller. */
export function batches(random: Random, pairs: Pair[], size: number): Pair[][] {
  const order = shuffle(random, pairs);
  const cuts = Array.from({ length: Math.ceil(order.length / size) }, (_, b) => b * size);
  return cuts.map((from) => order.slice(from, from + size));
}

/** One epoch: every pair once, a step a batch. Yields after each step, so that whoever trains can look on. */
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
