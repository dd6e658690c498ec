/** Code in colours, a span a line: an ES module of shiki with the four languages of the prose, run at build time. */

import { createCssVariablesTheme, createHighlighterCoreSync } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import python from 'shiki/langs/python.mjs';
import shell from 'shiki/langs/shellscript.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import { escaped } from './html.ts';
import { partOf } from './parts.ts';

const theme = createCssVariablesTheme({ name: 'book', variablePrefix: '--' });
const highlighter = createHighlighterCoreSync({
  themes: [theme],
  langs: [typescript, shell, python],
  engine: createJavaScriptRegexEngine(),
});

const GRAMMARS: Record<string, string> = { ts: 'typescript', sh: 'shellscript', python: 'python' };

/** The lines of some code as HTML. inParts: are Q, K, V, A and Y query, key, value, share and result here? */
export function coloured(code: string, language: string, inParts: boolean): string[] {
  const grammar = GRAMMARS[language];
  if (grammar === undefined) return code.split('\n').map(escaped);
  const lines = highlighter.codeToTokensBase(code, { lang: grammar, theme: 'book' });
  return lines.map((tokens) =>
    tokens.map(({ content, color }) => piece(content, classOf(color, content), inParts && language === 'ts')).join(''),
  );
}

/**
 * var(--token-keyword) is of the class keyword. Names have the colour of the text: colour is kept for the five parts of
 * an attention, so code has little of its own.
 */
function classOf(color = '', content: string): string | undefined {
  const kind = /--token-([\w-]+)/.exec(color)?.[1];
  const isLiteral = /^\s*(-?[\d.]|true|false|null|undefined|Infinity)/.test(content);
  if (kind === undefined || /^(function|parameter|link)$/.test(kind) || (kind === 'constant' && !isLiteral))
    return undefined;
  if (kind === 'keyword' && !/[a-z]/.test(content)) return 'punctuation'; // an operator
  return kind.startsWith('string') ? 'string' : kind;
}

function piece(content: string, kind: string | undefined, inParts: boolean): string {
  const html =
    inParts && kind !== 'comment'
      ? content
          .split(/(\b\w+\b)/)
          .map(named)
          .join('')
      : escaped(content);
  return kind === undefined || content.trim() === '' ? html : `<span class="${kind}">${html}</span>`;
}

function named(word: string): string {
  const part = partOf(word);
  return part === undefined ? escaped(word) : `<span class="${part}">${word}</span>`;
}
