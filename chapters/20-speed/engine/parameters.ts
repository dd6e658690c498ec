/**
 * Where the numbers of chapter 11's TransformerParams lie in flat memory, and the way there and back.
 *
 * The h matrices W_i^Q of a layer lie side by side, d_model×(h·d_k), so that one product serves all heads;
 * W^K and W^V lie side by side in one matrix, because they are multiplied with the same X.
 */

import type { MultiHeadParams } from '../../05-multi-head/multi-head.ts';
import type { LayerNormParams } from '../../07-layer-norm/layer-norm.ts';
import type { FeedForwardParams } from '../../09-feed-forward/feed-forward.ts';
import type { Sizes } from '../../10-encoder/encoder.ts';
import type { TransformerParams } from '../../11-decoder/transformer.ts';
import type { Matrix } from '../../../lib/matrix.ts';
import type { Numbers, Room } from './memory.ts';
import type { Block } from './product.ts';

/** A multi-head attention: chapter 5's MultiHeadParams. */
export interface MultiHeadBlocks {
  W_Q: Block; //  d_model×d_model  the heads side by side
  W_KV: Block; // d_model×2·d_model  all W^K, then all W^V
  W_O: Block; //  d_model×d_model
}

/** A layer norm, chapter 7's LayerNormParams. Vectors are blocks of one row. */
export interface LayerNormBlocks {
  gain: Block;
  bias: Block;
}

/** A feed-forward layer: chapter 9's FeedForwardParams. */
export interface FeedForwardBlocks {
  W_1: Block;
  b_1: Block;
  W_2: Block;
  b_2: Block;
}

/** An encoder layer: chapter 10's EncoderLayerParams. */
export interface EncoderLayerBlocks {
  attention: MultiHeadBlocks;
  norm_1: LayerNormBlocks;
  feedForward: FeedForwardBlocks;
  norm_2: LayerNormBlocks;
}

/** A decoder layer: chapter 11's DecoderLayerParams. */
export interface DecoderLayerBlocks {
  selfAttention: MultiHeadBlocks;
  norm_1: LayerNormBlocks;
  crossAttention: MultiHeadBlocks;
  norm_2: LayerNormBlocks;
  feedForward: FeedForwardBlocks;
  norm_3: LayerNormBlocks;
}

/** All that a translator learns: chapter 11's TransformerParams. */
export interface TransformerBlocks {
  E_source: Block;
  E_target: Block;
  encoder: EncoderLayerBlocks[];
  decoder: DecoderLayerBlocks[];
}

/**
 * Takes the places of all parameters from a room. The gradient of a model has the same places in another room.
 * Throws RangeError unless d_model fills whole vectors of 128 bits: 2 numbers of f64, 4 of f32.
 */
export function transformerBlocks(
  room: Room,
  { d_model: d, d_ff, N }: Sizes,
  V_source: number,
  V_target: number,
): TransformerBlocks {
  const lanes = 16 / room.bytes; // kernels/layer-norm.ts goes along a row by whole vectors
  if (d % lanes !== 0)
    throw new RangeError(
      `d_model must be a multiple of ${lanes}, the numbers in a vector of f${8 * room.bytes}, got ${d}`,
    );
  const block = (n: number, m: number): Block => ({ at: room.numbers(n * m), n, m });
  const heads = () => ({ W_Q: block(d, d), W_KV: block(d, 2 * d), W_O: block(d, d) });
  const norm = () => ({ gain: block(1, d), bias: block(1, d) });
  const fed = () => ({ W_1: block(d, d_ff), b_1: block(1, d_ff), W_2: block(d_ff, d), b_2: block(1, d) });
  const layers = Array.from({ length: N });
  return {
    E_source: block(V_source, d),
    E_target: block(V_target, d),
    encoder: layers.map(() => ({
      attention: heads(),
      norm_1: norm(),
      feedForward: fed(),
      norm_2: norm(),
    })),
    decoder: layers.map(() => ({
      selfAttention: heads(),
      norm_1: norm(),
      crossAttention: heads(),
      norm_2: norm(),
      feedForward: fed(),
      norm_3: norm(),
    })),
  };
}

/** One matrix of the tree, and where it lies: row i begins at number `at + i·pitch`. */
type Visit = (matrix: Matrix, at: number, pitch: number) => void;

/** Writes a tree into the memory. */
export function write(P: TransformerParams, blocks: TransformerBlocks, numbers: Numbers): void {
  visitAll(P, blocks, numbers.BYTES_PER_ELEMENT, (matrix, at, pitch) =>
    matrix.forEach((row, i) => numbers.set(row, at + i * pitch)),
  );
}

/** Reads a tree from the memory, in the form of `like`. */
export function read<T extends TransformerParams>(like: T, blocks: TransformerBlocks, numbers: Numbers): T {
  const P = structuredClone(like);
  visitAll(P, blocks, numbers.BYTES_PER_ELEMENT, (matrix, at, pitch) => {
    matrix.forEach((row, i) => {
      for (let c = 0; c < row.length; c++) row[c] = numbers[at + i * pitch + c];
    });
  });
  return P;
}

function visitAll(P: TransformerParams, blocks: TransformerBlocks, bytes: number, visit: Visit): void {
  const matrix = (A: Matrix, { at, m }: Block, column = 0) => visit(A, at / bytes + column, m);
  const heads = ({ W_Q, W_K, W_V, W_O }: MultiHeadParams, to: MultiHeadBlocks) => {
    const d_k = W_Q[0][0].length;
    W_Q.forEach((W, i) => matrix(W, to.W_Q, i * d_k));
    W_K.forEach((W, i) => matrix(W, to.W_KV, i * d_k));
    W_V.forEach((W, i) => matrix(W, to.W_KV, (W_K.length + i) * d_k));
    matrix(W_O, to.W_O);
  };
  const norm = ({ gain, bias }: LayerNormParams, to: LayerNormBlocks) => {
    matrix([gain], to.gain);
    matrix([bias], to.bias);
  };
  const fed = ({ W_1, b_1, W_2, b_2 }: FeedForwardParams, to: FeedForwardBlocks) => {
    matrix(W_1, to.W_1);
    matrix([b_1], to.b_1);
    matrix(W_2, to.W_2);
    matrix([b_2], to.b_2);
  };
  matrix(P.E_source, blocks.E_source);
  matrix(P.E_target, blocks.E_target);
  for (const [l, layer] of P.encoder.entries()) {
    const to = blocks.encoder[l];
    heads(layer.attention, to.attention);
    norm(layer.norm_1, to.norm_1);
    fed(layer.feedForward, to.feedForward);
    norm(layer.norm_2, to.norm_2);
  }
  for (const [l, layer] of P.decoder.entries()) {
    const to = blocks.decoder[l];
    heads(layer.selfAttention, to.selfAttention);
    norm(layer.norm_1, to.norm_1);
    heads(layer.crossAttention, to.crossAttention);
    norm(layer.norm_2, to.norm_2);
    fed(layer.feedForward, to.feedForward);
    norm(layer.norm_3, to.norm_3);
  }
}
