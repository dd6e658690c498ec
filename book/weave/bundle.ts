/** The book's script and style sheet, each in one file. */

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const pages = fileURLToPath(new URL('../pages/', import.meta.url));

/** Writes book.js, a classic script so that it runs from disk too, and book.css into a folder. */
export async function bundleInto(folder: string): Promise<void> {
  await build({
    entryPoints: [`${pages}book.ts`, `${pages}book.css`],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'es2022',
    logLevel: 'silent',
  });
}
