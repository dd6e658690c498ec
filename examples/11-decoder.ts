/**
 * Chapter 11: the map of the whole Transformer, cross-attention by hand, what reaches what, and
 * every parameter counted.
 */

import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { multiply, transpose } from '../chapters/01-vectors/matrices.ts';
import { characters, idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { padTo } from '../chapters/06-masking/masking.ts';
import type { Sizes } from '../chapters/10-encoder/encoder.ts';
import * as hand from '../chapters/11-decoder/by-hand.ts';
import { decoderLayer } from '../chapters/11-decoder/decoder.ts';
import { layerParts, parameterList, total, vocabularyFor, type Part } from '../chapters/11-decoder/parameters.ts';
import { transformer, transformerParams } from '../chapters/11-decoder/transformer.ts';
import { count } from '../lib/params.ts';
import { columns, decimal, numbered, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { map } from './11-decoder/map.ts';

/** Change these and run again. */
export const constants = {
  source: '我爱你',
  target: '<bos> I love you',
  otherSource: '我恨你', //           one word changed in part 3
  otherTarget: '<bos> I hate you', // and here
  toy: { d_model: 32, h: 4, d_ff: 64, N: 1 },
  V_source: 104, //                   words in the toy's two tables, part 4
  V_target: 144,
  base: { d_model: 512, h: 8, d_ff: 2048, N: 6 },
  big: { d_model: 1024, h: 16, d_ff: 4096, N: 6 },
  V: 37000, //                        words in the table of the paper's models, which both languages share
  seed: '我爱你',
};

/** The named quantities of each part. */
export function computed(these: typeof constants) {
  const { source, target } = these;
  const run = untrained(these);
  const working = run(source, target);
  return {
    map: { source: characters(source), target: words(target), working },
    asked: asked(),
    reached: reached(these, run, working.S),
    learned: learned(these),
    published: published(these),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('The map', '全图')),
    map(found.map, say),
    part(2, say('The translation asks the sentence', '译文向原文提问')),
    printedAsked(found.asked, say),
    part(3, say('What reaches what', '什么能影响什么')),
    printedReached(found.reached, say),
    part(4, say('Every number that is learned', '要学的每一个数')),
    printedLearned(found.learned, say),
    part(5, say('Beside the paper: table 3', '与论文对照：表 3')),
    printedPublished(found.published, say),
  ].join('\n');
}

/** The toy as training finds it: a function of a Chinese and an English text, the first padded to that length. */
function untrained({ source, target, otherSource, otherTarget, toy, seed }: typeof constants) {
  const chinese = vocabularyOf([source, otherSource].map(characters));
  const english = vocabularyOf([target, otherTarget].map(words));
  const P = transformerParams(seeded(seed), chinese.tokens.length, english.tokens.length, toy);
  return (from: string, to: string, length = from.length) =>
    transformer(padTo(length, idsOf(characters(from), chinese)), idsOf(words(to), english), P);
}

/** Part 2: one decoder layer by hand, and the word that comes next. */
function asked() {
  const { normed_1, crossAttended, Y } = decoderLayer(hand.X, hand.Z, hand.P);
  const { W_Q, W_K, W_V } = hand.P.crossAttention;
  const [{ Q, K, V, S: fits, A: shares }] = crossAttended.heads;
  const weights = { W_Q: W_Q[0], W_K: W_K[0], W_V: W_V[0] };
  const S = multiply(Y, transpose(hand.E));
  const before = { X: hand.X, normed: normed_1.Y, Z: hand.Z, Q, K, V, fits };
  return { ...before, weights, shares, brought: crossAttended.Y, Y, S, next: softmax(S) };
}

function printedAsked(found: Found['asked'], say: Say): string {
  const { X, normed, Z, weights, Q, K, V, fits, shares, brought, Y, S, next } = found;
  const { readTokens, sourceTokens, targetTokens } = hand;
  const table = (title: string, A: Matrix, names: string[], digits = 3) =>
    columns([[title, ...names], ...A.map((row, i) => [readTokens[i], ...row.map((x) => decimal(x, digits))])]);
  // Matrices side by side, each row with its name.
  const of = (name: string, rows: string[]) => rows.map((row) => `${name} ${row}`);
  const stacked = (rows: string[], A: Matrix, digits: number) =>
    A.map((row, i) => [rows[i], ...row.map((x) => decimal(x, digits))]);
  return [
    columns([
      ['', ...numbered(4)],
      ...stacked(of('X', readTokens), X, 0),
      ...stacked(of(say('normed', '归一化'), readTokens), normed, 0),
      ...stacked(of('W_Q', numbered(4)), weights.W_Q, 3),
      ...stacked(of('Q', readTokens), Q, 3),
      ...stacked(of('Z', sourceTokens), Z, 0),
      ...stacked(of('W_K', numbered(4)), weights.W_K, 0),
      ...stacked(of('K', sourceTokens), K, 0),
      ...stacked(of('W_V', numbered(4)), weights.W_V, 0),
      ...stacked(of('V', sourceTokens), V, 0),
    ]),
    table(say('scores', '分数'), fits, sourceTokens),
    table(say('shares', '权重'), shares, sourceTokens),
    table(say('brought home', '带回来的'), brought, numbered(4), 1),
    table(say('after the layer', '这一层之后'), Y, numbered(4)),
    table(say('score of the next word', '下一个词的分数'), S, targetTokens),
    table(say('probability', '概率'), next, targetTokens),
  ].join('\n');
}

/** Part 3: how far each row of the scores moves if one word changes, on either side, or padding is added. */
function reached(these: typeof constants, run: ReturnType<typeof untrained>, S: Matrix) {
  const { source, target, otherSource, otherTarget } = these;
  const moved = (other: { S: Matrix }) => other.S.map((row, i) => norm(minus(row, S[i])));
  return {
    read: words(target),
    changes: [
      { from: target, to: otherTarget, moved: moved(run(source, otherTarget)) },
      { from: source, to: otherSource, moved: moved(run(otherSource, target)) },
      { from: source, to: `${source} <pad> <pad>`, moved: moved(run(source, target, source.length + 2)) },
    ],
  };
}

function printedReached({ read, changes }: Found['reached'], say: Say): string {
  return columns([
    [say('how far a row of S moves', 'S 的每一行移动了多远'), ...read],
    ...changes.map(({ from, to, moved }) => [`${from} → ${to}`, ...moved.map((x) => decimal(x))]),
  ]);
}

/** Part 4: every parameter of three models by its place; and those of the toy counted in its tree. */
function learned({ toy, V_source, V_target, base, big, V, seed }: typeof constants) {
  const models = [parameterList(toy, [V_source, V_target]), parameterList(base, [V]), parameterList(big, [V])];
  const numbersOf = (of: (p: Part) => boolean) => models.map((model) => total(model.filter(of)));
  const [listed] = models;
  const together = models.map(total);
  const places = [...new Set(listed.map(({ place, kind }) => `${place} / ${kind}`))].map((both) => {
    const inPlace = ({ place, kind }: Part) => `${place} / ${kind}` === both;
    return { parts: listed.filter(inPlace), numbers: numbersOf(inPlace) };
  });
  const kinds = [...new Set(listed.map(({ kind }) => kind))].map((kind) => {
    const shares = numbersOf((p) => p.kind === kind).map((numbers, model) => (100 * numbers) / together[model]);
    return { kind, shares };
  });
  return { places, together, kinds, tree: count(transformerParams(seeded(seed), V_source, V_target, toy)) };
}

/** What parameters.ts calls places and kinds, in Chinese. */
const inChinese: Record<string, string> = {
  table: '词表',
  'encoder self-attention': '编码器自注意力',
  'encoder feed-forward': '编码器前馈层',
  'encoder Add & Norm': '编码器归一化',
  'decoder self-attention': '解码器自注意力',
  'decoder cross-attention': '解码器交叉注意力',
  'decoder feed-forward': '解码器前馈层',
  'decoder Add & Norm': '解码器归一化',
  'feed-forward': '前馈层',
  'layer norm': '层归一化',
};

function printedLearned({ places, together, kinds, tree }: Found['learned'], say: Say): string {
  const named = (text: string) => say(text, inChinese[text] ?? text);
  const models = [say('toy', '玩具'), say('base', '基础版'), say('big', '大型版')];
  const shapes = (parts: Part[]) =>
    parts.map(({ rows, columns }) => (rows === 1 ? `${columns}` : `${rows}×${columns}`)).join(' ');
  const names = (parts: Part[]) => [...new Set(parts.map(({ name }) => name))].join(' ');
  return [
    columns([
      [say('where', '位置'), say('what', '内容'), say('shapes in the toy', '玩具模型中的形状'), ...models],
      ...places.map(({ parts, numbers }) => [
        named(parts[0].place),
        names(parts),
        shapes(parts),
        ...numbers.map(String),
      ]),
      [say('together', '合计'), '', '', ...together.map(String)],
    ]),
    say(`numbers in the toy's parameter tree: ${tree}`, `玩具模型的参数树里共有 ${tree} 个数`),
    columns([
      [say('share, in percent', '占比（%）'), ...models],
      ...kinds.map(({ kind, shares }) => [named(kind), ...shares.map((share) => decimal(share, 1))]),
    ]),
  ].join('\n');
}

/**
 * Part 5: the base model, part (C) of table 3, the big model; and the vocabularies with which the sums are as printed.
 */
function published({ base, big, V }: typeof constants) {
  // What is changed, and the count in millions, rounded in the paper.
  const models: [name: string, sizes: Sizes, millions: number][] = [
    ['base', base, 65],
    ['N = 2', { ...base, N: 2 }, 36],
    ['N = 4', { ...base, N: 4 }, 50],
    ['N = 8', { ...base, N: 8 }, 80],
    ['d_model = 256', { ...base, d_model: 256 }, 28],
    ['d_model = 1024', { ...base, d_model: 1024 }, 168],
    ['d_ff = 1024', { ...base, d_ff: 1024 }, 53],
    ['d_ff = 4096', { ...base, d_ff: 4096 }, 90],
    ['big', big, 213],
  ];
  const rows = models.map(([name, sizes, millions]) => ({
    name,
    millions,
    layers: total(layerParts(sizes)),
    oneTable: total(parameterList(sizes, [V])),
    threeTables: total(parameterList(sizes, [V, V, V])),
    // Printed as 65: at least 64.5 and below 65.5 million.
    from: Math.ceil(vocabularyFor((millions - 0.5) * 1e6, sizes)),
    to: Math.ceil(vocabularyFor((millions + 0.5) * 1e6, sizes)) - 1,
  }));
  const all = rows.slice(0, -1);
  return { rows, from: Math.max(...all.map(({ from }) => from)), to: Math.min(...all.map(({ to }) => to)) };
}

function printedPublished({ rows, from, to }: Found['published'], say: Say): string {
  const million = (x: number) => decimal(x / 1e6, 1);
  const head = [
    say('millions', '百万'),
    say('layers', '各层'),
    say('one table', '加一张表'),
    say('three tables', '加三张表'),
    say('printed', '论文所印'),
    say('fitting V: from', '相符的 V：从'),
    say('to', '到'),
  ];
  const lines = rows.map(({ name, layers, oneTable, threeTables, millions, ...fitting }) => [
    name,
    ...[layers, oneTable, threeTables].map(million),
    ...[millions, fitting.from, fitting.to].map(String),
  ]);
  return [
    columns([head, ...lines]),
    say(`All rows but the last fit one V: ${from} to ${to}.`, `除最后一行外，都与同一个 V 相符：${from} 到 ${to}。`),
  ].join('\n');
}
