import type t from 'tap';

type Test = Pick<typeof t, 'strictSame'>;

/**
 * Asserts that two structures of numbers agree to so many decimals, keys and lengths included.
 * Both sides are rounded and compared as a whole, so that a failure prints two readable tables.
 */
export function close(test: Test, found: unknown, wanted: unknown, digits = 12, message = 'agree'): void {
  test.strictSame(round(found, digits), round(wanted, digits), message);
}

// Rounding can split two neighbours (0.49999, 0.50001) that are closer than the last digit;
// adding a fixed odd fraction first makes that unlikely for the round numbers of a hand calculation.
function round(value: unknown, digits: number): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return String(value);
    return Number((value + 0.123456789 * 10 ** -digits).toFixed(digits)) + 0;
  }
  if (Array.isArray(value)) return value.map((item) => round(item, digits));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, round(item, digits)]));
  }
  return value;
}
