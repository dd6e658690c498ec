/** Sums along a row of numbers, whole vectors at a time, and what is done to every number alike. */

import { exp } from './exp';

/** Numbers in a vector of 128 bits. */
export const LANES: usize = 16 / sizeof<real>();
/** Bytes of a number. */
export const SIZE: usize = sizeof<real>();

/** Σ_c x_c y_c over n numbers: one sum a lane, added up at the end. */
export function dot(x: usize, y: usize, n: usize): real {
  let sums = v128.splat<real>(0);
  let c: usize = 0;
  for (; c + LANES <= n; c += LANES) {
    sums = v128.add<real>(sums, v128.mul<real>(v128.load(x + c * SIZE), v128.load(y + c * SIZE)));
  }
  let sum = total(sums);
  for (; c < n; c++) sum += load<real>(x + c * SIZE) * load<real>(y + c * SIZE);
  return sum;
}

/** The numbers of a vector, added. */
export function total(v: v128): real {
  let sum = v128.extract_lane<real>(v, 0) + v128.extract_lane<real>(v, 1);
  if (sizeof<real>() == 4) sum += v128.extract_lane<real>(v, 2) + v128.extract_lane<real>(v, 3);
  return sum;
}

/** y += a x, over n numbers. */
export function addTimes(y: usize, a: real, x: usize, n: usize): void {
  const a_ = v128.splat<real>(a);
  let c: usize = 0;
  for (; c + LANES <= n; c += LANES) {
    const at = c * SIZE;
    v128.store(y + at, v128.add<real>(v128.load(y + at), v128.mul<real>(a_, v128.load(x + at))));
  }
  for (; c < n; c++) {
    store<real>(y + c * SIZE, load<real>(y + c * SIZE) + a * load<real>(x + c * SIZE));
  }
}

/** The largest of n numbers. */
export function largest(x: usize, n: usize): real {
  let most = load<real>(x);
  for (let c: usize = 1; c < n; c++) most = max(most, load<real>(x + c * SIZE));
  return most;
}

/** y = exp(x − shift) over n numbers; y may be x. Result: their sum. */
export function expRow(x: usize, shift: real, y: usize, n: usize): real {
  const shift_ = v128.splat<real>(shift);
  let sums = v128.splat<real>(0);
  let c: usize = 0;
  for (; c + LANES <= n; c += LANES) {
    const e = exp(v128.sub<real>(v128.load(x + c * SIZE), shift_));
    v128.store(y + c * SIZE, e);
    sums = v128.add<real>(sums, e);
  }
  let sum = total(sums);
  for (; c < n; c++) {
    const e = v128.extract_lane<real>(exp(v128.splat<real>(load<real>(x + c * SIZE) - shift)), 0);
    store<real>(y + c * SIZE, e);
    sum += e;
  }
  return sum;
}

/** x = a x, over n numbers. */
export function scale(x: usize, a: real, n: usize): void {
  const a_ = v128.splat<real>(a);
  let c: usize = 0;
  for (; c + LANES <= n; c += LANES) {
    v128.store(x + c * SIZE, v128.mul<real>(a_, v128.load(x + c * SIZE)));
  }
  for (; c < n; c++) store<real>(x + c * SIZE, a * load<real>(x + c * SIZE));
}

/** y += x, over n numbers. Chapter 1's add. */
export function add(y: usize, x: usize, n: usize): void {
  addTimes(y, 1, x, n);
}

/** n numbers become 0. */
export function clear(x: usize, n: usize): void {
  memory.fill(x, 0, n * SIZE);
}
