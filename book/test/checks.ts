/** Counted checks: each says what holds, or what was found instead. */

let [passed, failed] = [0, 0];

/** Notes one check. */
export function check(holds: boolean, what: string): void {
  if (holds) passed++;
  else {
    failed++;
    console.log(`✗ ${what}`);
  }
}

/** Two things that must be the same; compared as JSON. */
export function same(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  check(a === b, a === b ? what : `${what}: found ${a?.slice(0, 300)}, wanted ${b?.slice(0, 300)}`);
}

/** The last line, and the exit code. */
export function summed(): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
