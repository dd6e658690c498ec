/**
 * The study behind chapter 17. How well does the encoder tell unseen glyphs apart, beside classifiers on pixels? What
 * does it owe to positions, when the patches stand in their places and when not? And on a larger sheet, beside
 * classifiers on all pixels and beside a convolution?
 */

import { GLYPHS } from '../../chapters/17-vision/glyphs.ts';
import { feedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import { convNetParams } from '../../chapters/17-vision/convolution.ts';
import { linearParams } from '../../chapters/17-vision/pixel-classifiers.ts';
import { accuracy, type Classifier, type Example } from '../../chapters/17-vision/training.ts';
import { looks, vision, visionParams, withoutPositions } from '../../chapters/17-vision/vision.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { pairedSeparation, spread, told, type Spread } from '../../lib/spread.ts';
import { cells } from '../../lib/pictures.ts';
import { byChapter, byEngine, fit, type By, type Plan } from './fit.ts';
import { threads } from '../training/crew.ts';
import {
  CHANNELS,
  drawn,
  examplesOf,
  HAND,
  HIDDEN,
  mixedUp,
  onPatches,
  onPixels,
  onPixelsTwice,
  onWindows,
  SCATTERED,
  SHEET,
  SHEET_HIDDEN,
  SHEET_SCATTERED,
  SHEET_SIZES,
  SIZES,
  WINDOWS,
} from './images.ts';
import { finished } from '../training/finished.ts';

export const title = 'Chapter 17: the encoder looks at images';

/**
 * What is trained on 12×12 pixels: the encoder with positions, also on scattered patches, and without; and two that
 * take pixels. On the sheet of 24×24: the encoder, two layers of as many numbers and of three times as many, and
 * convolutions, also on scattered patches.
 */
export type Kind = Small | Large;
type Small = 'placed' | 'placedScattered' | 'blind' | 'linear' | 'layers';
type Large = 'sheet' | 'sheetLayers' | 'sheetLayers3' | 'sheetWindows' | 'sheetWindowsScattered';

/** One training run. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** What it found. Shares of 0 … 1. */
export interface Result {
  kind: Kind;
  numbers: number; //     learned
  training: number; //    right among the images it learned from
  unseen: number; //      right among images it never saw
  mixed: number; //       right among these with their patches mixed up, each image otherwise
  looks: number[][]; //   for the first ten unseen images: where the class token looks in the last layer, a share a patch
}

/** Images to learn from, and asked for in the end; on the sheet, where all takes longer, half as many. */
const IMAGES = 6400;
const UNSEEN = 1000;
/** Rates were chosen on a seed of its own, `trial`. */
const ENCODER: Plan = { steps: 2000, batch: 16, rate: 0.005 };
const LINEAR: Plan = { ...ENCODER, rate: 0.02 };
const LAYERS: Plan = { ...ENCODER, rate: 0.01 };
/** On the sheet there are fewer steps, too. */
const onSheet = (plan: Plan): Plan => ({ ...plan, steps: 800 });

export function tasks(seeds: string[]): Task[] {
  const small: Small[] = ['placedScattered', 'blind', 'placed', 'layers', 'linear'];
  const large: Large[] = ['sheetWindows', 'sheetWindowsScattered', 'sheet', 'sheetLayers3', 'sheetLayers'];
  return seeds.flatMap((seed) => [...large, ...small].map((kind) => ({ kind, seed })));
}

export async function run(task: Task): Promise<Result> {
  return task.kind.startsWith('sheet') ? runLarge(task) : runSmall(task);
}

/** Trains one of them on these drawings, and asks it for those, for others, and for others mixed up. */
async function judged<P extends object, W extends { S: number[][] }>(
  { kind, seed }: Task,
  [training, unseen]: Example[][],
  begin: P,
  one: Classifier<P, W>,
  by: By<P>,
  plan: Plan,
): Promise<[P, Result]> {
  const P = await finished(fit(begin, training, by, plan, seed));
  const right = (examples: Example[]) => accuracy(examples, P, one);
  const shares = {
    training: right(training.slice(0, unseen.length)),
    unseen: right(unseen),
    mixed: right(mixedUp(unseen, seed)),
  };
  return [P, { kind, numbers: count(P), ...shares, looks: [] }];
}

async function runSmall(task: Task): Promise<Result> {
  const { kind, seed } = task;
  const order = kind.endsWith('Scattered') ? SCATTERED : undefined;
  const seen = [examplesOf(drawn('training', seed, IMAGES), order), examplesOf(drawn('unseen', seed, UNSEEN), order)];
  const pixels = HAND.side ** 2;
  const random = seeded(`weights ${seed}`);
  if (kind === 'linear') {
    const begin = linearParams(pixels, SIZES.K);
    return (await judged(task, seen, begin, onPixels, byChapter(onPixels), LINEAR))[1];
  }
  if (kind === 'layers') {
    const begin = feedForwardParams(random, pixels, HIDDEN, SIZES.K);
    return (await judged(task, seen, begin, onPixelsTwice, byChapter(onPixelsTwice), LAYERS))[1];
  }
  const placed = visionParams(random, SIZES);
  const begin = kind === 'blind' ? withoutPositions(placed) : placed;
  const [P, result] = await judged(task, seen, begin, onPatches, byEngine(threads), ENCODER);
  const shown = kind === 'placed' ? seen[1].slice(0, GLYPHS.length) : [];
  const shares = shown.map(({ X }) => looks(vision(X, P), SIZES.N - 1).slice(1));
  return { ...result, looks: shares.map((row) => row.map((share) => Number(share.toFixed(4)))) };
}

async function runLarge(task: Task): Promise<Result> {
  const { kind, seed } = task;
  const order = kind.endsWith('Scattered') ? SHEET_SCATTERED : undefined;
  const [training, unseen] = [drawn('training', seed, IMAGES / 2, SHEET), drawn('unseen', seed, UNSEEN / 2, SHEET)];
  const seen = [examplesOf(training, order), examplesOf(unseen, order)];
  const random = seeded(`weights ${seed}`);
  if (kind === 'sheet') {
    const begin = visionParams(random, SHEET_SIZES);
    return (await judged(task, seen, begin, onPatches, byEngine(threads), onSheet(ENCODER)))[1];
  }
  if (kind.startsWith('sheetWindows')) {
    const begin = convNetParams(random, SHEET.side, WINDOWS, CHANNELS, SIZES.K);
    return (await judged(task, seen, begin, onWindows, byChapter(onWindows), onSheet(LAYERS)))[1];
  }
  const begin = feedForwardParams(random, SHEET.side ** 2, SHEET_HIDDEN[kind === 'sheetLayers' ? 0 : 1], SIZES.K);
  return (await judged(task, seen, begin, onPixelsTwice, byChapter(onPixelsTwice), onSheet(LAYERS)))[1];
}

const of = (results: Result[], kind: Kind) => results.filter((result) => result.kind === kind);

const percents = (results: Result[], kind: Kind, what: 'training' | 'unseen' | 'mixed'): Spread =>
  spread(of(results, kind).map((result) => 100 * result[what]));

function names(say: Say): Record<Kind, string> {
  const scattered = say('the same, patches scattered', '同上，图块打散');
  return {
    linear: say('linear, on pixels', '线性，看像素'),
    layers: say('two layers, on pixels', '两层，看像素'),
    placed: say('encoder with positions', '编码器，有位置'),
    placedScattered: scattered,
    blind: say('encoder without positions', '编码器，无位置'),
    sheet: say('encoder with positions', '编码器，有位置'),
    sheetLayers: say('two layers, on pixels', '两层，看像素'),
    sheetLayers3: say('two layers, three times as large', '两层，三倍大'),
    sheetWindows: say('convolutions', '卷积'),
    sheetWindowsScattered: scattered,
  };
}

/** How many standard errors the mean difference of runs with the same seed, and so the same images, lies from 0. */
function apart(results: Result[], a: Kind, b: Kind): string {
  const [ours, theirs] = [a, b].map((kind) => of(results, kind).map(({ unseen }) => unseen));
  return decimal(pairedSeparation(ours, theirs), 1);
}

export function report(results: Result[], say: Say): string {
  const name = names(say);
  const head = (title: string) => [
    title,
    say('numbers', '参数'),
    say('training', '训练图'),
    say('unseen', '新图'),
    say('unseen, mixed up', '新图，拼乱'),
  ];
  const row = (kind: Kind) => [
    name[kind],
    String(of(results, kind)[0].numbers),
    ...(['training', 'unseen', 'mixed'] as const).map((what) => told(percents(results, kind, what))),
  ];
  const errors = say('apart, paired, in standard errors', '相差几个标准误（成对）');
  const small: Kind[] = ['linear', 'layers', 'blind', 'placed', 'placedScattered'];
  const large: Kind[] = ['sheetLayers', 'sheetLayers3', 'sheet', 'sheetWindows', 'sheetWindowsScattered'];
  const first = columns([
    head(say(`12×12 pixels, right, %, after ${IMAGES} images`, `12×12 像素，答对，%，训练图 ${IMAGES} 幅`)),
    ...small.map(row),
  ]);
  const second = columns([
    [errors, say('unseen', '新图')],
    [say('encoder − linear', '编码器 − 线性'), apart(results, 'placed', 'linear')],
    [say('encoder − two layers', '编码器 − 两层'), apart(results, 'placed', 'layers')],
    [say('with positions − without', '有位置 − 无位置'), apart(results, 'placed', 'blind')],
    [say('patches in place − scattered', '图块在原位 − 打散'), apart(results, 'placed', 'placedScattered')],
  ]);
  const third = columns([
    head(say(`24×24 pixels, right, %, after ${IMAGES / 2} images`, `24×24 像素，答对，%，训练图 ${IMAGES / 2} 幅`)),
    ...large.map(row),
  ]);
  const fourth = columns([
    [errors, say('unseen', '新图')],
    [say('encoder − two layers', '编码器 − 两层'), apart(results, 'sheet', 'sheetLayers')],
    [
      say('encoder − two layers, three times as large', '编码器 − 两层，三倍大'),
      apart(results, 'sheet', 'sheetLayers3'),
    ],
    [say('convolutions − encoder', '卷积 − 编码器'), apart(results, 'sheetWindows', 'sheet')],
    [
      say('convolutions: in place − scattered', '卷积：原位 − 打散'),
      apart(results, 'sheetWindows', 'sheetWindowsScattered'),
    ],
  ]);
  return [first, second, third, fourth].join('\n\n');
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const [{ looks }] = of(results, 'placed');
  const shown = drawn('unseen', '1', GLYPHS.length);
  const side = Math.sqrt(SIZES.n);
  const pictures = shown.map(({ image, label }, k) => ({
    caption: GLYPHS[label].sign,
    pixels: image,
    over: Array.from({ length: side }, (_, i) => looks[k].slice(i * side, (i + 1) * side)),
  }));
  const where = say('Where the class token looks, last layer', '类别词元看向哪里（最后一层）');
  return { looks: cells(where, pictures, 5) };
}
