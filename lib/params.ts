import { zeros, type Matrix, type Vector } from './matrix.ts';

/**
 * Parameters are kept as a tree: objects and lists whose leaves are matrices and vectors,
 * for example { W_1: Matrix, b_1: Vector } or a list of such layers. A gradient has the same tree.
 */
export type Leaf = Matrix | Vector;

/** Every matrix and vector of a tree with its dotted name (`encoder.0.attention.W_Q.1`), always in the same order. */
export function* leaves(tree: object, name = ''): Generator<[name: string, leaf: Leaf]> {
  if (isVector(tree) || isMatrix(tree)) {
    yield [name, tree];
    return;
  }
  for (const [key, branch] of Object.entries(tree)) {
    yield* leaves(branch, name === '' ? key : `${name}.${key}`);
  }
}

/** Every row of numbers of a tree, always in the same order. */
export function* rows(tree: object): Generator<Vector> {
  for (const [, leaf] of leaves(tree)) {
    if (isVector(leaf)) yield leaf;
    else yield* leaf;
  }
}

/** How many numbers a tree holds. */
export function count(tree: object): number {
  let sum = 0;
  for (const row of rows(tree)) sum += row.length;
  return sum;
}

/**
 * A new tree of the same form: each row is `f` of the rows that stand in its place in the given trees.
 * `mapRows((p, g) => …, P, dP)`. Throws RangeError if a tree has a row more or less, or one of another length.
 */
export function mapRows<T extends object>(
  f: (...rows: Vector[]) => Vector,
  first: T,
  ...others: T[]
): T {
  const walks = others.map((tree) => rows(tree));
  const next = (row: Vector): Vector => {
    const places = walks.map((walk) => walk.next().value as Vector | undefined);
    for (const place of places) {
      if (place?.length !== row.length) {
        throw new RangeError(
          `trees must have the same form, got a row of ${row.length} beside ${place ? `one of ${place.length}` : 'none'}`,
        );
      }
    }
    return f(row, ...(places as Vector[]));
  };
  const copy = (tree: object): object => {
    if (isVector(tree)) return next(tree);
    if (Array.isArray(tree)) return tree.map(copy);
    return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, copy(branch)]));
  };
  const result = copy(first) as T;
  for (const walk of walks) {
    if (!walk.next().done)
      throw new RangeError('trees must have the same form, got rows left over');
  }
  return result;
}

/** A tree of the same form, all zeros. */
export function zerosLike<T extends object>(tree: T): T {
  return mapRows((row) => zeros(1, row.length)[0], tree);
}

/** The sum of trees of one form, entry by entry. Throws RangeError for an empty list. */
export function sumTrees<T extends object>(trees: T[]): T {
  if (trees.length === 0) throw new RangeError('a sum of trees needs at least one tree, got 0');
  return mapRows(
    (...places) => {
      const sum = zeros(1, places[0].length)[0];
      for (const row of places) {
        for (let c = 0; c < row.length; c++) sum[c] += row[c];
      }
      return sum;
    },
    trees[0],
    ...trees.slice(1),
  );
}

function isVector(tree: object): tree is Vector {
  return Array.isArray(tree) && typeof tree[0] === 'number';
}

function isMatrix(tree: object): tree is Matrix {
  return Array.isArray(tree) && Array.isArray(tree[0]) && typeof tree[0][0] === 'number';
}
