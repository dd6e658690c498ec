/** What chapter 15's study and example share: the plans, the ways to begin, and fine-tuning with few labelled pairs. */

import { bertParams, type BertParams } from '../../chapters/15-bert/bert.ts';
import { carriedOver } from '../../chapters/15-bert/fine-tuning.ts';
import type { Pretraining } from '../../chapters/15-bert/pretraining.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import { seeded, shuffle } from '../../lib/random.ts';
import type { Data } from '../corpus/prepared.ts';
import { threads } from '../training/crew.ts';
import { fitPairs } from '../training/fit-by-engine.ts';
import { untrained, type PairProgress } from '../training/fit-pairs.ts';
import { pretrain } from './fit.ts';
import type { Progress } from '../training/fit.ts';

/** Chapter 14's plan, with a second layer on each side, so that there is one to leave behind. */
export const PLAN: Plan = {
  sizes: { d_model: 32, h: 4, d_ff: 64, N: 2 },
  batch: 16,
  warmup: 300,
  rate: 1,
  smoothing: 0.1,
  drop: 0.1,
};

/** The plan of pre-training. */
export const PRETRAINING: Pretraining = { sizes: PLAN.sizes, batch: 32, warmup: 300, rate: 1 / 2 };
/** Times each line is read in pre-training, with other words hidden each time. */
export const EPOCHS = 20;

/**
 * What a translator begins from: nothing; all layers of a pre-trained encoder; its lower layer alone; the lower layer
 * of one that was pre-trained on lines whose words stand in any order. The table comes with the layers.
 */
export type Start = 'scratch' | 'all' | 'lower' | 'mixed';

/**
 * The lines to pre-train on: the Chinese sides of the training pairs, each mixed if `mixed`. Held-out
 * ones are not among them.
 */
export function linesFor({ training }: Data, mixed: boolean, seed: string): number[][] {
  const random = seeded(`mixed ${seed}`);
  return training.map(({ source }) => (mixed ? shuffle(random, source) : source));
}

/** Pre-trains a fresh encoder on lines. */
export function pretrained(
  { source }: Data,
  lines: number[][],
  seed: string,
): AsyncGenerator<Progress<BertParams, Pair>, BertParams> {
  const P = bertParams(seeded(`bert ${seed}`), source.tokens.length, PLAN.sizes);
  return pretrain(P, lines, PRETRAINING, EPOCHS, `bert ${seed}`, threads);
}

/**
 * The corpus with k of its training pairs. Vocabularies stay; the pairs of a smaller k are among those of a larger one.
 */
export function labelled(data: Data, k: number, seed: string): Data {
  return { ...data, training: shuffle(seeded(`pairs ${seed}`), data.training).slice(0, k) };
}

/** The weights that training begins from. P: the pre-trained encoder, where one is needed. */
export function begun(data: Data, start: Start, seed: string, P?: BertParams): TransformerParams {
  const fresh = untrained(data, PLAN.sizes, seed);
  if (start === 'scratch' || P === undefined) return fresh;
  return carriedOver(P, fresh, start === 'all' ? PLAN.sizes.N : PLAN.sizes.N - 1);
}

/** Trains for as many steps as the last of `points`. Result: the weights after each of these numbers of steps. */
export async function* tuned(
  few: Data,
  start: TransformerParams,
  points: number[],
  seed: string,
): AsyncGenerator<PairProgress, TransformerParams[]> {
  const steps = Math.max(...points);
  const epochs = Math.ceil(steps / Math.ceil(few.training.length / PLAN.batch));
  const found: TransformerParams[] = [];
  for await (const progress of fitPairs(few, PLAN, epochs, seed, start)) {
    yield { ...progress, steps };
    if (points.includes(progress.step)) found.push(progress.parameters());
    if (progress.step === steps) break;
  }
  return found;
}
