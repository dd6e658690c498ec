import t from 'tap';
import fc from 'fast-check';
import { BOS, EOS, PAD } from '../../../chapters/02-embedding/vocabulary.ts';
import type { TransformerParams } from '../../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../../chapters/12-training/adam.ts';
import { step } from '../../../chapters/12-training/step.ts';
import { rateOf, trainingLoss } from '../../../chapters/12-training/training.ts';
import {
  beam,
  beamSearch,
  greedy,
  greedySearch,
  nextAfter as nextByChapters,
  type Hypothesis,
} from '../../../chapters/13-translator/decoding.ts';
import { nextAfter } from '../../../chapters/20-speed/engine/decoding.ts';
import { incrementalDecoder, type IncrementalDecoder } from '../../../chapters/20-speed/engine/incremental-decoder.ts';
import { FIRST, roomFrom, type Precision } from '../../../chapters/20-speed/engine/memory.ts';
import { packedRoom } from '../../../chapters/20-speed/engine/packed.ts';
import { seeded } from '../../../lib/random.ts';
import { moduleOf } from '../../../examples/training/kernels.ts';
import { refuses } from '../../refuses.ts';
import { cases, modelIn, rounded, sentence, type Case } from './cases.ts';

const modules = { f64: moduleOf('f64'), f32: moduleOf('f32') };
const ALPHA = 0.6;

function decoderFor(P: TransformerParams, longest: number, precision: Precision): Promise<IncrementalDecoder> {
  return incrementalDecoder(modules[precision], P, longest, precision);
}

/** What is wrong with what the engine says of a sentence: greedily, and by a beam of 4. */
function differences(decoder: IncrementalDecoder, source: number[], P: TransformerParams, limit: number) {
  const next = () => nextAfter(decoder, source, BOS);
  const both: [Hypothesis, Hypothesis][] = [
    [greedySearch(next(), limit), greedy(source, P, limit)],
    [beamSearch(next(), 4, ALPHA, limit), beam(source, P, 4, ALPHA, limit)],
  ];
  return both.filter(
    ([found, wanted]) =>
      found.ids.join() !== wanted.ids.join() ||
      found.finished !== wanted.finished ||
      !(Math.abs(found.logP / wanted.logP - 1) < 1e-12),
  );
}

/** A small model of one layer. */
const small: Case = {
  sizes: { d_model: 8, h: 2, d_ff: 6, N: 1 },
  V_source: 9,
  V_target: 12,
  lengths: [],
  seed: 'small',
};

/** How far the engine's ln P after these words is from the chapters'. */
function apart(found: number[], wanted: number[]): number {
  return Math.max(...found.map((x, id) => Math.abs(x - wanted[id])));
}

t.test('by hand: matrices stay packed', async (t) => {
  // Panels of 2×9 numbers of 8 bytes: three of 2 · 32 bytes, an edge of 32 and a strip of 2 · 32, so 288: five lines of
  // 64 bytes. Of its transpose, 9×2: one of 9 · 32, 32 and 9 · 32, so 608: ten lines.
  for (const [transposed, lines] of [
    [false, 5],
    [true, 10],
  ] as const) {
    const room = roomFrom(FIRST, 8);
    const { panels } = packedRoom(room, { at: FIRST, n: 2, m: 9 }, transposed);
    t.strictSame([panels, room.end()], [FIRST, FIRST + 64 * lines], `room for ${lines} lines`);
  }
});

t.test('by hand: a decoder takes the room of one row', async (t) => {
  // Rows of 8 numbers of 8 bytes: a line of 64 each. Five lines for each norm, the last for its one deviation.
  const P = modelIn({ ...small, sizes: { ...small.sizes, N: 2 }, V_target: 2000 });
  const decoder = await decoderFor(P, 10, 'f64');
  for (const { normed_1, normed_2, normed_3 } of decoder.layers) {
    for (const { D, X_hat, Y, dF, deviation } of [normed_1, normed_2, normed_3]) {
      t.strictSame([X_hat, Y, dF, deviation], [D + 64, D + 128, D + 192, D + 256]);
    }
    t.equal(normed_2.D, normed_1.D + 5 * 64, 'the second behind the first');
  }
  t.equal(decoder.layers[1].normed_1.D, decoder.layers[0].normed_3.D + 5 * 64, 'the next layer behind the last norm');
  // The largest panels are E_target's, 2000×8: two of 2000 · 32 bytes, an edge of 32, a strip of 2000 · 32.
  const end = decoder.pass.panels + 192_032;
  t.equal(decoder.integers.byteLength, 65_536 * Math.ceil(end / 65_536), 'whole pages, and not one more');
});

t.test('by property: a random model says what the chapters say', async (t) => {
  let [words, finished] = [0, 0];
  await fc.assert(
    fc.asyncProperty(cases(2), async (c) => {
      const P = modelIn(c);
      const decoder = await decoderFor(P, 10, 'f64');
      for (const [s, [m]] of c.lengths.slice(0, 2).entries()) {
        const source = sentence(seeded(`${c.seed} ${s}`), m, c.V_source);
        const wrong = differences(decoder, source, P, 8);
        if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
        const said = greedy(source, P, 8);
        words += said.ids.length;
        if (said.finished) finished++;
      }
    }),
    { seed: 1, numRuns: 25 },
  );
  t.ok(words > 100 && finished > 0, `${words} words, ${finished} sentences finished`);
});

t.test('by property: so does one that was trained', async (t) => {
  // To say it backwards: the source's words in reverse, each moved on by one.
  const random = seeded('backwards');
  const sizes = { d_model: 16, h: 2, d_ff: 24, N: 1 };
  const pairs = Array.from({ length: 12 }, (_, i) => {
    const source = sentence(random, 1 + (i % 4), 9);
    return { source, target: source.map((id) => id + 1).reverse() };
  });
  const plan = { sizes, batch: 12, warmup: 60, rate: 1, smoothing: 0.1, drop: 0 };
  let learner = beginner(modelIn({ ...small, sizes }));
  let loss = 0;
  for (let k = 0; k < 200; k++)
    ({ learner, loss } = step(learner, pairs, trainingLoss(plan, random), rateOf(plan, learner.t + 1)));
  t.ok(loss < 1, `it has learned something: ${loss} nats a token`);
  const decoder = await decoderFor(learner.P, 12, 'f64');
  for (const { source } of pairs) {
    t.strictSame(differences(decoder, source, learner.P, 10), [], source.join(' '));
  }
});

t.test('by property: beginnings in any order, more of them than are kept', async (t) => {
  const P = modelIn(small);
  const source = [3, 4, 5];
  const decoder = await decoderFor(P, 6, 'f64');
  const [ours, theirs] = [nextAfter(decoder, source, BOS), nextByChapters(source, P)];
  const all = [3, 4, 5, 6, 7, 8, 9, 10, 11].flatMap((a) => [[a], ...[3, 4, 5, 6].map((b) => [a, b])]);
  // Nothing before [11, 3, 4, 5] was ever asked; the 32nd beginning takes the place of its own first word.
  for (const ids of [[11, 3, 4, 5], [], ...all, [], [3, 3, 3], [11, 6], ...all.reverse(), [8, 8, 8, 8, 8]]) {
    const error = apart(ours(ids), theirs(ids));
    if (!(error < 1e-12)) t.fail(`after ${ids.join(' ')} off by ${error}`);
  }
  const first = nextAfter(decoder, source, BOS);
  for (let k = 0; k < 70; k++) {
    const ids = [3 + (k % 9)];
    if (k === 0) first([]);
    if (!(apart(first(ids), theirs(ids)) < 1e-12)) t.fail(`beginning ${k}`);
  }
  t.ok(apart(ours([]), theirs([])) < 1e-12, 'the beginning');
});

t.test('by property: a word is one row of work', async (t) => {
  const deeper = { ...small, sizes: { ...small.sizes, N: 2 } };
  const decoder = await decoderFor(modelIn(deeper), 7, 'f64');
  const next = nextAfter(decoder, [3, 4, 5], BOS);
  const { k } = decoder.pass;
  const rows: number[] = [];
  decoder.pass.k = {
    ...k,
    multiply: (of) => (rows.push(of.n), k.multiply(of)),
    attention: (of) => (rows.push(of.n), k.attention(of)),
    addNorm: (of) => (rows.push(of.n), k.addNorm(of)),
    input: (of) => (rows.push(of.n), k.input(of)),
    plusBias: (X, n, m, b) => (rows.push(n), k.plusBias(X, n, m, b)),
    plusBiasRelu: (X, n, m, b) => (rows.push(n), k.plusBiasRelu(X, n, m, b)),
  };
  for (const ids of [[], [3], [3, 4], [3, 4, 5, 6, 7, 8]]) next(ids);
  t.strictSame(new Set(rows), new Set([1]));
  // Seven words; two layers with products for keys and values, Q, O, Q, O, W_1 and W_2, two attentions, three norms and
  // two biases; the word on its way in, and its scores.
  const words = 1 + 1 + 1 + 4;
  t.equal(rows.length, words * (2 * (7 + 2 + 3 + 2) + 2), 'no row is formed twice');
});

t.test('by property: with 32 bits, to five digits', async (t) => {
  const P = rounded(modelIn(small));
  const source = [5, 3, 8, 8];
  const decoder = await decoderFor(P, 6, 'f32');
  const [ours, theirs] = [nextAfter(decoder, source, BOS), nextByChapters(source, P)];
  for (const ids of [[], [3], [3, 7], [3, 7, 7], [EOS, 5]]) {
    const error = apart(ours(ids), theirs(ids));
    t.ok(error > 0 && error < 1e-5, `after ${ids.join(' ')}: ${error.toExponential(1)} nats`);
  }
});

t.test('refuses', async (t) => {
  const P = modelIn(small);
  const decoder = await decoderFor(P, 4, 'f64');
  const places = (got: number) => new RangeError(`the model has positions for 4 tokens, got ${got}`);
  const id = (last: number, got: number) =>
    new RangeError(`an id must be from 1 to ${last}, without PAD (0), got ${got}`);
  refuses(t, () => nextAfter(decoder, [3, 4, 5, 6, 7], BOS), places(5));
  refuses(t, () => nextAfter(decoder, [], BOS), new RangeError('a sentence must have at least one token, got 0'));
  refuses(t, () => nextAfter(decoder, [3, PAD], BOS), id(8, 0));
  refuses(t, () => nextAfter(decoder, [9], BOS), id(8, 9));
  const next = nextAfter(decoder, [3, 4, 5, 6], BOS);
  t.equal(next([3, 4, 5]).length, 12, 'BOS and three words are four tokens');
  refuses(t, () => next([3, 4, 5, 6]), places(5));
  refuses(t, () => next([3, PAD]), id(11, 0));
  refuses(t, () => next([12]), id(11, 12));

  const narrow = decoderFor(modelIn({ ...small, sizes: { ...small.sizes, d_model: 6 } }), 4, 'f32');
  const error = await narrow.then(() => 'no error', String);
  t.equal(error, 'RangeError: d_model must be a multiple of 4, the numbers in a vector of f32, got 6');
});
