/**
 * `npm test`: types, then the tests that a reader and a contributor run at every turn; at the end, what they took.
 * Named test files go to the test runner as they are: `npm test -- test/chapters/04-attention.test.ts`.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const named = process.argv.slice(2);
const begun = Date.now();
const types = spawnSync('npx', ['tsc'], { cwd: root, stdio: 'inherit' }).status;
const runner = ['tap', 'run', '--disable-coverage', ...(named.length > 0 ? named : everyTurn())];
const tests = types === 0 ? spawnSync('npx', runner, { cwd: root, stdio: 'inherit' }).status : 1;
console.log(`${((Date.now() - begun) / 1000).toFixed(0)} s${processorTime()}`);
process.exitCode = types === 0 && tests === 0 ? 0 : 1;

/** Chapters, lib, and what keeps layout and prose true. What takes longer stands in test/examples: `npm run check`. */
function everyTurn(): string[] {
  const files = readdirSync(join(root, 'test'), { recursive: true }).map(String);
  const wanted = /^(chapters|lib)\W.*\.test\.ts$|^(derived|drawings|layout|prose|reference)\.test\.ts$/;
  return files.filter((file) => wanted.test(file)).map((file) => join('test', file));
}

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
