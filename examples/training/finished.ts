/**
 * A run is a generator that yields after each step, so that whoever waits may look on; it returns what it has come to.
 */

/**
 * Runs it to its end: what it returns. `each` is called with all that it yields before.
 * Throws what the run throws, and what `each` throws.
 */
export async function finished<Step, End>(
  run: Generator<Step, End> | AsyncGenerator<Step, End>,
  each: (step: Step) => void = () => {},
): Promise<End> {
  let next = await run.next();
  for (; !next.done; next = await run.next()) each(next.value);
  return next.value;
}
