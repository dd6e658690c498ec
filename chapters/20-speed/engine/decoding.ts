/**
 * Chapter 13's nextAfter, a word at a time: of the words already said, keys and values are kept, so that each new word
 * costs one row of work instead of the whole sentence anew. The searches are chapter 13's own.
 */

import type { Next } from '../../13-translator/decoding.ts';
import type { Vector } from '../../../lib/matrix.ts';
import { addNorm } from './add-norm.ts';
import { encoderLayer } from './encoder.ts';
import type { Address } from './memory.ts';
import type { Desk } from './product.ts';
import { endToEnd, needIds } from './sentences.ts';
import { SLOTS, type Packed, type Speaker } from './speaker.ts';

/**
 * ln P of every word as the next one, as chapter 13's nextAfter, for one source. A speaker has room for one source at
 * a time: what an earlier call gave can no longer be asked. Throws RangeError for a sentence longer than its positions,
 * and as `needIds`.
 */
export function nextAfter(speaker: Speaker, source: number[], BOS: number): Next {
  read(speaker, source);
  const slots = new Map<string, number>(); // where the keys and values of a beginning are
  let free = 0;
  const rememberedAs = (ids: number[]): number => {
    const from = ids.length === 0 ? undefined : (slots.get(ids.slice(0, -1).join()) ?? rememberedAs(ids.slice(0, -1)));
    const to = free++ % SLOTS;
    for (const [beginning, slot] of slots) if (slot === to) slots.delete(beginning);
    if (from !== undefined && from !== to) copyRows(speaker, from, to, ids.length);
    say(speaker, ids.length === 0 ? BOS : ids[ids.length - 1], ids.length, to, source.length);
    slots.set(ids.join(), to);
    return to;
  };
  return (ids) => {
    rememberedAs(ids);
    return logP(speaker);
  };
}

/** The encoder's work, and the keys and values that each decoder layer takes from it. */
function read(speaker: Speaker, source: number[]): void {
  const { desk, integers, P, PE, ids, X, encoder, packed, read, sizes, longest } = speaker;
  const m = source.length;
  needIds(source, P.E_source.n);
  needPlace(m, longest);
  const sentence = endToEnd([m]);
  integers.set(source, ids / 4);
  desk.k.input(ids, m, P.E_source.at, sizes.d_model, PE, 0, X);
  let Z = X;
  for (const [l, layer] of encoder.entries()) {
    encoderLayer(desk, Z, sentence, P.encoder[l], layer, false);
    Z = layer.normed_2.Y;
  }
  for (const [l, { cross }] of packed.entries()) rows(desk, Z, m, cross.W_KV, read[l]);
}

/** One word through the decoder: its scores into S, its keys and values into row p of a slot. */
function say(speaker: Speaker, id: number, p: number, slot: number, m: number): void {
  const { desk, integers, P, PE, ids, X, packed, read, said, row, sizes, S, E_targetT } = speaker;
  const { k, bytes } = desk;
  const { d_model: d, h } = sizes;
  const d_k = d / h;
  needIds([id], P.E_target.n);
  needPlace(p + 1, speaker.longest);
  integers[ids / 4] = id;
  k.input(ids, 1, P.E_target.at, d, PE + p * d * bytes, 0, X);
  let x = X;
  for (const [l, layer] of packed.entries()) {
    const { norm_1, norm_2, norm_3, feedForward } = P.decoder[l];
    const [n_1, n_2, n_3] = row.normed;
    const KV = said[slot][l];
    rows(desk, x, 1, layer.self.W_Q, row.Q);
    rows(desk, x, 1, layer.self.W_KV, KV + p * 2 * d * bytes);
    k.attention(row.Q, 1, 0, KV, KV + d * bytes, p + 1, 2 * d * bytes, h, d_k, d_k, false, row.A, row.C);
    rows(desk, row.C, 1, layer.self.W_O, row.F);
    addNorm(desk, x, row.F, 1, norm_1, n_1, false);
    rows(desk, n_1.Y, 1, layer.cross.W_Q, row.Q);
    k.attention(row.Q, 1, 0, read[l], read[l] + d * bytes, m, 2 * d * bytes, h, d_k, d_k, false, row.A, row.C);
    rows(desk, row.C, 1, layer.cross.W_O, row.F);
    addNorm(desk, n_1.Y, row.F, 1, norm_2, n_2, false);
    rows(desk, n_2.Y, 1, layer.W_1, row.R);
    k.plusBiasRelu(row.R, 1, layer.W_1.m, feedForward.b_1.at);
    rows(desk, row.R, 1, layer.W_2, row.F);
    k.plusBias(row.F, 1, d, feedForward.b_2.at);
    addNorm(desk, n_2.Y, row.F, 1, norm_3, n_3, false);
    x = n_3.Y;
  }
  rows(desk, x, 1, E_targetT, S);
}

/** n rows through a packed matrix. */
function rows({ k, bytes }: Desk, X: Address, n: number, W: Packed, Y: Address): void {
  k.multiply(X, n, W.n, W.n * bytes, bytes, W.panels, W.m, Y, W.m * bytes, false);
}

function copyRows({ numbers, said, sizes, desk }: Speaker, from: number, to: number, n: number): void {
  for (const [l, rows] of said[from].entries()) {
    const begin = rows / desk.bytes;
    numbers.copyWithin(said[to][l] / desk.bytes, begin, begin + n * 2 * sizes.d_model);
  }
}

/** Chapter 13's ln P from the scores: each less the logarithm of the sum of their exponentials. */
function logP({ numbers, S, P, desk }: Speaker): Vector {
  const scores = [...numbers.subarray(S / desk.bytes, S / desk.bytes + P.E_target.n)];
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - largest);
  const logSum = largest + Math.log(sum);
  return scores.map((score) => score - logSum);
}

function needPlace(tokens: number, longest: number): void {
  if (tokens > longest) {
    throw new RangeError(`the model has positions for ${longest} tokens, got ${tokens}`);
  }
}
