/**
 * Random numbers that are counted, not followed: number k is computed from k alone, without the k − 1 before it.
 * Several workers, each at its own place of one stream, find the bits that a single one finds.
 *
 *     (c0, c1, c2, c3)  ←  (high(M1·c2) ⊕ c1 ⊕ k0,  low(M1·c2),  high(M0·c0) ⊕ c3 ⊕ k1,  low(M0·c0))   ten times,
 *     (k0, k1)          ←  (k0 + W0, k1 + W1) mod 2³²                                             in between
 *
 * high and low are the two 32-bit halves of a 64-bit product.
 * Philox4x32-10: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", §3.3 and table 2.
 */

import { seeded, type Random } from './random.ts';

/**
 * Where a stream stands: which stream (two 32-bit words from a seed's text), and the number that comes next,
 * a whole number from 0 to 2⁵³ − 4.
 */
export interface Stream {
  key: [number, number];
  at: number;
}

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9; // the golden ratio − 1, times 2³²
const W1 = 0xbb67ae85; // √3 − 1, times 2³²
const WORDS = 2 ** 32;

/** The stream of a seed, at its first number: the key is floor(2³²·u) of the first two numbers of `seeded(seed)`. */
export function streamOf(seed: string): Stream {
  const random = seeded(seed);
  const word = () => Math.floor(WORDS * random());
  return { key: [word(), word()], at: 0 };
}

/**
 * A source that gives number `stream.at` and moves `stream.at` on by one. The stream is all the state there is: saved,
 * it can be gone on with; set forward, the numbers between are never computed. Each call throws as `numberAt`.
 */
export function numbersOf(stream: Stream): Random {
  // Four successive numbers are one block. It is kept for as long as the stream stands in it.
  let [kept, k0, k1] = [-1, 0, 0];
  let words = [0, 0, 0, 0];
  return () => {
    const { key, at } = stream;
    const b = blockOf(at);
    if (b !== kept || key[0] !== k0 || key[1] !== k1) {
      words = philox(counterOf(b), key);
      [kept, k0, k1] = [b, key[0], key[1]];
    }
    stream.at = at + 1;
    return words[at - 4 * b] / WORDS;
  };
}

/**
 * Number `at` of the stream with this key, 0 ≤ u < 1: word (at mod 4) of block ⌊at/4⌋, divided by 2³².
 * Throws RangeError unless `at` is a whole number from 0 to 2⁵³ − 4, and as `philox` for the key.
 */
export function numberAt(key: [number, number], at: number): number {
  const b = blockOf(at);
  return philox(counterOf(b), key)[at - 4 * b] / WORDS;
}

/**
 * The ten rounds: four words of 32 bits become four others, and no two counters become the same.
 * Throws RangeError unless all six words are whole numbers from 0 to 2³² − 1. Salmon et al. 2011, §3.3.
 */
export function philox(
  counter: [number, number, number, number],
  key: [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  [c0, c1, c2, c3, k0, k1].forEach(checkWord);
  for (let round = 0; round < 10; round++) {
    const [low0, low1] = [Math.imul(M0, c0) >>> 0, Math.imul(M1, c2) >>> 0];
    const [high0, high1] = [high(M0, c0, low0), high(M1, c2, low1)];
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The upper 32 bits of a·b, the lower being known. */
function high(a: number, b: number, low: number): number {
  // a·b has up to 64 bits, a number keeps 53: the product is off by 2¹⁰ at most, and the difference by 2¹¹.
  // A multiple of 2³² that is off by so little is still the nearest.
  return Math.round((a * b - low) / WORDS);
}

/** The counter of block b: its low 32 bits, its high bits, 0, 0. */
function counterOf(b: number): [number, number, number, number] {
  return [b >>> 0, Math.floor(b / WORDS), 0, 0];
}

/** ⌊at/4⌋. Throws RangeError unless `at` is a place. */
function blockOf(at: number): number {
  if (!(Number.isInteger(at) && at >= 0 && at <= 2 ** 53 - 4)) {
    throw new RangeError(`a place in a stream must be a whole number from 0 to 2^53 − 4, got ${at}`);
  }
  return Math.floor(at / 4);
}

/** Throws RangeError unless the word has 32 bits. */
function checkWord(word: number): void {
  if (word >>> 0 !== word) {
    throw new RangeError(`a word of Philox must be a whole number from 0 to 2^32 − 1, got ${word}`);
  }
}
