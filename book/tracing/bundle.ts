/** The rewritten chapters as one piece of JavaScript, for the terminal and for the page. */

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { rewritten } from './rewrite.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is rewritten: the chapters, the ground under them but the elementary functions, and the figures' cases. */
const REWRITTEN = /[\\/](chapters[\\/]\d\d-[^\\/]+|lib|book[\\/]chapters)[\\/][\w-]+\.ts$/;
const GROUND = /[\\/]lib[\\/](elementary|double-double|fixed-point|nearest|series|exponent)\.ts$/;

/** Hands every chapter to the bundler as it was rewritten. */
export const remembering: Plugin = {
  name: 'remembering',
  setup({ onLoad }) {
    onLoad({ filter: REWRITTEN }, ({ path }) => {
      if (GROUND.test(path)) return undefined;
      const file = relative(root, path).replaceAll('\\', '/');
      const contents = rewritten(file, readFileSync(path, 'utf8'), join(root, 'book/tracing/number.ts'));
      return { contents, loader: 'js', resolveDir: join(path, '..') };
    });
  },
};

/** A chapter's case, computed by its functions as they were rewritten, and what reads these numbers. */
export interface Traced {
  chapter: Case;
  numbers: typeof import('./number.ts');
  history: typeof import('./history.ts');
  wording: typeof import('./wording.ts');
}

/** A file of book/chapters: what the reader may change, and what comes of it. */
export interface Case {
  given: Record<string, unknown>;
  worked: (given: Record<string, unknown>) => Record<string, unknown>;
}

/** The case of a chapter, book/chapters/04-attention.ts, whose numbers remember. */
export async function traced(slug: string): Promise<Traced> {
  // One bundle holds both the chapters and their reader: two copies of number.ts would not know each other's numbers.
  const contents = [
    `export * as chapter from './book/chapters/${slug}.ts';`,
    "export * as numbers from './book/tracing/number.ts';",
    "export * as history from './book/tracing/history.ts';",
    "export * as wording from './book/tracing/wording.ts';",
  ].join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser', // nothing of Node: seedrandom asks for its crypto otherwise
    charset: 'utf8',
    logLevel: 'silent',
    plugins: [remembering],
  });
  const encoded = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${encoded}`) as Promise<Traced>;
}
