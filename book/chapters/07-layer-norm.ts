/** Chapter 7's case: two words normalized after a sum, and the two places where a norm may stand. */

import * as hand from '../../chapters/07-layer-norm/by-hand.ts';
import { addNorm, addNormBackward } from '../../chapters/07-layer-norm/layer-norm.ts';
import { postNorm, postNormBackward, preNorm, preNormBackward } from '../../chapters/07-layer-norm/pre-norm.ts';

const { X, F, P } = hand;

/** A sublayer's input and output, gain and bias, a small sublayer's matrix, and what the loss asks. */
// prettier-ignore
export const given = {
  X, F, P,
  W: [[1, 0, 0, 1], [0, 1, 1, 0], [2, 0, 1, 0], [0, 0, 0, 1]],
  dY: [[1, -2, 0, 3], [0, 1, 2, -1]],
};

/** What comes of it, forwards and backwards. */
export function worked({ X, F, P, W, dY }: typeof given) {
  const added = addNorm(X, F, P);
  const sublayer = { W, norm: P };
  const [post, pre] = [postNorm(X, sublayer), preNorm(X, sublayer)];
  return {
    added,
    back: addNormBackward(dY, added),
    post: { Y: post.Y, ...postNormBackward(dY, post) },
    pre: { Y: pre.Y, ...preNormBackward(dY, pre) },
  };
}
