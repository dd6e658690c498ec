/**
 * The look-up game of chapter 16: lines to learn from, dictionaries never seen, and where the heads of a model look.
 */

import { BOS, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import type { Pair, Plan } from '../../chapters/12-training/training.ts';
import { gpt, gptParams, type GptParams } from '../../chapters/16-gpt/gpt.ts';
import { nextAfter } from '../../chapters/16-gpt/language-model.ts';
import { dictionary, gameLine, gameVocabulary, type Dictionary } from '../../chapters/16-gpt/look-up.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { threads } from '../training/crew.ts';
import { finished } from '../training/finished.ts';
import type { Watch } from '../training/watched.ts';
import { fitLines } from '../training/fit-lines.ts';

const PAIRS = 4;
const QUESTIONS = 8;

/** As large as the model of the chapter's other examples but for its table; one layer or two. */
export const gameSizes = (N: number): Sizes => ({ d_model: 32, h: 4, d_ff: 96, N });

/** How the game is learned. */
export const gamePlan = (N: number): Plan => ({
  sizes: gameSizes(N),
  batch: 16,
  warmup: 100,
  rate: 0.2,
  smoothing: 0,
  drop: 0,
});

/** A model of the game before its first step. */
export function gameParams(seed: string, N: number): GptParams {
  return gptParams(seeded(`weights ${seed}`), gameVocabulary.tokens.length, gameSizes(N));
}

/** Lines to learn from, of eight questions; and lines of one, whose dictionary is in none of those, in no order. */
export function gameLines(seed: string, count: number, unseen: number): { training: Pair[]; unseen: Pair[] } {
  const random = seeded(`game ${seed}`);
  const known = new Set<string>();
  const training = Array.from({ length: count }, () => {
    const pairs = dictionary(random, PAIRS);
    known.add(asSet(pairs));
    return gameLine(random, pairs, QUESTIONS);
  });
  const fresh: Pair[] = [];
  while (fresh.length < unseen) {
    const pairs = dictionary(random, PAIRS);
    if (!known.has(asSet(pairs))) fresh.push(gameLine(random, pairs, 1));
  }
  return { training, unseen: fresh };
}

function asSet(pairs: Dictionary): string {
  return pairs
    .map((pair) => pair.join(''))
    .sort()
    .join(' ');
}

/** The share of lines whose first answer is likeliest. */
export function lookedUp(lines: Pair[], P: GptParams): number {
  const right = lines.filter(({ source, target }) => {
    const logP = nextAfter(source, P)([]);
    return logP.indexOf(Math.max(...logP)) === target[0];
  });
  return right.length / lines.length;
}

/**
 * Where heads look, on the mean over lines of one question. before: of each head of the first layer, the share of the
 * place before, asked by the dictionary's digits. found: of each head of the last, the share of the digit behind the
 * letter that is asked for, from the question's place.
 */
export function headsOf(lines: Pair[], P: GptParams): { before: number[]; found: number[] } {
  const shares = lines.map(({ source }) => {
    const { layers } = gpt([BOS, ...source], P).stacked;
    const digits = Array.from({ length: PAIRS }, (_, k) => 2 * k + 2); // their places, BOS before them
    const answer = source.indexOf(source[source.length - 1]) + 2; //      behind the letter's first place
    return {
      before: layers[0].attended.heads.map(({ A }) => mean(digits.map((i) => A[i][i - 1]))),
      found: layers[layers.length - 1].attended.heads.map(({ A }) => A[source.length][answer]),
    };
  });
  const heads = shares[0].before.map((_, i) => i);
  return {
    before: heads.map((i) => mean(shares.map(({ before }) => before[i]))),
    found: heads.map((i) => mean(shares.map(({ found }) => found[i]))),
  };
}

function mean(values: number[]): number {
  let sum = 0;
  for (const x of values) sum += x;
  return sum / values.length;
}

/** Trains two layers: how many unseen dictionaries are looked up right after each so many steps, and its heads. */
export async function game(seed: string, steps: number, watch: Watch) {
  const plan = gamePlan(2);
  const { training, unseen } = gameLines(seed, steps * plan.batch, 200);
  const begun = gameParams(seed, 2);
  const points = [{ step: 0, right: lookedUp(unseen, begun) }];
  const P = await finished(fitLines(begun, training, plan, 1, seed, threads), ({ step, steps, parameters }) => {
    watch(['The game', '查词典'], step, steps);
    if (step % 100 === 0) points.push({ step, right: lookedUp(unseen, parameters()) });
  });
  const shown = tokensOf([...training[0].source, ...training[0].target], gameVocabulary).join(' ');
  return { shown, unseen: unseen.length, points, begun: headsOf(unseen, begun), learned: headsOf(unseen, P) };
}

export function printedGame(
  { shown, unseen, points, begun, learned }: Awaited<ReturnType<typeof game>>,
  say: Say,
): string {
  const most = (shares: number[]) => decimal(Math.max(...shares), 2);
  return [
    say(`a line: ${shown}`, `一行：${shown}`),
    columns([
      [say('step', '步'), ...points.map(({ step }) => String(step))],
      [
        say(`right of ${unseen} unseen dictionaries, %`, `${unseen} 本新词典，答对 %`),
        ...points.map(({ right }) => decimal(100 * right, 1)),
      ],
    ]),
    columns([
      [
        say('the share of the head that looks there most', '看得最多的那个头'),
        say('before', '之前'),
        say('after', '之后'),
      ],
      [say('first layer, at the place before', '第一层，看前一个位置'), most(begun.before), most(learned.before)],
      [say('second layer, at the answer', '第二层，看答案'), most(begun.found), most(learned.found)],
    ]),
  ].join('\n');
}
