/**
 * The training loop for chapter 11's model and pairs of ids: by the engine's workers, or by the chapters' own loops.
 */

import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { batches, rateOf, trainingLoss, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { capacityFor, type Capacity } from '../../chapters/20-speed/engine/batch.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { seeded } from '../../lib/random.ts';
import type { Data } from '../corpus/prepared.ts';
import { chapterTrainer } from './chapters.ts';
import type { Fitting, Progress, TrainerFrom } from './fit.ts';
import { engineTrainer, type Place, type TeamPlan } from './team.ts';

/** The weights before the first step. */
export function untrained({ source, target }: Data, sizes: Sizes, seed: string): TransformerParams {
  return transformerParams(seeded(`weights ${seed}`), source.tokens.length, target.tokens.length, sizes);
}

/** Chapter 12's training of so many epochs: batches of so many pairs, no validation. */
export function fittingOf(training: Pair[], plan: Plan, epochs: number): Fitting<Pair> {
  return {
    training,
    validation: [],
    batches: (random, pairs) => batches(random, pairs, plan.batch),
    targets,
    rate: (t) => rateOf(plan, t),
    smoothing: plan.smoothing,
    drop: plan.drop,
    epochs,
    patience: Infinity,
  };
}

/** Tokens of a pair that its loss is counted on: those of the target, EOS among them. */
export function targets({ target }: Pair): number {
  return target.length + 1;
}

/** Room for batches of so many pairs. */
export function capacityOf(pairs: Pair[], batch: number): Capacity {
  let longest = 0;
  for (const { source, target } of pairs) longest = Math.max(longest, source.length, target.length + 1);
  return capacityFor(batch * longest, longest);
}

/** The engine, at a place; how many workers it has there changes no bit of what is learned. */
export function byEngine(plan: TeamPlan, place: Place): TrainerFrom<TransformerParams, Pair> {
  return (learner) => engineTrainer(transformer, learner, plan, place);
}

/** The chapters' own loops. */
export function byChapters(sizes: Sizes): TrainerFrom<TransformerParams, Pair> {
  return async (learner) => chapterTrainer(learner, (plan, random) => trainingLoss({ ...plan, sizes }, random));
}

/** How far a training on pairs has come. */
export type PairProgress = Progress<TransformerParams, Pair>;
