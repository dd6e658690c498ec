/** Chapter 7's addNorm and addNormBackward. d is a multiple of a vector's numbers. D = 0: nothing is dropped. */

import { clear, SIZE, total } from './rows';

/** Keeps the root away from 0: chapter 7's EPSILON. */
const EPSILON: f64 = 1e-5;

/** Y = LayerNorm(X + D ∘ F). X, F, D, Y: n×d; keeps X_hat: n×d and the deviation of each of n rows for the way back. */
export function addNorm(
  X: usize,
  F: usize,
  D: usize,
  n: usize,
  d: usize,
  gain: usize,
  bias: usize,
  X_hat: usize,
  deviation: usize,
  Y: usize,
): void {
  const row = d * SIZE;
  for (let i: usize = 0; i < n; i++) {
    const at = i * row;
    // The sum is formed where X_hat will be.
    const sum = residual(X + at, F + at, D == 0 ? 0 : D + at, row, X_hat + at);
    const squares = centred(X_hat + at, sum / real(d), row);
    const root = Math.sqrt(f64(squares) / f64(d) + EPSILON);
    store<real>(deviation + i * SIZE, real(root));
    const inverse = v128.splat<real>(real(1 / root));
    for (let c: usize = 0; c < row; c += 16) {
      const x = v128.mul<real>(v128.load(X_hat + at + c), inverse);
      v128.store(X_hat + at + c, x);
      v128.store(Y + at + c, v128.add<real>(v128.mul<real>(v128.load(gain + c), x), v128.load(bias + c)));
    }
  }
}

/** sum = x + D ∘ f along a row of so many bytes. Result: what its numbers add up to. */
function residual(x: usize, f: usize, D: usize, row: usize, sum: usize): real {
  let whole = v128.splat<real>(0);
  for (let c: usize = 0; c < row; c += 16) {
    let f_c = v128.load(f + c);
    if (D != 0) f_c = v128.mul<real>(v128.load(D + c), f_c);
    const s = v128.add<real>(v128.load(x + c), f_c);
    v128.store(sum + c, s);
    whole = v128.add<real>(whole, s);
  }
  return total(whole);
}

/** x −= mean, along a row of so many bytes. Result: the sum of the squares that are left. */
function centred(x: usize, mean: real, row: usize): real {
  const mean_ = v128.splat<real>(mean);
  let squares = v128.splat<real>(0);
  for (let c: usize = 0; c < row; c += 16) {
    const s = v128.sub<real>(v128.load(x + c), mean_);
    v128.store(x + c, s);
    squares = v128.add<real>(squares, v128.mul<real>(s, s));
  }
  return total(squares);
}

/**
 * From dY to dX, dF = D ∘ dX (not written if D = 0), and dgain and dbias, d numbers each. dX may be dY.
 * dX_c = (dX̂_c − mean(dX̂) − X̂_c · mean(dX̂ ∘ X̂)) / deviation, with dX̂ = gain ∘ dY.
 */
export function addNormBackward(
  dY: usize,
  n: usize,
  d: usize,
  gain: usize,
  X_hat: usize,
  deviation: usize,
  D: usize,
  dX: usize,
  dF: usize,
  dgain: usize,
  dbias: usize,
): void {
  const row = d * SIZE;
  clear(dgain, d);
  clear(dbias, d);
  for (let i: usize = 0; i < n; i++) {
    const at = i * row;
    let mean = v128.splat<real>(0),
      along = mean;
    for (let c: usize = 0; c < row; c += 16) {
      const dy = v128.load(dY + at + c),
        x = v128.load(X_hat + at + c);
      v128.store(dgain + c, v128.add<real>(v128.load(dgain + c), v128.mul<real>(dy, x)));
      v128.store(dbias + c, v128.add<real>(v128.load(dbias + c), dy));
      const dx = v128.mul<real>(v128.load(gain + c), dy);
      mean = v128.add<real>(mean, dx);
      along = v128.add<real>(along, v128.mul<real>(dx, x));
    }
    const mean_ = v128.splat<real>(total(mean) / real(d)),
      along_ = v128.splat<real>(total(along) / real(d));
    const inverse = v128.splat<real>(1 / load<real>(deviation + i * SIZE));
    for (let c: usize = 0; c < row; c += 16) {
      let dx = v128.mul<real>(v128.load(gain + c), v128.load(dY + at + c));
      dx = v128.sub<real>(v128.sub<real>(dx, mean_), v128.mul<real>(v128.load(X_hat + at + c), along_));
      dx = v128.mul<real>(dx, inverse);
      v128.store(dX + at + c, dx);
      if (D != 0) v128.store(dF + at + c, v128.mul<real>(v128.load(D + at + c), dx));
    }
  }
}
