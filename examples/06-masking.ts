/** Chapter 6: what may be seen, 512 rows of which 509 are zeros, a changed future, and why −∞. */

import { multiply } from '../chapters/01-vectors/matrices.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import * as hand from '../chapters/04-attention/by-hand.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { multiHead, multiHeadParams } from '../chapters/05-multi-head/multi-head.ts';
import { ids } from '../chapters/06-masking/by-hand.ts';
import { bothMasks, causalMask, padTo, paddingMask } from '../chapters/06-masking/masking.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { heatMap } from '../lib/plot.ts';
import { alignLeft, bracketed, columns, decimal, displayWidth, part } from '../lib/print.ts';
import { normalMatrix, seeded } from '../lib/random.ts';
import { zeros, type Matrix } from '../lib/matrix.ts';

// Change these and run again.
const d_model = 512; //               width in part 3
const d_k = 64; //                    width of the one head of part 3
const lengths = [3, 8, 64, 512]; //   n in part 3
const hiders = [-1, -10, -100, -10_000, -Infinity]; // what to add to a hidden score, part 5
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const random = seeded(seed);
const { tokens, Q, K, V } = hand;

console.log(part(1, say('Who may look at whom', '谁可以看谁')));
const padded = [...tokens, '□', '□'];
const n = padded.length;
const pictures = [
  picture(say('causal', '因果掩码'), causalMask(n)),
  picture(say('padding', '填充掩码'), paddingMask(n, ids)),
  picture(say('both', '两者合用'), bothMasks(causalMask(n), paddingMask(n, ids))),
];
const wide = Math.max(...pictures.flat().map(displayWidth));
console.log(
  pictures[0]
    .map((_, line) =>
      pictures
        .map((lines) => alignLeft(lines[line], wide))
        .join('    ')
        .trimEnd(),
    )
    .join('\n'),
);
console.log(say('● may be looked at   · hidden   □ filled up', '● 看得见   · 遮住   □ 填充'));

console.log(part(2, say('我 爱 你 without a future', '我 爱 你，看不见后文')));
const open = attention(Q, K, V);
const masked = attention(Q, K, V, causalMask(tokens.length));
for (const [when, A] of [
  [say('before', '之前'), open.A],
  [say('after', '之后'), masked.A],
] as const)
  console.log(`${when}\n${heatMap(A, tokens, tokens)}`);
for (const [i, word] of tokens.entries()) {
  console.log(`${word}  ${bracketed(open.Y[i], 2)} → ${bracketed(masked.Y[i], 2)}`);
}

console.log(part(3, say('512 rows, 509 of them zeros', '512 行，其中 509 行是零')));
// Three random words, one head of random matrices; rows of zeros behind, as the article has it.
const X = normalMatrix(random, 3, d_model);
const [W_Q, W_K, W_V] = [1, 2, 3].map(() => normalMatrix(random, d_model, d_k, 1 / Math.sqrt(d_model)));
const related = (X: Matrix, M?: Matrix) => attention(multiply(X, W_Q), multiply(X, W_K), multiply(X, W_V), M);
const alone = related(X);
const filled = lengths.map((length) => {
  const long = [...X, ...zeros(length - X.length, d_model)];
  const M = paddingMask(length, padTo(length, ids.slice(0, 3)));
  const [bare, hidden] = [related(long), related(long, M)];
  return [
    `${length}×${d_model}`,
    String(length * length),
    `${decimal(100 * real(bare.A), 1)} %`,
    decimal(apart(bare.Y), 3),
    `${decimal(100 * real(hidden.A), 1)} %`,
    apart(hidden.Y) === 0 ? say('none', '无') : decimal(apart(hidden.Y), 3),
  ];
});
console.log(
  columns([
    [
      'X',
      say('scores', '分数个数'),
      say('real words, no mask', '真词占比，无掩码'),
      say('change', '变化'),
      say('with mask', '有掩码'),
      say('change', '变化'),
    ],
    ...filled,
  ]),
);

const nothing = zeros(509, 4);
const drowned = attention(Q, [...K, ...nothing], [...V, ...zeros(509, 2)]).A[0];
const share = decimal(100 * (drowned[0] + drowned[1] + drowned[2]), 1);
console.log(
  say(
    `By hand, what is left to 我 for the three words: (1 + 2 + 1) / (4 + 509) = 4/513 = ${share} %.`,
    `手算，「我」留给三个字的：(1 + 2 + 1) / (4 + 509) = 4/513 = ${share} %。`,
  ),
);

console.log(part(4, say('Another ending', '换一个结尾')));
const P = multiHeadParams(random, 8, 2);
const first = normalMatrix(random, 4, 8);
const second = [...first.slice(0, 3), normalMatrix(random, 1, 8)[0]];
const words = ['I', 'love', 'you', say('? → !', '？→！')];
const moves = [undefined, causalMask(4)].map((M) => {
  const [A, B] = [first, second].map((X) => multiHead(X, X, P, M).Y);
  return A.map((row, i) => norm(minus(row, B[i])));
});
console.log(
  columns([
    [say('how far each word moves', '每个词移动多远'), say('without mask', '无掩码'), say('causal mask', '因果掩码')],
    ...words.map((word, i) => [word, decimal(moves[0][i]), decimal(moves[1][i])]),
  ]),
);

console.log(part(5, say('Why −∞, and why before softmax', '为什么是 −∞，为什么在 softmax 之前')));
const sums = softmax([[0, Math.LN2, 0]])[0].slice(0, 2);
console.log(
  `${say('softmax, then 0: ', '先 softmax，再置零：')}${sums.map((a) => decimal(a, 2)).join(' + ')} + 0 = ${decimal(sums[0] + sums[1], 2)}`,
);
const [kept] = softmax([[0, Math.LN2, -Infinity]]);
console.log(
  `${say('−∞, then softmax: ', '先 −∞，再 softmax：')}${decimal(kept[0], 2)} + ${decimal(kept[1], 2)} + 0 = ${decimal(kept[0] + kept[1], 2)}`,
);
console.log(
  columns([
    [
      say('added to hidden scores', '给遮住的分数加上'),
      say('share of the hidden word', '遮住的词得到的权重'),
      say('if every word is hidden', '如果全都遮住'),
    ],
    ...hiders.map((hider) => [
      hider === -Infinity ? '−∞' : String(hider).replace('-', '−'),
      tiny(softmax([[0, Math.LN2, hider]])[0][2]),
      everything(hider),
    ]),
  ]),
);

/** A mask as a small picture: a title, the words looked at, and a row for each word that looks. */
function picture(title: string, M: Matrix): string[] {
  const rows = M.map((row, i) => [padded[i], ...row.map((x) => (x === 0 ? '●' : '·'))]);
  return [title, ...columns([['', ...padded], ...rows], ' ').split('\n')];
}

/** A share with three decimals, in powers of ten if it is small, and 0 only if it is exactly 0. */
function tiny(share: number): string {
  if (share === 0) return '0';
  return share < 0.001 ? share.toExponential(1).replace('-', '−') : decimal(share);
}

/** The share that the three real words have of what they look at, on average. */
function real(A: Matrix): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += (A[i][0] + A[i][1] + A[i][2]) / 3;
  return sum;
}

/** How far the results of the three words are from those of the sentence alone, at most. */
function apart(Y: Matrix): number {
  return Math.max(...alone.Y.map((row, i) => norm(minus(row, Y[i]))));
}

/** The shares when a hider stands on every word, or the refusal. */
function everything(hider: number): string {
  try {
    const [shares] = softmax([[hider, Math.LN2 + hider, hider]]);
    return shares.map((a) => decimal(a, 2)).join('  ');
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
