/** Chapter 3: word order noticed, two clocks by hand, counting and its smooth version, and what the table of sines can do. */

import { add, multiply } from '../chapters/01-vectors/matrices.ts';
import { dot, minus, norm, plus, times } from '../chapters/01-vectors/vectors.ts';
import * as hand from '../chapters/03-positions/by-hand.ts';
import { frequency, positionalEncoding, shift, similarity, wavelength } from '../chapters/03-positions/positions.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { X, tokens } from '../chapters/04-attention/by-hand.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { curve, shades } from '../lib/plot.ts';
import { alignLeft, bracketed, columns, decimal, displayWidth, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

// Change these and run again.
const d_model = 512; //                     width in parts 4 and 5
const width = 26; //                        d_model of the picture in part 3
const rows = 16; //                         positions in it
const distances = [0, 1, 2, 5, 10, 50, 100]; // k in part 5
const widths = [4, 8, 16, 32, 64, 512]; //  d_model in part 6
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const random = seeded(seed);

console.log(part(1, say('我爱你 or 你爱我', '我爱你，还是你爱我')));
// A sentence through self-attention with random matrices; row i is what becomes of word i.
const [W_Q, W_K, W_V] = [1, 2, 3].map(() => normalMatrix(random, 4, 4));
const related = (S: Matrix) => attention(multiply(S, W_Q), multiply(S, W_K), multiply(S, W_V)).Y;
const swapped = [...X].reverse(); // 你 爱 我
const without = [related(X), related(swapped).reverse()];
const placed = [related(add(X, hand.PE)), related(add(swapped, hand.PE)).reverse()];
const moved = ([A, B]: Matrix[], i: number) => decimal(norm(minus(A[i], B[i])));
console.log(
  columns([
    [
      say('between 我爱你 and 你爱我 it moves by', '从我爱你到你爱我，移动了'),
      say('without positions', '没有位置'),
      say('with positions', '加了位置'),
    ],
    ...tokens.map((word, i) => [word, moved(without, i), moved(placed, i)]),
  ]),
);

console.log(part(2, say('Two clocks', '两只钟')));
const clocks = ['sin p', 'cos p', 'sin p/100', 'cos p/100'];
const PE = positionalEncoding(tokens.length, hand.d_model);
console.log(
  labelled(
    PE,
    PE.map((_, p) => `PE(${p})`),
    clocks,
  ),
);
const row = (a: Vector) => bracketed(a, 2);
const sum = add(X, PE);
console.log(columns(tokens.map((word, p) => [`${word}  ${row(X[p])} + ${row(PE[p])} = ${row(sum[p])}`])));

console.log(part(3, say('Counting, and counting smoothly', '计数，和平滑的计数')));
const binary = (p: number) => [1, 2, 4, 8].map((place) => Math.floor(p / place) % 2).join(' ');
const waves = positionalEncoding(rows, width);
const every = (phase: number) => waves.map((row) => row.filter((_, c) => c % 2 === phase));
const digits = waves.map((_, p) => `${String(p).padStart(2)}   ${binary(p)}  `);
const sines = shades(every(0), digits, -1, 1).split('\n');
const cosines = shades(
  every(1),
  waves.map(() => ''),
  -1,
  1,
).split('\n');
const [sine, cosine] = [say('sines, fast to slow', '正弦，从快到慢'), say('cosines', '余弦')];
const wide = Math.max(width, displayWidth(sine));
console.log(` p   1 2 4 8    ${alignLeft(sine, wide)}  ${cosine}`);
console.log(sines.map((line, p) => alignLeft(line, 16 + wide) + cosines[p]).join('\n'));

console.log(part(4, say('From fast to slow', '从快到慢')));
const pairs = [0, 1, 2, d_model / 8, d_model / 4, d_model / 2 - 1];
console.log(
  columns([
    [
      say('pair i', '第 i 对'),
      say('radians a position', '每个位置转多少弧度'),
      say('wavelength in positions', '波长（位置数）'),
      say('wavelength / 2π', '波长 / 2π'),
    ],
    ...pairs.map((i) => [
      String(i),
      decimal(frequency(i, d_model), 6),
      decimal(wavelength(i, d_model), 1),
      decimal(wavelength(i, d_model) / (2 * Math.PI), 1),
    ]),
  ]),
);

console.log(part(5, say('How far, not where', '只看相距多远，不看在哪里')));
const furthest = Math.max(...distances);
const table = positionalEncoding(200 + furthest + 1, d_model);
const starts = [0, 7, 200];
console.log(
  columns([
    ['k', ...distances.map(String)],
    ...starts.map((p) => [`PE(${p})·PE(${p}+k)`, ...distances.map((k) => decimal(dot(table[p], table[p + k]), 1))]),
    ['Σ cos(k ω)', ...distances.map((k) => decimal(similarity(k, d_model), 1))],
  ]),
);
const error = Math.max(
  ...distances.flatMap((k) => {
    const R_k = shift(k, d_model);
    return starts.map((p) => norm(minus(multiply([table[p]], R_k)[0], table[p + k])));
  }),
);
console.log(
  say(
    `PE(p) R_k and PE(p+k) are never further apart than ${decimal(error, 9)}.`,
    `PE(p) R_k 与 PE(p+k) 的距离从不超过 ${decimal(error, 9)}。`,
  ),
);
const steps = Array.from({ length: furthest + 1 }, (_, k) => similarity(k, d_model));
console.log(curve(steps, 60, 9, 0));
console.log(`       ${alignEnds('k = 0', `k = ${furthest}`, 60)}`);

console.log(part(6, say('Does the sum drown the word?', '相加会不会把词淹没')));
const [vocabulary, asked, longest] = [500, 200, 50];
const guessed = widths.map((width) => {
  // Chapter 2: rows of E with entries of size 1/√d_model, times √d_model: entries of size 1.
  const E = normalMatrix(random, vocabulary, width);
  const small = E.map((word) => times(1 / Math.sqrt(width), word));
  return [String(width), ...foundIn(E), foundIn(small)[0]];
});
console.log(
  columns([
    [
      'd_model',
      say('word found', '认出词'),
      say('then its position', '接着认出位置'),
      say('word found, without √d_model', '认出词，不乘 √d_model'),
    ],
    ...guessed,
  ]),
);

/** How many of the asked words, then positions, are read back from their sum: nearest word first, the rest is a place. */
function foundIn(E: Matrix): string[] {
  const P = positionalEncoding(longest, E[0].length);
  let [rightWord, rightPlace] = [0, 0];
  for (let q = 0; q < asked; q++) {
    const [word, p] = [q, (q * 7) % longest];
    const seen = plus(E[word], P[p]);
    const guess = nearest(seen, E);
    if (guess === word) rightWord++;
    if (nearest(minus(seen, E[guess]), P) === p) rightPlace++;
  }
  return [rightWord, rightPlace].map((right) => `${decimal((100 * right) / asked, 1)} %`);
}

/** The row of A that lies nearest to a. */
function nearest(a: number[], A: Matrix): number {
  let best = 0;
  for (let j = 1; j < A.length; j++) {
    if (norm(minus(a, A[j])) < norm(minus(a, A[best]))) best = j;
  }
  return best;
}

/** Two texts at the ends of a line of that width. */
function alignEnds(left: string, right: string, width: number): string {
  return left + right.padStart(width - left.length);
}
