/** Chapter 17: glyphs drawn, cut into patches and told apart by chapter 10's encoder, beside classifiers on pixels. */

import * as hand from '../chapters/17-vision/by-hand.ts';
import { convolution } from '../chapters/17-vision/convolution.ts';
import { GLYPHS, type Drawing } from '../chapters/17-vision/glyphs.ts';
import { reordered } from '../chapters/17-vision/patches.ts';
import { guess } from '../chapters/17-vision/training.ts';
import { looks, vision, type VisionParams } from '../chapters/17-vision/vision.ts';
import { shades } from '../lib/plot.ts';
import { alignLeft, columns, decimal, labelled, part } from '../lib/print.ts';
import type { Say } from '../lib/language.ts';
import type { Matrix, Vector } from '../lib/matrix.ts';
import { contest } from './17-vision/contest.ts';
import { drawn, examplesOf, HAND, onPatches, SIZES } from './17-vision/images.ts';
import { unwatched, type Watch } from './training/watched.ts';

/** Change these and run again. */
export const constants = {
  seed: '1',
  images: 1600, // to learn from
  steps: 1000, //  of 16 images
  rates: { encoder: 0.005, layers: 0.01, linear: 0.02 },
  shown: [6, 7, 4], // of the first ten unseen images, in the order of GLYPHS: 上, 下, 土
};

/** The named quantities of each part. */
export async function computed(these: typeof constants, watch: Watch = unwatched) {
  const { seed, shown } = these;
  const unseen = drawn('unseen', seed, 500);
  const pictures = shown.map((k) => unseen[k]);
  const classifiers = await contest(these, unseen, watch);
  return {
    pictures: pictures.map(({ image, label }) => ({ image, sign: GLYPHS[label].sign })),
    byHand: byHand(),
    sliding: sliding(),
    classifiers,
    looking: looking(pictures, classifiers.placed.P),
  };
}

type Found = Awaited<ReturnType<typeof computed>>;

/** The text of each part, in either language. */
export function printed(found: Found, say: Say): string {
  return [
    part(1, say('Glyphs, never the same twice', '字，没有两次是一样的')),
    printedPictures(found.pictures),
    part(2, say('By hand: a 十 in four patches', '手算：四块里的一个十')),
    printedByHand(found.byHand, say),
    part(3, say('A window that slides', '滑动的窗口')),
    printedSliding(found.sliding, say),
    part(4, say('Ten characters told apart', '认十个字')),
    printedClassifiers(found.classifiers, say),
    part(5, say('Where the class token looks', '类别词元看向哪里')),
    printedLooking(found.looking, say),
  ].join('\n');
}

/** Pictures side by side, each under its title, two columns of the terminal a pixel. `high` is drawn full. */
function beside(pictures: Matrix[], titles: string[], high = 1): string {
  const blank = pictures[0].map(() => ''); // no names before the rows
  const drawings = pictures.map((pixels) => {
    const lines = shades(pixels, blank, 0, high).split('\n');
    return lines.map((line) => line.slice(2));
  });
  const width = 2 * pictures[0][0].length + 3;
  const row = (texts: string[]) =>
    texts
      .map((text) => alignLeft(text, width))
      .join('')
      .trimEnd();
  return [row(titles), ...drawings[0].map((_, y) => row(drawings.map((lines) => lines[y])))].join('\n');
}

/** Part 1: some of the images. */
function printedPictures(pictures: Found['pictures']): string {
  return beside(
    pictures.map(({ image }) => image),
    pictures.map(({ sign }) => sign),
  );
}

/** Part 2: one image with positions and without, and again with the two left patches exchanged. */
function byHand() {
  const placed = { ...hand.P, positions: hand.positions };
  const exchanged = reordered(hand.X, hand.order);
  const seen = (X: Matrix, P: VisionParams) => {
    const working = vision(X, P);
    return { Z_0: working.Z_0, looks: looks(working, 0), scores: working.S[0] };
  };
  return {
    blind: seen(hand.X, hand.P),
    blindExchanged: seen(exchanged, hand.P),
    placed: seen(hand.X, placed),
    placedExchanged: seen(exchanged, placed),
  };
}

function printedByHand({ blind, blindExchanged, placed, placedExchanged }: Found['byHand'], say: Say): string {
  const tokens = [
    say('class token', '类别词元'),
    say('above left', '左上'),
    say('above right', '右上'),
    say('below left', '左下'),
    say('below right', '右下'),
  ];
  const coordinates = [say('ink', '墨'), say('below', '下方'), say('right', '右方'), say('token', '词元')];
  const exchanged = say('  left patches exchanged', '  左边两块对调');
  const row = (name: string, { looks, scores }: typeof blind) => [
    name,
    ...[...looks, ...scores].map((x) => decimal(x, 3)),
  ];
  return [
    labelled(blind.Z_0, tokens, coordinates, 0),
    say('where the class token looks, and what it then says of 一 and 十', '类别词元看向哪里，看完后给一和十的分数'),
    columns([
      ['', ...tokens, '一', '十'],
      row(say('no positions', '无位置'), blind),
      row(exchanged, blindExchanged),
      row(say('positions', '有位置'), placed),
      row(exchanged, placedExchanged),
    ]),
  ].join('\n');
}

/** Part 3: one window of 2×2 over the 十, before the bend and after. */
function sliding() {
  const { H, Y } = convolution(
    hand.image.flat().map((ink) => [ink]),
    hand.edge,
    hand.slides,
  );
  const square = (column: Matrix) => [0, 1, 2].map((y) => column.slice(3 * y, 3 * y + 3).map(([x]) => x));
  return { image: hand.image, H: square(H), Y: square(Y) };
}

function printedSliding({ image, H, Y }: Found['sliding'], say: Say): string {
  const row = (A: Matrix, y: number) =>
    (A[y] ?? A[0].map(() => NaN)).map((x) => (Number.isNaN(x) ? '' : decimal(x, 0)));
  return columns([
    [
      say('image', '图'),
      '',
      '',
      '',
      '  ',
      say('right − left', '右 − 左'),
      '',
      '',
      '  ',
      say('what is found', '找到的'),
      '',
      '',
    ],
    ...image.map((_, y) => [...row(image, y), '', ...row(H, y), '', ...row(Y, y)]),
  ]);
}

/** Part 4: how many numbers each classifier has learned, and the share of images that it labels right. */
function printedClassifiers({ linear, layers, blind, placed }: Found['classifiers'], say: Say): string {
  const head = [
    say('right, %', '答对，%'),
    say('numbers', '参数'),
    say('before', '之前'),
    say('training', '训练图'),
    say('unseen', '新图'),
    say('mixed up', '拼乱'),
  ];
  const rows = [linear, layers, blind, placed].map(({ name, numbers, before, training, unseen, mixed }) => [
    say(...name),
    String(numbers),
    ...[before, training, unseen, mixed].map((share) => decimal(100 * share, 1)),
  ]);
  return columns([head, ...rows]);
}

/** Part 5: what the class token of the last layer looks at, a share a patch, and what is then said. */
function looking(drawings: Drawing[], P: VisionParams) {
  return examplesOf(drawings).map(({ X, label }) => ({
    sign: GLYPHS[label].sign,
    said: GLYPHS[guess(X, P, onPatches)].sign,
    shares: looks(vision(X, P), SIZES.N - 1).slice(1), // without that of the class token itself
  }));
}

function printedLooking(looking: Found['looking'], say: Say): string {
  const most = Math.max(...looking.flatMap(({ shares }) => shares));
  const pictures = looking.map(({ shares }) => spreadOut(shares));
  const verdicts = looking.map(({ sign, said }) => `${sign} → ${said}`);
  return [
    beside(pictures, verdicts, most),
    say(`full shade: a share of ${decimal(most, 2)}`, `最深处的权重：${decimal(most, 2)}`),
  ].join('\n');
}

/** An image in which each patch is filled with its share. */
function spreadOut(shares: Vector): Matrix {
  const across = Math.sqrt(SIZES.n); // patches
  const patchOf = (pixel: number) => Math.floor((pixel * across) / HAND.side);
  const pixels = Array.from({ length: HAND.side }, (_, k) => k);
  return pixels.map((y) => pixels.map((x) => shares[patchOf(y) * across + patchOf(x)]));
}
