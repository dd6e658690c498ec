/** Figures when the book is built: each chapter's script for the page, and how its figures first stand. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../../lib/language.ts';
import { bundled, CHANGED, imported } from '../tracing/bundle.ts';
import { switchesOf, type Figure } from './figure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A chapter's figures, built. */
export interface Built {
  figures: Figure[];
  script: string; // a classic script that brings the page's figures to life
  drawn: (part: string, language: Language) => string; // HTML of a figure as it first stands
}

/** What the drawing module exports; it is bundled and run here. */
interface Drawing {
  files: () => string[];
  drawn: (part: string, language: Language, sources: Record<string, string[]>) => string;
}

/** The figures of a chapter that has a case, 04-attention, if any. Throws Error if a switch's line is lost. */
export async function builtFigures(slug: string): Promise<Built | undefined> {
  const { figures } = (await import(`../chapters/${slug}.ts`)) as { figures?: Figure[] };
  if (figures === undefined) return undefined;
  const changes = switchesOf(figures);
  // Of a changed chapter only what it works: its figures, and what is given, are those of the chapter.
  const cases = [
    `import * as chapter from './book/chapters/${slug}.ts';`,
    ...changes.map((_, k) => `import { worked as worked${k} } from './book/chapters/${slug}.ts${CHANGED}${k + 1}';`),
    `const cases = [chapter, ${changes.map((_, k) => `{ ...chapter, worked: worked${k} }`).join(', ')}];`,
  ];
  const draw = [
    ...cases,
    "import { drawing } from './book/stage/draw.tsx';",
    'export const { files, drawn } = drawing(chapter.figures, cases);',
  ];
  const { files, drawn } = await imported<Drawing>(await bundled(draw.join('\n'), 'esm', changes));
  const sources = linesOf(files());
  const wake = [
    ...cases,
    "import { mount } from './book/stage/mount.tsx';",
    `mount(chapter.figures, cases, ${JSON.stringify(sources)});`,
  ];
  return {
    figures,
    script: await bundled(wake.join('\n'), 'iife', changes),
    drawn: (part, language) => drawn(part, language, sources),
  };
}

/** The lines of each of these files. */
export function linesOf(files: string[]): Record<string, string[]> {
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n')]));
}
