/** Chapter 16: a decoder without an encoder, a bigram model, words by lot, English continued, and a prompt that translates. */

import { addOne, bigramAfter, followers, interpolated, seen } from '../chapters/16-gpt/bigram.ts';
import * as hand from '../chapters/16-gpt/by-hand.ts';
import { asLargeAs, gpt, gptParams } from '../chapters/16-gpt/gpt.ts';
import { knowingNothing, nextAfter, perplexity } from '../chapters/16-gpt/language-model.ts';
import { promptFor } from '../chapters/16-gpt/prompts.ts';
import { heated, sampled, topK, topP, type Choice } from '../chapters/16-gpt/sampling.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { characters, EOS, idsOf, tokensOf, vocabularyFrom } from '../chapters/02-embedding/vocabulary.ts';
import { parameterList, total } from '../chapters/11-decoder/parameters.ts';
import type { Pair, Plan } from '../chapters/12-training/training.ts';
import type { Next } from '../chapters/13-translator/decoding.ts';
import { languageOf, speaker } from '../lib/language.ts';
import { count } from '../lib/params.ts';
import { alignLeft, columns, decimal, displayWidth, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import { fit } from './16-gpt/fit.ts';
import { continuedRight, continuing, corpusData, englishLines, promptLines } from './16-gpt/lines.ts';
import { watched } from './training/watched.ts';
import { sentence, spelled } from './corpus/normalise.ts';

// Change these and run again.
const seed = '1';
const small = { d_model: 32, h: 4, d_ff: 64, N: 1 }; // the translator's encoder–decoder
const epochs = { english: 8, translation: 16 }; //      each is 133 steps
const lambda = 0.98; // of the bigram model: how much what was seen after a word counts
const all = Infinity;
const choicesTried: Choice[] = [
  { temperature: 0, k: all, p: 1 },
  { temperature: 0.5, k: all, p: 1 },
  { temperature: 1, k: all, p: 1 },
  { temperature: 2, k: all, p: 1 },
  { temperature: 2, k: 5, p: 1 },
  { temperature: 2, k: all, p: 0.8 },
];
const asked = ['我爱你', '她的学生不喜欢玛丽', '他在喝牛奶吗', '明天我不会读信', '你们有车'];

const say = speaker(languageOf(process.argv.slice(2)));
const plan: Plan = { sizes: asLargeAs(small), batch: 16, warmup: 300, rate: 1, smoothing: 0.1, drop: 0.1 };
const data = corpusData(say);
const prompts = promptLines(data);

console.log(part(1, say('Two shapes, as many numbers', '两种形状，一样多的数')));
const tables = [data.source.tokens.length, data.target.tokens.length];
const listed = parameterList(small, tables);
const sum = (place: RegExp) => String(total(listed.filter((row) => place.test(row.place))));
const fresh = gptParams(seeded(`weights ${seed}`), prompts.vocabulary.tokens.length, plan.sizes);
const [layer] = fresh.layers;
const twice = (tree: object) => String(plan.sizes.N * count(tree));
console.log(
  columns([
    ['', say('encoder–decoder', '编码器–解码器'), say('decoder-only', '仅解码器')],
    [say('layers', '层'), `${small.N} + ${small.N}`, String(plan.sizes.N)],
    ['d_ff', String(small.d_ff), String(plan.sizes.d_ff)],
    [say('tables', '词嵌入表'), sum(/table/), String(count(fresh.E))],
    [say('self-attention', '自注意力'), sum(/self/), twice(layer.attention)],
    [say('cross-attention', '交叉注意力'), sum(/cross/), '0'],
    [say('feed-forward', '前馈层'), sum(/feed/), twice(layer.feedForward)],
    ['Add & Norm', sum(/Norm/), twice([layer.norm_1, layer.norm_2])],
    [say('together', '合计'), String(total(listed)), String(count(fresh))],
  ]),
);

console.log(part(2, say('Read, and asked for', '读到的，和要答的')));
const line = [
  ...promptFor(characters('我爱你'), prompts.vocabulary),
  ...idsOf(['i', 'love', 'you'], prompts.vocabulary),
];
const unlike = line.map((id, i) => (i === line.length - 2 ? prompts.vocabulary.ids.get('know')! : id));
const scoresOf = (ids: number[]) => gpt([1, ...ids], fresh).S;
const moved = scoresOf(line).map((row, i) => decimal(norm(minus(scoresOf(unlike)[i], row)), 2));
console.log(
  columns([
    [
      say('reads', '读到'),
      say('asked for', '要答的'),
      say('row moves if love becomes know', 'love 换成 know，这一行移动'),
    ],
    ...hand.read.map((token, i) => [token, hand.wanted[i].replace('?', '·'), moved[i]]),
  ]),
);

console.log(part(3, 'do I love I do love'));
const text = vocabularyFrom(hand.tokens);
const six = idsOf(hand.text, text);
const counts = followers([{ source: [], target: six }], hand.tokens.length);
const different = [...new Set(six)];
const shown = [EOS, ...different];
const named = (ids: number[]) => tokensOf(ids, text);
console.log(
  labelled(
    different.map((b) => shown.map((c) => counts[b][c])),
    named(different).map((word) => `${word} →`),
    named(shown),
    0,
  ),
);
const rest: Pair[] = [{ source: six.slice(0, 1), target: six.slice(1) }];
const other: Pair[] = [{ source: six.slice(0, 1), target: six.slice(0, 1) }]; // do, then do
const models: [string, (source: number[]) => Next][] = [
  [say('knowing nothing', '什么都不知道'), () => knowingNothing(hand.tokens.length)],
  [say('as it was seen', '照见过的'), (source) => bigramAfter(source, seen(counts))],
  [say('add-one', '加一'), (source) => bigramAfter(source, addOne(counts))],
  [say('half of each', '各取一半'), (source) => bigramAfter(source, interpolated(counts, 1 / 2))],
];
console.log(
  columns([
    [say('perplexity', '困惑度'), say('of the text after do', 'do 之后的原文'), 'do do'],
    ...models.map(([name, model]) => [name, ...[rest, other].map((lines) => decimal(perplexity(lines, model), 2))]),
  ]),
);

console.log(part(4, say('Words by lot', '抽签选词')));
const three = [3, 2, 1].map((odd) => `ln ${odd}`);
const taus = [0, 1 / 2, 1, 2, 10];
console.log(
  labelled(
    taus.map((tau) => heated(hand.scores, tau)),
    taus.map((tau) => `τ = ${tau}`),
    three,
  ),
);
const cuts: [string, number[]][] = [
  [say('shares', '概率'), hand.shares],
  ['top-k, k = 3', topK(hand.shares, 3)],
  ...[0.5, 0.75, 0.8, 1].map((p): [string, number[]] => [`top-p, p = ${p}`, topP(hand.shares, p)]),
];
console.log(
  labelled(
    cuts.map(([, row]) => row),
    cuts.map(([name]) => name),
    ['1/2', '1/4', '1/8', '1/8'],
  ),
);

console.log(part(5, say('English, continued', '接着说英语')));
const english = englishLines(data);
const V = english.vocabulary.tokens.length;
const begun = gptParams(seeded(`weights ${seed}`), V, plan.sizes);
const toEnglish = fit(begun, english.training, { ...plan, smoothing: 0 }, epochs.english, seed);
const { P: talker } = await watched(toEnglish, say('English', '英语'));
const pairsSeen = followers(english.training, V);
const judged: [string, (source: number[]) => Next][] = [
  [say('knowing nothing', '什么都不知道'), () => knowingNothing(V)],
  [say('bigram, add-one', '二元模型，加一'), (source) => bigramAfter(source, addOne(pairsSeen))],
  [
    say(`bigram, λ = ${lambda}`, `二元模型，λ = ${lambda}`),
    (source) => bigramAfter(source, interpolated(pairsSeen, lambda)),
  ],
  [say('decoder-only, untrained', '仅解码器，未训练'), (source) => nextAfter(source, begun)],
  [say('decoder-only, trained', '仅解码器，训练后'), (source) => nextAfter(source, talker)],
];
console.log(
  columns([
    [
      say('perplexity', '困惑度'),
      say(`unseen sentences (${english.unseen.length})`, `新句子 (${english.unseen.length})`),
    ],
    ...judged.map(([name, model]) => [name, decimal(perplexity(english.unseen, model), 2)]),
  ]),
);
const known = new Set(english.training.map(({ target }) => target.join()));
const spoken = (model: Next, choice: Choice, random = seeded(`said ${seed}`)) =>
  [1, 2, 3].map(() => {
    const { ids } = sampled(model, choice, random, 10);
    return `${sentence(tokensOf(ids, english.vocabulary), 'en')}${known.has(ids.join()) ? ' *' : ''}`;
  });
const of = ({ temperature, k, p }: Choice) =>
  `τ = ${temperature}${k < all ? `, k = ${k}` : ''}${p < 1 ? `, p = ${p}` : ''}`;
const plain = { temperature: 1, k: all, p: 1 };
const said: [string, string[]][] = [
  [say('bigram, τ = 1', '二元模型，τ = 1'), spoken(bigramAfter([], interpolated(pairsSeen, lambda)), plain)],
  [say('untrained, τ = 1', '未训练，τ = 1'), spoken(nextAfter([], begun), plain)],
  ...choicesTried.map((choice): [string, string[]] => [of(choice), spoken(nextAfter([], talker), choice)]),
];
const width = Math.max(...said.map(([name]) => displayWidth(name)));
for (const [name, sentences] of said) {
  for (const [i, one] of sentences.entries()) console.log(`${alignLeft(i === 0 ? name : '', width)}  ${one}`);
}
console.log(say('* stands so in the training text', '* 训练文本里原样有过'));

console.log(part(6, say('A prompt that translates', '会翻译的提示')));
const toPrompts = fit(fresh, prompts.training, plan, epochs.translation, seed);
const { P: translator, losses } = await watched(toPrompts, say('Translation', '翻译'));
const answer = (P: typeof fresh, chinese: string) => {
  const { ids, finished } = continuing(P)(promptFor(characters(chinese), prompts.vocabulary), 10);
  return `翻译:${chinese} → ${sentence(tokensOf(ids, prompts.vocabulary), 'en')}${finished ? '' : ' …'}`;
};
console.log(say('before', '之前'));
console.log(answer(fresh, asked[0]));
console.log(say(`after ${losses.length} steps`, `${losses.length} 步之后`));
for (const chinese of asked) console.log(answer(translator, chinese));
const percent = (lines: Pair[]) => `${decimal(100 * continuedRight(lines, translator), 1)} %`;
console.log(
  columns([
    [
      say('exact match', '完全匹配'),
      say(`unseen (${prompts.unseen.length})`, `新句子 (${prompts.unseen.length})`),
      say(`recombined (${prompts.recombined.length})`, `新搭配 (${prompts.recombined.length})`),
    ],
    [say('continued', '接着说'), percent(prompts.unseen), percent(prompts.recombined)],
  ]),
);
const first = nextAfter(promptFor(characters('我爱你'), prompts.vocabulary), translator)([]);
const likeliest = [...first.keys()].sort((a, b) => first[b] - first[a]).slice(0, 3);
const odds = likeliest.map(
  (id) => `${spelled(tokensOf([id], prompts.vocabulary)[0])} ${decimal(Math.exp(first[id]), 3)}`,
);
console.log(
  say(
    `after 翻译:我爱你 →, the likeliest: ${odds.join(', ')}`,
    `在 翻译:我爱你 → 之后，最有可能的是：${odds.join('、')}`,
  ),
);
