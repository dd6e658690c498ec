/**
 * Chapter 17 — A convolution: one small window slides over the whole image
 *
 *     Y_p = max(0, window_p W + b)
 *
 * window_p: the numbers under the window at place p, in a row. The same W reads every place, so what is learned in one
 * is known in all, and neighbours are neighbours from the start. A picture of several channels is a row of numbers for
 * each place, line after line. With step = width the windows do not overlap: that is `cut`, and x E of the encoder is
 * such a convolution without its bend. Fukushima 1980; LeCun et al. 1989. Dosovitskiy et al. 2021, §3.1, "Inductive
 * bias".
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { evenMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import { joined } from './patches.ts';
import { linear, linearBackward, type Linear, type LinearParams } from './pixel-classifiers.ts';

/** How wide a window is, and how far it moves at a time; in places, as much across as down. */
export interface Window {
  width: number;
  step: number;
}

/** What one layer learns. */
export interface ConvolutionParams {
  W: Matrix; // width²·C×K   C channels in, K out
  b: Vector; // K
}

/** How many windows fit beside each other. Throws RangeError unless they fit without rest. */
export function windowsAcross(side: number, { width, step }: Window): number {
  const across = (side - width) / step + 1;
  if (!(width >= 1 && step >= 1) || !Number.isInteger(across) || across < 1) {
    throw new RangeError(`windows must fit without rest, got a width of ${width} and a step of ${step} in ${side}`);
  }
  return across;
}

/**
 * What lies under each window, a row a window. X: side²×C, a place a row → across²×width²·C. Throws as `windowsAcross`.
 */
export function windows(X: Matrix, { width, step }: Window): Matrix {
  const [n, C] = shape(X);
  const side = Math.sqrt(n);
  const across = windowsAcross(side, { width, step });
  const rows = zeros(across * across, width * width * C);
  for (let y = 0; y < across; y++) {
    for (let x = 0; x < across; x++) {
      for (let v = 0; v < width; v++) {
        for (let u = 0; u < width; u++) {
          const place = (y * step + v) * side + (x * step + u);
          for (let c = 0; c < C; c++) rows[y * across + x][(v * width + u) * C + c] = X[place][c];
        }
      }
    }
  }
  return rows;
}

/** The working of one layer. */
export interface Convolution {
  window: Window;
  n: number; //        places of X
  under: Matrix; //    across²×width²·C
  P: ConvolutionParams;
  H: Matrix; //        across²×K  before the bend
  Y: Matrix; //        across²×K
}

/** X: side²×C → across²×K. Throws RangeError as `windows`, and if the shapes do not fit. */
export function convolution(X: Matrix, P: ConvolutionParams, window: Window): Convolution {
  const under = windows(X, window);
  const H = add(
    multiply(under, P.W),
    under.map(() => P.b),
  );
  const Y = H.map((row) => row.map((h) => Math.max(0, h)));
  return { window, n: X.length, under, P, H, Y };
}

/** What a small convolutional network learns: some convolutions, and a linear classifier of what the last one finds. */
export interface ConvNetParams {
  layers: ConvolutionParams[];
  head: LinearParams;
}

/**
 * A random network for images of side² pixels: so many channels after each layer, K classes. Throws as `windowsAcross`.
 */
export function convNetParams(
  random: Random,
  side: number,
  windows: Window[],
  channels: number[],
  K: number,
): ConvNetParams {
  let [across, C] = [side, 1];
  const layers = windows.map((window, l) => {
    const W = evenMatrix(random, window.width * window.width * C, channels[l]);
    [across, C] = [windowsAcross(across, window), channels[l]];
    return { W, b: zeros(1, C)[0] };
  });
  return { layers, head: { W: evenMatrix(random, across * across * C, K), b: zeros(1, K)[0] } };
}

/** The working of the network. */
export interface ConvNet {
  layers: Convolution[];
  scored: Linear;
  S: Matrix; // 1×K  scores, in nats
}

/** The scores of an image that comes as patches, n×P², like everybody's. Throws RangeError if the shapes do not fit. */
export function convNet(patches: Matrix, P: ConvNetParams, windows: Window[]): ConvNet {
  const side = Math.sqrt(patches.length * patches[0].length);
  let X: Matrix = joined(patches, side, side)
    .flat()
    .map((ink) => [ink]);
  const layers = windows.map((window, l) => {
    const layer = convolution(X, P.layers[l], window);
    X = layer.Y;
    return layer;
  });
  const scored = linear(X, P.head);
  return { layers, scored, S: scored.S };
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/** From the gradient of the windows to that of the places. A place lies under several windows, and hears from each. */
export function windowsBackward(
  dUnder: Matrix,
  { n, window: { width, step } }: Pick<Convolution, 'n' | 'window'>,
): Matrix {
  const side = Math.sqrt(n);
  const across = windowsAcross(side, { width, step });
  const C = dUnder[0].length / (width * width);
  const dX = zeros(n, C);
  for (let y = 0; y < across; y++) {
    for (let x = 0; x < across; x++) {
      for (let v = 0; v < width; v++) {
        for (let u = 0; u < width; u++) {
          // forward: rows[window][(v * width + u) * C + c] = X[place][c]
          const place = (y * step + v) * side + (x * step + u);
          for (let c = 0; c < C; c++) dX[place][c] += dUnder[y * across + x][(v * width + u) * C + c];
        }
      }
    }
  }
  return dX;
}

/** From dY: across²×K to { dX: side²×C, dP }. */
export function convolutionBackward(dY: Matrix, { window, n, under, P, H }: Convolution) {
  // forward: Y = max(0, H)
  const dH = dY.map((row, p) => row.map((dy, k) => (H[p][k] > 0 ? dy : 0)));
  // forward: H = under W + b, the same b for every window
  const { dA: dUnder, dB: W } = multiplyBackward(dH, { A: under, B: P.W });
  const b = zeros(1, dH[0].length)[0];
  for (const row of dH) for (let k = 0; k < b.length; k++) b[k] += row[k];
  // forward: under = windows(X)
  const dP: ConvolutionParams = { W, b };
  return { dX: windowsBackward(dUnder, { n, window }), dP };
}

/** From dS: 1×K to { dP }. */
export function convNetBackward(dS: Matrix, { layers, scored }: ConvNet) {
  // forward: S = x W + b, x being the places one behind the other
  const { dA: dx } = multiplyBackward(dS, { A: scored.x, B: scored.P.W });
  const { dP: head } = linearBackward(dS, scored);
  const K = layers[layers.length - 1].Y[0].length;
  let dY = layers[layers.length - 1].Y.map((_, p) => dx[0].slice(p * K, (p + 1) * K));
  // forward: layer by layer
  const found: ConvolutionParams[] = [];
  for (const layer of [...layers].reverse()) {
    const { dX, dP } = convolutionBackward(dY, layer);
    found.unshift(dP);
    dY = dX;
  }
  const dP: ConvNetParams = { layers: found, head };
  return { dP };
}
