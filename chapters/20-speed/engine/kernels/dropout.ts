/** Chapter 12's dropout factors, from Philox4x32-10: the numbers of lib/philox.ts, whoever computes them. */

import { SIZE } from './rows';

/**
 * n factors, 0 with probability p and 1/(1 − p) otherwise, from the numbers at … at + n − 1 of
 * the stream with this key.
 * Salmon et al. 2011, §3.3.
 */
export function dropout(D: usize, n: usize, p: f64, at: f64, key_0: u32, key_1: u32): void {
  const kept = real(1 / (1 - p));
  let number = u64(at);
  const end = number + u64(n);
  while (number < end) {
    const block = number >> 2;
    let x_0 = u32(block),
      x_1 = u32(block >> 32),
      x_2: u32 = 0,
      x_3: u32 = 0;
    let k_0 = key_0,
      k_1 = key_1;
    for (let round = 0; round < 10; round++) {
      const first = u64(x_0) * 0xd2511f53,
        second = u64(x_2) * 0xcd9e8d57;
      x_0 = u32(second >> 32) ^ x_1 ^ k_0;
      x_2 = u32(first >> 32) ^ x_3 ^ k_1;
      x_1 = u32(second);
      x_3 = u32(first);
      k_0 += 0x9e3779b9;
      k_1 += 0xbb67ae85;
    }
    // Four numbers a block; the first and the last block may give fewer.
    do {
      const word = u32(number & 3);
      const x = word == 0 ? x_0 : word == 1 ? x_1 : word == 2 ? x_2 : x_3;
      store<real>(D, f64(x) / 4294967296 < p ? 0 : kept);
      D += SIZE;
      number++;
    } while ((number & 3) != 0 && number < end);
  }
}
