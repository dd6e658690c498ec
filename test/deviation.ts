import type t from 'tap';
import type { Matrix } from '../lib/matrix.ts';

type Test = Pick<typeof t, 'ok'>;

/**
 * Asserts that the numbers of a random matrix lie around 0 with this deviation, within five standard errors: σ/√n of a
 * mean, σ/√2n of the deviation of normal numbers, and less than that of even ones.
 */
export function deviates(test: Test, name: string, A: Matrix, deviation: number): void {
  const numbers = A.flat();
  const n = numbers.length;
  let [mean, square] = [0, 0];
  for (const x of numbers) {
    mean += x / n;
    square += x ** 2 / n;
  }
  const found = Math.sqrt(square);
  test.ok(Math.abs(mean) < (5 * deviation) / Math.sqrt(n), `${name}: mean ${mean}`);
  test.ok(Math.abs(found - deviation) < (5 * deviation) / Math.sqrt(2 * n), `${name}: deviation ${found}`);
}
