/**
 * The functions of school mathematics: the double nearest to the true value, for every argument, on every machine.
 *
 * JavaScript leaves the last bits of Math.exp to whoever builds the engine, and engines differ. It does not leave them
 * those of + − × ÷ and √, and nothing else is used here. A value is found in three steps:
 *
 *  1. series.ts finds it in two numbers, high + low, and with them a doubt: how far that may be from the true value.
 *  2. If everything within the doubt rounds to one double, that is the result.
 *  3. If not, some middle between two doubles is too close: once in a few thousand arguments, less for e^x. Then
 *     nearest.ts finds as many places as it takes.
 *
 * So the result does not hang on the tests: it is the nearest double if the doubts are right and the long way is.
 */

import { lostInProduct, lostInSum, parts, PLACES, surely } from './double-double.ts';
import { fixedLog } from './fixed-point.ts';
import { nearestExp, nearestLog, nearestLog10, nearestPower, nearestSine, nearestTanh } from './nearest.ts';
import { ANGLE_DOUBT, EXP_DOUBT, LOG_DOUBT, SINE_DOUBT } from './series.ts';
import { expInTwo, latest, logInTwo, powerOfTwo, sineInTwo } from './series.ts';

/** e^x */
export function exp(x: number): number {
  if (!isEasyPower(x)) return beyondDoubles(x) ?? nearestExp(x);
  const high = expInTwo(x, 0);
  const y = surely(high, latest.low, high * EXP_DOUBT) * latest.scale;
  return Number.isNaN(y) ? nearestExp(x) : y;
}

/** Does expInTwo find e^x? */
function isEasyPower(x: number): boolean {
  return x >= -708 && x <= 709;
}

/** What e^x is to a double that cannot hold it: the largest is e^709.8, half the smallest e^−745.1. */
function beyondDoubles(x: number): number | undefined {
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  return Number.isNaN(x) ? NaN : undefined;
}

/** The natural logarithm: −Infinity for 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return logOutside(x);
  const high = logInTwo(x);
  const y = surely(high, latest.low, Math.abs(high) * LOG_DOUBT);
  return Number.isNaN(y) ? nearestLog(x) : y;
}

const [PER_LN_10, PER_LN_10_LOW] = parts((1n << BigInt(2 * PLACES)) / fixedLog(10, PLACES), 53);

/** The logarithm to base 10, ln x / ln 10: −Infinity for 0, NaN below. */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return logOutside(x);
  const ln = logInTwo(x);
  const high = ln * PER_LN_10;
  const low = lostInProduct(ln, PER_LN_10, high) + (ln * PER_LN_10_LOW + latest.low * PER_LN_10);
  const y = surely(high, low, Math.abs(high) * LOG_DOUBT);
  return Number.isNaN(y) ? nearestLog10(x) : y;
}

/** The logarithm, to any base, of what is no positive finite number. */
function logOutside(x: number): number {
  if (x === 0) return -Infinity;
  return x < 0 ? NaN : x;
}

/** Below this, sin x and tanh x differ from x by at most x³/3, less than half its last digit. */
const TINY = powerOfTwo(-27);

/** The sine of an angle in radians; NaN for ±Infinity. */
export function sin(x: number): number {
  return Math.abs(x) < TINY ? x : sine(x, 0);
}

/** The cosine of an angle in radians; NaN for ±Infinity. */
export function cos(x: number): number {
  return sine(x, 1);
}

/** sin(x + quarters·π/2), where a tiny x needs quarters = 1. */
function sine(x: number, quarters: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) > 65_536) return nearestSine(x, quarters);
  const high = sineInTwo(x, quarters);
  const y = surely(high, latest.low, Math.abs(high) * SINE_DOUBT + ANGLE_DOUBT);
  return Number.isNaN(y) ? nearestSine(x, quarters) : y;
}

/** e^2x is off by 2^−77, or e^2x − 1 by 2^−69 of itself where x is small: the quotient by less than 2^−68. */
const TANH_DOUBT = powerOfTwo(-67);

/** The hyperbolic tangent, (e^2x − 1) / (e^2x + 1). */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < TINY || Number.isNaN(x)) return x;
  if (size > 20) return Math.sign(x); // 1 − tanh x < 2e^−2x is less than half the last digit below 1
  const power = expInTwo(2 * size, 0) * latest.scale;
  const powerLow = latest.low * latest.scale;
  const [above, below] = [power - 1, power + 1];
  const aboveLow = lostInSum(power, -1, above) + powerLow;
  const belowLow = lostInSum(power, 1, below) + powerLow;
  const high = above / below;
  const p = high * below;
  const low = (above - p - lostInProduct(high, below, p) + (aboveLow - high * belowLow)) / below;
  const y = surely(high, low, high * TANH_DOUBT);
  return Math.sign(x) * (Number.isNaN(y) ? nearestTanh(size) : y);
}

/** x^y, as ECMAScript has it: 1 for y = 0, NaN for x < 0 with a y that is not whole, NaN for (±1)^±Infinity. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  const whole = Number.isInteger(y);
  if (x < 0 && x > -Infinity && !whole && Number.isFinite(y)) return NaN;
  const negative = (x < 0 || Object.is(x, -0)) && whole && !Number.isInteger(y / 2);
  const size = powerOfSize(Math.abs(x), y);
  return negative ? -size : size;
}

/** x^y = e^(y ln x) for x ≥ 0 and y ≠ 0. */
function powerOfSize(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === 1) return Number.isFinite(y) ? 1 : NaN;
  if (x === 0 || x === Infinity || !Number.isFinite(y)) return x > 1 === y > 0 ? Infinity : 0;
  const ln = logInTwo(x);
  const product = y * ln;
  if (!isEasyPower(product)) return beyondDoubles(product) ?? nearestPower(x, y, product);
  const high = expInTwo(product, lostInProduct(y, ln, product) + y * latest.low);
  // What y ln x is off by, e^(y ln x) is off by as a part of itself.
  const doubt = high * (EXP_DOUBT + Math.abs(product) * LOG_DOUBT);
  const z = surely(high, latest.low, doubt) * latest.scale;
  return Number.isNaN(z) ? nearestPower(x, y, product) : z;
}
