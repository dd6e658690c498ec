/**
 * Chapter 3: word order noticed, two clocks by hand, counting and its smooth version, and what the table of sines
 * can do.
 */

import { add, multiply, transpose } from '../chapters/01-vectors/matrices.ts';
import { dot, minus, norm, plus, times } from '../chapters/01-vectors/vectors.ts';
import * as hand from '../chapters/03-positions/by-hand.ts';
import { frequency, positionalEncoding, shift, similarity, wavelength } from '../chapters/03-positions/positions.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { X, tokens } from '../chapters/04-attention/by-hand.ts';
import { curve, shades } from '../lib/plot.ts';
import { alignLeft, bracketed, columns, decimal, displayWidth, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

/** Change these and run again. */
export const constants = {
  d_model: 512, //                         width in parts 4, 6 and 7
  width: 26, //                            d_model of the picture in part 3
  rows: 16, //                             positions in it
  widths: [4, 8, 16, 32, 64, 512], //      d_model in part 5
  distances: [0, 1, 2, 5, 10, 50, 100], // k in part 6
  back: 3, //                              places that part 7 looks back,
  sharpness: [1, 4, 16], //                ever more sharply
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed(these: typeof constants) {
  const { d_model, width, rows, widths, distances, back, sharpness, seed } = these;
  const random = seeded(seed); // parts 1 and 5 draw from it, one after the other
  const PE = positionalEncoding(tokens.length, hand.d_model);
  return {
    swapped: swapped(random),
    clocks: { X, PE, sum: add(X, PE) },
    counting: counting(rows, width),
    pairs: pairs(d_model),
    readBack: widths.map((width) => readBack(width, random)),
    apart: apart(distances, d_model),
    lookingBack: lookingBack(back, sharpness, d_model),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('我爱你 or 你爱我', '我爱你，还是你爱我')),
    printedSwapped(found.swapped, say),
    part(2, say('Two clocks', '两只钟')),
    printedClocks(found.clocks),
    part(3, say('Counting, and counting smoothly', '计数，和平滑的计数')),
    printedCounting(found.counting, say),
    part(4, say('From fast to slow', '从快到慢')),
    printedPairs(found.pairs, say),
    part(5, say('Does the sum drown the word?', '相加会不会把词淹没')),
    printedReadBack(found.readBack, say),
    part(6, say('How far, not where', '只看相距多远，不看在哪里')),
    printedApart(found.apart, say),
    part(7, say('So many places back', '往回看几个位置')),
    printedLookingBack(found.lookingBack),
  ].join('\n');
}

/** Part 1: how far each word comes to lie from itself when 我爱你 becomes 你爱我; attention with random matrices. */
function swapped(random: Random) {
  const [W_Q, W_K, W_V] = [1, 2, 3].map(() => normalMatrix(random, 4, 4));
  const related = (S: Matrix) => attention(multiply(S, W_Q), multiply(S, W_K), multiply(S, W_V)).Y;
  const backwards = [...X].reverse(); // 你 爱 我
  const moved = (one: Matrix, other: Matrix) => {
    const [Y_one, Y_other] = [related(one), related(other).reverse()];
    return Y_one.map((y, i) => norm(minus(y, Y_other[i])));
  };
  return {
    without: moved(X, backwards),
    placed: moved(add(X, hand.PE), add(backwards, hand.PE)),
  };
}

function printedSwapped({ without, placed }: Found['swapped'], say: Say): string {
  return columns([
    [
      say('between 我爱你 and 你爱我 it moves by', '从我爱你到你爱我，移动了'),
      say('without positions', '没有位置'),
      say('with positions', '加了位置'),
    ],
    ...tokens.map((word, i) => [word, decimal(without[i]), decimal(placed[i])]),
  ]);
}

/** Part 2: three places by hand, and what becomes of the words that stand there. */
function printedClocks({ X, PE, sum }: Found['clocks']): string {
  const clocks = ['sin p', 'cos p', 'sin p/100', 'cos p/100'];
  const places = PE.map((_, p) => `PE(${p})`);
  const row = (a: Vector) => bracketed(a, 2);
  const sums = tokens.map((word, p) => `${word}  ${row(X[p])} + ${row(PE[p])} = ${row(sum[p])}`);
  return [labelled(PE, places, clocks), ...sums].join('\n');
}

/** Part 3: each position as a binary number, and as the sines and the cosines of PE. */
function counting(rows: number, d_model: number) {
  const PE = positionalEncoding(rows, d_model);
  return PE.map((row, p) => ({
    binary: [1, 2, 4, 8].map((place) => Math.floor(p / place) % 2),
    sines: row.filter((_, c) => c % 2 === 0),
    cosines: row.filter((_, c) => c % 2 === 1),
  }));
}

function printedCounting(rows: Found['counting'], say: Say): string {
  const [sine, cosine] = [say('sines, fast to slow', '正弦，从快到慢'), say('cosines', '余弦')];
  const wide = Math.max(2 * rows[0].sines.length, displayWidth(sine)); // a shade is two columns wide
  const pictured = (A: Matrix, names: string[]) => shades(A, names, -1, 1).split('\n');
  const sines = pictured(
    rows.map(({ sines }) => sines),
    rows.map(({ binary }, p) => `${String(p).padStart(2)}   ${binary.join(' ')}  `),
  );
  const cosines = pictured(
    rows.map(({ cosines }) => cosines),
    rows.map(() => ''),
  );
  return [
    ` p   1 2 4 8    ${alignLeft(sine, wide)}  ${cosine}`,
    ...sines.map((line, p) => alignLeft(line, 16 + wide) + cosines[p]),
  ].join('\n');
}

/** Part 4: how fast the hands of some clocks turn. */
function pairs(d_model: number) {
  return [0, 1, 2, d_model / 8, d_model / 4, d_model / 2 - 1].map((i) => ({
    i,
    frequency: frequency(i, d_model),
    wavelength: wavelength(i, d_model),
    overCircle: wavelength(i, d_model) / (2 * Math.PI),
  }));
}

function printedPairs(rows: Found['pairs'], say: Say): string {
  return columns([
    [
      say('pair i', '第 i 对'),
      say('radians a position', '每个位置转多少弧度'),
      say('wavelength in positions', '波长（位置数）'),
      say('wavelength / 2π', '波长 / 2π'),
    ],
    ...rows.map(({ i, frequency, wavelength, overCircle }) => [
      String(i),
      decimal(frequency, 6),
      decimal(wavelength, 1),
      decimal(overCircle, 1),
    ]),
  ]);
}

/** Part 5: words with entries of size 1, as rows of E times √d_model have (chapter 2), and of size 1/√d_model. */
function readBack(d_model: number, random: Random) {
  const words = normalMatrix(random, 500, d_model);
  const small = words.map((word) => times(1 / Math.sqrt(d_model), word));
  return { d_model, large: readRight(words), small: readRight(small) };
}

/**
 * In how many percent of sums three readers find the word: the nearest word; the same, with the mean of all places
 * taken off first; and the word of the nearest sum of a word and a place:
 * |a − w − p|² = |a − w|² + |p|² − 2 a·p + 2 w·p.
 */
function readRight(words: Matrix) {
  const [asked, longest] = [200, 50];
  const P = positionalEncoding(longest, words[0].length);
  const middle = multiply([new Array<number>(longest).fill(1 / longest)], P)[0];
  const together = multiply(words, transpose(P)); // w·p
  const found = { word: 0, less: 0, pair: 0 };
  for (let word = 0; word < asked; word++) {
    const seen = plus(words[word], P[(word * 7) % longest]);
    const byPlace = P.map((p) => dot(p, p) - 2 * dot(seen, p));
    const apart = words.map((w, j) => {
      const rest = minus(seen, w);
      return dot(rest, rest) + Math.min(...byPlace.map((x, p) => x + 2 * together[j][p]));
    });
    if (nearest(seen, words) === word) found.word++;
    if (nearest(minus(seen, middle), words) === word) found.less++;
    if (apart.indexOf(Math.min(...apart)) === word) found.pair++;
  }
  const percent = (count: number) => (100 * count) / asked;
  return { word: percent(found.word), less: percent(found.less), pair: percent(found.pair) };
}

/** The row of A that lies nearest to a. */
function nearest(a: Vector, A: Matrix): number {
  const apart = A.map((row) => norm(minus(a, row)));
  return apart.indexOf(Math.min(...apart));
}

function printedReadBack(rows: Found['readBack'], say: Say): string {
  const without = say('without √d_model', '不乘 √d_model');
  const percent = ({ word, less, pair }: Found['readBack'][0]['large']) => {
    return [word, less, pair].map((x) => `${decimal(x, 1)} %`);
  };
  return columns([
    [
      'd_model',
      say('nearest word', '最近的词'),
      say('less the mean place', '先减平均位置'),
      say('nearest sum', '最近的和'),
    ],
    ...rows.map(({ d_model, large }) => [String(d_model), ...percent(large)]),
    ...rows.map(({ d_model, small }) => [`${d_model} ${without}`, ...percent(small)]),
  ]);
}

/** Part 6: products of two places, by their distance and from where they are counted; and PE(p) turned into PE(p+k). */
function apart(distances: number[], d_model: number) {
  const furthest = Math.max(...distances);
  const starts = [0, 7, 200];
  const PE = positionalEncoding(200 + furthest + 1, d_model);
  const errors = distances.flatMap((k) => {
    const R_k = shift(k, d_model);
    return starts.map((p) => norm(minus(multiply([PE[p]], R_k)[0], PE[p + k])));
  });
  return {
    distances,
    products: starts.map((p) => ({ p, products: distances.map((k) => dot(PE[p], PE[p + k])) })),
    similarities: distances.map((k) => similarity(k, d_model)),
    error: Math.max(...errors),
    curve: Array.from({ length: furthest + 1 }, (_, k) => similarity(k, d_model)),
  };
}

function printedApart(found: Found['apart'], say: Say): string {
  const error = found.error.toExponential(0);
  const [first, last] = ['k = 0', `k = ${found.curve.length - 1}`];
  return [
    columns([
      ['k', ...found.distances.map(String)],
      ...found.products.map(({ p, products }) => [`PE(${p})·PE(${p}+k)`, ...products.map((x) => decimal(x, 1))]),
      ['Σ cos(k ω)', ...found.similarities.map((x) => decimal(x, 1))],
    ]),
    say(
      `PE(p) R_k and PE(p+k) are never further apart than ${error}.`,
      `PE(p) R_k 与 PE(p+k) 的距离从不超过 ${error}。`,
    ),
    curve(found.curve, 60, 9, 0),
    `       ${first}${last.padStart(60 - first.length)}`,
  ].join('\n');
}

/** Part 7: attention among places alone. W_Q = β R_−back turns a place into the one it looks for; W_K is 1. */
function lookingBack(back: number, sharpness: Vector, d_model: number) {
  const PE = positionalEncoding(12, d_model);
  const sought = multiply(PE, shift(-back, d_model));
  const rows = sharpness.map((beta) => {
    const { A } = attention(
      sought.map((q) => times(beta, q)),
      PE,
      PE,
    );
    return { beta, shares: A[8] };
  });
  return { back, rows };
}

function printedLookingBack({ rows }: Found['lookingBack']): string {
  return columns([
    ['β', ...rows[0].shares.map((_, p) => `p = ${p}`)],
    ...rows.map(({ beta, shares }) => [String(beta), ...shares.map((share) => decimal(share))]),
  ]);
}
