/**
 * The kernels as TypeScript sees them: functions over addresses. Their source is kernels/, in AssemblyScript;
 * `npm run build` compiles it. What each does is said there.
 *
 * A compiled function knows its numbers by their order alone, and two that changed places would go unnoticed. So
 * whoever calls a kernel of many numbers names each of them, and their order is written down once, here.
 */

import type { Address } from './memory.ts';

/** Heads side by side: what attention and its way back have in common. */
interface Heads {
  n: number; //        queries
  m: number; //        keys
  pitch_Q: number; //  bytes from a row of Q to the next
  pitch_KV: number;
  h: number;
  d_k: number;
  d_v: number;
  causal: boolean;
  Q: Address;
  K: Address;
  V: Address;
  A: Address;
}

/** The functions of a compiled kernel module, by the names they have in kernels/kernels.ts. */
export interface Kernels {
  pack(of: { B: Address; k: number; m: number; down: number; across: number; panels: Address }): void;
  multiply(of: {
    A: Address;
    n: number;
    k: number;
    down: number;
    across: number;
    panels: Address;
    m: number;
    C: Address;
    pitch: number;
    onto: boolean;
  }): void;
  add(y: Address, x: Address, n: number): void;
  clear(x: Address, n: number): void;
  attention(of: Heads & { Y: Address }): void;
  attentionBackward(of: Heads & { dY: Address; dQ: Address; dK: Address; dV: Address; dA: Address }): void;
  addNorm(of: {
    X: Address;
    F: Address;
    D: Address;
    n: number;
    d: number;
    gain: Address;
    bias: Address;
    X_hat: Address;
    deviation: Address;
    Y: Address;
  }): void;
  addNormBackward(of: {
    dY: Address;
    n: number;
    d: number;
    gain: Address;
    X_hat: Address;
    deviation: Address;
    D: Address;
    dX: Address;
    dF: Address;
    dgain: Address;
    dbias: Address;
  }): void;
  plusBias(X: Address, n: number, m: number, b: Address): void;
  plusBiasRelu(X: Address, n: number, m: number, b: Address): void;
  reluBackward(dR: Address, R: Address, n: number): void;
  columnSums(X: Address, n: number, m: number, sums: Address): void;
  input(of: { ids: Address; n: number; E: Address; d: number; PE: Address; D: Address; Y: Address }): void;
  inputBackward(of: { ids: Address; n: number; dE: Address; d: number; D: Address; dY: Address }): void;
  crossEntropy(of: { S: Address; n: number; V: number; wanted: Address; smoothing: number }): number;
  adam(of: {
    P: Address;
    m: Address;
    v: Address;
    dP: Address;
    parts: number;
    stride: number;
    n: number;
    tokens: number;
    rate: number;
    beta_1: number;
    beta_2: number;
    fill_m: number;
    fill_v: number;
    epsilon: number;
  }): void;
  dropout(of: { D: Address; n: number; p: number; at: number; key: [number, number] }): void;
  busy(turns: number): number;
}

/** The compiled functions: nothing but numbers, in the order in which kernels/ names them. */
type Compiled = Record<keyof Kernels, (...numbers: (number | boolean)[]) => number>;

/** The kernels of a compiled module, at work on that memory. */
export async function kernelsOn(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const c = exports as Compiled;
  const { add, clear, plusBias, plusBiasRelu, reluBackward, columnSums, busy } = c;
  return {
    add,
    clear,
    plusBias,
    plusBiasRelu,
    reluBackward,
    columnSums,
    busy,
    ...products(c),
    ...layers(c),
    ...steps(c),
  };
}

function products(c: Compiled): Pick<Kernels, 'pack' | 'multiply'> {
  return {
    pack: ({ B, k, m, down, across, panels }) => c.pack(B, k, m, down, across, panels),
    multiply: ({ A, n, k, down, across, panels, m, C, pitch, onto }) =>
      c.multiply(A, n, k, down, across, panels, m, C, pitch, onto),
  };
}

function layers(
  c: Compiled,
): Pick<Kernels, 'attention' | 'attentionBackward' | 'addNorm' | 'addNormBackward' | 'input' | 'inputBackward'> {
  return {
    attention: ({ Q, n, pitch_Q, K, V, m, pitch_KV, h, d_k, d_v, causal, A, Y }) =>
      c.attention(Q, n, pitch_Q, K, V, m, pitch_KV, h, d_k, d_v, causal, A, Y),
    attentionBackward: ({ dY, n, Q, dQ, pitch_Q, K, V, dK, dV, m, pitch_KV, h, d_k, d_v, causal, A, dA }) =>
      c.attentionBackward(dY, n, Q, dQ, pitch_Q, K, V, dK, dV, m, pitch_KV, h, d_k, d_v, causal, A, dA),
    addNorm: ({ X, F, D, n, d, gain, bias, X_hat, deviation, Y }) =>
      c.addNorm(X, F, D, n, d, gain, bias, X_hat, deviation, Y),
    addNormBackward: ({ dY, n, d, gain, X_hat, deviation, D, dX, dF, dgain, dbias }) =>
      c.addNormBackward(dY, n, d, gain, X_hat, deviation, D, dX, dF, dgain, dbias),
    input: ({ ids, n, E, d, PE, D, Y }) => c.input(ids, n, E, d, PE, D, Y),
    inputBackward: ({ ids, n, dE, d, D, dY }) => c.inputBackward(ids, n, dE, d, D, dY),
  };
}

function steps(c: Compiled): Pick<Kernels, 'crossEntropy' | 'adam' | 'dropout'> {
  return {
    crossEntropy: ({ S, n, V, wanted, smoothing }) => c.crossEntropy(S, n, V, wanted, smoothing),
    adam: ({ P, m, v, dP, parts, stride, n, tokens, rate, beta_1, beta_2, fill_m, fill_v, epsilon }) =>
      c.adam(P, m, v, dP, parts, stride, n, tokens, rate, beta_1, beta_2, fill_m, fill_v, epsilon),
    dropout: ({ D, n, p, at, key }) => c.dropout(D, n, p, at, key[0], key[1]),
  };
}
