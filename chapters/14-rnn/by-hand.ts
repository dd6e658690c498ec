/**
 * 我 爱 你 read by a simple cell of two numbers, by a GRU of one, and looked back at. Test, example and prose use these.
 *
 * All can be followed with a pencil: tanh(½ ln a) = (a − 1)/(a + 1), so that ½ ln 3 becomes 1/2 and ½ ln 9 becomes 4/5;
 * and σ(ln a) = a/(a + 1), so that ln 3 opens a gate to 3/4 and −ln 3 to 1/4.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { AdditiveParams } from './bahdanau.ts';
import type { MixParams } from './cell.ts';
import type { GruParams } from './gru.ts';

const [ln_2, ln_3] = [log(2), log(3)];

/** The names of the rows. */
export const tokens = ['我', '爱', '你'];

/** The sentence, one-hot: 3×3. A product with W_x is then a row of W_x. */
export const X: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The simple cell. A state has two numbers: how many people, and love just now. */
export const P: MixParams = {
  // 我 and 你 are people; 爱 is love, and has to overcome the −½ ln 3 of b.
  W_x: [
    [ln_3 / 2, 0],
    [0, ln_3],
    [ln_3 / 2, 0],
  ],
  // ½ · ln 3 = ½ ln 3, and tanh of that is ½ again: a person at ½ is remembered. And who loves is heard in the second.
  W_h: [
    [ln_3, ln_3],
    [0, 0],
  ],
  b: [0, -ln_3 / 2],
};

/**
 * The states, row by row the sums before tanh:
 *
 *     我   ½ ln 3,  −½ ln 3                                            → ½, −½
 *     爱   ½ · ln 3 = ½ ln 3,  ln 3 + ½ · ln 3 − ½ ln 3 = ln 3         → ½, 4/5
 *     你   ½ ln 3 + ½ · ln 3 = ln 3,  ½ · ln 3 − ½ ln 3 = 0            → 4/5, 0
 */
export const H: Matrix = [
  [1 / 2, -1 / 2],
  [1 / 2, 4 / 5],
  [4 / 5, 0],
];

/** For the way back: only the first number of the last state matters. */
export const dH: Matrix = [
  [0, 0],
  [0, 0],
  [1, 0],
];

/**
 * What each state hears in all, from the last to the first; the slope of tanh is 1 − h²:
 *
 *     你   1, 0                                       da = 1 − 16/25 = 9/25, and 0
 *     爱   9/25 · ln 3, 0                             da = ¾ · 9/25 ln 3 = 27/100 ln 3, and 0
 *     我   27/100 ln 3 · ln 3, 0
 */
export const heard: Matrix = [
  [(27 / 100) * ln_3 ** 2, 0],
  [(9 / 25) * ln_3, 0],
  [1, 0],
];

/** What a person at ½ passes back through one step in which nobody new is met: (1 − ½²) · ln 3, less than 1. */
export const passed = (3 / 4) * ln_3;

/** The GRU, with a state of one number. */
export const P_gru: GruParams = {
  reset: { W_x: [[0], [2 * ln_2], [2 * ln_2]], W_h: [[-5 * ln_2]], b: [0] },
  update: { W_x: [[-ln_3], [-2 * ln_3], [-ln_3]], W_h: [[5 * ln_3]], b: [0] },
  candidate: { W_x: [[ln_3], [-ln_3 / 2], [ln_3 - ln_2 / 2]], W_h: [[(5 / 2) * ln_2]], b: [0] },
};

/**
 * Reset gate, update gate, candidate and state, word by word:
 *
 *     我   h = 0:    r = σ(0) = ½;                     z = σ(−ln 3) = ¼
 *                    g = tanh(ln 3) = 4/5              ¼ · 0 + ¾ · 4/5 = 3/5
 *     爱   h = 3/5:  r = σ(2 ln 2 − 3 ln 2) = ⅓;       z = σ(−2 ln 3 + 3 ln 3) = ¾
 *                    r h = 1/5;  g = tanh(½ ln 2 − ½ ln 3) = (⅔ − 1)/(⅔ + 1) = −1/5
 *                    ¾ · 3/5 − ¼ · 1/5 = 2/5
 *     你   h = 2/5:  r = σ(2 ln 2 − 2 ln 2) = ½;       z = σ(−ln 3 + 2 ln 3) = ¾
 *                    r h = 1/5;  g = tanh(½ ln 2 + ln 3 − ½ ln 2) = tanh(ln 3) = 4/5
 *                    ¾ · 2/5 + ¼ · 4/5 = ½
 */
export const gates: { r: number; z: number; g: number; y: number }[] = [
  { r: 1 / 2, z: 1 / 4, g: 4 / 5, y: 3 / 5 },
  { r: 1 / 3, z: 3 / 4, g: -1 / 5, y: 2 / 5 },
  { r: 1 / 2, z: 3 / 4, g: 4 / 5, y: 1 / 2 },
];

/**
 * How fast the GRU's last state follows the one before, 2/5. Four ways: kept, z = ¾. Through the candidate: slope
 * 1 − 16/25 = 9/25, times 1 − z = ¼, is 9/100; times W_h 5/2 ln 2 is 9/40 ln 2; times r = ½ is 9/80 ln 2. Through the
 * update gate: h − g = −2/5, times z (1 − z) = 3/16, is −3/40; times 5 ln 3. Through the reset gate: 9/40 ln 2 times
 * h = 2/5 times r (1 − r) = ¼ is 9/400 ln 2; times −5 ln 2.
 */
export const dh = 3 / 4 + (9 / 80) * ln_2 - (3 / 8) * ln_3 - (9 / 80) * ln_2 ** 2;

/** Three states of an encoder, 3×2, for the decoder to look back at. */
export const Z: Matrix = [
  [0, 1 / 2],
  [1 / 2, 0],
  [0, 3 / 4],
];

/** The state of the decoder that looks. */
export const s: Vector = [1 / 2, 0];

/** The attention: one number is compared, ½ · ln 3 for the query, and a key of −½ ln 3 for whoever has ½ in front. */
export const P_look: AdditiveParams = {
  W_q: [[ln_3], [0]],
  W_k: [[-ln_3], [0]],
  v: [2 * ln_2],
};

/** Scores: tanh(½ ln 3) · 2 ln 2 = ln 2, then tanh(½ ln 3 − ½ ln 3) = 0, then ln 2. The shares stand as 2 : 1 : 2. */
export const a: Vector = [2 / 5, 1 / 5, 2 / 5];

/** What is brought home: ⅕ · ½ in front, and ⅖ · ½ + ⅖ · ¾ behind. */
export const c: Vector = [1 / 10, 1 / 2];

/** The way back from that look, if only the front number brought home matters. */
export const dc: Vector = [1, 0];

/**
 * A share hears dc · z_j: 0, ½, 0, and their average is ⅕ · ½ = 1/10. So the scores hear ⅖ (0 − 1/10) = −1/25,
 * ⅕ (½ − 1/10) = 2/25, −1/25. A score is tanh(query + key) · 2 ln 2; the slopes of tanh are ¾, 1, ¾:
 * keys −3/50 ln 2, 4/25 ln 2, −3/50 ln 2. All read the query, which hears their sum, 1/25 ln 2; and s, by way of W_q,
 * ln 3 times that.
 */
export const back = {
  dKeys: [[(-3 / 50) * ln_2], [(4 / 25) * ln_2], [(-3 / 50) * ln_2]],
  dZ: [
    [2 / 5, 0],
    [1 / 5, 0],
    [2 / 5, 0],
  ],
  ds: [(1 / 25) * ln_2 * ln_3, 0],
};
