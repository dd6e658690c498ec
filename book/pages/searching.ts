/** The entry of search.en.js and search.zh.js, loaded when a reader searches: the index, and what asks it. */

import index from 'index-of-the-book';
import MiniSearch from 'minisearch';
import { indexing, tokensAsked } from './indexing.ts';
import type { Found } from './search.ts';

const book = MiniSearch.loadJSON(index, indexing);

/** Results shown of one question. */
const MOST = 12;

/** The sections that hold every word of the question, the best first. */
window.searchTheBook = (question) =>
  book
    .search(question)
    .slice(0, MOST)
    .map(({ address, page, title, text }): Found => ({ address, page, title, excerpt: around(text, question) }));

/** Some words of a text around the first one asked for. */
function around(text: string, question: string): string {
  const low = text.toLowerCase();
  const places = tokensAsked(question)
    .map((word) => low.indexOf(word.toLowerCase()))
    .filter((at) => at >= 0);
  const at = Math.max(0, Math.min(...places, text.length) - 40);
  const begin = at === 0 || places.length === 0 ? 0 : Math.max(0, text.lastIndexOf(' ', at) + 1, at - 20);
  return `${begin > 0 ? '… ' : ''}${text.slice(begin, begin + 150)}${begin + 150 < text.length ? ' …' : ''}`;
}
