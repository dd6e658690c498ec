/** Random sublayers one upon the other, without a norm, with one after each sum, and with one before each sublayer. */

import {
  postNorm,
  postNormBackward,
  preNorm,
  preNormBackward,
  type Sublayer,
} from '../../chapters/07-layer-norm/pre-norm.ts';
import { layerNorm, layerNormBackward, layerNormParams } from '../../chapters/07-layer-norm/layer-norm.ts';
import { add, multiply } from '../../chapters/01-vectors/matrices.ts';
import { tanh } from '../../lib/elementary.ts';
import { shape, type Matrix, type Vector } from '../../lib/matrix.ts';
import { evenMatrix, seeded, type Random } from '../../lib/random.ts';
import { meanOf, varianceOf } from './moments.ts';

/** Part 2 of the example: a sentence's first word after random sublayers, without a norm and with one after each. */
export function growth(sentence: Matrix, shown: number[], random: Random) {
  const d_model = sentence[0].length;
  let [without, withNorm] = [sentence, sentence];
  const rows = [];
  for (let l = 0; l <= Math.max(...shown); l++) {
    if (shown.includes(l)) rows.push({ sublayers: l, without: spread(without[0]), withNorm: spread(withNorm[0]) });
    const W = evenMatrix(random, d_model, d_model);
    without = add(without, multiply(without, W));
    withNorm = postNorm(withNorm, { norm: layerNormParams(d_model), W }).Y;
  }
  return rows;
}

/** Mean and deviation of a word, and the slope that tanh has there on average. */
function spread(x: Vector) {
  return {
    mean: meanOf(x),
    deviation: Math.sqrt(varianceOf(x)),
    slope: meanOf(x.map((x_c) => 1 - tanh(x_c) ** 2)),
  };
}

/** Part 6 of the example: stacks of random sublayers, the norm after the sum and the norm before the sublayer. */
export function stacks(sentence: Matrix, dY: Matrix, depths: number[], seed: string) {
  const [, d_model] = shape(sentence);
  return depths.flatMap((N) => {
    const random = seeded(`${seed} ${N}`);
    const Ws = Array.from({ length: N }, () => evenMatrix(random, d_model, d_model)); // the same for both
    return [false, true].map((pre) => ({ N, pre, ...sizes(sentence, dY, Ws, pre) }));
  });
}

/** A sentence goes up through a stack and dY comes down: how large is what arrives, and what each matrix is told. */
function sizes(sentence: Matrix, dY: Matrix, Ws: Matrix[], pre: boolean) {
  const norm = layerNormParams(sentence[0].length);
  const sublayers: Sublayer[] = [];
  let Y = sentence;
  for (const W of Ws) {
    const sublayer = (pre ? preNorm : postNorm)(Y, { norm, W });
    sublayers.push(sublayer);
    Y = sublayer.Y;
  }
  // Pre-norm leaves the last sum as it is, so one more norm stands at the end, as usual.
  let dX = pre ? layerNormBackward(dY, layerNorm(Y, norm)).dX : dY;
  let shortcut = dX; // what would come back if the sublayers sent back nothing
  const dW: Matrix[] = [];
  for (const sublayer of sublayers.reverse()) {
    const back = (pre ? preNormBackward : postNormBackward)(dX, sublayer);
    if (!pre) shortcut = layerNormBackward(shortcut, sublayer.normed).dX;
    dX = back.dX;
    dW.unshift(back.dP.W);
  }
  const [first, last] = [size(dW[0]), size(dW[dW.length - 1])];
  return { Y: size(Y), dX: size(dX), shortcut: size(shortcut), dW: { first, last } };
}

/** The typical size of an entry: the root of the mean square. */
function size(A: Matrix): number {
  return Math.sqrt(meanOf(A.flat().map((x) => x * x)));
}
