/** A small server for the woven folder, on this machine alone. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Say } from '../../lib/language.ts';
import { folder } from './weave.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The port that the book asks for; where it is taken, any free one. */
const PORT = 4004;

/** Serves the folder until the program is ended, and prints the address. */
export async function served(say: Say): Promise<void> {
  const { address } = await serve('/', PORT).catch(() => serve('/', 0));
  console.log(say(`The book is at ${address} (Ctrl-C ends)`, `书在 ${address} （按 Ctrl-C 结束）`));
}

/** Serves the folder below a path, /a/sub-path/ for instance. */
export function serve(path: string, port: number): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = asked.startsWith(path) ? normalize(asked.slice(path.length)) : '..';
    const name = file.endsWith('/') || file === '.' ? join(file, 'index.html') : file;
    const found = name.startsWith('..') ? Promise.reject(new RangeError()) : readFile(join(folder, name));
    found.then(
      (bytes) => response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' }).end(bytes),
      () => response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing is here'),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ address: `http://localhost:${port}${path}`, server });
    });
  });
}
