/** Several searches side by side, their trials on all cores. */

import { proposals, type Search, type Trial } from '../../chapters/19-automl/search.ts';
import type { Choice, Space } from '../../chapters/19-automl/space.ts';
import { seeded } from '../../lib/random.ts';
import { inParallel } from '../training/parallel.ts';
import { keyOf, type Outcomes } from './journal.ts';

/** What is searched, and how. */
export interface Contest {
  program: URL; //    its `run({ choice, seed })` is the loss of a trial
  space: Space;
  searches: [name: string, search: Search][];
  seed: string;
  trials: number; //  of each search
  atOnce: number; //  proposals of each search before it hears of any of them
}

/**
 * The trials of each search. In rounds: each proposes a few choices, and those whose outcome nobody knows are trained.
 * Proposals follow from the trials so far and the seed alone, so a contest that is played again with the outcomes of
 * one that was stopped trains only what was missing, and ends the same. `arrived` is told of each new outcome, and how
 * many of all trials are done.
 */
export async function together(
  { program, space, searches, seed, trials, atOnce }: Contest,
  known: Outcomes,
  arrived: (choice: Choice, loss: number, done: number) => void = () => {},
): Promise<Trial[][]> {
  const outcomes = new Map(known);
  let lists: Trial[][] = searches.map(() => []);
  for (let k = 0; k < trials; k += atOnce) {
    const count = Math.min(atOnce, trials - k);
    const randomAt = (t: number) => seeded(`search ${seed} ${t}`);
    const proposed = searches.map(([, search], s) => proposals(search, lists[s], space, count, randomAt));
    const different = new Map(proposed.flat().map((choice) => [keyOf(choice), choice]));
    const missing = [...different].filter(([key]) => !outcomes.has(key)).map(([, choice]) => choice);
    const tasks = missing.map((choice) => ({ choice, seed }));
    const before = k * searches.length;
    await inParallel<(typeof tasks)[number], number>(program, tasks, (loss, t) => {
      outcomes.set(keyOf(missing[t]), loss);
      arrived(missing[t], loss, before + proposed.flat().filter((choice) => outcomes.has(keyOf(choice))).length);
    });
    lists = lists.map((list, s) => [
      ...list,
      ...proposed[s].map((choice) => ({ choice, loss: outcomes.get(keyOf(choice))! })),
    ]);
  }
  return lists;
}
