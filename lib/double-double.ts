/**
 * A number as the sum of two doubles, high + low: some 106 digits instead of 53. What a sum or product of doubles loses
 * by rounding is a double again, and can be had with + − × alone, without a bit being lost:
 *
 *     a + b = s + lostInSum(a, b, s)             where s is the rounded a + b     (Møller 1965, Knuth 1969)
 *     a · b = p + lostInProduct(a, b, p)         where p is the rounded a · b     (Veltkamp 1968, Dekker 1971)
 */

import { rounded } from './fixed-point.ts';

/** a + b − s, exactly, where s is a + b rounded. */
export function lostInSum(a: number, b: number, s: number): number {
  const ofB = s - a; // what arrived of b; s − ofB is what arrived of a
  return a - (s - ofB) + (b - ofB);
}

/** a·b − p, exactly, where p is a·b rounded; for factors below 2^990 and a product that is 0 or above 2^−960. */
export function lostInProduct(a: number, b: number, p: number): number {
  // Products of halves, of 26 digits each, are exact.
  const [a_1, b_1] = [upperHalf(a), upperHalf(b)];
  const [a_2, b_2] = [a - a_1, b - b_1];
  return a_1 * b_1 - p + a_1 * b_2 + a_2 * b_1 + a_2 * b_2;
}

/** The first 26 digits of a. */
function upperHalf(a: number): number {
  const c = 134_217_729 * a; // 2^27 + 1
  return c - (c - a);
}

/** The double nearest to every number that is within `doubt` of high + low; NaN if there is no such double. */
export function surely(high: number, low: number, doubt: number): number {
  const x = high + (low - doubt);
  return x === high + (low + doubt) ? x : NaN;
}

/** The binary places of the constants and tables that are cut into doubles, and the unit of the last. */
export const PLACES = 192;
const UNIT = rounded(1n, -PLACES);

/**
 * v·2^−PLACES as a sum of doubles: what of it ends within `places[0]` binary places, what of the rest ends within
 * `places[1]` …, and the rest of that, rounded. A part that has few digits has exact multiples.
 */
export function parts(v: bigint, ...places: number[]): number[] {
  const found = places.map((end) => {
    const part = v - (v % (1n << BigInt(PLACES - end)));
    v -= part;
    return Number(part) * UNIT;
  });
  return [...found, Number(v) * UNIT];
}

/** The two parts of each of v(0), v(1), … v(size − 1): a list of the first, a list of the rests. */
export function table(size: number, v: (i: number) => bigint, places: number): [Float64Array, Float64Array] {
  const rows = Array.from({ length: size }, (_, i) => parts(v(i), places));
  return [Float64Array.from(rows, ([first]) => first), Float64Array.from(rows, ([, rest]) => rest)];
}
