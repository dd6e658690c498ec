/** How drawings of figures look: the book's colours, for a light page and a dark one. */

import { readFileSync } from 'node:fs';

/** How the brackets of a matrix are dashed, for those who see no colours; other roles' are drawn through. */
const DASHES = { key: '7 3', value: '2 2.5', share: '12 2', gradient: '4 2 1 2' };

/** The rules for a drawing, beside those of lib/svg.ts. Throws Error for a colour that the book does not have. */
export function style(): string {
  const colours = coloursOf(readFileSync(new URL('../../book/pages/colours.css', import.meta.url), 'utf8'));
  const inTheme = (theme: 'light' | 'dark') => {
    const colour = (name: string) => {
      const found = colours.get(name);
      if (found === undefined) throw new Error(`book/pages/colours.css has no --${name}`);
      return found[theme];
    };
    const roles = ['query', 'key', 'value', 'share', 'result'].map((role) => `.${role} { color: ${colour(role)} }`);
    return [
      `.input { color: ${colour('ink')} } .gradient { color: ${colour('muted-ink')} } ${roles.join(' ')}`,
      `.note { fill: ${colour('muted-ink')} }`,
      `.opened { stroke: ${colour('accent')} } .read, .walk { stroke: ${colour('accent')} } .walker { fill: ${colour('accent')} }`,
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

/** Every colour of the style sheet by its name: --query: light-dark(#0a5ba6, #72b7f5). */
function coloursOf(css: string): Map<string, { light: string; dark: string }> {
  const found = css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g);
  return new Map([...found].map(([, name, light, dark]) => [name, { light, dark }]));
}
