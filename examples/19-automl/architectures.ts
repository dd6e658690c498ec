/** One pull of an arm: a Transformer, a GRU or a window, of a random width and rate, trained for a small budget. */

import { transformer } from '../../chapters/11-decoder/transformer.ts';
import { beginner, warmupRate } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { batches, type Pair } from '../../chapters/12-training/training.ts';
import { recurrentParams } from '../../chapters/14-rnn/parameters.ts';
import { recurrent } from '../../chapters/14-rnn/recurrent.ts';
import * as recurrents from '../../chapters/14-rnn/training.ts';
import { ofGru, ofWindow, stepsFor } from '../../chapters/19-automl/budget.ts';
import { choiceOf, TRANSLATOR } from '../../chapters/19-automl/space.ts';
import { window, windowParams, type Places } from '../../chapters/19-automl/window.ts';
import * as windows from '../../chapters/19-automl/window-training.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import { seeded, type Random } from '../../lib/random.ts';
import { BATCH, meanLoss, trained, type Split } from './trial.ts';

/** The arms. */
export const ARCHITECTURES = ['Transformer', 'RNN', 'MLP'] as const;

/** Multiplications of a pull. */
export const PULL = 4e8;
/** Widths and rates that a pull draws from; everything else is as set by hand. */
export const WIDTHS = [16, 32];
export const RATES = [1, 2, 4];

const plan = { batch: BATCH, warmup: 100, smoothing: 0.1, drop: 0.1 };

/** The loss of pull k of an arm, in nats a token: the same for whoever pulls it as their k-th. */
export async function pull(arm: number, split: Split, seed: string): Promise<number> {
  const random = seeded(`drawn ${seed}`);
  const draw = (list: number[]) => list[Math.floor(random() * list.length)];
  const [d, rate] = [draw(WIDTHS), draw(RATES)];
  if (ARCHITECTURES[arm] === 'Transformer') {
    const choice = choiceOf({ h: 4, d_model: d, N: 1, rate, warmup: plan.warmup }, TRANSLATOR);
    const P = await trained(choice, split, seed, PULL);
    return meanLoss(split, ({ source }, read) => transformer(source, read, P).S);
  }
  return ARCHITECTURES[arm] === 'RNN' ? pullGru(d, rate, split, seed) : pullWindow(d, rate, split, seed);
}

function pullGru(d: number, rate: number, split: Split, seed: string): number {
  const { data, text } = split;
  const own = { ...plan, rate, d_rate: d };
  const V_source = data.source.tokens.length;
  let learner = beginner(recurrentParams(seeded(`weights ${seed}`), V_source, text.V, d, 'gru'));
  const random = numbersOf(streamOf(`order ${seed}`));
  for (const batch of firstBatches(random, data.training, stepsFor(PULL, ofGru(d, text), BATCH)))
    learner = step(learner, batch, recurrents.trainingLoss(own, random), recurrents.rateOf(own, learner.t + 1)).learner;
  return meanLoss(split, ({ source }, read) => recurrent(source, read, learner.P).S);
}

function pullWindow(d: number, rate: number, split: Split, seed: string): number {
  const { data, text } = split;
  const places: Places = { L: Math.max(...data.training.map(({ source }) => source.length)), w: 2 };
  const d_ff = 2 * d;
  const steps = stepsFor(PULL, ofWindow(places.L + places.w, d, d_ff, text), BATCH);
  const random = numbersOf(streamOf(`order ${seed}`));
  let learner = beginner(windowParams(seeded(`weights ${seed}`), data.source.tokens.length, text.V, places, d, d_ff));
  const rateAt = (t: number) => rate * warmupRate(t, d, plan.warmup);
  for (const batch of firstBatches(random, data.training, steps))
    ({ learner } = step(learner, batch, windows.trainingLoss(places, plan, random), rateAt(learner.t + 1)));
  const scores = (pair: Pair, read: number[]): Matrix => window(pair.source, read, learner.P, places).fed.Y;
  return meanLoss(split, scores);
}

/** So many batches: epoch after epoch, each in a new order. */
function* firstBatches(random: Random, pairs: Pair[], steps: number): Generator<Pair[]> {
  for (let left = steps; left > 0;) {
    for (const batch of batches(random, pairs, BATCH).slice(0, left)) {
      left--;
      yield batch;
    }
  }
}
