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
  return leaves(tree).flatMap(([, leaf]) => (isVector(leaf) ? [leaf] : leaf));
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
export function mapRows<T extends object>(
  f: (...rows: Vector[]) => Vector,
  first: T,
  ...others: T[]
): T {
  for (const other of others) needOneForm(first, other);
  if (isVector(first)) return f(first, ...(others as Vector[])) as T;
  const trees = [first, ...others] as Record<string, object>[];
  const branch = (key: string | number) => {
    const [next, ...beside] = trees.map((tree) => tree[key]);
    return mapRows(f, next, ...beside);
  };
  if (Array.isArray(first)) return first.map((_, i) => branch(i)) as T;
  return Object.fromEntries(Object.keys(first).map((key) => [key, branch(key)])) as T;
}

/** A new tree of the same form: each leaf is what `f` gives for its dotted name and the leaf in its place. */
export function mapLeaves<T extends object>(
  f: (name: string, leaf: Leaf) => Leaf,
  tree: T,
  name = '',
): T {
  if (isVector(tree) || isMatrix(tree)) return f(name, tree) as T;
  const branches = Object.entries(tree).map(([key, branch]) => [
    key,
    mapLeaves(f, branch, dotted(name, key)),
  ]);
  return (
    Array.isArray(tree) ? branches.map(([, branch]) => branch) : Object.fromEntries(branches)
  ) as T;
}

/** A tree of the same form, all zeros. */
export function zerosLike<T extends object>(tree: T): T {
  return mapRows((row) => zeros(1, row.length)[0], tree);
}

/** The sum of trees of one form, entry by entry. Throws RangeError for an empty list. */
export function sumTrees<T extends object>(trees: T[]): T {
  if (trees.length === 0) throw new RangeError('a sum of trees needs at least one tree, got 0');
  const sumOf = (...places: Vector[]) => {
    const sum = zeros(1, places[0].length)[0];
    for (const row of places) {
      for (let c = 0; c < row.length; c++) sum[c] += row[c];
    }
    return sum;
  };
  return mapRows(sumOf, ...(trees as [T, ...T[]]));
}

function dotted(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}

function isVector(tree: object): tree is Vector {
  return Array.isArray(tree) && typeof tree[0] === 'number';
}

function isMatrix(tree: object): tree is Matrix {
  return Array.isArray(tree) && Array.isArray(tree[0]) && typeof tree[0][0] === 'number';
}

/** Lists must be equally long and objects have the same names; what is inside is looked at in its turn. */
function needOneForm(first: object, other: object | undefined): void {
  // Two lists of numbers, by far the most frequent case, are told by their lengths alone.
  if (isVector(first) && other && isVector(other) && first.length === other.length) return;
  const [wanted, found] = [formOf(first), formOf(other)];
  if (wanted !== found) {
    throw new RangeError(`trees must have one form, got ${wanted} beside ${found}`);
  }
}

function formOf(tree: object | undefined): string {
  if (tree === undefined) return 'nothing';
  if (isVector(tree)) return `${tree.length} numbers`;
  return Array.isArray(tree) ? `a list of ${tree.length}` : `{ ${Object.keys(tree).join(', ')} }`;
}
