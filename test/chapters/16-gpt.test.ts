import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { addOne, bigramAfter, followers, seen } from '../../chapters/16-gpt/bigram.ts';
import * as hand from '../../chapters/16-gpt/by-hand.ts';
import { asLargeAs, droppedLine, gpt, gptBackward, gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { knowingNothing, lossOf, nextAfter, perplexity, trainingLoss } from '../../chapters/16-gpt/language-model.ts';
import { induction, inductionParams } from '../../chapters/16-gpt/induction.ts';
import { dictionary, gameLine, gameVocabulary, type Dictionary } from '../../chapters/16-gpt/look-up.ts';
import { ngramAfter, ngrams, wittenBell } from '../../chapters/16-gpt/ngrams.ts';
import { bothLanguages, ONCE_MORE, promptFor } from '../../chapters/16-gpt/prompts.ts';
import { choices, drawn, heated, sampled, topK, topP } from '../../chapters/16-gpt/sampling.ts';
import { idsOf, tokensOf, vocabularyFrom, vocabularyOf } from '../../chapters/02-embedding/vocabulary.ts';
import { decoderLayerParams } from '../../chapters/11-decoder/decoder.ts';
import { beginner, type Learner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { rateOf, teacherForced, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { beamSearch, greedySearch, type Next } from '../../chapters/13-translator/decoding.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { count, leaves, mapRows } from '../../lib/params.ts';
import { normalMatrix, seeded, type Random } from '../../lib/random.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('gpt');
const sizes = { d_model: 4, h: 2, d_ff: 5, N: 2 };
const V = 8;
const model = () => unsettled(random, gptParams(random, V, sizes));
const ids = [1, 6, 4, 6]; // n = 4, the first BOS, one word twice
const never = () => {
  throw new Error('nothing may be drawn here');
};
const plan: Plan = { sizes, batch: 2, warmup: 4, rate: 1 / 2, smoothing: 0.1, drop: 0.2 };
const pairs = [
  { source: [4, 5], target: [6] },
  { source: [], target: [7, 4, 7] },
];
const text = vocabularyFrom(hand.tokens);
const sixWords = [{ source: [], target: idsOf(hand.text, text) }];
const afterTheFirst = [{ source: idsOf(hand.text.slice(0, 1), text), target: idsOf(hand.text.slice(1), text) }];
const shares = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 9 })
  .filter((list) => Math.max(...list) > 0)
  .map((list) => heated(list.map(Math.log), 1));

/** A step of training by a plan. */
const stepBy = (learner: Learner<GptParams>, lines: Pair[], plan: Plan, random: Random) =>
  step(learner, lines, trainingLoss(plan, random), rateOf(plan, learner.t + 1));

t.test('by hand', async (t) => {
  close(t, heated(hand.scores, 1), hand.asItIs, 15, 'ln 3, ln 2, ln 1: 3 : 2 : 1');
  close(t, heated(hand.scores, 1 / 2), hand.cold, 15, '½ squares the odds: 9 : 4 : 1');
  const [a, b, c] = hand.odds_hot.map((odd) => odd / (Math.sqrt(3) + Math.sqrt(2) + 1));
  close(t, heated(hand.scores, 2), [a, b, c], 15, '2 takes their root');
  t.strictSame(heated(hand.scores, 0), hand.frozen, '0: the likeliest takes all');
  t.strictSame(heated([5, -Infinity, 5], 0), [1 / 2, 0, 1 / 2], 'two equals share it');
  for (const [p, left] of hand.cuts) close(t, topP(hand.shares, p), left, 15, `top-p of ${p}`);
  close(t, topK(hand.shares, 3), [4 / 7, 2 / 7, 1 / 7, 0], 15, 'top-k of 3: the earlier of two equals');
  const once = { temperature: 1 / 2, k: 2, p: 9 / 13 }; // 9 : 4 : 1 → 9 : 4, of which 9/13 is just enough
  t.strictSame(choices(hand.scores, once), [1, 0, 0], 'temperature, then top-k, then top-p');
  t.strictSame(
    [0, 0.49, 0.5, 0.75, 0.99].map((u) => drawn(hand.shares, () => u)),
    [0, 0, 1, 2, 3],
  );
  t.equal(
    drawn([1 / 2, 1 / 4, 0], () => 0.9),
    1,
    'what rounding leaves goes to the last that has a share',
  );

  const counts = followers(sixWords, hand.tokens.length);
  const columns = [2, 4, 5, 6]; // <eos>, do, I, love
  t.strictSame(
    [4, 5, 6].map((b) => columns.map((c) => counts[b][c])),
    hand.followed.map((row) => row.map((n) => n + 0)),
    'what followed what',
  );
  t.strictSame(
    counts[1].map((n) => n + 0),
    [0, 0, 0, 0, 1, 0, 0],
    'a line begins with do',
  );
  const given = (table: Matrix) => perplexity(afterTheFirst, (source) => bigramAfter(source, table));
  // prettier-ignore
  t.strictSame(seen([[0, 0], [1, 3]]), [[0, 0], [1 / 4, 3 / 4]], 'what was never seen is followed by nothing');
  close(t, given(seen(counts)), hand.perplexity_seen, 12, 'one of two, six times');
  close(t, given(addOne(counts)), hand.perplexity_addOne, 12, '2/9 six times');
  t.equal(
    perplexity([{ source: [], target: [4, 4] }], (s) => bigramAfter(s, seen(counts))),
    Infinity,
    'do do was never seen',
  );
  // No word before, one, two: what follows nothing, do, love, the end and do I. Then a triple never seen: I after I I.
  const [two, three] = [2, 3].map((words) => ngrams(sixWords, words));
  const { word, end, other } = hand.frequency;
  close(t, wittenBell([], two, 7), [other, other, end, other, word, word, word], 15, 'how frequent');
  close(t, wittenBell([2], two, 7), [other, other, end, other, word, word, word], 15, 'nothing follows the end');
  const half = { seen: hand.two_words.word, end: hand.two_words.end, unseen: word / 2 };
  close(
    t,
    wittenBell([4], two, 7),
    [other / 2, other / 2, end / 2, other / 2, half.unseen, half.seen, half.seen],
    15,
    'do',
  );
  close(t, wittenBell([6], two, 7)[2], half.end, 15, 'the end after love');
  close(t, wittenBell([4, 5], three, 7)[6], hand.three_words.word, 15, 'love after do I');
  close(t, wittenBell([4, 6], three, 7)[2], hand.three_words.end, 15, 'the end after do love');
  close(t, wittenBell([5, 5], three, 7), wittenBell([5], three, 7), 15, 'I I was never seen: as after I');
  t.strictSame([...two.keys()].sort(), ['', '1', '4', '5', '6'], 'contexts of no word and of one');
  t.strictSame([...three.get('4')!], [[5, 1], [6, 1]], 'after do: I and love, once each'); // prettier-ignore
  // The page's pencil question: a, a, a, b after the same word is n = 4, T = 2: (3 + 2 · ½) / 6, with V = 2 told apart.
  const drawn4 = new Map([['', new Map([[0, 3], [1, 1]])]]); // prettier-ignore
  close(t, wittenBell([], drawn4, 2), [4 / 6, 2 / 6], 15, '3 + 1 and 1 + 1, of 6');

  const looks = induction(hand.game.ids, inductionParams(5, 6, hand.match));
  close(t, looks.first.heads[0].A, hand.before, 15, 'the place before, and nobody else');
  close(t, looks.second.heads[0].A, hand.found, 15, '7 against five times 1');
  close(t, looks.said[5], hand.said, 15, 'x, 7 of 12');
  close(t, induction([0, 1, 4, 3, 2, 1], inductionParams(5, 6, hand.match)).said[5], [1 / 12, 2 / 12, 1 / 12, 1 / 12, 7 / 12], 15, 'a y b x a: y'); // prettier-ignore
  // The page's pencil questions: b is asked for, and a dictionary of one pair with 7 against three.
  close(t, induction([0, 1, 2, 3, 4, 3], inductionParams(5, 6, hand.match)).said[5][4], 7 / 12, 15, 'a x b y b: y');
  close(
    t,
    induction([0, 1, 2, 1], inductionParams(5, 4, hand.match)).said[3],
    [1 / 10, 2 / 10, 7 / 10, 0, 0],
    15,
    'a x a',
  );

  const pairs: Dictionary = [['c', '4'], ['a', '7']]; // prettier-ignore
  const asked = gameLine(() => 0.5, pairs, 2); // half way through two is the second
  t.strictSame(
    [asked.source, asked.target].map((ids) => tokensOf(ids, gameVocabulary).join(' ')),
    ['c 4 a 7 a', '7 a 7'],
    'the dictionary and a letter; its digit, and once more',
  );
  t.equal(gameVocabulary.tokens.length, 4 + 8 + 8);

  const bare: GptParams = { E: hand.E, layers: [] };
  close(t, gpt([3], bare).input.Y, hand.X, 15, 'twice the row, and 0 1 0 1');
  close(t, gpt([3], bare).S, hand.S, 15, 'products with the rows of the table');
  const even = mapRows((row) => row.map(() => 0), gptParams(random, 4, { ...sizes, N: 1 }));
  close(
    t,
    gpt([3, 1, 2], { ...even, E: hand.E }).stacked.layers[0].attended.heads[0].A,
    hand.A,
    15,
    'evenly over what came before',
  );
  t.equal(count(gptParams(random, 1, asLargeAs(hand.sizes))) - 2, hand.numbers_in_layers, 'one row of 2 less');
  const both = bothLanguages(vocabularyOf([['我', '爱', '你']]), vocabularyOf([['I', 'love', 'you']]));
  const { read, wanted } = teacherForced([
    ...promptFor(['我', '爱', '你'], both),
    ...idsOf(['I', 'love', 'you'], both),
  ]);
  t.strictSame(tokensOf(read, both), hand.read, 'the line as it is read');
  const given_ = promptFor(['我', '爱', '你'], both).length;
  t.strictSame(tokensOf(promptFor(['我'], both, ONCE_MORE), both), ['<unk>', ':', '我', '→'], 'another task; 写 is none of these words'); // prettier-ignore
  t.strictSame(
    tokensOf(wanted, both).map((token, i) => (i < given_ ? '?' : token)),
    hand.wanted,
    'and what is asked for',
  );
});

// The layer in matrices, for d_model = 4 and two heads of width 2: J is 4×4 of ones, G the causal mask.
const FORMULAS = `
  one(X) = X * zeros(4, 1) + 1
  share(S) = e .^ S ./ (e .^ S * ones(size(S)[2], size(S)[2]))
  head(X, a, i) = share(X * squeeze(a.W_Q[i, :, :]) * (X * squeeze(a.W_K[i, :, :]))' / sqrt(2) + G) * (X * squeeze(a.W_V[i, :, :]))
  centred(X) = X - X * J / 4
  norm(X, p) = centred(X) ./ (centred(X) .^ 2 * J / 4 + 1e-5) .^ 0.5 * diag(p.gain) + one(X) * [p.bias]
  inner(X, f) = X * f.W_1 + one(X) * [f.b_1]
  ffn(X, f) = (inner(X, f) + abs(inner(X, f))) / 2 * f.W_2 + one(X) * [f.b_2]
  worked(X, q, D) = norm(X + D.feedForward .* ffn(X, q.feedForward), q.norm_2)
  layer(X, q, D) = worked(norm(X + D.attention .* (concat(head(X, q.attention, 1), head(X, q.attention, 2)) * q.attention.W_O), q.norm_1), q, D)`;

t.test('by formula', async (t) => {
  const P = model();
  const parser = math.parser();
  parser.set('J', math.ones(4, 4));
  const no = -Infinity;
  // prettier-ignore
  parser.set('G', [[0, no, no, no], [0, 0, no, no], [0, 0, 0, no], [0, 0, 0, 0]]);
  for (const line of FORMULAS.trim().split('\n')) parser.evaluate(line);
  const D = {
    input: normalMatrix(random, 4, 4),
    layers: P.layers.map(() => ({ attention: normalMatrix(random, 4, 4), feedForward: normalMatrix(random, 4, 4) })),
  };
  const ones_4 = [1, 1, 1, 1].map(() => [1, 1, 1, 1]);
  const ones = { input: ones_4, layers: P.layers.map(() => ({ attention: ones_4, feedForward: ones_4 })) };
  for (const given of [undefined, D]) {
    const factors = given ?? ones;
    // 10000^(2/4) = 100 is the divisor of the second pair.
    let Y = ids.map((id, p) =>
      math
        .evaluate('D .* (2 w + [sin(p), cos(p), sin(p / 100), cos(p / 100)])', {
          D: factors.input[p],
          w: math.matrix(P.E[id]),
          p,
        })
        .toArray(),
    );
    for (const [l, q] of P.layers.entries()) Y = parser.get('layer')(Y, q, factors.layers[l]);
    const S = math.matrix(math.evaluate("Y * E'", { Y, E: P.E })).toArray();
    close(t, gpt(ids, P, given).S, S, 10, given ? 'with dropout factors' : 'nothing dropped');
  }

  // exp(s/τ) over its sum with 64 digits, then top-p in fractions.
  const [s, tau] = [[0.3, -1.2, 2.5], '0.7'];
  const share = (c: number) =>
    Number(
      big.evaluate(`exp(${s[c]} / ${tau}) / (exp(${s[0]} / ${tau}) + exp(${s[1]} / ${tau}) + exp(${s[2]} / ${tau}))`),
    );
  close(t, heated(s, 0.7), [share(0), share(1), share(2)], 15, 'temperature, 64 digits');
  close(
    t,
    topP([0.3, 0.1, 0.4, 0.2], 0.85),
    ['3/9', '0', '4/9', '2/9'].map((f) => Number(math.evaluate(f))),
    15,
    '4/10 + 3/10 + 2/10 reach 0.85',
  );

  // − Σ ln P of the words asked for, from the model's own scores; perplexity as a geometric mean, 64 digits.
  const [pair] = pairs;
  const { S } = gpt([1, 4, 5, 6], P);
  const ln = (i: number, id: number) => Number(math.evaluate('s[c] - log(sum(e .^ s))', { s: S[i], c: id + 1 }));
  close(t, lossOf(pair, P, 0).loss, -ln(2, 6) - ln(3, 2), 12, 'of 6 and EOS alone: 4 and 5 were given');
  // A geometric mean of the pencil's fractions, 64 digits.
  for (const [words, seen, end] of [
    [2, '113/308', '9/28'],
    [3, '421/616', '37/56'],
  ] as const) {
    const wanted = big.evaluate(`((${seen}) ^ 5 * (${end})) ^ (-1/6)`);
    const counted = ngrams(sixWords, words);
    const found = perplexity(afterTheFirst, (source) => ngramAfter(source, counted, 7));
    close(t, found, Number(wanted), 12, `${words} words`);
  }
  // Both layers as matrix products: softmax((X W_Q)(X W_K)ᵀ/√d_k + M) X W_V W_O, added.
  const q = inductionParams(4, 5, 1.3);
  const line = [0, 2, 3, 1, 2];
  const found = induction(line, q);
  let X = math.matrix(found.X);
  // prettier-ignore
  const M = [[0, no, no, no, no], [0, 0, no, no, no], [0, 0, 0, no, no], [0, 0, 0, 0, no], [0, 0, 0, 0, 0]];
  for (const { W_Q, W_K, W_V, W_O } of [q.first, q.second]) {
    const scope = { X, Q: W_Q[0], K: W_K[0], V: W_V[0], O: W_O, M, d: W_Q[0][0].length };
    const S = math.evaluate("X * Q * (X * K)' / sqrt(d) + M", scope).toArray() as number[][];
    // exp(s − 1000) so that nothing overflows.
    const A = S.map((s) => math.evaluate('e .^ (s - max(s)) / sum(e .^ (s - max(s)))', { s }) as number[]);
    X = math.evaluate('X + A * X * V * O', { ...scope, A: math.matrix(A) });
  }
  const rooms = (X.toArray() as number[][]).map((row, i) => row.slice(0, 4).map((x, c) => x - found.X[i][c]));
  close(t, found.said, rooms, 12, 'what the second layer has brought');
});

t.test('by property', async (t) => {
  deviates(t, 'E', gptParams(seeded('fresh'), 300, { ...sizes, d_model: 16 }).E, 1 / 4);

  const P = model();
  const { S } = gpt(ids, P);
  for (const place of [1, 2, 3]) {
    const other = gpt(
      ids.map((id, i) => (i === place ? 5 : id)),
      P,
    ).S;
    t.strictSame(
      other.slice(0, place),
      S.slice(0, place),
      `token ${place} leaves earlier scores as they are, to the last bit`,
    );
    t.ok(
      other.slice(place).every((row, i) => row.some((s, c) => s !== S[place + i][c])),
      'and moves its own row and every later one',
    );
    t.strictSame(gpt(ids.slice(0, place), P).S, S.slice(0, place), 'a beginning has the scores of the whole');
  }
  const list = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
    minLength: 1,
    maxLength: 9,
  });
  const tau = fc.double({ min: 0.01, max: 100, noNaN: true });
  const p = fc.double({ min: 0.001, max: 1, noNaN: true });
  const whole = (share: number[]) => Math.abs(share.reduce((sum, x) => sum + x, 0) - 1) < 1e-12;
  fc.assert(
    fc.property(list, tau, fc.integer({ min: 1, max: 12 }), p, (s, temperature, k, p) => {
      const all = heated(s, temperature);
      const left = choices(s, { temperature, k, p });
      const few = left.filter((share) => share > 0).length;
      const kept = all.reduce((sum, share, c) => sum + (left[c] > 0 ? share : 0), 0);
      const least = Math.min(...all.filter((_, c) => left[c] > 0));
      // Of the k likeliest, as few as hold the share p of them: all that is kept is at least as likely as what is not.
      return (
        whole(all) &&
        whole(left) &&
        few <= k &&
        all.every((share, c) => left[c] > 0 || share <= least) &&
        (k < s.length || kept >= p - 1e-12)
      );
    }),
    { seed: 16 },
  );
  t.pass('shares sum to 1, are at most k, hold p, and are the likeliest');
  fc.assert(
    fc.property(list, tau, (s, temperature) => {
      const all = heated(s, temperature);
      const same = (other: number[]) => other.every((share, c) => share === all[c]);
      return same(topP(all, 1)) && same(topK(all, Infinity)) && same(topK(all, s.length));
    }),
    { seed: 16 },
  );
  t.pass('p = 1 and k = ∞ are everything, to the last bit');
  fc.assert(
    fc.property(shares, fc.double({ min: 0.001, max: 0.999 }), (list, p) => {
      const few = topP(list, p).filter((share) => share > 0).length;
      const largest = [...list].sort((a, b) => b - a);
      const sum = (n: number) => largest.slice(0, n).reduce((sum, share) => sum + share, 0);
      return few === 1 || sum(few - 1) < p + 1e-12;
    }),
    { seed: 16 },
  );
  t.pass('one word fewer would not be enough for p');
  // The second score is at least 0.1 behind: exp(−0.1/τ) of 0.001 is e^−100.
  const apart = fc.integer({ min: 1, max: 400 }).map((d) => [1, 1 - d / 10, 0.5 - d]);
  fc.assert(
    fc.property(apart, (s) => heated(s, 0.001)[1] < 1e-40 && topK(heated(s, 1), 1)[0] === 1),
    { seed: 16 },
  );
  close(t, heated([3, 1, 2], 1e9), [1 / 3, 1 / 3, 1 / 3], 8, 'τ → ∞: all alike');
  close(t, heated([1000, 998], 1e-300), [1, 0], 15, 'and no temperature is too low');

  // 20 000 words drawn: each share within 4 deviations √(p(1 − p)/n).
  const lot = seeded('lot');
  const often = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) often[drawn(hand.shares, lot)] += 1 / 20_000;
  for (const [c, share] of hand.shares.entries()) {
    t.ok(Math.abs(often[c] - share) < 4 * Math.sqrt((share * (1 - share)) / 20_000), `${often[c]} of ${share}`);
  }
  const asModel = nextAfter([4, 6], P);
  const greedy = greedySearch(asModel, 12);
  const cold = [
    { temperature: 0, k: Infinity, p: 1 },
    { temperature: 1, k: 1, p: 1 },
    { temperature: 1, k: Infinity, p: 1e-9 },
  ];
  for (const choice of cold)
    t.strictSame(sampled(asModel, choice, seeded('any'), 12), greedy, `greedy as a limit: ${JSON.stringify(choice)}`);
  t.strictSame(beamSearch(asModel, 1, 0.6, 12), greedy, 'and a beam of 1');
  const warm = { temperature: 1, k: Infinity, p: 1 };
  const [one, again, other] = ['a', 'a', 'b'].map((seed) => sampled(asModel, warm, seeded(seed), 12));
  t.strictSame(one, again, 'the same seed, the same words');
  t.strictNotSame(one, other, 'another seed, others');
  const loud: Next = () => [9, 9, -1, 9, -1, -1, -1, -1]; // PAD, BOS and UNK would be likeliest
  const said = sampled(loud, warm, seeded('loud'), 200);
  t.ok(said.finished && said.ids.every((id) => id > 3), 'they are never said, and EOS ends the line');
  t.equal(said.logP, -(said.ids.length + 1), 'ln P is the model’s own');
  t.strictSame(sampled(loud, { ...warm, k: 1 }, never, 0), { ids: [], logP: 0, finished: false }, 'no limit, no word');
  const noEnd: Next = () => [0, 0, -Infinity, 0, 0, 0, 0, 0];
  t.equal(sampled(noEnd, warm, seeded('no end'), 5).ids.length, 5, 'cut off at the limit');

  close(
    t,
    perplexity(pairs, () => knowingNothing(V)),
    V,
    12,
    'knowing nothing is perplexity V',
  );
  for (const pair of pairs) {
    const { loss, n } = lossOf(pair, P, 0);
    close(
      t,
      perplexity([pair], (source) => nextAfter(source, P)),
      Math.exp(loss / n),
      10,
      'word by word as in one pass',
    );
  }
  const table = fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }), {
    minLength: 4,
    maxLength: 4,
  });
  fc.assert(
    fc.property(table, (counts) => addOne(counts).every(whole)),
    { seed: 16 },
  );
  const words = fc.array(fc.integer({ min: 4, max: 7 }), { maxLength: 6 });
  fc.assert(
    fc.property(words, words, fc.integer({ min: 1, max: 4 }), (seen, context, n) => {
      const shares = wittenBell(context, ngrams([{ source: [], target: seen }], n), V);
      return whole(shares) && shares.every((share) => share > 0);
    }),
    { seed: 16 },
  );
  t.pass('smoothed shares sum to 1, and nothing is impossible');
  // Any dictionary of the game: two layers with pencil weights answer, 7 against 1 for each of the others.
  const pencilled = inductionParams(gameVocabulary.tokens.length, 18, hand.match);
  const chance = seeded('dictionaries');
  for (let k = 0; k < 50; k++) {
    const pairs = dictionary(chance, 1 + (k % 8));
    const { source, target } = gameLine(chance, pairs, 1);
    const { said } = induction([1, ...source], pencilled);
    close(t, said[source.length][target[0]], 7 / (7 + source.length), 12, `a dictionary of ${pairs.length}`);
    t.equal(new Set(pairs.flat()).size, 2 * pairs.length, 'no letter and no digit twice');
  }
  const couples = Array.from({ length: 400 }, () => dictionary(chance, 4)[0].join(''));
  t.ok(new Set(couples).size > 50, 'any letter may go with any digit: 64 couples, each 6 times on the average');
  const many = gameLine(chance, dictionary(chance, 4), 4000).target.filter((_, k) => k % 2 === 0);
  for (const id of new Set(many)) {
    const share = many.filter((other) => other === id).length / 4000;
    t.ok(Math.abs(share - 1 / 4) < 4 * Math.sqrt(3 / 16 / 4000), `each pair is asked for as often: ${share}`);
  }
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(size, size, size, size, (half, h, d_ff, N) => {
      const sizes = { d_model: 2 * half * h, h, d_ff, N };
      const layer = count(decoderLayerParams(random, sizes)) + count(gptParams(random, 1, { ...sizes, N: 1 }).layers);
      return count(gptParams(random, 1, asLargeAs(sizes)).layers) === N * layer;
    }),
    { seed: 16 },
  );
  t.pass('2N wider layers hold what N + N hold, whatever the sizes');
  const square =
    gptParams(random, 300, { ...sizes, d_model: 16 })
      .E.flat()
      .reduce((sum, x) => sum + 16 * x * x, 0) / 4800;
  t.ok(Math.abs(square - 1) < 4 * Math.sqrt(2 / 4800), `a word enters with numbers of size 1: ${square}`);

  let draws = 0;
  const D = droppedLine(() => (draws++, 0.9), 3, sizes, 0.1);
  // prettier-ignore
  t.strictSame([draws, D.input.length, D.layers.map((of) => [of.attention?.length, of.feedForward?.length])], [5 * 3 * 4, 3, [[3, 3], [3, 3]]], 'each place has draws of its own');
  const start = structuredClone({ learner: beginner(P), pairs });
  const together = stepBy(start.learner, start.pairs, { ...plan, drop: 0 }, never);
  const alone = pairs.map((pair) => lossOf(pair, P, plan.smoothing));
  close(t, together.loss * (2 + 4), alone[0].loss + alone[1].loss, 12, 'the mean over 6 tokens asked for');
  t.strictSame(start, { learner: beginner(P), pairs }, 'what was given is as it was');
  const farthest = Math.max(
    ...[...leaves(mapRows((p, q) => p.map((x, c) => Math.abs(x - q[c])), P, together.learner.P))].flatMap(([, leaf]) =>
      leaf.flat(),
    ),
  );
  close(t, farthest, 1 / 32, 6, 'the first step is half of 4^−½ · 4^−3/2 long');
  const dropping = stepBy(beginner(P), [pairs[0]], plan, seeded('drop')).loss * 2;
  const under = lossOf(pairs[0], P, plan.smoothing, droppedLine(seeded('drop'), 4, sizes, plan.drop)).loss;
  close(t, dropping, under, 12, 'the factors reach the model, a row for BOS and each token');
  t.ok(Math.abs(dropping - alone[0].loss) > 0.001, 'and are felt there');
});

t.test('by nudging', async (t) => {
  const [P, dS] = [model(), normalMatrix(random, 4, V)];
  const D = droppedLine(seeded('nudge'), 4, sizes, 0.3);
  for (const given of [undefined, D]) {
    const { dP } = gptBackward(dS, gpt(ids, P, given));
    const result = () => gpt(ids, P, given).S;
    const place = given ? 'with dropout factors' : 'nothing dropped';
    nudged(t, `E, ${place}`, dP.E, P.E, result, dS);
    for (const l of P.layers.keys()) {
      // Each part for itself, so that large gradients hide no small ones.
      const found = new Map<string, object>(Object.entries(dP.layers[l]));
      for (const [name, branch] of Object.entries(P.layers[l]))
        nudged<object>(t, `layer ${l} ${name}, ${place}`, found.get(name)!, branch, result, dS);
    }
  }
  for (const pair of pairs) {
    const factors = droppedLine(seeded('loss'), 4, sizes, 0.3);
    const { dP } = lossOf(pair, P, 0.1, factors);
    nudged(t, `dP of ${pair.source.length} given`, dP, P, () => [[lossOf(pair, P, 0.1, factors).loss]], [[1]]);
  }
  // After one step m = (1 − β_1) · gradient of the mean over the tokens asked for.
  const quiet = { ...plan, drop: 0 };
  const found = mapRows((row) => row.map((x) => x / (1 - 0.9)), stepBy(beginner(P), pairs, quiet, never).learner.m);
  const wanted = numericGradient(() => stepBy(beginner(P), pairs, quiet, never).loss, P);
  t.ok(relativeError(found, wanted) < 1e-7, 'a step follows the gradient of its own loss');
});

t.test('refuses', async (t) => {
  const P = model();
  refuses(t, () => gpt([1, 8], P), new RangeError('an id must be a whole number from 0 to 7, got 8'));
  refuses(t, () => gpt([], P), new RangeError('a sentence must have at least one token, got 0'));
  refuses(
    t,
    () => gptParams(random, 2, { ...sizes, h: 3 }),
    new RangeError('d_model must be a multiple of the number of heads, got 4 and 3'),
  );
  refuses(
    t,
    () => gpt([0], gptParams(random, 2, { ...sizes, d_model: 3, h: 1 })),
    new RangeError('d_model must be even, a sine and a cosine a pair, got 3'),
  );
  refuses(
    t,
    () => droppedLine(never, 1, sizes, 1),
    new RangeError('the share to drop must be at least 0 and below 1, got 1'),
  );
  refuses(
    t,
    () => lossOf({ source: [], target: [9] }, P, 0),
    new RangeError('an id must be a whole number from 0 to 7, got 9'),
  );
  refuses(t, () => stepBy(beginner(P), [], plan, never), new RangeError('a step needs at least one item, got 0'));
  refuses(
    t,
    () => perplexity([], () => knowingNothing(V)),
    new RangeError('a perplexity needs at least one line, got 0'),
  );
  for (const tau of [-1, NaN, Infinity])
    refuses(t, () => heated([0], tau), new RangeError(`a temperature must be a number of at least 0, got ${tau}`));
  for (const [scores, got] of [
    [[-Infinity], '-Infinity'],
    [[NaN, 1], 'NaN'],
    [[Infinity, 1], 'Infinity'],
    [[], '-Infinity'],
  ] as const)
    refuses(t, () => heated([...scores], 1), new RangeError(`the largest score must be a finite number, got ${got}`));
  for (const k of [0, 1.5, NaN])
    refuses(t, () => topK([1], k), new RangeError(`top-k must keep a whole number of words, at least 1, got ${k}`));
  for (const p of [0, 1.1, NaN])
    refuses(t, () => topP([1], p), new RangeError(`top-p must keep a share above 0, and at most 1, got ${p}`));
  for (const words of [0, 1.5, NaN])
    refuses(t, () => ngrams([], words), new RangeError(`the words counted together must be a whole number from 1, got ${words}`)); // prettier-ignore
  for (const pairs of [0, 9, 1.5, NaN])
    refuses(
      t,
      () => dictionary(random, pairs),
      new RangeError(`a dictionary must have from 1 to 8 pairs, got ${pairs}`),
    );
  for (const questions of [0, NaN])
    refuses(t, () => gameLine(random, [['a', '1']], questions), new RangeError(`a game needs at least one question, got ${questions}`)); // prettier-ignore
  refuses(
    t,
    () => induction([0, 1, 2], inductionParams(3, 2, 1)),
    new RangeError('a line must have at most 2 tokens, got 3'),
  );
  refuses(
    t,
    () => induction([3], inductionParams(3, 2, 1)),
    new RangeError('an id must be a whole number from 0 to 2, got 3'),
  );
  refuses(
    t,
    () => followers([{ source: [9], target: [] }], V),
    new RangeError('an id must be a whole number from 0 to 7, got 9'),
  );
  refuses(
    t,
    () => followers([{ source: [], target: [0.5] }], V),
    new RangeError('an id must be a whole number from 0 to 7, got 0.5'),
  );
  refuses(t, () => followers(sixWords, 1), new RangeError('an id must be a whole number from 0 to 0, got 4'));
  const tea = vocabularyOf([['tea']]);
  refuses(t, () => bothLanguages(tea, tea), new RangeError('a vocabulary must hold each token once, got 1 repeated'));
});
