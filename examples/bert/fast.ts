/**
 * Chapter 15's pre-training with the parts of lib/engine: chapter 16's trainer of examples/gpt/fast.ts, which keeps a table
 * and layers in flat memory, without its causal mask, and asked at the chosen places only. Same steps as the chapter's.
 */

import { BETA_1, BETA_2, EPSILON, warmupRate } from '../../chapters/12-training/adam.ts';
import { batches, type Pair } from '../../chapters/12-training/training.ts';
import type { BertParams } from '../../chapters/15-bert/bert.ts';
import { hidden, type Hidden } from '../../chapters/15-bert/masking-words.ts';
import type { Pretraining } from '../../chapters/15-bert/pretraining.ts';
import { encoderLayer, encoderLayerBackward } from '../../lib/engine/encoder.ts';
import { product, productTransposed, transposedProduct } from '../../lib/engine/product.ts';
import { endToEnd, needIds, type Sentences } from '../../lib/engine/sentences.ts';
import { numbersOf, streamOf } from '../../lib/philox.ts';
import type { Random } from '../../lib/random.ts';
import { modelOf, trainerOf, type Progress, type Trainer } from '../gpt/fast.ts';

/** A trainer for a model of chapter 15; lines: the longest batch is made from them. */
export function pretrainerOf(
  P: BertParams,
  plan: Pretraining,
  lines: number[][],
): Promise<Trainer> {
  return trainerOf(P, { ...plan, smoothing: 0, drop: 0 }, lines.map(asked));
}

/** Chapter 15's step. Result: the mean loss in nats a chosen word. */
export function step(trainer: Trainer, lines: number[][], random: Random): number {
  const { desk, plan, P, m, v, dP, length, like } = trainer;
  const batch = lines.map((line) => hidden(random, line, like.E.length - 1));
  const n = laidDown(trainer, batch);
  forward(trainer, n);
  const loss = lossInto(trainer, batch, n);
  backward(trainer, n);
  const t = ++trainer.t;
  const rate = plan.rate * warmupRate(t, plan.sizes.d_model, plan.warmup);
  const [P_, m_, v_, dP_] = [P, m, v, dP].map(({ E_source }) => E_source.at);
  let words = 0;
  for (const { places } of batch) words += places.length;
  desk.k.adam(P_, m_, v_, dP_, 1, length, length / desk.bytes, words, rate, BETA_1, BETA_2, 1 - BETA_1 ** t, 1 - BETA_2 ** t, EPSILON); // prettier-ignore
  return loss / words;
}

function laidDown({ integers, read, wanted, like }: Trainer, batch: Hidden[]): Sentences {
  const n = endToEnd(batch.map((line) => line.read.length));
  for (const [s, line] of batch.entries()) {
    needIds(line.read, like.E.length);
    integers.set(line.read, read / 4 + n.starts[s]);
    for (const [k, i] of line.places.entries()) integers[wanted / 4 + n.starts[s] + i] = line.wanted[k]; // prettier-ignore
  }
  return n;
}

function forward({ desk, plan, P, PE, X, read, layers, S }: Trainer, n: Sentences): void {
  const { d_model: d } = plan.sizes;
  for (const [s, start] of n.starts.entries()) {
    desk.k.input(read + 4 * start, n.lengths[s], P.E_target.at, d, PE, 0, X + start * d * desk.bytes); // prettier-ignore
  }
  let Y = X;
  for (const [l, w] of layers.entries()) {
    encoderLayer(desk, Y, n, P.encoder[l], w, false);
    Y = w.normed_2.Y;
  }
  productTransposed(desk, Y, n.tokens, P.E_target, S);
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

function backward({ desk, plan, P, dP, X, read, layers, S, dX }: Trainer, n: Sentences): void {
  product(desk, S, n.tokens, P.E_target, dX);
  transposedProduct(desk, S, layers[layers.length - 1].normed_2.Y, n.tokens, dP.E_target);
  for (let l = layers.length - 1; l >= 0; l--) {
    const below = l === 0 ? X : layers[l - 1].normed_2.Y;
    encoderLayerBackward(desk, dX, below, n, P.encoder[l], layers[l], false, dP.encoder[l]);
  }
  desk.k.inputBackward(read, n.tokens, dP.E_target.at, plan.sizes.d_model, 0, dX);
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
      const loss = step(trainer, batch.map(({ target }) => target), random); // prettier-ignore
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
