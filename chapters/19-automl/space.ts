/**
 * Chapter 19 — What is decided before training, as a space
 *
 *     questions h, d_model, N, rate, warm-up; each has a short list of answers
 *     a choice = the place of the answer to each question: [2, 2, 0, 2, 2]
 *     point of a choice: place / (answers − 1), a point of the unit cube [0, 1]^D
 *
 * Bergstra and Bengio 2012, §1. Article: 「啓發收穫」, point seven (heads, 512, learning rate).
 */

import type { Vector } from '../../lib/matrix.ts';

/** A hyper-parameter and the values it may take, from small to large, so that neighbours in the list are alike. */
export interface Question {
  name: string;
  answers: number[];
}

/** All that is to be decided. */
export type Space = Question[];

/** The place of the answer chosen to each question. */
export type Choice = number[];

/** The translator's heads, width, layers, rate (times the paper's) and warm-up (in steps). */
export const TRANSLATOR: Space = [
  { name: 'h', answers: [1, 2, 4] },
  { name: 'd_model', answers: [8, 16, 32, 64] },
  { name: 'N', answers: [1, 2, 3] },
  { name: 'rate', answers: [1 / 4, 1 / 2, 1, 2, 4] },
  { name: 'warmup', answers: [30, 100, 300, 1000] },
];

/** How many choices there are, the grid: the product of the numbers of answers. */
export function gridSize(space: Space): number {
  let product = 1;
  for (const { answers } of space) product *= answers.length;
  return product;
}

/**
 * Choice number k of the grid, 0 ≤ k < gridSize, counted like the digits of a number: the last question changes first.
 */
export function choiceNumber(k: number, space: Space): Choice {
  const size = gridSize(space);
  if (!(Number.isInteger(k) && k >= 0 && k < size)) {
    throw new RangeError(`a choice's number must be a whole number from 0 to ${size - 1}, got ${k}`);
  }
  const choice = space.map(() => 0);
  for (let q = space.length - 1, rest = k; q >= 0; q--) {
    choice[q] = rest % space[q].answers.length;
    rest = (rest - choice[q]) / space[q].answers.length;
  }
  return choice;
}

/** Every choice, in the order of their numbers. */
export function everyChoice(space: Space): Choice[] {
  return Array.from({ length: gridSize(space) }, (_, k) => choiceNumber(k, space));
}

/**
 * The answers of a choice, by their names: `{ h: 4, d_model: 32, … }`. Throws RangeError for a place
 * that is not in its list.
 */
export function answersOf(choice: Choice, space: Space): Record<string, number> {
  needChoice(choice, space);
  return Object.fromEntries(space.map(({ name, answers }, q) => [name, answers[choice[q]]]));
}

/** The choice that has these answers. Throws RangeError for an answer that is not in its list. */
export function choiceOf(answers: Record<string, number>, space: Space): Choice {
  const choice = space.map((question) => question.answers.indexOf(answers[question.name]));
  const q = choice.indexOf(-1);
  if (q >= 0) {
    const { name, answers: list } = space[q];
    throw new RangeError(`${name} must be one of ${list.join(', ')}, got ${answers[name]}`);
  }
  return choice;
}

/**
 * The point of a choice: place / (answers − 1), so that each list runs from 0 to 1. A list of one stands at
 * 0. Throws as `answersOf`.
 */
export function pointOf(choice: Choice, space: Space): Vector {
  needChoice(choice, space);
  return space.map(({ answers }, q) => choice[q] / Math.max(1, answers.length - 1));
}

function needChoice(choice: Choice, space: Space): void {
  if (choice.length !== space.length) {
    throw new RangeError(`each question needs an answer, got ${choice.length} for ${space.length}`);
  }
  for (const [q, { name, answers }] of space.entries()) {
    if (answers[choice[q]] === undefined) {
      throw new RangeError(`${name} has answers 0 to ${answers.length - 1}, got ${choice[q]}`);
    }
  }
}
