/** The rewritten chapters as one piece of JavaScript, for the terminal and for the page. */

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { changed, type Change } from '../../examples/12-training/changed.ts';
import { pieceOf } from './piece.ts';
import { rewritten } from './rewrite.ts';
import type { Case } from './work.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What is rewritten: the chapters, the ground under them but the elementary functions, the figures' cases, and what a
 * chapter's example has in its room.
 */
const REWRITTEN = /[\\/]((?:chapters|examples)[\\/]\d\d-[^\\/]+|lib|book[\\/]chapters)[\\/][\w-]+\.ts$/;
const GROUND = /[\\/]lib[\\/](elementary|double-double|fixed-point|nearest|series|exponent)\.ts$/;

/** A module is imported as it is, or, with ?changed2 behind its name, with the second change in it or its imports. */
export const CHANGED = '?changed';

/** Hands every chapter to the bundler as it was rewritten; to imports that say so, after one of the changes. */
function remembering(changes: Change[]): Plugin {
  return {
    name: 'remembering',
    setup({ onLoad, onResolve }) {
      // What a changed module imports is changed as well, as far as it leads to the change; the rest is there already.
      onResolve({ filter: /^\./ }, ({ path, resolveDir, pluginData }) => {
        const [name, asked] = path.split(CHANGED);
        const which = asked ?? (pluginData as { which?: string } | undefined)?.which ?? '';
        const [resolved, change] = [join(resolveDir, name), changes[Number(which) - 1]];
        if (change === undefined || !leadsTo(resolved, join(root, change.file))) return undefined;
        return { path: resolved, suffix: CHANGED + which };
      });
      onLoad({ filter: REWRITTEN }, ({ path, suffix }) => {
        if (!isRewritten(path)) return undefined;
        const file = relative(root, path).replaceAll('\\', '/');
        const which = suffix.slice(CHANGED.length);
        const change = changes[Number(which) - 1];
        const text = readFileSync(path, 'utf8');
        const source = change?.file === file ? changed(text, change) : text;
        const contents = once(file, source);
        return { contents, loader: 'js', resolveDir: join(path, '..'), pluginData: { which } };
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

/** Whether a rewritten file is the other, or imports it, or imports what does. */
function leadsTo(path: string, other: string): boolean {
  if (path === other) return true;
  if (!isRewritten(path)) return false;
  const imports = readFileSync(path, 'utf8').matchAll(/^(?:import|\}) .*from '(\.[^']*)';$/gm);
  return [...imports].some(([, from]) => leadsTo(join(path, '..', from), other));
}

/**
 * Source bundled as one piece, the chapters in it rewritten; format: to be imported here, or for a page. An import of
 * a case with ?changed1 behind its name gets it with the first of the changes.
 */
export function bundled(contents: string, format: 'esm' | 'iife', changes: Change[] = []): Promise<string> {
  return pieceOf(contents, { format, minify: format === 'iife', plugins: [remembering(changes)] });
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
