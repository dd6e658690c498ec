import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/13-translator/by-hand.ts';
import * as d from '../../chapters/13-translator/decoding.ts';
import * as p from '../../chapters/13-translator/pencil.ts';
import { BOS, EOS, PAD, UNK, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import * as model from '../../chapters/11-decoder/transformer.ts';
import { lossOf } from '../../chapters/12-training/training.ts';
import { count, leaves, rows } from '../../lib/params.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { nudged } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const { John, Run, nextIn, words } = hand;
const P = p.pencil();
const translated = (text: string) => d.greedy(p.pencilSource([...text]), P);
const say = (text: string) => tokensOf(translated(text).ids, p.english).join(' ');

/** A small random model, and a random source for it. */
const some = (random: Random, V = 8) => {
  const sizes = { d_model: 8, h: 2, d_ff: 6, N: 2 };
  const source = Array.from({ length: 1 + Math.floor(random() * 5) }, () => 4 + Math.floor(random() * 4));
  return { P: model.transformerParams(random, V, V, sizes), source };
};

t.test('by hand', async (t) => {
  const found = (h: d.Hypothesis) => ({ ...h, ids: tokensOf(h.ids, words).join(' ') });
  const end = (ids: string, P: number) => ({ ids, logP: Math.log(P), finished: true });
  close(t, found(d.greedySearch(nextIn(John), 9)), end('clever John', 0.3), 12, '0.6 · 0.5');
  close(t, found(d.beamSearch(nextIn(John), 1, 0, 9)), end('clever John', 0.3), 12, 'as greedy');
  close(t, found(d.beamSearch(nextIn(John), 2, 0, 9)), end('smart John', 0.36), 12, '0.4 · 0.9');
  // Two of four are kept: 0.6 and 0.4, then 0.36 and 0.3, then both of them end with probability 1.
  const steps = [...d.beamSteps(nextIn(John), 2, 9)].map((beam) => [
    beam.longer.map((h) => `${found(h).ids} ${Math.exp(h.logP).toFixed(2)}`),
    beam.open.length,
    beam.finished.length,
  ]);
  t.strictSame(steps, [
    [[' 1.00'], 1, 0],
    [['clever 0.60', 'smart 0.40'], 2, 0],
    [['smart John 0.36', 'clever John 0.30', 'clever Johnny 0.30', 'smart Johnny 0.04'], 2, 0],
    [['smart John 0.36', 'clever John 0.30'], 0, 2],
  ]);
  // The page's pencil question: 0.7 · 0.5 = 7/20 is more than 0.3 · 0.9 = 27/100.
  const surer = nextIn({ ...John, '': { clever: 0.7, smart: 0.3 } });
  close(t, found(d.greedySearch(surer, 9)), end('clever John', 7 / 20), 12, 'greedy');
  close(t, found(d.beamSearch(surer, 2, 0, 9)), end('clever John', 7 / 20), 12, 'and a beam of 2');
  const long = 'you should run away from here now';
  close(t, found(d.beamSearch(nextIn(Run), 2, 0, 9)), end('run', 1 / 4), 12, '¼ > ⅛');
  close(t, found(d.beamSearch(nextIn(Run), 2, 1, 9)), end(long, 1 / 8), 12, 'ln ⅛ / 2 > ln ¼');
  close(t, found(d.beamSearch(nextIn(Run), 2, 0.6, 9)), end(long, 1 / 8), 12, '3 / 2^0.6 < 2');
  // On the way lengths are equal and P decides: 0.35, 0.20, 0.18. "run" has ended, is set aside and not forgotten,
  // though ln 0.18 · 6/7 and ln 0.35 · 6/7 are above ln 0.20. What was kept in its stead, 0.35, comes to nothing.
  const aside = nextIn({
    '': { run: 0.4, you: 0.35, smart: 0.25 },
    smart: { '<unk>': 1 },
    run: { '<eos>': 0.5, away: 0.45, '<unk>': 0.05 },
    you: { should: 1 },
    'you should': { '<eos>': 0.01, '<unk>': 0.99 },
  });
  close(t, found(d.beamSearch(aside, 2, 1, 9)), end('run', 0.2), 12, 'ln 0.2 > ln 0.0035 · 6/7');
  close(t, found(d.beamSearch(aside, 3, 1, 9)), end('run away', 0.18), 12, 'a third place: ln 0.18 · 6/7 > ln 0.2');
  // Its place goes with it: one is left, for "you should now", 0.29 · 0.6, not for the end, 0.29 · 0.4 = 0.116, which
  // would win with α = 5: ln 0.116 / (7/6)^5 > ln 0.3.
  const place = nextIn({
    '': { run: 0.6, you: 0.29, smart: 0.11 },
    smart: { '<unk>': 1 },
    run: { '<eos>': 0.5, '<unk>': 0.5 },
    you: { should: 1 },
    'you should': { '<eos>': 0.4, now: 0.6 },
    'you should now': { '<eos>': 0.001, '<unk>': 0.999 },
  });
  close(t, found(d.beamSearch(place, 2, 0, 9)), end('run', 0.3), 12, 'a place is taken');
  close(t, found(d.beamSearch(place, 3, 5, 9)), end('you should', 0.116), 12, 'with a third place it is found');
  close(t, found(d.beamSearch(place, 2, 5, 9)), end('run', 0.3), 12, 'and not with two');
  close(
    t,
    [0, 1, 7].map((n) => d.lengthPenalty(n, 1)),
    [5 / 6, 1, 2],
    12,
    '5/6, 6/6, 12/6',
  );
  close(t, d.lengthPenalty(19, 0.5), 2, 12, '√(24/6)');
  t.equal(d.lengthLimit(3), 16, '2 · 3 + 10');

  // Never an end: cut off at the limit. An end with 1/10 at once, or words without end: the end is taken.
  const endless: d.Next = () => words.tokens.map((word) => Math.log(word === 'run' ? 1 : 0));
  close(t, found(d.greedySearch(endless, 3)), { ids: 'run run run', logP: 0, finished: false });
  close(t, found(d.beamSearch(endless, 1, 1, 2)), { ids: 'run run', logP: 0, finished: false });
  close(
    t,
    found(d.beamSearch(endless, 2, 1, 2)),
    { ids: 'run run', logP: 0, finished: false },
    12,
    'no impossible end',
  );
  // An end that is impossible takes no place: 0.4 is among the two best at each step. Where
  // nothing is possible, both stop.
  const dead = nextIn({
    '': { run: 1 },
    run: { you: 0.6, away: 0.4 },
    'run you': { '<eos>': 0.5, '<unk>': 0.5 },
  });
  close(t, found(d.beamSearch(dead, 2, 0, 9)), end('run away', 0.4), 12, '0.4 > 0.6 · 0.5');
  const nowhere = nextIn({ '': { run: 1 }, run: { '<unk>': 1 } });
  close(t, found(d.greedySearch(nowhere, 9)), { ids: 'run', logP: 0, finished: false }, 12, 'no word may follow');
  close(t, found(d.beamSearch(nowhere, 1, 1, 9)), { ids: 'run', logP: 0, finished: false });
  close(t, found(d.greedySearch(endless, 0)), { ids: '', logP: 0, finished: false });
  close(t, found(d.beamSearch(endless, 2, 1, 0)), { ids: '', logP: 0, finished: false }, 12, 'nothing is an end');
  const hardly: d.Next = (ids) =>
    words.tokens.map((word) => Math.log({ run: 0.9, '<eos>': ids.length === 0 ? 0.1 : 0 }[word] ?? 0));
  close(t, found(d.beamSearch(hardly, 2, 0, 3)), end('', 0.1), 12, 'finished before unfinished');
  close(
    t,
    found(d.greedySearch(nextIn({ '': { '<pad>': 0.3, '<bos>': 0.3, '<unk>': 0.3, '<eos>': 0.1 } }), 3)),
    end('', 0.1),
  );

  // PAD, BOS and UNK cannot win, whatever they score; of two alike the earlier wins. 4 is wanted, then 5, EOS, 5.
  // prettier-ignore
  const S = [[9, 9, 1, 9, 3, 2], [9, 9, 1, 9, 2, 2], [0, 0, 2, 0, 1, 1], [0, 0, 1, 0, 1, 2]];
  t.strictSame(d.rightWords(S, [4, 5, EOS, 5]), [true, false, true, true], 'the second row says 4');

  t.equal(say('我爱你'), 'I love you');
  t.equal(say('你爱我'), 'you love I', 'no case');
  t.equal(say('他爱你'), 'he love you', 'no agreement');
  t.equal(say('我不爱你'), 'I not love you', 'no order of its own');
  t.ok(translated('我爱你').finished, 'and then EOS');
  t.notOk(translated('我爱你我爱你').finished, 'cos 6 = 0.96: place 6 is taken for place 0');
  t.strictSame(p.pencilSource(['我', '爱', '狗']), [4, 5, UNK, EOS]);

  // Tables 2 · 9 · 16, three attentions of 4 · 16², feed-forward 2 · (2 · 16 · 4 + 4 + 16), five norms of 2 · 16.
  t.equal(count(P), 288 + 3072 + 296 + 160);
  const notZero = [...rows(P)].flat().filter((x) => x !== 0).length;
  t.equal(notZero, 2 * 16 + (6 + 6) + (3 + 6 + 6) + (4 + 4 + 6 + 6), '32 left alone, 47 chosen');

  // ε inside the root moves the fifth digit, so two decimals are compared.
  const { encoding, decoding } = model.transformer(p.pencilSource(hand.sentence), [BOS], P);
  const [layer] = decoding.decoded.layers;
  const [head] = layer.crossAttended.heads;
  close(t, layer.normed_1.Y[0], hand.BOS_normed, 2, 'BOS at place 0: −1, 1, −1');
  close(t, head.Q[0], hand.BOS_query, 2, 'asks for cos 0');
  close(t, encoding.encoded.layers[0].normed_1.deviation[0], hand.I_deviation, 3, '√15/4');
  close(t, head.K[0].slice(0, 2), hand.I_key, 3, '0 and 4/√15');
  close(
    t,
    p.MEANING.map(([, c]) => head.V[0][c]),
    hand.I_value,
    3,
    '13/√15 and −3/√15',
  );
  close(t, head.S[0][0], hand.first_score, 2, '40/√15');
  const first = Math.exp(d.nextAfter(p.pencilSource(hand.sentence), P)([])[4]);
  close(t, first, hand.I_probability, 4, '1500 / (1500 + 5 · ¼ + 3)');
});

t.test('by formula', async (t) => {
  // The pencil's 47 numbers as a formula: sin and cos of one pair, a look-up, four normalizations.
  const norm = (x: number[]) =>
    math.evaluate('(x - mean(x)) / sqrt(variance(x, "uncorrected") + 1e-5)', { x }) as number[];
  const PE = (place: number) =>
    Array.from({ length: 16 }, (_, c) =>
      math.evaluate(c % 2 === 0 ? 'sin(p / 10^(c/4))' : 'cos(p / 10^((c-1)/4))', { p: place, c }),
    );
  const at: Record<number, number> = { 2: 2, 4: 4, 5: 6, 6: 8, 7: 10, 8: 12 };
  const placed = (ids: number[]): number[][] => ids.map((id, i) => PE(i).map((x, c) => x + (at[id] === c ? 4 : 0)));
  const pair = (rows: number[][]) => rows.map((x) => [x[0] - x[14], x[1] - x[14]]);
  const only = (x: number[], kept: number[]) => x.map((x_c, c) => (kept.includes(c) ? x_c : 0));
  const meanings = Object.values(at);
  // prettier-ignore
  const pairs = [[[4, 5, 6, 2], [1, 4, 5, 6]], [[7, 8, 2], [1, 7, 8, 5, 6]]];
  for (const [source, target] of pairs) {
    const Z = placed(source).map((x) => norm(norm(x)));
    const X = placed(target).map(norm);
    const S = math
      .evaluate('20 * Q * transpose(K) / 4', { Q: math.matrix(pair(X)), K: math.matrix(pair(Z)) })
      .toArray() as number[][];
    const A = S.map((s) => math.evaluate('e .^ s / sum(e .^ s)', { s }) as number[]);
    const found = model.transformer(source, target, P);
    close(t, found.decoding.decoded.layers[0].crossAttended.heads[0].A, A, 10, 'where it looks');
    const V = math.matrix(Z.map((z) => only(z, meanings)));
    const told = math.evaluate('A * V', { A: math.matrix(A), V }).toArray() as number[][];
    const wanted = told.map((y, i) => {
      const place = only(X[i], [0, 1, 14]);
      const word = only(norm(math.add(place, y) as number[]), meanings);
      const scores = Array.from({ length: 9 }, (_, id) => (id in at ? 2 * norm(word)[at[id]] : 0));
      return math.evaluate('s - log(sum(e .^ s))', { s: scores }) as number[];
    });
    close(t, d.nextAfter(source, P)(target.slice(1)), wanted.at(-1), 9, 'ln P of the next word');
  }
  // prettier-ignore
  const lengths = [[0, 0.6], [7, 0.6], [50, 0.2]];
  for (const [n, alpha] of lengths) {
    const lp = Number(big.evaluate(`(5 + ${n})^${alpha} / (5 + 1)^${alpha}`));
    close(t, d.lengthPenalty(n, alpha), lp, 14, 'Wu et al., eq. 14');
  }
});

t.test('by property', async (t) => {
  const dictionary: Record<string, string> = { 我: 'I', 爱: 'love', 你: 'you', 他: 'he', 不: 'not' };
  const sentence = fc.array(fc.constantFrom(...Object.keys(dictionary)), { maxLength: 5 });
  fc.assert(
    fc.property(sentence, (text) => say(text.join('')) === text.map((c) => dictionary[c]).join(' ')),
    { seed: 13, numRuns: 150 },
  );
  t.pass('the pencil translates any sentence of up to five words, word by word');

  const random = seeded('translator');
  for (let k = 0; k < 25; k++) {
    const { P, source } = some(random);
    const encoding = model.encode(source, P);
    const target = [BOS, ...Array.from({ length: 6 }, () => 2 + Math.floor(random() * 6))];
    const whole = model.decode(target, encoding, P).S;
    const steps = target.map((_, i) => model.decode(target.slice(0, i + 1), encoding, P).S.at(-1));
    t.strictSame(steps, whole, 'word by word is the full pass, bit for bit');
    const logP = d.nextWord(target, encoding, P);
    close(
      t,
      logP.reduce((sum, x) => sum + Math.exp(x), 0),
      1,
      12,
      'probabilities sum to 1',
    );
    close(
      t,
      logP.map((x) => x - logP[0]),
      whole[6].map((s) => s - whole[6][0]),
      12,
      'of the last row',
    );

    const said = d.greedy(source, P, 7);
    t.strictSame(d.beam(source, P, 1, 0.6, 7), said, 'a beam of one is greedy');
    t.strictSame(d.beam(source, P, 1), d.greedy(source, P), 'with the usual limit, too');
    t.strictSame(d.beam(source, P, 4), d.beam(source, P, 4, 0.6), 'the paper’s α = 0.6 is the usual one');
    // What it said is read as if it had been given: each word is the likeliest of its row.
    const { S } = model.decode([BOS, ...said.ids], encoding, P);
    const likeliest = S.map((row) => [EOS, 4, 5, 6, 7].reduce((a, b) => (row[b] > row[a] ? b : a)));
    const expected = said.finished ? [...said.ids, EOS] : said.ids;
    t.strictSame(likeliest.slice(0, expected.length), expected, 'greedy takes the likeliest');
    t.ok(d.rightWords(S, expected).every(Boolean), 'greedy says what is right at each place');
    const other = expected.map((id, i) => (i === k % expected.length ? 4 + ((id + 1) % 4) : id));
    const judged = d.rightWords(model.decode([BOS, ...other.filter((id) => id !== EOS)], encoding, P).S, other);
    t.equal(judged.indexOf(false), k % expected.length, 'and not what differs, from the place on where it differs');
    for (const h of [said, d.beam(source, P, 3, 0.6, 7), d.beam(source, P, 3)]) {
      t.notOk(
        h.ids.some((id) => [PAD, BOS, EOS, UNK].includes(id)),
        'no special token is said',
      );
      t.ok(h.ids.length <= d.lengthLimit(source.length), 'never beyond the limit');
    }
  }

  // Any next-word function over two words and EOS; a beam wider than all sentences finds the best of them.
  for (const alpha of [0, 0.6, 1]) {
    const table = normalMatrix(random, 40, 6);
    const next: d.Next = (ids) => table[ids.reduce((k, id) => 2 * k + id - 3, 0)].map((x) => x - 3);
    const all = [[], [4], [5], [4, 4], [4, 5], [5, 4], [5, 5]];
    const scores = all.map((ids) => {
      const logP = [...ids, EOS].reduce((sum, id, i) => sum + next(ids.slice(0, i))[id], 0);
      return logP / ((5 + ids.length) / 6) ** alpha;
    });
    const best = all[scores.indexOf(Math.max(...scores))];
    t.strictSame(d.beamSearch(next, 20, alpha, 3).ids, best, `exhaustive search, α = ${alpha}`);
  }
});

t.test('by nudging', async (t) => {
  const [source, target] = [p.pencilSource(['他', '爱', '你']), [BOS, 7, 5]];
  const dS = normalMatrix(seeded('nudge'), 3, 9);
  const { dP } = model.transformerBackward(dS, model.transformer(source, target, P));
  const S = () => model.transformer(source, target, P).S;
  nudged(t, 'all 3816 numbers, zero or not', dP, P, S, dS);

  // What is multiplied by 0 on one side and by 0 on the other has no slope, and never wakes.
  const slopes = lossOf({ source, target: [7, 5, 6] }, P, 0.1).dP;
  for (const [name, leaf] of leaves(slopes)) {
    const sleeps = /encoder.0.attention|selfAttention|W_1|b_1|W_2/.test(name);
    t.equal(
      [...rows(leaf)].flat().every((x) => x === 0),
      sleeps,
      `${name} ${sleeps ? 'sleeps' : 'learns'}`,
    );
  }
});

t.test('refuses', async (t) => {
  for (const width of [0, 1.5, -1, NaN, Infinity]) {
    const error = new RangeError(`a beam must be at least one hypothesis wide, got ${width}`);
    refuses(t, () => d.beamSearch(nextIn(John), width, 0, 9), error);
    refuses(t, () => d.beam(p.pencilSource(['我']), P, width), error);
  }
  refuses(t, () => d.greedy([], P), new RangeError('a sentence must have at least one token, got 0'));
  refuses(t, () => d.greedy([9], P), new RangeError('an id must be a whole number from 0 to 8, got 9'));
});
