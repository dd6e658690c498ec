/** Histories in writing: A[0][0]·V[0][1] + A[0][1]·V[1][1], the same as Σ_j, and with the numbers put in. */

import type { Say } from '../../lib/language.ts';
import { nameOf, type Expression, type History } from './history.ts';
import { Remembered, valueOf, type Operand } from './number.ts';

/** How tightly an operation binds: what binds less than what is around it stands in parentheses. */
const BINDING: Record<string, number> = { '+': 1, '−': 1, '·': 2, '/': 2, negative: 3, '^': 4 };
const CLOSED = 5;

/** A piece of an expression in writing: an operand, or the signs around it. */
export type Piece = string | { x: Operand; called?: string };

/** How an operand is written; called: what the source calls it, if it is plain and has a name there. */
export type Word = (x: Operand, called?: string) => string;

/** An expression in writing; `word` says how an operand is written. */
export function written(expression: Expression, word: Word): string {
  return pieces(expression)
    .map((piece) => (typeof piece === 'string' ? piece : word(piece.x, piece.called)))
    .join('');
}

/** An expression in writing, its operands left to whoever shows it. */
export function pieces(expression: Expression): Piece[] {
  return within(expression).pieces;
}

/** The name of an operand, or its value if it has none. */
export function byName(x: Operand, called?: string): string {
  return x instanceof Remembered ? (nameOf(x) ?? short(x.value)) : (called ?? short(x));
}

/**
 * The name of an operand of a number called so; with a prime if the name is the same, as a function within names its
 * own result dX, and the chapter calls by that name what becomes of it.
 */
export function besides(name: string): Word {
  return (x, called) => (byName(x) === name ? `${name}′` : byName(x, called));
}

/** The value of an operand, to six digits. */
export function byValue(x: Operand): string {
  const value = valueOf(x);
  return value < 0 ? `(${short(value)})` : short(value);
}

/** A value to six digits, without zeros at the end. */
export function short(value: number): string {
  return Number.isFinite(value)
    ? String(Number(value.toPrecision(6))).replace('-', '−')
    : String(value).replace('-', '−');
}

/** Why a number opens no further. */
export function endOf({ operands, value, expression }: History, say: Say): string {
  if (operands.length > 0) return say('handed on as it is', '原样传下来');
  if (expression.kind === 'operand' && expression.x instanceof Remembered) return say('given', '给定');
  return value === 0
    ? say('nothing was added to it', '没有往里加过任何数')
    : say('a number of the source', '源码里写着的数');
}

function within(expression: Expression): { pieces: Piece[]; binding: number } {
  if (expression.kind === 'operand') {
    const { kind: _, ...piece } = expression;
    return { pieces: [piece], binding: CLOSED };
  }
  if (expression.kind === 'sum') {
    const terms = expression.terms.flatMap(({ negative, term }, place): Piece[] => {
      const sign = place === 0 ? (negative ? '−' : '') : negative ? ' − ' : ' + ';
      return [sign, ...closed(term, negative ? 2 : 1)];
    });
    return { pieces: terms, binding: expression.terms.length > 1 ? 1 : CLOSED };
  }
  const { operation, parts } = expression;
  const binding = BINDING[operation];
  if (binding === undefined) {
    const listed = parts.flatMap((part, place): Piece[] => [place === 0 ? '' : ', ', ...within(part).pieces]);
    return { pieces: [operation === 'sqrt' ? '√(' : `${operation}(`, ...listed, ')'], binding: CLOSED };
  }
  if (operation === 'negative') return { pieces: ['−', ...closed(parts[0], binding)], binding };
  // a / (b / c) and a ^ (b ^ c) are not (a / b) / c: the right side of a division must bind more.
  const right = closed(parts[1], operation === '·' ? binding : binding + 1);
  const sign = operation === '/' ? ' / ' : operation;
  return { pieces: [...closed(parts[0], binding), sign, ...right], binding };
}

function closed(part: Expression, least: number): Piece[] {
  const { pieces, binding } = within(part);
  return binding < least ? ['(', ...pieces, ')'] : pieces;
}

/**
 * A sum whose terms differ in one running index, as Σ: the letter is the source's. undefined if it is no such sum.
 * `code` is what the source says of its last term: Y[i][c] += A[i][j] * V[j][c].
 */
export function asSigma(expression: Expression, code: string): string | undefined {
  if (expression.kind !== 'sum' || expression.terms.length < 2) return undefined;
  if (expression.terms.some(({ negative }) => negative)) return undefined;
  const texts = expression.terms.map(({ term }) => written(term, byName));
  const INDEX = /(?<=\[)\d+(?=\])/g;
  const indices = texts.map((text) => [...text.matchAll(INDEX)].map(([digits]) => Number(digits)));
  const form = texts[0].replace(INDEX, '·');
  if (texts.some((text) => text.replace(INDEX, '·') !== form)) return undefined;
  const running = indices[0].map((first, at) => indices.every((row, k) => row[at] === first + k));
  const fixed = indices[0].map((first, at) => indices.every((row) => row[at] === first));
  const first = running.indexOf(true);
  if (first < 0 || running.some((runs, at) => !runs && !fixed[at])) return undefined;
  const letter = letterAt(code, first, indices[0].length);
  let at = 0;
  const general = texts[0].replace(INDEX, (digits) => (running[at++] ? letter : digits));
  return `Σ_${letter} ${general}`;
}

/** The letter that the source has for an index: the one in the same place, or else one that only the right side has. */
function letterAt(code: string, at: number, count: number): string {
  const [target, right = target] = code.split(/ [-+*/]?= /);
  const lettersOf = (text: string) => [...text.matchAll(/\[(\w+)\]/g)].map(([, letter]) => letter);
  const letters = lettersOf(right);
  if (letters.length === count) return letters[at];
  return letters.find((letter) => !lettersOf(target).includes(letter)) ?? 'k';
}
