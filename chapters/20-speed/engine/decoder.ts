/** Chapter 11's decoderLayer and its way back: the same lines, over all sentences of a batch. */

import type { Sizes } from '../../10-encoder/encoder.ts';
import { addNorm, addNormBackward, addNormRoom, type AddNorm } from './add-norm.ts';
import { feedForward, feedForwardBackward, feedForwardRoom, type FeedForward } from './feed-forward.ts';
import type { Address, Room } from './memory.ts';
import { multiHead, multiHeadBackward, multiHeadRoom, type MultiHead } from './multi-head.ts';
import type { DecoderLayerBlocks } from './parameters.ts';
import type { Desk } from './product.ts';
import type { Sentences } from './sentences.ts';

/** Room for the working of one decoder layer. */
export interface DecoderLayer {
  selfAttended: MultiHead;
  normed_1: AddNorm;
  crossAttended: MultiHead;
  normed_2: AddNorm;
  fed: FeedForward;
  normed_3: AddNorm;
}

/** Room for n tokens that look at m, in sentences of at most `longest`. */
export function decoderLayerRoom(room: Room, sizes: Sizes, n: number, m: number, longest: number): DecoderLayer {
  return {
    selfAttended: multiHeadRoom(room, sizes, n, n, longest),
    normed_1: addNormRoom(room, sizes.d_model, n),
    crossAttended: multiHeadRoom(room, sizes, n, m, longest),
    normed_2: addNormRoom(room, sizes.d_model, n),
    fed: feedForwardRoom(room, sizes, n),
    normed_3: addNormRoom(room, sizes.d_model, n),
  };
}

/** One layer, into w.normed_3.Y. X: n×d_model, Z: m×d_model. */
export function decoderLayer(
  desk: Desk,
  X: Address,
  n: Sentences,
  Z: Address,
  m: Sentences,
  P: DecoderLayerBlocks,
  w: DecoderLayer,
  dropped: boolean,
): void {
  multiHead(desk, X, n, X, n, P.selfAttention, w.selfAttended, true);
  addNorm(desk, X, w.selfAttended.Y, n.tokens, P.norm_1, w.normed_1, dropped);
  multiHead(desk, w.normed_1.Y, n, Z, m, P.crossAttention, w.crossAttended, false);
  addNorm(desk, w.normed_1.Y, w.crossAttended.Y, n.tokens, P.norm_2, w.normed_2, dropped);
  feedForward(desk, w.normed_2.Y, n.tokens, P.feedForward, w.fed);
  addNorm(desk, w.normed_2.Y, w.fed.Y, n.tokens, P.norm_3, w.normed_3, dropped);
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY: n×d_model to dP, and onto dZ: m×d_model (into it for the first layer on the way back); dX takes the place of dY. */
export function decoderLayerBackward(
  desk: Desk,
  dY: Address,
  X: Address,
  n: Sentences,
  Z: Address,
  m: Sentences,
  P: DecoderLayerBlocks,
  w: DecoderLayer,
  dropped: boolean,
  dP: DecoderLayerBlocks,
  dZ: Address,
  onto_Z: boolean,
): void {
  const dX = dY;
  let dF = addNormBackward(desk, dY, n.tokens, P.norm_3, w.normed_3, dropped, dP.norm_3, dX);
  feedForwardBackward(desk, dF, w.normed_2.Y, n.tokens, P.feedForward, w.fed, dP.feedForward, dX);
  dF = addNormBackward(desk, dX, n.tokens, P.norm_2, w.normed_2, dropped, dP.norm_2, dX);
  multiHeadBackward(
    desk,
    dF,
    w.normed_1.Y,
    n,
    Z,
    m,
    P.crossAttention,
    w.crossAttended,
    false,
    dP.crossAttention,
    dX,
    dZ,
    onto_Z,
  );
  dF = addNormBackward(desk, dX, n.tokens, P.norm_1, w.normed_1, dropped, dP.norm_1, dX);
  multiHeadBackward(desk, dF, X, n, X, n, P.selfAttention, w.selfAttended, true, dP.selfAttention, dX, dX, true);
}
