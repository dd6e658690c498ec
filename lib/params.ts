/** Trees of parameters: objects and lists whose leaves are matrices and vectors. */

import { zeros, type Matrix, type Vector } from './matrix.ts';

/**
 * Parameters are kept as a tree: objects and lists whose leaves are matrices and vectors,
 * for example { W_1: Matrix, b_1: Vector } or a list of such layers. A gradient has the same tree.
 */
export type Leaf = Matrix | Vector;

/** Every matrix and vector of a tree with its dotted name (`encoder.0.attention.W_Q.1`), always in the same order. */
export function leaves(tree: object, name = ''): [name: string, leaf: Leaf][] {
  if (isVector(tree) || isMatrix(tree)) return [[name, tree]];
  return Object.entries(tree).flatMap(([key, branch]) => leaves(branch, dotted(name, key)));
}

/** Every row of numbers of a tree, always in the same order. The rows are the tree's own, not copies. */
export function rows(tree: object): Vector[] {
  const list: Vector[] = [];
  const collect = (branch: object) => {
    if (isVector(branch)) list.push(branch);
    else if (isMatrix(branch)) list.push(...branch);
    else Object.values(branch).forEach(collect);
  };
  collect(tree);
  return list;
}

/** How many numbers a tree holds. */
export function count(tree: object): number {
  let sum = 0;
  for (const row of rows(tree)) sum += row.length;
  return sum;
}

/**
 * A new tree of the same form: each row is `f` of the rows that stand in its place in the given trees.
 * `mapRows((p, g) => …, P, dP)`. Throws RangeError unless all trees have one form.
 */
export function mapRows<T extends object>(f: (...rows: Vector[]) => Vector, first: T, ...others: T[]): T {
  const beside = rowsOf([first, ...others]).slice(1);
  let place = 0;
  const next = (row: Vector) => {
    const result = f(row, ...beside.map((list) => list[place]));
    place++;
    return result;
  };
  return mapLeaves((_, leaf) => (isVector(leaf) ? next(leaf) : leaf.map(next)), first);
}

/** A new tree of the same form: each leaf is what `f` gives for its dotted name and the leaf in its place. */
export function mapLeaves<T extends object>(f: (name: string, leaf: Leaf) => Leaf, tree: T, name = ''): T {
  if (isVector(tree) || isMatrix(tree)) return f(name, tree) as T;
  const branches = Object.entries(tree).map(([key, branch]) => [key, mapLeaves(f, branch, dotted(name, key))]);
  return (Array.isArray(tree) ? branches.map(([, branch]) => branch) : Object.fromEntries(branches)) as T;
}

/** A tree of the same form, all zeros. */
export function zerosLike<T extends object>(tree: T): T {
  return mapRows((row) => zeros(1, row.length)[0], tree);
}

/** The sum of trees of one form, entry by entry. Throws RangeError for an empty list, or trees of several forms. */
export function sumTrees<T extends object>(trees: T[]): T {
  if (trees.length === 0) throw new RangeError('a sum of trees needs at least one tree, got 0');
  const sum = zerosLike(trees[0]);
  const [sums, ...added] = rowsOf([sum, ...trees]);
  for (const list of added) {
    for (let r = 0; r < sums.length; r++) {
      const sums_r = sums[r];
      const list_r = list[r];
      for (let c = 0; c < sums_r.length; c++) sums_r[c] += list_r[c];
    }
  }
  return sum;
}

/** The rows of each tree; as many in all of them, and each as long as its partners, or RangeError is thrown. */
export function rowsOf(trees: object[]): Vector[][] {
  const lists = trees.map(rows);
  const [first] = lists;
  for (const list of lists) {
    if (list.length !== first.length) {
      throw new RangeError(`trees must have one form, got ${first.length} rows beside ${list.length}`);
    }
    for (let r = 0; r < first.length; r++) {
      if (list[r].length === first[r].length) continue;
      throw new RangeError(`trees must have one form, got a row of ${first[r].length} beside one of ${list[r].length}`);
    }
  }
  return lists;
}

function dotted(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}

/** Whether a branch of a tree is a vector: a list of numbers that is not empty. */
// at(0), not [0]: V8 reads lists of many kinds here, and where it does, [0] turns rows of
// numbers into lists of objects.
// Every product with such rows is slower: a step of chapter 16 took 63 ms and takes 36.
export function isVector(tree: object): tree is Vector {
  return Array.isArray(tree) && typeof tree.at(0) === 'number';
}

/** Whether a branch of a tree is a matrix: a list of rows of numbers. */
export function isMatrix(tree: object): tree is Matrix {
  return Array.isArray(tree) && isVector(tree.at(0));
}
