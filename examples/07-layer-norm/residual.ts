/** What the residual connection keeps apart: words in a stack of attentions, with the shortcut and without it. */

import { cosine } from '../../chapters/01-vectors/vectors.ts';
import { multiHead, multiHeadParams } from '../../chapters/05-multi-head/multi-head.ts';
import { addNorm, layerNorm, layerNormParams } from '../../chapters/07-layer-norm/layer-norm.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { spread } from '../../lib/spread.ts';
import { meanOf } from './moments.ts';

/** Part 2 of the example: how alike n random words are after some sublayers of attention and norm. */
export function alike(n: number, d_model: number, shown: number[], seeds: string[]) {
  const runs = seeds.map((seed) => ({
    without: cosines(n, d_model, shown, seed, false),
    kept: cosines(n, d_model, shown, seed, true),
  }));
  return shown.map((sublayers, k) => ({
    sublayers,
    without: spread(runs.map(({ without }) => without[k])),
    kept: spread(runs.map(({ kept }) => kept[k])),
  }));
}

/** The mean cosine of two words, after each number of sublayers that is shown. */
function cosines(n: number, d_model: number, shown: number[], seed: string, isKept: boolean): number[] {
  const random = seeded(seed); // the same words and the same attentions with the shortcut and without it
  const P = layerNormParams(d_model);
  let X = normalMatrix(random, n, d_model);
  const found: number[] = [];
  for (let l = 0; l <= Math.max(...shown); l++) {
    if (shown.includes(l)) found.push(cosineOfTwo(X));
    const { Y } = multiHead(X, X, multiHeadParams(random, d_model, 4));
    X = (isKept ? addNorm(X, Y, P) : layerNorm(Y, P)).Y;
  }
  return found;
}

function cosineOfTwo(X: Matrix): number {
  return meanOf(X.flatMap((x, i) => X.slice(0, i).map((other) => cosine(x, other))));
}
