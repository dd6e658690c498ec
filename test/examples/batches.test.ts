import fc from 'fast-check';
import t from 'tap';
import { batches, type Pair } from '../../chapters/12-training/training.ts';
import { tokenBatches } from '../../examples/training/batches.ts';
import { seeded } from '../../lib/random.ts';
import { refuses } from '../refuses.ts';

/** A pair of so many source and target tokens. */
const pairOf = (source: number, target: number): Pair => ({
  source: Array<number>(source).fill(7),
  target: Array<number>(target).fill(9),
});
const sum = (numbers: number[]) => numbers.reduce((total, x) => total + x, 0);
const sources = (batch: Pair[]) => batch.map(({ source }) => source.length);
const targets = (batch: Pair[]) => batch.map(({ target }) => target.length + 1);
const spread = (lengths: number[]) => Math.max(...lengths) - Math.min(...lengths);

t.test('by hand: five pairs, six tokens', async (t) => {
  // Source 2 + 2 + 2 = 6 and target, EOS counted, 2 + 2 + 2 = 6: full. 5 + 6 is too many, so each is alone.
  const pairs = [pairOf(6, 2), pairOf(2, 1), pairOf(5, 5), pairOf(2, 1), pairOf(2, 1)];
  const found = tokenBatches(seeded('1'), pairs, 6).map(sources);
  t.strictSame(
    found.sort((a, b) => a[0] - b[0]),
    [[2, 2, 2], [5], [6]],
  );
});

t.test('by hand: each side has its own limit', async (t) => {
  // Target 2 + 2 = 4 would fit; source 4 + 4 does not.
  t.strictSame(tokenBatches(seeded('1'), [pairOf(4, 1), pairOf(4, 1)], 6).map(sources), [[4], [4]]);
  // Source 1 + 1 + 1 + 1 = 4 would fit; target 3 + 3 = 6 fits, 3 + 3 + 3 does not.
  const pairs = [pairOf(1, 2), pairOf(1, 2), pairOf(1, 2), pairOf(1, 2)];
  t.strictSame(tokenBatches(seeded('1'), pairs, 6).map(targets), [
    [3, 3],
    [3, 3],
  ]);
  t.strictSame(tokenBatches(seeded('1'), [], 6), []);
});

t.test('by hand: of sentences of one length, those with translations of one length meet', async (t) => {
  // With EOS 2 + 2 = 4 target tokens fit into 7, and so would 2 + 5; sorted, the 2s come first.
  const pairs = [pairOf(1, 1), pairOf(1, 4), pairOf(1, 1), pairOf(1, 4)];
  for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) {
    const found = tokenBatches(seeded(seed), pairs, 7).map(targets);
    t.strictSame(found.map(String).sort(), ['2,2', '5', '5'], `seed ${seed}`);
  }
});

/** Pairs whose translation is about as long as the sentence, and a limit that holds each of them. */
const corpora = fc.record({
  pairs: fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -2, max: 2 }))
      .map(([m, more]) => pairOf(m, Math.max(1, m + more))),
    { maxLength: 200 },
  ),
  tokens: fc.integer({ min: 33, max: 200 }),
  seed: fc.string(),
});

t.test('by property: every pair once, no batch above the limit', async () => {
  fc.assert(
    fc.property(corpora, ({ pairs, tokens, seed }) => {
      const found = tokenBatches(seeded(seed), Object.freeze(pairs) as Pair[], tokens);
      const once = found.flat().length === pairs.length && new Set(found.flat()).size === pairs.length;
      const fits = (batch: Pair[]) =>
        batch.length > 0 && sum(sources(batch)) <= tokens && sum(targets(batch)) <= tokens;
      return once && found.flat().every((pair) => pairs.includes(pair)) && found.every(fits);
    }),
    { seed: 21 },
  );
});

t.test('by property: the batches are full', async () => {
  fc.assert(
    fc.property(corpora, ({ pairs, tokens, seed }) => {
      // A batch ends where the next pair, of at most 33 tokens, has no room on one of the sides.
      const found = tokenBatches(seeded(seed), pairs, tokens);
      const short = found.filter((batch) => Math.max(sum(sources(batch)), sum(targets(batch))) <= tokens - 33);
      return short.length <= 1; // the last one
    }),
    { seed: 21 },
  );
});

t.test('by property: lengths in a batch are similar', async (t) => {
  fc.assert(
    fc.property(corpora, ({ pairs, tokens, seed }) => {
      fc.pre(pairs.length > 0);
      // Cut from a sorted list, the spreads of all batches together are at most that of the whole.
      const spreads = tokenBatches(seeded(seed), pairs, tokens).map(sources).map(spread);
      return sum(spreads) <= spread(sources(pairs));
    }),
    { seed: 21 },
  );
  const random = seeded('lengths');
  const pairs = Array.from({ length: 1000 }, () => {
    const m = 1 + Math.floor(random() * 30);
    return pairOf(m, m + Math.floor(random() * 4));
  });
  const ours = tokenBatches(seeded('1'), pairs, 200);
  const theirs = batches(seeded('1'), pairs, Math.ceil(pairs.length / ours.length));
  for (const lengths of [sources, targets]) {
    const [sorted, shuffled] = [ours, theirs].map((list) => sum(list.map(lengths).map(spread)));
    t.ok(sorted * 5 < shuffled, `${sorted} against ${shuffled} of chapter 12’s batches`);
  }
});

t.test('by property: same seed, same batches; another epoch, other batches', async (t) => {
  const pairs = Array.from({ length: 60 }, (_, i) => pairOf(1 + (i % 6), 1 + (i % 6)));
  const numbered = (list: Pair[][]) => list.map((batch) => batch.map((pair) => pairs.indexOf(pair)));
  const sorted = (list: number[][]) => list.map((batch) => batch.toSorted((a, b) => a - b).join()).sort();
  const random = seeded('3');
  const first = numbered(tokenBatches(random, pairs, 20));
  const second = numbered(tokenBatches(random, pairs, 20));
  t.strictSame(numbered(tokenBatches(seeded('3'), pairs, 20)), first);
  t.not(sorted(second).join('|'), sorted(first).join('|'), 'pairs of one length meet others');
  const lengths = first.map(([pair]) => pairs[pair].source.length);
  const upwards = lengths.toSorted((a, b) => a - b);
  t.strictNotSame(lengths, upwards, 'and the short ones do not always come first');
});

t.test('refuses', async (t) => {
  const random = seeded('1');
  const rule = 'a pair must fit a batch of 6 source and 6 target tokens, got ';
  refuses(t, () => tokenBatches(random, [pairOf(7, 1)], 6), new RangeError(`${rule}7 and 2`));
  refuses(t, () => tokenBatches(random, [pairOf(1, 6)], 6), new RangeError(`${rule}1 and 7`));
  t.equal(tokenBatches(random, [pairOf(6, 5)], 6).length, 1, 'the longest that fits');
  for (const tokens of [0, -1, 2.5, NaN, Infinity])
    refuses(
      t,
      () => tokenBatches(random, [], tokens),
      new RangeError(`a batch must hold a whole number of tokens, at least 1, got ${tokens}`),
    );
});
