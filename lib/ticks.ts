/** The round numbers that stand beside an axis. */

import { log10, pow } from './elementary.ts';
import { grouped } from './print.ts';

/** A number beside an axis, and how it is written. */
export interface Tick {
  at: number;
  label: string;
}

/**
 * The round numbers from low to high: multiples of 1, 2 or 5 times a power of ten, at most about six of them.
 * Throws RangeError unless low is below high.
 */
export function linearTicks(low: number, high: number): Tick[] {
  needRange(low, high);
  const size = (high - low) / 5;
  const power = Math.floor(log10(size));
  const step = [1, 2, 5, 10].map((k) => k * pow(10, power)).find((step) => step >= size * 0.999)!;
  const digits = Math.max(0, -Math.floor(log10(step * 1.001)));
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const at = Number(((first + k) * step).toFixed(digits)) + 0; // + 0 makes −0 a 0
    return { at, label: written(at, digits) };
  });
}

/**
 * The round numbers from low to high on a logarithmic axis: powers of ten, also their doubles and fives where there are
 * less than three powers, and round numbers where that is not enough. Throws RangeError unless 0 < low < high.
 */
export function logTicks(low: number, high: number): Tick[] {
  needRange(low, high);
  if (low <= 0) throw new RangeError(`a logarithmic axis holds positive numbers, got ${low}`);
  const [from, to] = [Math.floor(log10(low)), Math.ceil(log10(high))];
  const powers = Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const label = from >= -3 && to <= 5 ? plain : scientific;
  const within = (digits: number[]) =>
    powers
      .flatMap((power) => digits.map((digit) => ({ digit, power, at: Number(`${digit}e${power}`) })))
      .filter(({ at }) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9))
      .map(({ digit, power, at }) => ({ at, label: label(digit, power) }));
  const tens = within([1]);
  const more = within([1, 2, 5]);
  if (more.length < 2) return linearTicks(low, high); // less than a doubling
  if (tens.length < 3) return more;
  // Over many powers every second, third … suffices.
  const every = Math.ceil(tens.length / 7);
  return tens.filter((_, k) => k % every === 0);
}

/** A number with so many decimals, a comma after each three digits from ten thousand on, and a true minus sign. */
function written(x: number, digits: number): string {
  const text = Math.abs(x) >= 10_000 ? grouped(Math.abs(x)) : Math.abs(x).toFixed(digits);
  return x < 0 ? `−${text}` : text;
}

function plain(digit: number, power: number): string {
  return written(digit * pow(10, power), Math.max(0, -power));
}

/** digit · 10^power, as 10⁻⁴ and 2·10⁻⁴. */
function scientific(digit: number, power: number): string {
  if (power === 0) return String(digit);
  const raised = [...String(power)].map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('');
  return digit === 1 ? `10${raised}` : `${digit}·10${raised}`;
}

function needRange(low: number, high: number): void {
  if (!(low < high)) throw new RangeError(`an axis goes from low to high, got ${low} and ${high}`);
}
