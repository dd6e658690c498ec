/**
 * `npm run book` weaves the web book and serves it on this machine; `-- --build` only weaves it, into book/out;
 * `-- --test` weaves it and tries it in a browser. The book's packages are installed when they are missing.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import { decimal } from '../lib/print.ts';
import type { Say } from '../lib/language.ts';

const folder = fileURLToPath(new URL('../book', import.meta.url));

/** Not known by its name here: the types of its packages are there only once they are installed. */
const WEAVE: string = '../book/weave/weave.ts';

/** What a file is, by the end of its name. */
const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Installs the book's own packages, if they are not there. Throws Error of one line. */
function install(say: Say): void {
  if (existsSync(join(folder, 'node_modules/preact'))) return;
  console.log(say('installing the packages of the book …', '正在安装本书网页版要用的包……'));
  const { status } = spawnSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(say('npm ci in book/ failed', 'book/ 里的 npm ci 失败了'));
}

/** Weaves, and says how long that took and how much came out. */
async function build(say: Say): Promise<string> {
  const begun = performance.now();
  const { out, weave } = (await import(WEAVE)) as { out: string; weave: () => Promise<void> };
  await weave();
  const files = readdirSync(out, { recursive: true })
    .map((name) => join(out, String(name)))
    .filter((path) => statSync(path).isFile());
  const bytes = files.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  const seconds = decimal((performance.now() - begun) / 1000, 1);
  console.log(
    say(
      `book/out: ${files.length} files, ${decimal(bytes / 1000, 0)} kB compressed, woven in ${seconds} s`,
      `book/out：${files.length} 个文件，压缩后 ${decimal(bytes / 1000, 0)} kB，用时 ${seconds} 秒`,
    ),
  );
  return out;
}

/** Serves a folder to this machine, at 8080 or at a port that is free. */
function serve(out: string, say: Say): void {
  const server = createServer(({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    const file = join(out, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(out) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  server.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code !== 'EADDRINUSE') throw new Error(message);
    server.listen(0, 'localhost');
  });
  server.on('listening', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : address;
    console.log(say(`http://localhost:${port}/ (Ctrl-C ends)`, `http://localhost:${port}/ （按 Ctrl-C 结束）`));
  });
  server.listen(8080, 'localhost');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async (args, say) => {
    const flag = { type: 'boolean', default: false } as const;
    const options = { build: flag, test: flag, lang: { type: 'string' } } as const;
    const { values } = parsed({ args, options }, 'scripts/book.ts', say);
    install(say);
    const out = await build(say);
    if (values.test) {
      const types = spawnSync('npx', ['tsc', '-p', folder], { stdio: 'inherit' }).status;
      if (types !== 0) throw new Error(say('the types of the book do not fit', '网页版的类型检查没有通过'));
      const tests = spawnSync(process.execPath, ['--import', 'tsx', join(folder, 'test/all.ts')], { stdio: 'inherit' });
      process.exitCode = tests.status ?? 1;
    } else if (!values.build) serve(out, say);
  });
}
