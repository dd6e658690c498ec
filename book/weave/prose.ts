/** Markdown of the project as HTML of the book. */

import MarkdownIt, { type MarkdownIt as Setter, type Token } from 'markdown-it';
import type { Language } from '../../lib/language.ts';
import { speaker } from '../../lib/language.ts';
import { anchorsOf } from './anchors.ts';
import { block, chart } from './blocks.ts';
import type { Book } from './book.ts';
import type { FigureFor } from './figures.ts';
import { escaped, scrolling } from './html.ts';
import { inlined } from './inline.ts';
import { targetOf } from './links.ts';
import { chaptersOfAttention } from './parts.ts';
import { termsOf, type Term } from './terms.ts';

/** Where a piece of prose is set, and what is known there. */
export interface Place {
  book: Book;
  language: Language;
  folder: string; //            where its links start from
  slug: string | undefined; //  of its chapter
  inParts: boolean; //          are Q, K, V, A and Y query, key, value, share and result here?
  terms: Term[]; //             that may be glossed
  used: Set<string>; //         that were
  charts: Set<string>; //       that must be copied beside the page
  figureFor: FigureFor;
}

/** A heading of a page, its text as HTML. */
export interface Heading {
  level: number;
  anchor: string;
  html: string;
  text: string;
}

/** A page's prose, set. */
export interface Woven {
  html: string;
  headings: Heading[];
  texts: string[]; // of each heading's section, without code, for the search
}

/** The place of a chapter, or of the front page where there is none. */
export function placeOf(book: Book, language: Language, slug: string | undefined, figureFor: FigureFor): Place {
  const number = Number(slug?.slice(0, 2) ?? 0);
  return {
    book,
    language,
    folder: slug === undefined ? '' : `chapters/${slug}`,
    slug,
    inParts: slug !== undefined && chaptersOfAttention.includes(slug),
    terms: termsOf(book.terms, language).filter(({ entry }) => Math.min(...entry.chapters) <= number),
    used: new Set(),
    charts: new Set(),
    figureFor,
  };
}

/** A page's Markdown, set. english: its English twin, which names the places of the headings. */
export function woven(page: string, english: string, place: Place): Woven {
  const markdown = setter(place);
  const tokens = withMarkers(markdown.parse(page, {}), place);
  const anchors = anchorsOf(english);
  const headings: Heading[] = [];
  const texts: string[] = [];
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') {
      const anchor = anchors[headings.length];
      token.attrSet('id', anchor);
      const html = markdown.renderer.render([tokens[i + 1]], markdown.options, {});
      headings.push({ level: Number(token.tag.slice(1)), anchor, html, text: textOf(tokens[i + 1]) });
      texts.push('');
    } else if (token.type === 'inline' && tokens[i - 1].type !== 'heading_open' && texts.length > 0) {
      texts[texts.length - 1] += `${textOf(token)} `;
    }
  });
  return { html: markdown.renderer.render(tokens, markdown.options, {}), headings, texts };
}

/** One line of Markdown, set: a cell of a table. */
export function wovenLine(line: string, place: Place): string {
  return setter(place).renderInline(line);
}

function setter(place: Place): Setter {
  const markdown = new MarkdownIt({ html: true });
  const { rules } = markdown.renderer;
  const say = speaker(place.language);
  markdown.core.ruler.push('inlined', ({ tokens }) => inlined(tokens, place));
  rules.fence = (tokens, i) => block(String(tokens[i].meta?.marker ?? ''), tokens[i].info, tokens[i].content, place);
  rules.table_open = () =>
    `<div class="scroll" tabindex="0" role="group" aria-label="${say('table', '表格')}"><table>\n`;
  rules.table_close = () => '</table></div>\n';
  rules.image = (tokens, i) => chart(String(tokens[i].attrGet('src')), tokens[i].content, place);
  rules.link_open = (tokens, i) => {
    const target = targetOf(
      String(tokens[i].attrGet('href')),
      wordsOf(tokens[i + 1]),
      place.folder,
      place.language,
      place.book,
    );
    tokens[i].meta = { ...target };
    return 'href' in target ? `<a href="${escaped(target.href)}">` : '';
  };
  rules.link_close = (tokens, i) => {
    const { meta } = tokens.slice(0, i).findLast(({ type }) => type === 'link_open') as Token;
    return meta?.file === undefined ? '</a>' : ` <code class="path">${escaped(String(meta.file))}</code>`;
  };
  return markdown;
}

/**
 * Each marker goes to the block that it stands before. A drawing of a figure is left out with its marker: here the
 * figure itself stands on the page. Throws Error for other HTML, which a typing error may be.
 */
function withMarkers(all: Token[], place: Place): Token[] {
  const drawings = all.flatMap((token, i) => (isDrawing(token, all[i + 2]) ? [i] : []));
  const tokens = all.filter((_, i) => !drawings.some((at) => at <= i && i <= at + 3));
  tokens.forEach((token, i) => {
    if (token.type !== 'html_block') return;
    const marker = /^<!-- (.+?) -->\s*$/.exec(token.content)?.[1];
    if (marker === undefined || tokens[i + 1]?.type !== 'fence') {
      throw new Error(`${place.folder}, ${place.language}: a marker without its block: ${token.content.trim()}`);
    }
    tokens[i + 1].meta = { marker };
  });
  const charts = (token: Token, i: number) =>
    /^paragraph/.test(token.type) && [tokens[i - 1], tokens[i + 1]].some((near) => isChart(near));
  return tokens.filter((token, i) => token.type !== 'html_block' && !charts(token, i));
}

/** <!-- picture 3 -->, and in the paragraph after it the image alone? */
function isDrawing(marker: Token, inline: Token | undefined): boolean {
  return marker.type === 'html_block' && marker.content.startsWith('<!-- picture ') && isChart(inline);
}

function isChart(token: Token | undefined): boolean {
  return token?.children?.length === 1 && token.children[0].type === 'image';
}

function textOf({ children }: Token): string {
  return (children ?? []).map((token) => (token.type === 'softbreak' ? ' ' : wordsOf(token))).join('');
}

/** The words of a token as they were written. */
function wordsOf(token: Token | undefined): string {
  return String(token?.meta?.text ?? token?.content ?? '');
}

/** A table whose rows are set already. */
export function table(head: string[], rows: string[][], label: string): string {
  const cells = (tag: string, row: string[]) => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return scrolling(`<table><thead><tr>${cells('th', head)}</tr></thead><tbody>${body}</tbody></table>`, label);
}
