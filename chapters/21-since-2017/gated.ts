/**
 * Chapter 21 — A gated unit: SwiGLU
 *
 *     SwiGLU(x) = (silu(x W_gate) ∘ x W_up) W_down,     silu(z) = z · sigmoid(z)
 *
 * Chapter 9's layer with a third matrix: what comes up is multiplied by how far its gate stands open. No biases.
 * Shazeer 2020, "GLU Variants Improve Transformer", eq. 6. In place of Vaswani et al. 2017, §3.3.
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { add, hadamard, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { sigmoid, type Activation } from '../09-feed-forward/activations.ts';

/** z · sigmoid(z): nearly 0 far below 0, nearly z far above. Slope s + z s (1 − s), with s = sigmoid(z). */
export const silu: Activation = {
  f: (z) => z * sigmoid.f(z),
  slope: (z) => sigmoid.f(z) + z * sigmoid.f(z) * (1 - sigmoid.f(z)),
};

/** What a gated unit learns. */
export interface GatedParams {
  W_gate: Matrix; // d_model×d_ff
  W_up: Matrix; //   d_model×d_ff
  W_down: Matrix; // d_ff×d_model
}

/** The working of a gated unit. */
export interface Gated {
  X: Matrix; // n×d_model
  P: GatedParams;
  G: Matrix; // n×d_ff  X W_gate
  U: Matrix; // n×d_ff  X W_up
  H: Matrix; // n×d_ff  silu(G) ∘ U
  Y: Matrix; // n×d_model
}

/** Random matrices. */
export function gatedParams(random: Random, d_model: number, d_ff: number): GatedParams {
  return {
    W_gate: evenMatrix(random, d_model, d_ff),
    W_up: evenMatrix(random, d_model, d_ff),
    W_down: evenMatrix(random, d_ff, d_model),
  };
}

/** (silu(X W_gate) ∘ X W_up) W_down. X: n×d_model → n×d_model. Throws RangeError if the shapes do not fit. */
export function gated(X: Matrix, P: GatedParams): Gated {
  const [G, U] = [multiply(X, P.W_gate), multiply(X, P.W_up)];
  const H = hadamard(entrywise(silu.f, G), U);
  return { X, P, G, U, H, Y: multiply(H, P.W_down) };
}

/** f of every entry. */
function entrywise(f: (x: number) => number, A: Matrix): Matrix {
  const [n, m] = shape(A);
  const Y = zeros(n, m);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < m; c++) Y[i][c] = f(A[i][c]);
  }
  return Y;
}

// ——— The way back: read with chapter 8 ———————————————————————————————————————————————————————————

/** From dY: n×d_model to { dX: n×d_model, dP }. */
export function gatedBackward(dY: Matrix, { X, P, G, U, H }: Gated) {
  // forward: Y = H W_down
  const { dA: dH, dB: W_down } = multiplyBackward(dY, { A: H, B: P.W_down });
  // forward: H = silu(G) ∘ U
  const dU = hadamard(dH, entrywise(silu.f, G));
  const dG = hadamard(hadamard(dH, U), entrywise(silu.slope, G));
  // forward: G = X W_gate,  U = X W_up
  const { dA: dX_gate, dB: W_gate } = multiplyBackward(dG, { A: X, B: P.W_gate });
  const { dA: dX_up, dB: W_up } = multiplyBackward(dU, { A: X, B: P.W_up });
  const dP: GatedParams = { W_gate, W_up, W_down };
  return { dX: add(dX_gate, dX_up), dP };
}
