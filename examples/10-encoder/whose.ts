/** Whose gradient arrives: something is asked of one word, and goes back through layers with residuals or without. */

import { add } from '../../chapters/01-vectors/matrices.ts';
import { multiHead, multiHeadBackward } from '../../chapters/05-multi-head/multi-head.ts';
import { addNorm, addNormBackward } from '../../chapters/07-layer-norm/layer-norm.ts';
import { feedForward, feedForwardBackward } from '../../chapters/09-feed-forward/feed-forward.ts';
import {
  encoder,
  encoderLayerBackward,
  encoderLayerParams,
  type EncoderLayerParams,
  type Sizes,
} from '../../chapters/10-encoder/encoder.ts';
import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { spread } from '../../lib/spread.ts';

/** A layer on the way back: from dY to dX. */
export type Back = (dY: Matrix) => Matrix;

/** Word 1's share of the gradient before each layer it goes back through, and its size; spread over seeds. */
export function whose(length: number, sizes: Sizes, seeds: string[]) {
  const runs = seeds.map((seed) => {
    const random = seeded(seed);
    const P = Array.from({ length: sizes.N }, () => encoderLayerParams(random, sizes));
    const X = normalMatrix(random, length, sizes.d_model);
    const asked = normalMatrix(random, length, sizes.d_model).map((row, i) => row.map((x) => (i === 0 ? x : 0)));
    return { kept: wayBack(asked, whole(X, P)), without: wayBack(asked, bare(X, P)) };
  });
  const over = (of: 'kept' | 'without') =>
    Array.from({ length: sizes.N + 1 }, (_, l) => ({
      share: spread(runs.map((run) => run[of][l].share)),
      size: spread(runs.map((run) => run[of][l].size)),
    }));
  return { kept: over('kept'), without: over('without'), runs: runs.length };
}

/** The chapter's layers. */
export function whole(X: Matrix, P: EncoderLayerParams[]): Back[] {
  return encoder(X, P).layers.map((layer) => (dY) => encoderLayerBackward(dY, layer).dX);
}

/** The same without residuals: what was found is added to nothing. */
export function bare(X: Matrix, P: EncoderLayerParams[]): Back[] {
  const nothing = zeros(...shape(X));
  let Y = X;
  return P.map((P_l) => {
    const attended = multiHead(Y, Y, P_l.attention);
    const normed_1 = addNorm(nothing, attended.Y, P_l.norm_1);
    const fed = feedForward(normed_1.Y, P_l.feedForward);
    const normed_2 = addNorm(nothing, fed.Y, P_l.norm_2);
    Y = normed_2.Y;
    return (dY) => {
      const dFed = feedForwardBackward(addNormBackward(dY, normed_2).dF, fed).dX;
      const { dX_Q, dX_KV } = multiHeadBackward(addNormBackward(dFed, normed_1).dF, attended);
      return add(dX_Q, dX_KV);
    };
  });
}

/** Word 1's share of the gradient, in squares, and the size of all of it: at the top, and after each layer down. */
export function wayBack(asked: Matrix, layers: Back[]) {
  const stations = [asked];
  for (const back of [...layers].reverse()) stations.push(back(stations[stations.length - 1]));
  return stations.map((dX) => {
    const all = squares(dX.flat());
    return { share: squares(dX[0]) / all, size: Math.sqrt(all / squares(asked.flat())) };
  });
}

function squares(row: Vector): number {
  return row.reduce((sum, x) => sum + x * x, 0);
}
