import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/21-since-2017/by-hand.ts';
import {
  block,
  blockBackward,
  fedForward,
  fedForwardBackward,
  norm,
  normBackward,
} from '../../chapters/21-since-2017/block.ts';
import {
  decoderOnly,
  decoderOnlyBackward,
  keptBy,
  lineLoss,
  type DecoderOnly,
} from '../../chapters/21-since-2017/decoder-only.ts';
import { gated, gatedBackward, gatedParams, silu } from '../../chapters/21-since-2017/gated.ts';
import { groupedParams, groupedQuery, groupedQueryBackward } from '../../chapters/21-since-2017/grouped.ts';
import {
  decoderOnlyParams,
  MICROGPT,
  MICROGPT_SIZES,
  PAPER,
  TODAY,
  type DecoderSizes,
} from '../../chapters/21-since-2017/parts.ts';
import { rmsNorm, rmsNormBackward } from '../../chapters/21-since-2017/rms-norm.ts';
import { frequencies, rotary, rotaryBackward, turns } from '../../chapters/21-since-2017/rotary.ts';
import {
  keptAWord,
  LLAMA_3_2_1B,
  LLAMA_CONTEXT,
  numbersIn,
  numbersOf,
  productsAt,
} from '../../chapters/21-since-2017/sizes.ts';
import { multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { shift } from '../../chapters/03-positions/positions.ts';
import { multiHead } from '../../chapters/05-multi-head/multi-head.ts';
import { causalMask } from '../../chapters/06-masking/masking.ts';
import { layerNorm, layerNormParams } from '../../chapters/07-layer-norm/layer-norm.ts';
import { preNorm, postNorm } from '../../chapters/07-layer-norm/pre-norm.ts';
import { relu } from '../../chapters/09-feed-forward/activations.ts';
import { encoderLayer } from '../../chapters/10-encoder/encoder.ts';
import { gpt } from '../../chapters/16-gpt/gpt.ts';
import { zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { count } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

/** A complex number of mathjs. */
interface Complex {
  re: number;
  im: number;
}

const random = seeded('since 2017');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const mean = (x: Vector) => x.reduce((sum, x_c) => sum + x_c, 0) / x.length;
const dot = (q: Vector, k: Vector) => q.reduce((sum, q_c, c) => sum + q_c * k[c], 0);

/** Small sizes with more heads than groups. */
const small: DecoderSizes = { V: 7, n: 5, d_model: 8, h: 4, g: 2, d_ff: 6, N: 2 };
const line = [1, 4, 6, 5, 2];

t.test('by hand', async (t) => {
  const ones = [1, 1, 1, 1];
  const normed = rmsNorm(hand.X, ones);
  // Without ε to four decimals, with it to twelve.
  close(t, [normed.size, normed.X_hat], [hand.size, hand.X_hat], 4, 'divided by 5 and by 2');
  close(t, normed.size, [Math.sqrt(25 + 1e-5), Math.sqrt(4 + 1e-5)], 12, '√(25 + ε), √(4 + ε)');
  close(t, rmsNorm(hand.X, hand.gain).Y[0], [2 / 5, 4 / 5, 4, 8 / 5], 4, 'the third coordinate five times');
  const back = rmsNormBackward(
    [
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ],
    normed,
  );
  close(t, back.dX, [hand.dX_first, [0, 0, 0, 0]], 6, '(1 − 2/50)/5, …');
  close(t, back.dGain, [2 / 5, 0, 0, 0], 4, 'the gain hears X̂');
  // The exercises: 1, 7, 5, 5 has mean square (1 + 49 + 25 + 25)/4 = 25.
  close(t, rmsNorm([[1, 7, 5, 5]], ones).Y, [[1 / 5, 7 / 5, 1, 1]], 4, 'the exercise');

  const [Q, K] = [rotary(hand.Q, hand.quarter).Y, rotary(hand.K, hand.quarter).Y];
  close(t, [Q, K], [hand.Q_turned, hand.K_turned], 12, 'quarter turns');
  close(t, multiply(Q, transpose(K)), hand.dots, 12, 'a score for each distance');
  close(t, turns(4, [Math.PI / 2]), hand.quarter, 12, 'p ω for ω = 90°');
  close(t, turns(2, [Math.PI / 2], 2), { cosine: [[-1], [0]], sine: [[0], [-1]] }, 12, 'from place 2');
  close(t, rotaryBackward(Q, { T: hand.quarter }).dX, hand.Q, 12, 'turned back');
  close(t, frequencies(4, 100), [1, 1 / 10], 12, '100^0 and 100^(−1/2)');
  close(t, frequencies(4), [1, 1 / 100], 12, 'the base of chapter 3');

  // The exercise: the key [1, −2] at distances 0 to 3: 0, −5, 0, 5.
  const other = multiply(Q, transpose([[1, -2]])).flat();
  close(t, other, [0, -5, 0, 5], 12, 'three places back');
  const along = rmsNormBackward([[2, 4, 4, 8]], rmsNorm([[2, 4, 4, 8]], ones)).dX;
  close(t, along, [[0, 0, 0, 0]], 5, 'stretching is undone, but for ε');

  const ln_3 = Math.log(3);
  const found = gated(hand.x, hand.gate);
  close(t, [silu.f(ln_3), silu.f(-ln_3), silu.f(0)], [(3 / 4) * ln_3, (-1 / 4) * ln_3, 0], 12, 'gates of ¾ and ¼');
  close(t, [found.H, found.Y], [hand.H, hand.Y_gated], 12, 'the gated unit');
  // dH = 1, 1. dG W_gateᵀ + dU W_upᵀ: (3 + ¾ ln 3) ln 3 + ¾ ln 3 · 4, (2 − 1½ ln 3)(−ln 3) − ¼ ln 3 · 8.
  const gateBack = gatedBackward([[1, 0]], found);
  const dX = [hand.dG[0] * ln_3 + 3 * ln_3, -hand.dG[1] * ln_3 - 2 * ln_3];
  close(t, gateBack.dX, [dX], 12, 'dX of the gated unit');
  close(t, gateBack.dP.W_gate, [hand.dG, hand.dG], 12, 'x is 1, 1');
  close(
    t,
    gateBack.dP.W_down,
    [
      [3 * ln_3, 0],
      [-2 * ln_3, 0],
    ],
    12,
    'dW_down',
  );

  const M = causalMask(2);
  const asked = groupedQuery(hand.words, hand.groups, M);
  close(
    t,
    asked.heads.map(({ A }) => A[1]),
    hand.shares,
    12,
    'ln 2 : 0 and −ln 2 : 0',
  );
  close(t, asked.Y, hand.Y_grouped, 12, 'two queries, one key');
  t.strictSame(asked.K, [[[1], [0]]], 'one key a word');
  // dY = 1, 1 at 爱. Head 1: dS = ⅔(3 − 4), ⅓(6 − 4); head 2: ⅓(3 − 5), ⅔(6 − 5). dV: ⅔ + ⅓, ⅓ + ⅔.
  // dK: −⅔ ln 2 + ⅔ ln 2, and the same with the signs turned: what the two queries ask of the key cancels.
  const askedBack = groupedQueryBackward(
    [
      [0, 0],
      [1, 1],
    ],
    asked,
  ).dP;
  close(t, askedBack.W_V, [[[1], [1]]], 12, 'the group hears both heads');
  close(t, askedBack.W_K, [[[0], [0]]], 12, 'their wishes cancel');
  const one = groupedQueryBackward(
    [
      [0, 0],
      [1, 0],
    ],
    asked,
  ).dP;
  close(t, one.W_K, [[[(-2 / 3) * Math.LN2], [(2 / 3) * Math.LN2]]], 12, 'one head alone');

  // 4,192: 27·16 twice, 16·16 places, four matrices of 16·16, and 2·16·64.
  t.equal(2 * 27 * 16 + 16 * 16 + 4 * 16 * 16 + 2 * 16 * 64, 4192);
  t.equal(count(decoderOnlyParams(random, MICROGPT_SIZES, MICROGPT)), 4192, 'microgpt');
  // 128,256·2048 + 16·(2048·2048·2 + 2·2048·512 + 3·2048·8192 + 2·2048) + 2048, as published.
  t.equal(numbersIn(LLAMA_3_2_1B), 1_235_814_400, 'Llama 3.2 1B');
  t.equal(keptAWord(LLAMA_3_2_1B), 2 ** 14, '2 · 16 · 8 · 64');
  t.equal(keptAWord({ ...LLAMA_3_2_1B, g: 32 }), 2 ** 16, 'four times as many without groups');
  const { withWeights, inAttention } = productsAt(1, LLAMA_3_2_1B);
  t.equal(Math.round(withWeights / inAttention / 1000), 19, 'from about 19,000 words on attention takes more');
  t.equal(productsAt(LLAMA_CONTEXT, LLAMA_3_2_1B).inAttention, 2 ** 33, '2 · 16 · 2048 · 2¹⁷');
});

t.test('by formula', async (t) => {
  const [X, gain] = [matrix(3, 5), matrix(1, 5)[0]];
  const rms = X.map((x) =>
    math.evaluate('gain .* x / sqrt(mean(x .^ 2) + 1e-5)', { x: math.matrix(x), gain: math.matrix(gain) }).toArray(),
  );
  close(t, rmsNorm(X, gain).Y, rms, 12, 'gain ∘ x / √(mean(x²) + ε)');

  // dX of 0.7 · 2 Y_1 − 1.1 · 3 Y_2 + 0.4 · 5 Y_3 by mathjs's symbolic derivative.
  const loss = '(0.7 * 2 * a - 1.1 * 3 * b + 0.4 * 5 * c) / sqrt((a^2 + b^2 + c^2) / 3 + 1e-5)';
  const at = { a: 0.3, b: -1.2, c: 0.8 };
  const slopes = ['a', 'b', 'c'].map((name) => math.derivative(loss, name, { simplify: false }).evaluate(at));
  const worked = rmsNorm([[0.3, -1.2, 0.8]], [2, 3, 5]);
  close(t, rmsNormBackward([[0.7, -1.1, 0.4]], worked).dX[0], slopes, 12, 'dX');

  // A pair is a complex number, and a turn a product with e^(ipω).
  const omega = frequencies(6, 50);
  const turned = matrix(4, 6);
  const wanted = turned.map((row, p) =>
    omega.flatMap((w, i) => {
      const z = math.evaluate('(x + i * y) * exp(i * p * w)', {
        x: row[2 * i],
        y: row[2 * i + 1],
        p: p + 3,
        w,
      }) as Complex;
      return [z.re, z.im];
    }),
  );
  close(t, rotary(turned, turns(4, omega, 3)).Y, wanted, 12, '(x + iy) e^(ipω)');
  close(
    t,
    omega,
    [0, 1, 2].map((i) => math.evaluate(`50 ^ (-2 * ${i} / 6)`) as number),
    12,
    'base^(−2i/d_k)',
  );

  const [x, P] = [matrix(3, 4), gatedParams(random, 4, 6)];
  const scope = { x: math.matrix(x), g: math.matrix(P.W_gate), u: math.matrix(P.W_up), d: math.matrix(P.W_down) };
  const silued = math.evaluate('((x * g) ./ (1 + map(-x * g, exp)) .* (x * u)) * d', scope).toArray();
  close(t, gated(x, P).Y, silued, 12, '(silu(x W_gate) ∘ x W_up) W_down');
  const slope = math.derivative('z / (1 + exp(-z))', 'z').evaluate({ z: 0.7 }) as number;
  close(t, silu.slope(0.7), slope, 12, 'the slope of silu');

  // Four heads, two groups: heads 0 and 1 share the first key and value, heads 2 and 3 the second.
  const Q = groupedParams(random, 8, 4, 2);
  const s = matrix(3, 8);
  const heads = [0, 0, 1, 1].map((j, i) => {
    const names = { s: math.matrix(s), q: math.matrix(Q.W_Q[i]), k: math.matrix(Q.W_K[j]), v: math.matrix(Q.W_V[j]) };
    const S = math.evaluate('map(s * q * transpose(s * k) / sqrt(2), exp)', names).toArray() as Matrix;
    const A = S.map((row) => row.map((e) => e / row.reduce((sum, e) => sum + e, 0)));
    return math.evaluate('A * s * v', { ...names, A: math.matrix(A) }).toArray() as Matrix;
  });
  const C = s.map((_, i) => heads.flatMap((head) => head[i]));
  close(t, groupedQuery(s, Q).Y, multiply(C, Q.W_O), 12, 'Concat(heads) W^O');
});

t.test('by property', async (t) => {
  // What stays the same. RMS norm of centred rows is chapter 7's norm.
  const gain = matrix(1, 6)[0];
  fc.assert(
    fc.property(matrices(3, 6), (X) => {
      const centred = X.map((x) => x.map((x_c) => x_c - mean(x)));
      const [found, wanted] = [rmsNorm(centred, gain).Y, layerNorm(X, { gain, bias: zeros(1, 6)[0] }).Y];
      return found.every((row, i) => row.every((y, c) => Math.abs(y - wanted[i][c]) < 1e-9));
    }),
    { seed: 21 },
  );
  const X = matrix(3, 6);
  const plain = rmsNorm(X, gain).Y;
  const scaled = rmsNorm(
    X.map((x) => x.map((x_c) => 1000 * x_c)),
    gain,
  ).Y;
  t.ok(relativeError(scaled, plain) < 1e-4, 'a factor changes nothing but ε’s part');
  const moved = rmsNorm(
    X.map((x) => x.map((x_c) => 1 + x_c)),
    gain,
  ).Y;
  t.ok(relativeError(moved, plain) > 0.1, 'a constant does, unlike in chapter 7');

  // A score depends on the distance alone, a length on nothing; and a turn by p is chapter 3's shift by −p.
  const omega = frequencies(6);
  const [q, k] = [matrix(1, 6), matrix(1, 6)];
  const score = (i: number, j: number) => dot(rotary(q, turns(1, omega, i)).Y[0], rotary(k, turns(1, omega, j)).Y[0]);
  const place = fc.integer({ min: 0, max: 500 });
  fc.assert(
    fc.property(place, place, place, (i, j, far) => Math.abs(score(i, j) - score(i + far, j + far)) < 1e-9),
    { seed: 21 },
  );
  t.ok(Math.abs(score(3, 1) - score(1, 3)) > 0.01, 'before and behind differ');
  const many = matrix(9, 6);
  const turned = rotary(many, turns(9, omega, 4)).Y;
  close(
    t,
    turned.map((row) => dot(row, row)),
    many.map((row) => dot(row, row)),
    12,
    'as long as before',
  );
  close(
    t,
    turned,
    many.map((row, p) => multiply([row], shift(-(p + 4), 6))[0]),
    12,
    'chapter 3',
  );

  // silu is a softened ReLU: both have f(z) − f(−z) = z, and far out they are one.
  for (const z of [-40, -2, -0.3, 0.5, 3, 40]) {
    close(t, [silu.f(z) - silu.f(-z), relu.f(z) - relu.f(-z)], [z, z], 12, `at ${z}`);
  }
  close(t, [silu.f(-40), silu.f(40)], [0, 40], 12, 'far out');

  // As many groups as heads: chapter 5, to the last bit. One group: all heads read one key.
  const M = causalMask(3);
  const whole = groupedParams(random, 6, 3, 3);
  t.strictSame(groupedQuery(X, whole, M).Y, multiHead(X, X, whole, M).Y, 'g = h is multi-head attention');
  const shared = groupedParams(random, 6, 3, 1);
  const copied = { ...shared, W_K: [0, 1, 2].map(() => shared.W_K[0]), W_V: [0, 1, 2].map(() => shared.W_V[0]) };
  t.strictSame(groupedQuery(X, shared, M).Y, multiHead(X, X, copied, M).Y, 'g = 1 is three heads with one key');

  // Of the paper's parts a block is chapter 10's layer, and the model chapter 16's.
  const sizes = { ...small, g: small.h };
  const paper = unsettled(random, decoderOnlyParams(random, sizes, PAPER));
  const layer = paper.layers[0] as Parameters<typeof encoderLayer>[1];
  const x = matrix(4, 8);
  t.strictSame(
    block(x, paper.layers[0], false, causalMask(4)).Y,
    encoderLayer(x, layer, causalMask(4)).Y,
    'chapter 10',
  );
  t.strictSame(decoderOnly(line, paper, PAPER).S, gpt(line, paper as Parameters<typeof gpt>[1]).S, 'chapter 16');

  // A feed-forward layer max(0, xW) − max(0, −xW) is the product xW: the block is chapter 7's pre-norm or post-norm.
  const W = matrix(8, 8);
  const silent = { ...groupedParams(random, 8, 2, 2), W_O: zeros(8, 8) };
  const linear = { W_1: W.map((row) => [...row, ...row.map((w) => -w)]), W_2: [...unit(8, 1), ...unit(8, -1)] };
  const normP = { gain: matrix(1, 8)[0], bias: matrix(1, 8)[0] };
  const P = { norm_1: layerNormParams(8), attention: silent, norm_2: normP, feedForward: linear };
  close(t, block(x, P, true).Y, preNorm(x, { norm: normP, W }).Y, 12, 'chapter 7, before');
  const once = layerNorm(x, layerNormParams(8)).Y;
  close(t, block(x, P, false).Y, postNorm(once, { norm: normP, W }).Y, 12, 'chapter 7, after');

  for (const [name, parts] of Object.entries({ PAPER, TODAY, MICROGPT })) {
    const P = unsettled(random, decoderOnlyParams(random, small, parts));
    const all = decoderOnly(line, P, parts);
    // Word by word, keys and values kept.
    let said: DecoderOnly | undefined;
    const rows = line.map((id, i) => {
      said = decoderOnly([id], P, parts, i, said && keptBy(said));
      return said.S[0];
    });
    close(t, rows, all.S, 12, `${name}: kept, the scores are those of the whole line`);
    t.strictSame(decoderOnly([...line.slice(0, 4), 3], P, parts).S.slice(0, 4), all.S.slice(0, 4), `${name}: causal`);
  }
  const later = decoderOnlyParams(random, small, TODAY);
  close(t, decoderOnly(line, later, TODAY, 100).S, decoderOnly(line, later, TODAY).S, 9, 'rotary: begun anywhere');
  const oneHead = decoderOnlyParams(random, { ...small, h: 1, g: 1 }, TODAY);
  close(t, decoderOnly(line, oneHead, TODAY, 9).S, decoderOnly(line, oneHead, TODAY).S, 9, 'one head, too');
  const sine = decoderOnlyParams(random, small, { ...TODAY, places: 'sine' });
  const form = { before: true, places: 'sine' } as const;
  t.ok(relativeError(decoderOnly(line, sine, form, 100).S, decoderOnly(line, sine, form).S) > 0.01, 'sine: not so');
  const blind = decoderOnlyParams(random, small, { ...TODAY, places: 'none' });
  const none = { before: true, places: 'none' } as const;
  const [one, other] = [
    [1, 4, 6, 5],
    [1, 6, 4, 5],
  ].map((ids) => decoderOnly(ids, blind, { ...none }).S[3]);
  t.ok(relativeError(one, other) > 1e-6, 'two layers behind a causal mask know a little of the order');
  const single = { ...blind, layers: blind.layers.slice(1) };
  const [a, b] = [
    [1, 4, 6, 5],
    [1, 6, 4, 5],
  ].map((ids) => decoderOnly(ids, single, none).S[3]);
  close(t, a, b, 12, 'one layer without places knows none');

  // Where training begins: even numbers up to √(6/(n + m)) have that over √3 for a deviation.
  const large = { V: 60, n: 50, d_model: 40, h: 4, g: 2, d_ff: 70, N: 1 };
  const [fresh, micro] = [TODAY, MICROGPT].map((parts) => decoderOnlyParams(seeded('fresh'), large, parts));
  const [layer_1, micro_1] = [fresh.layers[0], micro.layers[0]];
  for (const [name, table] of Object.entries({ E: fresh.E, places: micro.places ?? [], out: micro.out ?? [] })) {
    deviates(t, name, table, 1 / Math.sqrt(40));
  }
  const { W_Q, W_K, W_V, W_O } = layer_1.attention;
  deviates(t, 'W_Q, W_K, W_V', [...W_Q, ...W_K, ...W_V].flat(), Math.sqrt(2 / (40 + 8 * 10)));
  deviates(t, 'W_O', W_O, Math.sqrt(2 / 80));
  for (const fed of [layer_1.feedForward, micro_1.feedForward]) {
    for (const [name, W] of Object.entries(fed)) deviates(t, name, W, Math.sqrt(2 / 110));
  }
  t.strictSame(norm(x, {}).Y, rmsNorm(x, new Array<number>(8).fill(1)).Y, 'a norm that learns nothing has gain 1');
  t.strictSame(layer_1.norm_1, { gain: new Array<number>(40).fill(1) }, 'a fresh gain is 1');

  // Queries and keys of the model are turned by their places, values are not.
  const three = decoderOnly(line, later, TODAY, 3).layers[1];
  const at_3 = turns(line.length, frequencies(2), 3);
  const { W_Q: Q_1, W_K: K_1, W_V: V_1 } = later.layers[1].attention;
  const read = (W: Matrix) => multiply(three.normed_1.Y, W);
  t.strictSame(three.attended.heads[2].Q, rotary(read(Q_1[2]), at_3).Y, 'queries');
  t.strictSame(
    three.attended.K,
    K_1.map((W) => rotary(read(W), at_3).Y),
    'keys',
  );
  t.strictSame(three.attended.V, V_1.map(read), 'values');

  const names = [PAPER, TODAY, MICROGPT].map((parts) => Object.keys(decoderOnlyParams(random, small, parts)));
  const microgptHas = ['E', 'places', 'first', 'layers', 'out']; // its norms learn nothing, and none is at the end
  t.strictSame(names, [['E', 'layers'], ['E', 'layers', 'last'], microgptHas], 'what each model is made of');

  // The counts of a configuration are those of a model; each number of a matrix is multiplied once a word.
  const d_k = small.d_model / small.h;
  t.equal(numbersIn({ ...small, d_k }), count(decoderOnlyParams(random, small, TODAY)), 'numbersIn');
  const { norms, last } = numbersOf({ ...small, d_k });
  t.equal(productsAt(1, { ...small, d_k }).withWeights, numbersIn({ ...small, d_k }) - small.N * norms - last);
  const heads = decoderOnly(line, decoderOnlyParams(random, small, TODAY), TODAY).layers.flatMap(
    (l) => l.attended.heads,
  );
  const rowProducts = heads.map(({ K, V }) => count(K) + count(V)).reduce((sum, n) => sum + n);
  t.equal(
    productsAt(line.length, { ...small, d_k }).inAttention,
    rowProducts,
    'a query meets every key, a share every value',
  );
  const keptNow = keptBy(decoderOnly(line, later, TODAY));
  t.equal(keptAWord({ ...small, d_k }) * line.length, count(keptNow), 'keptAWord');
});

t.test('by nudging', async (t) => {
  const [n, d] = [3, 5];
  const [X, dY, gain] = [matrix(n, d), matrix(n, d), matrix(1, d)[0]];
  const normed = rmsNormBackward(dY, rmsNorm(X, gain));
  nudged(t, 'rmsNorm dX', normed.dX, X, () => rmsNorm(X, gain).Y, dY);
  nudged(t, 'rmsNorm dGain', [normed.dGain], [gain], () => rmsNorm(X, gain).Y, dY);

  const P = gatedParams(random, d, 4);
  const back = gatedBackward(dY, gated(X, P));
  nudged(t, 'gated dX', back.dX, X, () => gated(X, P).Y, dY);
  nudged(t, 'gated dP', back.dP, P, () => gated(X, P).Y, dY);

  const [R, dR, T] = [matrix(4, 6), matrix(4, 6), turns(4, frequencies(6, 20), 2)];
  nudged(t, 'rotary dX', rotaryBackward(dR, rotary(R, T)).dX, R, () => rotary(R, T).Y, dR);

  const [s, dS, M] = [matrix(4, 8), matrix(4, 8), causalMask(4)];
  for (const [name, turn] of [
    ['', undefined],
    [', turned', turns(4, frequencies(2))],
  ] as const) {
    const Q = groupedParams(random, 8, 4, 2);
    const found = groupedQueryBackward(dS, groupedQuery(s, Q, M, turn));
    nudged(t, `groupedQuery dX${name}`, found.dX, s, () => groupedQuery(s, Q, M, turn).Y, dS);
    nudged(t, `groupedQuery dP${name}`, found.dP, Q, () => groupedQuery(s, Q, M, turn).Y, dS);
  }

  const [word, dWord, alone] = [matrix(1, 4), matrix(1, 4), groupedParams(random, 4, 2, 1)];
  const lonely = groupedQueryBackward(dWord, groupedQuery(word, alone));
  nudged(t, 'groupedQuery dX, of one word', lonely.dX, word, () => groupedQuery(word, alone).Y, dWord);

  for (const norms of [{ gain: matrix(1, 8)[0], bias: matrix(1, 8)[0] }, { gain: matrix(1, 8)[0] }, {}]) {
    const { dX, dP } = normBackward(dS, norm(s, norms));
    nudged(t, `norm dX, ${Object.keys(norms)}`, dX, s, () => norm(s, norms).Y, dS);
    nudged(t, `norm dP, ${Object.keys(norms)}`, dP, norms, () => norm(s, norms).Y, dS);
  }
  const bare = { W_1: matrix(8, 3), W_2: matrix(3, 8) };
  for (const fed of [
    gatedParams(random, 8, 3),
    bare,
    { W_1: bare.W_1, b_1: matrix(1, 3)[0], W_2: bare.W_2, b_2: matrix(1, 8)[0] },
  ]) {
    const { dX, dP } = fedForwardBackward(dS, fedForward(s, fed));
    nudged(t, `fedForward dX, ${Object.keys(fed)}`, dX, s, () => fedForward(s, fed).Y, dS);
    nudged(t, `fedForward dP, ${Object.keys(fed)}`, dP, fed, () => fedForward(s, fed).Y, dS);
  }

  const [X_B, dB] = [matrix(4, 4), matrix(4, 4)];
  const tiny = { ...small, d_model: 4, h: 2, g: 1, d_ff: 3 };
  const scores = matrix(line.length, tiny.V);
  for (const [name, parts] of Object.entries({ PAPER, TODAY, MICROGPT })) {
    const P = unsettled(random, decoderOnlyParams(random, tiny, parts));
    const result = () => decoderOnly(line, P, parts).S;
    nudged(
      t,
      `decoderOnly dP, ${name}`,
      decoderOnlyBackward(scores, decoderOnly(line, P, parts)).dP,
      P,
      result,
      scores,
    );
    const before = { before: !parts.before, places: parts.places };
    const turned = decoderOnlyBackward(scores, decoderOnly(line, P, before)).dP;
    nudged(t, `${name}, its norms elsewhere`, turned, P, () => decoderOnly(line, P, before).S, scores);
    const [layer] = P.layers;
    const { dX } = blockBackward(dB, block(X_B, layer, parts.before, M));
    nudged(t, `block dX, ${name}`, dX, X_B, () => block(X_B, layer, parts.before, M).Y, dB);
    const { loss, n, dP } = lineLoss(line, P, parts);
    t.equal(n, line.length - 1, 'all but the first are asked for');
    const wanted = numericGradient(() => lineLoss(line, P, parts).loss, P);
    t.ok(relativeError(dP, wanted) < 1e-6 && loss > 0, `lineLoss dP, ${name}`);
  }
});

t.test('refuses', async (t) => {
  const X = matrix(2, 4);
  const rule = 'two matrices must have one shape';
  refuses(t, () => rmsNorm(X, [1, 1]), new RangeError('a gain needs a number for each of 4 coordinates, got 2'));
  refuses(t, () => rmsNormBackward(matrix(1, 4), rmsNorm(X, [1, 1, 1, 1])), new RangeError(`${rule}, got 1×4 and 2×4`));
  for (const d_k of [3, 0, 2.5]) {
    refuses(t, () => frequencies(d_k), new RangeError(`rotary positions turn pairs, so d_k must be even, got ${d_k}`));
  }
  const three = turns(3, [1, 2]);
  const turn = (n: number, d: number) => `${n} places of ${d} numbers need as many turns of pairs, got 3 of 2`;
  refuses(t, () => rotary(X, three), new RangeError(turn(2, 4)));
  refuses(t, () => rotary(matrix(3, 6), three), new RangeError(turn(3, 6)));
  refuses(t, () => rotaryBackward(matrix(2, 4), { T: three }), new RangeError(turn(2, 4)));
  refuses(t, () => rotary(matrix(3, 4), { ...three, sine: zeros(2, 2) }), new RangeError(`${rule}, got 2×2 and 3×2`));
  const shared = 'heads must share out evenly over the groups, got 4 heads and';
  for (const g of [3, 0, 8, 1.5, -2, 0.5]) {
    refuses(t, () => groupedParams(random, 8, 4, g), new RangeError(`${shared} ${g} groups`));
  }
  const P = groupedParams(random, 8, 4, 2);
  refuses(
    t,
    () => groupedQuery(matrix(2, 8), { ...P, W_K: [...P.W_K, P.W_K[0]] }),
    new RangeError(`${shared} 3 groups`),
  );
  refuses(
    t,
    () => groupedParams(random, 8, 3, 1),
    new RangeError('d_model must be a multiple of the number of heads, got 8 and 3'),
  );
  const model = decoderOnlyParams(random, small, TODAY);
  const said = decoderOnly([1, 2], model, TODAY);
  refuses(
    t,
    () => decoderOnly([1, 2], model, TODAY, 2, keptBy(said)),
    new RangeError('beside what is kept one word is read at a time, got 2'),
  );
  refuses(t, () => decoderOnly([7], model, TODAY), new RangeError('an id must be a whole number from 0 to 6, got 7'));
  const learned = decoderOnlyParams(random, small, MICROGPT);
  refuses(
    t,
    () => decoderOnly([1], learned, MICROGPT, 5),
    new RangeError('an id must be a whole number from 0 to 4, got 5'),
  );
});

/** The n×n matrix with `value` along its diagonal. */
function unit(n: number, value: number): Matrix {
  return zeros(n, n).map((row, i) => row.map((_, c) => (i === c ? value : 0)));
}
