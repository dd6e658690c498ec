import t from 'tap';
import fc from 'fast-check';
import { numberAt, numbersOf, philox, streamOf, type Stream } from '../../lib/philox.ts';
import { seeded } from '../../lib/random.ts';
import { refuses } from '../refuses.ts';

type Counter = [number, number, number, number];
type Key = [number, number];

const hex = (words: number[]) => words.map((word) => word.toString(16).padStart(8, '0')).join(' ');

/** One round as the paper states it, in exact whole numbers: two Feistel halves (R, L), which change places. */
function round([R0, L0, R1, L1]: bigint[], [k0, k1]: bigint[]): bigint[] {
  const [product0, product1] = [0xd2511f53n * R0, 0xcd9e8d57n * R1];
  return [
    (product1 / 2n ** 32n) ^ k0 ^ L0,
    product1 % 2n ** 32n,
    (product0 / 2n ** 32n) ^ k1 ^ L1,
    product0 % 2n ** 32n,
  ];
}

/** Ten rounds; the key of round r is k + r·W mod 2³². */
function tenRounds(counter: number[], [k0, k1]: number[]): number[] {
  let words = counter.map(BigInt);
  for (let r = 0n; r < 10n; r++) {
    const key0 = (BigInt(k0) + r * 0x9e3779b9n) % 2n ** 32n;
    const key1 = (BigInt(k1) + r * 0xbb67ae85n) % 2n ** 32n;
    words = round(words, [key0, key1]);
  }
  return words.map(Number);
}

/** Words of every size, those at the edges often: 0, 1, a half, a sign bit, all ones. */
const word = fc.oneof(
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
  fc.integer({ min: 0, max: 0xffffffff }),
);
const counters = fc.tuple(word, word, word, word);
const keys = fc.tuple(word, word);
const last = 2 ** 53 - 4;

t.test('by hand: the published answers', async (t) => {
  // Random123 (Salmon et al.), tests/kat_vectors, the lines "philox4x32 10": no bit, every bit, the bits of π.
  t.equal(hex(philox([0, 0, 0, 0], [0, 0])), '6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  const ones = 0xffffffff;
  t.equal(hex(philox([ones, ones, ones, ones], [ones, ones])), '408f276d 41c83b0e a20bc7c6 6d5451fd');
  const counter: Counter = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
  t.equal(hex(philox(counter, [0xa4093822, 0x299f31d0])), 'd16cfe09 94fdcceb 5001e420 24126ea1');
});

t.test('by hand: the numbers of a stream', async (t) => {
  // Block 0 of key 0 is the first published answer, word by word.
  const wanted = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8].map((word) => word / 2 ** 32);
  t.strictSame(
    [0, 1, 2, 3].map((at) => numberAt([0, 0], at)),
    wanted,
  );
  const stream: Stream = { key: [0, 0], at: 0 };
  t.strictSame(Array.from({ length: 4 }, numbersOf(stream)), wanted);
  t.strictSame(stream, { key: [0, 0], at: 4 }, 'moved on by four');
});

t.test('by hand: the key is two numbers of the seed', async (t) => {
  const random = seeded('我爱你');
  const [first, second] = [random(), random()];
  const { key, at } = streamOf('我爱你');
  t.equal(at, 0);
  // floor(2³²·u) is the whole number k with k ≤ 2³²·u < k + 1.
  t.ok(key.every(Number.isInteger));
  t.ok(key[0] / 2 ** 32 <= first && first < (key[0] + 1) / 2 ** 32);
  t.ok(key[1] / 2 ** 32 <= second && second < (key[1] + 1) / 2 ** 32);
});

t.test('by formula: one round', async (t) => {
  // 2·0xd2511f53 = 0x1 a4a23ea6 and 3·0xcd9e8d57 = 0x2 68dba805; 2 ⊕ 5 ⊕ 16 = 23, 1 ⊕ 7 ⊕ 32 = 38.
  t.strictSame(round([2n, 5n, 3n, 7n], [16n, 32n]), [23n, 0x68dba805n, 38n, 0xa4a23ea6n]);
});

t.test('by formula: ten rounds in exact whole numbers', async (t) => {
  fc.assert(
    fc.property(counters, keys, (counter, key) => {
      t.strictSame(philox(counter, key), tenRounds(counter, key));
    }),
    { numRuns: 500 },
  );
});

t.test('by formula: products just above a power of two', async (t) => {
  // Doubles lie twice as close below 2ᵏ as above it. A product of 64 bits there is where a
  // rounded one goes wrong first.
  const factors = [0xd2511f53n, 0xcd9e8d57n];
  for (let k = 32n; k < 64n; k++) {
    for (let more = 0n; more < 2n; more++) {
      const [c0, c2] = factors.map((M) => Number(2n ** k / M + 1n + more));
      t.strictSame(philox([c0, 0, c2, 0], [0, 0]), tenRounds([c0, 0, c2, 0], [0, 0]), `2^${k}`);
    }
  }
});

t.test('by formula: number `at` is word at mod 4 of block ⌊at/4⌋', async (t) => {
  const places = fc.oneof(
    fc.constantFrom(0, 3, 4, 2 ** 34 - 1, 2 ** 34, 2 ** 34 + 5, last - 1, last), // 2³⁴ begins block 2³²
    fc.integer({ min: 0, max: last }),
  );
  fc.assert(
    fc.property(keys, places, (key, at) => {
      const [b, w] = [BigInt(at) >> 2n, BigInt(at) & 3n];
      const words = tenRounds([Number(b & 0xffffffffn), Number(b >> 32n), 0, 0], key);
      t.equal(numberAt(key, at), words[Number(w)] / 2 ** 32);
      t.equal(numbersOf({ key, at })(), words[Number(w)] / 2 ** 32);
    }),
    { numRuns: 200 },
  );
});

t.test('by property: to jump is to step', async (t) => {
  fc.assert(
    fc.property(keys, fc.array(fc.nat(40), { minLength: 1 }), (key, jumps) => {
      const stepping = numbersOf({ key, at: 0 });
      const steps = Array.from({ length: 41 }, stepping);
      const stream: Stream = { key, at: 0 };
      const random = numbersOf(stream);
      // Forwards, backwards, within a block and out of it, two numbers at each place.
      for (const at of jumps) {
        stream.at = at;
        t.equal(random(), steps[at]);
        t.equal(stream.at, at + 1);
        t.equal(numberAt(key, at), steps[at]);
        if (at < 40) t.equal(random(), steps[at + 1]);
      }
    }),
    { numRuns: 50 },
  );
});

t.test('by property: the stream is all the state there is', async (t) => {
  const stream = streamOf('saved');
  const random = numbersOf(stream);
  for (let k = 0; k < 10; k++) random();
  const saved = JSON.stringify(stream);
  const wanted = Array.from({ length: 20 }, random);
  const restored: Stream = JSON.parse(saved);
  t.equal(restored.at, 10);
  t.strictSame(Array.from({ length: 20 }, numbersOf(restored)), wanted, 'saved and gone on with');

  const [one, other] = [numbersOf(restored), numbersOf(restored)];
  restored.at = 10;
  t.strictSame([one(), other(), other(), one()], wanted.slice(0, 4), 'two sources, one stream');

  for (const c of [0, 1]) {
    restored.at = 20;
    one();
    restored.key[c] = (restored.key[c] + 1) % 2 ** 32;
    t.equal(one(), numberAt(restored.key, 21), 'another key within a block is another stream');
  }
  const alike: Stream = { key: [5, 5], at: 0 };
  const twice = numbersOf(alike);
  twice();
  alike.key[0] = 6;
  t.equal(twice(), numberAt([6, 5], 1), 'also after a key of two equal words');
  const parted: Stream = { key: [4, 5], at: 0 };
  const once = numbersOf(parted);
  once();
  parted.key[0] = 5;
  t.equal(once(), numberAt([5, 5], 1), 'and before one');
});

t.test('by property: the arguments are as they were', async (t) => {
  // prettier-ignore
  const [counter, key]: [Counter, Key] = [[1, 2, 3, 4], [5, 6]];
  philox(counter, key);
  numberAt(key, 7);
  // prettier-ignore
  t.strictSame([counter, key], [[1, 2, 3, 4], [5, 6]]);
});

t.test('by property: even over 0 ≤ u < 1', async (t) => {
  const n = 1_000_000;
  const random = numbersOf(streamOf('even'));
  const u = Array.from({ length: n }, random);
  t.ok(
    u.every((u) => u >= 0 && u < 1),
    'in bounds',
  );
  let [sum, squares, neighbours] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    sum += u[k];
    squares += (u[k] - 1 / 2) ** 2;
    neighbours += (u[k] - 1 / 2) * (u[(k + 1) % n] - 1 / 2);
  }
  // Deviations: of the mean √(1/12 / n); of the mean square √((1/80 − 1/144) / n), since E(u − ½)⁴ = 1/80;
  // of the mean product of independent neighbours 1/12 / √n.
  t.ok(Math.abs(sum / n - 1 / 2) < 5 * Math.sqrt(1 / 12 / n), `mean ${sum / n}`);
  t.ok(Math.abs(squares / n - 1 / 12) < 5 * Math.sqrt(1 / 180 / n), `variance ${squares / n}`);
  t.ok(Math.abs(neighbours / n) < 5 / 12 / Math.sqrt(n), `covariance ${neighbours / n}`);
});

t.test('by property: the same seed, the same numbers; another, others', async (t) => {
  const draw = (seed: string) => Array.from({ length: 20 }, numbersOf(streamOf(seed)));
  const [a, b] = [draw('a'), draw('b')];
  t.strictSame(draw('a'), a);
  t.strictSame(
    a.filter((u, k) => u === b[k]),
    [],
    'throughout',
  );
});

t.test('refuses', async (t) => {
  const place = 'a place in a stream must be a whole number from 0 to 2^53 − 4, got';
  for (const at of [-1, 0.5, last + 1, 2 ** 53, NaN, Infinity]) {
    refuses(t, () => numberAt([0, 0], at), new RangeError(`${place} ${at}`));
    refuses(t, () => numbersOf({ key: [0, 0], at })(), new RangeError(`${place} ${at}`));
  }
  const stream: Stream = { key: [0, 0], at: last };
  const random = numbersOf(stream);
  random();
  refuses(t, random, new RangeError(`${place} ${last + 1}`));
  t.equal(stream.at, last + 1, 'and stays where it is');
  stream.at = 1.5;
  refuses(t, random, new RangeError(`${place} 1.5`));

  const rule = 'a word of Philox must be a whole number from 0 to 2^32 − 1, got';
  for (const word of [-1, 0.5, 2 ** 32, NaN]) {
    const error = new RangeError(`${rule} ${word}`);
    for (let i = 0; i < 4; i++) {
      const counter = [0, 0, 0, 0].map((zero, c) => (c === i ? word : zero)) as Counter;
      refuses(t, () => philox(counter, [0, 0]), error);
    }
    refuses(t, () => philox([0, 0, 0, 0], [word, 0]), error);
    refuses(t, () => philox([0, 0, 0, 0], [0, word]), error);
    refuses(t, () => numberAt([0, word], 0), error);
    refuses(t, numbersOf({ key: [word, 0], at: 0 }), error);
  }
  refuses(t, numbersOf({ key: [1] as unknown as Key, at: 0 }), new RangeError(`${rule} undefined`));
});
