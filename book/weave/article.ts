/** The index by the article: each of its headings, and the chapters that take it up. */

import type { Chapter } from './chapters.ts';

/** The article's headings in its order. */
export const ARTICLE = ['緣起', '總體把握', '核心內容', '背景知識', '計算過程', '啓發收穫'];

/** The headings that a text names: 「核心內容」. */
export function headingsIn(text: string): string[] {
  return ARTICLE.filter((heading) => text.includes(`「${heading}」`));
}

/** The chapters by heading, and at the end, under undefined, those beyond the article. */
export function byArticle(chapters: Chapter[]): [heading: string | undefined, chapters: Chapter[]][] {
  const named = ARTICLE.map((heading): [string, Chapter[]] => [
    heading,
    chapters.filter(({ place }) => headingsIn(place).includes(heading)),
  ]);
  const beyond = chapters.filter(({ place }) => headingsIn(place).length === 0);
  const empty = named.find(([, chapters]) => chapters.length === 0);
  if (empty) throw new Error(`no chapter takes up the article's 「${empty[0]}」`);
  return [...named, [undefined, beyond]];
}
