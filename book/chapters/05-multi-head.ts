/** Chapter 5's case: two heads look at 我 爱 你 at once. */

import * as four from '../../chapters/04-attention/by-hand.ts';
import * as hand from '../../chapters/05-multi-head/by-hand.ts';
import { multiHead, multiHeadBackward } from '../../chapters/05-multi-head/multi-head.ts';

/** The sentence, the heads' matrices, and what the loss asks, the same of every word but uneven. */
export const given = { X: four.X, P: hand.P, dY: four.X.map(() => [1, 2, 3, 4]) };

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY }: typeof given) {
  const { heads, C, Y } = multiHead(X, X, P);
  return { heads, C, Y, ...multiHeadBackward(dY, { X_Q: X, X_KV: X, P, heads, C, Y }) };
}
