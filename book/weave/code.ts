/** Code in colours, each line with its place in the source. */

import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

/** Sets code in colours: HTML of one <pre>. `from`: where its lines stand, or nothing for lines that stand nowhere. */
export type Coloured = (code: string, language: string, lines: (string | undefined)[]) => string;

const LIGHT = 'github-light-high-contrast';
const DARK = 'github-dark-high-contrast';

/** The highlighter, once for all pages. Both themes are written into the page as custom properties. */
export async function coloured(): Promise<Coloured> {
  const highlighter = await createHighlighterCore({
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/shellscript.mjs'),
      import('shiki/langs/python.mjs'),
    ],
    engine: createJavaScriptRegexEngine(),
  });
  return (code, language, lines) => inColours(highlighter, code, language, lines);
}

const LANGUAGES: Record<string, string> = { ts: 'typescript', sh: 'shellscript', python: 'python' };

function inColours(
  highlighter: HighlighterCore,
  code: string,
  language: string,
  lines: (string | undefined)[],
): string {
  return highlighter.codeToHtml(code, {
    lang: LANGUAGES[language] ?? 'text',
    themes: { light: LIGHT, dark: DARK },
    defaultColor: false,
    colorReplacements: { [LIGHT]: { '#66707b': '#59626c' } }, // comments too pale for our paper
    transformers: [
      {
        pre(node) {
          node.properties.tabindex = '0';
          delete node.properties.style; // paper and ink are the page's own
        },
        line(node, number) {
          const place = lines[number - 1];
          if (place !== undefined) node.properties['data-line'] = place;
        },
      },
    ],
  });
}
