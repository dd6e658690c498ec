/**
 * Chapter 16 — Choosing the next word at random
 *
 *     P_c(τ) = exp(s_c / τ) / Σ_l exp(s_l / τ)       τ → 0: the likeliest word; 1: as the model says; larger: flatter
 *     top-k:  only the k likeliest words              k = 1: greedy
 *     top-p:  only the likeliest words that together reach p       p = 1: all of them
 *
 * Whatever is cut off, the rest is divided by its sum, so that shares still sum to 1.
 * Holtzman et al. 2020, §3.1 (top-p), §3.2 (top-k, after Fan et al. 2018) and §3.3 (temperature).
 */

import type { Vector } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { BOS, EOS, PAD, UNK } from '../02-embedding/vocabulary.ts';
import { softmax } from '../04-attention/softmax.ts';
import type { Hypothesis, Next } from '../13-translator/decoding.ts';

/** How the next word is chosen. */
export interface Choice {
  temperature: number; // τ, a plain number: 1 leaves the model's probabilities as they are
  k: number; //           words that may be said at most; Infinity for all
  p: number; //           how much probability they must hold together; 1 for all of it
}

/**
 * softmax(s / τ). scores: V, in nats; ln P will do, as a constant added to all changes nothing. −∞ is a share of 0 → V
 * shares. τ = 0 is the limit: the largest score takes all, several equal ones share it.
 * Throws RangeError unless 0 ≤ τ < ∞ and the largest score is a finite number.
 */
export function heated(scores: Vector, temperature: number): Vector {
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new RangeError(`a temperature must be a number of at least 0, got ${temperature}`);
  }
  const largest = Math.max(...scores);
  if (!Number.isFinite(largest)) {
    throw new RangeError(`the largest score must be a finite number, got ${largest}`);
  }
  // With the largest score at 0, dividing by a tiny τ can at worst make −∞ of the others, and that is a share of 0.
  const behind = scores.map((s) => s - largest);
  if (temperature === 0) return shared(behind.map((s) => (s === 0 ? 1 : 0)));
  return softmax([behind.map((s) => s / temperature)])[0];
}

/**
 * The k likeliest words keep their shares, in proportion; of equals, the earlier in the
 * vocabulary. V shares → V shares.
 * Throws RangeError unless k is at least 1, and whole or Infinity.
 */
export function topK(shares: Vector, k: number): Vector {
  if (!(k >= 1) || (k !== Infinity && !Number.isInteger(k))) {
    throw new RangeError(`top-k must keep a whole number of words, at least 1, got ${k}`);
  }
  if (k >= shares.length) return shares;
  return only(ranked(shares).slice(0, k), shares);
}

/**
 * The fewest words that together have a share of at least p: the likeliest ones. V shares → V shares.
 * Holtzman et al. 2020, eq. 2 and 3. Throws RangeError unless 0 < p ≤ 1.
 */
export function topP(shares: Vector, p: number): Vector {
  if (!(p > 0 && p <= 1)) {
    throw new RangeError(`top-p must keep a share above 0, and at most 1, got ${p}`);
  }
  // All is all: the sum of shares may round to 1 before the last of them.
  if (p === 1) return shares;
  const order = ranked(shares);
  let [kept, sum] = [0, 0];
  while (sum < p && kept < order.length) sum += shares[order[kept++]];
  return only(order.slice(0, kept), shares);
}

/**
 * What may be said, and how likely: temperature first, then top-k, then top-p. V scores → V
 * shares. Throws as these three.
 */
export function choices(scores: Vector, { temperature, k, p }: Choice): Vector {
  return topP(topK(heated(scores, temperature), k), p);
}

/** An index, each as often as its share: the first at which the sum of shares is above the number drawn. */
export function drawn(shares: Vector, random: Random): number {
  const u = random();
  let sum = 0;
  for (let c = 0; c < shares.length; c++) {
    sum += shares[c];
    if (u < sum) return c;
  }
  // Shares may sum to a little less than 1. What is missing belongs to the last word that has one.
  return shares.findLastIndex((share) => share > 0);
}

/** The same scores, but −∞ for PAD, BOS and UNK, which are never said. V → V. */
export function sayable(scores: Vector): Vector {
  return scores.map((x, id) => (id === PAD || id === BOS || id === UNK ? -Infinity : x));
}

/**
 * A continuation, word after word at random, until EOS or the limit in tokens. logP is the model's own, in nats,
 * whatever the choice did to it. PAD, BOS and UNK are never said. Throws as `choices`.
 */
export function sampled(next: Next, choice: Choice, random: Random, limit: number): Hypothesis {
  const ids: number[] = [];
  let logP = 0;
  while (ids.length < limit) {
    const logPs = next([...ids]);
    const id = drawn(choices(sayable(logPs), choice), random);
    logP += logPs[id];
    if (id === EOS) return { ids, logP, finished: true };
    ids.push(id);
  }
  return { ids, logP, finished: false };
}

/** The places of the shares, the largest first; of equals, the earlier first. */
function ranked(shares: Vector): number[] {
  return [...shares.keys()].sort((a, b) => shares[b] - shares[a]);
}

/** The shares at these places, in proportion; 0 elsewhere. */
function only(places: number[], shares: Vector): Vector {
  const kept = new Set(places);
  return shared(shares.map((share, c) => (kept.has(c) ? share : 0)));
}

/** Divided by their sum. */
function shared(parts: Vector): Vector {
  let sum = 0;
  for (const part of parts) sum += part;
  return parts.map((part) => part / sum);
}
