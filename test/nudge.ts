import type t from 'tap';
import type { Matrix } from '../lib/matrix.ts';
import { numericGradient, relativeError } from '../lib/numeric.ts';
import { mapRows } from '../lib/params.ts';
import { normal, type Random } from '../lib/random.ts';

type Test = Pick<typeof t, 'ok'>;

/**
 * Asserts that the gradient `found` of every number of `tree` is the one that nudging finds, to 1e-7.
 * `result` computes Y from the tree; the loss is Σ dY ∘ Y, so that dY is the upstream gradient.
 */
export function nudged<T extends object>(
  test: Test,
  name: string,
  found: T,
  tree: T,
  result: () => Matrix,
  dY: Matrix,
): void {
  const wanted = numericGradient(() => along(result(), dY), tree);
  const error = relativeError(found, wanted);
  test.ok(error < 1e-7, `${name}: relative error ${error.toExponential(1)}`, { found, wanted });
}

/**
 * The tree with every number moved a little. Fresh gains are 1 and fresh biases 0, where they hide mistakes:
 * a gradient that forgets the gain, or a formula that forgets the bias, would pass.
 */
export function unsettled<T extends object>(random: Random, tree: T): T {
  return mapRows((row) => row.map((x) => x + 0.2 * normal(random)), tree);
}

/** Σ_i Σ_c dY_ic Y_ic. */
function along(Y: Matrix, dY: Matrix): number {
  let sum = 0;
  for (let i = 0; i < dY.length; i++) {
    for (let c = 0; c < dY[i].length; c++) sum += dY[i][c] * Y[i][c];
  }
  return sum;
}
