/** Chapter 10: one layer by hand, how far news travels, six layers and a word, order, and whose gradient comes back. */

import { add } from '../chapters/01-vectors/matrices.ts';
import { cosine, minus, norm } from '../chapters/01-vectors/vectors.ts';
import { embed } from '../chapters/02-embedding/embedding.ts';
import { idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { positionalEncoding } from '../chapters/03-positions/positions.ts';
import * as hand from '../chapters/10-encoder/by-hand.ts';
import {
  encoder,
  encoderLayer,
  encoderLayerParams,
  type EncoderLayerDropped,
  type EncoderLayerParams,
} from '../chapters/10-encoder/encoder.ts';
import { columns, decimal, labelled, numbered, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import { shape, zeros, type Matrix, type Vector } from '../lib/matrix.ts';
import { told } from '../lib/spread.ts';
import { whose } from './10-encoder/whose.ts';

/** Change these and run again. */
export const constants = {
  sentence: 'Smart John is singing', // parts 3 and 4
  watched: 'John', //                   the word whose row is followed in part 3
  d_model: 64, //                       width,
  h: 4, //                              heads,
  d_ff: 256, //                         width inside the feed-forward layers,
  N: 6, //                              and layers of parts 2 to 4
  length: 8, //                         words in parts 2 and 5
  window: 1, //                         how far a word of part 2 may look when it looks at neighbours only
  narrow: { d_model: 32, h: 4, d_ff: 64, N: 6 }, // the sizes of part 5,
  runs: 10, //                          and its seeds
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed({ sentence, watched, length, window, narrow, runs, seed, ...sizes }: typeof constants) {
  const random = seeded(seed); // the layers and parts 2 and 3 draw from it, one after the other
  const layers = Array.from({ length: sizes.N }, () => encoderLayerParams(random, sizes));
  const news = newsOf(length, window, layers, sizes.d_model, random);
  const tokens = words(sentence);
  const X = meaning(tokens, sizes.d_model, random);
  return {
    byHand: { X: hand.X, ...encoderLayer(hand.X, hand.P) },
    news,
    journey: { watched, N: sizes.N, stations: journey(placed(X), tokens.indexOf(watched), layers) },
    backwards: { tokens, ...backwards(X, layers) },
    whose: whose(
      length,
      narrow,
      Array.from({ length: runs }, (_, k) => `${seed} ${k + 1}`),
    ),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  const { watched, N } = found.journey;
  return [
    part(1, say('One layer by hand', '手算一层')),
    printedByHand(found.byHand, say),
    part(2, say('Word 1 is changed: who notices?', '改动第 1 个词：谁察觉了？')),
    printedNews(found.news, say),
    part(3, say(`${watched} on the way through ${N} layers`, `${watched} 穿过 ${N} 层`)),
    printedJourney(found.journey, say),
    part(4, say('The same words backwards', '把句子倒过来')),
    printedBackwards(found.backwards, say),
    part(5, say('Asked of word 1 alone: whose gradient arrives?', '只问第 1 个词：传回来的是谁的梯度？')),
    printedWhose(found.whose, say),
  ].join('\n');
}

/** Part 1: the sentence, where its words look, and what stands on the paper after each line of the layer. */
function printedByHand({ X, attended, normed_1, fed, normed_2 }: Found['byHand'], say: Say): string {
  const { tokens } = hand;
  const coordinates = [...tokens, say('heard', '听到')];
  const arrows = tokens.map((word) => `${word} →`);
  const rows = (A: Matrix, digits = 0) => labelled(A, tokens, coordinates, digits).split('\n').slice(1).join('\n');
  return [
    say('X: the sentence', 'X：一句话'),
    labelled(X, tokens, coordinates, 0),
    printedQueries(attended, coordinates, say),
    say('A: the shares', 'A：权重'),
    labelled(attended.heads[0].A, arrows, tokens),
    say('1  attention brings home', '1  注意力带回来'),
    rows(attended.Y),
    say('2  added to X, normalized', '2  与 X 相加，归一化'),
    rows(normed_1.Y),
    say('3  feed-forward finds', '3  前馈层算出'),
    rows(fed.Y),
    say('4  added, normalized', '4  相加，归一化'),
    rows(normed_2.Y, 3),
  ].join('\n');
}

/** The three matrices of the attention, the columns in which something stands, and the rows that they make of X. */
function printedQueries({ heads }: Found['byHand']['attended'], features: string[], say: Say): string {
  const { W_Q, W_K, W_V } = hand.P.attention;
  const [{ Q, K, V, S }] = heads;
  const lines = (rows: string[], [q, k, v]: Matrix[]) =>
    rows.map((row, i) => [row, decimal(q[i][0]), decimal(k[i][0], 1), decimal(v[i][3], 1)]);
  return [
    columns([
      [
        '',
        say('W_Q, column 1', 'W_Q 第 1 列'),
        say('W_K, column 1', 'W_K 第 1 列'),
        say('W_V, column 4', 'W_V 第 4 列'),
      ],
      ...lines(features, [W_Q[0], W_K[0], W_V[0]]),
      ['', 'Q', 'K', 'V'],
      ...lines(hand.tokens, [Q, K, V]),
    ]),
    say('scores, over √4', '分数，除以 √4'),
    labelled(S, hand.tokens, hand.tokens),
  ].join('\n');
}

/** Part 2: how far each word's result moves when word 1 is another, through layers that look near or everywhere. */
function newsOf(length: number, window: number, P: EncoderLayerParams[], d_model: number, random: Random) {
  const before = normalMatrix(random, length, d_model);
  const after = [normalMatrix(random, 1, d_model)[0], ...before.slice(1)];
  // A mask of chapter 6 that lets a word look at its neighbours only, as a convolution does.
  const near = before.map((_, i) => before.map((_, j) => (Math.abs(i - j) > window ? -Infinity : 0)));
  const moved = (result: (X: Matrix) => Matrix) => distances(result(before), result(after));
  return {
    onlyFeedForward: moved((X) => encoder(X, P.slice(0, 1), undefined, [silent(X)]).Y),
    neighbours: [1, 2, 4].map((N) => ({ N, moved: moved((X) => encoder(X, P.slice(0, N), near).Y) })),
    allWords: moved((X) => encoder(X, P.slice(0, 1)).Y),
  };
}

/** Dropout factors that silence a layer's attention: what it finds is multiplied by 0. */
function silent(X: Matrix): EncoderLayerDropped {
  return { attention: zeros(...shape(X)) };
}

/** How far each row of A is from the same row of B. */
function distances(A: Matrix, B: Matrix): Vector {
  return A.map((row, i) => norm(minus(row, B[i])));
}

function printedNews({ onlyFeedForward, neighbours, allWords }: Found['news'], say: Say): string {
  const layers = (N: number) => say(N === 1 ? '1 layer' : `${N} layers`, `${N} 层`);
  const decimals = (moved: Vector) => moved.map((x) => decimal(x));
  return columns([
    [say('how far it moves: word', '移动了多远：词'), ...numbered(allWords.length)],
    [layers(1) + say(', feed-forward only', '，只有前馈'), ...decimals(onlyFeedForward)],
    ...neighbours.map(({ N, moved }) => [layers(N) + say(', neighbours only', '，只看邻居'), ...decimals(moved)]),
    [layers(1) + say(', all words', '，看所有词'), ...decimals(allWords)],
  ]);
}

/** The sentence of parts 3 and 4: a random row of E for each of its words. */
function meaning(tokens: string[], d_model: number, random: Random): Matrix {
  const vocabulary = vocabularyOf([tokens]);
  const E = normalMatrix(random, vocabulary.tokens.length, d_model, 1 / Math.sqrt(d_model));
  return embed(idsOf(tokens, vocabulary), E).Y;
}

/** Every word with its place. */
function placed(X: Matrix): Matrix {
  return add(X, positionalEncoding(...shape(X)));
}

/** Part 3: one word before the first layer and after each: its length, its cosines with what it was and with others. */
function journey(X: Matrix, at: number, P: EncoderLayerParams[]) {
  const through = (D: EncoderLayerDropped[] = []) => [X, ...encoder(X, P, undefined, D).layers.map(({ Y }) => Y)];
  const stations = through();
  const alone = through(P.map(() => silent(X))); // the same layers, each word goes its way alone
  const others = (Y: Matrix) => {
    let sum = 0;
    for (let i = 0; i < Y.length; i++) if (i !== at) sum += cosine(Y[at], Y[i]);
    return sum / (Y.length - 1);
  };
  return stations.map((Y, l) => ({
    length: norm(Y[at]),
    moved: l === 0 ? undefined : norm(minus(Y[at], stations[l - 1][at])),
    itselfBefore: l === 0 ? undefined : cosine(Y[at], stations[l - 1][at]),
    itselfAtFirst: cosine(Y[at], X[at]),
    others: others(Y),
    othersAlone: others(alone[l]),
  }));
}

function printedJourney({ stations }: Found['journey'], say: Say): string {
  return columns([
    [
      say('after layer', '第几层之后'),
      say('length', '长度'),
      say('moved', '移动了'),
      say('cosine: itself before', '余弦：与上一层的自己'),
      say('itself at first', '与最初的自己'),
      say('other words', '与其他词'),
      say('others, attention silent', '与其他词，注意力沉默'),
    ],
    ...stations.map(({ length, moved, itselfBefore, itselfAtFirst, others, othersAlone }, l) => [
      String(l),
      decimal(length, 2),
      moved === undefined ? '' : decimal(moved, 2),
      itselfBefore === undefined ? '' : decimal(itselfBefore),
      ...[itselfAtFirst, others, othersAlone].map((x) => decimal(x)),
    ]),
  ]);
}

/** Part 4: how far each word moves when the sentence is read backwards, without positions and with them. */
function backwards(X: Matrix, P: EncoderLayerParams[]) {
  const reversed = [...X].reverse();
  const moved = (one: Matrix, other: Matrix) => distances(encoder(one, P).Y, encoder(other, P).Y.reverse());
  return { without: moved(X, reversed), placed: moved(placed(X), placed(reversed)) };
}

function printedBackwards({ tokens, without, placed }: Found['backwards'], say: Say): string {
  return columns([
    [say('how far each word moves', '每个词移动了多远'), ...tokens],
    [say('without positions', '没有位置编码'), ...without.map((x) => decimal(x))],
    [say('with positions', '有位置编码'), ...placed.map((x) => decimal(x))],
  ]);
}

/** Part 5: word 1's share of the gradient, and the size of all of it, on the way down. */
function printedWhose({ kept, without, runs }: Found['whose'], say: Say): string {
  const line = (says: string, stations: typeof kept, of: 'share' | 'size') => [
    says,
    ...stations.map((station) => told(station[of], 2)),
  ];
  const [withThem, withoutThem] = [say(', with residuals', '，有残差'), say(', without', '，没有')];
  const [share, size] = [say('share of word 1', '第 1 个词的份额'), say('size', '大小')];
  return columns([
    [say('back through layers', '往回穿过几层'), ...kept.map((_, l) => String(l))],
    line(share + withThem, kept, 'share'),
    line(share + withoutThem, without, 'share'),
    line(size + withThem, kept, 'size'),
    line(size + withoutThem, without, 'size'),
    [say(`mean ± deviation of ${runs} seeds`, `${runs} 个种子，平均 ± 标准差`)],
  ]);
}
