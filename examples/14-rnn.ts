/** Chapter 14: a simple cell and a GRU by hand, how the first word fades, looking back, who waits, and a memory game. */

import * as hand from '../chapters/14-rnn/by-hand.ts';
import { look } from '../chapters/14-rnn/bahdanau.ts';
import type { GruParams } from '../chapters/14-rnn/gru.ts';
import { recurrentParams, type Kind } from '../chapters/14-rnn/parameters.ts';
import { reach } from '../chapters/14-rnn/reach.ts';
import { cellParams, walk, walkBackward, type CellParams } from '../chapters/14-rnn/time.ts';
import { epoch, nextAfter, type RecurrentPlan } from '../chapters/14-rnn/training.ts';
import { chain, multiplications, tableOne } from '../chapters/14-rnn/waiting.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { encoder, encoderBackward, encoderLayerParams } from '../chapters/10-encoder/encoder.ts';
import { beginner } from '../chapters/12-training/adam.ts';
import type { Pair } from '../chapters/12-training/training.ts';
import { languageOf, speaker } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { columns, decimal, grouped, labelled, part } from '../lib/print.ts';
import { normalMatrix, seeded, type Random } from '../lib/random.ts';

// Change these and run again.
const seed = '我爱你';
const d = 16; //                                  numbers of a word and of a state, in part 3
const sentences = 20; //                          of random words, whose mean part 3 prints
const distances = [0, 1, 2, 4, 8, 16, 32]; //     words between the first and the last, in part 3
const opened = 3; //                              bias of the update gate that is held open, in part 3
const lengths = [2, 4, 8, 24]; //                 words of a sentence in part 6
const epochs = 10; //                             in part 6, of 400 sentences each
const plan: RecurrentPlan = { batch: 8, warmup: 50, rate: 1, smoothing: 0.1, drop: 0, d_rate: 64 };

const say = speaker(languageOf(process.argv.slice(2)));
const [simple, gru, attention] = [say('simple cell', '简单单元'), 'GRU', say('GRU + attention', 'GRU + 注意力')];

console.log(part(1, say('A simple cell reads 我 爱 你', '简单单元读「我爱你」')));
const walked = walk(hand.X, [0, 0], hand.P);
const names = [say('people', '人'), say('love', '爱')];
console.log(
  labelled(
    walked.H,
    hand.tokens.map((word) => say(`after ${word}`, `读完${word}`)),
    names,
  ),
);
const { heard } = walkBackward(hand.dH, walked);
console.log(
  labelled(
    heard,
    hand.tokens.map((word) => say(`heard after ${word}`, `回传到${word}`)),
    names,
  ),
);
const silence = walk(
  Array.from({ length: 8 }, () => [0, 0, 0]),
  [1 / 2, 0],
  hand.P,
);
const after = [1, 2, 4, 8];
const faded = after.map((n) => {
  const steps = silence.steps.slice(0, n);
  const dH = steps.map((_, i) => [i === n - 1 ? 1 : 0, 0]);
  return walkBackward(dH, { steps, H: silence.H.slice(0, n) }).dh_0[0];
});
console.log(
  columns([
    [say('silent steps after a ½', '½ 之后，几步没有新词'), ...after.map(String)],
    [say('people', '人'), ...after.map((n) => decimal(silence.H[n - 1][0]))],
    [say('slope towards the ½', '对那个 ½ 的斜率'), ...faded.map((x) => decimal(x))],
  ]),
);

console.log(part(2, say('A GRU reads 我 爱 你', 'GRU 读「我爱你」')));
const gated = walk(hand.X, [0], hand.P_gru);
const inside = gated.steps.flatMap((step) =>
  'z' in step ? [[step.h[0], step.r[0], step.z[0], step.g[0], step.y[0]]] : [],
);
console.log(
  labelled(inside, hand.tokens, [
    say('before', '之前'),
    say('reset r', '重置 r'),
    say('update z', '更新 z'),
    say('candidate g', '候选 g'),
    say('after', '之后'),
  ]),
);

console.log(
  part(3, say('How strongly the first word still reaches the last state', '第一个词还能多强地传到最后的状态')),
);
const random = seeded(seed);
const plain = cellParams(random, d, d, false);
const gates = cellParams(random, d, d, true) as GruParams;
const open = { ...gates, update: { ...gates.update, b: gates.update.b.map(() => opened) } };
const layer = [encoderLayerParams(random, { d_model: d, h: 4, d_ff: 2 * d, N: 1 })];
/** The cell with its way from state to state made stronger or weaker. */
const scaled = (P: CellParams, by: number) =>
  ({
    ...P,
    W_h: 'W_h' in P ? P.W_h.map((row) => row.map((w) => by * w)) : [],
  }) as CellParams;
const recurrent = (P: CellParams) => (X: Matrix) => {
  const through = walk(X, normalMatrix(seeded(seed), 1, d, 0)[0], P);
  return reach(X.length, d, (dH) => walkBackward(dH, through).dX);
};
const readers: [name: string, reachOf: (X: Matrix) => number[]][] = [
  [say('simple cell, W_h halved', '简单单元，W_h 减半'), recurrent(scaled(plain, 1 / 2))],
  [simple, recurrent(plain)],
  [say('simple cell, W_h doubled', '简单单元，W_h 加倍'), recurrent(scaled(plain, 2))],
  [gru, recurrent(gates)],
  [say('GRU, update gate open', 'GRU，更新门常开'), recurrent(open)],
  [
    say('encoder layer (1 step)', '编码器层（一步）'),
    (X) => {
      const found = encoder(X, layer);
      return reach(X.length, d, (dZ) => encoderBackward(dZ, found).dX);
    },
  ],
];
const read = Array.from({ length: sentences }, () => normalMatrix(random, Math.max(...distances) + 1, d));
const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
const short = (x: number) => (x >= 0.001 ? decimal(x) : x.toExponential(0));
console.log(
  columns([
    [say('words in between', '相隔几个词'), ...distances.map(String)],
    ...readers.map(([name, reachOf]) => [
      name,
      ...distances.map((n) => short(mean(read.map((words) => reachOf(words.slice(-n - 1))[0])))),
    ]),
  ]),
);

console.log(part(4, say('Looking back', '回头看')));
const looked = look(hand.s, multiply(hand.Z, hand.P_look.W_k), hand.Z, hand.P_look);
const compared = looked.T.map(([fit], j) => [...hand.Z[j], fit, fit * hand.P_look.v[0], looked.a[j]]);
console.log(
  labelled(
    compared,
    hand.tokens.map((word) => say(`z after ${word}`, `读完${word}的 z`)),
    ['z_1', 'z_2', 'tanh', say('score', '分数'), say('share', '权重')],
  ),
);
console.log(say('brought home: ', '带回来的：') + looked.c.map((x) => decimal(x)).join(', '));

console.log(part(5, say('Who waits for whom', '谁要等谁')));
// prettier-ignore
const [table, ours] = [[10, 70, 512, 2048], [10, 20, 40, 80]];
console.log(
  columns([
    [say('table 1, d = 512', '表 1，d = 512'), ...table.map((n) => `n = ${n}`)],
    ...(['recurrent', 'self-attention'] as const).flatMap((kind) => {
      const name = kind === 'recurrent' ? say('recurrent', '循环') : say('self-attention', '自注意力');
      const costs = table.map((n) => tableOne(kind, n, 512));
      return [
        [
          `${name}${say(': operations / 10⁶', '：运算量 / 10⁶')}`,
          ...costs.map(({ operations }) => decimal(operations / 1e6, 1)),
        ],
        [
          `${name}${say(': must wait, path', '：要等的步数、路径')}`,
          ...costs.map(({ sequential, path }) => `${sequential}, ${path}`),
        ],
      ];
    }),
    [say('our layers, d = 512', '本书的层，d = 512'), ...table.map(() => '')],
    ...(['simple', 'gru', 'self-attention'] as const).map((kind) => [
      `${{ simple, gru, 'self-attention': say('self-attention', '自注意力') }[kind]}${say(': multiplications / 10⁶', '：乘法 / 10⁶')}`,
      ...table.map((n) => decimal(multiplications(kind, n, 512) / 1e6, 1)),
    ]),
  ]),
);
const chains = [
  ['recurrent', say('RNN or GRU', 'RNN 或 GRU')],
  ['attention', attention],
  ['transformer', 'Transformer, N = 1'],
] as const;
console.log(
  columns([
    [say('steps in a row: words', '连着几步：词数'), ...ours.map(String)],
    ...(['training', 'translating'] as const).flatMap((when) =>
      chains.map(([kind, name]) => [
        `${name}${say(`, ${when}`, when === 'training' ? '，训练' : '，翻译')}`,
        ...ours.map((n) => grouped(chain(kind, n, n)[when])),
      ]),
    ),
  ]),
);

console.log(part(6, say('A memory game: say the first word', '记忆游戏：说出第一个词')));
const WORDS = 8;
/** Sentences of n random words; the translation is the first of them. Ids begin after the four special tokens. */
const game = (chance: Random, n: number, count: number): Pair[] =>
  Array.from({ length: count }, () => {
    const source = Array.from({ length: n }, () => 4 + Math.floor(WORDS * chance()));
    return { source, target: source.slice(0, 1) };
  });
const played = (kind: Kind, n: number): number => {
  const chance = seeded(`${seed} ${kind} ${n}`);
  let learner = beginner(recurrentParams(chance, WORDS + 4, WORDS + 4, 16, kind));
  const pairs = game(chance, n, 400);
  for (let e = 0; e < epochs; e++) {
    for (const { learner: next } of epoch(learner, pairs, plan, chance)) learner = next;
  }
  const fresh = game(chance, n, 200);
  const right = fresh.filter(({ source, target: [first] }) => {
    const logP = nextAfter(source, learner.P)([]);
    return logP.indexOf(Math.max(...logP)) === first;
  });
  return right.length / fresh.length;
};
const kinds: [Kind, string][] = [
  ['simple', simple],
  ['gru', gru],
  ['attention', attention],
];
console.log(
  columns([
    [say('words in the sentence', '句子有几个词'), ...lengths.map(String)],
    ...kinds.map(([kind, name]) => [name, ...lengths.map((n) => `${decimal(100 * played(kind, n), 0)} %`)]),
  ]),
);
console.log(say(`guessing: ${decimal(100 / WORDS, 0)} %`, `瞎猜：${decimal(100 / WORDS, 0)} %`));

console.log(part(7, say('Seconds on this machine, one core', '这台机器上的时间，一个核')));
const timed = (run: () => unknown): string => {
  const begun = performance.now();
  for (let k = 0; k < 5; k++) run();
  return `${decimal((performance.now() - begun) / 5, 1)} ms`;
};
const speeds: [string, (X: Matrix) => unknown][] = [
  [simple, (X) => walk(X, X[0], plain)],
  [gru, (X) => walk(X, X[0], gates)],
  [say('encoder layer', '编码器层'), (X) => encoder(X, layer)],
];
const longer = [16, 64, 256, 512];
console.log(
  columns([
    [say('words', '词数'), ...longer.map(String)],
    ...speeds.map(([name, run]) => [name, ...longer.map((n) => timed(() => run(normalMatrix(seeded(seed), n, d))))]),
  ]),
);
