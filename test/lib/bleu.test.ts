import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { bleu, matchesOf, scoreOf, signature, tokens13a, tokensZh } from '../../lib/bleu.ts';
import { close } from '../close.ts';
import { refuses } from '../refuses.ts';

const cut = (text: string) => text.split(' ');

// Papineni et al. 2002, §2, example 1; the final points left out, as its fractions do.
const better = cut('It is a guide to action which ensures that the military always obeys the commands of the party');
const worse = cut('It is to insure the troops forever hearing the activity guidebook that party direct');
const guides = [
  'It is a guide to action that ensures that the military will forever heed Party commands',
  'It is the guiding principle which guarantees the military forces always being under the command of the Party',
  'It is the practical guide for the army always to heed the directions of the party',
].map(cut);

const tokens = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });
const texts = fc.array(fc.tuple(tokens, fc.array(tokens, { minLength: 1, maxLength: 3 })), {
  minLength: 1,
  maxLength: 4,
});

t.test('by hand: the examples of Papineni et al. 2002', async (t) => {
  // §2.1: the occurs at most twice in one reference, so 2 of 7 count; the the occurs in none.
  const cats = ['the cat is on the mat', 'there is a cat on the mat'].map(cut);
  const the = matchesOf(cut('the the the the the the the'), cats);
  t.strictSame(the.matches, [2, 0, 0, 0]);
  t.strictSame(the.totals, [7, 6, 5, 4]);
  // Of the first candidate only obeys is in no reference: 17/18. Its pairs: It is, is a, a guide, guide to, to action,
  // ensures that, that the, the military, of the, the party: 10/17.
  // Its threes: It is a, is a guide, a guide to, guide to action, ensures that the, that the military,
  // of the party: 7/16. Its fours: It is a guide, is a guide to, a guide to action, ensures that the military: 4/15.
  const first = matchesOf(better, guides);
  t.strictSame(first, {
    matches: [17, 10, 7, 4],
    totals: [18, 17, 16, 15],
    length: 18,
    referenceLength: 18, // of 16, 18, 16
  });
  // The second shares It is to the forever the that party: 8/14; and It is: 1/13.
  const second = matchesOf(worse, guides);
  t.strictSame(second, {
    matches: [8, 1, 0, 0],
    totals: [14, 13, 12, 11],
    length: 14,
    referenceLength: 16,
  });
  // 17/18 · 10/17 · 7/16 · 4/15 = 7/108, and no penalty.
  close(t, scoreOf(first).score, 100 * Math.sqrt(Math.sqrt(7 / 108)));
  close(t, scoreOf(first).brevityPenalty, 1);
  // 8/14, 1/13, then half a match of 12 and a quarter of 11; 14 tokens against 16.
  const { precisions, brevityPenalty } = scoreOf(second);
  close(t, precisions, [4 / 7, 1 / 13, 1 / 24, 1 / 44]);
  close(t, brevityPenalty, Math.exp(-1 / 7));
  t.equal(scoreOf(second, 'none').score, 0, 'unsmoothed');
});

t.test('by hand: a text is not the mean of its sentences', async (t) => {
  const found = bleu([cut('a b c d'), cut('a b c')], [[cut('a b c d')], [cut('a b x')]]);
  // 1-grams 4 + 2 of 4 + 3; 2-grams 3 + 1 of 3 + 2; 3-grams 2 + 0 of 2 + 1; 4-grams 1 of 1.
  // 6/7 · 4/5 · 2/3 · 1 = 16/35
  close(t, found, {
    matches: [6, 4, 2, 1],
    totals: [7, 5, 3, 1],
    length: 7,
    referenceLength: 7,
    score: 100 * (16 / 35) ** 0.25,
    precisions: [6 / 7, 4 / 5, 2 / 3, 1],
    brevityPenalty: 1,
  });
});

t.test('by hand: the nearest reference length, and the penalty', async (t) => {
  const lengthOf = (c: number, ...r: number[]) =>
    matchesOf(
      Array(c).fill('a'),
      r.map((length) => Array(length).fill('a')),
    ).referenceLength;
  t.equal(lengthOf(12, 12, 15, 17), 12, 'Papineni et al. 2002, §2.2.2');
  t.equal(lengthOf(13, 12, 15, 17), 12);
  t.equal(lengthOf(16, 17, 15), 15, 'the shorter of two as near');
  t.equal(lengthOf(16, 15, 17), 15);
  t.equal(lengthOf(20, 12, 17, 15), 17);
  const penalty = (c: number, r: number) =>
    scoreOf({ matches: [1, 1, 1, 1], totals: [1, 1, 1, 1], length: c, referenceLength: r }).brevityPenalty;
  close(t, [penalty(5, 4), penalty(4, 4), penalty(2, 4)], [1, 1, Math.exp(-1)]);
  t.equal(penalty(0, 4), 0, 'nothing said');
});

t.test('by hand: smoothing', async (t) => {
  const score = (matches: number[], totals: number[], smoothing: 'exp' | 'none' = 'exp') =>
    scoreOf({ matches, totals, length: 4, referenceLength: 4 }, smoothing);
  // The zeros count ½, then ¼, wherever they stand: 1 · ½/3 · ½ · ¼/1 = 1/48.
  close(t, score([4, 0, 1, 0], [4, 3, 2, 1]).precisions, [1, 1 / 6, 1 / 2, 1 / 4]);
  close(t, score([4, 0, 1, 0], [4, 3, 2, 1]).score, 100 * (1 / 48) ** 0.25);
  t.strictSame(score([4, 0, 1, 0], [4, 3, 2, 1], 'none').precisions, [1, 0, 0.5, 0]);
  t.equal(score([4, 0, 1, 0], [4, 3, 2, 1], 'none').score, 0);
  t.strictSame(score([0, 0, 0, 0], [4, 3, 2, 1]).precisions, [0, 0, 0, 0], 'no match at all');
  t.equal(score([0, 0, 0, 0], [4, 3, 2, 1]).score, 0);
  t.strictSame(score([3, 2, 1, 0], [3, 2, 1, 0]).precisions, [1, 1, 1, 0], 'no four tokens');
  t.equal(score([3, 2, 1, 0], [3, 2, 1, 0]).score, 0);
});

t.test('by hand: published scores', async (t) => {
  // Values published with sacreBLEU: the README's example and its tests (test_bleu.py, test_sentence_bleu.py).
  const said = ['The dog bit the man.', "It wasn't surprising.", 'The man had just bitten him.'];
  const right = [
    ['The dog bit the man.', 'The dog had bit the man.'],
    ['It was not unexpected.', 'No one was surprised.'],
    ['The man bit him first.', 'The man had bitten the dog.'],
  ];
  const scored = (tokenise: (text: string) => string[], smoothing: 'exp' | 'none' = 'exp') =>
    bleu(
      said.map(tokenise),
      right.map((all) => all.map(tokenise)),
      smoothing,
    );
  const found = scored(tokens13a);
  close(t, found.score, 48.530827, 6);
  close(t, scored(tokens13a, 'none').score, 48.530827, 6);
  close(t, scored(cut).score, 49.1919566, 7, 'tokenize: none');
  close(
    t,
    found.precisions.map((p) => 100 * p),
    [82.4, 50.0, 45.5, 37.5],
    1,
  );
  close(t, found.brevityPenalty, 0.943, 3);
  t.strictSame([found.length, found.referenceLength], [17, 18]);
  // The same by pencil: 14/17 · 7/14 · 5/11 · 3/8 = 105/1496, and e^(1 − 18/17).
  close(t, found.score, 100 * Math.exp(-1 / 17) * (105 / 1496) ** 0.25);

  const empty = right.map((all) => all.map(tokens13a));
  t.equal(bleu([[], [], []], empty).score, 0, 'empty translations');

  // The sentence of test_sentence_bleu.py, three decimals. By pencil: de zahăr în alb ; are 5/14, de zahăr and alb ;
  // 2/13, then smoothing makes ½/12 and ¼/11.
  const sugar = 'Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;';
  const wanted = 'producţia de zahăr brut se exprimă în zahăr alb;';
  close(t, bleu([tokens13a(sugar)], [[tokens13a(wanted)]]).score, 8.493, 3);
  close(t, bleu([cut(sugar)], [[cut(wanted)]]).score, 7.347, 3);
  t.equal(bleu([tokens13a(sugar)], [[tokens13a(wanted)]], 'none').score, 0);
  t.equal(bleu([cut('this is a cat')], [[cut('okay thanks')]]).score, 0, 'nothing in common');

  const scoring = { matches: [9, 7, 5, 3], totals: [10, 8, 6, 4], length: 11, referenceLength: 11 };
  close(t, scoreOf(scoring).score, 83.75922397, 8);
  const symbols = matchesOf(cut('am I am a character sequence'), [cut('I am a symbol string sequence a a')]);
  // prettier-ignore
  t.strictSame([symbols.matches, symbols.totals], [[4, 2, 1, 0], [6, 5, 4, 3]]);
});

t.test('by hand: tokens as mteval-v13a cuts them', async (t) => {
  const same = (text: string, tokens: string) => t.strictSame(tokens13a(text), cut(tokens), text);
  same('Hello, world!', 'Hello , world !');
  same("It wasn't John's.", "It wasn't John's .");
  same('It costs $3,000.50, or 5%.', 'It costs $ 3,000.50 , or 5 % .');
  same('a well-known 1990-2000', 'a well-known 1990 - 2000');
  same('U.S. (and "them")', 'U . S . ( and " them " )');
  same('.5 and 5.', '. 5 and 5 .');
  same('&quot;A&amp;B&quot; &lt;C&gt;', '" A & B " < C >');
  same('long-\nword next\nline <skipped>', 'longword next line');
  same(' a\t b  \n', 'a b');
  same('[a] {b} c/d e@f g=h i_j', '[ a ] { b } c / d e @ f g = h i _ j');
  same('“curly” – stays', '“curly” – stays');
  t.strictSame(tokens13a(' '), []);
});

t.test('by hand: tokens of Chinese', async (t) => {
  const same = (text: string, tokens: string) => t.strictSame(tokensZh(text), cut(tokens), text);
  same('我爱你。', '我 爱 你 。');
  same('我爱你，Tom！', '我 爱 你 ， Tom ！');
  same("他有3.5本book, 她wasn't。", "他 有 3.5 本 book , 她 wasn't 。");
  same('“你好”——他说……', '“ 你 好 ” — — 他 说 … …');
  same('㐀䶵一龥豈ＡＢ', '㐀 䶵 一 龥 豈 Ａ Ｂ');
  same('𠮷𠮷家', '𠮷𠮷 家');
  same('50%的A-B', '50 % 的 A-B');
  t.strictSame(tokensZh('　'), []);
});

t.test('by hand: what a score is quoted with', async (t) => {
  t.equal(signature(1, '13a'), 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:transformer-by-hand');
  t.equal(
    signature(1, 'zh', 'exp', 'simplified'),
    'nrefs:1|case:mixed|eff:no|tok:zh|text:simplified|smooth:exp|version:transformer-by-hand',
    'and what was done to the text',
  );
  t.equal(signature('var', 'zh', 'none'), 'nrefs:var|case:mixed|eff:no|tok:zh|smooth:none|version:transformer-by-hand');
});

t.test('by formula: the geometric mean, in mathjs', async (t) => {
  const count = fc.integer({ min: 1, max: 50 });
  const four = fc.tuple(count, count, count, count);
  fc.assert(
    fc.property(four, four, count, count, (matches, more, c, r) => {
      const totals = matches.map((match, n) => match + more[n]);
      const wanted: unknown = math.evaluate('100 * min(1, exp(1 - r / c)) * nthRoot(prod(matches ./ totals), 4)', {
        matches,
        totals,
        c,
        r,
      });
      close(t, scoreOf({ matches, totals, length: c, referenceLength: r }).score, wanted, 9);
    }),
  );
});

t.test('by property', async (t) => {
  fc.assert(
    fc.property(texts, (sentences) => {
      const candidates = sentences.map(([candidate]) => candidate);
      const references = sentences.map(([, all]) => all);
      const found = bleu(candidates, references);
      t.ok(found.score >= 0 && found.score <= 100 + 1e-9, 'from 0 to 100');
      t.ok(found.precisions.every((p) => p >= 0 && p <= 1));
      t.ok(bleu(candidates, references, 'none').score <= found.score, 'smoothing adds');
      const turned = bleu([...candidates].reverse(), [...references].reverse());
      t.strictSame(turned, found, 'the order of sentences does not matter');
      const renamed = (all: string[]) => all.map((token) => ({ a: '爱', b: 'x', c: 'a' })[token]!);
      const others = bleu(
        candidates.map(renamed),
        references.map((all) => all.map(renamed)),
      );
      t.strictSame(others, found, 'nor what the tokens are');
      const exact = bleu(
        candidates,
        candidates.map((candidate, i) => [...references[i], candidate]),
      );
      const long = candidates.some((candidate) => candidate.length >= 4);
      close(t, exact.score, long ? 100 : 0, 9, 'a reference itself');
    }),
  );
});

t.test('by hand: words that every object knows', async (t) => {
  // Of the constructor __proto__ here the reference has all but the last: 3 of 4 words, 2 of 3 pairs, 1 of
  // 2 triples, none of four.
  const same = matchesOf(
    ['the', 'constructor', '__proto__', 'here'],
    [['the', 'constructor', '__proto__', 'toString']],
  );
  t.strictSame(same, { matches: [3, 2, 1, 0], totals: [4, 3, 2, 1], length: 4, referenceLength: 4 });
});

t.test('refuses', async (t) => {
  refuses(t, () => bleu([], []), new RangeError('BLEU needs at least one sentence, got 0'));
  refuses(
    t,
    () => bleu([['a']], []),
    new RangeError('every candidate needs its references, got 1 candidates and references for 0'),
  );
  refuses(t, () => bleu([['a']], [[]]), new RangeError('a sentence needs a reference, got none'));
});
