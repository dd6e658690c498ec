/**
 * Numbers to as many binary places as one asks for: x is held as a whole number, about x·2^bits. Sums are exact, a
 * product or quotient is cut off by less than one unit of 2^−bits, and the series of the schoolbook,
 *
 *     e^x  = 1 + x + x²/2! + x³/3! + …                      sin x = x − x³/3! + x⁵/5! − …
 *     ln x = 2 (s + s³/3 + …) with s = (x − 1)/(x + 1)      cos x = 1 − x²/2! + x⁴/4! − …
 *
 * are summed until nothing is left of a term. That is slow, and hard to get wrong; and whole numbers are never rounded,
 * so that no machine has another opinion. With up to 2^12 bits, no result below is off by more than 2^14 units: there
 * are not more terms than bits, each cut off by less than two units, and ln 2 comes in up to 2^11 times.
 */

/** ⌊x·2^bits⌋ of a finite number. */
export function fixed(x: number, bits: number): bigint {
  let places = bits;
  for (; !Number.isInteger(x); x *= 2) places--;
  return BigInt(x) << BigInt(places); // where places is negative, a shift to the right
}

/** The double nearest to v·2^exponent, the even one of two that are equally near. */
export function rounded(v: bigint, exponent: number): number {
  if (v < 0n) return -rounded(-v, exponent);
  // A double has at most 53 binary digits, and none below 2^−1074.
  const excess = Math.max(v.toString(2).length - 53, -1074 - exponent, 0);
  const [cut, unit] = [v >> BigInt(excess), 1n << BigInt(excess)];
  const twiceRest = 2n * (v - cut * unit);
  const up = twiceRest > unit || (twiceRest === unit && cut % 2n === 1n);
  let x = Number(up ? cut + 1n : cut);
  for (let n = exponent + excess; n > 0; n--) x *= 2;
  for (let n = exponent + excess; n < 0; n++) x /= 2;
  return x;
}

/** e^x for −1 < x < 1. */
export function fixedExp(x: bigint, bits: number): bigint {
  let [sum, term] = [0n, 1n << BigInt(bits)];
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = ((term * x) >> BigInt(bits)) / n;
  }
  return sum;
}

/** ln x = k ln 2 + ln m of a positive finite number x = m·2^k with 1 ≤ m < 2. */
export function fixedLog(x: number, bits: number): bigint {
  let k = 0;
  for (; x >= 2; x /= 2) k++;
  for (; x < 1; x *= 2) k--;
  const [m, one] = [fixed(x, bits), 1n << BigInt(bits)];
  const s = ((m - one) << BigInt(bits)) / (m + one);
  return BigInt(k) * ln2(bits) + 2n * overOdd(s, 1n, bits);
}

/** sin(r + quarters·π/2) for 0 ≤ r < 2 and whole quarters ≥ 0. */
export function fixedSine(r: bigint, quarters: number, bits: number): bigint {
  const square = (r * r) >> BigInt(bits);
  // Sines begin with r, cosines with 1; the term after that of r^n has the factor −r²/((n + 1)(n + 2)).
  let [n, term] = quarters % 2 === 0 ? [1n, r] : [0n, 1n << BigInt(bits)];
  let sum = 0n;
  for (let sign = quarters % 4 < 2 ? 1n : -1n; term > 0n; sign = -sign) {
    sum += sign * term;
    term = ((term * square) >> BigInt(bits)) / ((n + 1n) * (n + 2n));
    n += 2n;
  }
  return sum;
}

/** ln 2, off by less than two units: s = 1/3. */
export const ln2 = remembered((bits) => 2n * overOdd((1n << BigInt(bits)) / 3n, 1n, bits));

/** π = 16 arctan 1/5 − 4 arctan 1/239 (Machin 1706), off by less than two units. */
export const pi = remembered((bits) => {
  const arctan = (q: bigint) => overOdd((1n << BigInt(bits)) / q, -1n, bits);
  return 16n * arctan(5n) - 4n * arctan(239n);
});

/** s + sign·s³/3 + s⁵/5 + sign·s⁷/7 + … for 0 ≤ s < 1: artanh s if the sign is 1, arctan s if it is −1. */
function overOdd(s: bigint, sign: bigint, bits: number): bigint {
  const square = (s * s) >> BigInt(bits);
  let [sum, plus, power] = [0n, 1n, s];
  for (let n = 1n; power > 0n; n += 2n) {
    sum += (plus * power) / n;
    plus *= sign;
    power = (power * square) >> BigInt(bits);
  }
  return sum;
}

/** A constant that is computed once for each number of places, with 32 more, which are dropped. */
function remembered(constant: (bits: number) => bigint): (bits: number) => bigint {
  const known = new Map<number, bigint>();
  return (bits) => {
    const value = known.get(bits) ?? constant(bits + 32) >> 32n;
    known.set(bits, value);
    return value;
  };
}
