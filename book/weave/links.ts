/** Links of the prose, which lead from file to file, as links from page to page. */

import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Language } from '../../lib/language.ts';
import { anchorFor } from './anchors.ts';
import type { Book } from './book.ts';

/** Where a link leads: to a place in the book or outside, or only to a file of the project, which is named. */
export type Target = { href: string } | { file: string };

/**
 * The target of a link in a page of that folder; text: the words of the link, which may name a declaration.
 * Throws Error for a link that leads nowhere.
 */
export function targetOf(link: string, text: string, folder: string, language: Language, book: Book): Target {
  if (/^https?:/.test(link)) return { href: link };
  const [path, fragment = ''] = link.split('#');
  const file = normalize(join(folder, path)).replace(/\/$/, '');
  const page = /^(?:chapters\/([\w-]+)\/)?README(?:\.zh)?\.md$/.exec(file);
  if (page) return { href: pageAt(page[1], fragment, link, folder, language, book) };
  if (file === 'chapters/terms.md') return { href: 'terms.html' };
  if (!existsSync(join(book.root, file))) throw dead(link, folder);
  const place = book.shown.get(`${file} ${text}`) ?? book.shown.get(file);
  if (place !== undefined) return { href: place };
  const line = /^L(\d+)$/.exec(fragment)?.[1];
  return { file: line === undefined ? file : `${file}:${line}` };
}

function pageAt(
  slug: string | undefined,
  fragment: string,
  link: string,
  folder: string,
  language: Language,
  book: Book,
): string {
  const prose = slug === undefined ? book.front : book.prose.get(slug);
  if (prose === undefined) throw dead(link, folder);
  const name = slug === undefined ? 'index.html' : `${slug}.html`;
  if (fragment === '') return name;
  const anchor = anchorFor(fragment, prose[language], prose.en);
  if (anchor === undefined) throw dead(link, folder);
  return `${name}#${anchor}`;
}

function dead(link: string, folder: string): Error {
  return new Error(`${folder || 'the front page'}: the link ${link} leads nowhere`);
}
