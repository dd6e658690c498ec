/**
 * Chapter 13's nextAfter, a word at a time: of the words already said, keys and values are kept, so that each new word
 * costs one row of work instead of the whole sentence anew. The searches are chapter 13's own.
 */

import { exp, log } from '../../../lib/elementary.ts';
import type { Next } from '../../13-translator/decoding.ts';
import type { Vector } from '../../../lib/matrix.ts';
import { addNorm } from './add-norm.ts';
import { encoder } from './encoder.ts';
import { needIds } from './ids.ts';
import { SLOTS, type IncrementalDecoder } from './incremental-decoder.ts';
import type { Address } from './memory.ts';
import { endToEnd } from './offsets.ts';
import { packedProduct, type PackedHeads } from './packed.ts';
import { input } from './table.ts';

/**
 * ln P of every word as the next one, as chapter 13's nextAfter, for one source. A decoder has room for one source at
 * a time: what an earlier call gave can no longer be asked. Throws RangeError for a sentence longer than its positions,
 * and as `needIds`.
 */
export function nextAfter(decoder: IncrementalDecoder, source: number[], BOS: number): Next {
  read(decoder, source);
  const slots = new Map<string, number>(); // where the keys and values of a beginning are
  let free = 0;
  const rememberedAs = (ids: number[]): number => {
    const from = ids.length === 0 ? undefined : (slots.get(ids.slice(0, -1).join()) ?? rememberedAs(ids.slice(0, -1)));
    const to = free++ % SLOTS;
    for (const [beginning, slot] of slots) if (slot === to) slots.delete(beginning);
    if (from !== undefined && from !== to) copyRows(decoder, from, to, ids.length);
    say(decoder, { id: ids.length === 0 ? BOS : ids[ids.length - 1], p: ids.length, slot: to, m: source.length });
    slots.set(ids.join(), to);
    return to;
  };
  return (ids) => {
    rememberedAs(ids);
    return logP(decoder);
  };
}

/** The encoder's work, and the keys and values that each decoder layer takes from it. */
function read(decoder: IncrementalDecoder, ids: number[]): void {
  const { pass, integers, P, source, encoded, layers, longest } = decoder;
  const m = ids.length;
  needIds(ids, P.E_source.n);
  needPlace(m, longest);
  integers.set(ids, decoder.ids / 4);
  const sentence = endToEnd([m]);
  input(pass, source, decoder.ids, sentence);
  encoder(pass, encoded, sentence);
  for (const { cross, read } of layers) packedProduct(pass, encoded.Y, m, cross.W_KV, read);
}

/** A word, where it stands, the slot that keeps what comes of it, and the length of the source. */
interface Word {
  id: number;
  p: number;
  slot: number;
  m: number;
}

/** One word through the decoder: its scores into S, its keys and values into row p of a slot. */
function say(decoder: IncrementalDecoder, { id, p, slot, m }: Word): void {
  const { pass, integers, P, PE, ids, layers, row, E_targetT } = decoder;
  const { k, bytes } = pass;
  const { at: E, n: V, m: d } = P.E_target;
  needIds([id], V);
  needPlace(p + 1, decoder.longest);
  integers[ids / 4] = id;
  k.input({ ids, n: 1, E, d, PE: PE + p * d * bytes, D: 0, Y: row.X });
  let x = row.X;
  for (const { X, self, cross, W_1, W_2, normed_1, normed_2, normed_3, read, said, P } of layers) {
    packedProduct(pass, X, 1, self.W_KV, said[slot] + p * self.W_KV.m * bytes);
    look(decoder, X, self, said[slot], p + 1);
    addNorm(pass, normed_1, 1);
    look(decoder, normed_1.Y, cross, read, m);
    addNorm(pass, normed_2, 1);
    packedProduct(pass, normed_2.Y, 1, W_1, row.R);
    k.plusBiasRelu(row.R, 1, W_1.m, P.feedForward.b_1.at);
    packedProduct(pass, row.R, 1, W_2, row.F);
    k.plusBias(row.F, 1, W_2.m, P.feedForward.b_2.at);
    addNorm(pass, normed_3, 1);
    x = normed_3.Y;
  }
  packedProduct(pass, x, 1, E_targetT, row.S);
}

/** What the heads of one row x find among the first m keys and values at KV, into F. */
function look({ pass, row }: IncrementalDecoder, x: Address, { P, W_Q, W_O }: PackedHeads, KV: Address, m: number) {
  const { h, d_k, d_v, W_KV } = P;
  const { Q, A, C, F } = row;
  packedProduct(pass, x, 1, W_Q, Q);
  const keys = { m, pitch_KV: W_KV.m * pass.bytes, K: KV, V: KV + h * d_k * pass.bytes };
  pass.k.attention({ Q, n: 1, pitch_Q: 0, ...keys, h, d_k, d_v, causal: false, A, Y: C });
  packedProduct(pass, C, 1, W_O, F);
}

function copyRows({ numbers, layers, pass }: IncrementalDecoder, from: number, to: number, n: number): void {
  for (const { said, self } of layers) {
    const begin = said[from] / pass.bytes;
    numbers.copyWithin(said[to] / pass.bytes, begin, begin + n * self.W_KV.m);
  }
}

/** Chapter 13's ln P from the scores: each less the logarithm of the sum of their exponentials. */
function logP({ numbers, row: { S }, P, pass }: IncrementalDecoder): Vector {
  const scores = [...numbers.subarray(S / pass.bytes, S / pass.bytes + P.E_target.n)];
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  for (const score of scores) sum += exp(score - largest);
  const logSum = largest + log(sum);
  return scores.map((score) => score - logSum);
}

function needPlace(tokens: number, longest: number): void {
  if (tokens > longest) {
    throw new RangeError(`the model has positions for ${longest} tokens, got ${tokens}`);
  }
}
