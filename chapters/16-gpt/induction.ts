/**
 * Chapter 16 — An induction head, with pencil weights
 *
 *     a x b y a → x        Where did what I read now stand before, and what came after it there?
 *
 * Two layers of chapter 5's attention with one head each, a shortcut around both, causal: no norms, no feed-forward
 * layers, nothing learned. A row has three parts: its own token, its place, and room for the token before it.
 *
 *     first layer:   asks for place i − 1, and writes the token found there into the room
 *     second layer:  asks for a row in whose room stands the token of row i, and takes that row's own token
 *
 * Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits"; Olsson et al. 2022, "In-context Learning and
 * Induction Heads", who found such pairs of heads in trained models.
 */

import { zeros, type Matrix } from '../../lib/matrix.ts';
import { add } from '../01-vectors/matrices.ts';
import { oneHot } from '../02-embedding/embedding.ts';
import { multiHead, type MultiHead, type MultiHeadParams } from '../05-multi-head/multi-head.ts';
import { causalMask } from '../06-masking/masking.ts';

/** The weights of the two layers, and how many tokens and places they are made for. */
export interface InductionParams {
  V: number; //      tokens
  places: number; // the longest line
  first: MultiHeadParams; //  d_model = V + places + V
  second: MultiHeadParams;
}

/** So loud that the first layer hears nobody else: exp(−1000) is 0. */
const LOUD = 1000;

/**
 * The pencil's weights. match, loud: how much further a row that fits scores in the second layer, in the first; nats.
 */
export function inductionParams(V: number, places: number, match: number, loud = LOUD): InductionParams {
  const d_model = V + places + V;
  const [place, room] = [V, V + places]; // where these parts of a row begin; its token's begins at 0
  const first = silent(d_model, places, V);
  // The score is divided by √d_k; what is asked is multiplied by it beforehand.
  for (let i = 0; i < places; i++) first.W_Q[0][place + i][i] = loud * Math.sqrt(places);
  for (let i = 0; i + 1 < places; i++) first.W_K[0][place + i][i + 1] = 1; // place i is found by whoever stands at i + 1
  const second = silent(d_model, V, V);
  for (let c = 0; c < V; c++) {
    first.W_V[0][c][c] = 1; //      gives its token,
    first.W_O[c][room + c] = 1; //  into the room
    second.W_Q[0][c][c] = match * Math.sqrt(V); // asks with its token
    second.W_K[0][room + c][c] = 1; //              for the room
    second.W_V[0][c][c] = 1;
    second.W_O[c][c] = 1;
  }
  return { V, places, first, second };
}

/** The working of both layers. */
export interface Induction {
  X: Matrix; //       n×d_model  token | place | nothing yet
  first: MultiHead;
  X_1: Matrix; //     n×d_model  token | place | token before
  second: MultiHead;
  said: Matrix; //    n×V        what the second layer brings, a share a token: row i says what follows token i
}

/**
 * ids: n. Throws RangeError for an id from V on, and for a line longer than the places.
 */
export function induction(ids: number[], { V, places, first, second }: InductionParams): Induction {
  const nothing = zeros(1, V)[0];
  if (ids.length > places) throw new RangeError(`a line must have at most ${places} tokens, got ${ids.length}`);
  const X = ids.map((id, i) => [...oneHot(id, V), ...oneHot(i, places), ...nothing]);
  const M = causalMask(ids.length);
  const before = multiHead(X, X, first, M);
  const X_1 = add(X, before.Y);
  const found = multiHead(X_1, X_1, second, M);
  return { X, first: before, X_1, second: found, said: found.Y.map((row) => row.slice(0, V)) };
}

/** One head that asks nothing and gives nothing. */
function silent(d_model: number, d_k: number, d_v: number): MultiHeadParams {
  return {
    W_Q: [zeros(d_model, d_k)],
    W_K: [zeros(d_model, d_k)],
    W_V: [zeros(d_model, d_v)],
    W_O: zeros(d_v, d_model),
  };
}
