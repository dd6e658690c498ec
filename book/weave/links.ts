/** Links of the prose, from where the files lie to where the pages lie. */

import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { chapters, root } from './book-pages.ts';

/** Where a link leads in the book; undefined if only who has the source can follow it. Throws Error if nowhere. */
export function linkTo(target: string, from: string): string | undefined {
  if (/^https?:/.test(target)) return target;
  const [path, place = ''] = decodeURIComponent(target).split('#');
  const file = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path));
  if (!existsSync(join(root, file))) throw new Error(`${from}: a link leads to ${target}, and there is nothing`);
  const anchor = place === '' ? '' : `#${place}`;
  if (file === 'chapters/terms.md') return 'terms.html';
  // The front page's commands are for who has the source; of the book it is the contents.
  if (/^README(\.zh)?\.md$/.test(file)) return place === '' ? 'index.html' : undefined;
  const chapter = chapters.find((name) => file.startsWith(`chapters/${name}/`));
  if (chapter !== undefined && /README(\.zh)?\.md$/.test(file)) return `${chapter}.html${anchor}`;
  // A function that stands on its chapter's page; the line is looked for when the page is there.
  if (chapter !== undefined && /^L\d+$/.test(place)) return `${chapter}.html#${file}:${place.slice(1)}`;
  return undefined;
}

/** The anchor of a heading, as a forge makes it: the way back → the-way-back. */
export function anchorOf(heading: string): string {
  const words = heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '');
  return words.trim().replaceAll(' ', '-');
}
