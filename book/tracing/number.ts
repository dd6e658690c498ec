/**
 * Numbers that remember how they were made.
 *
 * A number that a reader may ask about is *given*. Whatever the chapters' code, rewritten by rewrite.ts, computes from
 * it remembers its operation, its operands and the place in the source. All other numbers stay plain: a loop's
 * counter, a length, 1 / 2. So the very functions of the chapters say where each entry comes from, and nobody
 * writes a second derivation for the page.
 */

import * as elementary from '../../lib/elementary.ts';

/** Where in the source an operation stands. */
export interface Place {
  file: string; //  chapters/04-attention/attention.ts
  line: number; //  of its operator, counted from 1
  column: number; // likewise
  code: string; //  the whole of what is computed there: Y[i][c] += A[i][j] * V[j][c]
  constants?: (string | undefined | null)[]; // what an operand is called that is a plain root: √d_k
}

/** An operand: a number that remembers, or a plain one. */
export type Operand = Remembered | number;

/** A number that remembers. In comparisons, loops and texts it behaves as its value does. */
export class Remembered {
  readonly value: number;
  readonly operation: string; //  a key of OPERATIONS, or 'given'
  readonly operands: Operand[];
  readonly place: Place | undefined; // undefined for a given number
  name: string | undefined; //  of the variable or matrix into which it was written first: dot, S
  row: number | undefined; //   and where in it
  column: number | undefined;
  label: string | undefined; // what the reader calls it, heads[0].A[0][1]; found last, by `labelled`

  constructor(value: number, operation: string, operands: Operand[], place: Place | undefined) {
    this.value = value;
    this.operation = operation;
    this.operands = operands;
    this.place = place;
    this.name = undefined;
    this.row = undefined;
    this.column = undefined;
    this.label = undefined;
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return String(this.value);
  }

  toFixed(digits: number): string {
    return this.value.toFixed(digits);
  }
}

/** A number that was made elsewhere, and whose operands come when they are asked for. */
export function recalled(
  value: number,
  operation: string,
  operands: () => Operand[],
  place: Place | undefined,
): Remembered {
  const number = new Remembered(value, operation, [], place);
  Object.defineProperty(number, 'operands', { get: operands });
  return number;
}

/** What each operation does with plain numbers. Here, and when a history is computed again. */
export const OPERATIONS: Record<string, (...x: number[]) => number> = {
  '+': (a, b) => a + b,
  '−': (a, b) => a - b,
  '·': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  negative: (a) => -a,
  ...elementary,
  sqrt: Math.sqrt,
  abs: Math.abs,
  max: Math.max,
  min: Math.min,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  trunc: Math.trunc,
  sign: Math.sign,
};

/** The value of a number, plain or not; all else as it is. */
export function plain<T>(x: T): T {
  return x instanceof Remembered ? (x.value as T) : x;
}

function isRemembered(x: Operand): boolean {
  return x instanceof Remembered;
}

/** The value of an operand. */
export function valueOf(x: Operand): number {
  return x instanceof Remembered ? x.value : x;
}

/** A variable, or an entry of a vector or a matrix, as the source writes it: dot, b[0], S[0][1]. */
export function indexed(name: string, row: number | undefined, column: number | undefined): string {
  const indices = [row, column].filter((index) => index !== undefined);
  return name + indices.map((index) => `[${index}]`).join('');
}

/** What one run of a line makes: numbers in their order, of which the last is written somewhere, S[0][1] or dot. */
export interface Step {
  numbers: Remembered[];
  name: string | undefined; // S; undefined if nothing was written
  row: number | undefined;
  column: number | undefined;
}

/** The steps so far; nobody watches by default. */
let film: Step[] | undefined;

/** What `run` returns, and every step on the way, in order. */
export function filmed<T>(run: () => T): { found: T; film: Step[] } {
  const before = film;
  const taken: Step[] = [];
  film = taken;
  try {
    return { found: run(), film: taken };
  } finally {
    film = before;
  }
}

/**
 * The entries of matrices that functions named on the way and did not hand out, dS[0][1], called so from now on. If
 * several calls had a matrix of that name, the last is meant.
 */
export function localsOf(film: Step[], names: readonly string[]): Map<string, Remembered> {
  const found = new Map<string, Remembered>();
  for (const { numbers, name, row, column } of film) {
    const last = numbers.at(-1);
    if (last === undefined || name === undefined || column === undefined || !names.includes(name)) continue;
    found.set(indexed(name, row, column), last);
  }
  for (const [label, x] of found) x.label ??= label;
  return found;
}

/**
 * A number goes into the step that is open; one that was written has closed it, and so has another line, and the same
 * place once more: row.map((x) => scale * x) is a step an entry.
 */
function watch(film: Step[], number: Remembered): void {
  const open = film.at(-1);
  const line = open?.numbers.at(-1)?.place?.line;
  const isOpen = open && open.name === undefined && line === number.place?.line;
  if (isOpen && open.numbers.every(({ place }) => place !== number.place)) open.numbers.push(number);
  else film.push({ numbers: [number], name: undefined, row: undefined, column: undefined });
}

/**
 * The result of one operation at one place: plain if all operands are. This is what a sign in the source becomes.
 * What is no number, as a text that is added to another, is left to JavaScript.
 */
export function made(operation: string, operands: Operand[], place: Place): Operand {
  const [a, b] = operands;
  const two = operands.length === 2; // nearly always, and a list less each time
  const value = two ? OPERATIONS[operation](valueOf(a), valueOf(b)) : OPERATIONS[operation](...operands.map(valueOf));
  const remembers = a instanceof Remembered || b instanceof Remembered || (!two && operands.some(isRemembered));
  if (!remembers || typeof value !== 'number') return value;
  const number = new Remembered(value, operation, operands, place);
  if (film) watch(film, number);
  return number;
}

/** The number, which was written into a variable, or into an entry of a vector or a matrix. */
export function written<T>(x: T, name: string, row?: number, column?: number): T {
  if (!(x instanceof Remembered) || x.name !== undefined || x.operation === 'given') return x;
  x.name = name;
  x.row = plain(row);
  x.column = plain(column);
  const step = film?.at(-1);
  if (step?.numbers.at(-1) === x) Object.assign(step, { name, row: x.row, column: x.column });
  // What stood there before and went into it, a sum as far as it had got, has lost its place to it, and its name.
  const [before] = x.operands;
  if (before instanceof Remembered && isWhere(before, x)) before.name = undefined;
  return x;
}

function isWhere(x: Remembered, y: Remembered): boolean {
  return x.name === y.name && x.row === y.row && x.column === y.column;
}

/** A copy of a tree in which every number is given, and is called by its path: P.W_Q[0][1]. */
export function given<T>(tree: T, path = ''): T {
  return mapNumbers(tree, path, (x, label) => {
    const number = new Remembered(valueOf(x), 'given', [], undefined);
    number.label = label;
    return number;
  });
}

/** Whether the number at a path is given, and not handed on from another path. */
export function isGiven(path: string, numbers: ReadonlyMap<string, Operand>): boolean {
  const x = numbers.get(path);
  return x instanceof Remembered && x.operation === 'given' && x.label === path;
}

/** A copy of a tree with other numbers at some paths. */
export function changedAt<T>(tree: T, values: ReadonlyMap<string, number>): T {
  return mapNumbers(tree, '', (x, path) => values.get(path) ?? x);
}

/** A copy of a tree in which every number is plain. */
export function plainTree<T>(tree: T): T {
  return mapNumbers(tree, '', valueOf);
}

/** Every number of a tree with its path; those that remember nothing too. */
export function numbersOf(tree: unknown): [path: string, x: Operand][] {
  const list: [string, Operand][] = [];
  mapNumbers(tree, '', (x, path) => {
    list.push([path, x]);
    return x;
  });
  return list;
}

/** The tree, each of whose numbers is now called by its path, unless it has been called something before. */
export function labelled<T>(tree: T): T {
  for (const [path, x] of numbersOf(tree)) {
    if (x instanceof Remembered) x.label ??= path;
  }
  return tree;
}

function mapNumbers<T>(tree: T, path: string, f: (x: Operand, path: string) => Operand): T {
  const walk = (branch: unknown, at: string): unknown => {
    if (typeof branch === 'number' || branch instanceof Remembered) return f(branch, at);
    if (Array.isArray(branch)) return branch.map((item, i) => walk(item, `${at}[${i}]`));
    if (branch === null || typeof branch !== 'object' || branch instanceof Map) return branch;
    const entries = Object.entries(branch).map(([key, item]) => [key, walk(item, at === '' ? key : `${at}.${key}`)]);
    return Object.fromEntries(entries);
  };
  return walk(tree, path) as T;
}
