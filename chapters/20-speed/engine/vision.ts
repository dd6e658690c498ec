/**
 * Chapter 17's vision and its way back, and its loss: all images of a part lie end to end, each a
 * class token and n patches.
 */

import { shape, type Matrix } from '../../../lib/matrix.ts';
import { crossEntropy, crossEntropyBackward } from '../../08-backprop/cross-entropy.ts';
import { smoothed } from '../../12-training/training.ts';
import type { Example } from '../../17-vision/training.ts';
import type { VisionParams } from '../../17-vision/vision.ts';
import { listRoom, readList, writeList, type List } from './batch.ts';
import type { Composition } from './compositions.ts';
import { placeOf } from './dropout.ts';
import { encoder, encoderBackward, encoderRoom, sublayers, type Encoder } from './encoder.ts';
import type { Address } from './memory.ts';
import { endToEnd, type Offsets } from './offsets.ts';
import type { Blocks } from './parameters.ts';
import { product, productBackward, transposedProduct } from './product.ts';

/** Where a part of a batch lies: the labels, and all pixels. The row of a class token has no pixels, it is 0. */
interface ImageLists {
  labels: List;
  X: Address; // images·(1 + n)×P²
}

/** A part of a batch, in the memory. */
interface ImagesPart {
  n: Offsets; // of the images, in rows
  X: Address;
  labels: number[];
}

/** The working of the image encoder. */
interface Vision {
  P: Blocks<VisionParams>;
  Z_0: Address; // rows×d_model  what the encoder reads
  stacked: Encoder;
  y: Address; //   images×d_model  the rows of the class tokens
  S: Address; //   images×K  scores, then their gradient
  dy: Address;
  dZ: Address; //  rows×d_model
}

/** The image encoder. `longest` of its capacity is 1 + n, the class token and the patches: all images have as many. */
export const vision: Composition<VisionParams, Example, ImageLists, ImagesPart, Vision> = {
  name: 'vision',
  parts: 1,
  tokensOf: ({ X }) => 1 + X.length,
  askedOf: () => 1,
  rows: ({ target }) => target,
  width: ({ E }) => E.m,

  partRoom: (room, { P, capacity: { target, longest } }) => ({
    labels: listRoom(room, Math.floor(target / longest)),
    X: room.numbers(target * P.E.n),
  }),

  write(images, at, { numbers, integers }, { P, capacity }) {
    const [rows, pixels, K] = [capacity.longest, P.E.n, P.b.m];
    for (const { X, label } of images) needImage(X, label, { n: rows - 1, pixels, K });
    const labels = images.map(({ label }) => label);
    writeList(integers, at.labels, labels, 'images');
    const nothing = new Array<number>(pixels).fill(0);
    const laid = images.flatMap(({ X }) => [nothing, ...X]);
    for (const [i, row] of laid.entries()) numbers.set(row, at.X / numbers.BYTES_PER_ELEMENT + i * pixels);
  },

  read: ({ labels, X }, integers, { capacity }) => ({
    n: endToEnd(readList(integers, labels).map(() => capacity.longest)),
    X,
    labels: readList(integers, labels),
  }),

  workingRoom(room, { P, capacity: { target: rows, longest } }) {
    const [d, K, images] = [P.E.m, P.b.m, Math.floor(rows / longest)];
    const Z_0 = room.numbers(rows * d);
    const stacked = encoderRoom(room, Z_0, P.layers, { n: rows, longest, causal: false });
    const [y, dy] = [1, 2].map(() => room.numbers(images * d));
    return { P, Z_0, stacked, y, S: room.numbers(images * K), dy, dZ: room.numbers(rows * d) };
  },

  // The chapter drops nothing; whoever asks for it has the layers' own places.
  drops: ({ n }, { stacked }) => sublayers(stacked).map((w) => placeOf(w, n)),

  forward(pass, { n, X }, { P, Z_0, stacked, y, S }) {
    const { k, bytes } = pass;
    const [d, K, images] = [P.E.m, P.b.m, n.starts.length];
    product(pass, { X, n: n.tokens, W: P.E }, Z_0);
    for (const [s, start] of n.starts.entries()) {
      k.add(Z_0 + start * d * bytes, P.token.at, d);
      if (P.positions) k.add(Z_0 + start * d * bytes, P.positions.at, n.lengths[s] * d);
    }
    encoder(pass, stacked, n);
    k.clear(y, images * d);
    for (const [s, start] of n.starts.entries()) k.add(y + s * d * bytes, stacked.Y + start * d * bytes, d);
    product(pass, { X: y, n: images, W: P.W }, S);
    k.plusBias(S, images, K, P.b.at);
  },

  // A row an image and ten classes or so: chapter 8's own loops cost nothing here.
  loss({ numbers, bytes }, { labels }, { P, S }, smoothing) {
    const K = P.b.m;
    const begin = (s: number) => S / bytes + s * K;
    const scores = labels.map((_, s) => [...numbers.subarray(begin(s), begin(s + 1))]);
    const scored = crossEntropy(scores, smoothed(labels, K, smoothing));
    for (const [s, row] of crossEntropyBackward(scored).entries()) numbers.set(row, begin(s));
    return scored.loss;
  },

  // The same lines, read upwards.
  backward(pass, { n, X }, { P, stacked, y, S, dy, dZ }, dP) {
    const { k, bytes } = pass;
    const [d, K, images] = [P.E.m, P.b.m, n.starts.length];
    k.columnSums(S, images, K, dP.b.at);
    productBackward(pass, S, { X: y, n: images, W: P.W }, { dX: dy, dW: dP.W });
    k.clear(dZ, n.tokens * d); // nobody asked the other rows anything
    for (const [s, start] of n.starts.entries()) k.add(dZ + start * d * bytes, dy + s * d * bytes, d);
    encoderBackward(pass, dZ, stacked, n, dP.layers);
    k.clear(dP.token.at, d);
    if (dP.positions) k.clear(dP.positions.at, dP.positions.n * d);
    for (const [s, start] of n.starts.entries()) {
      k.add(dP.token.at, dZ + start * d * bytes, d);
      if (dP.positions) k.add(dP.positions.at, dZ + start * d * bytes, n.lengths[s] * d);
    }
    transposedProduct(pass, { A: X, B: dZ, n: n.tokens }, dP.E);
  },
};

/** Throws RangeError for an image that has not n patches of so many pixels, and for a label that is no class. */
function needImage(X: Matrix, label: number, { n, pixels, K }: { n: number; pixels: number; K: number }): void {
  const [patches, size] = shape(X);
  if (patches !== n || size !== pixels) {
    throw new RangeError(`an image must have ${n} patches of ${pixels} pixels, got ${patches} of ${size}`);
  }
  if (!(Number.isInteger(label) && label >= 0 && label < K)) {
    throw new RangeError(`a label must be from 0 to ${K - 1}, got ${label}`);
  }
}
