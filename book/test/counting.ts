/** What was looked at, and what was found wrong. */

/** Counts what holds, and says at once what does not. */
export interface Counting {
  passed: number;
  failed: number;
}

/** Notes whether something holds. detail: what was found instead. */
export function note(counting: Counting, what: string, holds: boolean, detail = ''): void {
  if (holds) counting.passed++;
  else counting.failed++;
  if (!holds) console.log(`✗ ${what}${detail === '' ? '' : `: ${detail}`}`);
}

/** Notes whether two things are the same; compared as JSON. */
export function same(counting: Counting, what: string, found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  note(counting, what, a === b, `found ${a?.slice(0, 300)}, wanted ${b?.slice(0, 300)}`);
}
