/**
 * SHA-256 (FIPS 180-4): 256 bits that stand for any number of bytes. A page that came over plain http has no other.
 *
 * The bytes are filled up to whole blocks of 64; each block stirs eight words of 32 bits, 64 times.
 */

/** 32 bits of the fractions of √2, √3, √5 … √19, and of the cube roots of the first 64 primes (§4.2.2 and §5.3.3). */
const [START, ROUND] = constants();

const BLOCK = 64; // bytes

/** The hash of some bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(message: Uint8Array | string): string {
  const bytes = typeof message === 'string' ? new TextEncoder().encode(message) : message;
  const whole = bytes.length - (bytes.length % BLOCK);
  const end = filledUp(bytes, whole);
  const words = START.slice();
  const schedule = new Int32Array(64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += BLOCK) stir(words, schedule, view, at);
  const last = new DataView(end.buffer);
  for (let at = 0; at < end.length; at += BLOCK) stir(words, schedule, last, at);
  return [...words].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** What is left behind the whole blocks, a 1 behind the message, zeros, and the message's length in bits (§5.1.1). */
function filledUp(bytes: Uint8Array, whole: number): Uint8Array<ArrayBuffer> {
  const left = bytes.subarray(whole);
  const end = new Uint8Array(left.length + 9 <= BLOCK ? BLOCK : 2 * BLOCK);
  end.set(left);
  end[left.length] = 0x80;
  new DataView(end.buffer).setBigUint64(end.length - 8, 8n * BigInt(bytes.length));
  return end;
}

/** One block (§6.2.2). Sums of 32 bits: | 0 takes off what is above them. */
function stir(words: Int32Array, w: Int32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [x, y] = [w[t - 15], w[t - 2]];
    const sigma_0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const sigma_1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    w[t] = (w[t - 16] + sigma_0 + w[t - 7] + sigma_1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = words;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum_1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const sum_0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const first = (h + sum_1 + choice + ROUND[t] + w[t]) | 0;
    const second = (sum_0 + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  for (const [k, word] of [a, b, c, d, e, f, g, h].entries()) words[k] += word;
}

/** A word turned to the right by so many bits. */
function turned(x: number, bits: number): number {
  return (x >>> bits) | (x << (32 - bits));
}

/** The roots' fractions in whole numbers, exactly: √(p · 2⁶⁴) and ∛(p · 2⁹⁶), of which the last 32 bits are kept. */
function constants(): [START: Int32Array, ROUND: Int32Array] {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 64; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
  const roots = (k: 2n | 3n) => primes.map((p) => Number(BigInt.asIntN(32, root(p << (32n * k), k))));
  return [Int32Array.from(roots(2n).slice(0, 8)), Int32Array.from(roots(3n))];
}

/** The largest whole number whose k-th power is at most n. */
function root(n: bigint, k: 2n | 3n): bigint {
  let [low, high] = [0n, 1n << 64n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if ((k === 2n ? middle * middle : middle * middle * middle) <= n) low = middle;
    else high = middle;
  }
  return low;
}
