/** The pages of the book, and where they lie. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../../lib/language.ts';

/** The folder of the project, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

export const LANGUAGES: Language[] = ['en', 'zh'];

/** The folders of the chapters, 01-vectors and so on. */
export const chapters = readdirSync(join(root, 'chapters')).filter((name) => /^\d\d-/.test(name));

/** Pages that are no chapters; index is the contents. */
export const OTHERS = ['index', 'article', 'paper', 'terms'];

/** The Markdown of a chapter, or of the project's front page. */
export function markdownOf(chapter: string | undefined, language: Language): string {
  const name = language === 'zh' ? 'README.zh.md' : 'README.md';
  return readFileSync(join(root, chapter === undefined ? name : `chapters/${chapter}/${name}`), 'utf8');
}

/** The title of a chapter as its page has it: 4 · Attention. */
export function titleOf(chapter: string, language: Language): string {
  return /^# (.*)$/m.exec(markdownOf(chapter, language))?.[1] ?? chapter;
}

/** A section of a page: what stands under a heading, without the heading. Throws Error if there is no such heading. */
export function sectionOf(markdown: string, heading: RegExp): string {
  const parts = markdown.split(/^(?=## )/m);
  const part = parts.find((text) => heading.test(text.split('\n', 1)[0]));
  if (part === undefined) throw new Error(`README has no heading that fits ${heading}`);
  return part.replace(/^.*\n/, '');
}
