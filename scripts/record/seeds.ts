/**
 * `npm run record -- seeds` trains the translator with five seeds and keeps how well each does; `-- heads` varies the
 * number of heads, as table 3 (A) of the paper does. As many trainings run at once as there are cores.
 */

import { toyData } from '../../examples/corpus/toy.ts';
import { inParallel } from '../../examples/training/parallel.ts';
import { finished } from '../../examples/training/finished.ts';
import { fitPairs } from '../../examples/training/fit-by-engine.ts';
import { byChapters, exactMatch, greedy } from '../../examples/training/translating.ts';
import { toyOptions } from '../../examples/translator/options.ts';
import { speaker } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { keep } from './kept.ts';

/** One training: everything but these two is as `npm start` has it. */
interface Task {
  seed: string;
  heads: string;
}

/** What one training found: shares of exact matches. */
interface Found {
  unseen: number;
  recombined: number;
}

const say = speaker('en');

/** The table with a line a seed. */
export async function recordSeeds(check: boolean, seeds = ['1', '2', '3', '4', '5']): Promise<void> {
  const found = await trained(seeds.map((seed) => ({ seed, heads: '4' })));
  const rows = found.map(({ unseen, recombined }, k) => [seeds[k], percent(unseen), percent(recombined)]);
  keep('seeds.txt', columns([['seed', 'unseen', 'recombined'], ...rows]), check);
}

/** The table with a line a number of heads: the mean and the worst of three seeds. */
export async function recordHeads(check: boolean, seeds = ['1', '2', '3']): Promise<void> {
  const numbers = ['1', '2', '4', '8'];
  const found = await trained(numbers.flatMap((heads) => seeds.map((seed) => ({ seed, heads }))));
  const rows = numbers.map((heads, i) => {
    const runs = found.slice(i * seeds.length, (i + 1) * seeds.length);
    return [
      heads,
      ...meanAndWorst(runs.map(({ unseen }) => unseen)),
      ...meanAndWorst(runs.map(({ recombined }) => recombined)),
    ];
  });
  keep('heads.txt', columns([['heads', 'unseen, mean', 'worst', 'recombined, mean', 'worst'], ...rows]), check);
}

/** What each training found, as many at once as there are cores. */
function trained(tasks: Task[]): Promise<Found[]> {
  return inParallel<Task, Found>(new URL(import.meta.url), tasks, (_, k) => {
    console.error(`seed ${tasks[k].seed}, ${tasks[k].heads} heads`);
  });
}

/** One training, by one worker, silently. */
export async function run({ seed, heads }: Task): Promise<Found> {
  const options = toyOptions(['--seed', seed, '--heads', heads], say);
  const data = toyData(say);
  const translate = byChapters(await finished(fitPairs(data, options, options.epochs, seed)), greedy);
  return { unseen: exactMatch(data.unseen, translate), recombined: exactMatch(data.recombined, translate) };
}

function meanAndWorst(shares: number[]): [string, string] {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return [percent(mean), percent(Math.min(...shares))];
}

function percent(share: number): string {
  return `${decimal(100 * share, 1)} %`;
}
