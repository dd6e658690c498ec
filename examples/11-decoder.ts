/** Chapter 11: the map of the whole Transformer, cross-attention by hand, what reaches what, and every parameter counted. */

import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { multiply, transpose } from '../chapters/01-vectors/matrices.ts';
import { characters, idsOf, vocabularyOf, words } from '../chapters/02-embedding/vocabulary.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { padTo } from '../chapters/06-masking/masking.ts';
import * as hand from '../chapters/11-decoder/by-hand.ts';
import { decoderLayer } from '../chapters/11-decoder/decoder.ts';
import {
  layerParts,
  parameterList,
  total,
  vocabularyFor,
  type Kind,
  type Part,
} from '../chapters/11-decoder/parameters.ts';
import { transformer, transformerParams } from '../chapters/11-decoder/transformer.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { shape, type Matrix } from '../lib/matrix.ts';
import { count } from '../lib/params.ts';
import { alignLeft, alignRight, columns, decimal, displayWidth, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';

// Change these and run again.
const [source, target] = ['我爱你', '<bos> I love you'];
const [otherSource, otherTarget] = ['我恨你', '<bos> I hate you']; // one word changed in part 3
const toy = { d_model: 32, h: 4, d_ff: 64, N: 1 };
const [V_source, V_target] = [104, 144]; // words in the toy's two tables, part 4
const base = { d_model: 512, h: 8, d_ff: 2048, N: 6 };
const big = { d_model: 1024, h: 16, d_ff: 4096, N: 6 };
const V = 37000; // words in the table of the paper's models, which both languages share
const seed = '我爱你';

const say = speaker(languageOf(process.argv.slice(2)));
const sources = [source, otherSource].map(characters);
const targets = [target, otherTarget].map(words);
const [chinese, english] = [vocabularyOf(sources), vocabularyOf(targets)];
const P = transformerParams(seeded(seed), chinese.tokens.length, english.tokens.length, toy);
const run = (from: string[], to: string[], length = from.length) =>
  transformer(padTo(length, idsOf(from, chinese)), idsOf(to, english), P);
const working = run(sources[0], targets[0]);

console.log(part(1, say('The map', '全图')));
const { encoding, decoding } = working;
const [e, d] = [encoding.encoded.layers[0], decoding.decoded.layers[0]];
const WIDTH = 32;
const line = (text: string, A: Matrix) => alignLeft(text, WIDTH - 10) + alignRight(shape(A).join('×'), 6);
const box = (title: string, lines: string[]) => [
  `┌ ${title} ${'─'.repeat(WIDTH - 4 - displayWidth(title))}┐`,
  ...lines.map((text) => `│ ${text} │`),
  `└${'─'.repeat(WIDTH - 2)}┘`,
];
const selfAttention = say('self-attention', '自注意力');
const addNorm = say('Add & Norm', '相加并归一化');
const feedForward = say('feed-forward', '前馈层');
const left = [
  `  ${sources[0].join(' ')}`,
  `  ${line('√d · E_source + PE', encoding.input.Y)}`,
  ...box(`${say('encoder layer', '编码器层')} × N`, [
    line(selfAttention, e.attended.heads[0].A),
    line(addNorm, e.normed_1.Y),
    line(feedForward, e.fed.Y),
    line(addNorm, e.normed_2.Y),
  ]),
  `  ${line('Z', encoding.encoded.Y)}  ─▶`,
];
const right = [
  `  ${targets[0].join(' ')}`,
  `  ${line('√d · E_target + PE', decoding.input.Y)}`,
  ...box(`${say('decoder layer', '解码器层')} × N`, [
    line(say('self-attention, causal', '自注意力，因果掩码'), d.selfAttended.heads[0].A),
    line(addNorm, d.normed_1.Y),
    line(say('cross-attention to Z', '对 Z 的交叉注意力'), d.crossAttended.heads[0].A),
    line(addNorm, d.normed_2.Y),
    line(feedForward, d.fed.Y),
    line(addNorm, d.normed_3.Y),
  ]),
  `  ${line('S = Y E_targetᵀ', decoding.S)}`,
];
// The right half begins lower, so that Z stands beside the line that reads it.
const lower = Array.from({ length: 3 }, () => '');
const pairs = [...lower, ...right].map((text, i) => [left[i] ?? '', text]);
console.log(pairs.map(([l, r]) => `${alignLeft(l, WIDTH + 3)}${r}`.trimEnd()).join('\n'));

console.log(part(2, say('The translation asks the sentence', '译文向原文提问')));
const { crossAttended, Y } = decoderLayer(hand.X, hand.Z, hand.P);
const scores = multiply(Y, transpose(hand.E));
const table = (title: string, A: Matrix, names: string[], digits: number) =>
  columns([[title, ...names], ...A.map((row, i) => [hand.readTokens[i], ...row.map((x) => decimal(x, digits))])]);
const coordinates = ['1', '2', '3', '4'];
console.log(table(say('shares', '权重'), crossAttended.heads[0].A, hand.sourceTokens, 3));
console.log(table(say('brought home', '带回来的'), crossAttended.Y, coordinates, 1));
console.log(table(say('after the layer', '这一层之后'), Y, coordinates, 3));
console.log(table(say('score of the next word', '下一个词的分数'), scores, hand.targetTokens, 3));
console.log(table(say('probability', '概率'), softmax(scores), hand.targetTokens, 3));

console.log(part(3, say('What reaches what', '什么能影响什么')));
const changed = (other: { S: Matrix }) => other.S.map((row, i) => decimal(norm(minus(row, working.S[i]))));
console.log(
  columns([
    [say('how far a row of S moves', 'S 的每一行移动了多远'), ...targets[0]],
    [`${target} → ${otherTarget}`, ...changed(run(sources[0], targets[1]))],
    [`${source} → ${otherSource}`, ...changed(run(sources[1], targets[0]))],
    [`${source} → ${source} <pad> <pad>`, ...changed(run(sources[0], targets[0], source.length + 2))],
  ]),
);

console.log(part(4, say('Every number that is learned', '要学的每一个数')));
const models = [parameterList(toy, [V_source, V_target]), parameterList(base, [V]), parameterList(big, [V])];
const [listed] = models;
const places = [...new Set(listed.map(({ place, kind }) => `${place} / ${kind}`))];
const inPlace = (place: string) => (p: Part) => `${p.place} / ${p.kind}` === place;
const shapes = (parts: Part[]) =>
  parts.map(({ rows, columns }) => (rows === 1 ? `${columns}` : `${rows}×${columns}`)).join(' ');
const namesOf = (parts: Part[]) => [...new Set(parts.map(({ name }) => name))].join(' ');
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
const named = (text: string) => say(text, inChinese[text] ?? text);
console.log(
  columns([
    [
      say('where', '位置'),
      say('what', '内容'),
      say('shapes in the toy', '玩具模型中的形状'),
      say('toy', '玩具'),
      say('base', '基础版'),
      say('big', '大型版'),
    ],
    ...places.map((place) => {
      const parts = listed.filter(inPlace(place));
      const numbers = models.map((model) => String(total(model.filter(inPlace(place)))));
      return [named(parts[0].place), namesOf(parts), shapes(parts), ...numbers];
    }),
    [say('together', '合计'), '', '', ...models.map((model) => String(total(model)))],
  ]),
);
const tree = count(transformerParams(seeded(seed), V_source, V_target, toy));
console.log(say(`numbers in the toy's parameter tree: ${tree}`, `玩具模型的参数树里共有 ${tree} 个数`));
const kinds = [...new Set(listed.map(({ kind }) => kind))];
const share = (model: Part[], kind: Kind) => (100 * total(model.filter((p) => p.kind === kind))) / total(model);
console.log(
  columns([
    [say('share, in percent', '占比（%）'), say('toy', '玩具'), say('base', '基础版'), say('big', '大型版')],
    ...kinds.map((kind) => [named(kind), ...models.map((model) => decimal(share(model, kind), 1))]),
  ]),
);

console.log(part(5, say('Beside the paper: table 3', '与论文对照：表 3')));
// The base model, part (C) of table 3, the big model: what is changed, and the count in millions, rounded there.
const published = [
  { name: 'base', sizes: base, millions: 65 },
  { name: 'N = 2', sizes: { ...base, N: 2 }, millions: 36 },
  { name: 'N = 4', sizes: { ...base, N: 4 }, millions: 50 },
  { name: 'N = 8', sizes: { ...base, N: 8 }, millions: 80 },
  { name: 'd_model = 256', sizes: { ...base, d_model: 256 }, millions: 28 },
  { name: 'd_model = 1024', sizes: { ...base, d_model: 1024 }, millions: 168 },
  { name: 'd_ff = 1024', sizes: { ...base, d_ff: 1024 }, millions: 53 },
  { name: 'd_ff = 4096', sizes: { ...base, d_ff: 4096 }, millions: 90 },
  { name: 'big', sizes: big, millions: 213 },
];
const million = (x: number) => decimal(x / 1e6, 1);
// Printed as 65: at least 64.5 and below 65.5 million.
const fitting = published.map(({ sizes, millions }) => ({
  from: Math.ceil(vocabularyFor((millions - 0.5) * 1e6, sizes)),
  to: Math.ceil(vocabularyFor((millions + 0.5) * 1e6, sizes)) - 1,
}));
console.log(
  columns([
    [
      say('millions', '百万'),
      say('layers', '各层'),
      say('one table', '加一张表'),
      say('three tables', '加三张表'),
      say('printed', '论文所印'),
      say('fitting V: from', '相符的 V：从'),
      say('to', '到'),
    ],
    ...published.map(({ name, sizes, millions }, i) => [
      name,
      million(total(layerParts(sizes))),
      million(total(parameterList(sizes, [V]))),
      million(total(parameterList(sizes, [V, V, V]))),
      String(millions),
      String(fitting[i].from),
      String(fitting[i].to),
    ]),
  ]),
);
const all = fitting.slice(0, -1);
const [from, to] = [Math.max(...all.map((f) => f.from)), Math.min(...all.map((f) => f.to))];
console.log(
  say(`All rows but the last fit one V: ${from} to ${to}.`, `除最后一行外，都与同一个 V 相符：${from} 到 ${to}。`),
);
