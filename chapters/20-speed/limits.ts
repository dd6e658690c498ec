/**
 * Chapter 20 — what can be hoped for
 *
 *     operations a load of a tile     2 r c / (r + c)
 *     operations a number moved       2 n k m / (n k + k m + n m)
 *     roofline                        min(peak, intensity · numbers a second)
 *     workers                         1 / (1 − p + p / w)
 *
 * Williams, Waterman and Patterson 2009, "Roofline: an insightful visual performance model for multicore
 * architectures". Amdahl 1967, "Validity of the single processor approach to achieving large scale computing
 * capabilities".
 */

/** What one step of k costs a tile of r×c sums: r numbers of A and c of B loaded, r·c products formed and added. */
export function tileStep(r: number, c: number): { loads: number; operations: number } {
  return { loads: r + c, operations: 2 * r * c };
}

/**
 * Arithmetic intensity of the product of n×k and k×m, in operations a number moved, if each number of the three
 * matrices moves once, which is the least.
 */
export function intensity(n: number, k: number, m: number): number {
  return (2 * n * k * m) / (n * k + k * m + n * m);
}

/** Operations a second that are possible: peak if the numbers come fast enough, else what the memory feeds. */
export function roofline(peak: number, numbersPerSecond: number, intensity: number): number {
  return Math.min(peak, numbersPerSecond * intensity);
}

/**
 * How many times as fast w workers are, if the part p of the work can be shared among them and the rest cannot.
 * Throws RangeError unless p is from 0 to 1 and w a whole number from 1.
 */
export function amdahl(p: number, w: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a part of the work is from 0 to 1, got ${p}`);
  if (!Number.isInteger(w) || w < 1) {
    throw new RangeError(`there must be at least 1 worker, got ${w}`);
  }
  return 1 / (1 - p + p / w);
}

/** The tokens of one batch of sentences, and the places it would take if all were filled up to the longest. */
export function padding(lengths: number[]): { tokens: number; places: number } {
  let [tokens, longest] = [0, 0];
  for (const length of lengths) {
    tokens += length;
    longest = Math.max(longest, length);
  }
  return { tokens, places: longest * lengths.length };
}
