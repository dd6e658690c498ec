/**
 * The study of chapter 12: the tiny translator of its example with other seeds; a translator without one of its parts;
 * what averaging is worth to the tiny one and to the toy of `npm start`. `npm run record -- 12`
 */

import { EOS } from '../../chapters/02-embedding/vocabulary.ts';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { lossOf, type Pair, type Plan } from '../../chapters/12-training/training.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded, shuffle, type Random } from '../../lib/random.ts';
import { pairedSeparation, spread, told } from '../../lib/spread.ts';
import type { Say } from '../../lib/language.ts';
import { constants } from '../12-training.ts';
import { toyData } from '../corpus/toy.ts';
import { threads } from '../training/crew.ts';
import { finished } from '../training/finished.ts';
import { beginning, CHECKPOINTS, fit } from '../training/fit.ts';
import { byEngine, capacityOf, fittingOf, untrained } from '../training/fit-pairs.ts';
import { exactMatch, translatedRight } from '../training/translating.ts';
import { chaptersWith, type Change, type Chapters } from './changed.ts';
import { chinese, english, heldOut, learned, pairOf, withDenials } from './sentences.ts';
import { takenAway } from './taken-away.ts';

/** One training: of the `page`'s translator, of the `toy`, of the `whole`, or of it with a part taken away, by name. */
export interface Task {
  kind: string;
  seed: string;
}

/** How a model does on the sentences that were kept out. */
export interface Judged {
  loss: number; //  nats a token, labels not smoothed
  right: number; // share of them that comes out word for word
}

/** What one training found. */
export interface Found {
  kind: string;
  last: Judged; //     the weights after the last step
  averaged: Judged; // the mean of those after the last five epochs
}

export const title = 'Chapter 12: a tiny translator, ten times, without one of its parts, and averaged';

/** The plan from which parts are taken away: deeper than the page's, and with four heads to take away from. */
export const PLAN: Plan = { ...constants.plan, sizes: { d_model: 16, h: 4, d_ff: 32, N: 2 } };
const EPOCHS = 24;
/** So many of the 72 sentences are learned, drawn by the seed; the other half is kept out. */
const LEARNED = 36;

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
  const kinds = ['page', 'whole', ...takenAway.map(({ name }) => name), 'toy'];
  return seeds.flatMap((seed) => kinds.map((kind) => ({ kind, seed })));
}

/** One training. */
export async function run({ kind, seed }: Task): Promise<Found> {
  if (kind === 'toy') return toy(seed);
  return kind === 'page' ? page(seed) : without(kind, seed);
}

/** The page's translator, with another seed. */
async function page(seed: string): Promise<Found> {
  const { plan, epochs } = constants;
  const random = seeded(seed);
  const P = transformerParams(random, chinese.tokens.length, english.tokens.length, plan.sizes);
  const checkpoints = trained(await chaptersOf(WHOLE), P, learned.map(pairOf), plan, epochs, random);
  const pairs = heldOut.map(pairOf);
  return found('page', checkpoints, (P) => judged(P, pairs));
}

/** Trained and judged by the chapters, whole or with a part taken away. A seed has one half of the sentences. */
async function without(kind: string, seed: string): Promise<Found> {
  const part = takenAway.find(({ name }) => name === kind);
  if (part === undefined && kind !== 'whole') throw new RangeError(`nothing is called ${kind} that can be taken away`);
  const [chapters, plan, random] = [await chaptersOf(part?.changes ?? WHOLE), part?.plan?.(PLAN) ?? PLAN, seeded(seed)];
  const { pairs, V_source, V_target } = withDenials();
  const order = shuffle(random, pairs);
  const P = chapters.model.transformerParams(random, V_source, V_target, plan.sizes);
  const checkpoints = trained(chapters, P, order.slice(0, LEARNED), plan, EPOCHS, random);
  return found(kind, checkpoints, (P) => judgedInUse(P, order.slice(LEARNED), chapters));
}

const WHOLE: Change[] = [];
const loaded = new Map<Change[], Promise<Chapters>>();

/** The chapters with these lines changed, loaded once a process. */
function chaptersOf(changes: Change[]): Promise<Chapters> {
  const chapters = loaded.get(changes) ?? chaptersWith(changes);
  loaded.set(changes, chapters);
  return chapters;
}

/** The weights after each epoch. */
function trained(
  { training }: Chapters,
  P: TransformerParams,
  pairs: Pair[],
  plan: Plan,
  epochs: number,
  random: Random,
): TransformerParams[] {
  let learner = beginner(P);
  return Array.from({ length: epochs }, () => {
    for (const stepped of training.epoch(learner, pairs, plan, random)) ({ learner } = stepped);
    return learner.P;
  });
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

function found(kind: string, checkpoints: TransformerParams[], judge: (P: TransformerParams) => Judged): Found {
  return { kind, last: judge(checkpoints.at(-1)!), averaged: judge(averaged(checkpoints.slice(-CHECKPOINTS))) };
}

/** In one pass a sentence, the right words given. */
function judged(P: TransformerParams, pairs: Pair[]): Judged {
  let [loss, n] = [0, 0];
  for (const pair of pairs) {
    const found = lossOf(pair, P, 0);
    loss += found.loss;
    n += found.n;
  }
  return { loss: loss / n, right: translatedRight(pairs, P) };
}

/** Word by word, as a translator is used: a model without a mask could look up the next word in a whole sentence. */
function judgedInUse(P: TransformerParams, pairs: Pair[], { decoding }: Chapters): Judged {
  let [loss, n] = [0, 0];
  for (const { source, target } of pairs) {
    const next = decoding.nextAfter(source, P);
    for (const [i, id] of [...target, EOS].entries()) {
      loss -= next(target.slice(0, i))[id];
      n++;
    }
  }
  return { loss: loss / n, right: exactMatch(pairs, (source, limit) => decoding.greedy(source, P, limit)) };
}

/** Three paragraphs: the page's translator with ten seeds; what is taken away, and what becomes of it; averaging. */
export function report(results: Found[], say: Say): string {
  return [printedPage(results, say), printedTakenAway(results, say), printedAveraging(results, say)].join('\n\n');
}

/** Those of a kind, in the order of the seeds. */
function ofKind(results: Found[], kind: string): Found[] {
  return results.filter((found) => found.kind === kind);
}

function lossIn({ loss }: Judged): number {
  return loss;
}

function percentRight({ right }: Judged): number {
  return 100 * right;
}

function printedPage(results: Found[], say: Say): string {
  const runs = ofKind(results, 'page');
  const losses = spread(runs.map(({ last }) => last.loss));
  const right = runs.filter(({ last }) => last.right === 1);
  return columns([
    [
      say('held-out loss, nats a token', '留出句的损失，每个词元，奈特'),
      say('mean', '平均'),
      say('lowest', '最低'),
      say('highest', '最高'),
      say('all three right', '三句全对'),
    ],
    [
      say(`as in part 6, ${runs.length} seeds`, `同第 6 部分，${runs.length} 个种子`),
      told(losses, 3),
      decimal(losses.low),
      decimal(losses.high),
      `${right.length} / ${runs.length}`,
    ],
  ]);
}

/** A line for the whole translator, for each part taken away, and for the mean of the last epochs of the whole one. */
function printedTakenAway(results: Found[], say: Say): string {
  const whole = ofKind(results, 'whole');
  const last = whole.map(({ last }) => last);
  const line = (says: string, judged: Judged[]) => [
    says,
    told(spread(judged.map(lossIn)), 3),
    told(spread(judged.map(percentRight)), 0),
    ...(judged === last ? ['', ''] : [lossIn, percentRight].map((of) => apart(judged.map(of), last.map(of)))),
  ];
  return columns([
    [
      say('held out', '留出句'),
      say('loss', '损失'),
      say('right, %', '译对，%'),
      say('standard errors apart: loss', '相差几个标准误：损失'),
      say('right', '译对'),
    ],
    line(say('whole', '完整'), last),
    ...takenAway.map(({ name, says }) => {
      return line(
        say(...says),
        ofKind(results, name).map(({ last }) => last),
      );
    }),
    line(
      say('whole, mean of five epochs', '完整，五轮平均'),
      whole.map(({ averaged }) => averaged),
    ),
  ]);
}

/** The same seed has the same sentences and the same order with and without a part. */
function apart(judged: number[], whole: number[]): string {
  return decimal(pairedSeparation(judged, whole), 1);
}

/** What averaging is worth to the page's translator and to the toy. */
function printedAveraging(results: Found[], say: Say): string {
  const names = { page: say('as in part 6', '同第 6 部分'), toy: say('toy of npm start', 'npm start 的玩具') };
  return columns([
    [
      say('held out', '留出句'),
      say('last: loss', '最后：损失'),
      say('right, %', '译对，%'),
      say('mean of five: loss', '五轮平均：损失'),
      say('right, %', '译对，%'),
      say('loss lower in', '损失更低的次数'),
    ],
    ...(['page', 'toy'] as const).map((kind) => {
      const runs = ofKind(results, kind);
      const better = runs.filter(({ last, averaged }) => averaged.loss < last.loss);
      const columns = [runs.map(({ last }) => last), runs.map(({ averaged }) => averaged)].flatMap((judged) => [
        told(spread(judged.map(lossIn)), 4),
        told(spread(judged.map(percentRight))),
      ]);
      return [names[kind], ...columns, `${better.length} / ${runs.length}`];
    }),
  ]);
}

/** None: the tables say it. */
export function charts(): Record<string, string> {
  return {};
}
