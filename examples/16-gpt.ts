/**
 * Chapter 16: a decoder without an encoder, counting, sampling, English continued, an induction head by pencil and one
 * that is learned, and two tasks that are told apart by their prompts.
 */

import { addOne, bigramAfter, followers, seen } from '../chapters/16-gpt/bigram.ts';
import * as hand from '../chapters/16-gpt/by-hand.ts';
import { asLargeAs, gpt, gptParams, type GptParams } from '../chapters/16-gpt/gpt.ts';
import { knowingNothing, perplexity } from '../chapters/16-gpt/language-model.ts';
import { induction, inductionParams } from '../chapters/16-gpt/induction.ts';
import { ngramAfter, ngrams } from '../chapters/16-gpt/ngrams.ts';
import { promptFor } from '../chapters/16-gpt/prompts.ts';
import { heated, topK, topP } from '../chapters/16-gpt/sampling.ts';
import { minus, norm } from '../chapters/01-vectors/vectors.ts';
import { BOS, characters, EOS, idsOf, tokensOf, vocabularyFrom } from '../chapters/02-embedding/vocabulary.ts';
import { parameterList, total } from '../chapters/11-decoder/parameters.ts';
import type { Sizes } from '../chapters/10-encoder/encoder.ts';
import type { Pair, Plan } from '../chapters/12-training/training.ts';
import type { Next } from '../chapters/13-translator/decoding.ts';
import { count } from '../lib/params.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { english, printedEnglish } from './16-gpt/english.ts';
import { promptLines, type Lines } from './16-gpt/lines.ts';
import { toyData } from './corpus/toy.ts';
import { game, printedGame } from './16-gpt/game.ts';
import { printedTasks, tasks } from './16-gpt/tasks.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  seed: '1',
  small: { d_model: 32, h: 4, d_ff: 64, N: 1 }, // the translator's encoder–decoder
  epochs: { english: 8, tasks: 6 }, // 133 steps for English, twice as many for both tasks
  gameSteps: 500, // of 16 lines
  choicesTried: [
    { temperature: 0, k: Infinity, p: 1 },
    { temperature: 0.5, k: Infinity, p: 1 },
    { temperature: 1, k: Infinity, p: 1 },
    { temperature: 2, k: Infinity, p: 1 },
    { temperature: 2, k: 5, p: 1 },
    { temperature: 2, k: Infinity, p: 0.8 },
  ],
  asked: ['我爱你', '她的学生不喜欢玛丽', '他在喝牛奶吗', '明天我不会读信', '你们有车'], // to translate
  again: ['我爱你', '他在喝牛奶吗'], //                                             to write once more
};

/**
 * How all text is learned: by a decoder-only model with as many numbers as that encoder–decoder, by chapter 12's plan.
 */
export function planOf(small: Sizes): Plan {
  return { sizes: asLargeAs(small), batch: 16, warmup: 150, rate: 0.7, smoothing: 0.1, drop: 0 };
}

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched) {
  const { seed, small, epochs, gameSteps, choicesTried, asked, again } = these;
  const plan = planOf(small);
  const data = toyData();
  const prompts = promptLines(data);
  const fresh = gptParams(seeded(`weights ${seed}`), prompts.vocabulary.tokens.length, plan.sizes);
  return {
    shapes: {
      small: { ...small, parts: parameterList(small, [data.source.tokens.length, data.target.tokens.length]) },
      plan,
      fresh,
    },
    moved: moved(prompts, fresh),
    bigrams: bigrams(),
    drawn: drawn(),
    english: await english(data, { seed, plan, epochs: epochs.english, choicesTried }, watch),
    looks: looks(),
    game: await game(seed, gameSteps, watch),
    tasks: await tasks(data, fresh, { seed, plan, epochs: epochs.tasks, asked, again }, watch),
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Two shapes, as many numbers', '两种形状，一样多的数')),
    printedShapes(found.shapes, say),
    part(2, say('Read, and asked for', '读到的，和要答的')),
    printedMoved(found.moved, say),
    part(3, 'do I love I do love'),
    printedBigrams(found.bigrams, say),
    part(4, say('Sampling', '采样')),
    printedDrawn(found.drawn, say),
    part(5, say('English, continued', '接着说英语')),
    printedEnglish(found.english, say),
    part(6, 'a x b y a'),
    printedLooks(found.looks),
    part(7, say('A dictionary for one line', '只管一行的词典')),
    printedGame(found.game, say),
    part(8, say('Two tasks, told apart by their prompts', '两个任务，靠提示区分')),
    printedTasks(found.tasks, say),
  ].join('\n');
}

/** Part 1: the numbers of an encoder–decoder and of a decoder alone, place by place. */
function printedShapes({ small, plan, fresh }: Found['shapes'], say: Say): string {
  const sum = (place: RegExp) => String(total(small.parts.filter((row) => place.test(row.place))));
  const { N, d_ff } = plan.sizes;
  const [layer] = fresh.layers;
  const ofAllLayers = (tree: object) => String(N * count(tree));
  return columns([
    ['', say('encoder–decoder', '编码器–解码器'), say('decoder-only', '仅解码器')],
    [say('layers', '层'), `${small.N} + ${small.N}`, String(N)],
    ['d_ff', String(small.d_ff), String(d_ff)],
    [say('tables', '词嵌入表'), sum(/table/), String(count(fresh.E))],
    [say('self-attention', '自注意力'), sum(/self/), ofAllLayers(layer.attention)],
    [say('cross-attention', '交叉注意力'), sum(/cross/), '0'],
    [say('feed-forward', '前馈层'), sum(/feed/), ofAllLayers(layer.feedForward)],
    ['Add & Norm', sum(/Norm/), ofAllLayers([layer.norm_1, layer.norm_2])],
    [say('together', '合计'), String(total(small.parts)), String(count(fresh))],
  ]);
}

/** Part 2: how far each row of the scores moves if the last word but one is another. */
function moved({ vocabulary }: Lines, P: GptParams): number[] {
  const prompt = promptFor(characters('我爱你'), vocabulary);
  const [S, other] = ['love', 'know'].map((verb) => {
    const answer = idsOf(['i', verb, 'you'], vocabulary);
    return gpt([BOS, ...prompt, ...answer], P).S;
  });
  return S.map((row, i) => norm(minus(other[i], row)));
}

function printedMoved(moved: Found['moved'], say: Say): string {
  const head = [
    say('reads', '读到'),
    say('asked for', '要答的'),
    say('row moves if love becomes know', 'love 换成 know，这一行移动'),
  ];
  const rows = hand.read.map((token, i) => [token, hand.wanted[i].replace('?', '·'), decimal(moved[i], 2)]);
  return columns([head, ...rows]);
}

/** Part 3: which word followed which, and how surprised counting is by the same text, and by another. */
function bigrams() {
  const vocabulary = vocabularyFrom(hand.tokens);
  const text = idsOf(hand.text, vocabulary);
  const counts = followers([{ source: [], target: text }], hand.tokens.length);
  const words = [...new Set(text)];
  const next = [EOS, ...words];
  const [first, ...rest] = text; // do, and what comes after it
  const surprised = (model: (source: number[]) => Next) =>
    [rest, [first]].map((target) => perplexity([{ source: [first], target }] satisfies Pair[], model));
  return {
    words: tokensOf(words, vocabulary),
    next: tokensOf(next, vocabulary),
    counts: words.map((b) => next.map((c) => counts[b][c])),
    perplexities: {
      nothing: surprised(() => knowingNothing(hand.tokens.length)),
      seen: surprised((source) => bigramAfter(source, seen(counts))),
      addOne: surprised((source) => bigramAfter(source, addOne(counts))),
      two: surprised((source) => ngramAfter(source, ngrams([{ source: [], target: text }], 2), hand.tokens.length)),
      three: surprised((source) => ngramAfter(source, ngrams([{ source: [], target: text }], 3), hand.tokens.length)),
    },
  };
}

function printedBigrams({ words, next, counts, perplexities }: Found['bigrams'], say: Say): string {
  const row = (name: string, found: number[]) => [name, ...found.map((x) => decimal(x, 2))];
  const after = words.map((word) => `${word} →`);
  return [
    labelled(counts, after, next, 0),
    columns([
      [say('perplexity', '困惑度'), say('of the text after do', 'do 之后的原文'), 'do do'],
      row(say('knowing nothing', '什么都不知道'), perplexities.nothing),
      row(say('as it was seen', '照见过的'), perplexities.seen),
      row(say('add-one', '加一'), perplexities.addOne),
      row(say('Witten–Bell, two words', 'Witten–Bell，两个词'), perplexities.two),
      row(say('Witten–Bell, three words', 'Witten–Bell，三个词'), perplexities.three),
    ]),
  ].join('\n');
}

/** Part 4: three scores at some temperatures, and four shares of which the unlikely are cut off. */
function drawn() {
  return {
    heated: [0, 1 / 2, 1, 2, 10].map((tau) => ({ tau, shares: heated(hand.scores, tau) })),
    shares: hand.shares,
    three: topK(hand.shares, 3),
    nuclei: [0.5, 0.75, 0.8, 1].map((p) => ({ p, shares: topP(hand.shares, p) })),
  };
}

function printedDrawn({ heated, shares, three, nuclei }: Found['drawn'], say: Say): string {
  const scores = ['ln 3', 'ln 2', 'ln 1'];
  const cuts = [shares, three, ...nuclei.map(({ shares }) => shares)];
  const names = [say('shares', '概率'), 'top-k, k = 3', ...nuclei.map(({ p }) => `top-p, p = ${p}`)];
  return [
    labelled(
      heated.map(({ shares }) => shares),
      heated.map(({ tau }) => `τ = ${tau}`),
      scores,
    ),
    labelled(cuts, names, ['1/2', '1/4', '1/8', '1/8']),
  ].join('\n');
}

/** Part 6: where two layers with pencil weights look, and what the last row says. */
function looks() {
  const { tokens, ids } = hand.game;
  const { first, second, said } = induction(ids, inductionParams(tokens.length, ids.length, hand.match));
  const [one, two] = [first, second].map(({ heads }) => heads[0].A);
  return { line: ids.map((id) => tokens[id]), tokens, one, two, said: said[said.length - 1] };
}

function printedLooks({ line, tokens, one, two, said }: Found['looks']): string {
  const row = (A: Matrix, i: number) => A[i].map((share) => decimal(share, 2));
  return [
    columns([
      ['', ...line, '', ...line],
      ...line.map((token, i) => [`${token} →`, ...row(one, i), '', ...row(two, i)]),
    ]),
    columns([tokens, said.map((share) => decimal(share, 3))]),
  ].join('\n');
}
