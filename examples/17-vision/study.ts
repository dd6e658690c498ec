/**
 * The study behind chapter 17. How well does the encoder tell unseen glyphs apart, beside classifiers on pixels? By how
 * many images to learn from? And what does it owe to positions, when the patches stand in their places and when not?
 */

import { GLYPHS } from '../../chapters/17-vision/glyphs.ts';
import { feedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import { linearParams } from '../../chapters/17-vision/pixel-classifiers.ts';
import { accuracy, type Classifier, type Example } from '../../chapters/17-vision/training.ts';
import { looks, vision, visionParams, withoutPositions } from '../../chapters/17-vision/vision.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { separation, spread, told, type Spread } from '../../lib/spread.ts';
import { lineChart } from '../../lib/line-chart.ts';
import { cells } from '../../lib/pictures.ts';
import { byChapter, byEngine, fit, type By, type Plan } from './fit.ts';
import { threads } from '../training/crew.ts';
import {
  drawn,
  examplesOf,
  HAND,
  HIDDEN,
  mixedUp,
  onPatches,
  onPixels,
  onPixelsTwice,
  SCATTERED,
  SIZES,
} from './images.ts';
import { finished } from '../training/finished.ts';

export const title = 'Chapter 17: the encoder looks at images';

/**
 * What is trained: the encoder with positions and without, each also on scattered patches; and two that take pixels.
 */
export type Kind = 'placed' | 'placedScattered' | 'blind' | 'blindScattered' | 'linear' | 'layers';

/** One training run. */
export interface Task {
  kind: Kind;
  images: number; // to learn from
  seed: string;
}

/** What it found. Shares of 0 … 1. */
export interface Result {
  kind: Kind;
  images: number;
  numbers: number; //     learned
  training: number; //    right among the images it learned from
  unseen: number; //      right among images it never saw
  mixed: number; //       right among these with their patches mixed up, each image otherwise
  looks: number[][]; //   for the first ten unseen images: where the class token looks in the last layer, a share a patch
}

const IMAGES = [100, 400, 1600, 6400];
const MOST = 6400;
const UNSEEN = 1000;
/** Rates were chosen on a seed of its own, `trial`. */
const ENCODER: Plan = { steps: 2000, batch: 16, rate: 0.005 };
const LINEAR: Plan = { ...ENCODER, rate: 0.02 };
const LAYERS: Plan = { ...ENCODER, rate: 0.01 };

export function tasks(seeds: string[]): Task[] {
  const rivals: Kind[] = ['placed', 'layers', 'linear'];
  const others: Kind[] = ['placedScattered', 'blind', 'blindScattered'];
  return seeds.flatMap((seed) => [
    ...others.map((kind) => ({ kind, images: MOST, seed })),
    ...rivals.flatMap((kind) => IMAGES.map((images) => ({ kind, images, seed }))),
  ]);
}

export async function run({ kind, images, seed }: Task): Promise<Result> {
  const order = kind.endsWith('Scattered') ? SCATTERED : undefined;
  const training = examplesOf(drawn('training', seed, images), order);
  const unseen = examplesOf(drawn('unseen', seed, UNSEEN), order);
  const pixels = HAND.side ** 2;
  const random = seeded(`weights ${seed}`);
  const judged = async <P extends object, W extends { S: number[][] }>(
    begin: P,
    one: Classifier<P, W>,
    by: By<P>,
    plan: Plan,
  ): Promise<[P, Omit<Result, 'looks'>]> => {
    const P = await finished(fit(begin, training, by, plan, seed));
    const right = (examples: Example[]) => accuracy(examples, P, one);
    return [
      P,
      {
        kind,
        images,
        numbers: count(P),
        training: right(training.slice(0, UNSEEN)),
        unseen: right(unseen),
        mixed: right(mixedUp(unseen, seed)),
      },
    ];
  };
  if (kind === 'linear') {
    const [, result] = await judged(linearParams(pixels, SIZES.K), onPixels, byChapter(onPixels), LINEAR);
    return { ...result, looks: [] };
  }
  if (kind === 'layers') {
    const begin = feedForwardParams(random, pixels, HIDDEN, SIZES.K);
    const [, result] = await judged(begin, onPixelsTwice, byChapter(onPixelsTwice), LAYERS);
    return { ...result, looks: [] };
  }
  const placed = visionParams(random, SIZES);
  const begin = kind.startsWith('blind') ? withoutPositions(placed) : placed;
  const [P, result] = await judged(begin, onPatches, byEngine(threads), ENCODER);
  const shown = kind === 'placed' && images === MOST ? unseen.slice(0, GLYPHS.length) : [];
  const shares = shown.map(({ X }) => looks(vision(X, P), SIZES.N - 1).slice(1));
  return { ...result, looks: shares.map((row) => row.map((share) => Number(share.toFixed(4)))) };
}

const of = (results: Result[], kind: Kind, images: number) =>
  results.filter((result) => result.kind === kind && result.images === images);

const percents = (results: Result[], kind: Kind, images: number, what: 'training' | 'unseen' | 'mixed'): Spread =>
  spread(of(results, kind, images).map((result) => 100 * result[what]));

function names(say: Say): Record<Kind, string> {
  return {
    linear: say('linear, on pixels', '线性，看像素'),
    layers: say('two layers, on pixels', '两层，看像素'),
    placed: say('encoder with positions', '编码器，有位置'),
    placedScattered: say('the same, patches scattered', '同上，图块打散'),
    blind: say('encoder without positions', '编码器，无位置'),
    blindScattered: say('the same, patches scattered', '同上，图块打散'),
  };
}

export function report(results: Result[], say: Say): string {
  const name = names(say);
  const kinds: Kind[] = ['linear', 'layers', 'blind', 'blindScattered', 'placed', 'placedScattered'];
  const first = columns([
    [
      say(`right, %, after ${MOST} images`, `答对，%，训练图 ${MOST} 幅`),
      say('numbers', '参数'),
      say('training', '训练图'),
      say('unseen', '新图'),
      say('unseen, mixed up', '新图，拼乱'),
    ],
    ...kinds.map((kind) => [
      name[kind],
      String(of(results, kind, MOST)[0].numbers),
      ...(['training', 'unseen', 'mixed'] as const).map((what) => told(percents(results, kind, MOST, what))),
    ]),
  ]);
  const apart = (a: Kind, b: Kind) =>
    decimal(separation(percents(results, a, MOST, 'unseen'), percents(results, b, MOST, 'unseen')), 1);
  const second = columns([
    [say('standard errors apart', '相差几个标准误'), say('unseen', '新图')],
    [say('encoder − linear', '编码器 − 线性'), apart('placed', 'linear')],
    [say('encoder − two layers', '编码器 − 两层'), apart('placed', 'layers')],
    [say('with positions − without', '有位置 − 无位置'), apart('placed', 'blind')],
    [say('patches in place − scattered', '图块在原位 − 打散'), apart('placed', 'placedScattered')],
  ]);
  const few: Kind[] = ['linear', 'layers', 'placed'];
  const third = columns([
    [say('unseen, right, %, by images learned from', '新图答对，%，随训练图的数量'), ...IMAGES.map(String)],
    ...few.map((kind) => [name[kind], ...IMAGES.map((images) => told(percents(results, kind, images, 'unseen')))]),
  ]);
  const fourth = columns([
    [say('and on the images learned from', '训练过的图上'), ...IMAGES.map(String)],
    ...few.map((kind) => [name[kind], ...IMAGES.map((images) => told(percents(results, kind, images, 'training')))]),
  ]);
  const fifth = columns([
    [say('encoder − two layers, standard errors', '编码器 − 两层，标准误'), ...IMAGES.map(String)],
    [
      say('unseen', '新图'),
      ...IMAGES.map((images) =>
        decimal(
          separation(percents(results, 'placed', images, 'unseen'), percents(results, 'layers', images, 'unseen')),
          1,
        ),
      ),
    ],
  ]);
  return [first, second, third, fourth, fifth].join('\n\n');
}

export function charts(results: Result[], say: Say): Record<string, string> {
  const short: [Kind, string][] = [
    ['placed', say('encoder', '编码器')],
    ['layers', say('two layers', '两层')],
    ['linear', say('linear', '线性')],
  ];
  const series = short.map(([kind, name]) => ({
    name,
    points: IMAGES.map((images) => {
      const { mean, low, high } = percents(results, kind, images, 'unseen');
      return { x: images, y: mean, low, high };
    }),
  }));
  const byImages = lineChart({
    title: say('Unseen glyphs told apart, by images learned from', '新图辨认，随训练图的数量'),
    x: {
      label: say('images to learn from, 2000 steps of 16', '训练图数量，都是 2000 步，每步 16 幅'),
      logarithmic: true,
      ticks: IMAGES,
    },
    y: { label: say('right, %: mean of five seeds, and the range', '答对，%：五个种子的平均与范围'), from: 0, to: 100 },
    series,
  });
  const [{ looks }] = of(results, 'placed', MOST);
  const shown = drawn('unseen', '1', GLYPHS.length);
  const side = Math.sqrt(SIZES.n);
  const pictures = shown.map(({ image, label }, k) => ({
    caption: GLYPHS[label].sign,
    pixels: image,
    over: Array.from({ length: side }, (_, i) => looks[k].slice(i * side, (i + 1) * side)),
  }));
  const where = say('Where the class token looks, last layer', '类别词元看向哪里（最后一层）');
  return { 'by-images': byImages, looks: cells(where, pictures, 5) };
}
