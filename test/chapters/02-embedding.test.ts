import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/02-embedding/by-hand.ts';
import { embed, embedBackward, oneHot } from '../../chapters/02-embedding/embedding.ts';
import {
  BOS,
  EOS,
  PAD,
  SPECIAL,
  UNK,
  characters,
  idsOf,
  tokensOf,
  vocabularyFrom,
  vocabularyOf,
  words,
} from '../../chapters/02-embedding/vocabulary.ts';
import { commonestMerges, inPieces, putTogether } from '../../chapters/02-embedding/word-pieces.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { cosine } from '../../chapters/01-vectors/vectors.ts';
import { shift } from '../../chapters/03-positions/positions.ts';
import { learnMerges, ranksOf, segment } from '../../lib/bpe.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('embedding');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);

t.test('by hand', async (t) => {
  t.strictSame(characters(' 我爱 你\n'), ['我', '爱', '你'], 'characters, white space dropped');
  t.strictSame(characters('𠮷野'), ['𠮷', '野'], 'a character beyond 16 bits stays whole');
  t.strictSame(words('  Smart John\tis  singing '), hand.sentence, 'words');
  t.strictSame(words(' '), [], 'no word');

  t.strictSame(
    [PAD, BOS, EOS, UNK].map((id) => SPECIAL[id]),
    ['<pad>', '<bos>', '<eos>', '<unk>'],
    'the special tokens',
  );
  const vocabulary = vocabularyOf([hand.sentence, ['is', 'John', 'singing']]);
  t.strictSame(vocabulary.tokens, hand.tokens, 'each token once, as they come');
  t.strictSame(idsOf(hand.sentence, vocabulary), hand.ids, 'ids 4, 5, 6, 7');
  t.strictSame(idsOf(['Smart', 'john'], vocabulary), [4, UNK], 'john is not John');
  t.strictSame(tokensOf([BOS, 5, 7, EOS], vocabulary), ['<bos>', 'John', 'singing', '<eos>'], 'back again');
  const chinese = vocabularyOf(['我爱你', '你爱我吗'].map(characters));
  t.strictSame(chinese.tokens.slice(4), ['我', '爱', '你', '吗'], 'characters');
  t.strictSame(idsOf(characters('我恨你'), chinese), [4, 3, 6], '恨 is unknown');

  t.strictSame(
    hand.ids.map((id) => oneHot(id, 8)),
    hand.O,
    'one-hot rows',
  );
  t.strictSame(embed(hand.ids, hand.E), { ids: hand.ids, E: hand.E, Y: hand.Y }, 'twice the rows');

  t.strictSame(
    embed([0, 1, 2, 3], hand.E).Y,
    [
      [1, 0, 0, -1],
      [0, 1, 1, 0],
      [-1, 0, 1, 1],
      [1, 1, -1, 0],
    ],
    'special tokens have rows, too',
  );
  t.strictSame(
    multiply(hand.O, hand.E),
    hand.ids.map((id) => hand.E[id]),
    'one-hot times E',
  );
  close(
    t,
    hand.Y.map((x) => hand.Y.map((y) => cosine(x, y))),
    hand.cosines,
    12,
    'sixths',
  );
  t.strictSame(commonestMerges(hand.counts, 8), hand.merges, 'eight merges');
  // Left are ▁sing ing, four times, and ▁read ing, three times.
  t.strictSame(
    commonestMerges(hand.counts, 99).slice(8),
    [
      ['▁sing', 'ing'],
      ['▁read', 'ing'],
    ],
    'and two more',
  );
  t.strictSame(inPieces('▁singing', hand.merges), ['▁sing', 'ing'], 'root and ending');
  t.strictSame(inPieces('▁ringing', hand.merges), ['▁', 'r', 'ing', 'ing'], 'never met, and written all the same');
  t.strictSame(putTogether(['▁', 'r', 'ing', 'ing', '▁sing', 's']), ['ringing', 'sings'], 'words again');
  t.strictSame(commonestMerges(new Map([['ab', 1]]), 9), [], 'no pair twice');
  t.strictSame(
    commonestMerges(new Map([['aaaa', 2]]), 9),
    [
      ['a', 'a'],
      ['aa', 'aa'],
    ],
    'from left to right',
  );

  const back = embedBackward(hand.dY, embed(hand.twice, hand.E));
  t.strictSame(back, { dE: hand.dE }, 'John learns from both his places');
});

t.test('by formula', async (t) => {
  const [ids, E, dY] = [[6, 0, 2, 6], matrix(7, 5), matrix(4, 5)];
  const I = math.identity(7) as math.Matrix;
  const O = math.subset(I, math.index(ids, [0, 1, 2, 3, 4, 5, 6]));
  close(t, embed(ids, E).Y, math.evaluate('sqrt(5) * O * E', { O, E }).toArray(), 12, '√d_model O E');
  const wanted = math.evaluate("sqrt(5) * O' * dY", { O, dY }).toArray();
  close(t, embedBackward(dY, embed(ids, E)).dE, wanted, 12, 'dE = √d_model Oᵀ dY');
});

t.test('by property', async (t) => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '爱'), minLength: 1, maxLength: 7 });
  const counted = fc.array(fc.tuple(letters, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(counted, letters, fc.nat(12), (entries, other, most) => {
      const counts = new Map(entries.map(([word, count]) => [`▁${word}`, count]));
      const merges = commonestMerges(counts, most);
      const ranks = ranksOf(learnMerges(counts, most));
      const words = [...counts.keys(), `▁${other}`];
      const pieces = words.map((word) => inPieces(word, merges));
      const same = merges.map((pair) => pair.join(' ')).join() === [...ranks.keys()].join();
      return (
        same &&
        words.every((word, i) => segment(word, ranks).join(' ') === pieces[i].join(' ')) &&
        putTogether(pieces.flat()).every((word, i) => `▁${word}` === words[i])
      );
    }),
    { seed: 2 },
  );
  t.pass('the merges and pieces of lib/bpe.ts, and back to the words');

  // Turned by one rotation, every row keeps its length, and every two their cosine: no coordinate has a meaning.
  const turned = multiply(hand.Y, shift(0.7, 4));
  const cosines = (A: number[][]) => A.map((x) => A.map((y) => cosine(x, y)));
  close(t, cosines(turned), cosines(hand.Y), 12, 'a table that is turned means the same');

  const sentences = fc.array(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }));
  fc.assert(
    fc.property(sentences, (sentences) => {
      const vocabulary = vocabularyOf(sentences);
      const back = (tokens: string[]) => tokensOf(idsOf(tokens, vocabulary), vocabulary);
      const once = new Set(vocabulary.tokens).size === vocabulary.tokens.length;
      return once && sentences.every((tokens) => back(tokens).every((x, i) => x === tokens[i]));
    }),
    { seed: 2 },
  );
  t.pass('what the vocabulary holds comes back from its ids unchanged');

  const E = matrix(9, 6);
  const list = fc.array(fc.nat(8), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(list, fc.nat(8), (ids, id) => {
      const alone = embed([id], E).Y[0];
      const among = embed([...ids, id], E).Y[ids.length];
      return alone.every((x, c) => x === among[c]);
    }),
    { seed: 2 },
  );
  t.pass('a word has one vector, wherever it stands and whatever stands around it');

  // Entries of size 1/√d_model: rows of length about 1, and √d_model times them entries of size 1.
  // Cosines of random rows have mean 0 and mean square 1/d_model.
  for (const d_model of [16, 512]) {
    const { Y } = embed([...Array(60).keys()], normalMatrix(random, 60, d_model, d_model ** -0.5));
    const square = (numbers: number[]) => numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length;
    t.ok(Math.abs(square(Y.flat()) - 1) < 0.15, `d_model = ${d_model}: entries of size about 1`);
    const cosines = Y.flatMap((x, i) => Y.slice(0, i).map((y) => cosine(x, y)));
    t.ok(Math.abs(square(cosines) * d_model - 1) < 0.2, `d_model = ${d_model}: cosines of size about 1/√d_model`);
  }
});

t.test('by nudging', async (t) => {
  // Token 2 stands twice, tokens 1 and 3 nowhere.
  const [ids, E, dY] = [[2, 0, 2, 4, 5], matrix(6, 3), matrix(5, 3)];
  const back = embedBackward(dY, embed(ids, E));
  nudged(t, 'dE', back.dE, E, () => embed(ids, E).Y, dY);
});

t.test('refuses', async (t) => {
  const E = matrix(6, 3);
  refuses(
    t,
    () => embedBackward(matrix(2, 4), embed([1, 2], E)),
    new RangeError('two matrices must have one shape, got 2×4 and 2×3'),
  );
  refuses(
    t,
    () => commonestMerges(hand.counts, -1),
    new RangeError('the number of merges must be a whole number from 0, got -1'),
  );
  refuses(
    t,
    () => commonestMerges(hand.counts, 0.5),
    new RangeError('the number of merges must be a whole number from 0, got 0.5'),
  );
  refuses(t, () => commonestMerges(new Map([['a b', 1]]), 1), new RangeError('a word must hold no space, got “a b”'));
  refuses(t, () => embed([], E), new RangeError('a sentence must have at least one token, got 0'));
  refuses(t, () => embed([1, 6], E), new RangeError('an id must be a whole number from 0 to 5, got 6'));
  refuses(t, () => embed([-1], E), new RangeError('an id must be a whole number from 0 to 5, got -1'));
  refuses(t, () => oneHot(0.5, 6), new RangeError('an id must be a whole number from 0 to 5, got 0.5'));
  refuses(t, () => oneHot(NaN, 6), new RangeError('an id must be a whole number from 0 to 5, got NaN'));
  refuses(t, () => vocabularyFrom(['<pad>', '我']), new RangeError('a vocabulary must hold <bos> at place 1, got 我'));
  refuses(t, () => vocabularyFrom([]), new RangeError('a vocabulary must hold <pad> at place 0, got nothing'));
  refuses(
    t,
    () => vocabularyFrom([...SPECIAL, '我', '我']),
    new RangeError('a vocabulary must hold each token once, got 1 repeated'),
  );
  const vocabulary = vocabularyFrom([...SPECIAL, '我']);
  refuses(t, () => tokensOf([4, 5], vocabulary), new RangeError('an id must be a whole number from 0 to 4, got 5'));
});
