/** Pieces of a drawing: each knows the room it takes, and is drawn from its upper left corner. */

import { displayWidth } from '../../lib/print.ts';
import { escaped, short, words } from '../../lib/svg.ts';

/** A piece of a drawing. */
export interface Block {
  width: number;
  height: number;
  body: string[]; // SVG
}

/** Blocks beside each other, so many to a line as fit into the width. */
export function beside(blocks: Block[], width: number, gap = 28): Block {
  const lines: Block[][] = [];
  let used = Infinity;
  for (const block of blocks) {
    if (used + gap + block.width > width) {
      lines.push([]);
      used = -gap;
    }
    lines[lines.length - 1].push(block);
    used += gap + block.width;
  }
  return below(lines.map((line) => inOneLine(line, gap)));
}

function inOneLine(blocks: Block[], gap: number): Block {
  let x = -gap;
  const body = blocks.map((block) => {
    const at = x + gap;
    x = at + block.width;
    return moved(block, at, 0);
  });
  return { width: x, height: Math.max(...blocks.map(({ height }) => height)), body };
}

/** Blocks below each other. */
export function below(blocks: Block[], gap = 14): Block {
  let y = -gap;
  const body = blocks.map((block) => {
    const at = y + gap;
    y = at + block.height;
    return moved(block, 0, at);
  });
  return { width: Math.max(0, ...blocks.map(({ width }) => width)), height: Math.max(0, y), body };
}

/** A block's SVG at that place. */
export function moved({ body }: Block, x: number, y: number): string {
  if (x === 0 && y === 0) return body.join('\n');
  return `<g transform="translate(${short(x)} ${short(y)})">\n${body.join('\n')}\n</g>`;
}

/** Pieces of a text in lines of at most so many columns, two for a Chinese character. */
export function wrapped(pieces: string[], columns: number): string[] {
  const lines = [''];
  for (const piece of pieces) {
    const last = lines[lines.length - 1];
    if (last !== '' && displayWidth(last + piece.trimEnd()) > columns) lines.push(piece);
    else lines[lines.length - 1] += piece;
  }
  return lines.map((line) => line.trimEnd());
}

/** Prose between the places where a line may break: at a space, and beside a Chinese character. */
export function piecesOf(prose: string): string[] {
  // But not before a sign that closes, nor behind one that opens.
  const piece = /[“（]*(?:\p{Script=Han}|[^\s\p{Script=Han}，。：；、！？”）“（]+)?[，。：；、！？”）,.:;!?)]*\s*/gu;
  return [...prose.matchAll(piece)].map(([text]) => text).filter((text) => text !== '');
}

/** What a letter takes in width, about, by the kind of text; a Chinese character takes two. */
export const COLUMN = { caption: 8.3, note: 7, code: 7.85 };

/** Lines of text below each other. muted: less strong than others of their kind. */
export function paragraph(lines: string[], kind: keyof typeof COLUMN, muted = false, lineHeight = 20): Block {
  const type = muted ? `${kind} note` : kind;
  return {
    width: Math.max(...lines.map((line) => displayWidth(line) * COLUMN[kind])),
    height: lines.length * lineHeight,
    body: lines.map((line, k) => words(0, (k + 0.75) * lineHeight, line, type)),
  };
}

/** A name as mathematics sets it, within a text: W_Q is W with the index Q below. */
export function nameOf(text: string): string {
  const parts = text.split(/(?<=[A-Za-z])_([A-Za-z0-9]+)/);
  return parts
    .map((part, k) => {
      if (k % 2 === 1) return `<tspan class="index" dy="3">${escaped(part)}</tspan>`;
      return k > 0 && part !== '' ? `<tspan dy="-3">${escaped(part)}</tspan>` : escaped(part);
    })
    .join('');
}
