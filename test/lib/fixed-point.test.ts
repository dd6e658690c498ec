import t from 'tap';
import { fixed, fixedExp, fixedLog, fixedSine, ln2, pi, rounded } from '../../lib/fixed-point.ts';

/** Decimal digits, as printed in tables, in units of 2^−bits. */
function printed(digits: string, bits: number): bigint {
  const [whole, broken] = digits.split('.');
  return (BigInt(whole + broken) << BigInt(bits)) / 10n ** BigInt(broken.length);
}

const far = (a: bigint, b: bigint) => Number(a < b ? b - a : a - b);

t.test('by hand: a number and back', async (t) => {
  t.strictSame([fixed(3, 0), fixed(-3, 2), fixed(0.75, 2), fixed(0.75, 1), fixed(-0.75, 1)], [3n, -12n, 3n, 1n, -2n]);
  t.strictSame([fixed(2 ** 100, -99), fixed(2 ** -1074, 1074), fixed(2 ** -1074, 10)], [2n, 1n, 0n]);
  t.strictSame(
    [rounded(3n, 0), rounded(3n, -2), rounded(-3n, 4), rounded(0n, 7), rounded(1n, 1023)],
    [3, 0.75, -48, 0, 2 ** 1023],
  );
});

t.test('by hand: the nearest double', async (t) => {
  // From 2^53 on every second whole number is a double; of two as near, the one whose half is even.
  const big = 2n ** 53n;
  const found = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].map((k) => rounded(big + k, 0) - 2 ** 53);
  t.strictSame(found, [0, 0, 2, 4, 4, 4, 6, 8]);
  t.equal(rounded((big + 1n) * 2n ** 60n + 1n, -60), 2 ** 53 + 2, 'a little more than the middle');
  t.equal(rounded((big + 1n) * 2n ** 60n - 1n, -60), 2 ** 53, 'a little less');
  t.equal(rounded(-big - 3n, 1), -(2 ** 54) - 8);
  // Units of 2^−1076, a fourth of the smallest double
  const least = [1n, 2n, 3n, 5n, 6n, 7n, 10n].map((k) => rounded(k, -1076) / 2 ** -1074);
  t.strictSame(least, [0, 0, 1, 1, 2, 2, 2]);
  t.equal(rounded(2n ** 54n - 1n, 970), Infinity, 'the middle between the largest double and 2^1024');
  t.equal(rounded(2n ** 54n - 2n, 970), Number.MAX_VALUE);
});

t.test('by hand: printed digits', async (t) => {
  const bits = 140;
  const half = printed('0.5', bits);
  t.ok(far(ln2(bits), printed('0.69314718055994530941723212145817656807550013436025525412068', bits)) <= 2);
  t.ok(far(pi(bits), printed('3.14159265358979323846264338327950288419716939937510582097494', bits)) <= 2);
  t.ok(
    far(fixedExp(half, bits), printed('1.64872127070012814684865078781416357165377610071014801157508', bits)) < 2 ** 14,
  );
  t.ok(
    far(fixedExp(-half, bits), printed('0.60653065971263342360379953499118045344191813548718695568290', bits)) <
      2 ** 14,
  );
  t.ok(
    far(fixedLog(10, bits), printed('2.30258509299404568401799145468436420760110148862877297603333', bits)) < 2 ** 14,
  );
  t.ok(
    far(-fixedLog(1 / 8, bits), printed('2.07944154167983592825169636437452970422650040308076576236204', bits)) <
      2 ** 14,
  );
  const sine = printed('0.47942553860420300027328793521557138808180336794060067518862', bits);
  const cosine = printed('0.87758256189037271611628158260382965199164519710974405299761', bits);
  const found = [0, 1, 2, 3, 4, 5].map((quarters) => fixedSine(half, quarters, bits));
  t.strictSame(
    found.map((v, n) => far(v, [sine, cosine, -sine, -cosine][n % 4]) < 2 ** 14),
    Array(6).fill(true),
  );
});

t.test('by hand: what has an end', async (t) => {
  const one = 1n << 140n;
  const found = [fixedExp(0n, 140), fixedLog(1, 140), fixedSine(0n, 0, 140), fixedSine(0n, 1, 140)];
  t.strictSame(found, [one, 0n, 0n, one], 'e^0, ln 1, sin 0, cos 0');
});

t.test('by property: more places begin with the same', async (t) => {
  for (const bits of [128, 256, 512, 1024]) {
    const alike = (f: (bits: number) => bigint) => far(f(bits), f(2 * bits) >> BigInt(bits)) < 2 ** 14;
    t.ok(
      alike((bits) => fixedExp(fixed(0.34, bits), bits)),
      'e^0.34',
    );
    t.ok(
      alike((bits) => fixedLog(1e-300, bits)),
      'ln 1e-300',
    );
    t.ok(
      alike((bits) => fixedSine(fixed(1.57, bits), 1, bits)),
      'cos 1.57',
    );
    t.ok(far(pi(bits), pi(2 * bits) >> BigInt(bits)) <= 2 && far(ln2(bits), ln2(2 * bits) >> BigInt(bits)) <= 2);
  }
});
