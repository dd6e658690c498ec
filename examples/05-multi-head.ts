/**
 * Chapter 5: two heads by hand, side by side and as a sum, cross-attention, what one head cannot do, what heads cost,
 * first matrices, the paper's table.
 */

import { multiply } from '../chapters/01-vectors/matrices.ts';
import { X, tokens } from '../chapters/04-attention/by-hand.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { P } from '../chapters/05-multi-head/by-hand.ts';
import {
  multiHead,
  multiHeadParams,
  type MultiHead,
  type MultiHeadParams,
} from '../chapters/05-multi-head/multi-head.ts';
import { count } from '../lib/params.ts';
import { heatMap } from '../lib/plot.ts';
import { bracketed, columns, decimal, grouped, labelled, numbered, part } from '../lib/print.ts';
import { evenMatrix, normalMatrix, seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';

/** Change these and run again. */
export const constants = {
  sharpness: [0, 1, 2, 4, 8], //   how strongly the questions of part 5 are put
  d_model: 512, //                 width of parts 6 and 7
  numbersOfHeads: [1, 2, 4, 8], // heads of parts 6 and 7
  words: 10, //                    length of the sentence of part 6
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ sharpness, d_model, numbersOfHeads, words, seed }: typeof constants) {
  // The page says it: I and love get the vectors of 我 and 爱; a trained model would have found theirs (chapter 11).
  const soFar = [X[0], X[1]];
  const attended = multiHead(X, X, P);
  return {
    attended,
    sums: sums(attended),
    crossed: multiHead(soFar, X, P),
    mixtures: mixtures(sharpness),
    cost: cost(d_model, numbersOfHeads, words, seed),
    firstScores: firstScores(d_model, numbersOfHeads, seed),
    paper,
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Two heads, two questions', '两个头，两个问题')),
    printedHeads(found.attended, say),
    part(2, say('Side by side, then through W^O', '先并排，再过 W^O')),
    printedSideBySide(found.attended, say),
    part(3, say('The same as a sum over the heads', '同一个结果，按头相加')),
    printedSums(found, say),
    part(4, say('Cross-attention: I love looks at 我 爱 你', '交叉注意力：I love 看 我 爱 你')),
    printedCrossed(found.crossed, say),
    part(5, say('One mixture, or two', '一种混合，还是两种')),
    printedMixtures(found.mixtures, say),
    part(6, say('What heads cost', '头的代价')),
    printedCost(found.cost, say),
    part(7, say('The size of a score before training', '训练之前，一个分数有多大')),
    printedFirst(found.firstScores, say),
    part(8, say('The paper: what the number of heads does', '论文：头数带来什么')),
    printedPaper(found.paper, say),
  ].join('\n');
}

/** Part 1: the shares of each head, and the two numbers that it brings home. */
function printedHeads({ heads }: Found['attended'], say: Say): string {
  const shares = tokens.map((word) => say(`looks at ${word}`, `看${word}`));
  const asks = [say('who else is there?', '还有谁？'), say('what is done?', '做什么？')];
  return heads
    .flatMap(({ A, Y }, i) => {
      const rows = tokens.map((word, r) => [
        word,
        ...A[r].map((a) => decimal(a, 2)),
        ...Y[r].map((y) => decimal(y, 0)),
      ]);
      return [
        say(`head ${i + 1}: ${asks[i]}`, `头 ${i + 1}：${asks[i]}`),
        columns([['', ...shares, ...heard(say)[i]], ...rows]),
      ];
    })
    .join('\n');
}

/** What the two numbers of each head tell. */
function heard(say: Say): string[][] {
  return [
    [say('of 我', '关于我'), say('of 你', '关于你')],
    [say('of a person', '关于人'), say('of an action', '关于动作')],
  ];
}

/** Part 2: what both heads heard, the matrix it passes, and the words before and after. */
function printedSideBySide({ X_Q, C, P, Y }: Found['attended'], say: Say): string {
  const told = heard(say).flat();
  const rows = (before: string, names: string[]) => names.map((name) => `${before} ${name}`);
  return [
    labelled(C, rows('C', tokens), told, 0),
    labelled(P.W_O, rows('W^O', told), numbered(4), 0),
    labelled(X_Q, rows(say('before, X', '之前 X'), tokens), numbered(4), 0),
    labelled(Y, rows(say('after,  Y', '之后 Y'), tokens), numbered(4), 0),
  ].join('\n');
}

/** Part 3: what each head adds to the result: its columns of C times its rows of W^O. */
export function sums({ heads, P }: MultiHead): Matrix[] {
  return heads.map(({ Y }, i) => {
    const d_v = Y[0].length;
    return multiply(Y, P.W_O.slice(i * d_v, (i + 1) * d_v));
  });
}

function printedSums({ sums: [first, second], attended: { Y } }: Found, say: Say): string {
  const row = (A: Matrix, i: number) => bracketed(A[i]);
  return columns([
    ['', say('head 1', '头 1'), say('head 2', '头 2'), say('together, Y', '合计 Y')],
    ...tokens.map((word, i) => [word, row(first, i), row(second, i), row(Y, i)]),
  ]);
}

/** Part 5: 我 wants 你 in the left half of the result, 爱 in the right; one head asks for both at once, two once each. */
function mixtures(sharpness: Vector) {
  // prettier-ignore
  const keys = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // 我 爱 你
  const shares = (question: Vector) => attention([question], keys, keys).A[0];
  return sharpness.map((beta) => {
    const both = shares([0, beta, beta]);
    const one = [both[2], both[1]];
    const two = [shares([0, 0, beta])[2], shares([0, beta, 0])[1]];
    return { beta, one: [...one, one[0] + one[1]], two: [...two, two[0] + two[1]] };
  });
}

function printedMixtures(rows: Found['mixtures'], say: Say): string {
  return columns([
    [
      say('sharpness', '提问力度'),
      say('one head: 你 left', '一个头：左半 你'),
      say('爱 right', '右半 爱'),
      say('sum', '合计'),
      say('two heads: 你 left', '两个头：左半 你'),
      say('爱 right', '右半 爱'),
      say('sum', '合计'),
    ],
    ...rows.map(({ beta, one, two }) => [String(beta), ...[...one, ...two].map((x) => decimal(x))]),
  ]);
}

/** Part 8: Vaswani et al. 2017, Table 3: rows (A), and h = 8 from row "base". Their numbers, not measured here. */
const paper = [
  { h: 1, d_k: 512, bleu: 24.9 },
  { h: 4, d_k: 128, bleu: 25.5 },
  { h: 8, d_k: 64, bleu: 25.8 },
  { h: 16, d_k: 32, bleu: 25.8 },
  { h: 32, d_k: 16, bleu: 25.4 },
];

function printedPaper(rows: Found['paper'], say: Say): string {
  const table = columns([
    ['h', 'd_k = d_v', say('BLEU, newstest2013', 'BLEU（newstest2013）')],
    ...rows.map(({ h, d_k, bleu }) => [String(h), String(d_k), decimal(bleu, 1)]),
  ]);
  const source = say(
    'Numbers of Vaswani et al. 2017, Table 3 (A) and "base"; the amount of computation is kept constant.',
    '数字出自 Vaswani 等 2017，表 3 的 (A) 与 base 两部分；各行的计算量保持不变。',
  );
  return `${table}\n${source}`;
}

/** Part 6: how many numbers h heads learn, and how many multiplications and shares a sentence takes. */
function cost(d_model: number, numbersOfHeads: number[], words: number, seed: string) {
  const random = seeded(seed);
  return numbersOfHeads.map((h) => {
    const { W_O, ...perHead } = multiHeadParams(random, d_model, h);
    const d_k = d_model / h;
    const together = count({ W_O, ...perHead });
    // Each of the four products meets every word; then each head makes n² scores and n² mixtures of d_k numbers.
    const multiplications = words * together + h * 2 * words ** 2 * d_k;
    return { h, d_k, perHead: count(perHead), W_O: count(W_O), together, multiplications, shares: h * words ** 2 };
  });
}

function printedCost(rows: Found['cost'], say: Say): string {
  return columns([
    [
      'h',
      'd_k',
      'W_Q, W_K, W_V',
      'W^O',
      say('together', '合计'),
      say('multiplications', '乘法次数'),
      say('shares', '权重个数'),
    ],
    ...rows.map(({ h, d_k, ...counts }) => [
      String(h),
      String(d_k),
      ...[counts.perHead, counts.W_O, counts.together, counts.multiplications, counts.shares].map(grouped),
    ]),
  ]);
}

/** Part 4: where the two English words look, and the shapes of what meets. */
function printedCrossed({ X_Q, X_KV, heads, Y }: Found['crossed'], say: Say): string {
  const size = (A: Matrix) => `${A.length}×${A[0].length}`;
  return [
    ...heads.flatMap(({ A }, i) => [say(`head ${i + 1}`, `头 ${i + 1}`), heatMap(A, ['I', 'love'], tokens)]),
    say(
      `X_Q ${size(X_Q)}, X_KV ${size(X_KV)}: shares ${size(heads[0].A)} a head, result ${size(Y)}`,
      `X_Q ${size(X_Q)}，X_KV ${size(X_KV)}：每个头的权重 ${size(heads[0].A)}，结果 ${size(Y)}`,
    ),
  ].join('\n');
}

/**
 * Part 7: the size of a score, as the root of its mean square, if each head has a bound of its
 * own, and if all have one.
 */
function firstScores(d_model: number, numbersOfHeads: number[], seed: string) {
  const random = seeded(seed);
  const X = normalMatrix(random, 64, d_model); // words of size 1, as chapter 7 will make them
  return numbersOfHeads.map((h) => {
    const P = multiHeadParams(random, d_model, h);
    const alone = { ...P, W_Q: P.W_Q.map(redrawn), W_K: P.W_K.map(redrawn) };
    return { h, alone: sizeOfScores(X, alone), together: sizeOfScores(X, P) };
  });

  function redrawn(W: Matrix): Matrix {
    return evenMatrix(random, W.length, W[0].length); // ±√(6/(d_model + d_k))
  }
}

function sizeOfScores(X: Matrix, P: MultiHeadParams): number {
  const scores = multiHead(X, X, P).heads.flatMap(({ S }) => S.flat());
  return Math.sqrt(scores.reduce((sum, s) => sum + s ** 2, 0) / scores.length);
}

function printedFirst(rows: Found['firstScores'], say: Say): string {
  return columns([
    ['h', say('a bound for each head', '每个头各有界限'), say('one bound for all', '所有头共用一个界限')],
    ...rows.map(({ h, alone, together }) => [String(h), decimal(alone, 2), decimal(together, 2)]),
  ]);
}
