/**
 * The hand-sized cases of chapter 21. Test, example and prose all use these numbers.
 */

import { log } from '../../lib/elementary.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import type { GatedParams } from './gated.ts';
import type { GroupedParams } from './grouped.ts';
import type { Turns } from './rotary.ts';

/** A word with mean square (4 + 16 + 16 + 64)/4 = 25, and chapter 7's 我 less its mean, with mean square 4. */
export const X: Matrix = [
  [2, 4, 4, 8],
  [-2, -2, 2, 2],
];

/** Their sizes: √25 and √4, but for ε. */
export const size: Vector = [5, 2];

/** The words divided by 5 and by 2, but for ε. */
export const X_hat: Matrix = [
  [2 / 5, 4 / 5, 4 / 5, 8 / 5],
  [-1, -1, 1, 1],
];

/** Coordinate 3 is made five times as large. */
export const gain: Vector = [1, 1, 5, 1];

/** Upstream 1, 0, 0, 0 for the first word: mean(dX̂ ∘ X̂) = 2/5 / 4 = 1/10; (1 − 2/50)/5, then −4/50, −20/50, −8/50. */
export const dX_first: Vector = [24 / 125, -2 / 125, -2 / 125, -4 / 125];

/** Quarter turns: one pair, turned by 90° from one place to the next. Four places. */
export const quarter: Turns = {
  cosine: [[1], [0], [-1], [0]],
  sine: [[0], [1], [0], [-1]],
};

/** One query and one key, the same in four places. */
export const Q: Matrix = [
  [2, 1],
  [2, 1],
  [2, 1],
  [2, 1],
];
/** 2 · 3 + 1 · 1 = 7 where they stand in one place. */
export const K: Matrix = [
  [3, 1],
  [3, 1],
  [3, 1],
  [3, 1],
];

/** The query turned by no, one, two and three quarters. */
export const Q_turned: Matrix = [
  [2, 1],
  [-1, 2],
  [-2, -1],
  [1, -2],
];

/** And the key. */
export const K_turned: Matrix = [
  [3, 1],
  [-1, 3],
  [-3, -1],
  [1, -3],
];

/** Dot products: 7 at distance 0, −1 one place back, −7 two, 1 three; forwards the other way round. */
export const dots: Matrix = [
  [7, 1, -7, -1],
  [-1, 7, 1, -7],
  [-7, -1, 7, 1],
  [1, -7, -1, 7],
];

const ln_3 = log(3);

/** What goes into the gated unit. */
export const x: Matrix = [[1, 1]];

/** Gates at ln 3 and −ln 3, which stand open by ¾ and ¼. */
export const gate: GatedParams = {
  W_gate: [
    [ln_3, 0],
    [0, -ln_3],
  ],
  W_up: [
    [4, 0],
    [0, 8],
  ],
  W_down: [
    [1, 2],
    [1, 1],
  ],
};

/** ¾ ln 3 · 4 and −¼ ln 3 · 8. */
export const H: Matrix = [[3 * ln_3, -2 * ln_3]];

/** 3 ln 3 − 2 ln 3, and twice 3 ln 3 − 2 ln 3. */
export const Y_gated: Matrix = [[ln_3, 4 * ln_3]];

/** Upstream 1, 0. dG = 4 (¾ + 3/16 ln 3) and 8 (¼ − 3/16 ln 3). */
export const dG: Vector = [3 + (3 / 4) * ln_3, 2 - (3 / 2) * ln_3];

/** Two words for grouped queries. */
export const tokens = ['我', '爱'];
/** Which word it is. */
export const words: Matrix = [
  [1, 0],
  [0, 1],
];

const ln_2 = log(2);

/** Two queries, one key and one value; d_k = 1. 爱 asks by ln 2 for 我, and by −ln 2. */
export const groups: GroupedParams = {
  W_Q: [
    [[0], [ln_2]],
    [[0], [-ln_2]],
  ],
  W_K: [[[1], [0]]],
  W_V: [[[3], [6]]],
  W_O: [
    [1, 0],
    [0, 1],
  ],
};

/** 爱's shares: 2 : 1 in head 1, 1 : 2 in head 2. */
export const shares: Matrix = [
  [2 / 3, 1 / 3],
  [1 / 3, 2 / 3],
];

/** 我 sees only itself, 3. 爱: ⅔ · 3 + ⅓ · 6 = 4, and ⅓ · 3 + ⅔ · 6 = 5. */
export const Y_grouped: Matrix = [
  [3, 3],
  [4, 5],
];
