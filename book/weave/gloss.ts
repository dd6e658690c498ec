/** The first use of a term on a page tells what it is called in the other language, and leads to the list of terms. */

import type { Language } from '../../lib/language.ts';
import { escaped } from './html.ts';
import type { Term } from './terms.ts';

/** Where a page stands with its terms: those of its chapter and of the chapters before, and those used so far. */
export interface Glosses {
  language: Language;
  terms: Term[];
  used: Set<string>;
}

/** A text of the prose, in pieces: a first use is HTML. isAlone: does the text stand in emphasis by itself? */
export function glossed(text: string, glosses: Glosses, isAlone: boolean): (string | { html: string })[] {
  const { language, terms, used } = glosses;
  let first: { at: number; length: number; term: Term } | undefined;
  for (const term of terms) {
    if (used.has(term.en)) continue;
    const found = findIn(text, term[language], language, isAlone);
    if (found && (first === undefined || found.at < first.at)) first = { ...found, term };
  }
  if (first === undefined) return [text];
  const { at, length, term } = first;
  used.add(term.en);
  const html = marked(text.slice(at, at + length), term, language);
  return [text.slice(0, at), { html }, ...glossed(text.slice(at + length), glosses, false)].filter(
    (piece) => piece !== '',
  );
}

/** Where a term stands in a text. A Chinese term of one sign is part of many words: it counts only by itself. */
function findIn(text: string, term: string, language: Language, isAlone: boolean) {
  if (language === 'zh' && !/^\w/.test(term)) {
    const at = term.length > 1 ? text.indexOf(term) : isAlone && text === term ? 0 : -1;
    return at < 0 ? undefined : { at, length: term.length };
  }
  const pattern = new RegExp(`(?<![\\w-])${term.replaceAll(/[()+]/g, '\\$&')}(?:s|es)?(?![\\w-])`, 'i');
  const match = pattern.exec(text);
  return match ? { at: match.index, length: match[0].length } : undefined;
}

function marked(text: string, { entry, ...term }: Term, language: Language): string {
  const other = language === 'en' ? term.zh : term.en;
  if (other.toLowerCase() === text.toLowerCase()) return escaped(text);
  return `<a class="term" href="terms.html#${entry.anchor}" data-gloss="${escaped(other)}">${escaped(text)}</a>`;
}
