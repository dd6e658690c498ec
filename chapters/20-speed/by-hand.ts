/**
 * Speed, small enough for a pencil. Test, example and prose all use these numbers.
 *
 * What a tile loads and does; a product of 2×3 and 3×4 as a tile forms it; a matrix packed into panels; a sum that
 * depends on who adds; a roofline and two workers.
 */

import type { Matrix, Vector } from '../../lib/matrix.ts';

/** Tiles of r rows and c columns, and what one step of k costs: r + c loads, 2 r c operations. */
export const tiles = [
  { r: 1, c: 1, loads: 2, operations: 2 },
  { r: 2, c: 4, loads: 6, operations: 16 },
  { r: 4, c: 4, loads: 8, operations: 32 },
];

/** Two rows: one tile is enough. */
export const A: Matrix = [
  [1, 2, 3],
  [4, 5, 6],
];

/** Four columns. */
export const B: Matrix = [
  [1, 0, 2, 1],
  [0, 1, 1, 2],
  [1, 1, 0, 3],
];

/** The eight sums after k = 0, 1, 2: each step adds column k of A times row k of B, (1, 4) · (1, 0, 2, 1) first. */
export const sums: Matrix[] = [
  [
    [1, 0, 2, 1],
    [4, 0, 8, 4],
  ],
  [
    [1, 2, 4, 5],
    [4, 5, 13, 14],
  ],
  [
    [4, 5, 4, 14],
    [10, 11, 13, 32],
  ],
];

/** A upstream gradient of A B with a single 1 in it, at the last entry of row 0: only 14 matters. */
export const dC: Matrix = [
  [0, 0, 0, 1],
  [0, 0, 0, 0],
];

/** dA = dC Bᵀ: row 0 gets the last column of B. */
export const dA: Matrix = [
  [1, 2, 3],
  [0, 0, 0],
];

/** dB = Aᵀ dC: the last column gets row 0 of A. */
export const dB: Matrix = [
  [0, 0, 0, 1],
  [0, 0, 0, 2],
  [0, 0, 0, 3],
];

/** A matrix to be packed; its entries name their row and column. */
export const unpacked: Matrix = [
  [11, 12, 13, 14, 15],
  [21, 22, 23, 24, 25],
  [31, 32, 33, 34, 35],
];

/** Its panels for numbers of 64 bits, two vectors of 2 wide: columns 1–4 row by row, then column 5 and three of 0. */
export const panels_64: Vector[] = [
  [11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34],
  [15, 0, 0, 0, 25, 0, 0, 0, 35, 0, 0, 0],
];

/** Its panel for numbers of 32 bits, two vectors of 4 wide: all five columns and three of 0. */
export const panels_32: Vector[] = [
  [11, 12, 13, 14, 15, 0, 0, 0, 21, 22, 23, 24, 25, 0, 0, 0, 31, 32, 33, 34, 35, 0, 0, 0],
];

/**
 * 2⁵³ and seven times 1: together 2⁵³ + 7. Above 2⁵³ only every second whole number is a number of 64 bits, and a sum
 * halfway between two of them is rounded to the multiple of 4.
 */
export const addends: Vector = [2 ** 53, 1, 1, 1, 1, 1, 1, 1];

/**
 * How much above 2⁵³ it ends, if 1, 2, 3, 4 workers each add a stretch and their sums are then added:
 *   1: every 1 is lost, for 2⁵³ + 1 lies halfway and 2⁵³ is the multiple of 4          0
 *   2: 2⁵³ and 4                                                                       4
 *   3: 2⁵³, 3, 3: 2⁵³ + 3 lies halfway between 2 and 4, then + 7 between 6 and 8       8
 *   4: 2⁵³, 2, 2, 2                                                                    6
 */
export const byWorkers = [0, 4, 8, 6];

/** The same with four parts, whoever adds them up: what four workers found. */
export const byParts = [6, 6, 6, 6];

/** A product of 3×3 and 3×3: 2 · 27 operations, 3 · 9 numbers to move: 2 operations a number. */
export const square = { size: 3, intensity: 2 };

/** One row times a k×m matrix: each number of the matrix is needed for one product and one sum, so nearly 2. */
export const oneRow = { n: 1, k: 4, m: 4, intensity: 32 / 24 };

/** If 9/10 can be shared: 1/(1/10 + 9/20) = 20/11 for two workers, 1/(1/10 + 9/40) = 40/13 for four. */
export const shared = { p: 9 / 10, two: 20 / 11, four: 40 / 13 };
