import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/17-vision/by-hand.ts';
import {
  convNet,
  convNetBackward,
  convNetParams,
  convolution,
  convolutionBackward,
  windows,
  windowsAcross,
  windowsBackward,
  type ConvNetParams,
  type Window,
} from '../../chapters/17-vision/convolution.ts';
import { distance, drawings, drawn, GLYPHS, noisy, written, type Stroke } from '../../chapters/17-vision/glyphs.ts';
import { cut, joined, reordered } from '../../chapters/17-vision/patches.ts';
import { feedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import {
  linear,
  linearBackward,
  linearParams,
  twoLayers,
  twoLayersBackward,
} from '../../chapters/17-vision/pixel-classifiers.ts';
import { accuracy, guess, lossOf, type Example } from '../../chapters/17-vision/training.ts';
import { looks, vision, visionBackward, visionParams, withoutPositions } from '../../chapters/17-vision/vision.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { relativeError } from '../../lib/numeric.ts';
import { count, mapRows, rows } from '../../lib/params.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('vision');
const sizes = { d_model: 4, h: 2, d_ff: 5, N: 2, n: 6, pixels: 9, K: 3 };
const model = () => unsettled(random, visionParams(random, sizes));
const patches = () => normalMatrix(random, 6, 9);
const onPatches = { forward: vision, backward: visionBackward };
const onPixels = { forward: linear, backward: linearBackward };
const onPixelsTwice = { forward: twoLayers, backward: twoLayersBackward };
/** 6×9 patches of 3×3 pixels do not make a square; these do: four of 3×3, 6×6 pixels, windows of 2 and of 3. */
const sliding: Window[] = [
  { width: 2, step: 2 },
  { width: 2, step: 1 },
];
const onWindows = { forward: (X: Matrix, P: ConvNetParams) => convNet(X, P, sliding), backward: convNetBackward };
const placed = { ...hand.P, positions: hand.positions };
const exchanged = reordered(hand.X, hand.order);
const script = { side: 12, smallest: 6, largest: 10, pen: 0.6, shake: 0.3, noise: 0.15 };

t.test('by hand', async (t) => {
  for (const [x, y, far] of hand.distances) t.equal(distance(x, y, [0, 0, 4, 0]), far, `(${x}, ${y}) is ${far} away`);
  t.equal(distance(4, 6, [1, 2, 1, 2]), 5, 'a dot is a stroke, too');
  t.strictSame(drawn(hand.strokes, 4, 1 / 2), hand.image, 'two strokes make a 十');
  // prettier-ignore
  t.strictSame(drawn([[0.5, 1, 1.5, 1]], 2, 1 / 2), [[1 / 2, 1 / 2], [1 / 2, 1 / 2]], 'between two lines of pixels each takes half');
  t.strictSame(cut(hand.image, 2), hand.X, 'four patches');
  // prettier-ignore
  t.strictSame(cut([[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]], 2), [[1, 2, 7, 8], [3, 4, 9, 10], [5, 6, 11, 12]], 'wider than tall');
  t.strictSame(reordered([[1], [2], [3]], [2, 0, 1]), [[3], [1], [2]], 'place 0 gets patch 2');

  const seen = vision(hand.X, hand.P);
  close(t, seen.Z_0, hand.Z_0, 15, 'class token and words');
  close(t, looks(seen, 0), hand.shares, 15, '1 : 8 : 4 : 4 : 1');
  close(t, seen.y, hand.y, 4, 'below as much as on the right');
  close(t, seen.S, hand.S, 4, '十 is ln 3 ahead');
  const { loss, n, dP } = lossOf({ X: hand.X, label: 1 }, hand.P, onPatches);
  close(t, [loss, n], [hand.loss, 1], 4, 'ln 4/3 for one image');
  close(t, dP.W, hand.dW, 4, 'y times ¼, −¼');
  close(t, dP.b, [1 / 4, -1 / 4], 4);
  close(t, looks(vision(exchanged, hand.P), 0), hand.shares_reordered, 15, 'the shares go with their patches');
  close(t, looks(vision(hand.X, placed), 0), hand.shares_placed, 15, 'what is above is looked at more');
  close(t, looks(vision(exchanged, placed), 0), hand.shares_placed_reordered, 15, 'and who is above has changed');
  const two = [
    { X: hand.X, label: 1 },
    { X: hand.X, label: 0 },
  ];
  t.equal(accuracy(two, hand.P, onPatches), 1 / 2, 'it says 十, which is right once of twice');
  t.equal(accuracy([two[0], ...two], hand.P, onPatches), 2 / 3, 'or twice of three times');
  t.equal(guess([[0]], { W: [[0, 0]], b: [2, 2] }, onPixels), 0, 'the first of equals');

  const pixels = hand.image.flat().map((ink) => [ink]);
  const slid = convolution(pixels, hand.edge, hand.slides);
  t.strictSame(slid.Y.flat(), hand.edges.flat(), 'the left edge of what stands upright');
  const moved = [[0, 0, 1, 0], [0, 1, 1, 1], [0, 0, 1, 0], [0, 0, 1, 0]].flat().map((ink) => [ink]); // prettier-ignore
  // A pixel further to the right it finds the same, a window further: and the bar's left end, 0 1 over 0 0 and turned
  // over.
  t.strictSame(
    convolution(moved, hand.edge, hand.slides).Y.flat(),
    [1, 1, 0, 1, 1, 0, 0, 2, 0],
    'and wherever it stands',
  );
  const told = convolutionBackward(slid.Y.map(() => [1]), slid); // prettier-ignore
  t.strictSame(told.dP, { W: hand.dW_edge, b: [3] }, 'three windows that found something, added');
  t.strictSame(told.dX.flat(), hand.dImage.flat(), 'the middle lies under two of them');
  // The page's pencil question: a window for what lies, its lower line less its upper one.
  const lying = convolution(pixels, { W: [[-1], [-1], [1], [1]], b: [0] }, hand.slides);
  t.strictSame(lying.Y.flat(), [1, 1, 2, 0, 0, 0, 0, 0, 0], 'the upper edge of the bar');
  t.strictSame(windows(pixels, { width: 2, step: 2 }), hand.X, 'windows that do not overlap are patches');
  t.equal(windowsAcross(24, { width: 4, step: 4 }), 6);
  t.equal(windowsAcross(6, { width: 3, step: 1 }), 4);
  t.equal(windowsAcross(5, { width: 1, step: 1 }), 5, 'a window of one pixel is the pixel');

  const strokes = GLYPHS.map(({ strokes }) => strokes);
  t.ok(
    strokes.flat(2).every((x) => x >= 0 && x <= 1),
    'characters in a square of side 1',
  );
  const slanted = strokes.map((list) => list.filter(([x_1, y_1, x_2, y_2]) => x_1 !== x_2 && y_1 !== y_2).length);
  t.strictSame(slanted, [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], 'all level or upright but the last of 下');
});

// Chapter 10's layer in matrices, for d_model = 4 and two heads of width 2: J is 4×4 of ones.
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
  const [P, X] = [model(), patches()];
  const parser = math.parser();
  parser.set('J', math.ones(4, 4));
  for (const line of FORMULAS.trim().split('\n')) parser.evaluate(line);
  for (const p of [P, withoutPositions(P)]) {
    const added = p.positions ?? math.zeros(7, 4);
    let Z = math.evaluate('concat([token], X * E, 1) + added', { token: P.token, X: math.matrix(X), E: P.E, added });
    for (const q of P.layers) Z = parser.get('layer')(Z, q);
    const S = math.evaluate('Z[1, :] * W + [b]', { Z: math.matrix(Z), W: math.matrix(P.W), b: P.b }).toArray();
    close(t, vision(X, p).S, S, 10, p.positions ? 'with positions' : 'without');
    const [s] = S;
    const wanted = Number(math.evaluate('log(sum(e .^ s)) - s[3]', { s }));
    close(t, lossOf({ X, label: 2 }, p, onPatches).loss, wanted, 10, '−ln P(label)');
  }
  // The mean over heads of the first row of softmax(Q Kᵀ/√d_k), layer by layer.
  const seen = vision(X, P);
  const inputs = [seen.Z_0, seen.stacked.layers[0].Y];
  for (const [l, Z] of inputs.entries()) {
    const scope = { Z: math.matrix(Z), a: P.layers[l].attention };
    const A = [1, 2].map((i) =>
      parser.get('share')(
        math.evaluate(`Z * squeeze(a.W_Q[${i}, :, :]) * (Z * squeeze(a.W_K[${i}, :, :]))' / sqrt(2)`, scope),
      ),
    );
    const mean = math.evaluate('flatten((A[1, :] + B[1, :]) / 2)', { A: A[0], B: A[1] });
    close(t, looks(seen, l), math.matrix(mean).toArray(), 12, `looks of layer ${l}`);
  }
  // A patch is a block of the image: rows and columns by mathjs ranges, counted from 1.
  const image = normalMatrix(random, 6, 9);
  const block = math.evaluate('flatten(I[4:6, 7:9])', { I: math.matrix(image) }).toArray();
  t.strictSame(cut(image, 3)[5], block, 'the last of 2×3 patches');
  // Twice the area of a triangle over its base is its height.
  const stroke: Stroke = [1, 2, 4, 6];
  const height = math.evaluate('abs(det([[3, 4], [2.5 - 1, 3.1 - 2]])) / norm([3, 4])');
  close(t, distance(2.5, 3.1, stroke), Number(height), 14, 'the height of a triangle');
  // Both classifiers on pixels, their image a row.
  const [W, b] = [normalMatrix(random, 54, 3), [0.3, -0.2, 0.9]];
  const flat = math.evaluate('reshape(X, [1, 54])', { X: math.matrix(X) });
  close(
    t,
    linear(X, { W, b }).S,
    math.evaluate('x * W + [b]', { x: flat, W: math.matrix(W), b }).toArray(),
    12,
    'x W + b',
  );
  const q = unsettled(random, feedForwardParams(random, 54, 7, 3));
  const inner = math.evaluate('x * q.W_1 + [q.b_1]', { x: flat, q });
  const S = math.evaluate('(h + abs(h)) / 2 * q.W_2 + [q.b_2]', { h: inner, q }).toArray();
  // A window of 3×3 by ranges, two channels one after the other at each of its places; W a column a channel out.
  const two = [normalMatrix(random, 5, 5), normalMatrix(random, 5, 5)];
  const places = two[0].flat().map((x, p) => [x, two[1].flat()[p]]);
  const kernel = { W: normalMatrix(random, 18, 4), b: [0.1, -0.2, 0.3, 0] };
  const under = math.evaluate('flatten(concat(reshape(A[3:5, 1:3], [9, 1]), reshape(B[3:5, 1:3], [9, 1])))', {
    A: math.matrix(two[0]),
    B: math.matrix(two[1]),
  });
  const slid = math.evaluate('(h + abs(h)) / 2', { h: math.evaluate('u * W + b', { u: under, ...kernel }) }).toArray();
  close(t, convolution(places, kernel, { width: 3, step: 2 }).Y[2], slid, 12, 'the window below on the left');
  close(t, twoLayers(X, q).S, S, 12, 'max(0, x W_1 + b_1) W_2 + b_2');
});

t.test('by property', async (t) => {
  const fresh = visionParams(seeded('fresh'), { ...sizes, n: 99, d_model: 40 });
  t.strictSame([fresh.positions!.length, fresh.token.length], [100, 40]);
  deviates(t, 'positions', fresh.positions!, 1 / 2);
  const tokens = Array.from({ length: 200 }, (_, k) => visionParams(seeded(String(k)), sizes).token);
  deviates(t, 'class tokens', tokens, 1 / 2);

  const P = model();
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6, maxLength: 6 });
  const near = (a: number[], b: number[]) => a.every((x, c) => Math.abs(x - b[c]) < 1e-9);
  const blind = withoutPositions(P);
  fc.assert(
    fc.property(matrices(6, 9), order, (X, places) => {
      const [seen, other] = [vision(X, blind), vision(reordered(X, places), blind)];
      const [own, ...shares] = looks(seen, 1);
      const [own_2, ...shares_2] = looks(other, 1);
      return near(seen.S[0], other.S[0]) && near([own, ...places.map((place) => shares[place])], [own_2, ...shares_2]);
    }),
    { seed: 17 },
  );
  t.pass('without positions any order of the patches has the same scores, and the shares go with them');
  const X = patches();
  const places = [3, 0, 5, 1, 4, 2];
  const [S, S_moved] = [vision(X, P).S[0], vision(reordered(X, places), P).S[0]];
  t.ok(
    S.every((s, c) => Math.abs(s - S_moved[c]) > 1e-3),
    'with positions another order has others',
  );
  // Patches and rows of positions moved alike: what is next to what was never known.
  const [first, ...others] = P.positions ?? [];
  const moved = { ...P, positions: [first, ...reordered(others, places)] };
  close(t, vision(reordered(X, places), moved).S[0], S, 10, 'with their positions the patches may stand anywhere');
  const q = { W: normalMatrix(random, 54, 3), b: [1, 2, 3] };
  const q_moved = { ...q, W: places.flatMap((place) => q.W.slice(9 * place, 9 * place + 9)) };
  close(t, linear(reordered(X, places), q_moved).S, linear(X, q).S, 10, 'so may pixels, with their weights');
  const total = looks(vision(X, P), 0).reduce((sum, share) => sum + share, 0);
  close(t, total, 1, 12, 'the class token’s shares sum to 1');
  fc.assert(
    fc.property(matrices(6, 9), (image) =>
      [1, 3].every((side) => relativeError(joined(cut(image, side), 6, 9), image) === 0),
    ),
    { seed: 17 },
  );
  t.pass('cut and joined, an image is as it was');

  // Moved by a step, what a convolution finds has moved by a place.
  fc.assert(
    fc.property(matrices(6, 9), (A) => {
      const kernel = { W: normalMatrix(random, 4, 2), b: [0.5, -0.5] };
      const flat = (columns: number) =>
        Array.from({ length: 6 }, (_, y) => A[y].slice(columns, columns + 6).map((x) => [x])).flat();
      const [one, two] = [0, 1].map((columns) => convolution(flat(columns), kernel, { width: 2, step: 1 }).Y);
      return [0, 1, 2, 3, 4].every((y) => [0, 1, 2, 3].every((x) => near(one[5 * y + x + 1], two[5 * y + x])));
    }),
    { seed: 17 },
  );
  t.pass('a convolution finds the same, wherever it is');
  const net = convNetParams(random, 24, [{ width: 4, step: 4 }, { width: 3, step: 1 }], [12, 16], 10); // prettier-ignore
  t.equal(count(net), 16 * 12 + 12 + 9 * 12 * 16 + 16 + 16 * 16 * 10 + 10, 'windows, channels and places');

  const { E, token, layers, W, b } = P;
  t.strictSame(blind, { E, token, layers, W, b }, 'positions are all that is taken away');
  t.equal(blind.positions, undefined);
  close(t, lossOf({ X, label: 2 }, linearParams(54, 3), onPixels).loss, Math.log(3), 12, 'no opinion is ln K');
  const learner = beginner(P);
  const given = structuredClone(learner);
  const batch = [
    { X, label: 0 },
    { X: patches(), label: 2 },
    { X: patches(), label: 1 },
  ];
  const stepped = step(learner, batch, (example, P) => lossOf(example, P, onPatches), 1 / 8);
  t.strictSame(learner, given, 'what was given is as it was');
  const mean = batch.reduce((sum, one) => sum + lossOf(one, P, onPatches).loss / 3, 0);
  close(t, stepped.loss, mean, 12, 'the mean over images');
  const far = rows(mapRows((p, q) => p.map((x, c) => Math.abs(x - q[c])), P, stepped.learner.P)).flat();
  close(t, Math.max(...far), 1 / 8, 6, 'the first step is one rate long');
  t.equal(stepped.learner.t, 1);

  const drawn_ = drawings(seeded('draw'), 40, script);
  t.strictSame(
    drawn_.map(({ label }) => label),
    [...GLYPHS, ...GLYPHS, ...GLYPHS, ...GLYPHS].map((_, k) => k % 10),
    'the ten in turn',
  );
  t.ok(
    drawn_.every(({ image }) => image.length === 12 && image.flat().every((ink) => ink >= 0 && ink <= 1)),
    'ink stays between 0 and 1',
  );
  t.strictSame(drawings(seeded('draw'), 10, script), drawn_.slice(0, 10), 'fewer are the first of them');
  t.equal(drawings(seeded('draw'), 3, { ...script, smallest: 1 }).length, 3, 'as small as a pixel');
  t.strictNotSame(drawn_[0].image, drawn_[10].image, 'no 一 is like another');
  const calm = { ...script, shake: 0 };
  const within = GLYPHS.flatMap(({ strokes }) => written(random, strokes, calm)).flat();
  t.ok(Math.min(...within) >= 0 && Math.max(...within) <= 12, 'with a calm hand every stroke stays in the image');
  const [wide] = written(() => 0.5, [[0, 0, 1, 1]], calm);
  t.strictSame(wide, [2, 2, 10, 10], 'half way from 6 to 10 is 8, half way of the 4 left over is 2');
  const shaking = Array.from(
    { length: 2000 },
    () => written(random, [[0.5, 0.5, 0.5, 0.5]], { ...script, smallest: 12, largest: 12 })[0][0],
  );
  const square = shaking.reduce((sum, x) => sum + (x - 6) ** 2 / 2000, 0);
  t.ok(Math.abs(square / 0.09 - 1) < 4 * Math.sqrt(2 / 2000), `a hand that shakes by 0.3: ${square}`);
  const grey = noisy(
    random,
    Array.from({ length: 50 }, () => new Array<number>(50).fill(1 / 2)),
    0.1,
  ).flat();
  const noise = grey.reduce((sum, x) => sum + (x - 1 / 2) ** 2 / 2500, 0);
  t.ok(Math.abs(noise / 0.01 - 1) < 4 * Math.sqrt(2 / 2500), `noise of 0.1: ${noise}`);
  // Ten glyphs, no two of them the same ink.
  const clean = GLYPHS.map(({ strokes }) =>
    drawn(
      strokes.map((s) => s.map((x) => 1 + 10 * x) as Stroke),
      12,
      0.6,
    ),
  );
  t.equal(new Set(clean.map((image) => image.join())).size, 10, 'ten different characters');
  t.equal(new Set(GLYPHS.map(({ sign }) => sign)).size, 10);
});

t.test('by nudging', async (t) => {
  const dS = normalMatrix(random, 1, 3);
  for (const P of [model(), withoutPositions(model())]) {
    const X = patches();
    const { dX, dP } = visionBackward(dS, vision(X, P));
    const result = () => vision(X, P).S;
    const found = new Map<string, object>(Object.entries(dP));
    t.strictSame([...found.keys()], Object.keys(P), 'a gradient for everything that is learned');
    // Each part for itself, so that large gradients hide no small ones.
    for (const [name, branch] of Object.entries(P)) nudged<object>(t, name, found.get(name)!, branch, result, dS);
    nudged(t, 'patches', dX, X, result, dS);
    const image = joined(X, 6, 9);
    nudged(t, 'pixels', joined(dX, 6, 9), image, () => vision(cut(image, 3), P).S, dS);
  }
  const X = patches();
  const P = { W: normalMatrix(random, 54, 3), b: [0.1, 0.2, 0.3] };
  nudged(t, 'linear', linearBackward(dS, linear(X, P)).dP, P, () => linear(X, P).S, dS);
  const q = unsettled(random, feedForwardParams(random, 54, 7, 3));
  nudged(t, 'two layers', twoLayersBackward(dS, twoLayers(X, q)).dP, q, () => twoLayers(X, q).S, dS);
  const square = normalMatrix(random, 4, 9);
  const net = unsettled(random, convNetParams(random, 6, sliding, [3, 2], 3));
  nudged(t, 'convolutions', convNetBackward(dS, onWindows.forward(square, net)).dP, net, () => onWindows.forward(square, net).S, dS); // prettier-ignore
  const places = normalMatrix(random, 25, 2);
  const kernel = { W: normalMatrix(random, 18, 3), b: [0.4, -0.3, 0.2] };
  for (const [step, across] of [
    [1, 3],
    [2, 2],
  ]) {
    // prettier-ignore
    const dY = normalMatrix(random, across * across, 3);
    const slid = convolution(places, kernel, { width: 3, step });
    const { dX, dP } = convolutionBackward(dY, slid);
    nudged(t, `windows ${step} apart`, dP, kernel, () => convolution(places, kernel, { width: 3, step }).Y, dY);
    nudged(t, `and what lies under them`, dX, places, () => convolution(places, kernel, { width: 3, step }).Y, dY);
    const dUnder = normalMatrix(random, across * across, 18);
    nudged(t, 'alone', windowsBackward(dUnder, slid), places, () => windows(places, { width: 3, step }), dUnder);
  }
  const example = { X, label: 1 };
  const p = model();
  nudged(t, 'loss', lossOf(example, p, onPatches).dP, p, () => [[lossOf(example, p, onPatches).loss]], [[1]]);
  nudged(
    t,
    'loss of two layers',
    lossOf(example, q, onPixelsTwice).dP,
    q,
    () => [[lossOf(example, q, onPixelsTwice).loss]],
    [[1]],
  );
});

t.test('refuses', async (t) => {
  const P = model();
  refuses(t, () => drawn([], 4, 1), new RangeError('a character needs a stroke, got none'));
  // prettier-ignore
  for (const [smallest, largest] of [[0, 4], [5, 4], [4, 13], [NaN, 4]]) refuses(t, () => drawings(random, 1, { ...script, smallest, largest }), new RangeError(`a character must fit its image of 12 pixels, got one of ${smallest} to ${largest}`));
  for (const side of [0, 3, 1.5, NaN])
    refuses(
      t,
      () => cut(hand.image, side),
      new RangeError(`patches must fill an image without rest, got a side of ${side} in 4×4 pixels`),
    );
  refuses(
    t,
    () => cut(hand.image.slice(1), 2),
    new RangeError('patches must fill an image without rest, got a side of 2 in 3×4 pixels'),
  );
  refuses(
    t,
    () => joined([[1, 2]], 1, 2),
    new RangeError(`patches must fill an image without rest, got a side of ${Math.SQRT2} in 1×2 pixels`),
  );
  refuses(t, () => joined(hand.X, 2, 4), new RangeError('an image of 2×4 has 2 patches of 4 pixels, got 4'));
  for (const window of [{ width: 3, step: 2 }, { width: 5, step: 1 }, { width: 0, step: 1 }, { width: 2, step: 0 }, { width: 1.5, step: 1 }]) // prettier-ignore
    refuses(t, () => windows(hand.image.flat().map((x) => [x]), window), new RangeError(`windows must fit without rest, got a width of ${window.width} and a step of ${window.step} in 4`)); // prettier-ignore
  // prettier-ignore
  for (const order of [[0, 1], [0, 1, 1], [1, 2, 3]]) refuses(t, () => reordered([[1], [2], [3]], order), new RangeError(`an order must hold each of 0 to 2 once, got ${order.join(' ')}`));
  refuses(
    t,
    () => vision(hand.X, P),
    new RangeError('a product A B needs as many columns in A as rows in B, got 4×4 and 9×4'),
  );
  refuses(t, () => vision(patches().slice(1), P), new RangeError('two matrices must have one shape, got 6×4 and 7×4'));
  refuses(
    t,
    () => linear(hand.X, linearParams(15, 2)),
    new RangeError('a product A B needs as many columns in A as rows in B, got 1×16 and 15×2'),
  );
  refuses(
    t,
    () => lossOf({ X: patches(), label: 3 }, P, onPatches),
    new RangeError('an id must be a whole number from 0 to 2, got 3'),
  );
  refuses(
    t,
    () => step(beginner(P), [], (example: Example, P) => lossOf(example, P, onPatches), 1),
    new RangeError('a step needs at least one item, got 0'),
  );
  refuses(t, () => accuracy([], P, onPatches), new RangeError('an accuracy needs at least one image, got 0'));
  refuses(
    t,
    () => visionParams(random, { ...sizes, h: 3 }),
    new RangeError('d_model must be a multiple of the number of heads, got 4 and 3'),
  );
});
