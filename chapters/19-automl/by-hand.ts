/**
 * Two trials, three pulls and a window of three places, small enough for a pencil. Test, example and
 * prose use these numbers.
 */

import { log, pow } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { Trial } from './search.ts';
import type { Space } from './space.ts';
import type { WindowParams } from './window.ts';

/** ℓ = 1/√(2 ln 2), so that k(a, b) = 2^−(a − b)²: one step apart is ½, two steps 2⁻⁴ = 1/16. */
export const length = 1 / Math.sqrt(2 * Math.LN2);

/** Two points seen, a step apart. */
export const points: Matrix = [[0], [1]];

/** What was found there: the best so far is 1. */
export const y: Vector = [1, 2];

/** K = [[1, ½], [½, 1]], determinant ¾; its inverse is 1/¾ = 4/3 times [[1, −½], [−½, 1]]. */
export const inverse: Matrix = [
  [4 / 3, -2 / 3],
  [-2 / 3, 4 / 3],
];

/**
 * K⁻¹ y = (4/3 − 4/3, −2/3 + 8/3): the 1 at 0 is just the half that a 2 one step away leads to
 * expect, so it says nothing new.
 */
export const weights: Vector = [0, 2];

/** ln p(y) = − ½ · (2 · 2) − ½ ln ¾ − ln 2π. */
export const logEvidence = -2 - log(3 / 4) / 2 - log(2 * Math.PI);

/**
 * Where to look next. mean = 2 k(x, 1): 2/16 a step to the left, 2/2 a step to the right.
 * variance: with k_x = (½, 1/16),
 * 1 − 4/3 (¼ − 2 · ½ · ½ · 1/16 + 1/256) = 45/64 on both sides; in the middle k_x is 2^−¼ twice,
 * and 1 − 4/3 · 1/√2 remains.
 */
export const asked = [
  { x: -1, mean: 1 / 8, variance: 45 / 64 },
  { x: 1 / 2, mean: 2 / pow(2, 1 / 4), variance: 1 - 4 / (3 * Math.SQRT2) },
  { x: 2, mean: 1, variance: 45 / 64 },
];

/** At x = 2 the guess is the best itself, so z = 0, Φ = ½, φ = 1/√(2π): EI is deviation/√(2π), with deviation √45/8. */
export const improvementRight = Math.sqrt(45) / 8 / Math.sqrt(2 * Math.PI);

/** Four pulls of two arms, and what they brought. */
export const pulls = [0, 1, 0, 1];
/** Their rewards. */
export const rewards = [4, 9, 8, 5];
/** The mean of the arm pulled, after each pull: 4; 9; 4 + (8 − 4)/2; 9 + (5 − 9)/2. */
export const means = [4, 9, 6, 7];
/** What the arms bring in truth, and the regret after each pull if so: 7 − 5 for each pull of arm 0. */
export const truth = [5, 7];
/** The regret: 2 for each pull of arm 0. */
export const regrets = [2, 2, 4, 4];

/** Two questions of two answers. */
export const square: Space = [
  { name: 'a', answers: [1, 2] },
  { name: 'b', answers: [10, 20] },
];
/** Three of the four choices, tried. Mean losses: a = 1: (5 + 3)/2 = 4, a = 2: 4; b = 10: (5 + 4)/2 = 4½, b = 20: 3. */
export const trials: Trial[] = [
  { choice: [0, 0], loss: 5 },
  { choice: [0, 1], loss: 3 },
  { choice: [1, 0], loss: 4 },
];
/** The means of the bandits' arms, rewards being −loss: a, then b. */
export const armMeans: Matrix = [
  [-4, -4],
  [-9 / 2, -3],
];

/** m = 2 words read, n = 1 said, 3 that may be said. */
export const text = { m: 2, n: 1, V: 3 };
/** d_model 2, d_ff 4: encoder 4·2·4 + 2·4·2 + 2·2·8 = 80, self 16 + 4, cross 8 + 16 + 8, feed-forward 16, scores 6. */
export const multiplications = { transformer: 80 + 20 + 32 + 16 + 6, gru: 6 * 3 * 4 + 6, window: 3 * 2 * 4 + 4 * 3 };

/** d = 1, so embeddings are not scaled. Two places for the sentence, one for the last word said, a hidden number. */
export const P: WindowParams = {
  E_source: [[0], [9], [9], [9], [3]],
  E_target: [[9], [1], [9], [9], [2]],
  layer: { W_1: [[1], [5], [-2]], b_1: [1], W_2: [[1, 0, -1]], b_2: [0, 7, 0] },
};
/**
 * What the words hear if only the first score after BOS matters, whose weight is 1: W_1's 1 for word 4, 5 for PAD, and
 * −2 for BOS. Source, then target, by id.
 */
export const dE: Matrix = [
  [5, 0, 0, 0, 1],
  [0, -2, 0, 0, 0],
];
/**
 * 4 and PAD in the places; after BOS 3 + 5 · 0 − 2 · 1 + 1 = 2, after word 4 3 − 2 · 2 + 1 = 0: times W_2, plus b_2.
 */
export const scores: Matrix = [
  [2, 7, -2],
  [0, 7, 0],
];
