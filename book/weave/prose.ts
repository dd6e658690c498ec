/** What is set within running prose: names of the mathematics, and each term where it is first used. */

import type MarkdownIt from 'markdown-it';
import { escaped } from './escaped.ts';
import type { Term } from './terms.ts';

/** d_k, W_Q, head_i, W_i^Q, W^O: a letter or a word with an index below or above it. */
const NAME = /(?<![\p{L}\p{N}_/.])([A-Za-z]+)(?:_([A-Za-z0-9]+))?(?:\^([A-Z][a-z]*))?(?![\p{L}\p{N}_(]*\.ts)/gu;

/** Sets names and terms in everything but code and headings. Each term is glossed once a page. */
export function setProse(markdownIt: InstanceType<typeof MarkdownIt>, terms: Term[]): void {
  const left = new Set(terms);
  markdownIt.core.ruler.push('prose', (state) => {
    for (const [at, { type, children }] of state.tokens.entries()) {
      if (type !== 'inline' || children === null) continue;
      const isHeading = state.tokens[at - 1]?.type === 'heading_open';
      let links = 0;
      for (const token of children) {
        if (token.type === 'link_open') links++;
        if (token.type === 'link_close') links--;
        if (token.type !== 'text') continue;
        token.type = 'html_inline';
        const glossed = isHeading || links > 0 ? [] : left;
        token.content = withTerms(token.content, glossed, (text) => withNames(escaped(text)));
      }
    }
  });
}

/** Names with indices in italics, the index below or above. */
function withNames(html: string): string {
  return html.replace(NAME, (whole, letter: string, below?: string, above?: string) => {
    if (below === undefined && above === undefined) return whole;
    const sub = below === undefined ? '' : `<sub>${below}</sub>`;
    const sup = above === undefined ? '' : `<sup>${above}</sup>`;
    return `<span class="math">${letter}${sub}${sup}</span>`;
  });
}

/** The text as HTML; the first use of a term that is left becomes a link to it, and shows its other language. */
function withTerms(text: string, left: Iterable<Term>, set: (text: string) => string): string {
  let first: { term: Term; at: number; word: string } | undefined;
  for (const term of left) {
    const found = term.pattern.exec(text);
    if (found && (first === undefined || found.index < first.at)) first = { term, at: found.index, word: found[0] };
  }
  if (first === undefined) return set(text);
  const { term, at, word } = first;
  (left as Set<Term>).delete(term);
  const link = `<a class="term" href="terms.html#${term.anchor}" title="${escaped(term.gloss)}">${set(word)}</a>`;
  return set(text.slice(0, at)) + link + withTerms(text.slice(at + word.length), left, set);
}
