/** The line below a chapter's title says where article and paper speak of it, and leads to both indices. */

import { ARTICLE } from './article.ts';
import { anchorOf, citedIn } from './paper.ts';
import type { Book } from './book.ts';
import type { Language } from '../../lib/language.ts';

const PLACES = /(「.+?」|§[\d.]*\d|(?:eq\.|table|figure|式|表|图) ?\d)/gi;

/** A text of that line, in pieces: known places are links. Places of other papers than the Transformer's are none. */
export function placesLinked(text: string, book: Book, language: Language): (string | { html: string })[] {
  const known = new Set(citedIn(book.front[language]).map(({ place }) => anchorOf(place)));
  const isTheirs = /et al\.|等|Papers/.test(text) && !/(?:Paper: |论文：)§/.test(text);
  return text
    .split(PLACES)
    .map((piece) => {
      const heading = ARTICLE.find((heading) => piece === `「${heading}」`);
      if (heading !== undefined) {
        return { html: `「<a href="article.html#${heading}" lang="zh-Hant">${heading}</a>」` };
      }
      const anchor = anchorOf(piece.toLowerCase().replace(/^(式|表|图)(\d)/, '$1 $2'));
      return !isTheirs && known.has(anchor) ? { html: `<a href="paper.html#${anchor}">${piece}</a>` } : piece;
    })
    .filter((piece) => piece !== '');
}
