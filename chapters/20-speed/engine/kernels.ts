/**
 * The kernels as TypeScript sees them: functions over addresses. Their source is kernels/, in AssemblyScript;
 * `npm run build` compiles it. What each does is said there.
 */

import type { Address } from './memory.ts';

/** The functions of a compiled kernel module, by the names they have in kernels/kernels.ts. */
export interface Kernels {
  pack(B: Address, k: number, m: number, down: number, across: number, panels: Address): void;
  multiply(
    A: Address,
    n: number,
    k: number,
    down: number,
    across: number,
    panels: Address,
    m: number,
    C: Address,
    pitch: number,
    onto: boolean,
  ): void;
  add(y: Address, x: Address, n: number): void;
  clear(x: Address, n: number): void;
  attention(
    Q: Address,
    n: number,
    pitch_Q: number,
    K: Address,
    V: Address,
    m: number,
    pitch_KV: number,
    h: number,
    d_k: number,
    d_v: number,
    causal: boolean,
    A: Address,
    Y: Address,
  ): void;
  attentionBackward(
    dY: Address,
    n: number,
    Q: Address,
    dQ: Address,
    pitch_Q: number,
    K: Address,
    V: Address,
    dK: Address,
    dV: Address,
    m: number,
    pitch_KV: number,
    h: number,
    d_k: number,
    d_v: number,
    causal: boolean,
    A: Address,
    dA: Address,
  ): void;
  addNorm(
    X: Address,
    F: Address,
    D: Address,
    n: number,
    d: number,
    gain: Address,
    bias: Address,
    X_hat: Address,
    deviation: Address,
    Y: Address,
  ): void;
  addNormBackward(
    dY: Address,
    n: number,
    d: number,
    gain: Address,
    X_hat: Address,
    deviation: Address,
    D: Address,
    dX: Address,
    dF: Address,
    dgain: Address,
    dbias: Address,
  ): void;
  plusBias(X: Address, n: number, m: number, b: Address): void;
  plusBiasRelu(X: Address, n: number, m: number, b: Address): void;
  reluBackward(dR: Address, R: Address, n: number): void;
  columnSums(X: Address, n: number, m: number, sums: Address): void;
  input(ids: Address, n: number, E: Address, d: number, PE: Address, D: Address, Y: Address): void;
  inputBackward(ids: Address, n: number, dE: Address, d: number, D: Address, dY: Address): void;
  crossEntropy(S: Address, n: number, V: number, wanted: Address, epsilon: number): number;
  adam(
    P: Address,
    m: Address,
    v: Address,
    dP: Address,
    parts: number,
    stride: number,
    n: number,
    tokens: number,
    rate: number,
    beta_1: number,
    beta_2: number,
    fill_m: number,
    fill_v: number,
    epsilon: number,
  ): void;
  dropout(D: Address, n: number, p: number, at: number, key_0: number, key_1: number): void;
  busy(turns: number): number;
}

/**
 * A WebAssembly module of one function that does nothing but name a vector of 128 bits: (v128.const 0) (drop).
 * An engine without SIMD refuses it.
 */
const VECTOR = [
  [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], //         \0asm, version 1
  [0x01, 0x04, 0x01, 0x60, 0x00, 0x00], //                     one type: () → ()
  [0x03, 0x02, 0x01, 0x00], //                                 one function of it
  [0x0a, 0x17, 0x01, 0x15, 0x00, 0xfd, 0x0c], //               its body: no locals, v128.const
  new Array<number>(16).fill(0), //                            sixteen bytes of 0
  [0x1a, 0x0b], //                                             drop, end
];

/** What a machine may have, or not: its global names. */
interface Machine {
  WebAssembly?: { validate(bytes: Uint8Array<ArrayBuffer>): boolean };
  SharedArrayBuffer?: unknown;
}

/** Whether a machine's WebAssembly has vectors (SIMD) and memory that workers share; this machine's, if none is given. */
export function hasVectors(machine: Machine = globalThis): boolean {
  if (machine.WebAssembly === undefined || machine.SharedArrayBuffer === undefined) return false;
  return machine.WebAssembly.validate(new Uint8Array(VECTOR.flat()));
}

/** The kernels of a compiled module, at work on that memory. */
export async function kernelsOn(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as unknown as Kernels;
}
