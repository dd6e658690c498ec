/**
 * Chapter 16's model trained with the parts of chapters/20-speed/engine, which has no decoder-only model of its own: chapter 10's
 * layer over all lines of a batch, its attention causal. Same batches, dropout and steps as the chapter's `step`.
 */

import { positionalEncoding } from '../../chapters/03-positions/positions.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { BETA_1, BETA_2, EPSILON, warmupRate } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { batches, teacherForced, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import type { GptParams } from '../../chapters/16-gpt/gpt.ts';
import {
  encoderLayer,
  encoderLayerBackward,
  encoderLayerRoom,
  type EncoderLayer,
} from '../../chapters/20-speed/engine/encoder.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';
import {
  FIRST,
  memoryOf,
  numbersIn,
  roomFrom,
  type Address,
  type Numbers,
  type Room,
} from '../../chapters/20-speed/engine/memory.ts';
import { read, transformerBlocks, write, type TransformerBlocks } from '../../chapters/20-speed/engine/parameters.ts';
import {
  panelBytes,
  product,
  productTransposed,
  transposedProduct,
  type Desk,
} from '../../chapters/20-speed/engine/product.ts';
import { endToEnd, needIds, type Sentences } from '../../chapters/20-speed/engine/sentences.ts';
import { zerosLike } from '../../lib/params.ts';
import { numbersOf, streamOf, type Stream } from '../../lib/philox.ts';
import { moduleOf } from '../training/kernels.ts';
import { CHECKPOINTS } from '../translator/fit.ts';

/** Numbers of 64 bits. */
const BYTES = 8;

/** Where everything lies. */
interface Places {
  P: TransformerBlocks; // E_target and encoder are the model; the rest of chapter 11's tree stays empty
  m: TransformerBlocks;
  v: TransformerBlocks;
  dP: TransformerBlocks;
  length: number; // of each of the four, in bytes
  read: Address;
  wanted: Address;
  PE: Address;
  D: Address; //  dropout factors of the input
  X: Address;
  layers: EncoderLayer[];
  S: Address; //  scores, then their gradient
  dX: Address;
  panels: Address;
  end: Address;
}

/** A model in training, in a memory of its own. */
export interface Trainer extends Places {
  desk: Desk;
  numbers: Numbers;
  integers: Int32Array;
  plan: Plan;
  like: GptParams;
  t: number; // steps
}

/** A batch as it lies in the memory. */
interface Batch {
  n: Sentences;
  given: number[]; // tokens of each line that are not asked for
  asked: number; //   tokens of all lines that are
}

/** A trainer for a fresh model; lines: the longest batch is made from them. */
export async function trainerOf(P: GptParams, plan: Plan, lines: Pair[]): Promise<Trainer> {
  const longest = 1 + Math.max(...lines.map(({ source, target }) => source.length + target.length));
  const places = (room: Room) => placesOf(room, P.E.length, plan, longest);
  const memory = memoryOf(places(roomFrom(FIRST, BYTES)).end);
  const laid = places(roomFrom(FIRST, BYTES));
  const k = await kernelsOn(moduleOf('f64'), memory);
  const numbers = numbersIn(memory, 'f64');
  write(inTree(P), laid.P, numbers);
  positionalEncoding(longest, plan.sizes.d_model).forEach((row, p) =>
    numbers.set(row, laid.PE / BYTES + p * row.length),
  );
  const desk = { k, bytes: BYTES, panels: laid.panels };
  return { ...laid, desk, numbers, integers: new Int32Array(memory.buffer), plan, like: P, t: 0 };
}

function placesOf(room: Room, V: number, { sizes, batch }: Plan, longest: number): Places {
  const { d_model: d, d_ff, N } = sizes;
  const n = batch * longest;
  const blocks = () => transformerBlocks(room, sizes, 1, V);
  const [P, m, v, dP] = [blocks(), blocks(), blocks(), blocks()];
  // prettier-ignore
  const packed = [[d, 2 * d], [2 * d, d], [d, d_ff], [d_ff, d], [d, V], [V, d], [n, 2 * d], [n, d_ff]];
  const largest = Math.max(...packed.map(([rows, columns]) => panelBytes(rows, columns, BYTES)));
  return {
    P,
    m,
    v,
    dP,
    length: m.E_source.at - P.E_source.at,
    read: room.integers(n),
    wanted: room.integers(n),
    PE: room.numbers(longest * d),
    D: room.numbers(n * d),
    X: room.numbers(n * d),
    layers: Array.from({ length: N }, () => encoderLayerRoom(room, sizes, n, longest)),
    S: room.numbers(n * V),
    dX: room.numbers(n * d),
    panels: room.numbers(largest / BYTES),
    end: room.end(),
  };
}

/** The model as chapter 11's tree, whose places chapters/20-speed/engine knows. */
function inTree({ E, layers }: GptParams): TransformerParams {
  return { E_source: zerosLike([E[0]]), E_target: E, encoder: layers, decoder: [] };
}

/** The model as it is now. */
export function modelOf({ P, numbers, like }: Trainer): GptParams {
  const { E_target, encoder } = read(inTree(like), P, numbers);
  return { E: E_target, layers: encoder };
}

/** The gradient of the last step's summed loss. */
export function gradientOf({ dP, numbers, like }: Trainer): GptParams {
  const { E_target, encoder } = read(inTree(like), dP, numbers);
  return { E: E_target, layers: encoder };
}

/** Chapter 16's step. Result: the mean loss in nats a token. The stream's numbers decide what is dropped. */
export function step(trainer: Trainer, lines: Pair[], stream: Stream): number {
  const { plan } = trainer;
  const batch = laidDown(trainer, lines);
  if (plan.drop > 0) stream.at = dropInto(trainer, batch.n, stream);
  forward(trainer, batch.n, true);
  const loss = lossInto(trainer, batch);
  backward(trainer, batch.n, true);
  adam(trainer, batch.asked);
  return loss / batch.asked;
}

/** Adam's step with the gradient in dP, which is that of so many tokens. */
export function adam(trainer: Trainer, tokens: number): void {
  const { desk, plan, P, m, v, dP, length } = trainer;
  const t = ++trainer.t;
  const rate = plan.rate * warmupRate(t, plan.sizes.d_model, plan.warmup);
  const [P_, m_, v_, dP_] = [P, m, v, dP].map(({ E_source }) => E_source.at);
  desk.k.adam(
    P_,
    m_,
    v_,
    dP_,
    1,
    length,
    length / BYTES,
    tokens,
    rate,
    BETA_1,
    BETA_2,
    1 - BETA_1 ** t,
    1 - BETA_2 ** t,
    EPSILON,
  );
}

function laidDown({ integers, read, wanted, like }: Trainer, lines: Pair[]): Batch {
  const forced = lines.map(({ source, target }) => teacherForced([...source, ...target]));
  const n = endToEnd(forced.map((line) => line.read.length));
  let asked = 0;
  for (const [s, line] of forced.entries()) {
    needIds(line.wanted, like.E.length);
    integers.set(line.read, read / 4 + n.starts[s]);
    integers.set(line.wanted, wanted / 4 + n.starts[s]);
    asked += lines[s].target.length + 1;
  }
  return { n, given: lines.map(({ source }) => source.length), asked };
}

/** Fills the dropout factors in the order of the chapter's `droppedLine`. Result: the first number not taken. */
function dropInto({ desk, plan, D, layers }: Trainer, n: Sentences, { key, at }: Stream): number {
  const { d_model: d } = plan.sizes;
  let next = at;
  for (const [s, start] of n.starts.entries()) {
    for (const place of [D, ...layers.flatMap(({ normed_1, normed_2 }) => [normed_1.D, normed_2.D])]) {
      desk.k.dropout(place + start * d * BYTES, n.lengths[s] * d, plan.drop, next, key[0], key[1]);
      next += n.lengths[s] * d;
    }
  }
  return next;
}

/** Scores of every token of the lines in `read`, into S. causal: no token sees a later one. */
export function forward({ desk, plan, P, PE, D, X, read, layers, S }: Trainer, n: Sentences, causal: boolean): void {
  const d = plan.sizes.d_model;
  const dropped = plan.drop > 0;
  for (const [s, start] of n.starts.entries()) {
    const row = start * d * BYTES;
    desk.k.input(read + 4 * start, n.lengths[s], P.E_target.at, d, PE, dropped ? D + row : 0, X + row);
  }
  let Y = X;
  for (const [l, w] of layers.entries()) {
    encoderLayer(desk, Y, n, P.encoder[l], w, dropped, causal);
    Y = w.normed_2.Y;
  }
  productTransposed(desk, Y, n.tokens, P.E_target, S);
}

/** The loss, summed; S becomes its gradient, 0 in the rows that are not asked. */
function lossInto({ desk, plan, P, S, wanted }: Trainer, { n, given }: Batch): number {
  const V = P.E_target.n;
  let loss = 0;
  for (const [s, start] of n.starts.entries()) {
    const from = start + given[s];
    desk.k.clear(S + start * V * BYTES, given[s] * V);
    loss += desk.k.crossEntropy(S + from * V * BYTES, n.lengths[s] - given[s], V, wanted + 4 * from, plan.smoothing);
  }
  return loss;
}

/** From the gradient in S to dP, all of it. */
export function backward(
  { desk, plan, P, dP, D, X, read, layers, S, dX }: Trainer,
  n: Sentences,
  causal: boolean,
): void {
  const dropped = plan.drop > 0;
  const Y = layers[layers.length - 1].normed_2.Y;
  product(desk, S, n.tokens, P.E_target, dX);
  transposedProduct(desk, S, Y, n.tokens, dP.E_target);
  for (let l = layers.length - 1; l >= 0; l--) {
    const below = l === 0 ? X : layers[l - 1].normed_2.Y;
    encoderLayerBackward(desk, dX, below, n, P.encoder[l], layers[l], dropped, dP.encoder[l], causal);
  }
  desk.k.inputBackward(read, n.tokens, dP.E_target.at, plan.sizes.d_model, dropped ? D : 0, dX);
}

/** How far training has come. */
export interface Progress {
  step: number;
  steps: number;
  epoch: number;
  endOfEpoch: boolean;
  loss: number; // of the last batch, nats a token
  P: () => GptParams; // as it is now
}

/** Trains as examples/translator/fit.ts does: whole epochs, and in the end the mean of the weights after the last five. */
export async function* fit(
  P: GptParams,
  lines: Pair[],
  plan: Plan,
  epochs: number,
  seed: string,
): AsyncGenerator<Progress, GptParams> {
  const trainer = await trainerOf(P, plan, lines);
  const stream = streamOf(`order ${seed}`); // of the batches, and for dropout
  const steps = epochs * Math.ceil(lines.length / plan.batch);
  const checkpoints: GptParams[] = [];
  for (let e = 1; e <= epochs; e++) {
    const order = batches(numbersOf(stream), lines, plan.batch);
    for (const [b, batch] of order.entries()) {
      const loss = step(trainer, batch, stream);
      if (!Number.isFinite(loss)) throw new RangeError(`the loss of a step must be a number, got ${loss}`);
      const endOfEpoch = b === order.length - 1;
      yield { step: trainer.t, steps, epoch: e, endOfEpoch, loss, P: () => modelOf(trainer) };
    }
    checkpoints.push(modelOf(trainer));
  }
  return averaged(checkpoints.slice(-CHECKPOINTS));
}
