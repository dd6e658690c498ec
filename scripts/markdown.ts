/** What the prose promises: its headings, its fenced blocks, and its tables of things to break. */

/** A fenced block, and the comment before it that says where its text comes from. */
export interface Fence {
  marker: string; //   `code softmax.ts softmax`, `output 3`, or '' when the block is written by hand
  language: string; // ts, sh, text …
  body: string;
}

const FENCE = /(?:<!-- (.+?) -->\n)?^(`{3,})(\w*)\n([\s\S]*?)^\2$/gm;

/** The fenced blocks of a page, in order. */
export function fences(page: string): Fence[] {
  return [...page.matchAll(FENCE)].map(([, marker = '', , language, body]) => ({
    marker,
    language,
    body,
  }));
}

/** The page with each marked block replaced by what `fill` says, which returns undefined to leave it. */
export function refill(page: string, fill: (fence: Fence) => string | undefined): string {
  return page.replace(FENCE, (whole, marker = '', ticks, language, body) => {
    const filled = fill({ marker, language, body });
    if (filled === undefined) return whole;
    return `<!-- ${marker} -->\n${ticks}${language}\n${filled}\n${ticks}`;
  });
}

/** The page without its fenced blocks. */
export function proseOf(page: string): string {
  return page.replace(FENCE, '');
}

/** The levels of the headings, in order: 1 for #, 2 for ##. */
export function headingLevels(page: string): number[] {
  return [...proseOf(page).matchAll(/^(#+) /gm)].map(([, signs]) => signs.length);
}

/** One row of a *Break it* table. */
export interface Break {
  file: string;
  from: string;
  to: string;
  sections: string[]; // of the chapter's test, those that must fail
}

/** The rows `| file.ts | `from` → `to` | by hand, refuses | … |` of a page; \| stands for | inside them. */
export function breaks(page: string): Break[] {
  const row = /^\| `?([\w.-]+\.ts)`? *\| `(.+?)` → `(.*?)` *\| (.+?) *\|/gm;
  const plain = (cell = '') => cell.replaceAll('\\|', '|');
  return [...page.matchAll(row)].map(([, file, from, to, sections]) => ({
    file,
    from: plain(from),
    to: plain(to),
    sections: sections.split(/[,、] */).map((section) => section.replaceAll('`', '').trim()),
  }));
}
