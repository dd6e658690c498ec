/** The service worker that keeps the book: it must know every file, and an edition that changes with any of them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sha256 } from '../../lib/sha256.ts';

/** Writes offline.js beside the files of a folder. */
export async function keepOffline(folder: string, files: string[]): Promise<void> {
  const edition = sha256(files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')).slice(0, 16);
  await build({
    entryPoints: [fileURLToPath(new URL('../pages/offline.ts', import.meta.url))],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    define: { FILES: JSON.stringify(files), EDITION: JSON.stringify(edition) },
    target: 'es2022',
    logLevel: 'silent',
  });
}
