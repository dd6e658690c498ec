/**
 * Chapter 15 — Pre-training: guess the words that were hidden
 *
 *     loss(line) = − Σ_k ln P(x_i | the line as it is read),     i = places_k
 *
 * Nobody has to translate or label anything: the line itself knows the answers. Words are hidden anew at each step.
 * Devlin et al. 2019, §3.1, task 1. Article: 「啓發收穫」, point five.
 */

import type { Random } from '../../lib/random.ts';
import { oneHot } from '../02-embedding/embedding.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import { warmupRate, type Learner } from '../12-training/adam.ts';
import { learn, type Plan } from '../12-training/training.ts';
import { bert, bertBackward, type BertParams } from './bert.ts';
import { hidden, type Hidden } from './masking-words.ts';

/** What is decided before pre-training: chapter 12's plan, without what is not used here. */
export type Pretraining = Pick<Plan, 'sizes' | 'batch' | 'warmup' | 'rate'>;

/** The loss of one line, in nats summed over its n chosen places, and its gradient dP. Throws as `bert`. */
export function lossOf({ read, places, wanted }: Hidden, P: BertParams) {
  const working = bert(read, places, P);
  const T = wanted.map((id) => oneHot(id, P.E.length));
  const scored = crossEntropy(working.S, T);
  const { dP } = bertBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/**
 * One step: words are hidden in each line, then the step of chapter 12. lines: lists of ids. Result: the next learner, and
 * the mean loss in nats a chosen word, as it was before the step. The learner given stays as it was.
 * Throws RangeError for a batch without lines, or as `hidden` and `lossOf`.
 */
export function step(
  learner: Learner<BertParams>,
  lines: number[][],
  { sizes, rate, warmup }: Pretraining,
  random: Random,
): { learner: Learner<BertParams>; loss: number } {
  if (lines.length === 0) throw new RangeError('a step needs at least one line, got 0');
  const V = learner.P.E.length - 1; // the last row is [MASK]'s
  const found = lines.map((line) => lossOf(hidden(random, line, V), learner.P));
  return learn(learner, found, rate * warmupRate(learner.t + 1, sizes.d_model, warmup));
}
