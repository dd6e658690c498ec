/** Chapter 10's encoderLayer and its way back: the same lines, over all sentences of a batch. */

import type { Sizes } from '../../10-encoder/encoder.ts';
import { addNorm, addNormBackward, addNormRoom, type AddNorm } from './add-norm.ts';
import { feedForward, feedForwardBackward, feedForwardRoom, type FeedForward } from './feed-forward.ts';
import type { Address, Room } from './memory.ts';
import { multiHead, multiHeadBackward, multiHeadRoom, type MultiHead } from './multi-head.ts';
import type { EncoderLayerBlocks } from './parameters.ts';
import type { Desk } from './product.ts';
import type { Sentences } from './sentences.ts';

/** Room for the working of one encoder layer. */
export interface EncoderLayer {
  attended: MultiHead;
  normed_1: AddNorm;
  fed: FeedForward;
  normed_2: AddNorm;
}

/** Room for m tokens in sentences of at most `longest`. */
export function encoderLayerRoom(room: Room, sizes: Sizes, m: number, longest: number): EncoderLayer {
  return {
    attended: multiHeadRoom(room, sizes, m, m, longest),
    normed_1: addNormRoom(room, sizes.d_model, m),
    fed: feedForwardRoom(room, sizes, m),
    normed_2: addNormRoom(room, sizes.d_model, m),
  };
}

/** One layer, into w.normed_2.Y. X: m×d_model. causal: no token sees a later one, as in chapter 16. */
export function encoderLayer(
  desk: Desk,
  X: Address,
  m: Sentences,
  P: EncoderLayerBlocks,
  w: EncoderLayer,
  dropped: boolean,
  causal = false,
): void {
  multiHead(desk, X, m, X, m, P.attention, w.attended, causal);
  addNorm(desk, X, w.attended.Y, m.tokens, P.norm_1, w.normed_1, dropped);
  feedForward(desk, w.normed_1.Y, m.tokens, P.feedForward, w.fed);
  addNorm(desk, w.normed_1.Y, w.fed.Y, m.tokens, P.norm_2, w.normed_2, dropped);
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dY: m×d_model to dP; dX takes the place of dY. */
export function encoderLayerBackward(
  desk: Desk,
  dY: Address,
  X: Address,
  m: Sentences,
  P: EncoderLayerBlocks,
  w: EncoderLayer,
  dropped: boolean,
  dP: EncoderLayerBlocks,
  causal = false,
): void {
  const dX = dY;
  let dF = addNormBackward(desk, dY, m.tokens, P.norm_2, w.normed_2, dropped, dP.norm_2, dX);
  feedForwardBackward(desk, dF, w.normed_1.Y, m.tokens, P.feedForward, w.fed, dP.feedForward, dX);
  dF = addNormBackward(desk, dX, m.tokens, P.norm_1, w.normed_1, dropped, dP.norm_1, dX);
  multiHeadBackward(desk, dF, X, m, X, m, P.attention, w.attended, causal, dP.attention, dX, dX, true);
}
