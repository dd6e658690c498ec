/** How drawings of figures look: the book's colours, for a light page and a dark one. */

import { readFileSync } from 'node:fs';

/** How the brackets of a matrix are dashed, for those who see no colours; other roles' are drawn through. */
const DASHES = { key: '7 3', value: '2 2.5', share: '12 2', gradient: '4 2 1 2' };

const colours = coloursOf(readFileSync(new URL('../../book/pages/colours.css', import.meta.url), 'utf8'));

/** What a colour of the book is in a theme. Throws Error for one that the book does not have. */
function colour(name: string, theme: 'light' | 'dark'): string {
  const found = colours.get(name);
  if (found === undefined) throw new Error(`book/pages/colours.css has no --${name}`);
  return found[theme];
}

/** The rules for a drawing, beside those of lib/svg.ts. Throws Error as `colour`. */
export function style(): string {
  const inTheme = (theme: 'light' | 'dark') => {
    const inside = (name: string) => colour(name, theme);
    const roles = ['query', 'key', 'value', 'share', 'result'].map((role) => `.${role} { color: ${inside(role)} }`);
    return [
      `.input { color: ${inside('ink')} } .gradient { color: ${inside('muted-ink')} } ${roles.join(' ')}`,
      `.note { fill: ${inside('muted-ink')} }`,
      `.opened { stroke: ${inside('accent')} } .read, .walk { stroke: ${inside('accent')} } .walker { fill: ${inside('accent')} }`,
    ].join('\n');
  };
  return [
    '.caption { font-size: 14px; font-weight: 600 }',
    '.entry { font-size: 14px; font-variant-numeric: tabular-nums }',
    '.called { font-size: 15px; font-weight: 700; fill: currentColor }',
    '.index { font-size: .75em }',
    '.code { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; white-space: pre }',
    '.bracket { fill: none; stroke: currentColor; stroke-width: 2 } .result .bracket { stroke-width: 3.5 }',
    ...Object.entries(DASHES).map(([role, dashes]) => `.${role} .bracket { stroke-dasharray: ${dashes} }`),
    '.heat { fill: currentColor } .look { stroke: currentColor; opacity: .75 }',
    '.opened { fill: none; stroke-width: 2 } .read { stroke-width: 2.5 }',
    '.curve { fill: none; stroke: currentColor; stroke-width: 2.25 } .second { stroke-dasharray: 8 4 } .third { stroke-dasharray: 2 3 }',
    '.walk { fill: none; stroke-width: 1.5; stroke-dasharray: 4 4 }',
    inTheme('light'),
    `@media (prefers-color-scheme: dark) {\n${inTheme('dark')}\n}`,
  ].join('\n');
}

/** The rules for boxes and lines of a graph, which other drawings do without. */
export function graphStyle(): string {
  const inTheme = (theme: 'light' | 'dark') => {
    const [page, muted, accent] = ['raised', 'muted-ink', 'accent'].map((name) => colour(name, theme));
    return [
      `.box { fill: ${page}; stroke: ${muted} } .edge { stroke: ${muted} }`,
      `.weight { stroke: ${page} } .slope { fill: ${accent} }`,
    ].join('\n');
  };
  return [
    '.edge { fill: none; stroke-width: 1.5 } .weight { stroke-width: 4px; paint-order: stroke }',
    inTheme('light'),
    `@media (prefers-color-scheme: dark) {\n${inTheme('dark')}\n}`,
  ].join('\n');
}

/** Every colour of the style sheet by its name: --query: light-dark(#0a5ba6, #72b7f5). */
function coloursOf(css: string): Map<string, { light: string; dark: string }> {
  const found = css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g);
  return new Map([...found].map(([, name, light, dark]) => [name, { light, dark }]));
}
