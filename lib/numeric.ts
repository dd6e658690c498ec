/** Gradients by nudging, (f(x + h) − f(x − h)) / 2h, and how far two trees of numbers are apart. */

import { zeros } from './matrix.ts';
import { mapRows, rows } from './params.ts';

/**
 * The gradient of a loss by nudging: each number of the tree is moved up and down by h, and
 *
 *     ∂loss/∂p ≈ (loss(p + h) − loss(p − h)) / 2h
 *
 * Result: the tree's form. `loss` reads the tree it was given; every number is put back as it was.
 */
export function numericGradient<T extends object>(loss: () => number, tree: T, h = 1e-5): T {
  return mapRows((row) => {
    const gradient = zeros(1, row.length)[0];
    for (let c = 0; c < row.length; c++) {
      const p = row[c];
      row[c] = p + h;
      const above = loss();
      row[c] = p - h;
      const below = loss();
      row[c] = p;
      gradient[c] = (above - below) / (2 * h);
    }
    return gradient;
  }, tree);
}

/**
 * How far two trees of one form are apart: the largest difference of two entries, over the largest entry.
 * 0 means equal; 1e-7 means they agree to seven digits of the largest entry. NaN if there is a NaN in either.
 * Throws RangeError as `mapRows` if the trees differ in form.
 */
export function relativeError<T extends object>(found: T, wanted: T): number {
  const apart = mapRows((row, other) => row.map((x, c) => x - other[c]), found, wanted);
  const difference = largest(apart);
  return difference === 0 ? 0 : difference / Math.max(largest(found), largest(wanted));
}

/** The largest entry of a tree, signs aside; NaN if there is a NaN. */
export function largest(tree: object): number {
  let size = 0;
  for (const row of rows(tree)) {
    // Math.max passes NaN on, so a NaN anywhere makes the error NaN, which is below no bound.
    for (const x of row) size = Math.max(size, Math.abs(x));
  }
  return size;
}
