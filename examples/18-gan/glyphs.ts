/** The same game with chapter 17's characters for customers: a pixel is a feature, the label is which character. */

import { averaged } from '../../chapters/12-training/averaging.ts';
import { drawn, GLYPHS, noisy, written, type Hand } from '../../chapters/17-vision/glyphs.ts';
import { apart, energyDistance, scaled, scaleOf, unscaled } from '../../chapters/18-gan/distance.ts';
import { ganParams, generate } from '../../chapters/18-gan/gan.ts';
import { players, round, type GanPlan } from '../../chapters/18-gan/training.ts';
import type { FeedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';

/** The characters that are drawn. */
export const SIGNS = ['十', '口'];
/** Nearly as large as the image, so that there is little room to stand elsewhere. */
const HAND: Hand = { side: 12, smallest: 9, largest: 11, pen: 0.6, shake: 0.3, noise: 0.05 };
/** Drawings given, and drawings of each source to measure by. */
export const [FEW_DRAWN, MANY_DRAWN] = [160, 400];
const sizes = { noise: 8, label: SIGNS.length, features: HAND.side ** 2, hidden: 32 };
const [ROUNDS, KEEP] = [4500, 20];

/** Drawings as rows of pixels, and which character each is: a place in SIGNS. */
export interface Drawn {
  X: Matrix;
  labels: number[];
}

/** n drawings, the characters in turn. */
export function realOnes(random: Random, n: number): Drawn {
  const labels = Array.from({ length: n }, (_, k) => k % SIGNS.length);
  const strokesOf = (label: number) => GLYPHS.find(({ sign }) => sign === SIGNS[label])!.strokes; // all are among them
  const X = labels.map((label) =>
    noisy(random, drawn(written(random, strokesOf(label), HAND), HAND.side, HAND.pen), HAND.noise).flat(),
  );
  return { X, labels };
}

const oneHot = (labels: number[]): Matrix => labels.map((label) => SIGNS.map((_, k) => (k === label ? 1 : 0)));

/** Each pixel from its mean, all in one unit: paper at the edge is not to count as much as ink. */
function scaleOfImages(X: Matrix) {
  const { mean, deviation } = scaleOf(X);
  const common = Math.sqrt(deviation.reduce((sum, d) => sum + d ** 2, 0) / deviation.length);
  return { mean, deviation: deviation.map(() => common) };
}

/** Trains both players on the drawings: G's numbers averaged over the second half, and the last. */
export function drawingGan({ X, labels }: Drawn, seed: string) {
  const random = seeded(`drawing ${seed}`);
  const [pixels, Y] = [scaled(X, scaleOfImages(X)), oneHot(labels)];
  const plan: GanPlan = {
    noise: sizes.noise,
    batch: 16,
    d_steps: 1,
    g_steps: 1,
    rate: 0.002,
    blur: pixels[0].map(() => 0.7),
  };
  let now = players(ganParams(random, sizes));
  const kept: FeedForwardParams[] = [];
  for (let k = 1; k <= ROUNDS; k++) {
    now = round(now, pixels, Y, plan, random).players;
    if (2 * k > ROUNDS && k % KEEP === 0) kept.push(now.G.P);
  }
  return { averaged: averaged(kept), last: now.G.P };
}

/** n drawings by G, the characters in turn, ink between 0 and 1. */
export function drawnBy(G: FeedForwardParams, { X }: Drawn, n: number, random: Random): Drawn {
  const labels = Array.from({ length: n }, (_, k) => k % SIGNS.length);
  const made = unscaled(generate(normalMatrix(random, n, sizes.noise), oneHot(labels), G).Y, scaleOfImages(X));
  return { X: made.map((x) => x.map((ink) => Math.min(1, Math.max(0, ink)))), labels };
}

/** What is measured of a source of drawings. */
export interface Judgement {
  distance: number; // from the drawings held out
  right: number; //    the share that is most like a held-out drawing of the character asked for
}

/** Sources, in their order. */
export const SOURCES = ['few', 'last', 'gan', 'many'] as const;

/** What came of one game: each source judged, and the first of G's drawings. */
export interface DrawnGame {
  judged: Judgement[]; // of SOURCES
  shown: string[]; //     a real one of each character, then G's of each: a grey from 0 to 4 for each pixel
}

/** Plays the game, and judges what it draws. */
export function drawnGame(seed: string): DrawnGame {
  const [few, heldOut] = ['few', 'held out'].map((name, k) =>
    realOnes(seeded(`${name}, drawn ${seed}`), k === 0 ? FEW_DRAWN : MANY_DRAWN),
  );
  const { averaged, last } = drawingGan(few, seed);
  const made = (G: FeedForwardParams) => drawnBy(G, few, MANY_DRAWN, seeded(`made, drawn ${seed}`));
  const sources: Record<(typeof SOURCES)[number], Drawn> = {
    few,
    last: made(last),
    gan: made(averaged),
    many: realOnes(seeded(`many, drawn ${seed}`), MANY_DRAWN),
  };
  const greys = (x: Vector) => x.map((ink) => Math.min(4, Math.floor(5 * ink))).join('');
  const { length } = SIGNS;
  return {
    judged: SOURCES.map((name) => judgedBy(sources[name], heldOut)),
    shown: [...few.X.slice(0, length), ...sources.gan.X.slice(0, length)].map(greys),
  };
}

function judgedBy({ X, labels }: Drawn, heldOut: Drawn): Judgement {
  let right = 0;
  for (const [i, x] of X.entries()) {
    const ways = heldOut.X.map((other) => apart(x, other));
    right += heldOut.labels[ways.indexOf(Math.min(...ways))] === labels[i] ? 1 : 0;
  }
  return { distance: energyDistance(X, heldOut.X), right: right / X.length };
}

/** Images side by side, two signs a pixel. */
export function sideBySide(images: string[]): string {
  const shades = ['  ', '░░', '▒▒', '▓▓', '██'];
  const line = (image: string, r: number) =>
    [...image.slice(r * HAND.side, (r + 1) * HAND.side)].map((grey) => shades[Number(grey)]).join('');
  const lines = Array.from({ length: HAND.side }, (_, r) => `│${images.map((image) => line(image, r)).join('│')}│`);
  return lines.join('\n');
}
