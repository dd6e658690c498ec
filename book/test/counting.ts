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
