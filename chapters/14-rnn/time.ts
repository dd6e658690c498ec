/**
 * Chapter 14 — Through time, and back through time
 *
 *     h_t = cell(x_t, h_{t−1}),                        t = 1 … n
 *     dh_t = what the result hears + ∂h_{t+1}/∂h_t of dh_{t+1},    t = n … 1
 *
 * A recurrent network is one cell used n times, so its backward pass is rule 3 of chapter 8: a number that was used
 * several times hears from each use. Werbos 1990 (backpropagation through time). Article: 「背景知識」.
 */

import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { needShape } from '../01-vectors/matrices.ts';
import { cell, cellBackward, cellGradient, type CellStep, type MixParams } from './cell.ts';
import { gru, gruBackward, gruGradient, type GruParams, type GruSlopes, type GruStep } from './gru.ts';

/** The parameters of one cell: simple, or gated. */
export type CellParams = MixParams | GruParams;

/** The working of one step of either. */
export type Step = CellStep | GruStep;

/** What the mixtures of one step hear: a vector, or three. */
export type Slopes = Vector | GruSlopes;

/** Random parameters of a cell, all biases 0. d_x: length of a word, d_h: of the state. */
export function cellParams(random: Random, d_x: number, d_h: number, gated: boolean): CellParams {
  const mixture = (): MixParams => ({
    W_x: evenMatrix(random, d_x, d_h),
    W_h: evenMatrix(random, d_h, d_h),
    b: zeros(1, d_h)[0],
  });
  return gated ? { reset: mixture(), update: mixture(), candidate: mixture() } : mixture();
}

/** One step of either cell, by the parameters it is given. Throws as `mix`. */
export function advance(x: Vector, h: Vector, P: CellParams): Step {
  return 'update' in P ? gru(x, h, P) : cell(x, h, P);
}

/** The working of a walk through a sentence. */
export interface Walk {
  steps: Step[]; // n
  H: Matrix; //     n×d_h  the state after each word
}

/**
 * h_t = cell(x_t, h_{t−1}) for t = 1 … n: each step waits for the one before. X: n×d_x, h_0: d_h
 * → n×d_h. Throws as `mix`.
 */
export function walk(X: Matrix, h_0: Vector, P: CellParams): Walk {
  const steps: Step[] = [];
  let h = h_0;
  for (const x of X) {
    const step = advance(x, h, P);
    steps.push(step);
    h = step.y;
  }
  return { steps, H: steps.map(({ y }) => y) };
}

// ——— The way back: from the last word to the first ———————————————————————————————————————————————

/** From dy to { dx, dh, da } of one step of either cell. */
export function advanceBackward(dy: Vector, step: Step): { dx: Vector; dh: Vector; da: Slopes } {
  return 'z' in step ? gruBackward(dy, step) : cellBackward(dy, step);
}

/** What the parameters hear from all steps at once: the tree of the cell's parameters. */
export function cellParamsGradient(steps: Step[], dA: Slopes[]): CellParams {
  return 'z' in steps[0]
    ? gruGradient(steps as GruStep[], dA as GruSlopes[])
    : cellGradient(steps as CellStep[], dA as Matrix);
}

/**
 * From dH, what each state hears from its own use: n×d_h, to { dX: n×d_x, dh_0: d_h, dP }, and `heard`: n×d_h, what
 * each state hears in all, from its own use and from every later state. Throws RangeError unless dH is n×d_h.
 */
export function walkBackward(dH: Matrix, { steps, H }: Walk) {
  needShape(dH, steps.length, H[0].length);
  const dX: Matrix = [];
  const dA: Slopes[] = [];
  const heard: Matrix = [];
  let dh = zeros(1, H[0].length)[0];
  for (let t = steps.length - 1; t >= 0; t--) {
    // forward: h_t was read by the result, and by step t + 1
    const later = dh;
    const dy = dH[t].map((own, c) => own + later[c]);
    const back = advanceBackward(dy, steps[t]);
    heard.unshift(dy);
    dX.unshift(back.dx);
    dA.unshift(back.da);
    dh = back.dh;
  }
  return { dX, dh_0: dh, heard, dP: cellParamsGradient(steps, dA) };
}
