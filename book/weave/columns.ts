/**
 * What an example prints stays in its columns: a terminal draws a Chinese character two letters wide, the fonts of a
 * page do not, so each run of them gets that width.
 */

import { displayWidth } from '../../lib/print.ts';
import { escaped } from './html.ts';

// What the font of code need not have, so that it comes from another one, of another width.
const FOREIGN = /([\u3000-\u{10ffff}✓✗]+)/u;

/** A printed text as HTML whose columns stay straight. */
export function inColumns(text: string): string {
  return text
    .split(FOREIGN)
    .map((run, i) => (i % 2 === 0 ? escaped(run) : wide(run)))
    .join('');
}

function wide(run: string): string {
  return `<span class="wide" style="--columns:${displayWidth(run)}">${run}</span>`;
}
