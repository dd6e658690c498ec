/**
 * Chapter 8 — The chain rule on a tape
 *
 *     ∂y/∂a = Σ over the steps b that read a:  ∂y/∂b · ∂b/∂a
 *
 * Each step of a calculation writes down its result, what it was made from, and how fast it follows each of those.
 * Read backwards, the tape is the chain rule. Linnainmaa 1970; Rumelhart, Hinton and Williams 1986.
 * The rest of this book does the same with whole matrices and no tape: there the program itself is read backwards.
 * Article: 「計算過程」 (from w_0 to w_1).
 */

/** A number, and its slope towards each number it was made from. */
export interface Step {
  value: number;
  from: [input: Step, slope: number][];
}

/** A number that was made from nothing: an input, or a parameter. */
export const given = (value: number): Step => ({ value, from: [] });

/** a + b: follows both with slope 1. */
export const plus = (a: Step, b: Step): Step => ({
  value: a.value + b.value,
  // prettier-ignore
  from: [[a, 1], [b, 1]],
});

/** a · b: follows each as fast as the other is large. */
export const times = (a: Step, b: Step): Step => ({
  value: a.value * b.value,
  // prettier-ignore
  from: [[a, b.value], [b, a.value]],
});

/** e^a: its own slope. */
export const exp = (a: Step): Step => ({
  value: Math.exp(a.value),
  from: [[a, Math.exp(a.value)]],
});

/** ln a: slope 1/a. Throws RangeError unless a is above 0. */
export const ln = (a: Step): Step => {
  if (!(a.value > 0)) throw new RangeError(`a logarithm needs a number above 0, got ${a.value}`);
  return { value: Math.log(a.value), from: [[a, 1 / a.value]] };
};

/** Every step that y came from, each one once and after all that it was made from; y is the last. */
export function tapeOf(y: Step): Step[] {
  const tape = new Set<Step>();
  const write = (step: Step): void => {
    for (const [input] of step.from) if (!tape.has(input)) write(input);
    tape.add(step);
  };
  write(y);
  return [...tape];
}

/** ∂y/∂a for every step a of y's tape. */
export function gradients(y: Step): Map<Step, number> {
  const gradient = new Map(tapeOf(y).map((step) => [step, 0]));
  gradient.set(y, 1);
  for (const step of tapeOf(y).reverse()) {
    // A step that was read twice hears from both readers before its own turn comes: the two are added.
    for (const [input, slope] of step.from) {
      gradient.set(input, gradient.get(input)! + gradient.get(step)! * slope);
    }
  }
  return gradient;
}
