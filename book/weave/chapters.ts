/** The chapters of the book, in order, as the front page's table «The chapters» names them. */

import type { Language } from '../../lib/language.ts';

/** A row of the table. place and finding are Markdown. */
export interface Chapter {
  slug: string; //    04-attention
  number: string; //  4
  title: string; //   Attention
  place: string; //   where the article speaks of it
  finding: string; // what the reader sees there
}

const ROW = /^\| (.+?) \| \[(\d+) · (.+?)\]\(chapters\/([\w-]+)\/README(?:\.zh)?\.md\) \| (.+?) \|/gm;

/** The chapters that a front page lists. Throws Error if one of the folders is missing there. */
export function chaptersIn(front: string, folders: string[], language: Language): Chapter[] {
  const chapters = [...front.matchAll(ROW)].map(([, place, number, title, slug, finding]) => ({
    slug,
    number,
    title,
    place,
    finding,
  }));
  const missing = folders.find((folder, i) => chapters[i]?.slug !== folder);
  if (missing !== undefined) throw new Error(`the ${language} front page must list chapters/${missing} in its place`);
  return chapters;
}
