/** The game of chapter 18 on four groups, in the page: the example's rounds. */

import type { FeedForwardParams } from '../../../chapters/09-feed-forward/feed-forward.ts';
import { BALANCED, momentOf, played, type AfterRound, type Moment } from '../../../examples/18-gan/clusters.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import type { Steps } from '../answering.ts';

/** What a game begins with. */
export interface Given {
  seed: string;
  d_steps: number;
  g_steps: number;
}

/** The game at one moment. */
export interface Shown {
  round: number;
  loss_D: number;
  loss_G: number;
  D: FeedForwardParams;
  real: Matrix;
  made: Matrix;
  moment: Moment;
}

/** As many rounds as the example plays. */
export const ROUNDS = BALANCED.looks[BALANCED.looks.length - 1];

/** Round after round. */
export async function* steps({ seed, ...turns }: Given): Steps<Shown> {
  const game = played(seed, turns);
  game.next(); // as it begins
  for (let round = 1; round < ROUNDS; round++) {
    const now = game.next().value;
    yield () => shownOf(now);
  }
  const last = game.next().value;
  return () => shownOf(last);
}

/** What is drawn of a moment. */
export function shownOf({ round, loss_D, loss_G, D, real, made }: AfterRound): Shown {
  const customers = made();
  return { round, loss_D, loss_G, D, real, made: customers, moment: momentOf(customers, round) };
}
