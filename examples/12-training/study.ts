/**
 * The study of chapter 12: the tiny translator of its example with other seeds, and without what the chapter argues
 * for; what averaging is worth to it and to the toy of `npm start`. `npm run record -- 12`
 */

import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { step } from '../../chapters/12-training/step.ts';
import { batches, lossOf, rateOf, trainingLoss, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import type { Say } from '../../lib/language.ts';
import { constants } from '../12-training.ts';
import { toyData } from '../corpus/toy.ts';
import { threads } from '../training/crew.ts';
import { finished } from '../training/finished.ts';
import { beginning, CHECKPOINTS, fit } from '../training/fit.ts';
import { byEngine, capacityOf, fittingOf, untrained } from '../training/fit-pairs.ts';
import { translatedRight } from '../training/translating.ts';
import { chinese, english, heldOut, learned, pairOf } from './sentences.ts';

/** What is trained: the tiny translator, without something or with all of it, or the toy. */
export type Kind = 'whole' | 'no warm-up' | 'no smoothing' | 'toy';

/** One training. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** How a model does on the sentences that were kept out. */
export interface Judged {
  loss: number; //  nats a token, labels not smoothed
  right: number; // share of them that comes out word for word
}

/** What one training found. */
export interface Found {
  kind: Kind;
  last: Judged; //     the weights after the last step
  averaged: Judged; // the mean of those after the last five epochs
}

export const title = 'Chapter 12: a tiny translator, ten times, without what the chapter argues for, and averaged';

const TINY: Kind[] = ['whole', 'no warm-up', 'no smoothing'];
/** The plan of `npm start`, and its epochs. */
export const TOY: Plan = {
  sizes: { d_model: 32, h: 4, d_ff: 64, N: 1 },
  batch: 16,
  warmup: 150,
  rate: 0.7,
  smoothing: 0.1,
  drop: 0,
};
export const TOY_EPOCHS = 10;

/** A task for each kind and seed. */
export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed) => [...TINY, 'toy' as const].map((kind) => ({ kind, seed })));
}

/** One training. */
export async function run({ kind, seed }: Task): Promise<Found> {
  return kind === 'toy' ? toy(seed) : { kind, ...tiny(kind, seed) };
}

/** The tiny translator, by the chapter's loops. */
function tiny(kind: Kind, seed: string): Omit<Found, 'kind'> {
  const plan: Plan = { ...constants.plan, smoothing: kind === 'no smoothing' ? 0 : constants.plan.smoothing };
  const random = seeded(seed);
  let learner = beginner(transformerParams(random, chinese.tokens.length, english.tokens.length, plan.sizes));
  const checkpoints: TransformerParams[] = [];
  for (let k = 0; k < constants.epochs; k++) {
    for (const batch of batches(random, learned.map(pairOf), plan.batch)) {
      const t = learner.t + 1;
      // Without a warm-up the rate is at its peak from the first step on, and falls when it would have fallen.
      const rate = rateOf(plan, kind === 'no warm-up' ? Math.max(t, plan.warmup) : t);
      ({ learner } = step(learner, batch, trainingLoss(plan, random), rate));
    }
    checkpoints.push(learner.P);
  }
  const pairs = heldOut.map(pairOf);
  return { last: judged(learner.P, pairs), averaged: judged(averaged(checkpoints.slice(-CHECKPOINTS)), pairs) };
}

/** The toy, by the engine. */
async function toy(seed: string): Promise<Found> {
  const data = toyData();
  const capacity = capacityOf(data.training, TOY.batch);
  const byOne = byEngine({ capacity, workers: 1, precision: 'f64' }, threads);
  const begin = beginning(untrained(data, TOY.sizes, seed), seed);
  const { P, state } = await finished(fit(begin, fittingOf(data.training, TOY, TOY_EPOCHS), byOne));
  const pairs = [...data.unseen, ...data.recombined];
  return { kind: 'toy', last: judged(state.learner.P, pairs), averaged: judged(P, pairs) };
}

function judged(P: TransformerParams, pairs: Pair[]): Judged {
  let [loss, n] = [0, 0];
  for (const pair of pairs) {
    const found = lossOf(pair, P, 0);
    loss += found.loss;
    n += found.n;
  }
  return { loss: loss / n, right: translatedRight(pairs, P) };
}

/** The spread of something over the runs of a kind. */
function spreadOf(results: Found[], kind: Kind, of: (found: Found) => number): Spread {
  return spread(results.filter((found) => found.kind === kind).map(of));
}

/** Three paragraphs: the tiny translator's losses, and what comes out right; how far apart they are; averaging. */
export function report(results: Found[], say: Say): string {
  const names: Record<Kind, string> = {
    whole: say('as in the example', '和示例一样'),
    'no warm-up': say('without warm-up', '不用预热'),
    'no smoothing': say('without smoothing', '不用平滑'),
    toy: say('toy of npm start', 'npm start 的玩具'),
  };
  const runs = results.filter(({ kind }) => kind === 'whole').length;
  return [
    columns([
      [
        say('held-out loss, nats a token', '留出句的损失，每个词元，奈特'),
        say('mean', '平均'),
        say('lowest', '最低'),
        say('highest', '最高'),
        say('all three right', '三句全对'),
      ],
      ...TINY.map((kind) => {
        const losses = spreadOf(results, kind, lastLossOf);
        const right = results.filter((found) => found.kind === kind && found.last.right === 1);
        const { low, high } = losses;
        return [names[kind], told(losses, 3), decimal(low), decimal(high), `${right.length} / ${runs}`];
      }),
      [say(`mean ± deviation of ${runs} seeds`, `${runs} 个种子，平均 ± 标准差`)],
    ]),
    columns([
      [say('standard errors above the example', '比示例高几个标准误'), ''],
      ...TINY.slice(1).map((kind) => [
        names[kind],
        decimal(separation(spreadOf(results, kind, lastLossOf), spreadOf(results, 'whole', lastLossOf)), 1),
      ]),
    ]),
    printedAveraging(results, names, say),
  ].join('\n\n');
}

/** What averaging is worth to the tiny translator and to the toy. */
function printedAveraging(results: Found[], names: Record<Kind, string>, say: Say): string {
  const percent = (share: number) => 100 * share;
  return columns([
    [
      say('held-out', '留出句'),
      say('last: loss', '最后：损失'),
      say('right, %', '译对，%'),
      say('mean of five: loss', '五轮平均：损失'),
      say('right, %', '译对，%'),
      say('loss lower in', '损失更低的次数'),
    ],
    ...(['whole', 'toy'] as const).map((kind) => {
      const ofKind = results.filter((found) => found.kind === kind);
      const better = ofKind.filter(({ last, averaged }) => averaged.loss < last.loss);
      return [
        names[kind],
        told(spreadOf(results, kind, lastLossOf), 4),
        told(spreadOf(results, kind, ({ last }) => percent(last.right))),
        told(
          spreadOf(results, kind, ({ averaged }) => averaged.loss),
          4,
        ),
        told(spreadOf(results, kind, ({ averaged }) => percent(averaged.right))),
        `${better.length} / ${ofKind.length}`,
      ];
    }),
  ]);
}

function lastLossOf({ last }: Found): number {
  return last.loss;
}

/** None: the tables say it. */
export function charts(): Record<string, string> {
  return {};
}
