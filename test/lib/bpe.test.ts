import t from 'tap';
import fc from 'fast-check';
import { learnMerges, ranksOf, segment, type Merge } from '../../lib/bpe.ts';
import { refuses } from '../refuses.ts';

/** Merges written as pairs: 'e s' is ['e', 's']. */
const merges = (...pairs: string[]) =>
  pairs.map((pair): Merge => {
    const [left, right] = pair.split(' ');
    return [left, right];
  });

/** Few letters, so that pairs meet again. */
const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '爱', '𠮷'), maxLength: 8 });
const dictionaries = fc
  .array(fc.tuple(words, fc.integer({ min: 1, max: 5 })), { maxLength: 12 })
  .map((entries) => new Map(entries));

t.test('by hand: low, lower, newest, widest', async (t) => {
  // The dictionary in the code of Sennrich et al. 2016, algorithm 1; · ends a word.
  const counts = new Map([
    ['low·', 5],
    ['lower·', 2],
    ['newest·', 6],
    ['widest·', 3],
  ]);
  // At first: l o 7, o w 7, w · 5, w e 2 + 6, e r 2, r · 2, n e 6, e w 6, e s 6 + 3, s t 9, t · 9,
  // w i 3, i d 3, d e 3.
  const wanted = merges(
    'e s', //     9, like s t and t ·, but e comes before s and t
    'es t', //    9, like t ·
    'est ·', //   9
    'l o', //     7, like o w (w e has lost the six of newest and is down to 2)
    'lo w', //    7
    'e w', //     6, like n e and w est·
    'ew est·', // 6, like n ew
    'n ewest·', // 6
    'low ·', //   5
    'd est·', //  3, like w i and i d
    'i dest·', // 3, like w i
    'w idest·', // 3
    'e r', //     2, like low e and r ·
    'er ·', //    2, like low er
    'low er·', // 2, and every word is one piece
  );
  t.strictSame(learnMerges(counts, 100), wanted);
  t.strictSame(learnMerges(counts, 4), wanted.slice(0, 4), 'fewer');
  t.strictSame(learnMerges(counts, 0), [], 'none');
  t.strictSame([...counts.values()], [5, 2, 6, 3], 'the counts are as they were');
});

t.test('by hand: a word never met, as in the figure 1 of the paper', async (t) => {
  // From low, lowest, newer and wider the paper learns r· lo low er·, and cuts lower into low er·.
  const figure = merges('r ·', 'l o', 'lo w', 'e r·');
  t.strictSame(segment('lower·', ranksOf(figure)), ['low', 'er·']);
  // After a b two merges wait for the c: ab c was learned before c d.
  t.strictSame(segment('abcd', ranksOf(merges('a b', 'ab c', 'c d'))), ['abc', 'd'], 'a new pair may be next');
  // Each counted once: l o 2, o w 2, w e 2 (lowest, newer), e r 2, r · 2, the others 1. By this file's rule
  // for equals e r is first, then er ·, then l o, then lo w; w e is down to 1, and so is all the rest.
  const counts = new Map(['low·', 'lowest·', 'newer·', 'wider·'].map((word) => [word, 1]));
  const learned = learnMerges(counts, 100);
  t.strictSame(learned, merges('e r', 'er ·', 'l o', 'lo w'), 'other merges');
  t.strictSame(segment('lower·', ranksOf(learned)), ['low', 'er·'], 'the same pieces');
});

t.test('by hand: cutting', async (t) => {
  const ranks = ranksOf(merges('b c', 'a b', 'a bc'));
  t.strictSame(
    [...ranks],
    [
      ['b c', 0],
      ['a b', 1],
      ['a bc', 2],
    ],
  );
  t.strictSame(segment('abc', ranks), ['abc'], 'b c was learned before a b');
  t.strictSame(segment('abab', ranks), ['ab', 'ab'], 'wherever it stands');
  // What the language writes for a neighbour that is not there is a word like any other.
  const odd = ranksOf(merges('u n', 'd e', 'f i', 'n e', 'un de', 'unde fi', 'undefi ne', 'undefine d', 'a undefined'));
  t.strictSame(segment('aundefineda', odd), ['aundefined', 'a'], 'the last a has no neighbour');
  t.strictSame(segment('xyz', ranks), ['x', 'y', 'z'], 'no merge');
  t.strictSame(segment('', ranks), []);
  t.strictSame(segment('𠮷爱', new Map()), ['𠮷', '爱'], 'characters, not UTF-16 units');
  const runs = ranksOf(merges('a a'));
  t.strictSame(segment('aaaaa', runs), ['aa', 'aa', 'a'], 'a run, from the left');
});

t.test('by hand: a run of one letter', async (t) => {
  // aaaa holds a a three times, the overlapping ones too; aa aa is left, once.
  t.strictSame(learnMerges(new Map([['aaaa', 1]]), 9), merges('a a'));
  t.strictSame(learnMerges(new Map([['aaaa', 2]]), 9), merges('a a', 'aa aa'));
  t.strictSame(
    learnMerges(
      new Map([
        ['ab', 1],
        ['ba', 1],
      ]),
      9,
    ),
    [],
    'no pair twice',
  );
  t.strictSame(learnMerges(new Map(), 9), [], 'no words');
});

t.test('by formula: algorithm 1, all pairs counted anew for each merge', async (t) => {
  const plainly = (counts: Map<string, number>, most: number) => {
    let dictionary = [...counts].map(([word, count]) => ({ pieces: [...word], count }));
    const learned: Merge[] = [];
    while (learned.length < most) {
      const pairs = dictionary.flatMap(({ pieces, count }) =>
        pieces.slice(1).map((right, i) => ({ pair: `${pieces[i]} ${right}`, count })),
      );
      const names = [...new Set(pairs.map(({ pair }) => pair))].sort((a, b) => (a < b ? -1 : 1));
      const total = (name: string) => pairs.reduce((sum, { pair, count }) => sum + (pair === name ? count : 0), 0);
      const most = Math.max(...names.map(total));
      if (most < 2) break;
      const best = names.find((name) => total(name) === most)!;
      const [left, right] = best.split(' ');
      dictionary = dictionary.map(({ pieces, count }) => {
        // Each piece stands between spaces of its own, so that a match is two whole pieces.
        const text = pieces.map((piece) => ` ${piece} `).join('');
        const joined = text.replaceAll(` ${left}  ${right} `, ` ${left}${right} `);
        return { pieces: joined.split(' ').filter((piece) => piece !== ''), count };
      });
      learned.push([left, right]);
    }
    return learned;
  };
  fc.assert(
    fc.property(dictionaries, fc.integer({ min: 0, max: 20 }), (counts, most) => {
      t.strictSame(learnMerges(counts, most), plainly(counts, most));
    }),
  );
});

t.test('by formula: cutting, all neighbours looked at anew for each merge', async (t) => {
  const plainly = (word: string, ranks: Map<string, number>) => {
    let pieces = [...word];
    for (;;) {
      const here = pieces.slice(1).map((right, i) => ranks.get(`${pieces[i]} ${right}`) ?? Infinity);
      const lowest = Math.min(...here);
      if (lowest === Infinity) return pieces;
      const [left, right] = [...ranks.keys()][lowest].split(' ');
      const text = pieces.map((piece) => ` ${piece} `).join('');
      pieces = text
        .replaceAll(` ${left}  ${right} `, ` ${left}${right} `)
        .split(' ')
        .filter((piece) => piece !== '');
    }
  };
  // Merges in any order, those that were never learned in this one, too.
  const orders = dictionaries.chain((counts) => {
    const learned = learnMerges(counts, 20);
    return fc.shuffledSubarray(learned, { minLength: learned.length });
  });
  fc.assert(
    fc.property(orders, words, (order, word) => {
      const ranks = ranksOf(order);
      t.strictSame(segment(word, ranks), plainly(word, ranks));
    }),
  );
});

t.test('by hand: words that every object knows', async (t) => {
  const counts = new Map(['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((word) => [word, 2]));
  for (const word of counts.keys())
    t.strictSame(segment(word, ranksOf(learnMerges(counts, 100))), [word], 'met twice, so whole in the end');
});

t.test('by property: 100,000 letters without a space take a moment', async (t) => {
  // A pseudo-random row of letters: squares modulo a prime. Were every merge to read the word again, as it once did,
  // each of the two would take minutes.
  const squares = Array.from({ length: 100_000 }, (_, i) => String.fromCharCode(97 + (((i * i) % 65_537) % 26)));
  const begun = performance.now();
  for (const word of [squares.join(''), 'a'.repeat(100_000)]) {
    const ranks = ranksOf(learnMerges(new Map([[word, 1]]), 2000));
    t.equal(segment(word, ranks).join(''), word);
  }
  t.ok(performance.now() - begun < 20_000, `${performance.now() - begun} ms`);
});

t.test('by property: pieces make the word', async (t) => {
  fc.assert(
    fc.property(dictionaries, words, (counts, word) => {
      const learned = learnMerges(counts, 20);
      const ranks = ranksOf(learned);
      const pieces = segment(word, ranks);
      t.equal(pieces.join(''), word);
      const known = new Set([...word, ...learned.map(([left, right]) => left + right)]);
      t.ok(
        pieces.every((piece) => known.has(piece)),
        'each is a letter or learned',
      );
      const left = pieces.slice(1).filter((right, i) => ranks.has(`${pieces[i]} ${right}`));
      t.strictSame(left, [], 'no merge is left to do');
      t.strictSame(
        [...ranks.keys()].map((pair) => pair.split(' ')),
        learned,
        'ranks are merges',
      );
    }),
  );
});

t.test('by property: the order of the words does not matter', async (t) => {
  fc.assert(
    fc.property(dictionaries, (counts) => {
      t.strictSame(learnMerges(new Map([...counts].reverse()), 20), learnMerges(counts, 20));
    }),
  );
});

t.test('refuses', async (t) => {
  const whole = 'the number of merges must be a whole number from 0, got';
  refuses(t, () => learnMerges(new Map(), -1), new RangeError(`${whole} -1`));
  refuses(t, () => learnMerges(new Map(), 1.5), new RangeError(`${whole} 1.5`));
  refuses(t, () => learnMerges(new Map(), NaN), new RangeError(`${whole} NaN`));
  refuses(t, () => learnMerges(new Map([['a b', 1]]), 1), new RangeError('a word must hold no space, got “a b”'));
  const times = 'a word must be counted a whole number of times from 1, got';
  refuses(t, () => learnMerges(new Map([['low', 0]]), 1), new RangeError(`${times} 0 for low`));
  refuses(t, () => learnMerges(new Map([['low', 0.5]]), 1), new RangeError(`${times} 0.5 for low`));
  refuses(
    t,
    () => ranksOf(merges('a b', 'c d', 'a b')),
    new RangeError('merges must each be learned once, got 1 repeated'),
  );
});
