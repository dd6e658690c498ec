/** Chapter 17: glyphs drawn, cut into patches and told apart by chapter 10's encoder, beside classifiers on pixels. */

import * as hand from '../chapters/17-vision/by-hand.ts';
import { GLYPHS } from '../chapters/17-vision/glyphs.ts';
import { reordered } from '../chapters/17-vision/patches.ts';
import { feedForwardParams } from '../chapters/09-feed-forward/feed-forward.ts';
import { linearParams } from '../chapters/17-vision/pixel-classifiers.ts';
import { accuracy, guess, type Classifier } from '../chapters/17-vision/training.ts';
import { looks, vision, visionParams, withoutPositions, type Vision } from '../chapters/17-vision/vision.ts';
import { languageOf, speaker } from '../lib/language.ts';
import type { Matrix } from '../lib/matrix.ts';
import { count } from '../lib/params.ts';
import { shades } from '../lib/plot.ts';
import { alignLeft, columns, decimal, labelled, part } from '../lib/print.ts';
import { seeded } from '../lib/random.ts';
import { byChapter, byEngine, fit, type By } from './17-vision/fit.ts';
import {
  drawn,
  examplesOf,
  HAND,
  HIDDEN,
  mixedUp,
  onPatches,
  onPixels,
  onPixelsTwice,
  SIZES,
} from './17-vision/images.ts';
import { watched } from './training/watched.ts';

// Change these and run again.
const seed = '1';
const images = 1600; // to learn from
const steps = 1000; //  of 16 images
const rates = { encoder: 0.005, layers: 0.01, linear: 0.02 };
const shown = [6, 7, 4]; // of the first ten unseen images, in the order of GLYPHS: 上, 下, 土

const say = speaker(languageOf(process.argv.slice(2)));
/** Pictures side by side, each under its title, two columns of the terminal a pixel. */
function beside(pictures: Matrix[], titles: string[], high = 1): string {
  const drawnLines = pictures.map((pixels) =>
    shades(
      pixels,
      pixels.map(() => ''),
      0,
      high,
    )
      .split('\n')
      .map((text) => text.slice(2)),
  );
  const width = 2 * pictures[0][0].length + 3;
  const row = (texts: string[]) =>
    texts
      .map((text) => alignLeft(text, width))
      .join('')
      .trimEnd();
  return [row(titles), ...drawnLines[0].map((_, y) => row(drawnLines.map((lines) => lines[y])))].join('\n');
}

console.log(part(1, say('Glyphs, never the same twice', '字，没有两次是一样的')));
const unseen = drawn('unseen', seed, 500);
const pictures = shown.map((k) => unseen[k].image);
console.log(
  beside(
    pictures,
    shown.map((k) => GLYPHS[unseen[k].label].sign),
  ),
);

console.log(part(2, say('By hand: a 十 in four patches', '手算：四块里的一个十')));
const rowNames = say('class token,above left,above right,below left,below right', '类别词元,左上,右上,左下,右下').split(
  ',',
);
const seen = vision(hand.X, hand.P);
console.log(
  labelled(seen.Z_0, rowNames, [say('ink', '墨'), say('below', '下方'), say('right', '右方'), say('token', '词元')], 0),
);
const placed = { ...hand.P, positions: hand.positions };
const exchanged = reordered(hand.X, hand.order);
const asked: [string, Vision][] = [
  [say('no positions', '无位置'), seen],
  [say('  left patches exchanged', '  左边两块对调'), vision(exchanged, hand.P)],
  [say('positions', '有位置'), vision(hand.X, placed)],
  [say('  left patches exchanged', '  左边两块对调'), vision(exchanged, placed)],
];
console.log(
  say('where the class token looks, and what it then says of 一 and 十', '类别词元看向哪里，看完后给一和十的分数'),
);
console.log(
  columns([
    ['', ...rowNames, '一', '十'],
    ...asked.map(([name, one]) => [name, ...[...looks(one, 0), ...one.S[0]].map((x) => decimal(x, 3))]),
  ]),
);

console.log(part(3, say('Ten characters told apart', '认十个字')));
const training = examplesOf(drawn('training', seed, images));
const [test, mixed] = [examplesOf(unseen), mixedUp(examplesOf(unseen), seed)];
const lines: string[][] = [
  [
    say('right, %', '答对，%'),
    say('numbers', '参数'),
    say('before', '之前'),
    say('training', '训练图'),
    say('unseen', '新图'),
    say('mixed up', '拼乱'),
  ],
];
async function learned<P extends object, W extends { S: Matrix }>(
  name: string,
  begin: P,
  classifier: Classifier<P, W>,
  by: By<P>,
  rate: number,
): Promise<P> {
  const { P } = await watched(fit(begin, training, by, { steps, batch: 16, rate }, seed), name);
  const right: [typeof test, P][] = [
    [test, begin],
    [training, P],
    [test, P],
    [mixed, P],
  ];
  lines.push([
    name,
    String(count(P)),
    ...right.map(([examples, p]) => decimal(100 * accuracy(examples, p, classifier), 1)),
  ]);
  return P;
}
const pixels = HAND.side ** 2;
const begin = visionParams(seeded(`weights ${seed}`), SIZES);
await learned(
  say('linear, on pixels', '线性，看像素'),
  linearParams(pixels, SIZES.K),
  onPixels,
  byChapter(onPixels),
  rates.linear,
);
await learned(
  say('two layers, on pixels', '两层，看像素'),
  feedForwardParams(seeded(`weights ${seed}`), pixels, HIDDEN, SIZES.K),
  onPixelsTwice,
  byChapter(onPixelsTwice),
  rates.layers,
);
await learned(
  say('encoder without positions', '编码器，无位置'),
  withoutPositions(begin),
  onPatches,
  byEngine,
  rates.encoder,
);
const P = await learned(say('encoder with positions', '编码器，有位置'), begin, onPatches, byEngine, rates.encoder);
console.log(columns(lines));

console.log(part(4, say('Where the class token looks', '类别词元看向哪里')));
const workings = shown.map((k) => vision(test[k].X, P));
const shares = workings.map((one) => looks(one, SIZES.N - 1).slice(1));
const side = Math.sqrt(SIZES.n);
/** Each share over the pixels of its patch. */
const spreadOut = (list: number[]) =>
  pictures[0].map((row, y) =>
    row.map((_, x) => list[Math.floor((y * side) / HAND.side) * side + Math.floor((x * side) / HAND.side)]),
  );
const verdicts = shown.map((k) => `${GLYPHS[unseen[k].label].sign} → ${GLYPHS[guess(test[k].X, P, onPatches)].sign}`);
const most = Math.max(...shares.flat());
console.log(beside(shares.map(spreadOut), verdicts, most));
console.log(say(`full shade: a share of ${decimal(most, 2)}`, `最深处的权重：${decimal(most, 2)}`));
