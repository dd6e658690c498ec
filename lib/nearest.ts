/**
 * The double nearest to e^x, ln x …, however close the true value lies to the middle between two doubles. It is
 * computed to 128 binary places, to 256, to 512 …, until everything that it can be rounds to one double (Ziv 1991).
 * This ends, unless the true value *is* a double or a middle. But the values of exp, sin, cos, tanh (x ≠ 0) and of ln
 * (x ≠ 1) are not even fractions (Lindemann 1882), nor is log10 x unless x is a power of ten; and a power x^y that ends
 * in binary is treated apart. All this takes some 5 µs: elementary.ts comes here only where two numbers cannot decide.
 */

import { fixed, fixedExp, fixedLog, fixedSine, ln2, pi, rounded } from './fixed-point.ts';

/** More units of 2^−bits than any value below is off. */
const DOUBT = 1n << 20n;

/** The double nearest to a number; `value(bits)` is that number times 2^(bits − k), off by less than DOUBT. */
function settled(value: (bits: number) => bigint, k = 0, bits = 128): number {
  const v = value(bits);
  const x = rounded(v - DOUBT, k - bits);
  return x === rounded(v + DOUBT, k - bits) ? x : settled(value, k, 2 * bits);
}

/** e^x = 2^k e^(x − k ln 2) for −746 < x < 710, x ≠ 0. */
export function nearestExp(x: number): number {
  const k = Math.round(x / Math.LN2);
  return settled((bits) => fixedExp(fixed(x, bits) - BigInt(k) * ln2(bits), bits), k);
}

/** ln x for 0 < x < ∞, x ≠ 1. */
export function nearestLog(x: number): number {
  return settled((bits) => fixedLog(x, bits));
}

/** log10 x = ln x / ln 10 for 0 < x < ∞, x no power of ten; |log10 x| < 2^9. */
export function nearestLog10(x: number): number {
  return settled((bits) => (fixedLog(x, bits) << BigInt(bits + 9)) / fixedLog(10, bits + 9));
}

/** sin(x + quarters·π/2) for whole quarters ≥ 0, x ≠ 0. */
export function nearestSine(x: number, quarters: number): number {
  // Of a quotient x/(π/2) with n digits before the point, n more places of π are used up.
  const more = fixed(Math.abs(x), 0).toString(2).length;
  return settled((bits) => {
    const [angle, quarter] = [fixed(x, bits + more), pi(bits + more) / 2n];
    const turned = ((angle % (4n * quarter)) + 4n * quarter) % (4n * quarter);
    const r = (turned % quarter) >> BigInt(more);
    return fixedSine(r, Number(turned / quarter) + quarters, bits);
  });
}

/** tanh x = (e^2x − 1) / (e^2x + 1) for 0 < x < 20. */
export function nearestTanh(x: number): number {
  const k = Math.round((2 * x) / Math.LN2);
  return settled((bits) => {
    const one = 1n << BigInt(bits);
    const E = fixedExp(fixed(2 * x, bits) - BigInt(k) * ln2(bits), bits) << BigInt(k);
    return ((E - one) << BigInt(bits)) / (E + one);
  });
}

/** x^y = e^(y ln x) for 0 < x < ∞, x ≠ 1, y ≠ 0, where y ln x is `about` so much, between −746 and 710. */
export function nearestPower(x: number, y: number, about: number): number {
  const k = Math.round(about / Math.LN2);
  // |ln x| > 2^−54 and so |y| < 2^64: so many more places of ln x are used up.
  const product = (bits: number) => (fixedLog(x, bits + 64) * fixed(y, bits + 64)) >> BigInt(bits + 128);
  return shortPower(x, y) ?? settled((bits) => fixedExp(product(bits) - BigInt(k) * ln2(bits), bits), k);
}

/**
 * x^y rounded, if it has an end in binary; undefined if it has none, or more than 54 digits, and so is no double and no
 * middle. With x = m·2^e, m odd: as long as y is no whole number, x^y = √x^2y, where e must be even and m a square; and
 * no power m^y ends with y < 0, or within 54 digits with y > 34 (3^35 has 56), unless m = 1.
 */
function shortPower(x: number, y: number): number | undefined {
  let [m, e] = [x, 0];
  for (; !Number.isInteger(m); m *= 2) e--;
  for (; Number.isInteger(m / 2); m /= 2) e++;
  for (; !Number.isInteger(y); y *= 2) {
    const root = Math.floor(Math.sqrt(m));
    if (e % 2 !== 0 || root * root !== m) return undefined;
    [m, e] = [root, e / 2];
  }
  if (m === 1) return rounded(1n, e * y);
  if (y < 0 || y > 34) return undefined;
  let power = 1n;
  for (let n = 0; n < y; n++) power *= BigInt(m);
  return rounded(power, e * y);
}
