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
import { evenMatrix, normalMatrix, seeded } from '../../lib/random.ts';
import { meanOf, varianceOf } from './moments.ts';

/** Part 3 of the example: random words after random sublayers, without a norm and with one after each; averages. */
export function growth(n: number, d_model: number, shown: number[], seeds: string[]) {
  const words = shown.map((): { without: Moments[]; withNorm: Moments[] } => ({ without: [], withNorm: [] }));
  for (const seed of seeds) {
    const random = seeded(seed);
    let without = normalMatrix(random, n, d_model);
    let withNorm = without;
    for (let l = 0; l <= Math.max(...shown); l++) {
      if (shown.includes(l)) {
        words[shown.indexOf(l)].without.push(...without.map(moments));
        words[shown.indexOf(l)].withNorm.push(...withNorm.map(moments));
      }
      const W = evenMatrix(random, d_model, d_model);
      without = add(without, multiply(without, W));
      withNorm = postNorm(withNorm, { norm: layerNormParams(d_model), W }).Y;
    }
  }
  return shown.map((sublayers, k) => {
    const { without, withNorm } = words[k];
    return { sublayers, without: average(without), withNorm: average(withNorm) };
  });
}

/** What is watched of a word. */
interface Moments {
  deviation: number;
  mean: number; //  how far from 0, in deviations
  slope: number; // that tanh has there on average
}

function moments(x: Vector): Moments {
  const deviation = Math.sqrt(varianceOf(x));
  return { deviation, mean: Math.abs(meanOf(x)) / deviation, slope: meanOf(x.map((x_c) => 1 - tanh(x_c) ** 2)) };
}

function average(words: Moments[]): Moments {
  const of = (name: keyof Moments) => meanOf(words.map((word) => word[name]));
  return { deviation: of('deviation'), mean: of('mean'), slope: of('slope') };
}

/** Part 7 of the example: stacks of random sublayers, the norm after the sum and the norm before the sublayer. */
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
