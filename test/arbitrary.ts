import fc from 'fast-check';
import type { Matrix } from '../lib/matrix.ts';

/** Random n×m matrices for property tests, with entries between ±10. */
export function matrices(n: number, m: number): fc.Arbitrary<Matrix> {
  const entry = fc.double({ min: -10, max: 10, noNaN: true });
  const row = fc.array(entry, { minLength: m, maxLength: m });
  return fc.array(row, { minLength: n, maxLength: n });
}
