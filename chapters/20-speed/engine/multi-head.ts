/** Chapter 5's multiHead and multiHeadBackward, for many sentences at once. */

import type { Address, Room } from './memory.ts';
import type { Offsets } from './offsets.ts';
import type { MultiHeadBlocks } from './parameters.ts';
import { product, productBackward, type Desk } from './product.ts';

/** Who asks, and who is asked: sentence s of n looks at sentence s of m. */
export interface Looking {
  n: Offsets; // queries
  m: Offsets; // keys and values
}

/** The most tokens there may be: queries and keys in all, and in one sentence. */
export interface Most {
  n: number;
  m: number;
  longest: number;
}

/** The working of a multi-head attention: what it reads, and room for what it finds and for its gradients. */
export interface MultiHead {
  X_Q: Address; //   n×d_model
  X_KV: Address; //  m×d_model
  P: MultiHeadBlocks;
  causal: boolean; // whether query i stops at key i
  Q: Address; //     n×h·d_k  the heads side by side
  KV: Address; //    m×h·(d_k + d_v)  the keys of all heads, then the values
  A: Address; //     the shares: h·n·m numbers a sentence
  C: Address; //     n×h·d_v  what the heads found, side by side
  Y: Address; //     n×d_model
  dC: Address;
  dQ: Address;
  dKV: Address;
  dA: Address; //    one row of shares
}

/** Takes that room. */
export function multiHeadRoom(
  room: Room,
  reads: Pick<MultiHead, 'X_Q' | 'X_KV' | 'P' | 'causal'>,
  { n, m, longest }: Most,
): MultiHead {
  const { h, W_Q, W_KV, W_O } = reads.P;
  const [Q, dQ] = [1, 2].map(() => room.numbers(n * W_Q.m));
  const [KV, dKV] = [1, 2].map(() => room.numbers(m * W_KV.m));
  const [C, dC] = [1, 2].map(() => room.numbers(n * W_O.n));
  const [A, dA] = [room.numbers(h * n * longest), room.numbers(longest)];
  return { ...reads, Q, KV, A, C, Y: room.numbers(n * W_O.m), dC, dQ, dKV, dA };
}

/** Concat(head_1, …, head_h) W^O into w.Y. */
export function multiHead(desk: Desk, w: MultiHead, { n, m }: Looking): void {
  const { P } = w;
  product(desk, { X: w.X_Q, n: n.tokens, W: P.W_Q }, w.Q);
  product(desk, { X: w.X_KV, n: m.tokens, W: P.W_KV }, w.KV);
  for (const sentence of sentences(desk, w, { n, m })) desk.k.attention(sentence);
  product(desk, { X: w.C, n: n.tokens, W: P.W_O }, w.Y);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From dY: n×d_model to dP, onto dX_Q: n×d_model, and onto dX_KV: m×d_model. */
export function multiHeadBackward(
  desk: Desk,
  dY: Address,
  w: MultiHead,
  { n, m }: Looking,
  dP: MultiHeadBlocks,
  { dX_Q, dX_KV }: { dX_Q: Address; dX_KV: Address },
): void {
  const { k } = desk;
  const { P } = w;
  // forward: Y = C W^O
  productBackward(desk, dY, { X: w.C, n: n.tokens, W: P.W_O }, { dX: w.dC, dW: dP.W_O });
  k.clear(w.dQ, n.tokens * P.W_Q.m);
  k.clear(w.dKV, m.tokens * P.W_KV.m);
  for (const sentence of sentences(desk, w, { n, m })) k.attentionBackward(sentence);
  // forward: Q = X_Q W^Q,  K and V = X_KV W^KV
  productBackward(desk, w.dQ, { X: w.X_Q, n: n.tokens, W: P.W_Q }, { dX: dX_Q, dW: dP.W_Q, onto: true });
  productBackward(desk, w.dKV, { X: w.X_KV, n: m.tokens, W: P.W_KV }, { dX: dX_KV, dW: dP.W_KV, onto: true });
}

// ——— Both ways: where the heads of each sentence lie ————————————————————————————————————————————————————

/** For each sentence, where its rows begin: Y is what its heads find, of C. */
function sentences({ bytes }: Desk, w: MultiHead, { n, m }: Looking) {
  const { P, causal, dA } = w;
  const { h, d_k, d_v } = P;
  const [pitch_Q, pitch_KV, pitch_C] = [P.W_Q.m * bytes, P.W_KV.m * bytes, P.W_O.n * bytes];
  const values = h * d_k * bytes; // V lies behind K
  let A = w.A;
  return n.lengths.map((queries, s) => {
    const [q, kv, c] = [n.starts[s] * pitch_Q, m.starts[s] * pitch_KV, n.starts[s] * pitch_C];
    const keys = m.lengths[s];
    const sentence = {
      n: queries,
      m: keys,
      pitch_Q,
      pitch_KV,
      h,
      d_k,
      d_v,
      causal,
      Q: w.Q + q,
      K: w.KV + kv,
      V: w.KV + kv + values,
      A,
      Y: w.C + c,
      dQ: w.dQ + q,
      dK: w.dKV + kv,
      dV: w.dKV + kv + values,
      dY: w.dC + c,
      dA,
    };
    A += h * queries * keys * bytes;
    return sentence;
  });
}
