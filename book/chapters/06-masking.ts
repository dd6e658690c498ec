/** Chapter 6's case: the attention of chapter 4, of whom each word sees only itself and what stands before it. */

import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as four from '../../chapters/04-attention/by-hand.ts';
import * as hand from '../../chapters/06-masking/by-hand.ts';

const { Q, K, V } = four;

/** Queries, keys and values, the mask, and what the loss asks. */
// prettier-ignore
export const given = { Q, K, V, M: hand.causal, dY: [[1, 0], [0, 1], [2, 0]] };

/** What comes of it, forwards and backwards: what was hidden gets the share 0, and the gradient 0. */
export function worked({ Q, K, V, M, dY }: typeof given) {
  const attended = attention(Q, K, V, M);
  return { ...attended, ...attentionBackward(dY, attended) };
}
