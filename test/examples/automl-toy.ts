/**
 * A contest that trains nothing, for automl.test.ts: `run` is a trial, and as a program it plays one with a journal.
 */

import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { bayesianSearch, greedySearch, randomSearch } from '../../chapters/19-automl/search.ts';
import { TRANSLATOR, type Choice } from '../../chapters/19-automl/space.ts';
import { together, type Contest } from '../../examples/19-automl/contest.ts';
import { keep, opened } from '../../examples/19-automl/journal.ts';
import { seeded } from '../../lib/random.ts';

/** A valley and a little noise, slowly. */
export async function run({ choice, seed }: { choice: Choice; seed: string }): Promise<number> {
  await setTimeout(20);
  const [h, d, N, rate, warmup] = choice;
  return 1 + (h - 2) ** 2 / 9 + d + N + (rate - 1) ** 2 + (warmup - 2) ** 2 + seeded(`${seed} ${choice.join()}`)() / 5;
}

/** Three searches, four trials at once, the last round short. */
export const contest: Contest = {
  program: new URL(import.meta.url),
  space: TRANSLATOR,
  searches: [
    ['random', randomSearch],
    ['bayesian', bayesianSearch],
    ['greedy', greedySearch],
  ],
  seed: 'toy',
  trials: 10,
  atOnce: 4,
};

if (isMainThread && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path] = process.argv;
  const known = opened(path, { seed: contest.seed }, (en) => en);
  // Not awaited here: a round of a single trial imports this module, which must have come to its end.
  const playing = together(contest, known, (choice, loss) => keep(path, choice, loss));
  void playing.then((lists) => console.log(JSON.stringify(lists)));
}
