import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { bert, bertBackward, bertParams, type BertParams } from '../../chapters/15-bert/bert.ts';
import { guesses, oneByOne, plausibility, preferred, pseudoPerplexity } from '../../chapters/15-bert/blanks.ts';
import * as hand from '../../chapters/15-bert/by-hand.ts';
import { carriedOver } from '../../chapters/15-bert/fine-tuning.ts';
import {
  CHOSEN,
  MASKED,
  REPLACED,
  chosen,
  disguised,
  hidden,
  howMany,
  maskOf,
} from '../../chapters/15-bert/masking-words.ts';
import { lossOf, trainingLoss, type Pretraining } from '../../chapters/15-bert/pretraining.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { rateOf } from '../../chapters/12-training/training.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { leaves, mapRows } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { big } from '../bignumber.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('bert');
const sizes = { d_model: 4, h: 2, d_ff: 5, N: 2 };
const V = 8; // four special tokens, four words; [MASK] is 8
const model = () => unsettled(random, bertParams(random, V, sizes));
const read = [6, 8, 4, 8, 6]; // n = 5, two blanks, one word twice
const places = [3, 0]; // one blank and one word, p = 2
const bare: BertParams = { E: hand.E, layers: [] };
const plan: Pretraining = { sizes, batch: 2, warmup: 4, rate: 1 / 2 };
const lines = [
  [4, 5, 6],
  [7, 5, 5, 4, 6, 7, 4, 5, 6, 4],
];
/** Gives these numbers, and no more. */
const drawing = (numbers: number[]) => {
  const left = [...numbers];
  return () => {
    const next = left.shift();
    if (next === undefined) throw new Error('nothing more may be drawn here');
    return next;
  };
};

t.test('by hand', async (t) => {
  for (const [n, few] of hand.howMany) t.equal(howMany(n), few, `${few} of ${n}`);
  for (const [drawn, wanted] of hand.readings) {
    const found = hidden(drawing(drawn), hand.line, hand.tokens.length);
    t.strictSame(found, { read: wanted, ...hand.asked }, `drawn ${drawn.join(' ')}`);
  }
  const { input, Z, S } = bert([maskOf(7)], [0], bare);
  close(t, input.Y, hand.X, 15, 'twice the row of [MASK], and 0 1 0 1');
  close(t, [Z, S], [hand.X, hand.S], 15, 'products with the rows of the table');
  close(t, guesses([7], bare), [hand.ranked], 15, 'words alone, the likeliest first');
  const missing = { read: [7], places: [0], wanted: [4] };
  const { loss, n, dP } = lossOf(missing, bare);
  close(t, loss, hand.loss, 15, 'ln 6');
  t.equal(n, 1, 'one word was asked for');
  // dE: on the way out (P − T) Z, and Z is 0 0 0 1; on the way in √4 (P − T) E for the row of [MASK], column by column.
  const T = [0, 0, 0, 0, 1, 0, 0, 0];
  const out = hand.shares.map((P_c, c) => [0, 0, 0, P_c - T[c]]);
  const dZ = [0, 1, 2, 3].map((c) => hand.E.reduce((sum, row, id) => sum + row[c] * (hand.shares[id] - T[id]), 0));
  out[7] = out[7].map((x, c) => x + 2 * dZ[c]);
  close(t, dP.E, out, 14, 'what each row of the table hears');
  close(t, dP.E[7], hand.dMask, 14, 'what the row of [MASK] hears, column by column');
  close(t, pseudoPerplexity([[4], [5], [6]], bare), hand.perplexity, 12, 'the cube root of 216');
  // 1/3 of 爱, 1/6 of 我, 1/12 of 你. The page's pencil question: 爱 alone is ln 4 more plausible than 你 alone.
  close(t, plausibility([5], bare), -Math.log(3), 12);
  close(t, plausibility([5], bare) - plausibility([6], bare), Math.log(4), 12, 'four times as likely');
  close(t, lossOf({ read: [7], places: [0], wanted: [6] }, bare).loss, Math.log(12), 12, 'and its loss is ln 12');
  t.strictSame(
    [[4, 5, 6], [6, 4], [6], [6, 0, 1]].map((words) => preferred([6], 0, words, bare)),
    [5, 4, 6, 6],
    'the likeliest of some; of equals, each 1/12, the first',
  );
  const even = mapRows((row) => row.map(() => 0), bertParams(random, 4, { ...sizes, N: 1 }));
  const looked = bert([1, 2, 3], [0], { ...even, E: normalMatrix(random, 5, 4) });
  close(t, looked.encoded.layers[0].attended.heads[0].A, hand.A, 15, 'evenly, on both sides');
});

// The layer in matrices, for d_model = 4 and two heads of width 2: J is 4×4 of ones.
const FORMULAS = `
  one(X) = X * zeros(4, 1) + 1
  share(S) = e .^ S ./ (e .^ S * ones(size(S)[2], size(S)[2]))
  head(X, a, i) = share(X * squeeze(a.W_Q[i, :, :]) * (X * squeeze(a.W_K[i, :, :]))' / sqrt(2)) * (X * squeeze(a.W_V[i, :, :]))
  centred(X) = X - X * J / 4
  norm(X, p) = centred(X) ./ (centred(X) .^ 2 * J / 4 + 1e-5) .^ 0.5 * diag(p.gain) + one(X) * [p.bias]
  inner(X, f) = X * f.W_1 + one(X) * [f.b_1]
  ffn(X, f) = (inner(X, f) + abs(inner(X, f))) / 2 * f.W_2 + one(X) * [f.b_2]
  worked(X, q) = norm(X + ffn(X, q.feedForward), q.norm_2)
  layer(X, q) = worked(norm(X + concat(head(X, q.attention, 1), head(X, q.attention, 2)) * q.attention.W_O, q.norm_1), q)`;

t.test('by formula', async (t) => {
  const P = model();
  const parser = math.parser();
  parser.set('J', math.ones(4, 4));
  for (const line of FORMULAS.trim().split('\n')) parser.evaluate(line);
  // 10000^(2/4) = 100 is the divisor of the second pair.
  let Y = read.map((id, p) =>
    math.evaluate('2 w + [sin(p), cos(p), sin(p / 100), cos(p / 100)]', { w: math.matrix(P.E[id]), p }).toArray(),
  );
  for (const q of P.layers) Y = parser.get('layer')(Y, q);
  const all = math.matrix(math.evaluate("Y * E'", { Y, E: P.E })).toArray() as number[][];
  const { S } = bert(read, places, P);
  close(t, S, [all[3], all[0]], 10, 'the rows that are asked, in the order they are asked');

  const ln = (row: number[], id: number) => Number(math.evaluate('s[c] - log(sum(e .^ s))', { s: row, c: id + 1 }));
  const { loss } = lossOf({ read, places, wanted: [5, 7] }, P);
  close(t, loss, -ln(S[0], 5) - ln(S[1], 7), 12, '− Σ ln P of the words that stood there');
  const [blank] = guesses([6, 8, 4], P);
  const row = bert([6, 8, 4], [1], P).S[0];
  close(
    t,
    blank.map(({ share }) => share),
    blank.map(({ id }) => Math.exp(ln(row, id))),
    12,
    'softmax',
  );
  const line = [4, 7, 5];
  const alone = line.map((id, i) =>
    ln(
      bert(
        line.map((x, j) => (j === i ? V : x)),
        [i],
        P,
      ).S[0],
      id,
    ),
  );
  close(t, oneByOne(line, P), alone, 12, 'each word hidden once');
  close(
    t,
    plausibility(line, P),
    alone.reduce((sum, one) => sum + one, 0),
    12,
    'and added',
  );
  const first = [4, 5, 6, 7].toSorted(
    (a, b) => ln(bert([V, 7, 5], [0], P).S[0], b) - ln(bert([V, 7, 5], [0], P).S[0], a),
  )[0];
  for (const stood of [4, 5]) t.equal(preferred([stood, 7, 5], 0, [4, 5, 6, 7], P), first, 'whatever stands there');
  const geometric = Number(big.evaluate(`(1/6 * 1/3 * 1/3 * 1/12) ^ (-1/4)`));
  close(t, pseudoPerplexity([[4], [5], [5], [6]], bare), geometric, 12, 'a geometric mean');
});

t.test('by property', async (t) => {
  deviates(t, 'E', bertParams(seeded('fresh'), 300, { ...sizes, d_model: 16 }).E, 1 / 4);

  // 20 000 lines of 20 words: 3 chosen of each; every share within 4 deviations √(p(1 − p)/n) of what it should be.
  const draw = seeded('shares');
  const [n, words] = [20_000, 100];
  const often = { place: new Array<number>(20).fill(0), masked: 0, other: 0, same: 0, wrong: 0 };
  const drawn = new Array<number>(words + 4).fill(0);
  for (let line = 0; line < n; line++) {
    const ids = Array.from({ length: 20 }, (_, i) => 4 + ((line + 5 * i) % words));
    const found = hidden(draw, ids, words + 4);
    for (const [k, i] of found.places.entries()) {
      often.place[i]++;
      if (found.wanted[k] !== ids[i]) often.wrong++;
      if (found.read[i] === words + 4) often.masked++;
      else if (found.read[i] === ids[i]) often.same++;
      else often.other++;
      if (found.read[i] !== ids[i] && found.read[i] < words + 4) drawn[found.read[i]]++;
    }
    if (ids.some((id, i) => !found.places.includes(i) && found.read[i] !== id)) often.wrong++;
  }
  const near = (count: number, of: number, p: number, name: string) =>
    t.ok(Math.abs(count / of - p) < 4 * Math.sqrt((p * (1 - p)) / of), `${name}: ${count / of} of ${p}`);
  t.equal(often.wrong, 0, 'wanted is what stood there, and what was not chosen is read as it is');
  for (const count of often.place) near(count, n, 0.15, 'each place is chosen for 15 of 100');
  t.equal(often.masked + often.other + often.same, 3 * n, 'three of twenty, in every line');
  near(often.masked, 3 * n, 0.8, '[MASK]');
  near(often.other, 3 * n, 0.1 * (1 - 1 / words), 'another word: one random word of a hundred is the right one');
  near(often.same, 3 * n, 0.1 + 0.1 / words, 'as it is');
  t.strictSame(drawn.slice(0, 4), [0, 0, 0, 0], 'no special token is drawn');
  for (const count of drawn.slice(4)) near(count, often.other, 1 / words, 'words are drawn evenly');
  const lengths = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(lengths, fc.integer(), (length, seed) => {
      const found = chosen(seeded(String(seed)), length);
      return (
        found.length === howMany(length) && found.every((i, k) => i >= 0 && i < length && (k === 0 || found[k - 1] < i))
      );
    }),
    { seed: 15 },
  );
  t.pass('places rise, none twice, as many as there should be');
  const { of200 } = hand;
  const of = (share: number) => Math.round(200 * CHOSEN * share);
  t.strictSame(
    { chosen: of(1), masked: of(MASKED), replaced: of(REPLACED), kept: of(1 - MASKED - REPLACED) },
    of200,
    '200 words',
  );
  const given = [...lines[1]];
  hidden(seeded('pure'), given, V);
  t.strictSame(given, lines[1], 'the line given stays as it was');

  const P = model();
  const { S } = bert(read, [2], P);
  for (const place of [0, 1, 3, 4]) {
    const other = bert(
      read.map((id, i) => (i === place ? 7 : id)),
      [2],
      P,
    ).S;
    t.notOk(relativeError(other, S) < 1e-3, `a word at place ${place}, before or behind, is heard at place 2`);
  }
  close(t, bert(read, [4, 2, 2], P).S.slice(1), [...S, ...S], 12, 'what else is asked changes nothing');
  // prettier-ignore
  t.strictSame(guesses(read, P).map((row) => row.map(({ id }) => id).sort()), [[4, 5, 6, 7], [4, 5, 6, 7]], 'a list a blank, of words only');
  t.ok(
    guesses(read, P).every((row) => row.every(({ share }, k) => k === 0 || share <= row[k - 1].share)),
    'falling',
  );
  const square =
    bertParams(random, 299, { ...sizes, d_model: 16 })
      .E.flat()
      .reduce((sum, x) => sum + 16 * x * x, 0) / 4800;
  t.ok(Math.abs(square - 1) < 4 * Math.sqrt(2 / 4800), `300 rows, entering with numbers of size 1: ${square}`);

  const fresh = transformerParams(random, V, 6, sizes);
  for (const count of [0, 1, 2]) {
    const begun = carriedOver(P, fresh, count);
    t.strictSame(begun.E_source, P.E.slice(0, V), 'the table without the row of [MASK]');
    t.strictSame(begun.encoder, [...P.layers.slice(0, count), ...fresh.encoder.slice(count)], `${count} layers`);
    t.ok(begun.decoder === fresh.decoder && begun.E_target === fresh.E_target, 'the right half is as it was');
  }
  const begun = carriedOver(P, fresh, 2);
  const before = structuredClone(P);
  begun.E_source[4][0] += 1;
  begun.encoder[0].norm_1.gain[0] += 1;
  t.strictSame(P, before, 'copies: what is tuned does not change what was pre-trained');

  const start = structuredClone({ learner: beginner(P), lines });
  const after = step(start.learner, start.lines, trainingLoss(seeded('step')), rateOf(plan, 1));
  t.strictSame(start, { learner: beginner(P), lines }, 'what was given is as it was');
  const same = seeded('step');
  const found = lines.map((line) => lossOf(hidden(same, line, V), P));
  close(t, after.loss * (1 + 2), found[0].loss + found[1].loss, 12, 'the mean over 1 + 2 chosen words');
  const farthest = Math.max(
    ...leaves(mapRows((p, q) => p.map((x, c) => Math.abs(x - q[c])), P, after.learner.P)).flatMap(([, leaf]) =>
      leaf.flat(),
    ),
  );
  close(t, farthest, 1 / 32, 6, 'the first step is half of 4^−½ · 4^−3/2 long');
});

t.test('by nudging', async (t) => {
  const P = model();
  for (const asked of [places, [1, 4, 1]]) {
    const dS = normalMatrix(random, asked.length, V + 1);
    const { dP } = bertBackward(dS, bert(read, asked, P));
    const result = () => bert(read, asked, P).S;
    nudged(t, `E, places ${asked.join(' ')}`, dP.E, P.E, result, dS);
    for (const l of P.layers.keys()) {
      // Each part for itself, so that large gradients hide no small ones.
      const found = new Map<string, object>(Object.entries(dP.layers[l]));
      for (const [name, branch] of Object.entries(P.layers[l]))
        nudged<object>(t, `layer ${l} ${name}`, found.get(name)!, branch, result, dS);
    }
  }
  const line = { read, places: [0, 1, 3], wanted: [6, 5, 7] };
  nudged(t, 'of a line', lossOf(line, P).dP, P, () => [[lossOf(line, P).loss]], [[1]]);
  // After one step m = (1 − β_1) · gradient of the mean over the chosen words.
  const stepped = () => step(beginner(P), lines, trainingLoss(seeded('same')), rateOf(plan, 1));
  const found = mapRows((row) => row.map((x) => x / (1 - 0.9)), stepped().learner.m);
  const wanted = numericGradient(() => stepped().loss, P);
  t.ok(relativeError(found, wanted) < 1e-7, 'a step follows the gradient of its own loss');
});

t.test('refuses', async (t) => {
  const P = model();
  const never = drawing([]);
  refuses(t, () => chosen(never, 0), new RangeError('a line must have at least one word to hide, got 0'));
  refuses(t, () => hidden(never, [], V), new RangeError('a line must have at least one word to hide, got 0'));
  refuses(t, () => disguised(never, 4, 4), new RangeError('a vocabulary must hold a word to draw, got 4 tokens'));
  refuses(t, () => bert(read, [], P), new RangeError('a line must be asked at one place at least, got 0'));
  for (const place of [-1, 5, 0.5, NaN])
    refuses(
      t,
      () => bert(read, [0, place], P),
      new RangeError(`a place must be a whole number from 0 to 4, got ${place}`),
    );
  refuses(t, () => bert([9], [0], P), new RangeError('an id must be a whole number from 0 to 8, got 9'));
  refuses(
    t,
    () => bertParams(random, V, { ...sizes, h: 3 }),
    new RangeError('d_model must be a multiple of the number of heads, got 4 and 3'),
  );
  refuses(
    t,
    () => bert([0], [0], bertParams(random, 2, { ...sizes, d_model: 3, h: 1 })),
    new RangeError('d_model must be even, a sine and a cosine a pair, got 3'),
  );
  refuses(
    t,
    () => lossOf({ read: [4], places: [0], wanted: [9] }, P),
    new RangeError('an id must be a whole number from 0 to 8, got 9'),
  );
  refuses(
    t,
    () => step(beginner(P), [], trainingLoss(never), 1),
    new RangeError('a step needs at least one item, got 0'),
  );
  refuses(t, () => guesses([4, 5], P), new RangeError('a line must be asked at one place at least, got 0'));
  refuses(t, () => plausibility([4, 9], P), new RangeError('an id must be a whole number from 0 to 8, got 9'));
  refuses(t, () => preferred([4], 0, [], P), new RangeError('a choice needs at least one word, got 0'));
  refuses(t, () => preferred([4], 1, [4], P), new RangeError('a place must be a whole number from 0 to 0, got 1'));
  refuses(t, () => pseudoPerplexity([], P), new RangeError('a perplexity needs at least one line, got 0'));
  for (const count of [-1, 3, 0.5])
    refuses(
      t,
      () => carriedOver(P, transformerParams(random, V, 6, sizes), count),
      new RangeError(`the layers carried over must be a whole number from 0 to 2, got ${count}`),
    );
  refuses(
    t,
    () => carriedOver(P, transformerParams(random, V + 1, 6, sizes), 0),
    new RangeError('trees must have one form, got 9 rows beside 8'),
  );
});
