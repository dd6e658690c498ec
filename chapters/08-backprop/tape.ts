/**
 * Chapter 8 — The chain rule on a tape
 *
 *     ∂y/∂a = Σ over the nodes b that read a:  ∂y/∂b · ∂b/∂a
 *
 * Each step of a calculation writes down its result, a node: what it was made from, and how fast
 * it follows each of those.
 * Read backwards, the tape is the chain rule. Linnainmaa 1970; Rumelhart, Hinton and Williams 1986.
 * The rest of this book does the same with whole matrices and no tape: there the program itself is read backwards.
 * Article: 「計算過程」 (from w_0 to w_1).
 */

import { exp, log } from '../../lib/elementary.ts';

/** A number on the tape, a node of the computation graph; and its slope towards each number it was made from. */
export interface Node {
  value: number;
  from: [input: Node, slope: number][];
}

/** A number that was made from nothing: an input, or a parameter. */
export const given = (value: number): Node => noted(value);

/** a + b: follows both with slope 1. */
export const sumOf = (a: Node, b: Node): Node => noted(a.value + b.value, [a, 1], [b, 1]);

/** a · b: follows each as fast as the other is large. */
export const productOf = (a: Node, b: Node): Node => noted(a.value * b.value, [a, b.value], [b, a.value]);

/** e^a: its own slope. */
export const expOf = (a: Node): Node => noted(exp(a.value), [a, exp(a.value)]);

/** ln a: slope 1/a. Throws RangeError unless a is above 0. */
export const lnOf = (a: Node): Node => {
  if (!(a.value > 0)) throw new RangeError(`a logarithm needs a number above 0, got ${a.value}`);
  return noted(log(a.value), [a, 1 / a.value]);
};

/** max(0, a): a gate, slope 1 where it lets a through and 0 where not. */
export const reluOf = (a: Node): Node => noted(Math.max(0, a.value), [a, a.value > 0 ? 1 : 0]);

/** A result, with the slopes written beside it. */
function noted(value: number, ...from: Node['from']): Node {
  return { value, from };
}

/** Every node that y came from, each one once and after all that it was made from; y is the last. */
export function tapeOf(y: Node): Node[] {
  const tape = new Set<Node>();
  const write = (node: Node): void => {
    for (const [input] of node.from) if (!tape.has(input)) write(input);
    tape.add(node);
  };
  write(y);
  return [...tape];
}

/** ∂y/∂a for every node a of y's tape. */
export function gradients(y: Node): Map<Node, number> {
  const tape = tapeOf(y);
  const gradient = new Map(tape.map((node) => [node, 0]));
  gradient.set(y, 1);
  for (const node of tape.reverse()) {
    // A node that was read twice hears from both readers before its own turn comes: the two are added.
    for (const [input, slope] of node.from) {
      gradient.set(input, gradient.get(input)! + gradient.get(node)! * slope);
    }
  }
  return gradient;
}
