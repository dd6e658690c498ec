/**
 * `npm test`: types, then the tests that a reader and a contributor run at every turn; at the end, what they took.
 * Named test files go to the test runner as they are: `npm test -- test/chapters/04-attention.test.ts`.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Chapters, lib, and what keeps layout and prose true. What takes longer is in test/examples: `npm run check`. */
const EVERY_TURN = ['test/chapters', 'test/lib', 'test/layout.test.ts', 'test/prose.test.ts', 'test/reference.test.ts'];

const root = fileURLToPath(new URL('..', import.meta.url));
const named = process.argv.slice(2);
const begun = Date.now();
const types = spawnSync('npx', ['tsc'], { cwd: root, stdio: 'inherit' }).status;
const runner = ['tap', 'run', '--disable-coverage', ...(named.length > 0 ? named : EVERY_TURN)];
const tests = types === 0 ? spawnSync('npx', runner, { cwd: root, stdio: 'inherit' }).status : 1;
console.log(`${((Date.now() - begun) / 1000).toFixed(0)} s${processorTime()}`);
process.exitCode = types === 0 && tests === 0 ? 0 : 1;

/** The processor time of all programs that were started and have ended, where the system tells (Linux: proc(5)). */
function processorTime(): string {
  const path = '/proc/self/stat';
  if (!existsSync(path)) return '';
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const ticks = Number(fields[13]) + Number(fields[14]); // cutime and cstime; a second has 100 ticks
  return `, ${(ticks / 100).toFixed(0)} s of processor time`;
}
