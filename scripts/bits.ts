/**
 * `npm run bits`: one seed gives the same bits everywhere. Short trainings are run on Node 20, 22, 24 and 26 and in the
 * browsers found here, and a hash of each compared with this Node's. A minute; other Nodes are fetched once.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import { columns } from '../lib/print.ts';
import { browsersHere, hashesIn } from './bits/browsers.ts';
import { nodeOf, VERSIONS, type Node } from './bits/nodes.ts';
import { root } from './quote.ts';

/** Seconds that a browser may take: many times what it needs. */
const PATIENCE = 240;

await run(async (args, say) => {
  parsed({ args, options: { lang: { type: 'string' } } }, 'scripts/bits.ts', say);
  const rows: [where: string, found: Record<string, string>][] = [];
  for (const version of VERSIONS) {
    const node = nodeOf(version);
    rows.push([`Node ${node.version.slice(1)}`, hashesOf(node)]);
  }
  const browsers = browsersHere();
  for (const browser of browsers) rows.push([browser.name, await hashesIn(browser, PATIENCE)]);

  const [[, expected]] = rows;
  const names = Object.keys(expected);
  console.log(columns([['', ...rows.map(([where]) => where)], ...names.map((name) => [name, ...marks(rows, name)])]));
  if (browsers.length === 0) console.log(say('No browser was found here.', '这里没有找到浏览器。'));
  const others = rows.filter(([, found]) => JSON.stringify(found) !== JSON.stringify(expected));
  console.log(`${rows.length - others.length} passed, ${others.length} failed`);
  if (others.length > 0) process.exitCode = 1;
});

/** What a Node finds. Throws Error if it ends otherwise than it should. */
function hashesOf({ version, command }: Node): Record<string, string> {
  const program = fileURLToPath(new URL('bits/here.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(command, ['--import', 'tsx', program], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Node ${version} ends with ${status}: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout);
}

/** The hash of the first, and for each other whether it is the same. */
function marks(rows: [string, Record<string, string>][], name: string): string[] {
  const [[, expected]] = rows;
  return rows.map(([, found], i) =>
    i === 0 ? found[name] : found[name] === expected[name] ? '=' : (found[name] ?? '–'),
  );
}
