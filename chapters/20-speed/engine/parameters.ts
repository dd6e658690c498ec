/**
 * Where the numbers of a tree of parameters lie in flat memory, and the way there and back. Any tree of the chapters:
 * each matrix becomes a block, one behind the other without a gap.
 *
 * The h matrices W_i^Q of an attention lie side by side, d_model×(h·d_k), so that one product serves all heads;
 * W^K and W^V lie side by side in one matrix, because they are multiplied with the same X.
 */

import type { MultiHeadParams } from '../../05-multi-head/multi-head.ts';
import { shape, type Matrix } from '../../../lib/matrix.ts';
import { isMatrix, isVector, type Leaf } from '../../../lib/params.ts';
import type { Address, Numbers } from './memory.ts';
import { panelBytes, type Block } from './product.ts';

/** A multi-head attention: chapter 5's MultiHeadParams. */
export interface MultiHeadBlocks {
  h: number;
  d_k: number;
  d_v: number;
  W_Q: Block; //  d_model×h·d_k  the heads side by side
  W_KV: Block; // d_model×h·(d_k + d_v)  all W^K, then all W^V
  W_O: Block; //  h·d_v×d_model
}

/** The blocks of a tree: a block for each matrix, and for each vector one of a single row. */
export type Blocks<T> = T extends MultiHeadParams
  ? MultiHeadBlocks
  : T extends Leaf
    ? Block
    : T extends (infer Branch)[]
      ? Blocks<Branch>[]
      : { [Key in keyof T]: Blocks<T[Key]> };

/** How a tree is laid out; `at` of its blocks counts numbers from the beginning. */
export interface Layout<T> {
  blocks: Blocks<T>;
  count: number; // of all its numbers
}

/** How a tree is laid out, and its gradient, and Adam's means. */
export function layoutOf<T extends object>(tree: T): Layout<T> {
  const { blocks, count } = walked(tree);
  return { blocks, count };
}

/** The same blocks in a memory, from `begin` on. bytes: of a number. */
export function placed<T>(blocks: T, begin: Address, bytes: number): T {
  return mapBlocks(({ at, n, m }) => ({ at: begin + at * bytes, n, m }), blocks);
}

/** Bytes that any product with a block of the tree packs: itself, its transpose, or the gradient of so many rows. */
export function largestPanels(blocks: unknown, rows: number, bytes: number): number {
  let largest = 0;
  mapBlocks((block) => {
    const { n, m } = block;
    largest = Math.max(largest, panelBytes(n, m, bytes), panelBytes(m, n, bytes), panelBytes(rows, m, bytes));
    return block;
  }, blocks);
  return largest;
}

/** Writes a tree into the memory, from `begin` on. */
export function write(tree: object, begin: Address, numbers: Numbers): void {
  const first = begin / numbers.BYTES_PER_ELEMENT;
  for (const { rows, at, pitch } of walked(tree).places) {
    rows.forEach((row, i) => numbers.set(row, first + at + i * pitch));
  }
}

/** Reads a tree from the memory, in the form of `like`. */
export function read<T extends object>(like: T, begin: Address, numbers: Numbers): T {
  const tree = structuredClone(like);
  const first = begin / numbers.BYTES_PER_ELEMENT;
  for (const { rows, at, pitch } of walked(tree).places) {
    rows.forEach((row, i) => {
      for (let c = 0; c < row.length; c++) row[c] = numbers[first + at + i * pitch + c];
    });
  }
  return tree;
}

/** One matrix of a tree, and where it lies: row i begins with number `at` + i·pitch. */
interface Place {
  rows: Matrix;
  at: number;
  pitch: number;
}

/** What is known of a tree on the way through it. */
interface Walk {
  count: number;
  places: Place[];
}

function walked<T extends object>(tree: T): Layout<T> & Walk {
  const walk: Walk = { count: 0, places: [] };
  const blocks = blocksOf(tree, walk) as Blocks<T>;
  return { blocks, ...walk };
}

function blocksOf(tree: object, walk: Walk): unknown {
  if (isVector(tree)) return filled([tree], walk);
  if (isMatrix(tree)) return filled(tree, walk);
  if (Array.isArray(tree)) return tree.map((branch: object) => blocksOf(branch, walk));
  if ('W_Q' in tree) return headBlocks(tree as MultiHeadParams, walk);
  return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, blocksOf(branch, walk)]));
}

function headBlocks({ W_Q, W_K, W_V, W_O }: MultiHeadParams, walk: Walk): MultiHeadBlocks {
  const [h, [d_model, d_k], [, d_v]] = [W_Q.length, shape(W_Q[0]), shape(W_V[0])];
  const sideBySide = [block(d_model, h * d_k, walk), block(d_model, h * (d_k + d_v), walk)];
  const [to_Q, to_KV] = sideBySide;
  const put = (rows: Matrix, { at, m }: Block, column: number) => walk.places.push({ rows, at: at + column, pitch: m });
  W_Q.forEach((W, i) => put(W, to_Q, i * d_k));
  W_K.forEach((W, i) => put(W, to_KV, i * d_k));
  W_V.forEach((W, i) => put(W, to_KV, h * d_k + i * d_v));
  return { h, d_k, d_v, W_Q: to_Q, W_KV: to_KV, W_O: filled(W_O, walk) };
}

function block(n: number, m: number, walk: Walk): Block {
  const at = walk.count;
  walk.count += n * m;
  return { at, n, m };
}

function filled(rows: Matrix, walk: Walk): Block {
  const own = block(...shape(rows), walk);
  walk.places.push({ rows, at: own.at, pitch: own.m });
  return own;
}

/** The same tree with each block as `f` gives it; what is no block stays. */
function mapBlocks<T>(f: (block: Block) => Block, tree: T): T {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map((branch) => mapBlocks(f, branch)) as T;
  if ('at' in tree) return f(tree as unknown as Block) as T;
  return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, mapBlocks(f, branch)])) as T;
}
