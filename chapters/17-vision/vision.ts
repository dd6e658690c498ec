/**
 * Chapter 17 — The encoder looks at an image
 *
 *     z_0 = [x_class; x_1 E; …; x_n E] + E_pos                          eq. 1
 *     z_N = Encoder(z_0)                                                eq. 2 and 3, chapter 10's
 *     y   = z_N^0,     S = y W + b                                      eq. 4: row 0, the class token's
 *
 * Dosovitskiy et al. 2021, §3.1. Article: 「核心內容」, last paragraph, and 「啓發收穫」, point one.
 *
 * differs: their layers take the norm before each sublayer and GELU for ReLU, and eq. 4 takes it once more in the end;
 * ours is chapter 10's encoder, whose last line is a norm already. Their head has a hidden layer in pre-training.
 */

import { shape, zeros, type Matrix, type Vector } from '../../lib/matrix.ts';
import { evenMatrix, normalMatrix, type Random } from '../../lib/random.ts';
import { add, multiply, multiplyBackward } from '../01-vectors/matrices.ts';
import {
  encoder,
  encoderBackward,
  encoderLayerParams,
  type Encoder,
  type EncoderLayerParams,
  type Sizes,
} from '../10-encoder/encoder.ts';

/** How large a model is, and what it is for. */
export interface VisionSizes extends Sizes {
  n: number; //      patches an image
  pixels: number; // a patch: P²
  K: number; //      classes
}

/** Every number the model learns. */
export interface VisionParams {
  E: Matrix; //                     P²×d_model       a patch's pixels become a word
  token: Vector; //                 d_model          x_class, a word that stands for no patch
  positions?: Matrix; //            (1 + n)×d_model  E_pos; left out, a place is like any other
  layers: EncoderLayerParams[]; //  N
  W: Matrix; //                     d_model×K        the head
  b: Vector; //                     K
}

/** How large the numbers of the class token and of the positions are in the beginning, as a deviation. */
const FIRST = 0.5;

/** A random model with learned positions. */
export function visionParams(random: Random, sizes: VisionSizes): VisionParams {
  const { d_model, N, n, pixels, K } = sizes;
  return {
    E: evenMatrix(random, pixels, d_model),
    token: normalMatrix(random, 1, d_model, FIRST)[0],
    positions: normalMatrix(random, 1 + n, d_model, FIRST),
    layers: Array.from({ length: N }, () => encoderLayerParams(random, sizes)),
    W: evenMatrix(random, d_model, K),
    b: zeros(1, K)[0],
  };
}

/** The same model without its table of positions. */
export function withoutPositions({ E, token, layers, W, b }: VisionParams): VisionParams {
  return { E, token, layers, W, b };
}

/** The working of the model. */
export interface Vision {
  X: Matrix; //       n×P²             patches
  P: VisionParams;
  Z_0: Matrix; //     (1 + n)×d_model  what the encoder reads
  stacked: Encoder;
  y: Matrix; //       1×d_model        the class token's row
  S: Matrix; //       1×K              scores, in nats
}

/** The scores of an image's classes. X: n×P² → 1×K. Throws RangeError if the shapes do not fit. */
export function vision(X: Matrix, P: VisionParams): Vision {
  const words = [P.token, ...multiply(X, P.E)];
  const Z_0 = P.positions ? add(words, P.positions) : words;
  const stacked = encoder(Z_0, P.layers);
  const y = stacked.Y.slice(0, 1);
  return { X, P, Z_0, stacked, y, S: add(multiply(y, P.W), [P.b]) };
}

/** Where the class token looks in layer l, from 0: the mean of the heads' shares, 1 + n of them, its own row first. */
export function looks({ stacked }: Vision, l: number): Vector {
  const { heads } = stacked.layers[l].attended;
  const shares = zeros(1, heads[0].A.length)[0];
  for (const { A } of heads) {
    for (let j = 0; j < shares.length; j++) shares[j] += A[0][j] / heads.length;
  }
  return shares;
}

// ——— The way back: the same lines, read upwards ——————————————————————————————————————————————————

/** From dS: 1×K to { dX: n×P², dP }. */
export function visionBackward(dS: Matrix, { X, P, stacked, y }: Vision) {
  // forward: S = y W + b
  const scored = multiplyBackward(dS, { A: y, B: P.W });
  // forward: y is row 0; nobody asked the other rows anything
  const [n] = shape(X);
  const dY = [...scored.dA, ...zeros(n, y[0].length)];
  const { dX: dZ_0, dP: layers } = encoderBackward(dY, stacked);
  // forward: Z_0 = [token; X E] + positions
  const [token, ...dWords] = dZ_0;
  const { dA: dX, dB: E } = multiplyBackward(dWords, { A: X, B: P.E });
  const positions = P.positions ? { positions: dZ_0 } : {};
  const dP: VisionParams = { E, token, ...positions, layers, W: scored.dB, b: dS[0] };
  return { dX, dP };
}
