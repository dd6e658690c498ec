/**
 * Chapter 17 — Glyphs, drawn stroke by stroke
 *
 *     ink at a pixel = pen + ½ − its distance from the nearest stroke,     kept between 0 and 1
 *
 * Ten Chinese characters of straight strokes, each drawn a little otherwise every time: larger or smaller, here or
 * there, with a shaking hand, on noisy paper. x to the right, y downwards, as one writes.
 */

import type { Matrix, Vector } from '../../lib/matrix.ts';
import { normal, type Random } from '../../lib/random.ts';
import { norm } from '../01-vectors/vectors.ts';

/** A straight stroke from (x_1, y_1) to (x_2, y_2). */
export type Stroke = [x_1: number, y_1: number, x_2: number, y_2: number];

/** A character, and its strokes in a square of side 1. */
export interface Glyph {
  sign: string;
  strokes: Stroke[];
}

/** The characters to be told apart: some differ by one stroke, 上 and 下 by what is above, 土 and 工 by what sticks out. */
export const GLYPHS: Glyph[] = [
  { sign: '一', strokes: [[0, 0.5, 1, 0.5]] },
  // prettier-ignore
  { sign: '二', strokes: [[0.15, 0.2, 0.85, 0.2], [0, 0.85, 1, 0.85]] },
  // prettier-ignore
  { sign: '三', strokes: [[0.1, 0.05, 0.9, 0.05], [0.15, 0.5, 0.85, 0.5], [0, 0.95, 1, 0.95]] },
  // prettier-ignore
  { sign: '十', strokes: [[0, 0.4, 1, 0.4], [0.5, 0, 0.5, 1]] },
  // prettier-ignore
  { sign: '土', strokes: [[0.15, 0.4, 0.85, 0.4], [0.5, 0, 0.5, 0.95], [0, 0.95, 1, 0.95]] },
  // prettier-ignore
  { sign: '工', strokes: [[0.1, 0.1, 0.9, 0.1], [0.5, 0.1, 0.5, 0.9], [0, 0.9, 1, 0.9]] },
  // prettier-ignore
  { sign: '上', strokes: [[0.5, 0, 0.5, 0.95], [0.5, 0.4, 0.9, 0.4], [0, 0.95, 1, 0.95]] },
  // prettier-ignore
  { sign: '下', strokes: [[0, 0.05, 1, 0.05], [0.5, 0.05, 0.5, 1], [0.5, 0.35, 0.85, 0.6]] },
  // prettier-ignore
  { sign: '口', strokes: [[0.1, 0.1, 0.9, 0.1], [0.1, 0.1, 0.1, 0.9], [0.9, 0.1, 0.9, 0.9], [0.1, 0.9, 0.9, 0.9]] },
  // prettier-ignore
  { sign: '日', strokes: [[0.2, 0, 0.8, 0], [0.2, 0, 0.2, 1], [0.8, 0, 0.8, 1], [0.2, 1, 0.8, 1], [0.2, 0.5, 0.8, 0.5]] },
];

/** How unlike each other the drawings of one character are. Lengths in pixels. */
export interface Hand {
  side: number; //     of the image
  smallest: number; // height and width of the smallest character
  largest: number; //  and of the largest
  pen: number; //      half the width of a stroke
  shake: number; //    how far the ends of a stroke stray, as a deviation
  noise: number; //    deviation of the paper's grey, ink being 1
}

/** An image and the number of the character that it shows. */
export interface Drawing {
  image: Matrix; // side×side  0 is blank, 1 full ink
  label: number;
}

/** How far (x, y) lies from the nearest point of a stroke. */
export function distance(x: number, y: number, [x_1, y_1, x_2, y_2]: Stroke): number {
  const [dx, dy] = [x_2 - x_1, y_2 - y_1];
  const squared = dx * dx + dy * dy;
  // How far along the stroke the nearest point lies: 0 at its beginning, 1 at its end. A dot has no length to go along.
  const along = squared === 0 ? 0 : ((x - x_1) * dx + (y - y_1) * dy) / squared;
  const share = Math.min(1, Math.max(0, along));
  return norm([x - x_1 - share * dx, y - y_1 - share * dy]);
}

/**
 * The strokes as ink: side×side. Strokes and pen in pixels; the middle of the first pixel is (½, ½). Throws
 * RangeError without a stroke.
 */
export function drawn(strokes: Stroke[], side: number, pen: number): Matrix {
  if (strokes.length === 0) throw new RangeError('a character needs a stroke, got none');
  const places = Array.from({ length: side }, (_, k) => k + 1 / 2);
  return places.map((y) =>
    places.map((x) => {
      const nearest = Math.min(...strokes.map((stroke) => distance(x, y, stroke)));
      return within(pen + 1 / 2 - nearest);
    }),
  );
}

/** The strokes at a random size and a random place that leaves them in the image, each end shaken. In pixels. */
export function written(random: Random, strokes: Stroke[], hand: Hand): Stroke[] {
  const { side, smallest, largest, shake } = hand;
  const length = () => smallest + (largest - smallest) * random();
  const [width, height] = [length(), length()];
  const [left, top] = [(side - width) * random(), (side - height) * random()];
  const shaken = (x: number) => x + shake * normal(random);
  return strokes.map(([x_1, y_1, x_2, y_2]) => [
    shaken(left + width * x_1),
    shaken(top + height * y_1),
    shaken(left + width * x_2),
    shaken(top + height * y_2),
  ]);
}

/** The image on grey paper: each pixel moved by a normal number of that deviation, and kept between 0 and 1. */
export function noisy(random: Random, image: Matrix, deviation: number): Matrix {
  return image.map((row: Vector) => row.map((ink) => within(ink + deviation * normal(random))));
}

/**
 * So many drawings, the characters in turn, so that each is drawn equally often. Throws RangeError
 * unless sizes fit the image.
 */
export function drawings(random: Random, count: number, hand: Hand): Drawing[] {
  const { side, smallest, largest, pen, noise } = hand;
  if (!(smallest > 0 && smallest <= largest && largest <= side)) {
    throw new RangeError(`a character must fit its image of ${side} pixels, got one of ${smallest} to ${largest}`);
  }
  return Array.from({ length: count }, (_, k) => {
    const label = k % GLYPHS.length;
    const strokes = written(random, GLYPHS[label].strokes, hand);
    return { image: noisy(random, drawn(strokes, side, pen), noise), label };
  });
}

function within(ink: number): number {
  return Math.min(1, Math.max(0, ink));
}
