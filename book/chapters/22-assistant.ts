/** Chapter 22's case: rewards as odds, a DPO step with its leash, a correction of rank 1, and weights in eight bits. */

import * as hand from '../../chapters/22-assistant/by-hand.ts';
import { productBound, quantized, restored } from '../../chapters/22-assistant/eight-bits.ts';
import { lowRank, lowRankBackward, merged } from '../../chapters/22-assistant/low-rank.ts';
import { powerLaw } from '../../chapters/22-assistant/power-law.ts';
import {
  divergence,
  leashed,
  preference,
  preferenceBackward,
  preferred,
} from '../../chapters/22-assistant/preference.ts';
import { multiply } from '../../chapters/01-vectors/matrices.ts';
import { log } from '../../lib/elementary.ts';
import type { Figure, Words } from '../stage/figure.ts';

/** Where the shares are drawn. */
const grid = Array.from({ length: 41 }, (_, k) => (k - 20) / 5);

/**
 * Differences of reward; shares, rewards and a leash; two answers by the old model and by the new, with the leash and
 * the share of people; a word, its matrix and a correction; weights, and a word that meets them; sizes, losses.
 */
// prettier-ignore
export const given = {
  differences: hand.rewards.map(([difference]) => difference), grid,
  old: hand.old, rewards: hand.r, leash: 1,
  P_old: [1 / 4, 1 / 4], P_now: [1 / 2, 1 / 6], beta: 1, s: 1,
  X: hand.X, W: hand.W, C: { A: hand.A, B: hand.B }, scale: hand.scale, dY: hand.dY,
  weights: hand.weights, word: hand.word, bits: 8,
  sizes: hand.sizes, losses: hand.losses,
};

/** What comes of it, forwards and backwards. */
export function worked(these: typeof given) {
  const {
    differences,
    grid,
    old,
    rewards,
    leash,
    P_old,
    P_now,
    beta,
    s,
    X,
    W,
    C,
    scale,
    dY,
    weights,
    word,
    bits,
    sizes,
    losses,
  } = these;
  const [logP, logP_old] = [P_now.map((P) => log(P)), P_old.map((P) => log(P))];
  const judged = preference(logP, logP_old, s, beta);
  const beside = lowRank(X, W, C, scale);
  const W_merged = merged(W, C, scale);
  const { q, step } = quantized(weights, bits);
  const again = restored({ q, step });
  const best = leashed(old, rewards, leash);
  return {
    shares: differences.map((difference) => preferred(difference, 0)),
    curve: grid.map((difference) => preferred(difference, 0)),
    logP,
    logP_old,
    r: judged.r,
    m: judged.m,
    stands: preferred(judged.m, 0),
    loss: judged.loss,
    dLogP: preferenceBackward(judged),
    best,
    apart: divergence(best, old),
    H: beside.H,
    Y: beside.Y,
    W_merged,
    Y_merged: multiply(X, W_merged),
    ...lowRankBackward(dY, beside),
    q,
    step,
    again,
    bound: productBound(word, step),
    law: powerLaw(sizes, losses),
  };
}

const answers: Words[] = [
  { en: 'answer 1', zh: '答案 1' },
  { en: 'answer 2', zh: '答案 2' },
];

/** Odds, the step, the correction, and eight bits. */
export const figures: Figure[] = [
  {
    part: '1',
    caption: {
      en: 'Rewards are differences of log-odds: at 0 people are divided, at ln 3 three of four prefer the first answer, and a sure thing would need an infinite difference.',
      zh: '奖励之差就是对数几率：差 0，人们各占一半；差 ln 3，四个人里有三个喜欢第一个答案；要人人都喜欢，两份奖励之差就得无穷大。',
    },
    given: [{ path: 'differences', called: 'r_1 − r_2', digits: 3 }],
    forwards: [
      [
        {
          path: 'shares',
          called: { en: 'share of people', zh: '人的比例' },
          role: 'result',
          digits: 3,
          printed: 'entries',
        },
      ],
    ],
    pictures: [
      {
        kind: 'curves',
        says: { en: 'the share who prefer the first answer', zh: '喜欢第一个答案的人占多少' },
        xLabel: { en: 'r_1 − r_2, in nats', zh: 'r_1 − r_2，单位奈特' },
        x: 'grid',
        lines: [{ path: 'curve', called: 'σ' }],
      },
    ],
  },
  {
    part: '2',
    caption: {
      en: 'The new odds are the old ones times exp((r_1 − r_2) / β): here 3 : 1.',
      zh: '新几率等于旧几率乘以 exp((r_1 − r_2) / β)：这里是 3 : 1。',
    },
    trying: {
      en: 'Make β small: how soon is the second answer never said, and where does the divergence end? (At ln 2.)',
      zh: '把 β 调小：第二个答案多快就不再说了？散度停在哪里？（停在 ln 2。）',
    },
    given: [
      { path: 'old', called: 'P_old', says: { en: 'by the old model', zh: '旧模型' }, columns: answers, digits: 2 },
      { path: 'rewards', called: 'r', says: { en: 'rewards', zh: '奖励' }, columns: answers, digits: 3 },
      { path: 'leash', called: 'β', digits: 2, slider: { from: 0.05, to: 2, by: 0.05 } },
    ],
    forwards: [
      [
        {
          path: 'best',
          called: 'P',
          says: { en: 'the best on this leash', zh: '这根绳子上最好的' },
          role: 'share',
          columns: answers,
          printed: 'entries',
        },
        { path: 'apart', called: 'KL', role: 'result', printed: 'entries' },
      ],
    ],
    first: 'best[0]',
  },
  {
    part: '3',
    caption: {
      en: 'The first answer has become twice as likely as by the old model, the second two thirds: a margin of ln 3, which stands for 3 : 1. People were unanimous, so the loss still asks for more, by a quarter.',
      zh: '和旧模型相比，第一个答案的可能性成了两倍，第二个成了三分之二：间隔是 ln 3，也就是 3 : 1。人们却众口一词，所以损失还要再推，力度是四分之一。',
    },
    trying: {
      en: 'Set s to 0.75: nothing is asked any more. Set β to 0.5: the same step counts as less, and more is asked of the margin.',
      zh: '把 s 改成 0.75：不再推了。把 β 改成 0.5：同样走了这么远，算出来的间隔却小了，还得走得更远。',
    },
    given: [
      { path: 'P_old', says: { en: 'by the old model', zh: '旧模型' }, columns: answers, digits: 3 },
      { path: 'P_now', called: 'P', says: { en: 'now', zh: '现在' }, columns: answers, digits: 3 },
      { path: 'beta', called: 'β', digits: 2, slider: { from: 0.1, to: 2, by: 0.1 } },
      {
        path: 's',
        says: { en: 'share of people', zh: '人的比例' },
        digits: 2,
        slider: { from: 0, to: 1, by: 0.05 },
      },
    ],
    forwards: [
      [
        { path: 'logP_old', called: 'ln P_old', columns: answers },
        { path: 'logP', called: 'ln P', columns: answers },
        { path: 'r', says: { en: 'rewards', zh: '奖励' }, columns: answers, printed: 'entries' },
      ],
      [
        { path: 'm', says: { en: 'margin', zh: '间隔' }, printed: 'entries' },
        { path: 'stands', called: 'σ(m)', role: 'share', printed: 'entries' },
        { path: 'loss', called: { en: 'loss', zh: '损失' }, role: 'result', printed: 'entries' },
      ],
    ],
    backwards: [
      [
        {
          path: 'dLogP',
          called: '∂loss/∂ln P',
          role: 'gradient',
          columns: answers,
          printed: 'entries',
        },
      ],
    ],
    first: 'm',
  },
  {
    part: '6',
    caption: {
      en: 'The correction beside its matrix and the merged matrix give the same row.',
      zh: '修正放在矩阵旁边，或者并入矩阵，得到的是同一行。',
    },
    back: {
      en: 'A and B learn, W does not; X hears from both.',
      zh: 'A 和 B 在学，W 不学；X 两边都听得到。',
    },
    given: [
      { path: 'X', digits: 0 },
      { path: 'W', says: { en: 'frozen', zh: '冻结' }, digits: 0 },
      { path: 'C.A', called: 'A', digits: 0 },
      { path: 'C.B', called: 'B', digits: 0 },
      { path: 'scale', called: { en: 'scale', zh: '倍数' }, digits: 1 },
      { path: 'dY', role: 'gradient', digits: 0 },
    ],
    forwards: [
      [
        { path: 'H', says: 'X A', digits: 0, printed: 'entries' },
        { path: 'Y', says: { en: 'beside', zh: '放在旁边' }, role: 'result', digits: 0, printed: 'entries' },
      ],
      [
        { path: 'W_merged', called: { en: 'W, merged', zh: '并入后的 W' }, digits: 1 },
        { path: 'Y_merged', called: { en: 'Y, merged', zh: 'Y，并入' }, role: 'result', digits: 0, printed: 'entries' },
      ],
    ],
    backwards: [
      [
        { path: 'dP.A', called: 'dA', role: 'gradient', digits: 0, printed: 'entries' },
        { path: 'dP.B', called: 'dB', role: 'gradient', digits: 0, printed: 'entries' },
        { path: 'dX', role: 'gradient', digits: 0, printed: 'entries' },
      ],
    ],
    first: 'Y[0][0]',
  },
  {
    part: '7',
    caption: {
      en: 'The largest entry of each row becomes 127, the others whole numbers between; none moves by more than half a step.',
      zh: '每一行最大的数变成 127，其余的变成当中的整数；谁也不会移动半个步长以上。',
    },
    trying: {
      en: 'Fewer bits are longer steps: see when the small entries all become 0.',
      zh: '位数越少，步子越大：看看什么时候小的数都变成 0。',
    },
    given: [
      { path: 'weights', called: 'W', digits: 3 },
      { path: 'bits', called: { en: 'bits', zh: '位数' }, digits: 0, slider: { from: 2, to: 8, by: 1 } },
      { path: 'word', called: 'x', digits: 0 },
    ],
    forwards: [
      [
        { path: 'step', called: { en: 'step', zh: '步长' }, printed: 'entries' },
        { path: 'q', says: { en: 'whole numbers', zh: '整数' }, digits: 0, printed: 'rows' },
        { path: 'again', called: 'Ŵ', role: 'result', printed: 'rows' },
      ],
      [{ path: 'bound', called: { en: 'bound', zh: '上界' }, says: { en: 'of a product', zh: '乘积的误差' } }],
    ],
    first: 'again[1][3]',
  },
];
