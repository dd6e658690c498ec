/**
 * Chapter 19 — The third contestant: a multilayer perceptron with a window
 *
 *     x_i = [ E_source[s_1] … E_source[s_L]  E_target[y_{i−w+1}] … E_target[y_i] ]
 *     S   = max(0, X W_1 + b_1) W_2 + b_2
 *
 * The whole sentence at L fixed places, PAD where it is shorter, and the last w words of the translation: laid end to
 * end, through chapter 9's layer, and out comes a score for each word that may be next. No place knows that it shows
 * the same kind of thing as another: what was learned of 我 in place 1 is not known of 我 in place 2.
 * Bengio, Ducharme, Vincent and Jauvin 2003, §2 (differs: ReLU for tanh, a second sentence, no direct connections).
 * Article: 「啓發收穫」, point seven (MLP).
 */

import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, type Random } from '../../lib/random.ts';
import { hadamard } from '../01-vectors/matrices.ts';
import { embed, embedBackward, type Embedding } from '../02-embedding/embedding.ts';
import { PAD } from '../02-embedding/vocabulary.ts';
import {
  feedForward,
  feedForwardBackward,
  feedForwardParams,
  type FeedForward,
  type FeedForwardParams,
} from '../09-feed-forward/feed-forward.ts';

/** Every number it learns. */
export interface WindowParams {
  E_source: Matrix; // V_source×d
  E_target: Matrix; // V_target×d
  layer: FeedForwardParams; // (L + w) d → d_ff → V_target
}

/** Places of the sentence, and words of the translation that it looks back on. */
export interface Places {
  L: number;
  w: number;
}

/** A random one; embeddings as in chapter 11. */
export function windowParams(
  random: Random,
  V_source: number,
  V_target: number,
  { L, w }: Places,
  d: number,
  d_ff: number,
): WindowParams {
  return {
    E_source: normalMatrix(random, V_source, d, 1 / Math.sqrt(d)),
    E_target: normalMatrix(random, V_target, d, 1 / Math.sqrt(d)),
    layer: feedForwardParams(random, (L + w) * d, d_ff, V_target),
  };
}

/** The working of a window moved along a sentence. */
export interface Window {
  P: WindowParams;
  places: Places;
  source: Embedding; // n L rows: the sentence, once a word
  target: Embedding; // n w rows: the words looked back on
  D: Matrix | undefined;
  fed: FeedForward; // its Y are the scores: n×V_target
}

/**
 * The scores of what follows each word read. source: m ≤ L ids, read: n ids, the first BOS; D: n×(L + w)d dropout
 * factors (chapter 12). Throws RangeError for a sentence longer than L, and as chapters 1, 2 and 9.
 */
export function window(source: number[], read: number[], P: WindowParams, places: Places, D?: Matrix): Window {
  const { L, w } = places;
  if (source.length > L) {
    throw new RangeError(`a window has ${L} places for words, got ${source.length}`);
  }
  const placed = [...source, ...new Array<number>(L - source.length).fill(PAD)];
  const led = [...new Array<number>(w - 1).fill(PAD), ...read];
  const sources = embed(
    read.flatMap(() => placed),
    P.E_source,
  );
  const targets = embed(
    read.flatMap((_, i) => led.slice(i, i + w)),
    P.E_target,
  );
  const X = read.map((_, i) => [sources.Y.slice(i * L, (i + 1) * L), targets.Y.slice(i * w, (i + 1) * w)].flat(2));
  return { P, places, source: sources, target: targets, D, fed: feedForward(D ? hadamard(D, X) : X, P.layer) };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dS: n×V_target to { dP }. */
export function windowBackward(dS: Matrix, { P, places: { L, w }, source, target, D, fed }: Window) {
  const { dX: dropped, dP: layer } = feedForwardBackward(dS, fed);
  const dX = D ? hadamard(D, dropped) : dropped;
  // forward: a row of X is L vectors of the source, then w of the target
  const d = P.E_source[0].length;
  const cut = (row: number[], from: number, count: number) =>
    Array.from({ length: count }, (_, k) => row.slice((from + k) * d, (from + k + 1) * d));
  const { dE: E_source } = embedBackward(
    dX.flatMap((row) => cut(row, 0, L)),
    source,
  );
  const { dE: E_target } = embedBackward(
    dX.flatMap((row) => cut(row, L, w)),
    target,
  );
  const dP: WindowParams = { E_source, E_target, layer };
  return { dP };
}
