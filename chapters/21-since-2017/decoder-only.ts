/**
 * Chapter 21 — A decoder-only model of parts that can be chosen
 *
 *     X = √d_model E[x]  (+ places)
 *     S = Norm(Blocks(X, causal)) E_outᵀ
 *
 * Chapter 16's model, where each part may be the paper's or one of those since.
 * Touvron et al. 2023, §2.2. In place of Vaswani et al. 2017, §3.5 and figure 1.
 * differs: Llama and microgpt do not multiply E by √d_model. Behind a norm this changes nothing but ε's part.
 */

import { shape, type Matrix } from '../../lib/matrix.ts';
import { add, multiply, transpose } from '../01-vectors/matrices.ts';
import { embed, embedBackward, type Embedding } from '../02-embedding/embedding.ts';
import { positionalEncoding } from '../03-positions/positions.ts';
import { causalMask } from '../06-masking/masking.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import type { LossAndGradient } from '../12-training/step.ts';
import { smoothed } from '../12-training/training.ts';
import { block, blockBackward, norm, normBackward, type Block, type BlockParams, type Norm } from './block.ts';
import type { Kept } from './grouped.ts';
import type { DecoderOnlyParams, Parts } from './parts.ts';
import { frequencies, turns } from './rotary.ts';

/** What no parameter tells: where the norms stand, and how places are known. */
export type Form = Pick<Parts, 'before' | 'places'>;

/** The working of the model. */
export interface DecoderOnly {
  P: DecoderOnlyParams;
  embedded: Embedding;
  placed: Embedding | undefined; // of learned places
  first: Norm | undefined;
  layers: Block[];
  last: Norm | undefined;
  S: Matrix; // n×V  scores, in nats
}

/**
 * Scores for the word after each place. ids: n → n×V. from: the place of the first of them. kept: keys and values of
 * the words before, a Kept a layer; ids is then the one new word. Throws RangeError for more, and as its parts.
 */
export function decoderOnly(ids: number[], P: DecoderOnlyParams, form: Form, from = 0, kept?: Kept[]): DecoderOnly {
  if (kept && ids.length !== 1) {
    throw new RangeError(`beside what is kept one word is read at a time, got ${ids.length}`);
  }
  const embedded = embed(ids, P.E);
  const [n, d_model] = shape(embedded.Y);
  const places = ids.map((_, i) => from + i);
  const placed = P.places && embed(places, P.places);
  let X = placed ? add(embedded.Y, placed.Y) : embedded.Y;
  if (form.places === 'sine') X = add(X, positionalEncoding(from + n, d_model).slice(from));
  const first = P.first && norm(X, P.first);
  X = first?.Y ?? X;

  const [, d_k] = shape(P.layers[0].attention.W_Q[0]);
  const T = form.places === 'rotary' ? turns(n, frequencies(d_k), from) : undefined;
  const M = kept ? undefined : causalMask(n); // one new word may look at all that were kept, and at itself
  const layers: Block[] = [];
  for (const [l, P_l] of P.layers.entries()) {
    layers.push(block(X, P_l, form.before, M, T, kept?.[l]));
    X = layers[l].Y;
  }

  const last = P.last && norm(X, P.last);
  return { P, embedded, placed, first, layers, last, S: multiply(last?.Y ?? X, transpose(P.out ?? P.E)) };
}

/** Keys and values of every layer, to be kept for the next word. */
export function keptBy({ layers }: DecoderOnly): Kept[] {
  return layers.map(({ attended: { K, V } }) => ({ K, V }));
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dS: n×V to { dP }, the gradient of every number the model learns. */
export function decoderOnlyBackward(dS: Matrix, { P, embedded, placed, first, layers, last }: DecoderOnly) {
  // forward: S = Y E_outᵀ
  const dOut = multiply(transpose(dS), last?.Y ?? layers[layers.length - 1].Y);
  let dX = multiply(dS, P.out ?? P.E);
  // forward: Y = Norm(X)
  const dLast = last && normBackward(dX, last);
  dX = dLast?.dX ?? dX;
  // forward: X = Blocks(X)
  const dLayers: BlockParams[] = [];
  for (const layer of [...layers].reverse()) {
    const dLayer = blockBackward(dX, layer);
    dLayers.unshift(dLayer.dP);
    dX = dLayer.dX;
  }
  // forward: X = Norm(√d_model E[x] + places)
  const dFirst = first && normBackward(dX, first);
  dX = dFirst?.dX ?? dX;
  const { dE } = embedBackward(dX, embedded);
  const dP: DecoderOnlyParams = {
    E: P.out ? dE : add(dE, dOut), // a table that is tied was used twice
    ...(placed && { places: embedBackward(dX, placed).dE }),
    ...(dFirst && { first: dFirst.dP }),
    layers: dLayers,
    ...(dLast && { last: dLast.dP }),
    ...(P.out && { out: dOut }),
  };
  return { dP };
}

/**
 * The loss of one line in nats, summed over its n tokens but the first, and its gradient. ids: n + 1, from begin to
 * end. Throws as `decoderOnly`.
 */
export function lineLoss(ids: number[], P: DecoderOnlyParams, form: Form): LossAndGradient<DecoderOnlyParams> {
  const working = decoderOnly(ids.slice(0, -1), P, form);
  const scored = crossEntropy(working.S, smoothed(ids.slice(1), P.E.length, 0));
  const { dP } = decoderOnlyBackward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: ids.length - 1, dP };
}
