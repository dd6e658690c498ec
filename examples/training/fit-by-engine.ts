/**
 * Chapter 12's training on a corpus, by the engine and in this thread alone: what studies and
 * records repeat many times.
 */

import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import type { Data } from '../corpus/prepared.ts';
import { threads } from './crew.ts';
import { beginning, fit } from './fit.ts';
import { byEngine, capacityOf, fittingOf, untrained, type PairProgress } from './fit-pairs.ts';

/**
 * Trains on a corpus by the engine, from fresh weights or from those given, and reports after
 * each step. Throws as `fit`.
 */
export async function* fitPairs(
  data: Data,
  plan: Plan,
  epochs: number,
  seed: string,
  start = untrained(data, plan.sizes, seed),
): AsyncGenerator<PairProgress, TransformerParams> {
  const capacity = capacityOf(data.training, plan.batch);
  const fitting = fittingOf(data.training, plan, epochs);
  const { P } = yield* fit(
    beginning(start, seed),
    fitting,
    byEngine({ capacity, workers: 1, precision: 'f64' }, threads),
  );
  return P;
}
