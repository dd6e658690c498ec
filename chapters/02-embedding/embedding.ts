/**
 * Chapter 2 — Embedding
 *
 *     Y = √d_model · O E,     O: one row a token, 1 at the token's id and 0 elsewhere
 *
 * A one-hot row times E is a row of E, so the product is never computed: the row is looked up.
 * Vaswani et al. 2017, §3.4. Article: 「核心內容」, first step.
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { needShape } from '../01-vectors/matrices.ts';

/** The working of an embedding. */
export interface Embedding {
  ids: number[]; // n             one id a token
  E: Matrix; //     V×d_model     one row a token of the vocabulary
  Y: Matrix; //     n×d_model     row i is √d_model times row ids[i] of E
}

/** The row of zeros with a single 1 at the id. Throws RangeError for an id outside 0 … size − 1. */
export function oneHot(id: number, size: number): Vector {
  needId(id, size);
  const row = zeros(1, size)[0];
  row[id] = 1;
  return row;
}

/** Y_ic = √d_model E_{ids_i, c}. E: V×d_model → n×d_model. Throws RangeError for an id that is no row of E. */
export function embed(ids: number[], E: Matrix): Embedding {
  const [V, d_model] = shape(E);
  if (ids.length === 0) throw new RangeError('a sentence must have at least one token, got 0');
  const scale = Math.sqrt(d_model);
  const Y = ids.map((id) => {
    needId(id, V);
    return E[id].map((E_c) => scale * E_c);
  });
  return { ids, E, Y };
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/**
 * From dY to { dE }: a row of E learns from every place where its token stands, the other rows not at all. Throws
 * RangeError unless dY is n×d_model.
 */
export function embedBackward(dY: Matrix, { ids, E }: Embedding) {
  const [V, d_model] = shape(E);
  const scale = Math.sqrt(d_model);
  needShape(dY, ids.length, d_model);
  const dE = zeros(V, d_model);
  for (let i = 0; i < ids.length; i++) {
    // forward: Y[i][c] = scale * E[ids[i]][c]
    for (let c = 0; c < d_model; c++) dE[ids[i]][c] += scale * dY[i][c];
  }
  return { dE };
}

function needId(id: number, size: number): void {
  if (!Number.isInteger(id) || id < 0 || id >= size) {
    throw new RangeError(`an id must be a whole number from 0 to ${size - 1}, got ${id}`);
  }
}
