/**
 * `npm run check`: all that must hold and takes longer than `npm test`. Each step is a command one can run alone:
 * every test with its coverage, the formatting, every example's output in both languages, every row of *Break it*,
 * the same bits everywhere.
 * The last line counts the steps, `N passed, N failed`.
 */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One behind the other; what stands together keeps one core busy each, and runs together. */
const STEPS = [
  [['npx', 'tap', 'run']], //                      every test, with 100 % coverage of chapters and lib
  [
    ['npx', 'prettier', '--check', '--log-level', 'warn', '.'],
    ['npm', 'run', '--silent', 'quote', '--', '--check'], // the output of every example, in both languages
    ['npm', 'run', '--silent', 'bits'], //           on four Nodes, and in the browsers found here
  ],
  [['npm', 'run', '--silent', 'break']],
];

/** How a step ended. */
interface Ended {
  name: string;
  passed: boolean;
  seconds: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const results: Ended[] = [];
for (const together of STEPS) results.push(...(await Promise.all(together.map((step) => ran(step, together.length)))));
console.log('');
for (const { name, passed, seconds } of results) console.log(`${passed ? '✓' : '✗'} ${name}  ${seconds.toFixed(0)} s`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a step. What it prints is shown as it comes, or at its end where others print beside it. */
async function ran([program, ...args]: string[], beside: number): Promise<Ended> {
  const name = [program, ...args].join(' ');
  const begun = Date.now();
  const printed: Buffer[] = [];
  if (beside === 1) console.log(`── ${name}`);
  const child = spawn(program, args, { cwd: root, stdio: beside === 1 ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  child.stdout?.on('data', (text: Buffer) => printed.push(text));
  child.stderr?.on('data', (text: Buffer) => printed.push(text));
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (beside > 1) console.log(`── ${name}\n${Buffer.concat(printed).toString()}`);
  return { name, passed: status === 0, seconds: (Date.now() - begun) / 1000 };
}
