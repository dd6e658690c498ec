/** The rewritten chapters as one piece of JavaScript, for the terminal and for the page. */

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { rewritten } from './rewrite.ts';
import type { Case } from './work.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is rewritten: the chapters, the ground under them but the elementary functions, and the figures' cases. */
const REWRITTEN = /[\\/](chapters[\\/]\d\d-[^\\/]+|lib|book[\\/]chapters)[\\/][\w-]+\.ts$/;
const GROUND = /[\\/]lib[\\/](elementary|double-double|fixed-point|nearest|series|exponent)\.ts$/;

/** One line of the source, changed: what a reader would do to it with an editor. */
export interface Change {
  file: string; // chapters/04-attention/attention.ts
  from: string; // what stands there once
  to: string;
}

/** A module is imported as it is, or, with this behind its name, with a change in it or in what it imports. */
export const CHANGED = '?changed';

/** Hands every chapter to the bundler as it was rewritten; to imports that say so, after the change. */
function remembering(change?: Change): Plugin {
  return {
    name: 'remembering',
    setup({ onLoad, onResolve }) {
      // What a changed module imports is changed as well, down to the ground.
      onResolve({ filter: /^\./ }, ({ path, resolveDir, pluginData }) => {
        const isChanged = path.endsWith(CHANGED) || (pluginData as { isChanged?: boolean } | undefined)?.isChanged;
        const resolved = join(resolveDir, path.replace(CHANGED, ''));
        return isChanged && isRewritten(resolved) ? { path: resolved, suffix: CHANGED } : undefined;
      });
      onLoad({ filter: REWRITTEN }, ({ path, suffix }) => {
        if (!isRewritten(path)) return undefined;
        const file = relative(root, path).replaceAll('\\', '/');
        const isChanged = suffix === CHANGED;
        const text = readFileSync(path, 'utf8');
        const source = isChanged && change?.file === file ? changed(text, change) : text;
        const contents = once(file, source);
        return { contents, loader: 'js', resolveDir: join(path, '..'), pluginData: { isChanged } };
      });
    },
  };
}

/** Files that were rewritten before: a chapter stands below all that follow it. */
const known = new Map<string, string>();

function once(file: string, source: string): string {
  const key = `${file}\n${source}`;
  const contents = known.get(key) ?? rewritten(file, source, join(root, 'book/tracing/number.ts'));
  known.set(key, contents);
  return contents;
}

function isRewritten(path: string): boolean {
  return REWRITTEN.test(path) && !GROUND.test(path);
}

/** The text with the change made. Throws Error unless what is to be changed stands there once. */
export function changed(text: string, { file, from, to }: Change): string {
  if (text.split(from).length !== 2) throw new Error(`${file}: ${from} must stand there once to be changed`);
  return text.replace(from, () => to);
}

/** Source bundled as one piece, the chapters in it rewritten; format: to be imported here, or for a page. */
export async function bundled(contents: string, format: 'esm' | 'iife', change?: Change): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format,
    minify: format === 'iife',
    platform: 'browser', // nothing of Node: seedrandom asks for its crypto otherwise
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    nodePaths: [join(root, 'book/node_modules')],
    logLevel: 'silent',
    plugins: [remembering(change)],
  });
  return outputFiles[0].text;
}

/** What a bundled module exports. */
export function imported<Module>(code: string): Promise<Module> {
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`) as Promise<Module>;
}

/** A chapter's case, computed by its functions as they were rewritten, and what reads these numbers. */
export interface Traced {
  chapter: Case;
  numbers: typeof import('./number.ts');
  work: typeof import('./work.ts');
  history: typeof import('./history.ts');
  wording: typeof import('./wording.ts');
}

const traces = new Map<string, Promise<Traced>>();

/** The case of a chapter, book/chapters/04-attention.ts, whose numbers remember; bundled once a process. */
export function traced(slug: string): Promise<Traced> {
  const trace = traces.get(slug) ?? traceOf(slug);
  traces.set(slug, trace);
  return trace;
}

async function traceOf(slug: string): Promise<Traced> {
  // One bundle holds both the chapters and their reader: two copies of number.ts would not know each other's numbers.
  const contents = [
    `export * as chapter from './book/chapters/${slug}.ts';`,
    "export * as numbers from './book/tracing/number.ts';",
    "export * as work from './book/tracing/work.ts';",
    "export * as history from './book/tracing/history.ts';",
    "export * as wording from './book/tracing/wording.ts';",
  ].join('\n');
  return imported(await bundled(contents, 'esm'));
}
