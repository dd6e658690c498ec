/** Chapter 5's multiHead and multiHeadBackward, for many sentences at once. */

import type { Address, Room } from './memory.ts';
import type { MultiHeadBlocks } from './parameters.ts';
import { product, productBackward, type Desk } from './product.ts';
import type { Sentences } from './sentences.ts';

/** Room for the working of a multi-head attention, and for its gradients. */
export interface MultiHead {
  h: number;
  d: number; //      d_model
  Q: Address; //     n×d    the heads side by side
  KV: Address; //    m×2d   the keys of all heads, then the values
  A: Address; //     the shares: h·n·m numbers a sentence
  C: Address; //     n×d    what the heads found, side by side
  Y: Address; //     n×d
  dC: Address; //    n×d
  dQ: Address; //    n×d
  dKV: Address; //   m×2d
  dA: Address; //    one row of shares
}

/** Room for n queries and m keys in all, in sentences of at most `longest` tokens. */
export function multiHeadRoom(
  room: Room,
  { d_model: d, h }: { d_model: number; h: number },
  n: number,
  m: number,
  longest: number,
): MultiHead {
  return {
    h,
    d,
    Q: room.numbers(n * d),
    KV: room.numbers(m * 2 * d),
    A: room.numbers(h * n * longest),
    C: room.numbers(n * d),
    Y: room.numbers(n * d),
    dC: room.numbers(n * d),
    dQ: room.numbers(n * d),
    dKV: room.numbers(m * 2 * d),
    dA: room.numbers(longest),
  };
}

/** Concat(head_1, …, head_h) W^O into w.Y. X_Q: the tokens of n, X_KV: those of m; sentence s of n looks at sentence s of m. */
export function multiHead(
  desk: Desk,
  X_Q: Address,
  n: Sentences,
  X_KV: Address,
  m: Sentences,
  P: MultiHeadBlocks,
  w: MultiHead,
  causal: boolean,
): void {
  const { k, bytes } = desk;
  const [d, h] = [w.d, w.h];
  product(desk, X_Q, n.tokens, P.W_Q, w.Q);
  product(desk, X_KV, m.tokens, P.W_KV, w.KV);
  let A = w.A;
  for (let s = 0; s < n.lengths.length; s++) {
    const Q = w.Q + n.starts[s] * d * bytes;
    const K = w.KV + m.starts[s] * 2 * d * bytes;
    const C = w.C + n.starts[s] * d * bytes;
    k.attention(
      Q,
      n.lengths[s],
      d * bytes,
      K,
      K + d * bytes,
      m.lengths[s],
      2 * d * bytes,
      h,
      d / h,
      d / h,
      causal,
      A,
      C,
    );
    A += h * n.lengths[s] * m.lengths[s] * bytes;
  }
  product(desk, w.C, n.tokens, P.W_O, w.Y);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY to dP, onto dX_Q, and onto dX_KV (or into it, where nothing is there yet). */
export function multiHeadBackward(
  desk: Desk,
  dY: Address,
  X_Q: Address,
  n: Sentences,
  X_KV: Address,
  m: Sentences,
  P: MultiHeadBlocks,
  w: MultiHead,
  causal: boolean,
  dP: MultiHeadBlocks,
  dX_Q: Address,
  dX_KV: Address,
  onto_KV: boolean,
): void {
  const { k, bytes } = desk;
  const [d, h] = [w.d, w.h];
  // forward: Y = C W^O
  productBackward(desk, dY, n.tokens, w.C, P.W_O, dP.W_O, w.dC);
  k.clear(w.dQ, n.tokens * d);
  k.clear(w.dKV, m.tokens * 2 * d);
  let A = w.A;
  for (let s = 0; s < n.lengths.length; s++) {
    const q = n.starts[s] * d * bytes;
    const kv = m.starts[s] * 2 * d * bytes;
    k.attentionBackward(
      w.dC + q,
      n.lengths[s],
      w.Q + q,
      w.dQ + q,
      d * bytes,
      w.KV + kv,
      w.KV + kv + d * bytes,
      w.dKV + kv,
      w.dKV + kv + d * bytes,
      m.lengths[s],
      2 * d * bytes,
      h,
      d / h,
      d / h,
      causal,
      A,
      w.dA,
    );
    A += h * n.lengths[s] * m.lengths[s] * bytes;
  }
  // forward: Q = X_Q W^Q,  K and V = X_KV W^KV
  productBackward(desk, w.dQ, n.tokens, X_Q, P.W_Q, dP.W_Q, dX_Q, true);
  productBackward(desk, w.dKV, m.tokens, X_KV, P.W_KV, dP.W_KV, dX_KV, onto_KV);
}
