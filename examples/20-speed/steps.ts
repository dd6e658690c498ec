/** A training step measured: chapter 12's, the engine's, and where the engine's time goes. */

import { performance } from 'node:perf_hooks';
import { SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step as chapterStep } from '../../chapters/12-training/step.ts';
import { rateOf, trainingLoss, type Pair } from '../../chapters/12-training/training.ts';
import { clocked } from '../../chapters/20-speed/clock.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { seeded, type Random } from '../../lib/random.ts';
import { threads } from '../training/crew.ts';
import { assemble, dismiss, step, type Team } from '../training/team.ts';
import { medians, type Tick } from './measuring.ts';

/** Milliseconds of a step, and what one step computes. */
export interface Steps {
  chapters: number;
  one: number; //        the engine, one worker
  two: number; //        the engine, two
  operations: number; // multiplications and additions in the products of one step
  kernels: Record<string, number>; // milliseconds of one step, by kernel; one worker
  clocked: number; //    milliseconds of these steps, kernels and all else
}

/** What is trained: one batch of pairs with so many tokens a side. */
export interface Training {
  sizes: Sizes;
  V: number; //      words on each side
  pairs: number;
  tokens: number;
}

const [RATE, SMOOTHING, DROP] = [0.001, 0.1, 0.1];

/** Measures steps in turns, for so many seconds. */
export async function steps(plan: Training, seconds: number, tick: Tick): Promise<Steps> {
  const random = seeded('steps');
  const { sizes, V, tokens } = plan;
  const learner = beginner(transformerParams(random, V, V, sizes));
  const pairs = Array.from({ length: plan.pairs }, () => randomPair(random, plan));
  const part = tokens * (Math.ceil(plan.pairs / 4) + 1);
  const capacity = { source: part, target: part, longest: tokens };
  const team = (workers: number) => assemble(transformer, learner, { capacity, workers, precision: 'f64' }, threads);
  const [one, two] = [await team(1), await team(2)];
  const stream = streamOf('steps');
  const told = { rate: RATE, smoothing: SMOOTHING, drop: DROP };
  const taught = { sizes, batch: plan.pairs, warmup: 100, rate: 1, smoothing: SMOOTHING, drop: DROP };
  try {
    const [chapters, alone, both] = await medians(
      [
        () => void chapterStep(learner, pairs, trainingLoss(taught, numbersOf(stream)), rateOf(taught, learner.t + 1)),
        async () => void (await step(one, pairs, told, stream)),
        async () => void (await step(two, pairs, told, stream)),
      ],
      seconds,
      tick,
    );
    const watched = await byKernel(one, () => step(one, pairs, told, stream));
    return { chapters: 1000 * chapters, one: 1000 * alone, two: 1000 * both, ...watched };
  } finally {
    await dismiss(one);
    await dismiss(two);
  }
}

/** Puts a clock around every kernel of a team of one, and takes steps. */
async function byKernel({ engine }: Team<TransformerParams, Pair>, step: () => Promise<number>) {
  const { k, spent } = clocked(engine.desk.k, () => performance.now());
  const unwatched = engine.desk.k;
  engine.desk.k = k;
  const each: number[] = [];
  for (let t = 0; t < STEPS; t++) {
    const begun = performance.now();
    await step();
    each.push(performance.now() - begun);
  }
  engine.desk.k = unwatched;
  const kernels = Object.fromEntries(Object.entries(spent.time).map(([name, time]) => [name, time / STEPS]));
  const mean = each.reduce((sum, time) => sum + time, 0) / STEPS;
  return { kernels, clocked: mean, operations: spent.operations / STEPS };
}

/** Steps under the clock. */
const STEPS = 40;

/** Words without sense; BOS before the target's or EOS behind them makes as many tokens as the source has. */
function randomPair(random: Random, { V, tokens }: Training): Pair {
  const word = () => SPECIAL.length + Math.floor(random() * (V - SPECIAL.length));
  const words = (length: number) => Array.from({ length }, word);
  return { source: words(tokens), target: words(tokens - 1) };
}
