/**
 * Chapter 14 — The simple cell
 *
 *     h_t = tanh(x_t W_x + h_{t−1} W_h + b)
 *
 * One word x_t is read, and what was known before it, h_{t−1}, becomes what is known after it. The same three
 * parameters serve every word. Elman 1990. Article: 「背景知識」 (each word hands its result to the next).
 */

import { tanh } from '../../lib/elementary.ts';
import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';

/** What one mixture of a word and a state learns. */
export interface MixParams {
  W_x: Matrix; // d_x×d_h
  W_h: Matrix; // d_h×d_h
  b: Vector; //   d_h
}

/** x W_x + h W_h + b. x: d_x, h: d_h → d_h. Throws RangeError unless x and h are as long as W_x and W_h have rows. */
export function mix(x: Vector, h: Vector, { W_x, W_h, b }: MixParams): Vector {
  needFit(x, 'word', W_x);
  needFit(h, 'state', W_h);
  const a = zeros(1, b.length)[0];
  for (let c = 0; c < b.length; c++) a[c] = b[c];
  for (let k = 0; k < x.length; k++) {
    const x_k = x[k];
    const W_k = W_x[k];
    for (let c = 0; c < a.length; c++) a[c] += x_k * W_k[c];
  }
  for (let k = 0; k < h.length; k++) {
    const h_k = h[k];
    const W_k = W_h[k];
    for (let c = 0; c < a.length; c++) a[c] += h_k * W_k[c];
  }
  return a;
}

/** The working of one step of the simple cell. */
export interface CellStep {
  x: Vector; // d_x  the word
  h: Vector; // d_h  the state before it
  P: MixParams;
  y: Vector; // d_h  the state after it
}

/** tanh(x W_x + h W_h + b): one step. x: d_x, h: d_h → d_h. Throws as `mix`. */
export function cell(x: Vector, h: Vector, P: MixParams): CellStep {
  return { x, h, P, y: mix(x, h, P).map((a_c) => tanh(a_c)) };
}

function needFit(x: Vector, what: string, W: Matrix): void {
  if (x.length !== W.length) {
    throw new RangeError(`a ${what} must be as long as its matrix has rows, got ${x.length} and ${W.length}`);
  }
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From da to what the word and the state before it hear: { dx: d_x, dh: d_h }. */
export function mixBackward(da: Vector, { W_x, W_h }: MixParams) {
  // forward: a = x W_x + h W_h + b
  return { dx: heard(da, W_x), dh: heard(da, W_h) };
}

/** da Wᵀ: what the factor before W hears. */
function heard(da: Vector, W: Matrix): Vector {
  const dx = zeros(1, W.length)[0];
  for (let k = 0; k < W.length; k++) {
    const W_k = W[k];
    let sum = 0;
    for (let c = 0; c < da.length; c++) sum += da[c] * W_k[c];
    dx[k] = sum;
  }
  return dx;
}

/**
 * What the parameters hear from all n steps that used them: dW_x = Σ_t x_tᵀ da_t, dW_h = Σ_t
 * h_{t−1}ᵀ da_t, db = Σ_t da_t.
 * X: n×d_x words, H: n×d_h states before them, dA: n×d_h.
 */
export function mixGradient(X: Matrix, H: Matrix, dA: Matrix): MixParams {
  const [n, d_h] = shape(dA);
  const b = zeros(1, d_h)[0];
  for (let t = 0; t < n; t++) {
    for (let c = 0; c < d_h; c++) b[c] += dA[t][c];
  }
  return { W_x: outer(X, dA), W_h: outer(H, dA), b };
}

/** Xᵀ dA = Σ_t x_tᵀ da_t, without turning X round. X: n×p, dA: n×q → p×q. */
function outer(X: Matrix, dA: Matrix): Matrix {
  const [n, p] = shape(X);
  const [, q] = shape(dA);
  const dW = zeros(p, q);
  for (let t = 0; t < n; t++) {
    const x = X[t];
    const da = dA[t];
    for (let k = 0; k < p; k++) {
      const x_k = x[k];
      const dW_k = dW[k];
      for (let c = 0; c < q; c++) dW_k[c] += x_k * da[c];
    }
  }
  return dW;
}

/** From dy to { dx: d_x, dh: d_h, da: d_h }; the parameters hear later, from the da of all steps at once. */
export function cellBackward(dy: Vector, { P, y }: CellStep) {
  // forward: y = tanh(a), whose slope is 1 − y²
  const da = dy.map((dy_c, c) => dy_c * (1 - y[c] * y[c]));
  return { ...mixBackward(da, P), da };
}

/** What the parameters of a simple cell hear from its steps. steps: n, dA: n×d_h. */
export function cellGradient(steps: CellStep[], dA: Matrix): MixParams {
  return mixGradient(
    steps.map(({ x }) => x),
    steps.map(({ h }) => h),
    dA,
  );
}
