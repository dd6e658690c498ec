/** Chapter 4's case: 我 爱 你 attends to itself, and a gradient goes back to everything that was given. */

import { attention, attentionBackward } from '../../chapters/04-attention/attention.ts';
import * as hand from '../../chapters/04-attention/by-hand.ts';
import { multiply, multiplyBackward } from '../../chapters/01-vectors/matrices.ts';

const { X, W_Q, W_K, W_V } = hand;

/** The sentence, three matrices, and what the loss asks of the result: only the first number of 我. */
// prettier-ignore
export const given = { X, W_Q, W_K, W_V, dY: [[1, 0], [0, 0], [0, 0]] };

/** What comes of it, forwards and backwards. */
export function worked({ X, W_Q, W_K, W_V, dY }: typeof given) {
  const attended = attention(multiply(X, W_Q), multiply(X, W_K), multiply(X, W_V));
  const back = attentionBackward(dY, attended);
  return {
    ...attended,
    ...back,
    dW_Q: multiplyBackward(back.dQ, { A: X, B: W_Q }).dB,
    dW_K: multiplyBackward(back.dK, { A: X, B: W_K }).dB,
    dW_V: multiplyBackward(back.dV, { A: X, B: W_V }).dB,
  };
}
