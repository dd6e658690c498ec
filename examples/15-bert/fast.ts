/**
 * Chapter 15's pre-training with the parts of chapters/20-speed/engine: chapter 16's trainer of examples/16-gpt/fast.ts, which keeps a table
 * and layers in flat memory, without its causal mask, and asked at the chosen places only. Same steps as the chapter's.
 */

import { batches, type Pair } from '../../chapters/12-training/training.ts';
import type { BertParams } from '../../chapters/15-bert/bert.ts';
import { hidden, type Hidden } from '../../chapters/15-bert/masking-words.ts';
import type { Pretraining } from '../../chapters/15-bert/pretraining.ts';
import { endToEnd, needIds, type Sentences } from '../../chapters/20-speed/engine/sentences.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import type { Random } from '../../lib/random.ts';
import { adam, backward, forward, modelOf, trainerOf, type Progress, type Trainer } from '../16-gpt/fast.ts';

/** A trainer for a model of chapter 15; lines: the longest batch is made from them. */
export function pretrainerOf(P: BertParams, plan: Pretraining, lines: number[][]): Promise<Trainer> {
  return trainerOf(P, { ...plan, smoothing: 0, drop: 0 }, lines.map(asked));
}

/** Chapter 15's step. Result: the mean loss in nats a chosen word. */
export function step(trainer: Trainer, lines: number[][], random: Random): number {
  const batch = lines.map((line) => hidden(random, line, trainer.like.E.length - 1));
  const n = laidDown(trainer, batch);
  forward(trainer, n, false);
  const loss = lossInto(trainer, batch, n);
  backward(trainer, n, false);
  let words = 0;
  for (const { places } of batch) words += places.length;
  adam(trainer, words);
  return loss / words;
}

function laidDown({ integers, read, wanted, like }: Trainer, batch: Hidden[]): Sentences {
  const n = endToEnd(batch.map((line) => line.read.length));
  for (const [s, line] of batch.entries()) {
    needIds(line.read, like.E.length);
    integers.set(line.read, read / 4 + n.starts[s]);
    for (const [k, i] of line.places.entries()) integers[wanted / 4 + n.starts[s] + i] = line.wanted[k];
  }
  return n;
}

/** The loss, summed; S becomes its gradient, 0 in the rows of words that were not chosen. */
function lossInto({ desk, P, S, wanted }: Trainer, batch: Hidden[], n: Sentences): number {
  const V = P.E_target.n;
  let loss = 0;
  for (const [s, { read, places }] of batch.entries()) {
    for (const i of read.keys()) {
      const row = n.starts[s] + i;
      const at = S + row * V * desk.bytes;
      if (places.includes(i)) loss += desk.k.crossEntropy(at, 1, V, wanted + 4 * row, 0);
      else desk.k.clear(at, V);
    }
  }
  return loss;
}

/** Pre-trains through whole epochs, hiding other words each time, and reports after each step. */
export async function* pretrain(
  P: BertParams,
  lines: number[][],
  plan: Pretraining,
  epochs: number,
  seed: string,
): AsyncGenerator<Progress, BertParams> {
  const trainer = await pretrainerOf(P, plan, lines);
  const random = numbersOf(streamOf(`order ${seed}`)); // of the batches, and of what is hidden
  const steps = epochs * Math.ceil(lines.length / plan.batch);
  for (let e = 1; e <= epochs; e++) {
    const order = batches(random, lines.map(asked), plan.batch);
    for (const [b, batch] of order.entries()) {
      const loss = step(
        trainer,
        batch.map(({ target }) => target),
        random,
      );
      const endOfEpoch = b === order.length - 1;
      yield { step: trainer.t, steps, epoch: e, endOfEpoch, loss, P: () => modelOf(trainer) };
    }
  }
  return modelOf(trainer);
}

/** A line as chapter 12's batches take it. */
function asked(line: number[]): Pair {
  return { source: [], target: line };
}
