/** Figures when the book is built: each chapter's script for the page, and how its figures first stand. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Language } from '../../lib/language.ts';
import { CHANGED, remembering } from '../tracing/bundle.ts';
import type { Figure } from './figure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A chapter's figures, built. */
export interface Built {
  figures: Figure[];
  script: string; // a classic script that brings the page's figures to life
  drawn: (part: string, language: Language) => string; // HTML of a figure as it first stands
  caption: (part: string, language: Language) => string;
}

/** What the drawing module exports; it is bundled and run here. */
interface Drawing {
  figures: Figure[];
  files: () => string[];
  drawn: (part: string, language: Language, sources: Record<string, string[]>) => string;
}

/** The figures of a chapter, 04-attention; undefined if it has none. Throws Error if a switch's line is lost. */
export async function builtFigures(slug: string): Promise<Built | undefined> {
  const declared = readFileSync(join(root, `book/chapters/${slug}.ts`), 'utf8');
  if (!/^export const figures\b/m.test(declared)) return undefined;
  const { figures } = (await import(`../chapters/${slug}.ts`)) as { figures: Figure[] };
  const change = figures.flatMap(({ switches = [] }) => switches)[0];
  const cases = [
    `import * as chapter from './book/chapters/${slug}.ts';`,
    ...(change ? [`import * as other from './book/chapters/${slug}.ts${CHANGED}';`] : []),
    `const cases = [chapter${change ? ', other' : ''}];`,
  ].join('\n');
  const bundled = async (contents: string, format: 'esm' | 'iife') => {
    const { outputFiles } = await build({
      stdin: { contents: `${cases}\n${contents}`, resolveDir: root, loader: 'ts' },
      bundle: true,
      write: false,
      format,
      minify: format === 'iife',
      platform: 'browser',
      target: 'es2022',
      charset: 'utf8',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      nodePaths: [join(root, 'book/node_modules')],
      logLevel: 'silent',
      plugins: [remembering(change)],
    });
    return outputFiles[0].text;
  };
  const draw = await bundled(
    `import { drawing } from './book/stage/draw.tsx'; export const { figures, files, drawn } = drawing(chapter.figures, cases);`,
    'esm',
  );
  const drawing = (await import(`data:text/javascript;base64,${Buffer.from(draw).toString('base64')}`)) as Drawing;
  const sources = Object.fromEntries(
    drawing.files().map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n')]),
  );
  const script = await bundled(
    `import { mount } from './book/stage/mount.tsx'; mount(chapter.figures, cases, ${JSON.stringify(sources)});`,
    'iife',
  );
  const caption = (part: string, language: Language) => {
    const words = figures.find((figure) => figure.part === part)?.caption ?? '';
    return typeof words === 'string' ? words : words[language];
  };
  return { figures, script, drawn: (part, language) => drawing.drawn(part, language, sources), caption };
}
