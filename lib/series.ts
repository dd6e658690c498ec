/**
 * e^x, ln x and sin x, in two numbers each: the nearest entry of a table, and a short series for the rest.
 *
 *     e^x   = 2^(k/128)·e^r              k = 128x / ln 2, rounded     e^r = 1 + r + r²/2! + r³/3! + …     |r| < 0.0028
 *     ln x  = k ln 2 + ln c + ln m/c     x = 2^k·m, c is m in 256ths  ln m/c = 2 (s + s³/3 + s⁵/5 + …)    |s| < 0.0014
 *     sin x = sin a cos r + cos a sin r  a = k·π/256, the next to x   sin r = r − r³/3! + …, cos r alike  |r| < 0.0062
 *
 * The tables and the large terms are carried in two doubles, the small terms, from r³ on, in one. Rounding moves a
 * double by 2^−53 of itself at most, and so a small term by little of little: each doubt below says how much that is in
 * all, as a part of the value. The tables are computed from their definition when the file is loaded.
 */

import { lostInProduct, lostInSum, parts, PLACES, table } from './double-double.ts';
import { fixedExp, fixedLog, fixedSine, ln2, pi } from './fixed-point.ts';

/** What the latest function found besides the high part, which it returned. (A pair for each value would be slow.) */
export const latest = { low: 0, scale: 1 };

/** 2^n stands at n + 1074: from the smallest double to the largest power of two. */
const POWERS_OF_TWO = new Float64Array(2098);
for (let [i, power] = [0, Number.MIN_VALUE]; i < 2098; i++, power *= 2) POWERS_OF_TWO[i] = power;

/** 2^n for a whole n from −1074 to 1023. */
export function powerOfTwo(n: number): number {
  return POWERS_OF_TWO[n + 1074];
}

const [LN_2, PI] = [ln2(PLACES), pi(PLACES)];

/** 2^(i/128) */
const [ROOTS, ROOTS_LOW] = table(128, (i) => fixedExp((BigInt(i) * LN_2) / 128n, PLACES), 52);

/** ln 2 / 128. The first two parts have 36 digits, and exact multiples up to 2^17. */
const [EXP_STEP, EXP_STEP_2, EXP_STEP_3] = parts(LN_2 / 128n, 43, 79);

/** Fifteen times something below 2^−53·r³/6 < 2^−81.1 is rounded away or left out: less than 2^−77. */
export const EXP_DOUBT = powerOfTwo(-76);

/** e^(x + xLow) for −708 ≤ x ≤ 709, divided by 2^n = `latest.scale`; xLow is far below x. */
export function expInTwo(x: number, xLow: number): number {
  const k = Math.round(x * (128 / Math.LN2));
  const rest = x - k * EXP_STEP; // exact: a multiple of x's last digit, and below x
  const back = k * EXP_STEP_2;
  const r_1 = rest - back;
  const r_2 = lostInSum(rest, -back, r_1) - k * EXP_STEP_3 + xLow;
  const r = r_1 + r_2;
  const rLow = r_1 - r + r_2;
  // s = e^r − 1 = r + r²/2 + …
  const square = r * r;
  const cubic = r * square * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r / 5040))));
  const s = r + square / 2;
  const sLow = lostInSum(r, square / 2, s) + (rLow + (lostInProduct(r, r, square) / 2 + r * rLow + cubic));
  // root·(1 + s)
  const root = ROOTS[k & 127];
  const rootLow = ROOTS_LOW[k & 127];
  const p = root * s;
  const sum = root + p;
  const low = lostInSum(root, p, sum) + (lostInProduct(root, s, p) + (root * sLow + rootLow * (1 + s)));
  const high = sum + low;
  latest.low = sum - high + low;
  latest.scale = powerOfTwo(k >> 7);
  return high;
}

/** ln 2, and ln((181 + i)/256) for 0 ≤ i ≤ 181. The first parts are multiples of 2^−42: their sums are exact. */
const [LN_2_HIGH, LN_2_LOW] = parts(LN_2, 42);
const [LOGS, LOGS_LOW] = table(182, (i) => fixedLog((181 + i) / 256, PLACES), 42);

/** A double's first 12 bits are its sign and exponent; the next 20 begin its digits. */
const bits = new DataView(new ArrayBuffer(8));
bits.setFloat64(0, Math.sqrt(1 / 2));
const ROOT_HALF = bits.getInt32(0);

/** Ten times something below 2^−53·2s³/3 < 2^−73.5 |2s| is rounded away, and |2s| < √2 |ln x|: less than 2^−69.6. */
export const LOG_DOUBT = powerOfTwo(-69);

/** ln x for 0 < x < ∞. */
export function logInTwo(x: number): number {
  // x = 2^k·m with √½ ≤ m < √2: around x = 1, k = 0. A subnormal x is first multiplied, for it shows no exponent.
  const extra = x < powerOfTwo(-1022) ? 54 : 0;
  const normal = x * powerOfTwo(extra);
  bits.setFloat64(0, normal);
  const exponent = (bits.getInt32(0) - ROOT_HALF) >> 20;
  const k = exponent - extra;
  const m = normal * powerOfTwo(-exponent);
  // s = (m − c)/(m + c), and so m/c = (1 + s)/(1 − s)
  const i = Math.round(256 * m) - 181;
  const c = (181 + i) / 256;
  const [above, below] = [m - c, m + c]; // above is exact, having few digits
  const s = above / below;
  const p = s * below;
  const sLow = (above - p - lostInProduct(s, below, p) - s * lostInSum(m, c, below)) / below;
  const square = s * s;
  const cubic = s * square * (2 / 3 + square * (2 / 5 + square * (2 / 7)));
  const large = k * LN_2_HIGH + LOGS[i]; // exact
  const sum = large + 2 * s;
  const low = lostInSum(large, 2 * s, sum) + (k * LN_2_LOW + LOGS_LOW[i] + (2 * sLow + cubic));
  const high = sum + low;
  latest.low = sum - high + low;
  return high;
}

/** sin(i·π/256): half a turn, and its mirror image. */
const HALF_TURN = Array.from({ length: 256 }, (_, i) => fixedSine((BigInt(i % 128) * PI) / 256n, i >> 7, PLACES));
const [SINES, SINES_LOW] = table(512, (i) => (i < 256 ? HALF_TURN[i] : -HALF_TURN[i - 256]), 53);

/** π/256. The first two parts have 30 digits, and exact multiples up to 2^23. */
const [SINE_STEP, SINE_STEP_2, SINE_STEP_3] = parts(PI / 256n, 36, 66);

/**
 * Sixteen times something below 2^−53·r³/6 < 2^−77.6 is rounded away or left out, and the value is above 2^−7.4: less
 * than 2^−66 of it. In the rows of multiples of π it is sin r itself, and r³/6 less than 2^−17.2 of it: less again.
 */
export const SINE_DOUBT = powerOfTwo(-65);

/** Besides, r is off by up to four roundings of k·SINE_STEP_3 < 2^−43.6. */
export const ANGLE_DOUBT = powerOfTwo(-94);

/** sin(x + quarters·π/2) for |x| ≤ 2^16. */
export function sineInTwo(x: number, quarters: number): number {
  const k = Math.round(x * (256 / Math.PI));
  const rest = x - k * SINE_STEP; // exact: a multiple of x's last digit, and below x
  const back = k * SINE_STEP_2;
  const r_1 = rest - back;
  const r_2 = lostInSum(rest, -back, r_1) - k * SINE_STEP_3;
  const r = r_1 + r_2;
  const rLow = r_1 - r + r_2;
  const [i, j] = [(k + 128 * quarters) & 511, (k + 128 * quarters + 128) & 511];
  const [S, SLow, C, CLow] = [SINES[i], SINES_LOW[i], SINES[j], SINES_LOW[j]];
  // sin r = r + u, cos r = 1 − half + v
  const square = r * r;
  const half = square / 2;
  const halfLow = lostInProduct(r, r, square) / 2 + r * rLow;
  const u = rLow - r * square * (1 / 6 - square * (1 / 120 - square / 5040));
  const v = square * square * (1 / 24 - square / 720) - halfLow;
  // S·cos r + C·sin r = S + C·r − S·half + …
  const [p, q] = [C * r, S * half];
  const sum = S + p;
  const high = sum - q;
  const lost = lostInSum(sum, -q, high) + lostInSum(S, p, sum) + (lostInProduct(C, r, p) - lostInProduct(S, half, q));
  latest.low = lost + (SLow * (1 - half) + CLow * r + (C * u + S * v));
  return high;
}
