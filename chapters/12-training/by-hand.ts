/**
 * Training, small enough for a pencil. Test, example and prose all use these numbers.
 *
 * A vocabulary of 4 words; three numbers learned in two steps; a schedule whose roots are whole numbers;
 * a row of 4 numbers of which one is dropped.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';

/** A translation: the ids of I, love, you. 1 is BOS and 2 is EOS. */
export const target = [4, 5, 6];

/** What the decoder reads: BOS I love you. */
export const read = [1, 4, 5, 6];

/** What it should say at each of these places: I love you EOS. */
export const wanted = [4, 5, 6, 2];

/** ε of label smoothing, as in the paper. */
export const epsilon = 1 / 10;

/** One right word, number 1, among V = 4: 9/10 + 1/40 = 37/40 for it, 1/40 for each of the others. */
export const T: Matrix = [[1 / 40, 37 / 40, 1 / 40, 1 / 40]];

/** The scores that the smoothed target asks for: softmax makes of ln 37 against three zeros 37 : 1 : 1 : 1. */
export const bestScores: Matrix = [[0, log(37), 0, 0]];

/**
 * The loss that is left at these scores, the entropy of T, in nats:
 * −37/40 · ln(37/40) − 3 · 1/40 · ln(1/40) = ln 40 − 37/40 · ln 37.
 */
export const lowestLoss = log(40) - (37 / 40) * log(37);

/** What three numbers are before the first step. Two leaves, w and b, but one counter of steps. */
export const P_0 = { w: [1, -1], b: [0] };

/** Their gradients at the first step. One is 25 times as large as another. */
export const dP_1 = { w: [2, -50], b: [5] };

/** Their gradients at the second step: turned round, the same, and grown. */
export const dP_2 = { w: [-2, -50], b: [49] };

/** The rate of both steps, 0.19 = 1 − 0.9²: it is what the weights 0.1 · 0.9 and 0.1 sum to, so that it cancels. */
export const rate = 19 / 100;

/** After one step. Each mean is one gradient, g / √g² is the sign of g, so each moved by the rate against it. */
export const P_1 = { w: [81 / 100, -81 / 100], b: [-19 / 100] };

/**
 * After two steps. With m = (9 g_1 + 10 g_2) / 19 and v = (49 g_1² + 50 g_2²) / 99:
 *   2, −2:     m = −2/19,    v = 4 = 2²                               moves +0.19 · 1/19           = +1/100
 *   −50, −50:  m = −50,      v = 50²                                  moves +0.19
 *   5, 49:     m = 535/19,   v = (49 · 25 + 50 · 2401) / 99 = 35²     moves −0.19 · 535/(19 · 35)  = −107/700
 */
export const P_2 = { w: [82 / 100, -62 / 100], b: [-19 / 100 - 107 / 700] };

/** d_model and warmup of a schedule with whole roots. */
export const schedule = { d_model: 4, warmup: 4 };

/** Step and rate: ½ · t/8 up to step 4, ½ · 1/√t from there. At t = 4 both are ¼. */
export const rates: [t: number, rate: number][] = [
  [1, 1 / 16],
  [2, 1 / 8],
  [4, 1 / 4],
  [9, 1 / 6],
  [16, 1 / 8],
  [64, 1 / 16],
];

/** The share to drop in the row of four. */
export const p = 1 / 4;

/** What the random source says, four numbers of which one is below p. */
export const draws: Vector = [0.9, 0.5, 0.1, 0.25];

/** Three survive and are enlarged by 1 / (1 − ¼) = 4/3; their mean is 1. A draw of exactly p survives. */
export const D: Matrix = [[4 / 3, 4 / 3, 0, 4 / 3]];

/** A row of numbers before dropout, with mean 6. */
export const X: Matrix = [[3, 9, 6, 6]];

/** D ∘ X: mean 6, by luck. On average over many draws, each number keeps its value. */
export const Y: Matrix = [[4, 12, 0, 8]];

/** Two numbers of a model as three checkpoints have them. */
export const checkpoints = [{ w: [1, 4] }, { w: [2, 8] }, { w: [6, 0] }];

/** Their mean: (1 + 2 + 6) / 3 and (4 + 8 + 0) / 3. */
export const mean = { w: [3, 4] };
