/** Chapter 18: a forger and an inspector, 40 customers in and 1000 out, what they are worth, and a forger in a rush. */

import cliProgress from 'cli-progress';
import { credit, customers, labels, salary } from '../chapters/01-vectors/by-hand.ts';
import { dot } from '../chapters/01-vectors/vectors.ts';
import { sigmoid } from '../chapters/09-feed-forward/activations.ts';
import { beginner, type Learner } from '../chapters/12-training/adam.ts';
import { step as adamStep } from '../chapters/12-training/step.ts';
import type { FeedForwardParams } from '../chapters/09-feed-forward/feed-forward.ts';
import * as hand from '../chapters/18-gan/by-hand.ts';
import { rule, type Cases } from '../chapters/18-gan/customers.ts';
import { energyDistance, meanApart } from '../chapters/18-gan/distance.ts';
import { discriminate, foundReal, ganParams, judge, saturating } from '../chapters/18-gan/gan.ts';
import { languageOf, speaker } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { columns, decimal, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import { BALANCED, clustered, momentOf, RUSHED } from './18-gan/clusters.ts';
import {
  bankOf,
  firstOf,
  joined,
  madeBy,
  MADE,
  resemblance,
  RIDGE,
  ROUNDS,
  sources,
  taught,
  trained,
  type Progress,
} from './18-gan/contest.ts';

// Change these and run again.
const seed = '1';
const few = 40; //        real customers given, at most 320
const rate = 0.0005; //   of both players
const shown = 3; //       customers printed of each sort
const [balanced, rushed] = [BALANCED, RUSHED]; // who takes how many steps a round: { d_steps, g_steps, looks }

const say = speaker(languageOf(process.argv.slice(2)));
const features = [
  say('age', '年龄'),
  say('job', '工龄'),
  say('school', '学历'),
  say('family', '家人'),
  say('home', '房'),
  say('cards', '卡'),
  say('late', '逾期'),
  say('bank', '开户'),
  say('salary', '年薪'),
];
const verdict = (y: number) => (y > 0 ? say('approved', '批准') : say('refused', '拒绝'));

console.log(part(1, say('The customers of chapter 1, and the rule of our bank', '第 1 章的客户，和我们银行的规矩')));
const six = credit.map((x, i) => [...x, salary[i]]);
console.log(
  columns([
    ['', ...features, say('points', '得分'), say('chapter 1', '第 1 章')],
    ...six.map((x, i) => [customers[i], ...x.map(String), String(dot(rule.w, x) + rule.b), verdict(labels[i])]),
    [say('weight', '权重'), ...rule.w.map(String), String(rule.b)],
  ]),
);

console.log(part(2, say('Two ways to tell a forger', '告诉造假者的两种说法')));
console.log(
  labelled(
    [hand.sure, saturating(hand.scores).ds.map((x) => -x), foundReal(hand.scores).ds.map((x) => -x)],
    [
      say('D: taken for real', 'D：当成真的'),
      say('push, ln(1 − D)', '推力，ln(1 − D)'),
      say('push, −ln D', '推力，−ln D'),
    ],
    ['1/16', '1/4', '1/2', '3/4'],
    4,
  ),
);

console.log(part(3, say('The best discriminator: p / (p + q)', '最好的判别器：p / (p + q)')));
const rowsOf = (list: number[]): Matrix => list.map((k) => [0, 1, 2].map((c) => (c === k ? 1 : 0)));
const [real, made] = [rowsOf(hand.kinds.real), rowsOf(hand.kinds.made)];
const none: Matrix = real.map(() => []);
const believed = (D: FeedForwardParams) =>
  discriminate(rowsOf([0, 1, 2]), none.slice(0, 3), D).Y.map(([s]) => sigmoid.f(s));
let discriminator: Learner<FeedForwardParams> = beginner(
  ganParams(seeded(seed), { noise: 1, label: 0, features: 3, hidden: 8 }).D,
);
const before = believed(discriminator.P);
let loss = 0;
for (let t = 0; t < 2000; t++) {
  const lossOf = (X: Matrix, D: FeedForwardParams) => {
    const { loss, dD } = judge(X, none, made, none, D);
    return { loss, n: 8, dP: dD };
  };
  ({ learner: discriminator, loss } = adamStep(discriminator, [real], lossOf, 0.01 * (1 - t / 2000)));
}
console.log(
  labelled(
    [[1 / 2, 1 / 4, 1 / 4], [1 / 4, 1 / 4, 1 / 2], before, believed(discriminator.P), hand.best],
    [
      say('p, real', 'p，真实'),
      say('q, made', 'q，造的'),
      say('D before', 'D，之前'),
      say('D after 2000 steps', 'D，2000 步之后'),
      'p / (p + q)',
    ],
    [1, 2, 3].map((k) => say(`kind ${k}`, `第 ${k} 种`)),
  ),
);
console.log(
  say(
    `loss of eight: ${decimal(8 * loss)}; by hand 2 ln 27/2 = ${decimal(hand.best_loss)}; could D not tell them apart: 8 ln 2 = ${decimal(8 * Math.log(2))}`,
    `八个客户的损失：${decimal(8 * loss)}；手算 2 ln 27/2 = ${decimal(hand.best_loss)}；要是 D 分不清：8 ln 2 = ${decimal(8 * Math.log(2))}`,
  ),
);

console.log(part(4, say('How far apart are two crowds?', '两群人相距多远？')));
const [A, B] = hand.crowds;
console.log(
  columns([
    [
      say('crowds', '两群'),
      say('between', '之间'),
      say('within', '第一群内'),
      say('within', '第二群内'),
      say('energy distance', '能量距离'),
    ],
    // prettier-ignore
    ...[[A, B], [A, A], [A, [[1], [1]]]].map(([X, Y]) => [`${X.flat().join(' ')} | ${Y.flat().join(' ')}`, ...[meanApart(X, Y), meanApart(X, X), meanApart(Y, Y), energyDistance(X, Y)].map((x) => decimal(x, 2))]),
  ]),
);

console.log(part(5, say(`${few} customers in, ${MADE} out`, `进去 ${few} 个客户，出来 ${MADE} 个`)));
const bank = bankOf(seed, few);
const bar = new cliProgress.SingleBar(
  {
    format: `GAN {bar} {value}/{total}  {eta} s`,
    stream: process.stderr,
    clearOnComplete: true,
    linewrap: true,
    hideCursor: null,
    gracefulExit: false,
  },
  cliProgress.Presets.shades_classic,
);
const training = trained(bank.few, seed, rate);
let step = training.next();
const { G: beginning } = step.value as Progress; // there is a first round
bar.start(ROUNDS, 0);
for (; !step.done; step = training.next()) bar.update(step.value.round);
bar.stop();
const { averaged, last } = step.value;
const found = sources(bank, averaged, seed);
const listed = (name: string, { X, y }: Cases): string[][] => [
  [name],
  ...X.slice(0, shown).map((x, i) => ['', ...x.map(String), verdict(y[i])]),
];
const early = madeBy(beginning, bank.few, MADE, seeded(`made ${seed}`));
console.log(
  columns([
    ['', ...features],
    ...listed(say('real', '真实'), bank.few),
    ...listed(say('after 1 round', '1 轮之后'), early),
    ...listed(say(`after ${ROUNDS} rounds`, `${ROUNDS} 轮之后`), found.gan),
  ]),
);
const crowds: [string, Cases][] = [
  [say('the few real ones', '手里的真实客户'), found.few],
  [say('resampled with noise', '加噪声重抽'), found.near],
  [say('independent columns', '各列独立抽'), found.independent],
  [say('GAN after 1 round', 'GAN，1 轮之后'), early],
  [say('GAN, its last numbers', 'GAN，最后一轮的参数'), madeBy(last, bank.few, MADE, seeded(`made ${seed}`))],
  [say('GAN, averaged', 'GAN，参数取平均'), found.gan],
  [say('1000 other real ones', '另外 1000 个真实客户'), found.many],
];
console.log(
  columns([
    ['', say('distance to held-out customers', '与留出客户的距离'), say('nearest of the few', '离最近的真实客户')],
    ...crowds.map(([name, cases]) => {
      const { distance, nearest } = resemblance(cases, bank);
      return [name, decimal(distance, 2), decimal(nearest, 2)];
    }),
  ]),
);

console.log(part(6, say('What a classifier learns from them', '分类器从中学到什么')));
const lessons: [string, Cases, number][] = [
  [say('the few real ones', '手里的真实客户'), bank.few, 0],
  [say('the same, with ridge', '同上，加岭惩罚'), bank.few, RIDGE],
  [say('+ 1000 resampled', '+ 1000 个重抽的'), joined(bank.few, found.helping), 0],
  [say('+ as many from the GAN', '+ 同样多 GAN 造的'), joined(bank.few, firstOf(found.gan, few)), 0],
  [say('+ 1000 from the GAN', '+ 1000 个 GAN 造的'), joined(bank.few, found.gan), 0],
  [say('2000 real ones', '2000 个真实客户'), bank.many, 0],
];
console.log(
  columns([
    ['', say('right on 2000 held-out customers', '2000 个留出客户的正确率')],
    ...lessons.map(([name, cases, ridge]) => [name, `${decimal(100 * taught(cases, bank, ridge), 1)} %`]),
  ]),
);

console.log(part(7, say('A forger in a rush: four groups, 400 customers made', '造假者抢跑：四群客户，造 400 个')));
for (const [name, turns] of [
  [say('balanced', '轮流得当'), balanced],
  [say('rushed', '生成器抢跑'), rushed],
] as const) {
  const { real, moments } = clustered(seed, turns);
  const all = [momentOf(real, 0), ...moments];
  console.log(
    columns([
      [
        say(
          `${name}, D:G = ${turns.d_steps}:${turns.g_steps}; round`,
          `${name}，D:G = ${turns.d_steps}:${turns.g_steps}；轮`,
        ),
        say('real', '真实'),
        ...moments.map(({ round }) => String(round)),
      ],
      ...[0, 1, 2, 3].map((k) => [
        say(`group ${k + 1}`, `第 ${k + 1} 群`),
        ...all.map(({ counts }) => String(counts[k])),
      ]),
      [say('mean distance', '两两平均距离'), ...all.map(({ apart }) => decimal(apart, 2))],
    ]),
  );
}
