/** What the book is woven from: the prose in both languages, read once. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../lib/language.ts';
import { headingLevels } from '../../scripts/markdown.ts';
import { chaptersIn, type Chapter } from './chapters.ts';
import { shownOn } from './source.ts';
import { entriesIn, type Entry } from './terms.ts';

/** A page of prose and its twin, and the folder its links start from. */
export type Prose = Record<Language, string> & { folder: string };

/** Everything that is read. */
export interface Book {
  root: string;
  front: Prose;
  prose: Map<string, Prose>; //                  of each chapter, by slug
  chapters: Record<Language, Chapter[]>;
  terms: Entry[];
  termsIntroduction: Record<Language, string>;
  shown: Map<string, string>; //                 chapters/04-attention/attention.ts attention → 04-attention.html#…
}

/** Reads the book. Throws Error for a missing or unequal twin, a lost snippet, a term without entry. */
export function bookIn(root: string): Book {
  const folders = readdirSync(join(root, 'chapters'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const front = twins(root, '');
  const prose = new Map(folders.map((slug) => [slug, twins(root, `chapters/${slug}`)]));
  const list = readFileSync(join(root, 'chapters/terms.md'), 'utf8');
  const [, en, zh] = list.split('\n').filter((line) => line !== '');
  const snippets = [...prose].flatMap(([slug, { en, zh, folder }]) => {
    shownOn(root, folder, zh); // the same as in English, and as true
    return shownOn(root, folder, en).map((snippet) => ({ ...snippet, slug }));
  });
  return {
    root,
    front,
    prose,
    chapters: { en: chaptersIn(front.en, folders, 'en'), zh: chaptersIn(front.zh, folders, 'zh') },
    terms: entriesIn(list),
    termsIntroduction: { en, zh },
    // A file leads to the first of its declarations that is shown.
    shown: new Map(
      [...snippets].reverse().flatMap(({ file, name, slug, anchor }) => [
        [file, `${slug}.html#${anchor}`],
        [`${file} ${name}`, `${slug}.html#${anchor}`],
      ]),
    ),
  };
}

function twins(root: string, folder: string): Prose {
  const read = (name: string) => {
    try {
      return readFileSync(join(root, folder, name), 'utf8');
    } catch {
      throw new Error(`${join(folder, name)} is missing: every page has a twin in the other language`);
    }
  };
  const [en, zh] = [read('README.md'), read('README.zh.md')];
  if (headingLevels(en).join() !== headingLevels(zh).join()) {
    throw new Error(`${join(folder, 'README.zh.md')} must have the headings of its twin`);
  }
  return { en, zh, folder };
}
