/** The history of a number, as a reader wants it: one sum of products, in names, then in numbers. */

import { indexed, OPERATIONS, Remembered, valueOf, type Operand, type Place } from './number.ts';

/** What made a number, down to the operands that have names. */
export type Expression =
  | { kind: 'operand'; x: Operand; called?: string } // called: what the source calls a plain number
  | { kind: 'sum'; terms: { negative: boolean; term: Expression }[] } // Y + A·V, A·V + A·V, S − largest
  | { kind: 'operation'; operation: string; parts: Expression[] };

/** One number opened. */
export interface History {
  name: string; //               what the reader calls it
  value: number;
  expression: Expression; //     an operand alone, if nothing made it
  operands: Remembered[]; //     those that can be opened in turn, each once, in the order of the expression
  place: Place | undefined; //   undefined if nothing made it
}

/** What a number is called: by its path in the results, or else as where it was written first; or it has no name. */
export function nameOf(x: Remembered): string | undefined {
  if (x.label !== undefined || x.name === undefined) return x.label;
  return indexed(x.name, x.row, x.column);
}

/** The history of a number under the name by which it was asked for. */
export function historyOf(x: Operand, name: string): History {
  const value = valueOf(x);
  if (!(x instanceof Remembered) || x.operation === 'given') {
    // A result may be a given number, handed on: embedding 1 of 我 is a row of E.
    const own = x instanceof Remembered && nameOf(x) !== name ? [x] : [];
    return { name, value, expression: { kind: 'operand', x }, operands: own, place: undefined };
  }
  const expression = made(x);
  const operands = [...new Set(operandsOf(expression))];
  return { name, value, expression, operands, place: x.place };
}

/** What stands for an operand: itself if it has a name or nothing made it, and else what made it. */
function shown(x: Operand, called?: string | null): Expression {
  if (!(x instanceof Remembered)) return called ? { kind: 'operand', x, called } : { kind: 'operand', x };
  return x.operation === 'given' || nameOf(x) !== undefined ? { kind: 'operand', x } : made(x);
}

function made(x: Remembered): Expression {
  if (x.operation === '+' || x.operation === '−') return sum(x);
  const parts = x.operands.map((operand, k) => shown(operand, x.place?.constants?.[k]));
  return { kind: 'operation', operation: x.operation, parts: x.operation === 'max' ? parts.flatMap(compared) : parts };
}

/** A chain a + b − c as one sum. The 0 with which a loop begins is no term. */
function sum(last: Remembered): Expression {
  const terms: { negative: boolean; term: Expression }[] = [];
  let x: Operand = last;
  while (
    x instanceof Remembered &&
    (x === last || nameOf(x) === undefined) &&
    (x.operation === '+' || x.operation === '−')
  ) {
    terms.unshift({ negative: x.operation === '−', term: shown(x.operands[1]) });
    x = x.operands[0];
  }
  if (x !== 0 || terms.length === 0) terms.unshift({ negative: false, term: shown(x) });
  return { kind: 'sum', terms };
}

/** What a part of max(max(−∞, a), b) compares: a and b are compared in one. */
function compared(part: Expression): Expression[] {
  if (part.kind === 'operation' && part.operation === 'max') return part.parts;
  return part.kind === 'operand' && part.x === -Infinity ? [] : [part];
}

/** The numbers in an expression that remember. */
function operandsOf(expression: Expression): Remembered[] {
  if (expression.kind === 'operand') return expression.x instanceof Remembered ? [expression.x] : [];
  const parts = expression.kind === 'sum' ? expression.terms.map(({ term }) => term) : expression.parts;
  return parts.flatMap(operandsOf);
}

/** The value, computed again from the given numbers it ends in. Equal to the value, or a history is wrong. */
export function recomputed(x: Operand, found = new Map<Remembered, number>()): number {
  if (!(x instanceof Remembered)) return x;
  const open: Remembered[] = [x]; // a list, not a recursion: a chain may be thousands long
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const missing = top.operands.filter((o) => o instanceof Remembered && !found.has(o)) as Remembered[];
    if (missing.length > 0 && !found.has(top)) {
      open.push(...missing);
      continue;
    }
    open.pop();
    if (found.has(top)) continue;
    const operands = top.operands.map((o) => (o instanceof Remembered ? (found.get(o) as number) : o));
    found.set(top, top.operation === 'given' ? top.value : OPERATIONS[top.operation](...operands));
  }
  return found.get(x) as number;
}
