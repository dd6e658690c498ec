import t from 'tap';
import fc from 'fast-check';
import math from 'mathjs/lib/browser/math.js';
import { multiply, transpose } from '../../chapters/01-vectors/matrices.ts';
import { NothingToAttend, softmax } from '../../chapters/04-attention/softmax.ts';
import * as hand from '../../chapters/11-decoder/by-hand.ts';
import { decoder, decoderBackward, decoderLayer, decoderLayerBackward } from '../../chapters/11-decoder/decoder.ts';
import { parameterList, total, vocabularyFor } from '../../chapters/11-decoder/parameters.ts';
import { transformer, transformerBackward, transformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Matrix } from '../../lib/matrix.ts';
import { count } from '../../lib/params.ts';
import { normalMatrix, seeded } from '../../lib/random.ts';
import { close } from '../close.ts';
import { deviates } from '../deviation.ts';
import { nudged, unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const random = seeded('decoder');
const matrix = (n: number, m: number) => normalMatrix(random, n, m);
const sizes = { d_model: 4, h: 2, d_ff: 5, N: 2 };
const [V_source, V_target] = [6, 7];
const translator = () => unsettled(random, transformerParams(random, V_source, V_target, sizes));
const source = [4, 5, 3, 4, 0]; // m = 5, the last a PAD
const target = [1, 6, 4]; //       n = 3, the first BOS
const layers = [0, 1];
const D = {
  source: matrix(5, 4),
  target: matrix(3, 4),
  encoder: layers.map(() => ({ attention: matrix(5, 4), feedForward: matrix(5, 4) })),
  decoder: layers.map(() => ({ selfAttention: matrix(3, 4), crossAttention: matrix(3, 4), feedForward: matrix(3, 4) })),
};

t.test('by hand', async (t) => {
  // Four digits: the ε inside the norms is left out on paper.
  const found = decoderLayer(hand.X, hand.Z, hand.P);
  close(t, found.normed_1.Y, hand.Y_1, 4, 'two above the mean, two below');
  close(t, found.crossAttended.heads[0].Q, hand.Q, 4, 'queries come from the translation');
  close(t, found.crossAttended.heads[0].K, hand.Z, 12, 'keys come from Z');
  close(t, found.crossAttended.heads[0].A, hand.A, 4, 'shares 2:1:1');
  close(t, found.crossAttended.Y, hand.C, 4, 'half of 16, a quarter, a quarter');
  close(t, found.Y, hand.Y, 4, 'deviation 3');
  const S = multiply(found.Y, transpose(hand.E));
  close(t, S, hand.S, 4, 'scores are dot products with rows of the table');
  close(t, softmax(S), hand.beliefs, 4, '16:2:2:1');
  close(t, decoderLayerBackward(hand.dY, found).dZ, hand.dZ, 4, 'what Z hears');

  // The page's pencil question: 4 for 16 brings home 2 1 1 0; 3 0 0 1 has mean 1 and variance 6/4.
  const W_V = [hand.P.crossAttention.W_V[0].map((row) => row.map((x) => x / 4))];
  const quieter = decoderLayer(hand.X, hand.Z, { ...hand.P, crossAttention: { ...hand.P.crossAttention, W_V } });
  close(t, quieter.crossAttended.Y[0], [2, 1, 1, 0], 4, 'a half and two quarters of 4');
  const wanted = [2, -1, -1, 0].map((x) => x / Math.sqrt(3 / 2));
  close(t, quieter.normed_2.Y[0], wanted, 4, '2 −1 −1 0 over √(3/2)');

  // One encoder layer of width 2 with d_ff = 3: 4·2·2 + (2·3 + 3 + 3·2 + 2) + 2·(2 + 2) = 16 + 17 + 8 = 41.
  // One decoder layer: 32 + 17 + 12 = 61. Tables of 5 and 7 words: 10 + 14.
  t.equal(total(parameterList({ d_model: 2, d_ff: 3, N: 1 }, [5, 7])), 41 + 61 + 24);
  const shapes = (place: string) =>
    parameterList({ d_model: 2, d_ff: 3, N: 1 }, [])
      .filter((part) => part.place === place)
      .map(({ name, rows, columns, times }) => `${times} ${name} ${rows}×${columns}`);
  for (const place of ['encoder feed-forward', 'decoder feed-forward']) {
    t.strictSame(shapes(place), ['1 W_1 2×3', '1 b_1 1×3', '1 W_2 3×2', '1 b_2 1×2'], `${place}: out and back`);
  }
  t.strictSame(shapes('encoder Add & Norm'), ['2 gain 1×2', '2 bias 1×2']);
  t.strictSame(shapes('decoder Add & Norm'), ['3 gain 1×2', '3 bias 1×2']);
  // Base: 18 attentions of 4·512², 12 feed-forward layers, 30 norms of 2·512, and 37000·512.
  const base = { d_model: 512, d_ff: 2048, N: 6 };
  const layers = 18 * 4 * 512 ** 2 + 12 * (2 * 512 * 2048 + 2048 + 512) + 30 * 1024;
  t.equal(total(parameterList(base, [37000])), layers + 37000 * 512, 'base');
  t.equal(vocabularyFor(layers + 512 * 40000, base), 40000, 'and back to the vocabulary');
});

// The model in matrices, for d_model = 4 and two heads of width 2. J is 4×4 of ones; a, f, p and q are branches of the
// tree, D the dropout factors of a layer's sublayers.
const FORMULAS = `
  one(X) = X * zeros(4, 1) + 1
  share(S) = e .^ S ./ (e .^ S * ones(size(S)[2], size(S)[2]))
  head(X, Z, a, i, G) = share(X * squeeze(a.W_Q[i, :, :]) * (Z * squeeze(a.W_K[i, :, :]))' / sqrt(2) + G) * (Z * squeeze(a.W_V[i, :, :]))
  heads(X, Z, a, G) = concat(head(X, Z, a, 1, G), head(X, Z, a, 2, G)) * a.W_O
  centred(X) = X - X * J / 4
  norm(X, p) = centred(X) ./ (centred(X) .^ 2 * J / 4 + 1e-5) .^ 0.5 * diag(p.gain) + one(X) * [p.bias]
  inner(X, f) = X * f.W_1 + one(X) * [f.b_1]
  ffn(X, f) = (inner(X, f) + abs(inner(X, f))) / 2 * f.W_2 + one(X) * [f.b_2]
  worked(X, f, p, D) = norm(X + D.feedForward .* ffn(X, f), p)
  encoderLayer(X, q, D, G) = worked(norm(X + D.attention .* heads(X, X, q.attention, G), q.norm_1), q.feedForward, q.norm_2, D)
  asked(X, Z, q, D, G) = norm(X + D.crossAttention .* heads(X, Z, q.crossAttention, G), q.norm_2)
  decoderLayer(X, Z, q, D, G, G_Z) = worked(asked(norm(X + D.selfAttention .* heads(X, X, q.selfAttention, G), q.norm_1), Z, q, D, G_Z), q.feedForward, q.norm_3, D)`;

t.test('by formula', async (t) => {
  const P = translator();
  const parser = math.parser();
  parser.set(
    'J',
    [1, 1, 1, 1].map(() => [1, 1, 1, 1]),
  );
  for (const line of FORMULAS.trim().split('\n')) parser.evaluate(line);
  const [encoderLayer, decoderLayer] = ['encoderLayer', 'decoderLayer'].map((name) => parser.get(name));
  // 10000^(2/4) = 100 is the divisor of the second pair.
  const input = (ids: number[], E: Matrix, D: Matrix) =>
    ids.map((id, p) =>
      math
        .evaluate('D .* (2 w + [sin(p), cos(p), sin(p / 100), cos(p / 100)])', { D: D[p], w: math.matrix(E[id]), p })
        .toArray(),
    );
  const no = -Infinity;
  const rowsOf = (n: number, row: number[]) => Array.from({ length: n }, () => row);

  const [ones_5, ones_3] = [5, 3].map((n) => rowsOf(n, [1, 1, 1, 1]));
  const ones = {
    source: ones_5,
    target: ones_3,
    encoder: layers.map(() => ({ attention: ones_5, feedForward: ones_5 })),
    decoder: layers.map(() => ({ selfAttention: ones_3, crossAttention: ones_3, feedForward: ones_3 })),
  };
  // prettier-ignore
  const causal = [[0, no, no], [0, 0, no], [0, 0, 0]];
  const padding = [0, 0, 0, 0, no];
  for (const given of [undefined, D]) {
    const factors = given ?? ones;
    let Z = input(source, P.E_source, factors.source);
    for (const [l, q] of P.encoder.entries()) Z = encoderLayer(Z, q, factors.encoder[l], rowsOf(5, padding));
    let Y = input(target, P.E_target, factors.target);
    for (const [l, q] of P.decoder.entries()) Y = decoderLayer(Y, Z, q, factors.decoder[l], causal, rowsOf(3, padding));
    const S = math.matrix(math.evaluate("Y * E'", { Y, E: P.E_target })).toArray();
    const place = given ? 'with dropout factors' : 'nothing dropped';
    close(t, transformer(source, target, P, given).S, S, 10, `2 + 2 layers, ${place}`);
  }
});

t.test('by property', async (t) => {
  const begun = transformerParams(seeded('fresh'), 300, 200, { ...sizes, d_model: 16 });
  deviates(t, 'E_source', begun.E_source, 1 / 4);
  deviates(t, 'E_target', begun.E_target, 1 / 4);

  const P = translator();
  const { S, decoding, encoding } = transformer(source, target, P);
  for (const place of [1, 2]) {
    const other = transformer(
      source,
      target.map((id, i) => (i === place ? 5 : id)),
      P,
    ).S;
    t.strictSame(other.slice(0, place), S.slice(0, place), `word ${place} leaves earlier rows as they are`);
    t.notSame(other[place], S[place], `and moves row ${place}`);
  }
  t.strictSame(transformer([4, 5, 3, 4], target, P).S, S, 'padded source equals unpadded, to the last bit');
  const padded = transformer(source, [...target, 0, 0], P).S;
  t.strictSame(padded.slice(0, 3), S, 'padded target equals unpadded, to the last bit');
  for (const place of [0, 1, 2, 3]) {
    const other = transformer(
      source.map((old, j) => (j === place ? 2 : old)),
      target,
      P,
    ).S;
    t.ok(
      S.every((row, i) => row.some((s, c) => s !== other[i][c])),
      `source word ${place} moves every row`,
    );
  }

  // Z reaches the result through each decoder layer: with one cross-attention left, and with none.
  const [X, Z, other] = [decoding.input.Y, encoding.encoded.Y, matrix(5, 4)];
  const only = (l: number) =>
    P.decoder.map((q, k) =>
      k === l
        ? q
        : { ...q, crossAttention: { ...q.crossAttention, W_O: q.crossAttention.W_O.map(() => [0, 0, 0, 0]) } },
    );
  for (const l of P.decoder.keys()) {
    t.notSame(decoder(X, other, only(l)).Y, decoder(X, Z, only(l)).Y, `layer ${l} alone reads Z`);
  }
  t.strictSame(decoder(X, other, only(-1)).Y, decoder(X, Z, only(-1)).Y, 'and nothing else does');

  // 300 rows of 16: √d_model times an entry has mean square 1, give or take 4 √(2 / 4800).
  const fresh = transformerParams(random, 300, 300, { ...sizes, d_model: 16 });
  for (const E of [fresh.E_source, fresh.E_target]) {
    const square = E.flat().reduce((sum, x) => sum + 16 * x * x, 0) / 4800;
    t.ok(Math.abs(square - 1) < 4 * Math.sqrt(2 / 4800), `a word enters with numbers of size 1: ${square}`);
  }

  const small = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(small, small, small, small, small, small, (half, h, d_ff, N, V_x, V_y) => {
      const sizes = { d_model: 2 * half * h, h, d_ff, N };
      return total(parameterList(sizes, [V_x, V_y])) === count(transformerParams(random, V_x, V_y, sizes));
    }),
    { seed: 11 },
  );
  t.pass('the list counts what the tree holds, whatever the sizes');
  const toy = { d_model: 32, h: 4, d_ff: 64, N: 1 };
  t.equal(total(parameterList(toy, [104, 144])), count(transformerParams(random, 104, 144, toy)), 'the toy');
});

t.test('by nudging', async (t) => {
  const [P, dS] = [translator(), matrix(3, V_target)];
  const branches = (tree: object): [name: string, branch: object][] => Object.entries(tree);
  for (const given of [undefined, D]) {
    const back = transformerBackward(dS, transformer(source, target, P, given));
    const result = () => transformer(source, target, P, given).S;
    const place = given ? 'with dropout factors' : 'nothing dropped';
    for (const table of ['E_source', 'E_target'] as const) {
      nudged(t, `${table}, ${place}`, back.dP[table], P[table], result, dS);
    }
    for (const half of ['encoder', 'decoder'] as const) {
      for (const l of P[half].keys()) {
        // Attention, norms and feed-forward each for itself, so that large gradients hide no small ones.
        const found = new Map(branches(back.dP[half][l]));
        for (const [name, branch] of branches(P[half][l])) {
          nudged(t, `${half} ${l} ${name}, ${place}`, found.get(name)!, branch, result, dS);
        }
      }
    }
  }
  const [X, Z, dY] = [matrix(3, 4), matrix(5, 4), matrix(3, 4)];
  const back = decoderBackward(dY, decoder(X, Z, P.decoder));
  nudged(t, 'dX of the decoder', back.dX, X, () => decoder(X, Z, P.decoder).Y, dY);
  nudged(t, 'dZ, heard from every layer', back.dZ, Z, () => decoder(X, Z, P.decoder).Y, dY);
});

t.test('refuses', async (t) => {
  const P = translator();
  refuses(t, () => transformer([4, 6], target, P), new RangeError('an id must be a whole number from 0 to 5, got 6'));
  refuses(t, () => transformer(source, [1, 7], P), new RangeError('an id must be a whole number from 0 to 6, got 7'));
  refuses(
    t,
    () => transformer(source, [1, 1.5], P),
    new RangeError('an id must be a whole number from 0 to 6, got 1.5'),
  );
  refuses(t, () => transformer([], target, P), new RangeError('a sentence must have at least one token, got 0'));
  refuses(t, () => transformer(source, [], P), new RangeError('a sentence must have at least one token, got 0'));
  refuses(
    t,
    () => transformer([0, 0], target, P),
    new NothingToAttend('every query must see at least one key, got none in row 0'),
  );
  refuses(
    t,
    () => transformer(source, [0, 4], P),
    new NothingToAttend('every query must see at least one key, got none in row 0'),
  );
  refuses(
    t,
    () => transformer(source, target, P, { ...D, source: matrix(3, 4) }),
    new RangeError('two matrices must have one shape, got 3×4 and 5×4'),
  );
  refuses(
    t,
    () => decoder(matrix(2, 4), matrix(3, 5), P.decoder),
    new RangeError('a product A B needs as many columns in A as rows in B, got 3×5 and 4×2'),
  );
  refuses(
    t,
    () => decoder(matrix(2, 4), matrix(3, 4), P.decoder, undefined, matrix(2, 2)),
    new RangeError('a mask needs a row for each query and a column for each key, 2×3, got 2×2'),
  );
  const odd = { d_model: 3, h: 1, d_ff: 2, N: 1 };
  refuses(
    t,
    () => transformer([1], [1], transformerParams(random, 2, 2, odd)),
    new RangeError('d_model must be even, a sine and a cosine a pair, got 3'),
  );
  refuses(
    t,
    () => transformerParams(random, 2, 2, { ...odd, h: 2 }),
    new RangeError('d_model must be a multiple of the number of heads, got 3 and 2'),
  );
});
