/**
 * Chapter 14: a simple cell and a GRU by hand, how the first word fades, looking back, who waits, and a memory game.
 */

import * as hand from '../chapters/14-rnn/by-hand.ts';
import { look } from '../chapters/14-rnn/bahdanau.ts';
import { walk, walkBackward } from '../chapters/14-rnn/time.ts';
import { chain, multiplications, tableOne } from '../chapters/14-rnn/waiting.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { columns, decimal, grouped, labelled, part } from '../lib/print.ts';
import type { Say } from '../lib/language.ts';
import { played, PLAYING, printedGames } from './14-rnn/game.ts';
import { cellNames, printedReaches, printedTimes, reaches, readersOf, times } from './14-rnn/readers.ts';

/** Change these and run again. */
export const constants = {
  seed: '我爱你',
  d: 16, //                              numbers of a word and of a state, in part 3
  sentences: 20, //                      of random words, whose mean part 3 prints
  distances: [0, 1, 2, 4, 8, 16, 32], // words after the first, in part 3
  opened: 3, //                          bias of the update gate that is held open, in part 3
  playing: PLAYING, //                   how the players of part 6 are trained
};

/** The named quantities of each part. */
export function computed(these: typeof constants) {
  const { seed, d, playing } = these;
  const readers = readersOf(seed, d);
  return {
    simple: simple(),
    gated: walk(hand.X, [0], hand.P_gru),
    reaches: reaches(readers, these),
    looked: look(hand.s, multiply(hand.Z, hand.P_look.W_k), hand.Z, hand.P_look),
    operations: operations([10, 70, 512, 2048]),
    chains: chains([10, 20, 40, 80]),
    games: played(seed, playing),
    times: times(readers, seed),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('A simple cell reads 我 爱 你', '简单单元读「我爱你」')),
    printedSimple(found.simple, say),
    part(2, say('A GRU reads 我 爱 你', 'GRU 读「我爱你」')),
    printedGated(found.gated, say),
    part(3, say('How strongly the first word still reaches the last state', '第一个词还能多强地传到最后的状态')),
    printedReaches(found.reaches, say),
    part(4, say('Looking back', '回头看')),
    printedLooked(found.looked, say),
    part(5, say('Who waits for whom', '谁要等谁')),
    printedOperations(found.operations, say),
    printedChains(found.chains, say),
    part(6, say('A memory game: say the first word', '记忆游戏：说出第一个词')),
    printedGames([found.games], say),
    part(7, say('Seconds on this machine, one core', '这台机器上的时间，一个核')),
    printedTimes(found.times, say),
  ].join('\n');
}

/** Part 1: three words read, the gradient on its way back, and what is left of ½ after some steps of silence. */
function simple() {
  const walked = walk(hand.X, [0, 0], hand.P);
  const after = [1, 2, 4, 8];
  const silent = Array.from({ length: 8 }, () => [0, 0, 0]);
  const silence = walk(silent, [1 / 2, 0], hand.P);
  const slopes = after.map((n) => {
    const steps = silence.steps.slice(0, n);
    const dH = steps.map((_, i) => [i === n - 1 ? 1 : 0, 0]);
    return walkBackward(dH, { steps, H: silence.H.slice(0, n) }).dh_0[0];
  });
  return {
    H: walked.H,
    heard: walkBackward(hand.dH, walked).heard,
    silence: after.map((n, k) => ({ n, people: silence.H[n - 1][0], slope: slopes[k] })),
  };
}

function printedSimple({ H, heard, silence }: Found['simple'], say: Say): string {
  const names = [say('people', '人'), say('love', '爱')];
  const after = hand.tokens.map((word) => say(`after ${word}`, `读完${word}`));
  const heardAfter = hand.tokens.map((word) => say(`heard after ${word}`, `回传到${word}`));
  return [
    labelled(H, after, names),
    labelled(heard, heardAfter, names),
    columns([
      [say('silent steps after a ½', '½ 之后，几步没有新词'), ...silence.map(({ n }) => String(n))],
      [say('people', '人'), ...silence.map(({ people }) => decimal(people))],
      [say('slope towards the ½', '对那个 ½ 的斜率'), ...silence.map(({ slope }) => decimal(slope))],
    ]),
  ].join('\n');
}

/** Part 2: both gates, the candidate and the state, word by word. */
function printedGated({ steps }: Found['gated'], say: Say): string {
  const inside = steps.flatMap((step) =>
    'z' in step ? [[step.h[0], step.r[0], step.z[0], step.g[0], step.y[0]]] : [],
  );
  const names = [
    say('before', '之前'),
    say('reset r', '重置 r'),
    say('update z', '更新 z'),
    say('candidate g', '候选 g'),
    say('after', '之后'),
  ];
  return labelled(inside, hand.tokens, names);
}

/** Part 4: the state of the decoder compared with each state of the encoder. */
function printedLooked({ T, a, c }: Found['looked'], say: Say): string {
  const compared = T.map(([fit], j) => [...hand.Z[j], fit, fit * hand.P_look.v[0], a[j]]);
  const rows = hand.tokens.map((word) => say(`z after ${word}`, `读完${word}的 z`));
  return [
    labelled(compared, rows, ['z_1', 'z_2', 'tanh', say('score', '分数'), say('share', '权重')]),
    say('brought home: ', '带回来的：') + c.map((x) => decimal(x)).join(', '),
  ].join('\n');
}

/** Part 5: the costs of the paper's table 1, and the multiplications of our own layers, for sentences of n words. */
function operations(lengths: number[]) {
  const d = 512;
  return {
    lengths,
    recurrent: lengths.map((n) => tableOne('recurrent', n, d)),
    selfAttention: lengths.map((n) => tableOne('self-attention', n, d)),
    ours: (['simple', 'gru', 'self-attention'] as const).map((kind) => lengths.map((n) => multiplications(kind, n, d))),
  };
}

function printedOperations({ lengths, recurrent, selfAttention, ours }: Found['operations'], say: Say): string {
  const [[simple, gru], attending] = [cellNames(say), say('self-attention', '自注意力')];
  const costs = (name: string, found: typeof recurrent) => [
    [
      `${name}${say(': operations / 10⁶', '：运算量 / 10⁶')}`,
      ...found.map(({ operations }) => decimal(operations / 1e6, 1)),
    ],
    [
      `${name}${say(': must wait, path', '：要等的步数、路径')}`,
      ...found.map(({ sequential, path }) => `${sequential}, ${path}`),
    ],
  ];
  return columns([
    [say('table 1, d = 512', '表 1，d = 512'), ...lengths.map((n) => `n = ${n}`)],
    ...costs(say('recurrent', '循环'), recurrent),
    ...costs(attending, selfAttention),
    [say('our layers, d = 512', '本书的层，d = 512'), ...lengths.map(() => '')],
    ...[simple, gru, attending].map((name, k) => [
      `${name}${say(': multiplications / 10⁶', '：乘法 / 10⁶')}`,
      ...ours[k].map((x) => decimal(x / 1e6, 1)),
    ]),
  ]);
}

/** Also part 5: how many steps must wait for one another. */
function chains(lengths: number[]) {
  const kinds = ['recurrent', 'attention', 'transformer'] as const;
  return { lengths, steps: kinds.map((kind) => lengths.map((n) => chain(kind, n, n))) };
}

function printedChains({ lengths, steps }: Found['chains'], say: Say): string {
  const [, , attention] = cellNames(say);
  const names = [say('RNN or GRU', 'RNN 或 GRU'), attention, 'Transformer, N = 1'];
  const rows = (when: 'training' | 'translating', suffix: string) =>
    names.map((name, k) => [name + suffix, ...steps[k].map((found) => grouped(found[when]))]);
  return columns([
    [say('steps in a row: words', '连着几步：词数'), ...lengths.map(String)],
    ...rows('training', say(', training', '，训练')),
    ...rows('translating', say(', translating', '，翻译')),
  ]);
}
