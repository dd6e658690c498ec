/**
 * `npm run check`: all that must hold and takes longer than `npm test`. Each step is a command one can run alone:
 * every test with its coverage, the formatting, every example's output in both languages, every row of *Break it*,
 * the same bits everywhere.
 * The last line counts the steps, `N passed, N failed`.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const STEPS = [
  ['npx', 'tap', 'run'], //                       every test, with 100 % coverage of chapters and lib
  ['npx', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['npm', 'run', '--silent', 'quote', '--', '--check'], // the output of every example, in both languages
  ['npm', 'run', '--silent', 'break'],
  ['npm', 'run', '--silent', 'bits'], // on four Nodes, and in the browsers found here
];

const root = fileURLToPath(new URL('..', import.meta.url));
const results = STEPS.map(([program, ...args]) => {
  const name = [program, ...args].join(' ');
  console.log(`── ${name}`);
  const begun = Date.now();
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  return { name, passed: status === 0, seconds: (Date.now() - begun) / 1000 };
});
console.log('');
for (const { name, passed, seconds } of results) console.log(`${passed ? '✓' : '✗'} ${name}  ${seconds.toFixed(0)} s`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
