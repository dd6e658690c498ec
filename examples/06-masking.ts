/** Chapter 6: what may be seen, a batch of two, 512 rows of which 509 are zeros, a changed future, and why −∞. */

import { multiply } from '../chapters/01-vectors/matrices.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { attention } from '../chapters/04-attention/attention.ts';
import { characters, idsOf, vocabularyOf } from '../chapters/02-embedding/vocabulary.ts';
import { K, Q, V, tokens } from '../chapters/04-attention/by-hand.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { multiHead, multiHeadParams } from '../chapters/05-multi-head/multi-head.ts';
import { ids } from '../chapters/06-masking/by-hand.ts';
import { bothMasks, causalMask, padTo, paddingMask } from '../chapters/06-masking/masking.ts';
import { heatMap } from '../lib/plot.ts';
import { alignLeft, bracketed, columns, decimal, displayWidth, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import { zeros, type Matrix, type Vector } from '../lib/matrix.ts';

/** Change these and run again. */
export const constants = {
  d_model: 512, //               width in part 4
  d_k: 64, //                    width of the one head of part 4
  lengths: [3, 8, 64, 512], //   n in part 4
  hiders: [-1, -10, -100, -10_000, -Infinity], // what to add to a hidden score, part 6
  batch: ['我爱你', '我不爱她'], // computed together in part 3
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ d_model, d_k, lengths, hiders, batch, seed }: typeof constants) {
  const random = seeded(seed); // parts 4 and 5 draw from it, one after the other
  return {
    masks: masks(),
    open: attention(Q, K, V),
    masked: attention(Q, K, V, causalMask(tokens.length)),
    batch: together(batch),
    filled: { d_model, rows: filled(lengths, d_model, d_k, random), byHand: filledByHand() },
    endings: endings(random),
    hidden: hidden(hiders),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Who may look at whom', '谁可以看谁')),
    printedMasks(found.masks, say),
    part(2, say('我 爱 你 without a future', '我 爱 你，看不见后文')),
    printedMasked(found, say),
    part(3, say('A batch of two', '两句一批')),
    printedBatch(found.batch, say),
    part(4, say('512 rows, 509 of them zeros', '512 行，其中 509 行是零')),
    printedFilled(found.filled, say),
    part(5, say('Another ending', '换一个结尾')),
    printedEndings(found.endings, say),
    part(6, say('Why −∞, and why before softmax', '为什么是 −∞，为什么在 softmax 之前')),
    printedHidden(found.hidden, say),
  ].join('\n');
}

/** Part 1: the masks of three words that are filled up to five. */
function masks() {
  const padded = [...tokens, '□', '□'];
  const [causal, padding] = [causalMask(padded.length), paddingMask(padded.length, ids)];
  return { padded, causal, padding, both: bothMasks(causal, padding) };
}

function printedMasks({ padded, causal, padding, both }: Found['masks'], say: Say): string {
  const pictures = [
    picture(say('causal', '因果掩码'), causal, padded),
    picture(say('padding', '填充掩码'), padding, padded),
    picture(say('both', '两者合用'), both, padded),
  ];
  const wide = Math.max(...pictures.flat().map(displayWidth));
  const lines = pictures[0].map((_, l) =>
    pictures
      .map((picture) => alignLeft(picture[l], wide))
      .join('    ')
      .trimEnd(),
  );
  return [...lines, say('● may be looked at   · hidden   □ filled up', '● 看得见   · 遮住   □ 填充')].join('\n');
}

/** A mask as a small picture: a title, the words looked at, and a row for each word that looks. */
function picture(title: string, M: Matrix, names: string[]): string[] {
  const rows = M.map((row, i) => [names[i], ...row.map((x) => (x === 0 ? '●' : '·'))]);
  return [title, ...columns([['', ...names], ...rows], ' ').split('\n')];
}

/** Part 2: where the three words look, and what becomes of them, before and after the mask. */
function printedMasked({ open, masked }: Found, say: Say): string {
  return [
    say('before', '之前'),
    heatMap(open.A, tokens, tokens),
    say('after', '之后'),
    heatMap(masked.A, tokens, tokens),
    ...tokens.map((word, i) => `${word}  ${bracketed(open.Y[i], 2)} → ${bracketed(masked.Y[i], 2)}`),
  ].join('\n');
}

/** Part 3: sentences filled up to the length of the longest, and the scores that costs. */
function together(sentences: string[]) {
  const tokens = sentences.map(characters);
  const vocabulary = vocabularyOf(tokens);
  const length = Math.max(...tokens.map((sentence) => sentence.length));
  const rows = tokens.map((sentence) => {
    const ids = padTo(length, idsOf(sentence, vocabulary));
    return {
      tokens: [...sentence, ...new Array<string>(length - sentence.length).fill('□')],
      ids,
      seen: paddingMask(1, ids)[0],
    };
  });
  const alone = tokens.reduce((sum, { length }) => sum + length * length, 0);
  return { rows, scores: rows.length * length * length, alone };
}

function printedBatch({ rows, scores, alone }: Found['batch'], say: Say): string {
  const table = columns([
    [say('batch', '一批'), say('ids', '编号'), say('whom each word may look at', '每个词可以看谁')],
    ...rows.map(({ tokens, ids, seen }) => {
      return [tokens.join(' '), ids.join(' '), seen.map((x) => (x === 0 ? '●' : '·')).join(' ')];
    }),
  ]);
  const cost = say(
    `scores: ${scores} together, ${alone} one by one`,
    `分数：一起算 ${scores} 个，一句一句算 ${alone} 个`,
  );
  return `${table}\n${cost}`;
}

/** Part 4: three random words, one head of random matrices; rows of zeros behind, as the article has it. */
function filled(lengths: number[], d_model: number, d_k: number, random: Random) {
  const X = normalMatrix(random, 3, d_model);
  const [W_Q, W_K, W_V] = [1, 2, 3].map(() => normalMatrix(random, d_model, d_k, 1 / Math.sqrt(d_model)));
  const related = (X: Matrix, M?: Matrix) => attention(multiply(X, W_Q), multiply(X, W_K), multiply(X, W_V), M);
  const alone = related(X).Y;
  const measured = ({ A, Y }: { A: Matrix; Y: Matrix }) => ({ real: realShare(A), change: furthest(Y, alone) });
  return lengths.map((length) => {
    const long = [...X, ...zeros(length - X.length, d_model)];
    const M = paddingMask(length, padTo(length, ids.slice(0, 3)));
    return { length, scores: length * length, bare: measured(related(long)), masked: measured(related(long, M)) };
  });
}

/** The share that the three real words have of what they look at, on average. */
function realShare(A: Matrix): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += (A[i][0] + A[i][1] + A[i][2]) / 3;
  return sum;
}

/** How far the results of the three words are from those of the sentence alone, at most, as a share of their length. */
function furthest(Y: Matrix, alone: Matrix): number {
  return Math.max(...alone.map((row, i) => norm(minus(row, Y[i])) / norm(row)));
}

/** What is left to 我 for the three words of chapter 4, with 509 rows of zeros behind them. */
function filledByHand(): number {
  const [shares] = attention(Q, [...K, ...zeros(509, 4)], [...V, ...zeros(509, 2)]).A;
  return shares[0] + shares[1] + shares[2];
}

function printedFilled({ d_model, rows, byHand }: Found['filled'], say: Say): string {
  const percent = (share: number) => `${decimal(100 * share, 1)} %`;
  const table = columns([
    [
      'X',
      say('scores', '分数个数'),
      say('real words, no mask', '真词占比，无掩码'),
      say('change', '变化'),
      say('with mask', '有掩码'),
      say('change', '变化'),
    ],
    ...rows.map(({ length, scores, bare, masked }) => [
      `${length}×${d_model}`,
      String(scores),
      percent(bare.real),
      percent(bare.change),
      percent(masked.real),
      masked.change === 0 ? say('none', '无') : percent(masked.change),
    ]),
  ]);
  const left = say(
    `By hand, what is left to 我 for the three words: (1 + 2 + 1) / (4 + 509) = 4/513 = ${percent(byHand)}.`,
    `手算，「我」留给三个字的：(1 + 2 + 1) / (4 + 509) = 4/513 = ${percent(byHand)}。`,
  );
  return `${table}\n${left}`;
}

/** Part 5: how far each of four words moves when the last of them is another one. */
function endings(random: Random) {
  const P = multiHeadParams(random, 8, 2);
  const first = normalMatrix(random, 4, 8);
  const second = [...first.slice(0, 3), normalMatrix(random, 1, 8)[0]];
  const moves = (M?: Matrix) => {
    const [Y_1, Y_2] = [first, second].map((X) => multiHead(X, X, P, M).Y);
    return Y_1.map((row, i) => norm(minus(row, Y_2[i])));
  };
  return { open: moves(), causal: moves(causalMask(4)) };
}

function printedEndings({ open, causal }: Found['endings'], say: Say): string {
  const words = ['I', 'love', 'you', say('? → !', '？→！')];
  return columns([
    [say('how far each word moves', '每个词移动多远'), say('without mask', '无掩码'), say('causal mask', '因果掩码')],
    ...words.map((word, i) => [word, decimal(open[i]), decimal(causal[i])]),
  ]);
}

/** Part 6: the third of the scores 0, ln 2, 0 hidden after softmax, before it, and by less than −∞. */
function hidden(hiders: Vector) {
  const shares = (third: number) => {
    const [a, b] = softmax([[0, Math.LN2, third]])[0];
    return { a, b, sum: a + b };
  };
  return {
    late: shares(0),
    early: shares(-Infinity),
    rows: hiders.map((hider) => ({
      hider,
      share: softmax([[0, Math.LN2, hider]])[0][2],
      everything: everything(hider),
    })),
  };
}

/** The shares when a hider stands on every word, or the name of the refusal. */
function everything(hider: number): Vector | string {
  try {
    return softmax([[hider, Math.LN2 + hider, hider]])[0];
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function printedHidden({ late, early, rows }: Found['hidden'], say: Say): string {
  const added = ({ a, b, sum }: typeof late) => `${decimal(a, 2)} + ${decimal(b, 2)} + 0 = ${decimal(sum, 2)}`;
  const table = columns([
    [
      say('added to hidden scores', '给遮住的分数加上'),
      say('share of the hidden word', '遮住的词得到的权重'),
      say('if every word is hidden', '如果全都遮住'),
    ],
    ...rows.map(({ hider, share, everything }) => [
      hider === -Infinity ? '−∞' : String(hider).replace('-', '−'),
      tiny(share),
      typeof everything === 'string' ? everything : everything.map((a) => decimal(a, 2)).join('  '),
    ]),
  ]);
  return [
    say('softmax, then 0: ', '先 softmax，再置零：') + added(late),
    say('−∞, then softmax: ', '先 −∞，再 softmax：') + added(early),
    table,
  ].join('\n');
}

/** A share with three decimals, in powers of ten if it is small, and 0 only if it is exactly 0. */
function tiny(share: number): string {
  if (share === 0) return '0';
  return share < 0.001 ? share.toExponential(1).replace('-', '−') : decimal(share);
}
