/**
 * The hand-sized case of chapter 17: a 十 of 4×4 pixels, cut into four patches. Test, example and prose all use it.
 *
 * d_model = 4, one head with d_k = 4, so √d_k = 2; one layer, whose feed-forward layer says nothing.
 * (ε = 0.00001 inside the norm moves the fifth digit; a pencil leaves it out.)
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { ConvolutionParams, Window } from './convolution.ts';
import type { Stroke } from './glyphs.ts';
import type { VisionParams } from './vision.ts';

const [ln_2, ln_3] = [log(2), log(3)];

/**
 * Two strokes through the middles of pixels. With half a pen of ½ a pixel on the stroke is full, and
 * one at distance 1 blank.
 */
export const strokes: Stroke[] = [
  [0.5, 1.5, 3.5, 1.5],
  [1.5, 0.5, 1.5, 3.5],
];

/** Points and their distances from the stroke from (0, 0) to (4, 0): beside it, and 3 4 5 from either end. */
export const distances: [x: number, y: number, far: number][] = [
  [2, 3, 3],
  [7, 4, 5],
  [-3, -4, 5],
];

/** What is drawn. */
export const image: Matrix = [
  [0, 1, 0, 0],
  [1, 1, 1, 1],
  [0, 1, 0, 0],
  [0, 1, 0, 0],
];

/** Its patches of 2×2, each read line by line: above left, above right, below left, below right. */
export const X: Matrix = [
  [0, 1, 1, 1],
  [0, 0, 1, 1],
  [0, 1, 0, 1],
  [0, 0, 0, 0],
];

const identity: Matrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];

/**
 * The model, without positions. Columns: how much ink, how much of it below, how much on the right, and
 * whether it is the class token.
 */
export const P: VisionParams = {
  E: [
    [1, 0, 0, 0],
    [1, 0, 1, 0],
    [1, 1, 0, 0],
    [1, 1, 1, 0],
  ],
  token: [1, 0, 0, 1],
  layers: [
    {
      attention: {
        // Only the class token asks, and it asks for ink: its query is 2 ln 2, over √d_k that is ln
        // 2 for each pixel of ink.
        // prettier-ignore
        W_Q: [[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [2 * ln_2, 0, 0, 0]]],
        // A patch is found by its ink; the class token's own 1 − 1 = 0.
        // prettier-ignore
        W_K: [[[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [-1, 0, 0, 0]]],
        // What is handed over: 9/7 of what lies below, 9/7 of what lies on the right.
        // prettier-ignore
        W_V: [[[0, 0, 0, 0], [0, 9 / 7, 0, 0], [0, 0, 9 / 7, 0], [0, 0, 0, 0]]],
        W_O: identity,
      },
      norm_1: { gain: [1, 1, 1, 1], bias: [0, 0, 0, 0] },
      feedForward: { W_1: [[0], [0], [0], [0]], b_1: [0], W_2: [[0, 0, 0, 0]], b_2: [0, 0, 0, 0] },
      norm_2: { gain: [1, 1, 1, 1], bias: [0, 0, 0, 0] },
    },
  ],
  // Two classes, 一 and 十: the second is believed in as much as there is ink below and on the right.
  // prettier-ignore
  W: [[0, 0], [0, ln_3 / 2], [0, ln_3 / 2], [0, 0]],
  b: [0, 0],
};

/** What the encoder reads: the class token, then X E. */
export const Z_0: Matrix = [
  [1, 0, 0, 1],
  [3, 2, 2, 0],
  [2, 2, 1, 0],
  [2, 1, 2, 0],
  [0, 0, 0, 0],
];

/** Where the class token looks: 0, 3, 2, 2, 0 times ln 2, that is 1 : 8 : 4 : 4 : 1 of 18. */
export const shares: Vector = [1 / 18, 8 / 18, 4 / 18, 4 / 18, 1 / 18];

/**
 * The class token's result. It hears 9/7 · (8 · 2 + 4 · 2 + 4 · 1)/18 = 9/7 · 28/18 = 2 of what lies below, and as much
 * of what lies on the right. 1 2 2 1 has mean 3/2 and deviation 1/2.
 */
export const y: Matrix = [[-1, 1, 1, -1]];

/** Scores of 一 and 十: 0, and (ln 3)/2 twice. */
export const S: Matrix = [[0, ln_3]];

/** Odds of 1 : 3, so 十 has ¾, and the loss is −ln ¾ = ln (4/3) nats. */
export const loss = log(4 / 3);

/** The gradient of the head: y times P − T = ¼, −¼. */
export const dW: Matrix = [
  [-1 / 4, 1 / 4],
  [1 / 4, -1 / 4],
  [1 / 4, -1 / 4],
  [-1 / 4, 1 / 4],
];

/** Positions that say one thing only: the two patches above count as having a pixel more ink. */
export const positions: Matrix = [
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];

/** The patches on the left change places. */
export const order = [2, 1, 0, 3];

/** Shares after that without positions: they go with their patches. */
export const shares_reordered: Vector = [1 / 18, 4 / 18, 4 / 18, 8 / 18, 1 / 18];

/** Shares with positions: 0, 4, 3, 2, 0 times ln 2, that is 1 : 16 : 8 : 4 : 1 of 30. */
export const shares_placed: Vector = [1 / 30, 16 / 30, 8 / 30, 4 / 30, 1 / 30];

/** Shares with positions after the change: now 0, 3, 3, 3, 0, that is 1 : 8 : 8 : 8 : 1 of 26. */
export const shares_placed_reordered: Vector = [1 / 26, 8 / 26, 8 / 26, 8 / 26, 1 / 26];

/** A window of 2×2 that finds the left edge of something upright: ink on the right, none on the left. */
export const edge: ConvolutionParams = { W: [[-1], [1], [-1], [1]], b: [0] };

/** Moved a pixel at a time, nine windows. */
export const slides: Window = { width: 2, step: 1 };

/**
 * What it finds, a row of windows a line: right less left. Along the upper line of windows 1 − 0 + 1 − 1 = 1, then
 * −1 and 0; below that 1 + 1 − 1 − 0 = 1; where there is nothing but the upright stroke, 2. What is negative becomes 0.
 */
export const edges: Matrix = [
  [1, 0, 0],
  [1, 0, 0],
  [2, 0, 0],
];

/** The way back, when each window is told 1: the three that found something hand it on, and their windows add up. */
export const dW_edge: Matrix = [[1], [3], [1], [3]];

/** Their pixels: −1 on the left, 1 on the right of each of the three; those in the middle lie under two of them. */
export const dImage: Matrix = [
  [-1, 1, 0, 0],
  [-2, 2, 0, 0],
  [-2, 2, 0, 0],
  [-1, 1, 0, 0],
];
