import type t from 'tap';

type Test = Pick<typeof t, 'strictSame'>;

/**
 * Asserts that `run` throws `wanted`: an error of this name, and with this message from its first letter to its last.
 * (`t.throws` is content when the message contains the one wanted: "got 1 and 25" would pass for "got 1 and 2".)
 */
export function refuses(test: Test, run: () => unknown, wanted: Error): void {
  let found: unknown = 'no error';
  try {
    run();
  } catch (error) {
    found = error;
  }
  test.strictSame(String(found), String(wanted), wanted.message);
}
