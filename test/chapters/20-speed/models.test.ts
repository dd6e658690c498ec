import t from 'tap';
import fc from 'fast-check';
import { crossEntropy } from '../../../chapters/08-backprop/cross-entropy.ts';
import { encoder } from '../../../chapters/10-encoder/encoder.ts';
import { inputOf, transformerParams } from '../../../chapters/11-decoder/transformer.ts';
import { adam, beginner, BETA_1, BETA_2, EPSILON, type Learner } from '../../../chapters/12-training/adam.ts';
import { dropout } from '../../../chapters/12-training/dropout.ts';
import { multiply, transpose } from '../../../chapters/01-vectors/matrices.ts';
import { multiHeadParams } from '../../../chapters/05-multi-head/multi-head.ts';
import { oneHot } from '../../../chapters/02-embedding/embedding.ts';
import { bert } from '../../../chapters/20-speed/engine/bert.ts';
import { COMPOSITIONS } from '../../../chapters/20-speed/engine/compositions.ts';
import {
  bytesFor,
  engineOn,
  gradient,
  load,
  loadBatch,
  parameters,
  unload,
  type Engine,
} from '../../../chapters/20-speed/engine/engine.ts';
import { gpt } from '../../../chapters/20-speed/engine/gpt.ts';
import { memoryOf, type Address, type Room } from '../../../chapters/20-speed/engine/memory.ts';
import { share, type Order } from '../../../chapters/20-speed/engine/orders.ts';
import { outline } from '../../../chapters/20-speed/engine/outline.ts';
import { largestPanels, layoutOf } from '../../../chapters/20-speed/engine/parameters.ts';
import { panelBytes } from '../../../chapters/20-speed/engine/product.ts';
import { transformer } from '../../../chapters/20-speed/engine/transformer.ts';
import { vision } from '../../../chapters/20-speed/engine/vision.ts';
import { transformer as transformerByChapter } from '../../../chapters/11-decoder/transformer.ts';
import type { BertParams } from '../../../chapters/15-bert/bert.ts';
import type { Hidden } from '../../../chapters/15-bert/masking-words.ts';
import type { Example } from '../../../chapters/17-vision/training.ts';
import { vision as visionByChapter, type VisionParams } from '../../../chapters/17-vision/vision.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import { relativeError } from '../../../lib/numeric.ts';
import { count, mapRows, sumTrees } from '../../../lib/params.ts';
import { numbersOf, streamOf } from '../../../lib/philox.ts';
import { normal, seeded, type Random } from '../../../lib/random.ts';
import { moduleOf } from '../../../examples/training/kernels.ts';
import { refuses } from '../../refuses.ts';
import { cases, enginesFor, furthest, roomFor, rounded, type Case } from './cases.ts';
import { TWINS, type Twin } from './twins.ts';

const DROP = 0.2;

/** A case that every test of one batch may use. */
const one: Case = {
  sizes: { d_model: 12, h: 4, d_ff: 10, N: 2 },
  V_source: 8,
  V_target: 11,
  // prettier-ignore
  lengths: [[3, 4], [1, 1], [5, 2], [2, 7], [6, 6], [4, 3], [1, 5]],
  seed: 'one',
};

/**
 * The loss of a batch and its gradient, summed over its items, from the chapter. random:
 * dropout's, or nothing is dropped.
 */
function byChapter<P extends object, Item>(twin: Twin<P, Item>, c: Case, P: P, items: Item[], random?: Random) {
  const D = random && { random, p: DROP };
  const found = items.map((item) => twin.found(item, P, twin.smoothing, c.sizes, D));
  const [losses, tokens] = [found.map(({ loss }) => loss), found.map(({ n }) => n)];
  return { loss: sum(losses), tokens: sum(tokens), dP: sumTrees(found.map(({ dP }) => dP)) };
}

function sum(numbers: number[]): number {
  let total = 0;
  for (const x of numbers) total += x;
  return total;
}

/** A learner in the middle of its training: means that are not 0, of squares that are not negative. */
function midway<P extends object>(P: P): Learner<P> {
  const random = seeded('means');
  const m = mapRows((row) => row.map(() => 0.1 * normal(random)), P);
  const v = mapRows((row) => row.map(() => random() / 10), P);
  return { P, m, v, t: 6 };
}

function adamStep(tokens: number, rate: number, t: number) {
  const [fill_m, fill_v] = [1 - BETA_1 ** t, 1 - BETA_2 ** t];
  return { tokens, rate, beta_1: BETA_1, beta_2: BETA_2, fill_m, fill_v, epsilon: EPSILON };
}

for (const twin of TWINS) {
  const { composition, smoothing } = twin;
  const { name } = composition;

  t.test(`by property: ${name}, loss and gradients are those of its chapter`, async (t) => {
    let worst = { name: 'none', error: 0 };
    await fc.assert(
      fc.asyncProperty(cases(2), fc.boolean(), async (c, asked) => {
        const drops = asked && twin.drops;
        const [P, items] = [twin.model(c), twin.items(c)];
        const plan = { capacity: roomFor(composition, items), workers: 1, precision: 'f64' } as const;
        const [engine] = await enginesFor(composition, beginner(P), plan);
        const tokens = loadBatch(engine, items);
        const [ours, theirs] = [streamOf(c.seed), streamOf(c.seed)];
        const dropping = { p: drops ? DROP : 0, key: ours.key, at: ours.at };
        const loss = sum(share(engine, 0, { kind: 'learn', smoothing, dropping }));
        const wanted = byChapter(twin, c, P, items, drops ? numbersOf(theirs) : undefined);
        if (tokens !== wanted.tokens) throw new Error(`${tokens} tokens`);
        near('loss', Math.abs(loss - wanted.loss) / wanted.loss);
        const { name, error } = furthest(gradient(engine, P), wanted.dP);
        near(name, error);
        // The next batch begins anew: nothing of this one is left in its gradient.
        const first = gradient(engine, P);
        share(engine, 0, { kind: 'learn', smoothing, dropping });
        if (relativeError(gradient(engine, P), first) !== 0) throw new Error('a gradient is added to the last one');
        const judged = sum(share(engine, 0, { kind: 'judge', smoothing }));
        const undropped = drops ? byChapter(twin, c, P, items).loss : wanted.loss;
        near('judged', Math.abs(judged - undropped) / undropped);
      }),
      { seed: 1, numRuns: 40 },
    );
    t.ok(worst.error > 0, `the furthest was ${worst.name}, by ${worst.error.toExponential(1)}`);

    function near(name: string, error: number): void {
      if (!(error < 1e-12)) throw new Error(`${name} is off by ${error}`);
      if (error > worst.error) worst = { name, error };
    }
  });

  t.test(`by property: ${name} with 32 bits, to four digits`, async (t) => {
    // The unit is the largest entry of the whole gradient, as in engine.test.ts.
    let worst = 0;
    await fc.assert(
      fc.asyncProperty(cases(4), async (c) => {
        const [P, items] = [rounded(twin.model(c)), twin.items(c)];
        const plan = { capacity: roomFor(composition, items), workers: 1, precision: 'f32' } as const;
        const [engine] = await enginesFor(composition, beginner(P), plan);
        loadBatch(engine, items);
        const dropping = { p: 0, key: [0, 0] as [number, number], at: 0 };
        const loss = sum(share(engine, 0, { kind: 'learn', smoothing, dropping }));
        const wanted = byChapter(twin, c, P, items);
        const error = relativeError(gradient(engine, P), wanted.dP);
        if (!(Math.abs(loss / wanted.loss - 1) < 1e-5)) throw new Error(`loss ${loss}, ${wanted.loss}`);
        if (!(error < 1e-4)) throw new Error(`the gradient is off by ${error}`);
        worst = Math.max(worst, error);
      }),
      { seed: 1, numRuns: 20 },
    );
    t.ok(worst > 0, `off by ${worst.toExponential(1)} at most`);
  });

  t.test(`by property: ${name} is the same bits for 1 to 4 workers, shared memory or not`, async (t) => {
    for (const precision of ['f64', 'f32'] as const) {
      const P = twin.model(one);
      const items = twin.items(one);
      const capacity = roomFor(composition, items);
      const found = [];
      for (const [workers, shared] of [
        [1, false],
        [1, true],
        [2, true],
        [3, true],
        [4, true],
      ] as const) {
        const engines = await enginesFor(composition, beginner(P), { capacity, workers, precision }, shared);
        found.push({ losses: await twoSteps(engines, items, smoothing), trained: unload(engines[0], P) });
        t.equal(engines[0].numbers.buffer instanceof SharedArrayBuffer, shared);
      }
      const [alone, ...others] = found;
      for (const other of others) t.strictSame(other, alone, precision);
      t.ok(relativeError(alone.trained.P, P) > 0.001, 'and the model has moved');
    }
  });

  t.test(`by property: ${name} writes into the room it has asked for, into all of it, and no further`, async (t) => {
    // Several items, and one: of one as long as the longest, every number that was asked for is needed.
    const alone = { ...one, lengths: one.lengths.slice(4, 5) };
    for (const c of [one, alone]) {
      const [P, items] = [twin.model(c), twin.items(c)];
      const { engine, numbers, fences } = await fenced(twin, P, tightRoom(twin, items));
      loadBatch(engine, items);
      const dropping = { p: DROP, ...streamOf('fenced') };
      const loss = sum(share(engine, 0, { kind: 'learn', smoothing, dropping }));
      t.ok(Number.isFinite(loss), 'no number is read that was never written');
      t.ok(
        fences.every(([from, to]) => engine.numbers.subarray(from, to).every(Number.isNaN)),
        'what lies behind each room is as it was',
      );
      const last = numbers.map((end) => engine.numbers[end - 1]);
      if (c === alone) t.strictSame(last.filter(Number.isNaN), [], 'no room is too large');
    }
  });

  t.test(`by property: ${name}, one step of Adam over its own numbers, to the last bit`, async (t) => {
    const learner = midway(twin.model(one));
    const { P } = learner;
    const items = twin.items(one);
    const plan = { capacity: roomFor(composition, items), workers: 1, precision: 'f64' } as const;
    const [engine] = await enginesFor(composition, learner, plan);
    const { t: _, ...trained } = learner;
    t.strictSame(unload(engine, P), trained, 'what is loaded comes back');
    const asked: number[] = [];
    const { k } = engine.desk;
    engine.desk.k = {
      ...k,
      adam: (of) => {
        asked.push(of.n);
        k.adam(of);
      },
    };
    const tokens = loadBatch(engine, items);
    share(engine, 0, { kind: 'learn', smoothing, dropping: { p: 0, key: [0, 0], at: 0 } });
    const dP = mapRows((row) => row.map((g) => g / tokens), gradient(engine, P));
    share(engine, 0, { kind: 'adam', step: adamStep(tokens, 0.01, 7) });
    const { t: steps, ...wanted } = adam(learner, dP, 0.01);
    t.equal(steps, 7, 'the seventh step');
    t.strictSame(unload(engine, P), wanted);
    t.strictSame(parameters(engine, P), wanted.P);
    t.strictSame(asked, [count(P)], 'Adam walks over the numbers of the model, and no other');
  });
}

/** What a part of a batch must hold if all of it may lie there, and not a token more. */
function tightRoom<P extends object, Item>({ composition }: Twin<P, Item>, items: Item[]) {
  const pairs = composition.name === 'transformer' ? (items as { source: number[]; target: number[] }[]) : undefined;
  const lengths = items.map((item) => composition.tokensOf(item));
  const target = pairs?.map((pair) => pair.target.length + 1) ?? lengths;
  const source = pairs?.map((pair) => pair.source.length) ?? lengths;
  return { source: sum(source), target: sum(target), longest: Math.max(...source, ...target) };
}

/**
 * An engine whose rooms for a part and for its working are full of NaN, and have a fence behind them, of NaN as well.
 * numbers: where each room for numbers ends; fences: from where to where; counted in numbers.
 */
async function fenced<P extends object, Item>(
  { composition }: Twin<P, Item>,
  P: P,
  capacity: ReturnType<typeof tightRoom>,
) {
  const plan = { layout: layoutOf(P), capacity, workers: 1, precision: 'f64' } as const;
  const memory = memoryOf(4 * bytesFor(composition, plan));
  const engine = await engineOn(memory, moduleOf('f64'), composition, plan, 0);
  load(engine, beginner(P));
  engine.numbers.fill(NaN, engine.end / 8);
  const numbers: number[] = [];
  const fences: [number, number][] = [];
  let next: Address = engine.end;
  const take = (words: number) => {
    const [at, end] = [next, next / 8 + words];
    next = 64 * Math.ceil(end / 8) + 64;
    fences.push([end, next / 8]);
    return at;
  };
  const room: Room = {
    bytes: 8,
    numbers: (count) => {
      const at = take(count);
      numbers.push(at / 8 + count);
      return at;
    },
    integers: (count) => take(Math.ceil(count / 2)),
    end: () => next,
  };
  engine.batch = engine.batch.map(() => composition.partRoom(room, engine.ground));
  engine.w = composition.workingRoom(room, engine.ground);
  const panels = largestPanels(engine.ground.P, composition.rows(capacity), 8) / 8;
  engine.desk.panels = take(panels);
  return { engine, numbers, fences };
}

/**
 * Two steps, dropout included. The last worker begins: nobody may need what another has done. Result:
 * the losses of the parts.
 */
async function twoSteps<Item>(engines: Engine<object, Item>[], items: Item[], smoothing: number): Promise<number[]> {
  const losses: number[] = [];
  const tokens = loadBatch(engines[0], items);
  const last = engines.map((_, w) => engines.length - 1 - w);
  for (const t of [1, 2]) {
    const learn: Order = { kind: 'learn', smoothing, dropping: { p: DROP, ...streamOf(`step ${t}`) } };
    const shares = last.map((w) => share(engines[w], w, learn)).reverse();
    losses.push(...engines[0].batch.map((_, p) => shares[p % engines.length][p]));
    for (const w of last) share(engines[w], w, { kind: 'adam', step: adamStep(tokens, 0.01, t) });
  }
  return losses;
}

t.test('by property: what the chapters do not drop, the engine can drop', async (t) => {
  const drop = (random: Random, n: number) => dropout(random, n, one.sizes.d_model, DROP);
  const { N } = one.sizes;
  const sublayers = (random: Random, n: number) =>
    Array.from({ length: N }, () => ({ attention: drop(random, n), feedForward: drop(random, n) }));
  const loss = (S: Matrix, wanted: number[]) =>
    crossEntropy(
      S,
      wanted.map((id) => oneHot(id, S[0].length)),
    ).loss;
  const [, , encoderOnly, images] = TWINS;

  const random = numbersOf(streamOf('dropped'));
  const ofLine = ({ read, places, wanted }: Hidden, P: BertParams) => {
    const { Y } = inputOf(read, P.E, drop(random, read.length));
    const encoded = encoder(Y, P.layers, undefined, sublayers(random, read.length));
    return loss(
      multiply(
        places.map((i) => encoded.Y[i]),
        transpose(P.E),
      ),
      wanted,
    );
  };
  const [bertP, lines] = [encoderOnly.model(one) as BertParams, encoderOnly.items(one) as Hidden[]];
  close(await learned(bert, bertP, lines), sum(lines.map((line) => ofLine(line, bertP))), 'bert');

  const again = numbersOf(streamOf('dropped'));
  const ofImage = ({ X, label }: Example, P: VisionParams) => {
    const { Z_0 } = visionByChapter(X, P);
    const { Y } = encoder(Z_0, P.layers, undefined, sublayers(again, Z_0.length));
    const [scores] = multiply(Y.slice(0, 1), P.W);
    return loss([scores.map((s, c) => s + P.b[c])], [label]);
  };
  const [visionP, shown] = [images.model(one) as VisionParams, images.items(one) as Example[]];
  close(await learned(vision, visionP, shown), sum(shown.map((image) => ofImage(image, visionP))), 'vision');

  async function learned<P extends object, Item>(
    composition: Parameters<typeof enginesFor<P, Item>>[0],
    P: P,
    items: Item[],
  ): Promise<number> {
    const plan = { capacity: roomFor(composition, items), workers: 1, precision: 'f64' } as const;
    const [engine] = await enginesFor(composition, beginner(P), plan);
    loadBatch(engine, items);
    return sum(share(engine, 0, { kind: 'learn', smoothing: 0, dropping: { p: DROP, ...streamOf('dropped') } }));
  }

  function close(found: number, wanted: number, what: string): void {
    t.ok(Math.abs(found / wanted - 1) < 1e-12, `${what}: ${found}`);
  }
});

t.test('by property: heads whose values are narrower than their keys', async (t) => {
  // d_k = 3 and d_v = 2, which the paper's models never have.
  const random = seeded('narrow');
  const P = transformerParams(random, 9, 9, one.sizes);
  for (const layer of P.encoder) layer.attention = multiHeadParams(random, 12, 4, 3, 2);
  for (const layer of P.decoder) layer.crossAttention = multiHeadParams(random, 12, 3, 5, 1);
  const [translator] = TWINS;
  const pairs = [
    { source: [3, 4, 5], target: [6, 7] },
    { source: [8], target: [] },
  ];
  const plan = { capacity: { source: 4, target: 4, longest: 3 }, workers: 1, precision: 'f64' } as const;
  const [engine] = await enginesFor(transformer, beginner(P), plan);
  loadBatch(engine, pairs);
  const loss = sum(share(engine, 0, { kind: 'learn', smoothing: 0.1, dropping: { p: 0, key: [0, 0], at: 0 } }));
  const wanted = byChapter(translator, one, P, pairs);
  t.ok(Math.abs(loss / wanted.loss - 1) < 1e-12, `loss ${loss}`);
  const { name, error } = furthest(gradient(engine, P), wanted.dP as typeof P);
  t.ok(error < 1e-12, `${name}: ${error.toExponential(1)}`);
  t.equal(transformerByChapter([3], [1], P).S.length, 1, 'as chapter 11 has it');
});

t.test('by hand: a tree is laid out', async (t) => {
  // Two heads of widths 1 and 2: W_Q 2×2, W_KV 2×6, W_O 4×2, then a vector of 3 and a list of a matrix.
  // prettier-ignore
  const W: Matrix = [[1], [2]];
  // prettier-ignore
  const wide: Matrix = [[1, 2], [3, 4]];
  const heads = { W_Q: [W, W], W_K: [W, W], W_V: [wide, wide], W_O: [...wide, ...wide] };
  const { blocks, count } = layoutOf({ heads, b: [1, 2, 3], list: [wide], empty: [] as Matrix[] });
  t.equal(count, 4 + 12 + 8 + 3 + 4);
  t.strictSame(blocks, {
    heads: {
      h: 2,
      d_k: 1,
      d_v: 2,
      W_Q: { at: 0, n: 2, m: 2 },
      W_KV: { at: 4, n: 2, m: 6 },
      W_O: { at: 16, n: 4, m: 2 },
    },
    b: { at: 24, n: 1, m: 3 },
    list: [{ at: 27, n: 2, m: 2 }],
    empty: [],
  });
  t.equal(transformer.tokensOf({ source: [4, 5], target: [6] }), 4, '我 爱, BOS I');
  t.equal(transformer.rows({ source: 3, target: 9, longest: 9 }), 9, 'rows of whichever side is longer');
  // Of f64, panels of 4 columns: the gradient of W_KV from 9 rows, 9×6, fills two panels of 9 rows.
  t.equal(largestPanels(blocks, 9, 8), panelBytes(9, 6, 8), 'the gradient of many rows');
  t.equal(largestPanels(blocks, 1, 8), panelBytes(6, 2, 8), 'or a transpose');
});

t.test('by property: an outline is laid out as the model will be', async (t) => {
  fc.assert(
    fc.property(cases(1), ({ sizes, V_source, V_target, seed }) => {
      const model = transformerParams(seeded(seed), V_source, V_target, sizes);
      t.strictSame(layoutOf(outline(V_source, V_target, sizes)), layoutOf(model));
    }),
    { seed: 1, numRuns: 10 },
  );
});

t.test('by hand: a worker has its room behind what all share, and behind those before it', async (t) => {
  const [, , , images] = TWINS;
  const [P, items] = [images.model(one) as VisionParams, images.items(one) as Example[]];
  const capacity = roomFor(vision, items);
  const engines = await enginesFor(vision, beginner(P), { capacity, workers: 2, precision: 'f64' });
  const [{ X }] = engines[0].batch as { X: Address }[];
  const pixels = 8 * capacity.target * P.E.length;
  t.equal(engines[0].panels, 64 * Math.ceil((X + pixels) / 64), 'the pixels are the last that all share');
  t.equal(engines[1].panels, engines[0].end);
  t.equal(engines[1].end - engines[1].panels, engines[0].end - engines[0].panels, 'as large');
});

t.test('the compositions are found by their names', async (t) => {
  for (const { composition } of TWINS) t.equal(COMPOSITIONS[composition.name], composition, composition.name);
  t.equal(Object.keys(COMPOSITIONS).length, TWINS.length, 'and all of them are tested here');
  t.strictSame(
    TWINS.map(({ composition }) => composition.parts),
    [4, 1, 1, 1],
    'a translator has a crew',
  );
});

t.test('refuses', async (t) => {
  const [, decoderOnly, encoderOnly, images] = TWINS;
  const id = (last: number, got: number) =>
    new RangeError(`an id must be from 1 to ${last}, without PAD (0), got ${got}`);
  const room = (what: string) => new RangeError(`a part of a batch has room for ${what}`);
  const plan = { capacity: { source: 0, target: 9, longest: 5 }, workers: 1, precision: 'f64' } as const;

  const [lines] = await enginesFor(gpt, beginner(decoderOnly.model(one) as BertParams), plan);
  const line = (source: number, target: number) => ({
    source: new Array<number>(source).fill(3),
    target: new Array<number>(target).fill(4),
  });
  t.equal(loadBatch(lines, [line(2, 2), line(0, 3)]), 7, 'what fits, fits');
  refuses(t, () => loadBatch(lines, [line(2, 2), line(0, 4)]), room('9 tokens, got 10'));
  refuses(t, () => loadBatch(lines, [line(3, 2)]), room('5 tokens in one line, got 6'));
  refuses(t, () => loadBatch(lines, [{ source: [11], target: [] }]), id(10, 11));

  const [hidden] = await enginesFor(bert, beginner(encoderOnly.model(one) as BertParams), plan);
  t.equal(loadBatch(hidden, [{ read: [11, 4], places: [0, 1], wanted: [3, 4] }]), 2, '[MASK] is the last of the ids');
  const place = (got: number) => new RangeError(`a place must be a whole number from 0 to 1, got ${got}`);
  refuses(t, () => loadBatch(hidden, [{ read: [12, 4], places: [0], wanted: [3] }]), id(11, 12));
  refuses(t, () => loadBatch(hidden, [{ read: [3, 4], places: [0], wanted: [0] }]), id(11, 0));
  refuses(t, () => loadBatch(hidden, [{ read: [3, 4], places: [2], wanted: [3] }]), place(2));

  // Images of three patches of 8 pixels, and 11 classes.
  const [seen] = await enginesFor(vision, beginner(images.model(one) as VisionParams), {
    ...plan,
    capacity: { source: 0, target: 8, longest: 4 },
  });
  const [image] = images.items(one) as Example[];
  t.equal(loadBatch(seen, [image, image]), 2);
  refuses(t, () => loadBatch(seen, [image, image, image]), room('2 images, got 3'));
  const patches = (n: number, pixels: number) =>
    new RangeError(`an image must have 3 patches of 8 pixels, got ${n} of ${pixels}`);
  refuses(t, () => loadBatch(seen, [{ X: image.X.slice(1), label: 0 }]), patches(2, 8));
  refuses(t, () => loadBatch(seen, [{ X: image.X.map((row) => row.slice(1)), label: 0 }]), patches(3, 7));
  const label = (got: number) => new RangeError(`a label must be from 0 to 10, got ${got}`);
  for (const got of [11, -1, 0.5]) refuses(t, () => loadBatch(seen, [{ X: image.X, label: got }]), label(got));
});
