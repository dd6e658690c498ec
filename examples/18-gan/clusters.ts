/** Four groups of customers on a plane, and a generator that finds all of them, or one after the other. */

import type { FeedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import { apart, meanApart } from '../../chapters/18-gan/distance.ts';
import { ganParams, generate } from '../../chapters/18-gan/gan.ts';
import { players, round, type GanPlan } from '../../chapters/18-gan/training.ts';
import type { Matrix, Vector } from '../../lib/matrix.ts';
import { normal, normalMatrix, seeded, type Random } from '../../lib/random.ts';

/** The middles of the four groups: upper left, upper right, lower left, lower right. */
export const CENTRES: Matrix = [
  [-1.5, 1.5],
  [1.5, 1.5],
  [-1.5, -1.5],
  [1.5, -1.5],
];

/** Deviation of each group, in both directions. */
export const WIDTH = 0.4;

/** Customers in the training set, and made for each look. */
export const [REAL, SHOWN] = [400, 400];
const sizes = { noise: 4, label: 0, features: 2, hidden: 32 };

/** How the players take turns: steps of each in a round, and the rounds after which one looks. */
export interface Turns {
  d_steps: number;
  g_steps: number;
  looks: number[];
}

const LOOKS = [100, 200, 300, 400, 500, 600, 700, 800];

/** Three steps of D for each of G: the forger is always a little behind. */
export const BALANCED: Turns = { d_steps: 3, g_steps: 1, looks: LOOKS };
/** Four steps of G against a D that stands still meanwhile. */
export const RUSHED: Turns = { d_steps: 1, g_steps: 4, looks: LOOKS };
const RATE = 0.005;

/** What the generator makes at one moment. */
export interface Moment {
  round: number;
  counts: Vector; //  how many of 400 belong to each group: to the one whose middle is nearest
  astray: number; //  how many of them lie more than three deviations from it
  apart: number; //   the mean distance of two of them
}

/** n customers, in each group as many as the lot wants. */
export function grouped(random: Random, n: number): Matrix {
  return Array.from({ length: n }, () => {
    const centre = CENTRES[Math.floor(CENTRES.length * random())];
    return centre.map((x) => x + WIDTH * normal(random));
  });
}

/** Counts the groups. */
export function momentOf(X: Matrix, round: number): Moment {
  const counts = CENTRES.map(() => 0);
  let astray = 0;
  for (const x of X) {
    const ways = CENTRES.map((centre) => apart(x, centre));
    const nearest = Math.min(...ways);
    counts[ways.indexOf(nearest)]++;
    astray += nearest > 3 * WIDTH ? 1 : 0;
  }
  return { round, counts, astray, apart: meanApart(X, X) };
}

/** The game at one moment. */
export interface AfterRound {
  round: number;
  loss_D: number; // of this round, nats a customer
  loss_G: number;
  D: FeedForwardParams;
  real: Matrix; //       the customers that D is shown
  made: () => Matrix; // what G makes, of the same noise at every moment
}

/** The game on the groups: first as it begins, then round after round, without an end. */
export function* played(seed: string, { d_steps, g_steps }: Omit<Turns, 'looks'>): Generator<AfterRound, never> {
  const random = seeded(`groups ${seed}`);
  const real = grouped(random, REAL);
  const unlabelled = (X: Matrix): Matrix => X.map(() => []); // no labels here
  const plan: GanPlan = { noise: sizes.noise, batch: 64, d_steps, g_steps, rate: RATE, blur: [0, 0] };
  const Z = normalMatrix(seeded(`shown ${seed}`), SHOWN, sizes.noise);
  let now = players(ganParams(random, sizes));
  let [loss_D, loss_G] = [NaN, NaN];
  for (let k = 0; ; k++) {
    const { G, D } = now;
    yield { round: k, loss_D, loss_G, D: D.P, real, made: () => generate(Z, unlabelled(Z), G.P).Y };
    ({ players: now, loss_D, loss_G } = round(now, real, unlabelled(real), plan, random));
  }
}

/** Plays, and looks at the generator now and then. `made`: its customers at each look. */
export function clustered(seed: string, { looks, ...turns }: Turns) {
  const game = played(seed, turns);
  const made: Matrix[] = [];
  const { real } = game.next().value;
  let round = 0;
  while (round < looks[looks.length - 1]) {
    const now = game.next().value;
    ({ round } = now);
    if (looks.includes(round)) made.push(now.made());
  }
  return { real, made, moments: made.map((X, k) => momentOf(X, looks[k])) };
}
