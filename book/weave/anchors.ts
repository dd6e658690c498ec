/**
 * The names of headings in addresses. A page and its twin have the same headings in the same order, so both take the
 * English names: then an address keeps its place when the language changes.
 */

import { proseOf } from '../../scripts/markdown.ts';

/** The texts of a page's headings, in order. */
export function headingsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, text]) => text);
}

/** A name for each heading, in order: the-way-back; a name that comes again gets a number. */
export function anchorsOf(english: string): string[] {
  const taken = new Map<string, number>();
  return headingsOf(english).map((heading) => {
    const words = heading.toLowerCase().match(/[a-z0-9_]+/g) ?? ['part'];
    const name = words.join('-');
    const times = taken.get(name) ?? 0;
    taken.set(name, times + 1);
    return times === 0 ? name : `${name}-${times + 1}`;
  });
}

/** The anchor for a fragment as the prose writes it, #the-way-back or #回程; undefined if no heading is called so. */
export function anchorFor(fragment: string, page: string, english: string): string | undefined {
  const wanted = decodeURIComponent(fragment);
  const at = headingsOf(page).findIndex((heading) => fragmentOf(heading) === wanted);
  return at < 0 ? undefined : anchorsOf(english)[at];
}

/** The part of a page below one of its headings, which is named in English whatever the page's language. */
export function sectionOf(page: string, english: string, heading: string): string {
  const at = headingsOf(english).indexOf(heading);
  if (at < 0) throw new Error(`no heading «${heading}»`);
  const begin = page.indexOf(`## ${headingsOf(page)[at]}\n`);
  const end = page.indexOf('\n## ', begin + 1);
  return page.slice(begin, end < 0 ? undefined : end).trim();
}

/** How a heading is called in links between Markdown files: small letters, hyphens, no punctuation. */
function fragmentOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
