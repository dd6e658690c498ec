import math from 'mathjs/lib/browser/math.js';

/**
 * mathjs that computes with 64 digits, as an independent judge of numbers with 16:
 * `Number(big.evaluate('exp(1) / 3'))`. What goes into a scope as a JavaScript number has 16 digits still.
 */
export const big = math.create({});
big.config({ number: 'BigNumber', precision: 64 });

// A configuration that mathjs does not take leaves it silently at 16 digits: the judge would be judged by itself.
const third = big.evaluate('1/3');
if (big.typeOf(third) !== 'BigNumber' || third.toString() !== `0.${'3'.repeat(64)}`) {
  throw new TypeError(`1/3 must be a BigNumber of 64 digits, got ${big.typeOf(third)} ${third}`);
}
