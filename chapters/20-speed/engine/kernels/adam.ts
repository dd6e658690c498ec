/** Chapter 12's step of Adam, in place, on any stretch of the parameters. */

import { SIZE } from './rows';

/**
 * One step for n numbers: P, m and v are written over. The gradient is that of all parts of the batch, added in their
 * order (part s lies s·stride bytes behind dP) and divided by the batch's tokens.
 * β_1, β_2, ε and the divisors 1 − β^t are chapter 12's.
 */
export function adam(
  P: usize,
  m: usize,
  v: usize,
  dP: usize,
  parts: usize,
  stride: usize,
  n: usize,
  tokens: f64,
  rate: f64,
  beta_1: f64,
  beta_2: f64,
  fill_m: f64,
  fill_v: f64,
  epsilon: f64,
): void {
  const b_1 = v128.splat<real>(real(beta_1)),
    rest_1 = v128.splat<real>(real(1 - beta_1));
  const b_2 = v128.splat<real>(real(beta_2)),
    rest_2 = v128.splat<real>(real(1 - beta_2));
  const tokens_ = v128.splat<real>(real(tokens)),
    rate_ = v128.splat<real>(real(rate));
  const f_m = v128.splat<real>(real(fill_m)),
    f_v = v128.splat<real>(real(fill_v));
  const epsilon_ = v128.splat<real>(real(epsilon));
  for (let at: usize = 0; at < n * SIZE; at += 16) {
    let g = v128.load(dP + at);
    for (let s: usize = 1; s < parts; s++) g = v128.add<real>(g, v128.load(dP + s * stride + at));
    g = v128.div<real>(g, tokens_);
    const m_ = v128.add<real>(v128.mul<real>(b_1, v128.load(m + at)), v128.mul<real>(rest_1, g));
    const v_ = v128.add<real>(v128.mul<real>(b_2, v128.load(v + at)), v128.mul<real>(v128.mul<real>(rest_2, g), g));
    const way = v128.mul<real>(rate_, v128.div<real>(m_, f_m));
    const width = v128.add<real>(v128.sqrt<real>(v128.div<real>(v_, f_v)), epsilon_);
    v128.store(m + at, m_);
    v128.store(v + at, v_);
    v128.store(P + at, v128.sub<real>(v128.load(P + at), v128.div<real>(way, width)));
  }
}
