/**
 * Chapter 17 — An image as a sentence
 *
 *     x_p:  an image of H×W pixels becomes n = HW/P² patches of P² numbers each
 *
 * Patches are cut from left to right, line after line, and each is laid out as a row: these are the words.
 * Dosovitskiy et al. 2021, §3.1 (their N is our n, as N counts layers here).
 */

import { shape, zeros, type Matrix } from '../../lib/matrix.ts';

/**
 * The patches of an image, side×side pixels each. H×W → n×side². Throws RangeError unless the
 * side divides both H and W.
 */
export function cut(image: Matrix, side: number): Matrix {
  const [H, W] = shape(image);
  needGrid(H, W, side);
  const across = W / side;
  const patches = zeros((H / side) * across, side * side);
  for (let y = 0; y < H; y++) {
    for (let x = 0; x < W; x++) {
      const patch = Math.floor(y / side) * across + Math.floor(x / side);
      patches[patch][(y % side) * side + (x % side)] = image[y][x];
    }
  }
  return patches;
}

/**
 * The patches in another order: place i gets patch order[i]. n×side² → n×side². Throws RangeError unless the order
 * holds 0 … n − 1 once each.
 */
export function reordered(patches: Matrix, order: number[]): Matrix {
  const asked = [...order].sort((a, b) => a - b);
  if (order.length !== patches.length || asked.some((place, i) => place !== i)) {
    throw new RangeError(`an order must hold each of 0 to ${patches.length - 1} once, got ${order.join(' ')}`);
  }
  return order.map((place) => patches[place]);
}

// ——— The way back ————————————————————————————————————————————————————————————————————————————————

/**
 * The image again, or the gradient of its pixels from that of its patches: each number goes to where it came from.
 * n×side² → H×W. Throws RangeError as `cut`, and unless there are as many patches, of as many pixels.
 */
export function joined(patches: Matrix, H: number, W: number): Matrix {
  const [n, pixels] = shape(patches);
  const side = Math.sqrt(pixels);
  needGrid(H, W, side);
  if (n * pixels !== H * W) {
    throw new RangeError(`an image of ${H}×${W} has ${(H * W) / pixels} patches of ${pixels} pixels, got ${n}`);
  }
  const across = W / side;
  const image = zeros(H, W);
  for (let y = 0; y < H; y++) {
    for (let x = 0; x < W; x++) {
      // forward: patches[patch][(y % side) * side + (x % side)] = image[y][x]
      const patch = Math.floor(y / side) * across + Math.floor(x / side);
      image[y][x] = patches[patch][(y % side) * side + (x % side)];
    }
  }
  return image;
}

function needGrid(H: number, W: number, side: number): void {
  if (!Number.isInteger(side) || side < 1 || H % side !== 0 || W % side !== 0) {
    throw new RangeError(`patches must fill an image without rest, got a side of ${side} in ${H}×${W} pixels`);
  }
}
