/**
 * Chapter 17's step with the encoder of chapters/20-speed/engine: chapter 10's layers over all images of a batch at once. What the
 * chapter adds, patches, class token, positions and head, is small, and stays as the chapter has it.
 */

import { add, multiply, multiplyBackward } from '../../chapters/01-vectors/matrices.ts';
import { oneHot } from '../../chapters/02-embedding/embedding.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Learner } from '../../chapters/12-training/adam.ts';
import { step as chapterStep, type LossAndGradient } from '../../chapters/12-training/step.ts';
import type { Example } from '../../chapters/17-vision/training.ts';
import type { VisionParams, VisionSizes } from '../../chapters/17-vision/vision.ts';
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
import { panelBytes, type Desk } from '../../chapters/20-speed/engine/product.ts';
import { endToEnd } from '../../chapters/20-speed/engine/sentences.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { sumTrees } from '../../lib/params.ts';
import { moduleOf } from '../training/kernels.ts';

/** Numbers of 64 bits. */
const BYTES = 8;

/** Where the encoder's numbers lie. */
interface Places {
  P: TransformerBlocks; // of which encoder is used
  dP: TransformerBlocks;
  X: Address; //  what the encoder reads
  dX: Address;
  layers: EncoderLayer[];
  panels: Address;
  end: Address;
}

/** A memory with room for the encoder's work on a batch. */
export interface Bench extends Places {
  desk: Desk;
  numbers: Numbers;
  d_model: number;
}

/** A bench for batches of so many images. */
export async function benchFor(sizes: VisionSizes, batch: number): Promise<Bench> {
  const places = (room: Room) => placesOf(room, sizes, batch);
  const memory = memoryOf(places(roomFrom(FIRST, BYTES)).end);
  const laid = places(roomFrom(FIRST, BYTES));
  const k = await kernelsOn(moduleOf('f64'), memory);
  const desk = { k, bytes: BYTES, panels: laid.panels };
  return { ...laid, desk, numbers: numbersIn(memory, 'f64'), d_model: sizes.d_model };
}

function placesOf(room: Room, sizes: VisionSizes, batch: number): Places {
  const { d_model: d, d_ff, N, n } = sizes;
  const words = batch * (1 + n);
  // prettier-ignore
  const packed = [[d, 2 * d], [2 * d, d], [d, d_ff], [d_ff, d], [words, 2 * d], [words, d_ff]];
  const largest = Math.max(...packed.map(([rows, columns]) => panelBytes(rows, columns, BYTES)));
  return {
    P: transformerBlocks(room, sizes, 1, 1),
    dP: transformerBlocks(room, sizes, 1, 1),
    X: room.numbers(words * d),
    dX: room.numbers(words * d),
    layers: Array.from({ length: N }, () => encoderLayerRoom(room, sizes, words, 1 + n)),
    panels: room.numbers(largest / BYTES),
    end: room.end(),
  };
}

/** The encoder as chapter 11's tree, whose places chapters/20-speed/engine knows. */
function inTree({ layers, token }: VisionParams): TransformerParams {
  return { E_source: [token], E_target: [token], encoder: layers, decoder: [] };
}

/** The chapter's step. */
export function step(
  bench: Bench,
  learner: Learner<VisionParams>,
  batch: Example[],
  rate: number,
): { learner: Learner<VisionParams>; loss: number } {
  return chapterStep(learner, [batch], (images, P) => found(bench, images, P), rate);
}

/** The loss of a batch, summed, and its gradient. */
export function found(bench: Bench, batch: Example[], P: VisionParams): LossAndGradient<VisionParams> {
  const images = batch.map(({ X }) => words(X, P));
  write(inTree(P), bench.P, bench.numbers);
  // Only the class token's row of each image goes on.
  const y = encoded(bench, images).map((rows) => rows[0]);
  const S = multiply(y, P.W).map((row) => row.map((s, c) => s + P.b[c]));
  const scored = crossEntropy(
    S,
    batch.map(({ label }) => oneHot(label, P.b.length)),
  );
  const dS = crossEntropyBackward(scored);
  const { dA: dy, dB: W } = multiplyBackward(dS, { A: y, B: P.W });
  const silent = batch[0].X.map(() => P.token.map(() => 0));
  const dZ_0 = sentBack(
    bench,
    dy.map((row) => [row, ...silent]),
  );
  const { dB: E } = multiplyBackward(
    dZ_0.flatMap((rows) => rows.slice(1)),
    { A: batch.flatMap(({ X }) => X), B: P.E },
  );
  const sum = sumTrees(dZ_0);
  const positions = P.positions ? { positions: sum } : {};
  const { encoder: layers } = read(inTree(P), bench.dP, bench.numbers);
  const [b] = multiply([dS.map(() => 1)], dS);
  const dP: VisionParams = { E, token: sum[0], ...positions, layers, W, b };
  return { loss: scored.loss, n: batch.length, dP };
}

function words(X: Matrix, P: VisionParams): Matrix {
  const rows = [P.token, ...multiply(X, P.E)];
  return P.positions ? add(rows, P.positions) : rows;
}

/** The encoder's result for each image. */
function encoded(bench: Bench, images: Matrix[]): Matrix[] {
  const { desk, P, X, layers } = bench;
  const lengths = endToEnd(images.map((rows) => rows.length));
  lay(bench, X, images);
  let Y = X;
  for (const [l, w] of layers.entries()) {
    encoderLayer(desk, Y, lengths, P.encoder[l], w, false);
    Y = w.normed_2.Y;
  }
  return taken(bench, Y, images);
}

/** From the gradient of that result to the gradient of what was read; that of the parameters stays in dP. */
function sentBack(bench: Bench, images: Matrix[]): Matrix[] {
  const { desk, P, dP, X, dX, layers } = bench;
  const lengths = endToEnd(images.map((rows) => rows.length));
  lay(bench, dX, images);
  for (let l = layers.length - 1; l >= 0; l--) {
    const below = l === 0 ? X : layers[l - 1].normed_2.Y;
    encoderLayerBackward(desk, dX, below, lengths, P.encoder[l], layers[l], false, dP.encoder[l]);
  }
  return taken(bench, dX, images);
}

function lay({ numbers, d_model }: Bench, at: Address, images: Matrix[]): void {
  images.flat().forEach((row, i) => numbers.set(row, at / BYTES + i * d_model));
}

/** Rows from the memory, as many for each image as `like` has. */
function taken({ numbers, d_model }: Bench, at: Address, like: Matrix[]): Matrix[] {
  let next = at / BYTES;
  return like.map((rows) =>
    rows.map(() => {
      next += d_model;
      return [...numbers.subarray(next - d_model, next)];
    }),
  );
}
