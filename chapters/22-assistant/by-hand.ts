/**
 * The hand-sized cases of chapter 22. Test, example, prose and book all use these numbers.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';

/** Differences of reward, the odds they stand for, and the share of people: 3 : 1 is ln 3, and ¾. */
export const rewards: [difference: number, odds: number, share: number][] = [
  [-log(3), 1 / 3, 1 / 4],
  [0, 1, 1 / 2],
  [log(2), 2, 2 / 3],
  [log(3), 3, 3 / 4],
  [2 * log(3), 9, 9 / 10],
];

/** Two answers, equally likely by the old model; the first has the larger reward by ln 3. */
export const old: Vector = [1 / 2, 1 / 2];
/** Their rewards, in nats. */
export const r: Vector = [log(3), 0];

/** What is best on a leash: at β = 2 the odds are √3 : 1, at 1 they are 3 : 1, at ½ 9 : 1, at ¼ 81 : 1. */
export const leashes: [beta: number, odds: number][] = [
  [2, Math.sqrt(3)],
  [1, 3],
  [1 / 2, 9],
  [1 / 4, 81],
];

/** An old model that says the second answer three times as often: with β = 1 the odds are 1 · 3 : 3 · 1, even. */
export const against: Vector = [1 / 4, 3 / 4];

/** KL of ¾, ¼ from ½, ½: ¾ ln (3/2) + ¼ ln (1/2), in nats. */
export const stretched = (3 / 4) * log(3 / 2) + (1 / 4) * log(1 / 2);

/** Both answers had ¼ by the old model; now they have ½ and 1/6: twice and two thirds of it. */
export const logP_old: Vector = [log(1 / 4), log(1 / 4)];
/** ln ½ and ln 1/6. */
export const logP: Vector = [log(1 / 2), log(1 / 6)];

/**
 * With β and s: margin, σ(margin), loss and what it asks of ln P of the first answer; of the second it asks the
 * opposite. At β = 1 the margin is ln 2 − ln 2/3 = ln 3, so the model stands for ¾. At β = 2 it is 2 ln 3, and 9/10.
 */
export const steps: { beta: number; s: number; m: number; sigma: number; loss: number; dLogP: number }[] = [
  { beta: 1, s: 1, m: log(3), sigma: 3 / 4, loss: log(4 / 3), dLogP: -1 / 4 },
  { beta: 2, s: 1, m: 2 * log(3), sigma: 9 / 10, loss: log(10 / 9), dLogP: -1 / 5 },
  { beta: 1, s: 3 / 4, m: log(3), sigma: 3 / 4, loss: (3 / 4) * log(4 / 3) + (1 / 4) * log(4), dLogP: 0 },
  { beta: 1, s: 1 / 2, m: log(3), sigma: 3 / 4, loss: (1 / 2) * log(4 / 3) + (1 / 2) * log(4), dLogP: 1 / 4 },
];

/** One word, a frozen 2×2 matrix, and a correction of rank 1. */
export const X: Matrix = [[2, 1]];
/** Frozen. */
export const W: Matrix = [
  [1, 2],
  [0, -1],
];
/** 2×1. */
export const A: Matrix = [[1], [2]];
/** 1×2. */
export const B: Matrix = [[3, -1]];
/** α / r. */
export const scale = 1 / 2;
/** X A = 2 · 1 + 1 · 2. */
export const H: Matrix = [[4]];
/** X W = [2, 3], and ½ · 4 · [3, −1] = [6, −2] more. */
export const Y: Matrix = [[8, 1]];
/** W + ½ [1, 2]ᵀ [3, −1]. */
export const merged: Matrix = [
  [5 / 2, 3 / 2],
  [3, -2],
];
/** Upstream. */
export const dY: Matrix = [[2, 4]];
/** ½ · 4 · [2, 4]. */
export const dB: Matrix = [[4, 8]];
/** dH = ½ (2 · 3 + 4 · −1) = 1, times X. */
export const dA: Matrix = [[2], [1]];
/** dY Wᵀ = [10, −4], and dH Aᵀ = [1, 2] more. */
export const dX: Matrix = [[11, -2]];

/** Two rows of weights in eight bits: steps of 0.01 and 0.002. */
export const weights: Matrix = [
  [1.27, -0.5, 0.004, 0.1],
  [0.1, 0.254, -0.001, 0.003],
];
/** −0.001 is half a step, and goes up to 0; 0.003 is a step and a half, and goes up to 2. */
export const whole: Matrix = [
  [127, -50, 0, 10],
  [50, 127, 0, 2],
];
/** What a 1 stands for. */
export const stepsOf: Vector = [0.01, 0.002];
/** A word that meets them, and how far a product can be off: (2 · 0.01 + 1 · 0.002) / 2. */
export const word: Vector = [2, -1];
/** 0.011. */
export const bound = 0.011;

/** Sizes and losses on a line: eight times the size, half the loss. α = ln 2 / ln 8 = 1/3. */
export const sizes: Vector = [1, 8, 64];
/** Halved each time. */
export const losses: Vector = [8, 4, 2];

/**
 * Try it, with a pencil: four of five people, on a leash with β = ½, move odds of 1 : 2 to 8 : 1; a correction of W_Q
 * of the base model, of rank 8, is one number in 32; in a row up to 127/200 no entry moves by more than 1/400.
 */
export const exercises = {
  share: 4 / 5,
  beta: 1 / 2,
  old: [1 / 3, 2 / 3],
  odds: 8,
  d: 512,
  r: 8,
  part: 32,
  size: 127 / 200,
  moved: 1 / 400,
};
