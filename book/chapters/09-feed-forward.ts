/** Chapter 9's case: two bits are added, and the slopes of three activations. */

import { relu, sigmoid, tanh } from '../../chapters/09-feed-forward/activations.ts';
import * as hand from '../../chapters/09-feed-forward/by-hand.ts';
import { feedForward, feedForwardBackward } from '../../chapters/09-feed-forward/feed-forward.ts';

/** Pairs of bits, the layer that adds them, what the loss asks, and places on the activations' curves. */
// prettier-ignore
export const given = { X: hand.bits, P: hand.adder, dY: [[1, 0], [0, 1], [2, -1], [1, 1]], xs: [-2, -0.5, 0, 0.5, 2] };

/** What comes of it, forwards and backwards. */
export function worked({ X, P, dY, xs }: typeof given) {
  const { H, R, Y } = feedForward(X, P);
  const curve = ({ f, slope }: typeof relu) => ({ f: xs.map((x) => f(x)), slope: xs.map((x) => slope(x)) });
  return {
    H,
    R,
    Y,
    ...feedForwardBackward(dY, { X, P, H, R, Y }),
    relu: curve(relu).f,
    sigmoid: curve(sigmoid),
    tanh: curve(tanh),
  };
}
