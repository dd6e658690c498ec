/** What is done to the words of the prose: formulas set, terms glossed, places of the article and the paper linked. */

import type { Token } from 'markdown-it';
import { speaker } from '../../lib/language.ts';
import { foreign } from './foreign.ts';
import { formulas, isDisplayed, withRoots } from './formula.ts';
import { glossed } from './gloss.ts';
import { escaped } from './html.ts';
import { placesLinked } from './provenance.ts';
import type { Place } from './prose.ts';

type Piece = string | { html: string };

/** Rewrites the texts among the tokens of a page. */
export function inlined(tokens: Token[], place: Place): void {
  let inQuote = false;
  tokens.forEach((token, i) => {
    if (token.type === 'blockquote_open') inQuote = true;
    if (token.type === 'blockquote_close') inQuote = false;
    if (token.type !== 'inline' || token.children === null) return;
    const isHeading = tokens[i - 1]?.type === 'heading_open';
    if (tokens[i - 1]?.type === 'paragraph_open' && isDisplayed(token.content))
      tokens[i - 1].attrSet('class', 'formula');
    inWords(token.children, place, inQuote ? 'provenance' : isHeading ? 'heading' : 'text');
  });
}

function inWords(tokens: Token[], place: Place, kind: 'provenance' | 'heading' | 'text'): void {
  let inLink = 0;
  tokens.forEach((token, i) => {
    if (token.type === 'em_open' && isLatin(tokens[i + 1]?.content)) token.attrSet('lang', 'en');
    if (token.type === 'link_open') inLink++;
    if (token.type === 'link_close') inLink--;
    if (token.type !== 'text' || token.content === '') return;
    const isAlone = tokens[i - 1]?.type.endsWith('_open') === true && tokens[i + 1]?.type.endsWith('_close') === true;
    const goesOn = /^(code_inline|\w+_close)$/.test(tokens[i - 1]?.type ?? '');
    const rules: ((text: string) => Piece[])[] = [(text) => [withNothing(text, place)]];
    if (kind === 'provenance') rules.push((text) => placesLinked(text, place.book, place.language));
    else rules.push((text) => formulas(text, place.language, place.inParts, goesOn));
    if (kind === 'text' && inLink === 0) rules.push((text) => glossed(text, place, isAlone));
    rules.push((text) => foreign(text, place.language));
    token.type = 'html_inline';
    token.meta = { text: token.content };
    token.content = setBy(token.content, rules);
  });
}

/** A text after one rule after the other; each leaves as text what it does not set. */
function setBy(text: string, rules: ((text: string) => Piece[])[]): string {
  const pieces = rules.reduce<Piece[]>(
    (pieces, rule) => pieces.flatMap((piece) => (typeof piece === 'string' ? rule(piece) : [piece])),
    [text],
  );
  return withRoots(pieces.map((piece) => (typeof piece === 'string' ? escaped(piece) : piece.html)).join(''));
}

/** A line that is changed into nothing: no code can be set of no signs. */
function withNothing(text: string, { language }: Place): string {
  return text.replace(/→ ``$/, speaker(language)('→ nothing', '→ 什么都没有'));
}

/** Latin words are stressed by italics, on a Chinese page as well. */
function isLatin(text = ''): boolean {
  return /[A-Za-z]/.test(text) && !/[\u3400-\u9fff]/.test(text);
}
