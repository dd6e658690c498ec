/**
 * `npm run book` weaves the web book into book/out and shows it on this machine; `-- --build` weaves it alone;
 * `-- --test` weaves it and reads it in a browser. What the book needs beside the project is installed once, in book/.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import type { Say } from '../lib/language.ts';

const folder = fileURLToPath(new URL('../book', import.meta.url));

/** Loads a file of the book by the book's own settings, which know its components. */
function load(file: string): Promise<Record<string, (say: Say) => Promise<void>>> {
  return tsImport(`../book/${file}`, { parentURL: import.meta.url, tsconfig: `${folder}/tsconfig.json` });
}

function installed(say: Say): void {
  if (existsSync(`${folder}/node_modules`)) return;
  console.log(say('Installing what the book needs …', '正在安装书要用的包……'));
  const { status } = spawnSync('npm', ['ci', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(say('npm ci failed in book/', '在 book/ 里运行 npm ci 失败'));
}

await run(async (args, say) => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parsed(
    { args, options: { build: flag, test: flag, lang: { type: 'string' } } },
    'scripts/book.ts',
    say,
  );
  installed(say);
  const { woven } = await load('weave/woven.ts');
  await woven(say);
  if (values.test) {
    const types = spawnSync('npx', ['tsc', '-p', folder], { stdio: 'inherit', shell: process.platform === 'win32' });
    if (types.status !== 0) throw new Error(say('the types of the book do not fit', '网页版的类型检查没有通过'));
    await (await load('test/browser.ts')).tested(say);
  }
  if (!values.test && !values.build) await (await load('weave/served.ts')).served(say);
});
