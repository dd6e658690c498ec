/** Gradients by nudging: how far, with what upstream, and for a whole Transformer. */

import { oneHot } from '../../chapters/02-embedding/embedding.ts';
import { softmax, softmaxBackward } from '../../chapters/04-attention/softmax.ts';
import * as hand from '../../chapters/08-backprop/by-hand.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import { transformer, transformerBackward, transformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Vector } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { count } from '../../lib/params.ts';
import type { Random } from '../../lib/random.ts';

/** Part 9 of the example: the slope of x³, 3x², found by nudges of several sizes. */
export function nudges(x: number) {
  const at: Vector = [x];
  const cube = () => at[0] * at[0] * at[0];
  const rows = [1, 3, 5, 7, 9, 11].map((digits) => {
    const [slope] = numericGradient(cube, at, Number(`1e-${digits}`));
    return { digits, slope, error: Math.abs(slope - 3 * x * x) };
  });
  return { x, rows };
}

/** Part 10 of the example: dA on its way back through softmax: nudged, right, and with the factor A_j forgotten. */
export function upstream(dA: Vector) {
  const S = hand.S.map((row) => [...row]);
  const A = softmax(S);
  const loss = () => softmax(S)[0].reduce((sum, share, j) => sum + dA[j] * share, 0);
  const average = dA.reduce((sum, dA_l, l) => sum + A[0][l] * dA_l, 0);
  return {
    dA,
    nudged: numericGradient(loss, S)[0],
    right: softmaxBackward([dA], A)[0],
    faulty: dA.map((dA_j) => dA_j - average),
  };
}

/** Part 11 of the example: the gradient of a small Transformer by the way back, and by nudging all it learns. */
export function whole(random: Random) {
  const model = transformerParams(random, 9, 8, { d_model: 8, h: 2, d_ff: 12, N: 1 });
  const wanted = [4, 5, 2].map((id) => oneHot(id, 8));
  const run = () => transformer([4, 5, 6], [1, 4, 5], model);
  const working = run();
  const { dP } = transformerBackward(crossEntropyBackward(crossEntropy(working.S, wanted)), working);
  const nudged = numericGradient(() => crossEntropy(run().S, wanted).loss, model);
  return { learned: count(model), runs: 2 * count(model), difference: relativeError(dP, nudged) };
}
