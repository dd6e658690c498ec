/** Chapter 10's case: one layer of the encoder reads 我 爱 你, and the way back. */

import * as hand from '../../chapters/10-encoder/by-hand.ts';
import { encoderLayer, encoderLayerBackward } from '../../chapters/10-encoder/encoder.ts';

const { X, P, dY } = hand;

/** The sentence, the layer's parameters, and what the loss asks. */
export const given = { X, P, dY };

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY }: typeof given) {
  const { attended, normed_1, fed, normed_2, Y } = encoderLayer(X, P);
  return {
    heads: attended.heads,
    attended: attended.Y,
    normed_1: normed_1.Y,
    fed: fed.Y,
    Y,
    ...encoderLayerBackward(dY, { attended, normed_1, fed, normed_2, Y }),
  };
}
