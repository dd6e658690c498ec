/** Strokes as they stand in the address: four numbers each, in pixels of the image. */

import type { Stroke } from '../../../chapters/17-vision/glyphs.ts';

/** '1 2.5 9 2.5,5 0 5 11' as strokes; '' as none. */
export function strokesIn(text: string): Stroke[] {
  return text === '' ? [] : text.split(',').map((stroke) => stroke.split(' ').map(Number) as Stroke);
}

/** The other way; a twentieth of a pixel is as fine as it gets. */
export function noted(strokes: Stroke[]): string {
  return strokes.map((stroke) => stroke.map((x) => Math.round(x * 20) / 20).join(' ')).join(',');
}

/** Are these strokes, and not more than a hand draws? */
export function areStrokes(text: string): boolean {
  const strokes = strokesIn(text);
  return strokes.length <= 400 && strokes.every((s) => s.length === 4 && s.every((x) => Number.isFinite(x)));
}
