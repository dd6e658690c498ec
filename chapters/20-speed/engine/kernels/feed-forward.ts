/** What chapter 9 does between its two products: the bias, the bend, and their ways back. */

import { addTimes, clear, LANES, SIZE } from './rows';

/** X += b in each of n rows of m numbers. */
export function plusBias(X: usize, n: usize, m: usize, b: usize): void {
  for (let i: usize = 0; i < n; i++) addTimes(X + i * m * SIZE, 1, b, m);
}

/** X = max(0, X + b) in each of n rows of m numbers. */
export function plusBiasRelu(X: usize, n: usize, m: usize, b: usize): void {
  const zero = v128.splat<real>(0);
  for (let i: usize = 0; i < n; i++) {
    let c: usize = 0;
    for (; c + LANES <= m; c += LANES) {
      const sum = v128.add<real>(v128.load(X + c * SIZE), v128.load(b + c * SIZE));
      v128.store(X + c * SIZE, v128.max<real>(zero, sum));
    }
    for (; c < m; c++) {
      store<real>(X + c * SIZE, max<real>(0, load<real>(X + c * SIZE) + load<real>(b + c * SIZE)));
    }
    X += m * SIZE;
  }
}

/** dR becomes dH: 0 where the bend had cut off, R = 0. Over n numbers. */
export function reluBackward(dR: usize, R: usize, n: usize): void {
  const zero = v128.splat<real>(0);
  let c: usize = 0;
  for (; c + LANES <= n; c += LANES) {
    // A comparison gives all ones or all zeros: what is kept, and what is not.
    const passed = v128.gt<real>(v128.load(R + c * SIZE), zero);
    v128.store(dR + c * SIZE, v128.and(v128.load(dR + c * SIZE), passed));
  }
  for (; c < n; c++) {
    if (!(load<real>(R + c * SIZE) > 0)) store<real>(dR + c * SIZE, 0);
  }
}

/** The sum of n rows of m numbers: chapter 9's columnSums. */
export function columnSums(X: usize, n: usize, m: usize, sums: usize): void {
  clear(sums, m);
  for (let i: usize = 0; i < n; i++) addTimes(sums, 1, X + i * m * SIZE, m);
}
