/** Three searches for a better translator, with the same number of trials each. */

import {
  bayesianSearch,
  bestSoFar,
  bestTrial,
  FIRST,
  greedySearch,
  processOf,
  randomSearch,
  type Trial,
} from '../../chapters/19-automl/search.ts';
import { answersOf, TRANSLATOR, type Choice } from '../../chapters/19-automl/space.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import type { Watch } from '../training/watched.ts';
import { together, type Contest } from './contest.ts';
import type { Journal } from './journal.ts';

/** Plays the contest, on all cores; a journal that is given knows some trials already and keeps the others. */
export async function searches(
  { seed, trials, atOnce }: Pick<Contest, 'seed' | 'trials' | 'atOnce'>,
  watch: Watch,
  journal: Journal = { known: new Map(), keep() {} },
) {
  const contest: Contest = {
    program: new URL('task.ts', import.meta.url),
    space: TRANSLATOR,
    searches: [
      ['bayesian', bayesianSearch],
      ['greedy', greedySearch],
      ['random', randomSearch],
    ],
    seed,
    trials,
    atOnce,
  };
  const all = trials * contest.searches.length;
  const [bayesian, greedy, random] = await together(contest, journal.known, (choice, loss, done) => {
    journal.keep(choice, loss);
    watch(['trials', '试验'], done, all);
  });
  const rounds = Array.from({ length: Math.ceil(trials / atOnce) }, (_, r) => Math.min(trials, (r + 1) * atOnce));
  return { rounds, bayesian, greedy, random, lengths: processOf(bayesian, TRANSLATOR).lengths };
}

type Searches = Awaited<ReturnType<typeof searches>>;

export function printedSearches({ rounds, bayesian, greedy, random, lengths }: Searches, say: Say): string {
  const searched: [name: string, list: Trial[]][] = [
    [say('Bayesian', '贝叶斯优化'), bayesian],
    [say('ε-greedy', 'ε-贪心'), greedy],
    [say('random', '随机搜索'), random],
  ];
  const questions = TRANSLATOR.map(({ name }) => name);
  const short = (x: number) => String(Number(x.toFixed(3)));
  const answers = (choice: Choice) => Object.values(answersOf(choice, TRANSLATOR)).map(short);
  const row = (name: string, { choice, loss }: Trial) => [name, ...answers(choice), decimal(loss, 2)];
  const numbered = (k: number) => (k < FIRST ? `${k + 1} ${say('(any)', '（随机）')}` : String(k + 1));
  return [
    columns([
      [say('least loss after trial', '试到第几次，最小损失'), ...rounds.map(String)],
      ...searched.map(([name, list]) => [name, ...rounds.map((k) => decimal(bestSoFar(list)[k - 1], 2))]),
    ]),
    columns([
      [say('Bayesian, by trial', '贝叶斯优化，逐次'), ...questions, say('loss', '损失')],
      ...bayesian.map((trial, k) => row(numbered(k), trial)),
      [say('lengths in the end', '最后的长度'), ...lengths.map(short), ''],
    ]),
    columns([
      [say('winners', '各自的胜者'), ...questions, say('loss', '损失')],
      ...searched.map(([name, list]) => row(name, bestTrial(list))),
    ]),
  ].join('\n');
}
