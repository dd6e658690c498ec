/** The terms of chapters/terms.md, and their first use on a page, where the other language's term is told. */

import type { Language } from '../../lib/language.ts';

/** A row of the list: one term or several that belong together. */
export interface Entry {
  anchor: string;
  en: string;
  zh: string;
  chapters: number[];
}

/** One term, in both languages, and the row it stands in. */
export interface Term {
  entry: Entry;
  en: string;
  zh: string;
}

/** The rows of the list. Throws Error for a row that lacks something, or that names what is named before. */
export function entriesIn(list: string): Entry[] {
  const rows = [...list.matchAll(/^\| (.*?) *\| (.*?) *\| (.*?) *\|$/gm)].slice(1);
  const entries = rows.map(([row, en, zh, chapters]) => {
    const numbers = chapters.split(', ').map(Number);
    if (!en || !zh || numbers.some((number) => !(number > 0)))
      throw new Error(`terms.md: a term without entry: ${row}`);
    return { anchor: anchorOf(en), en, zh, chapters: numbers };
  });
  const twice = entries.find(({ anchor }, i) => entries.findIndex((entry) => entry.anchor === anchor) < i);
  if (twice) throw new Error(`terms.md: ${twice.en} has two entries`);
  return entries;
}

/**
 * The single terms of the rows, the longest first: «query, key, value» are three. A row whose two sides are not as many
 * is one term, known by the first name of each side.
 */
export function termsOf(entries: Entry[], language: Language): Term[] {
  const terms = entries.flatMap((entry) => {
    const [en, zh] = [plain(entry.en).split(', '), plain(entry.zh).split('、')];
    if (en.length !== zh.length) return [{ entry, en: en[0], zh: zh[0] }];
    return en.map((en, i) => ({ entry, en, zh: zh[i] }));
  });
  return terms.sort((a, b) => b[language].length - a[language].length);
}

/** Without what a row says in brackets. */
function plain(names: string): string {
  return names
    .replaceAll(/ ?[(（].*?[)）] ?/g, '')
    .replace(/^to /, '')
    .trim();
}

function anchorOf(en: string): string {
  const [first] = plain(en).split(', ');
  const named = first || en;
  return (named === 'kernel' || named === 'weight' || named === 'control' ? en : named)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
