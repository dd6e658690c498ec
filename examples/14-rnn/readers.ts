/** Three that read a sentence: how far back they hear, and how long they take. */

import {
  encoder,
  encoderBackward,
  encoderLayerParams,
  type EncoderLayerParams,
} from '../../chapters/10-encoder/encoder.ts';
import type { GruParams } from '../../chapters/14-rnn/gru.ts';
import { reach } from '../../chapters/14-rnn/reach.ts';
import { cellParams, walk, walkBackward, type CellParams } from '../../chapters/14-rnn/time.ts';
import type { Say } from '../../lib/language.ts';
import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { columns, decimal } from '../../lib/print.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';

/** What those that wait are called. */
export function cellNames(say: Say): [simple: string, gru: string, attention: string] {
  return [say('simple cell', '简单单元'), 'GRU', say('GRU + attention', 'GRU + 注意力')];
}

/** Two cells and an encoder layer with random weights, and the randomness that goes on from there. */
export function readersOf(seed: string, d: number) {
  const random = seeded(seed);
  const plain = cellParams(random, d, d, false);
  const gates = cellParams(random, d, d, true) as GruParams;
  const layers = [encoderLayerParams(random, { d_model: d, h: 4, d_ff: 2 * d, N: 1 })];
  return { d, random, plain, gates, layers };
}

export type Readers = ReturnType<typeof readersOf>;

/** What is asked of them: sentences of random words, and the bias of an update gate that is held open. */
interface Asked {
  sentences: number;
  distances: number[]; // words after the first
  opened: number;
}

/** How strongly the first word of a sentence reaches what is known after the last: the mean of all, by distance. */
export function reaches(readers: Readers, { sentences, distances, opened }: Asked) {
  const { d, random, plain, gates, layers } = readers;
  const read = Array.from({ length: sentences }, () => normalMatrix(random, Math.max(...distances) + 1, d));
  const mean = (list: Vector) => list.reduce((sum, x) => sum + x, 0) / list.length;
  // Of each sentence the last n + 1 words are read.
  const byDistance = (reachOf: (X: Matrix) => Vector) =>
    distances.map((n) => mean(read.map((words) => reachOf(words.slice(-n - 1))[0])));
  return {
    distances,
    halved: byDistance(recurrentReach(scaled(plain, 1 / 2))),
    simple: byDistance(recurrentReach(plain)),
    stronger: byDistance(recurrentReach(scaled(plain, 1.7))),
    gru: byDistance(recurrentReach(gates)),
    open: byDistance(recurrentReach(heldOpen(gates, opened))),
    encoder: byDistance(attendingReach(layers)),
  };
}

/** How strongly each word of a sentence reaches the state of a cell after the last. X: n×d → n. */
export function recurrentReach(P: CellParams): (X: Matrix) => Vector {
  return (X) => {
    const d = ('update' in P ? P.update : P).b.length;
    const walked = walk(X, zeros(1, d)[0], P);
    return reach(X.length, d, (dH) => walkBackward(dH, walked).dX);
  };
}

/** How strongly each word reaches the last row of an encoder. X: n×d_model → n. */
export function attendingReach(layers: EncoderLayerParams[]): (X: Matrix) => Vector {
  return (X) => {
    const encoded = encoder(X, layers);
    return reach(X.length, X[0].length, (dZ) => encoderBackward(dZ, encoded).dX);
  };
}

/** The simple cell with its way from state to state made stronger or weaker. */
export function scaled(P: CellParams, by: number): CellParams {
  if (!('W_h' in P)) return P;
  return { ...P, W_h: P.W_h.map((row) => row.map((w) => by * w)) };
}

/** The gated cell, its update gate held open by that bias. */
export function heldOpen(P: GruParams, bias: number): GruParams {
  return { ...P, update: { ...P.update, b: P.update.b.map(() => bias) } };
}

export function printedReaches({ distances, ...reached }: ReturnType<typeof reaches>, say: Say): string {
  const [simple, gru] = cellNames(say);
  const short = (x: number) => (x >= 0.001 ? decimal(x) : x.toExponential(0));
  const row = (name: string, reaches: Vector) => [name, ...reaches.map(short)];
  return columns([
    [say('words after it', '后面还有几个词'), ...distances.map(String)],
    row(say('simple cell, W_h halved', '简单单元，W_h 减半'), reached.halved),
    row(simple, reached.simple),
    row(`${simple}${say(', ', '，')}W_h × 1.7`, reached.stronger),
    row(gru, reached.gru),
    row(say('GRU, update gate open', 'GRU，更新门常开'), reached.open),
    row(say('encoder layer (1 step)', '编码器层（一步）'), reached.encoder),
  ]);
}

/** Milliseconds for sentences of so many words; no page quotes them. */
export function times({ d, plain, gates, layers }: Readers, seed: string) {
  const lengths = [16, 64, 256, 512];
  const timed = (read: (X: Matrix) => unknown) =>
    lengths.map((n) => {
      const begun = performance.now();
      for (let k = 0; k < 5; k++) read(normalMatrix(seeded(seed), n, d));
      return (performance.now() - begun) / 5;
    });
  return {
    lengths,
    simple: timed((X) => walk(X, X[0], plain)),
    gru: timed((X) => walk(X, X[0], gates)),
    encoder: timed((X) => encoder(X, layers)),
  };
}

export function printedTimes({ lengths, ...found }: ReturnType<typeof times>, say: Say): string {
  const [simple, gru] = cellNames(say);
  const row = (name: string, milliseconds: Vector) => [name, ...milliseconds.map((ms) => `${decimal(ms, 1)} ms`)];
  return columns([
    [say('words', '词数'), ...lengths.map(String)],
    row(simple, found.simple),
    row(gru, found.gru),
    row(say('encoder layer', '编码器层'), found.encoder),
  ]);
}
