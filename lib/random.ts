/** Chance from a seed: numbers, matrices and orders. */

import seedrandom from 'seedrandom';
import { cos, log } from './elementary.ts';
import type { Matrix } from './matrix.ts';

/** A source of numbers, spread evenly over 0 ≤ u < 1. Whoever needs chance is handed one. */
export type Random = () => number;

/** A source that gives the same numbers for the same seed, on every machine. */
export function seeded(seed: string): Random {
  return seedrandom(seed);
}

/** One number from the normal distribution with mean 0 and deviation 1 (Box and Muller 1958). */
export function normal(random: Random): number {
  // 1 − u is never 0, and the logarithm of 0 is −∞.
  return Math.sqrt(-2 * log(1 - random())) * cos(2 * Math.PI * random());
}

/** An n×m matrix of normal numbers with mean 0 and the given deviation. */
export function normalMatrix(random: Random, n: number, m: number, deviation = 1): Matrix {
  const row = () => Array.from({ length: m }, () => normal(random) * deviation);
  return Array.from({ length: n }, row);
}

/**
 * An n×m matrix of numbers spread evenly over ±limit. By default ±√(6/(n + m)): a product with a square one
 * keeps the size of what goes through, forwards and backwards. Glorot and Bengio 2010, eq. 16.
 */
export function evenMatrix(random: Random, n: number, m: number, limit = Math.sqrt(6 / (n + m))): Matrix {
  const row = () => Array.from({ length: m }, () => (2 * random() - 1) * limit);
  return Array.from({ length: n }, row);
}

/** The same items in another order, each order equally likely (Fisher and Yates; Durstenfeld 1964). */
export function shuffle<T>(random: Random, items: T[]): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}
