/** Source as one piece of JavaScript that a browser runs. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What differs from one piece to another. */
export type Piece = Pick<BuildOptions, 'format' | 'minify' | 'plugins' | 'alias'>;

/** TypeScript bundled with all that it imports, paths from the project's root; by default a small classic script. */
export async function pieceOf(contents: string, piece: Piece = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    platform: 'browser', // nothing of Node: seedrandom asks for its crypto otherwise
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    nodePaths: [join(root, 'book/node_modules')],
    loader: { '.wasm': 'binary' }, // the engine's kernels, in the script itself
    logLevel: 'silent',
    ...piece,
  });
  return outputFiles[0].text;
}
