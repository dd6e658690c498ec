/** Where the declarations that the prose quotes stand in the source. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fences } from '../../scripts/markdown.ts';
import { declaration } from '../../scripts/quote.ts';

/** A declaration that a page shows: its file from the root, its name, its text, its first line. */
export interface Snippet {
  file: string;
  name: string;
  text: string;
  line: number;
}

/** What `code attention.ts attention` beside a page stands for. Throws Error if nothing is called so. */
export function snippetsOf(root: string, folder: string, marker: string): Snippet[] {
  const [, name, declarations] = /^code (\S+) (.+)$/.exec(marker) ?? [];
  const file = join(folder, name);
  const source = readFileSync(join(root, file), 'utf8');
  return declarations.split(' ').map((name) => {
    const text = declaration(source, name, file);
    const before = source.slice(0, source.indexOf(`\n${text}\n`) + 1);
    return { file, name, text, line: before.split('\n').length };
  });
}

/**
 * All snippets of a page, each with the name it has as a place on that page.
 * Throws Error where the page does not show what the source says.
 */
export function shownOn(root: string, folder: string, page: string): (Snippet & { anchor: string })[] {
  return fences(page)
    .filter(({ marker }) => marker.startsWith('code '))
    .flatMap(({ marker, body }) => {
      const snippets = snippetsOf(root, folder, marker);
      if (snippets.map(({ text }) => text).join('\n\n') === body.trimEnd()) return snippets;
      throw new Error(`${folder}: «${marker}» is not what the source says; npm run quote -- --code`);
    })
    .map((snippet) => ({ ...snippet, anchor: anchorOf(snippet) }));
}

/** The place of a snippet on its page: attention.ts:attention. */
export function anchorOf({ file, name }: Snippet): string {
  return `${file.split('/').at(-1)}:${name}`;
}
