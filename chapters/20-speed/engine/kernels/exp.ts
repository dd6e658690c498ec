/**
 * exp, for a whole vector of numbers at once.
 *
 *     e^x = 2^n · e^r,     n = round(x / ln 2),     r = x − n ln 2,     |r| ≤ ½ ln 2
 *
 * e^r is its Taylor series, which needs 13 powers of so small an r for 53 bits and 7 for 24; 2^n is written straight
 * into the exponent of the floating-point number. Chapter 4 calls exp of lib/elementary.ts, one number at a time.
 */

/** exp of each number of a vector, for x ≤ 0 as softmax has it. What would be below 1e-307 (1e-37) is about that. */
export function exp(x: v128): v128 {
  x = v128.max<real>(x, v128.splat<real>(sizeof<real>() == 8 ? -707 : -86));
  // Adding 1.5 · 2^52 (2^23) leaves no bits for a fraction: the sum is rounded to a whole number, in its lowest bits.
  const shift = v128.splat<real>(sizeof<real>() == 8 ? 6755399441055744 : 12582912);
  const shifted = v128.add<real>(v128.mul<real>(x, v128.splat<real>(1.4426950408889634)), shift);
  const n = v128.sub<real>(shifted, shift);
  // ln 2 in two parts: n times the first is exact, so nothing is lost in the difference.
  const first: real = sizeof<real>() == 8 ? 6.9314718036912381649e-1 : 0.693359375;
  const second: real = sizeof<real>() == 8 ? 1.90821492927058770002e-10 : -2.12194440054690583e-4;
  let r = v128.sub<real>(x, v128.mul<real>(n, v128.splat<real>(first)));
  r = v128.sub<real>(r, v128.mul<real>(n, v128.splat<real>(second)));
  return twoToThe(shifted, taylor(r));
}

/** 1 + r + r²/2! + r³/3! + …, from the last term inwards: 1 + r (1 + r/2 (1 + r/3 (…))). */
function taylor(r: v128): v128 {
  const terms = sizeof<real>() == 8 ? 13 : 7;
  const one = v128.splat<real>(1);
  let sum = one;
  for (let k = terms; k > 0; k--) {
    sum = v128.add<real>(one, v128.mul<real>(v128.mul<real>(r, v128.splat<real>(real(1) / real(k))), sum));
  }
  return sum;
}

/** 2^n · y: the lowest bits of `shifted` are n, and the exponent of a number begins at bit 52 (23). */
function twoToThe(shifted: v128, y: v128): v128 {
  return sizeof<real>() == 8 ? i64x2.add(y, i64x2.shl(shifted, 52)) : i32x4.add(y, i32x4.shl(shifted, 23));
}
