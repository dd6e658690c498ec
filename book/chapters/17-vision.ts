/** Chapter 17's case: an image of four patches is looked at, and the way back. */

import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import * as hand from '../../chapters/17-vision/by-hand.ts';
import { convolution, convolutionBackward } from '../../chapters/17-vision/convolution.ts';
import { cut } from '../../chapters/17-vision/patches.ts';
import { vision, visionBackward } from '../../chapters/17-vision/vision.ts';
import type { Matrix } from '../../lib/matrix.ts';
import type { Figure } from '../stage/figure.ts';

const { image, P, edge } = hand;

/** A list of 3×3 or 4×4 single numbers as lines. */
const lines = (column: Matrix, side: number): Matrix =>
  Array.from({ length: side }, (_, y) => column.slice(side * y, side * (y + 1)).map(([x]) => x));

/** The image, the model's parameters, the right class of two; a window, and what each of its places hears. */
export const given = {
  image,
  P,
  T: [[0, 1]],
  edge,
  dY: [
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ],
};

/** What comes of it, forwards and backwards. */
export function worked({ image, P, T, edge, dY }: typeof given) {
  const slid = convolution(
    image.flat().map((ink) => [ink]),
    edge,
    hand.slides,
  );
  const told = convolutionBackward(
    dY.flat().map((x) => [x]),
    slid,
  );
  const X = cut(image, 2);
  const seen = vision(X, P);
  const scored = crossEntropy(seen.S, T);
  return {
    X,
    y: seen.y,
    S: seen.S,
    loss: scored.loss,
    shares: scored.P,
    H: lines(slid.H, 3),
    Y: lines(slid.Y, 3),
    dW: told.dP.W,
    db: told.dP.b,
    dImage: lines(told.dX, 4),
    dP: visionBackward(crossEntropyBackward(scored), seen).dP,
  };
}

/** A window slides over the 十. */
export const figures: Figure[] = [
  {
    part: '3',
    caption: {
      en: 'The window of four weights finds the left edge of the upright stroke at three of its nine places, and nothing elsewhere.',
      zh: '四个权重的窗口，在九个位置中的三个找到了竖笔的左沿，别处什么也没找到。',
    },
    back: {
      en: 'A weight hears from every place that found something; a pixel under two of them hears twice.',
      zh: '找到东西的每个位置，都会告诉权重；同时在两个窗口下面的像素，听到两遍。',
    },
    trying: {
      en: 'Make the window −1 −1 above 1 1: now it finds what lies.',
      zh: '把窗口改成上面 −1 −1、下面 1 1：这回它找的是横笔。',
    },
    given: [
      { path: 'image', called: { en: 'image', zh: '图' }, digits: 0, heat: true },
      {
        path: 'edge.W',
        called: 'W',
        says: { en: 'of the window', zh: '窗口的' },
        rows: [
          { en: 'above left', zh: '左上' },
          { en: 'above right', zh: '右上' },
          { en: 'below left', zh: '左下' },
          { en: 'below right', zh: '右下' },
        ],
        digits: 0,
      },
      { path: 'dY', says: { en: 'what each place hears', zh: '每个位置听到的' }, role: 'gradient', digits: 0 },
    ],
    forwards: [
      [
        { path: 'H', printed: 'entries', says: { en: 'right − left', zh: '右 − 左' }, digits: 0 },
        {
          path: 'Y',
          printed: 'entries',
          says: { en: 'max(0, H)', zh: 'max(0, H)' },
          role: 'result',
          digits: 0,
          heat: 2,
        },
      ],
    ],
    backwards: [
      [
        { path: 'dW', role: 'gradient', digits: 0 },
        { path: 'dImage', role: 'gradient', digits: 0 },
      ],
    ],
    first: 'H[2][0]',
  },
];
