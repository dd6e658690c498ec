/**
 * The hashes of a browser: it opens a page on a server of this program's, which trains and sends back what it found.
 */

import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A browser that was found here. */
export interface Browser {
  name: string; // Chromium 150
  command: string;
  flags: (profile: string) => string[];
}

const CHROMIUM = (profile: string) => [
  '--headless=new',
  '--disable-gpu',
  '--no-first-run',
  '--no-sandbox', // as root, as in most containers, it will not start otherwise; the page is our own
  `--user-data-dir=${profile}`,
];
const FIREFOX = (profile: string) => ['--headless', '--no-remote', '--profile', profile];

/** What a browser may be called. */
const KNOWN: [command: string, flags: Browser['flags']][] = [
  ['chromium', CHROMIUM],
  ['chromium-browser', CHROMIUM],
  ['google-chrome', CHROMIUM],
  ['firefox', FIREFOX],
  ['firefox-esr', FIREFOX],
];

/** The browsers of this machine, each once. */
export function browsersHere(): Browser[] {
  const found = KNOWN.flatMap(([command, flags]) => {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const name = /\p{L}[^\d]*\d+/u.exec(stdout ?? '')?.[0];
    return status === 0 && name ? [{ name, command, flags }] : [];
  });
  return found.filter(({ name }, i) => found.findIndex((other) => other.name === name) === i);
}

/** What the page in that browser finds. Throws Error if it finds nothing within so many seconds. */
export async function hashesIn({ name, command, flags }: Browser, seconds: number): Promise<Record<string, string>> {
  const profile = mkdtempSync(join(tmpdir(), 'bits-'));
  const { server, found } = await serve();
  const { port } = server.address() as AddressInfo;
  const browser = spawn(command, [...flags(profile), `http://127.0.0.1:${port}/`], { stdio: 'ignore' });
  let clock: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      clock = setTimeout(() => reject(new Error(`${name} has found nothing in ${seconds} s`)), 1000 * seconds);
      browser.on('error', reject);
    });
    const hashes = await Promise.race([found, late]);
    if (hashes.error) throw new Error(`${name}: ${hashes.error}`);
    return hashes;
  } finally {
    clearTimeout(clock);
    const closed = new Promise((resolve) => browser.once('close', resolve));
    if (browser.kill() || browser.exitCode === null) await closed;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** A server for one page, its script and the files that it asks for; found: what it is sent. */
async function serve(): Promise<{ server: Server; found: Promise<Record<string, string>> }> {
  const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [file('page.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    write: false,
  });
  const answers: Record<string, [type: string, body: () => string | Uint8Array]> = {
    '/': ['text/html', () => '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>'],
    '/page.js': ['text/javascript', () => outputFiles[0].text],
    '/toy': ['text/plain', () => readFileSync(file('../../examples/corpus/corpus.tsv'))],
    '/everyday': ['text/plain', () => readFileSync(file('../../examples/corpus/everyday.tsv'))],
    '/f64': ['application/wasm', () => readFileSync(file('../../build/kernels-f64.wasm'))],
    '/f32': ['application/wasm', () => readFileSync(file('../../build/kernels-f32.wasm'))],
  };
  let tell: (found: Record<string, string>) => void = () => {};
  const found = new Promise<Record<string, string>>((resolve) => (tell = resolve));
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      let body = '';
      for await (const piece of request) body += String(piece);
      response.end();
      return tell(JSON.parse(body));
    }
    const answer = answers[request.url ?? ''];
    if (!answer) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': answer[0] }).end(answer[1]());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, found };
}
