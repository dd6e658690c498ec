/** The book's script and style sheet, each in one file, and the styles of lists and of what is played with. */

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const pages = fileURLToPath(new URL('../pages/', import.meta.url));

/** Writes book.js, a classic script so that it runs from disk too, and the style sheets into a folder. */
export async function bundleInto(folder: string): Promise<void> {
  await build({
    entryPoints: [`${pages}book.ts`, `${pages}book.css`, `${pages}contents.css`, `${pages}playing.css`],
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
