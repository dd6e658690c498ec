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
import type { LossAndGradient } from '../12-training/step.ts';
import type { Plan } from '../12-training/training.ts';
import { bert, bertBackward, type BertParams } from './bert.ts';
import { hidden, type Hidden } from './masking-words.ts';

/** What is decided before pre-training: chapter 12's plan, without what is not used here. */
export type Pretraining = Pick<Plan, 'sizes' | 'batch' | 'warmup' | 'rate'>;

/** The loss of one line, in nats summed over its n chosen places, and its gradient dP. Throws as `bert`. */
export function lossOf({ read, places, wanted }: Hidden, P: BertParams): LossAndGradient<BertParams> {
  const working = bert(read, places, P);
  const T = wanted.map((id) => oneHot(id, P.E.length));
  const scored = crossEntropy(working.S, T);
  const { dP } = bertBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: wanted.length, dP };
}

/**
 * lossOf as a step of training takes it: of a line, a list of ids, in which words are hidden anew. Throws as `hidden`.
 */
export function trainingLoss(random: Random) {
  return (line: number[], P: BertParams): LossAndGradient<BertParams> => {
    const V = P.E.length - 1; // the last row is [MASK]'s
    return lossOf(hidden(random, line, V), P);
  };
}
