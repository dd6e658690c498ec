/** The chapters' Markdown as HTML: code with its lines' places, outputs or figures in their stead, formulas set. */

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import type { Language } from '../../lib/language.ts';
import { speaker } from '../../lib/language.ts';
import { declaration } from '../../scripts/quote.ts';
import { root } from './book-pages.ts';
import type { Coloured } from './code.ts';
import { escaped } from './escaped.ts';
import { anchorOf, linkTo } from './links.ts';
import { setProse } from './prose.ts';
import type { Term } from './terms.ts';

/** A heading of a page. */
export interface Heading {
  level: number;
  text: string;
  anchor: string;
}

/** A page of prose as HTML. */
export interface Woven {
  html: string;
  headings: Heading[];
  text: string; // what search looks through
  pictures: string[]; // files that the page shows, from the project's root
}

/** What stands in place of part N of a chapter's output, as HTML; undefined if its text does. */
export type FigureFor = (part: string) => string | undefined;

/**
 * Weaves a page. `from`: its file, from the project's root. Throws Error of one line for a link that leads nowhere,
 * and for code that differs from the source.
 */
export function woven(
  markdown: string,
  from: string,
  language: Language,
  coloured: Coloured,
  terms: Term[],
  figureFor: FigureFor,
): Woven {
  const headings: Heading[] = [];
  const pictures: string[] = [];
  const markdownIt = new MarkdownIt({ html: true, typographer: false });
  setProse(markdownIt, terms);
  const rules = markdownIt.renderer.rules;
  let marker = ''; // of the comment before a fence
  rules.html_block = (tokens, at) => {
    const comment = /^<!-- (.*) -->/.exec(tokens[at].content)?.[1];
    if (comment === undefined) return tokens[at].content;
    marker = comment;
    return '';
  };
  rules.fence = (tokens, at) => {
    const [{ content, info }, came] = [tokens[at], marker];
    marker = '';
    return block(content, info.trim(), came, { from, language, coloured, figureFor });
  };
  rules.heading_open = (tokens, at) => {
    const level = Number(tokens[at].tag.slice(1));
    const text = (tokens[at + 1].content ?? '').replace(/[`*]/g, '');
    const anchor = anchorOf(text);
    headings.push({ level, text, anchor });
    return `<${tokens[at].tag} id="${anchor}">`;
  };
  rules.link_open = (tokens, at) => {
    const target = linkTo(String(tokens[at].attrGet('href')), from);
    return target === undefined ? '<span class="source-only">' : `<a href="${escaped(target)}">`;
  };
  // A link that became a span must end as one.
  markdownIt.core.ruler.push('ends', (state) => {
    for (const { children } of state.tokens) {
      const open: boolean[] = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') open.push(linkTo(String(token.attrGet('href')), from) === undefined);
        if (token.type === 'link_close' && open.pop()) token.tag = 'span';
      }
    }
  });
  rules.image = (tokens, at) => {
    const file = posix.join(posix.dirname(from), String(tokens[at].attrGet('src')));
    pictures.push(file);
    return `<img src="../pictures/${file.replaceAll('/', '-')}" alt="${escaped(tokens[at].content)}">`;
  };
  let tables = 0;
  rules.table_open = () => {
    const label = speaker(language)(`table ${++tables}`, `表 ${tables}`); // landmarks need names of their own
    return `<div class="wide" tabindex="0" role="region" aria-label="${label}"><table>`;
  };
  rules.table_close = () => '</table></div>';
  const html = markdownIt.render(markdown);
  return { html, headings, text: textOf(markdown), pictures };
}

/** What a fence is set with. */
interface Setting {
  from: string;
  language: Language;
  coloured: Coloured;
  figureFor: FigureFor;
}

function block(
  content: string,
  info: string,
  marker: string,
  { from, language, coloured, figureFor }: Setting,
): string {
  const code = /^code (\S+) (.+)$/.exec(marker);
  const body = content.replace(/\n$/, '');
  if (code) {
    const file = posix.join(posix.dirname(from), code[1]);
    const lines = placesOf(body, file, code[2].split(' '), from);
    const first = lines.find((line) => line !== undefined) ?? file;
    return `<figure class="code" id="${first}">${coloured(body, info, lines)}<figcaption>${first}</figcaption></figure>`;
  }
  const part = /^output (\d+)$/.exec(marker)?.[1];
  const output = `<pre class="output" tabindex="0"><code>${escaped(body)}</code></pre>`;
  if (part === undefined) return info === 'text' || info === '' ? output : coloured(body, info, []);
  const figure = figureFor(part);
  if (figure === undefined) return output;
  const summary = speaker(language)('the same in the terminal', '终端里打印的同样内容');
  return `${figure}<details class="printed"><summary>${summary}</summary>${output}</details>`;
}

/** Where each line of a quoted block stands in its file; nothing for the line between two declarations. */
function placesOf(body: string, file: string, names: string[], from: string): (string | undefined)[] {
  const source = readFileSync(join(root, file), 'utf8');
  const declarations = names.map((name) => declaration(source, name, file));
  if (declarations.join('\n\n') !== body) throw new Error(`${from}: ${names.join(' ')} is not as ${file} has it`);
  return declarations.flatMap((text, k) => {
    const first = source.slice(0, source.indexOf(text)).split('\n').length;
    const places = text.split('\n').map((_, line) => `${file}:${first + line}`);
    return k === 0 ? places : [undefined, ...places];
  });
}

/** The prose without its blocks and signs. */
function textOf(markdown: string): string {
  return markdown
    .replace(/^(`{3,})[\s\S]*?^\1$/gm, ' ')
    .replace(/<!--.*?-->/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/[#*`|[\]>]/g, ' ')
    .replace(/\s+/g, ' ');
}
