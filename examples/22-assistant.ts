/**
 * Chapter 22: preferences as odds, a leash, a DPO step by hand; a model of text becomes an assistant and learns what
 * people prefer; a correction of low rank; weights in eight bits; loss by size.
 */

import * as hand from '../chapters/22-assistant/by-hand.ts';
import { productBound, quantized, restored } from '../chapters/22-assistant/eight-bits.ts';
import { lowRank, lowRankBackward, merged } from '../chapters/22-assistant/low-rank.ts';
import { lossAt, powerLaw } from '../chapters/22-assistant/power-law.ts';
import { divergence, leashed, preference, preferenceBackward, preferred } from '../chapters/22-assistant/preference.ts';
import { multiply } from '../chapters/01-vectors/matrices.ts';
import { minus } from '../chapters/01-vectors/vectors.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';
import { alignLeft, columns, decimal, displayWidth, part } from '../lib/print.ts';
import { assistant, printedLessons, printedPreferences } from './22-assistant/assistant.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  seed: '1',
  differences: hand.rewards.map(([difference]) => difference), // of rewards, in nats
  r: hand.r, //                  rewards of two answers, in nats
  leashes: hand.leashes.map(([beta]) => beta),
  logP: hand.logP, //            ln P of two answers now
  logP_old: hand.logP_old, //    and by the old model
  steps: hand.steps.map(({ beta, s }) => ({ beta, s })),
  share: 3 / 4, //               of people who prefer a sentence
  betas: [1, 1 / 10], //         leashes of the toy
  rank: 1, //                    of its correction
};

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched) {
  const { seed, differences, r, leashes, logP, logP_old, steps, share, betas, rank } = these;
  return {
    odds: differences.map((difference) => ({ difference, share: preferred(difference, 0) })),
    leashes: leashes.map((beta) => onLeash(beta, r)),
    steps: steps.map(({ beta, s }) => stepOf(logP, logP_old, s, beta)),
    toy: await assistant({ seed, share, betas, rank }, watch),
    correction: correction(),
    weights: inEightBits(),
    law: { sizes: hand.sizes, losses: hand.losses, ...powerLaw(hand.sizes, hand.losses) },
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Odds', '几率')),
    printedOdds(found.odds, say),
    part(2, say('On a leash', '拴着绳子')),
    printedLeashes(found.leashes, say),
    part(3, say('A step by hand', '手算一步')),
    printedSteps(found.steps, say),
    part(4, say('Text, then lessons', '先读文本，再上课')),
    printedLessons(found.toy, say),
    part(5, say('What people prefer', '人们偏爱什么')),
    printedPreferences(found.toy, say),
    part(6, say('A correction of rank 1', '秩为 1 的修正')),
    printedCorrection(found.correction, say),
    part(7, say('Eight bits', '八位')),
    printedWeights(found.weights, say),
    part(8, say('Loss by size', '损失与大小')),
    printedLaw(found.law, say),
  ].join('\n');
}

/** Part 1: a difference of rewards, its odds, and the share of people. */
function printedOdds(odds: Found['odds'], say: Say): string {
  return columns([
    [say('r_1 − r_2, nats', 'r_1 − r_2，奈特'), ...odds.map(({ difference }) => decimal(difference))],
    [say('odds, to 1', '几率，比 1'), ...odds.map(({ share }) => decimal(share / (1 - share)))],
    [say('share of people', '人的比例'), ...odds.map(({ share }) => decimal(share))],
  ]);
}

/** Part 2: the best shares on a leash, and how far it is stretched, from even odds. */
function onLeash(beta: number, r: Vector) {
  const P = leashed(hand.old, r, beta);
  return { beta, P, apart: divergence(P, hand.old) };
}

function printedLeashes(leashes: Found['leashes'], say: Say): string {
  return columns([
    ['β', ...leashes.map(({ beta }) => String(beta))],
    [say('answer 1', '答案 1'), ...leashes.map(({ P }) => decimal(P[0]))],
    [say('answer 2', '答案 2'), ...leashes.map(({ P }) => decimal(P[1]))],
    [say('odds, to 1', '几率，比 1'), ...leashes.map(({ P }) => decimal(P[0] / P[1], 2))],
    [say('KL, nats', 'KL，奈特'), ...leashes.map(({ apart }) => decimal(apart))],
  ]);
}

/** Part 3: the loss of a pair of answers, and what it asks of each. */
function stepOf(logP: Vector, logP_old: Vector, s: number, beta: number) {
  const working = preference(logP, logP_old, s, beta);
  return { ...working, stands: preferred(working.m, 0), dLogP: preferenceBackward(working) };
}

function printedSteps(steps: Found['steps'], say: Say): string {
  const row = (name: string, of: (step: Found['steps'][number]) => number) => [
    name,
    ...steps.map((one) => decimal(of(one))),
  ];
  return columns([
    ['β', ...steps.map(({ beta }) => String(beta))],
    [say('s, of people', 's，人的比例'), ...steps.map(({ s }) => String(s))],
    row('r_1', ({ r }) => r[0]),
    row('r_2', ({ r }) => r[1]),
    row(say('margin m', '间隔 m'), ({ m }) => m),
    row('σ(m)', ({ stands }) => stands),
    row(say('loss', '损失'), ({ loss }) => loss),
    row('∂loss/∂ln P_1', ({ dLogP }) => dLogP[0]),
    row('∂loss/∂ln P_2', ({ dLogP }) => dLogP[1]),
  ]);
}

/** Part 6: a correction beside its matrix, and merged into it. */
function correction() {
  const P = { A: hand.A, B: hand.B };
  const W = merged(hand.W, P, hand.scale);
  const { H, Y } = lowRank(hand.X, hand.W, P, hand.scale);
  return {
    H,
    Y,
    W,
    Y_merged: multiply(hand.X, W),
    back: lowRankBackward(hand.dY, lowRank(hand.X, hand.W, P, hand.scale)),
  };
}

function printedCorrection({ H, Y, W, Y_merged, back }: Found['correction'], say: Say): string {
  const rows: [string, Matrix][] = [
    ['X A', H],
    [say('Y, beside', 'Y，放在旁边'), Y],
    [say('W merged', '并入后的 W'), W],
    [say('Y, merged', 'Y，并入'), Y_merged],
    ['dA', back.dP.A],
    ['dB', back.dP.B],
    ['dX', back.dX],
  ];
  const width = Math.max(...rows.map(([name]) => displayWidth(name)));
  return rows.map(([name, A]) => `${alignLeft(name, width)}  ${A.map((row) => spelledRow(row)).join(' ')}`).join('\n');
}

const spelledRow = (row: Vector) => `[${row.join(', ')}]`;

/** Part 7: two rows of weights in eight bits, and how far a product can be off. */
function inEightBits() {
  const small = quantized(hand.weights, 8);
  const again = restored(small);
  const product = (W: Matrix) => multiply([hand.word], W)[0];
  const off = minus(product(again), product(hand.weights));
  return { ...small, again, off, bound: productBound(hand.word, small.step) };
}

function printedWeights({ q, step, again, off, bound }: Found['weights'], say: Say): string {
  const lines = hand.weights.flatMap((row, k) => [
    [`W_${k + 1}`, ...row.map((x) => decimal(x)), ''],
    ['q', ...q[k].map((whole) => decimal(whole, 0)), say(`step ${decimal(step[k])}`, `步长 ${decimal(step[k])}`)],
    ['Ŵ', ...again[k].map((x) => decimal(x)), ''],
  ]);
  const error = [
    'x Ŵ − x W',
    ...off.map((x) => decimal(x)),
    say(`at most ${decimal(bound)}`, `至多 ${decimal(bound)}`),
  ];
  return columns([...lines, error]);
}

/** Part 8: a line through logarithms. */
function printedLaw({ sizes, losses, c, alpha }: Found['law'], say: Say): string {
  return columns([
    [say('size', '大小'), ...sizes.map(String)],
    [say('loss', '损失'), ...losses.map(String)],
    [say('fitted', '拟合'), ...sizes.map((x) => decimal(lossAt({ c, alpha }, x)))],
    ['α', decimal(alpha)],
  ]);
}
