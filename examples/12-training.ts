/** Chapter 12: label smoothing, Adam by hand, the rate's warm-up, dropout, one step, and a tiny translator trained. */

import * as hand from '../chapters/12-training/by-hand.ts';
import { adam, beginner, warmupRate } from '../chapters/12-training/adam.ts';
import { dropout } from '../chapters/12-training/dropout.ts';
import { smoothed } from '../chapters/12-training/training.ts';
import { hadamard } from '../chapters/01-vectors/matrices.ts';
import { softmax } from '../chapters/04-attention/softmax.ts';
import { crossEntropy, crossEntropyBackward } from '../chapters/08-backprop/cross-entropy.ts';
import { log } from '../lib/elementary.ts';
import { rows } from '../lib/params.ts';
import { curve } from '../lib/plot.ts';
import { columns, decimal, labelled, numbered, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import type { Say } from '../lib/language.ts';
import { oneStep, printedOneStep, printedTranslator, translator } from './12-training/translator.ts';

/** Change these and run again. */
export const constants = {
  seed: '我爱你',
  warmup: 4000, // steps, of the curve in part 3
  epochs: 24, //   in part 6, each one sees every pair once
  plan: {
    sizes: { d_model: 16, h: 2, d_ff: 32, N: 1 },
    batch: 4,
    warmup: 60,
    rate: 0.4,
    smoothing: 0.1,
    drop: 0,
  },
};

/** The named quantities of each part. */
export function computed({ seed, warmup, epochs, plan }: typeof constants) {
  return {
    softened: softened(),
    twoSteps: twoSteps(),
    schedule: schedule(warmup),
    dropped: dropped(seed),
    oneStep: oneStep(seed, plan),
    translator: translator(seed, epochs, plan),
  };
}

type Found = ReturnType<typeof computed>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('A target made soft', '把目标变软')),
    printedSoftened(found.softened, say),
    part(2, say('Two steps of Adam', 'Adam 走两步')),
    printedTwoSteps(found.twoSteps, say),
    part(3, say('The rate of each step', '每一步的学习率')),
    printedSchedule(found.schedule, say),
    part(4, say('Numbers dropped', '随机丢掉一些数')),
    printedDropped(found.dropped, say),
    part(5, say('我爱你: one step', '我爱你：走一步')),
    printedOneStep(found.oneStep, say),
    part(6, say('A tiny translator', '一个小小的翻译器')),
    printedTranslator(found.translator, say),
  ].join('\n');
}

/** Part 1: a target of 1 and 0, the same smoothed, and what each makes of a right word whose score leads by s. */
function softened() {
  const [exact, soft] = [smoothed([1], 4, 0), smoothed([1], 4, hand.epsilon)];
  const leads = [0, 1, 2, log(37), 6, 10].map((s) => {
    const S = [[0, s, 0, 0]];
    const scored = crossEntropy(S, soft);
    const slope = crossEntropyBackward(scored)[0][1];
    return { s, p: softmax(S)[0][1], exactLoss: crossEntropy(S, exact).loss, smoothedLoss: scored.loss, slope };
  });
  return { exact, soft, leads };
}

function printedSoftened({ exact, soft, leads }: Found['softened'], say: Say): string {
  const four = [say('wrong', '错'), say('right', '对'), say('wrong', '错'), say('wrong', '错')];
  const head = [
    say('lead', '领先'),
    'P',
    say('exact loss', '原样的损失'),
    say('smoothed loss', '平滑的损失'),
    say('its slope', '它的斜率'),
  ];
  const lines = leads.map(({ s, p, exactLoss, smoothedLoss, slope }) => [s, p, exactLoss, smoothedLoss, slope]);
  const best = say('ln 37 = 3.611 is the best lead: ', '领先 ln 37 = 3.611 最好：');
  return [
    labelled([exact[0], soft[0]], [say('exact', '原样'), say('smoothed', '平滑')], four),
    columns([head, ...lines.map((line) => line.map((x) => decimal(x)))]),
    `${best}ln 40 − 37/40 · ln 37 = ${decimal(hand.lowestLoss)}`,
  ].join('\n');
}

/** Part 2: three parameters with a gradient each, twice. */
function twoSteps() {
  const numbersOf = (tree: object) => [...rows(tree)].flat(); // w_1, w_2, b_1
  const first = adam(beginner(hand.P_0), hand.dP_1, hand.rate);
  const second = adam(first, hand.dP_2, hand.rate);
  const [p_0, p_1, p_2] = [hand.P_0, first.P, second.P].map(numbersOf);
  const [g_1, g_2] = [hand.dP_1, hand.dP_2].map(numbersOf);
  return ['w_1', 'w_2', 'b_1'].map((name, c) => ({ name, p: [p_0[c], p_1[c], p_2[c]], g: [g_1[c], g_2[c]] }));
}

function printedTwoSteps(parameters: Found['twoSteps'], say: Say): string {
  const [gradient, moves] = [say('gradient', '梯度'), say('moves', '移动')];
  return columns([
    ['', say('start', '起点'), `${gradient} 1`, `${moves} 1`, `${gradient} 2`, `${moves} 2`, say('end', '终点')],
    ...parameters.map(({ name, p, g }) => [
      name,
      decimal(p[0], 2),
      String(g[0]),
      decimal(p[1] - p[0], 4),
      String(g[1]),
      decimal(p[2] - p[1], 4),
      decimal(p[2], 4),
    ]),
  ]);
}

/** Part 3: the rate up the warm-up and down again, of a model as wide as the paper's. */
function schedule(warmup: number) {
  const at = [1, warmup / 4, warmup, warmup * 4];
  return {
    rates: Array.from({ length: 20_000 }, (_, t) => warmupRate(t + 1, 512, warmup)),
    steps: at.map((t) => ({ t, rate: warmupRate(t, 512, warmup) })),
  };
}

function printedSchedule({ rates, steps }: Found['schedule'], say: Say): string {
  const tenThousandths = rates.map((rate) => rate * 1e4);
  return [
    curve(tenThousandths, 60, 8),
    say('rate × 10⁴ over steps 1 … 20000, d_model = 512', '学习率 × 10⁴，第 1 步到第 20000 步，d_model = 512'),
    columns([
      [say('step', '步'), ...steps.map(({ t }) => String(t))],
      [say('rate × 10⁴', '学习率 × 10⁴'), ...steps.map(({ rate }) => decimal(rate * 1e4))],
    ]),
  ].join('\n');
}

/** Part 4: four numbers with the draws of the page, and many with draws of the seed. */
function dropped(seed: string) {
  const queue = [...hand.draws];
  const D = dropout(() => queue.shift()!, 1, 4, hand.p);
  const factors = dropout(seeded(seed), 200, 500, 0.1).flat();
  const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  return {
    D,
    Y: hadamard(D, hand.X),
    zeroed: mean(factors.map((factor) => (factor === 0 ? 1 : 0))),
    mean: mean(factors),
  };
}

function printedDropped({ D, Y, zeroed, mean }: Found['dropped'], say: Say): string {
  const names = [
    say('draw', '抽到的数'),
    say('factor D', '因子 D'),
    say('X before', '之前 X'),
    say('D ∘ X after', '之后 D ∘ X'),
  ];
  return [
    labelled([hand.draws, D[0], hand.X[0], Y[0]], names, numbered(4)),
    say(
      `of 100000 factors with p = 0.1: ${decimal(zeroed)} are 0, the mean is ${decimal(mean)}`,
      `p = 0.1 时的 100000 个因子：${decimal(zeroed)} 是 0，平均值是 ${decimal(mean)}`,
    ),
  ].join('\n');
}
