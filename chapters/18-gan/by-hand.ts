/**
 * Scores that are logarithms, three kinds of customers, a net of absolute values, and five points on a line.
 * Test, example and prose all use them.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { FeedForwardParams } from '../09-feed-forward/feed-forward.ts';
import { absolute } from '../09-feed-forward/by-hand.ts';

/** Four scores of made customers: D = 1/(1 + e^−s) is 1/16, 1/4, 1/2 and 3/4. */
export const scores: Vector = [-log(15), -log(3), 0, log(3)];

/** D: how sure the discriminator is that each is real. */
export const sure: Vector = [1 / 16, 1 / 4, 1 / 2, 3 / 4];

/** Slope of ln(1 − D), −D: a forger who is found out at once learns least. */
export const slopes_saturating: Vector = [-1 / 16, -1 / 4, -1 / 2, -3 / 4];

/** Slope of −ln D, −(1 − D): a forger who is found out at once learns most. */
export const slopes: Vector = [-15 / 16, -3 / 4, -1 / 2, -1 / 4];

/** − ln D: ln 16, ln 4, ln 2, ln 4/3. Their sum is ln 512/3. */
export const losses: Vector = [log(16), log(4), log(2), log(4 / 3)];

/**
 * Three kinds of customers, and how many of four are of each: real p = ½, ¼, ¼; made q = ¼, ¼, ½.
 * A kind is a row with a single 1, so a discriminator of one weight a kind can say what it likes of each.
 */
export const kinds: { real: number[]; made: number[] } = { real: [0, 0, 1, 2], made: [0, 1, 2, 2] };

/** D* = p / (p + q) of each kind: ½ of ¾, ¼ of ½, ¼ of ¾. Goodfellow et al. 2014, proposition 1. */
export const best: Vector = [2 / 3, 1 / 2, 1 / 3];

/** The discriminator that says so: its score of each kind is ln p/q. */
export const best_D: FeedForwardParams = {
  W_1: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  b_1: [0, 0, 0],
  W_2: [[log(2)], [0], [-log(2)]],
  b_2: [0],
};

/**
 * The loss there, over four real and four made: 2 · ln 3/2 + ln 2 + ln 3, and as much again for the made ones:
 * 2 (ln 9/4 + ln 6) = 2 ln 27/2. Were p = q, D* would be ½ everywhere, and the loss 8 ln 2.
 */
export const best_loss = 2 * log(27 / 2);

/** A generator without a label: |z|, chapter 9's two numbers that meet at 0. */
export const G: FeedForwardParams = absolute;

/** A discriminator without a label: s = ln 3 · (2 − relu(x)). It calls 1 real with D = 3/4, 2 with 1/2, 3 with 1/4. */
export const D: FeedForwardParams = {
  W_1: [[1]],
  b_1: [0],
  W_2: [[-log(3)]],
  b_2: [2 * log(3)],
};

/** Three noises, and the customers made of them: [[1], [2], [3]]. */
export const Z: Matrix = [[1], [-2], [3]];

/** The customers. */
export const made: Matrix = [[1], [2], [3]];

/** ∂loss_G/∂x̃ = −(1 − D) · (−ln 3): ¼, ½ and ¾ of ln 3. All should go down, the last most. */
export const dX: Matrix = [[log(3) / 4], [log(3) / 2], [(3 * log(3)) / 4]];

/**
 * ∂loss_G/∂W_2 of G, Σ relu · dx̃: the right-hand number, relu(z), was 1, 0, 3; the left-hand one, relu(−z), 0, 2, 0.
 * (1 · ¼ + 3 · ¾) ln 3 and 2 · ½ · ln 3.
 */
export const dW_2: Matrix = [[(5 * log(3)) / 2], [log(3)]];

/**
 * Two crowds on a line. Mean distance between them: (3 + 5 + 1 + 3)/4 = 3; within the first (0 + 2 + 2 + 0)/4 = 1,
 * within the second 1. So d² = 6 − 1 − 1 = 4, and d = 2.
 */
export const crowds: [Matrix, Matrix] = [
  [[0], [2]],
  [[3], [5]],
];

/** d of the two crowds. */
export const distance = 2;

/**
 * A coin that shows 0 or 2, so two of its tosses are 1 apart on average, A = 1. The mean of d² of two tosses against
 * two others is 1 (1/2 + 1/2), of one against two 1 (1 + 1/2).
 */
export const coin = { A: 1, two: 1, one: 3 / 2 };

/** A plane for one feature, w = ln 3 and b = 0, and three cases with their labels: y (w x + b) is ln 3, −ln 3 and 0. */
export const plane = { w: [log(3)], b: [0] };

/** The cases. */
export const cases: { X: Matrix; y: Vector } = { X: [[1], [-1], [0]], y: [1, 1, -1] };

/** Their loss without a ridge: ln 4/3 + ln 4 + ln 2 = ln 32/3. A ridge of ⅓ adds 3 · ½ · ⅓ · (ln 3)². */
export const plane_loss = log(32 / 3);

/** Slopes −¼, −¾ and +½ of the three: dw = −¼ · 1 − ¾ · (−1) + ½ · 0 = ½, db = −½. The ridge of ⅓ adds ln 3 to dw. */
export const dPlane = { w: [1 / 2], b: [-1 / 2] };
