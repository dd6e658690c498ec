/**
 * No part of the engine: chapter 20 asks how fast this machine adds and multiplies when nothing has to be waited for.
 */

import { total } from './rows';

/**
 * x ← ½ x + 1 for twelve vectors, so many times over: 24 operations a turn on whole vectors. Each x goes to 2. Result:
 * the sum of all their numbers.
 * Nothing comes from memory. One x must wait for itself, about six cycles a turn; twelve of them keep the processor's
 * units for adding and multiplying busy in the meantime, and still fit into its sixteen registers.
 */
export function busy(turns: usize): real {
  const half = v128.splat<real>(0.5),
    one = v128.splat<real>(1);
  let a = one,
    b = one,
    c = one,
    d = one,
    e = one,
    f = one;
  let g = one,
    h = one,
    i = one,
    j = one,
    k = one,
    l = one;
  for (let turn: usize = 0; turn < turns; turn++) {
    a = v128.add<real>(v128.mul<real>(a, half), one);
    b = v128.add<real>(v128.mul<real>(b, half), one);
    c = v128.add<real>(v128.mul<real>(c, half), one);
    d = v128.add<real>(v128.mul<real>(d, half), one);
    e = v128.add<real>(v128.mul<real>(e, half), one);
    f = v128.add<real>(v128.mul<real>(f, half), one);
    g = v128.add<real>(v128.mul<real>(g, half), one);
    h = v128.add<real>(v128.mul<real>(h, half), one);
    i = v128.add<real>(v128.mul<real>(i, half), one);
    j = v128.add<real>(v128.mul<real>(j, half), one);
    k = v128.add<real>(v128.mul<real>(k, half), one);
    l = v128.add<real>(v128.mul<real>(l, half), one);
  }
  return (
    total(a) +
    total(b) +
    total(c) +
    total(d) +
    total(e) +
    total(f) +
    total(g) +
    total(h) +
    total(i) +
    total(j) +
    total(k) +
    total(l)
  );
}
