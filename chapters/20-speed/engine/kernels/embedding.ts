/** Chapter 11's input, D ∘ (√d_model E[ids] + PE), and its way back. ids: 32 bits each. D = 0: nothing is dropped. */

import { SIZE } from './rows';

/** Y: n×d. PE: the row of the first position; the others follow it. */
export function input(ids: usize, n: usize, E: usize, d: usize, PE: usize, D: usize, Y: usize): void {
  const root = real(Math.sqrt(f64(d)));
  for (let i: usize = 0; i < n; i++) {
    const word = E + usize(load<i32>(ids + i * 4)) * d * SIZE;
    for (let c: usize = 0; c < d; c++) {
      const at = (i * d + c) * SIZE;
      const factor: real = D == 0 ? 1 : load<real>(D + at);
      store<real>(Y + at, factor * (root * load<real>(word + c * SIZE) + load<real>(PE + at)));
    }
  }
}

/** dE += what dY: n×d says of the rows that were looked up. */
export function inputBackward(ids: usize, n: usize, dE: usize, d: usize, D: usize, dY: usize): void {
  const root = real(Math.sqrt(f64(d)));
  for (let i: usize = 0; i < n; i++) {
    const word = dE + usize(load<i32>(ids + i * 4)) * d * SIZE;
    for (let c: usize = 0; c < d; c++) {
      const at = (i * d + c) * SIZE;
      const factor: real = D == 0 ? 1 : load<real>(D + at);
      store<real>(word + c * SIZE, load<real>(word + c * SIZE) + root * (factor * load<real>(dY + at)));
    }
  }
}
