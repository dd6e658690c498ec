/** A trial as a task for `inParallel`. */

import type { Choice } from '../../chapters/19-automl/space.ts';
import { lossOf, splitData } from './trial.ts';

const split = splitData();

/** The loss of a choice, trained from the first weights of that seed. */
export function run({ choice, seed }: { choice: Choice; seed: string }): Promise<number> {
  return lossOf(choice, split, seed);
}
