/**
 * Chapter 19 — Searches
 *
 *     next choice = search(trials so far, space, random numbers)
 *
 * A search remembers nothing: what it proposes follows from the trials, and from random numbers that the caller seeds
 * with how many there are. So a search that was stopped goes on, from its trials alone, to the same end. None proposes
 * a choice that was tried.
 * Random: Bergstra and Bengio 2012. Bayesian: Jones et al. 1998; Snoek, Larochelle and Adams 2012. Several at once:
 * Ginsbourger, Le Riche and Carraro 2010 (constant liar). Article: 「啓發收穫」, point seven.
 */

import { log } from '../../lib/elementary.ts';
import type { Vector } from '../../lib/matrix.ts';
import type { Random } from '../../lib/random.ts';
import { freshArms, pulled, type Arm } from './bandit.ts';
import { expectedImprovement } from './expected-improvement.ts';
import { fitted, guess, type Fitted } from './gaussian-process.ts';
import { everyChoice, pointOf, type Choice, type Space } from './space.ts';

/** A choice, and the loss it came to: the less the better. */
export interface Trial {
  choice: Choice;
  loss: number;
}

/** What is to be tried next. Throws RangeError if all was tried. */
export type Search = (trials: Trial[], space: Space, random: Random) => Choice;

/** Trials before a search that learns from them begins to: they are those of a random search. */
export const FIRST = 4;
/** σ_n² of the process, where the losses seen have variance 1. */
export const NOISE = 0.01;
/** How often the bandit takes any choice. */
export const EPSILON = 1 / 5;

/** Any choice that was not tried, each as likely. */
export const randomSearch: Search = (trials, space, random) => anyOf(untried(trials, space), random);

/** The choice with the largest expected improvement, by a Gaussian process that has seen the trials. */
export const bayesianSearch: Search = bayesianSearchAt(NOISE);

/** The same with a process that reckons with that much noise, σ_n². */
export function bayesianSearchAt(noise: number): Search {
  return (trials, space, random) => {
    if (trials.length < FIRST) return randomSearch(trials, space, random);
    const process = processOf(trials, space, noise);
    const best = Math.min(...process.y);
    const promise = (choice: Choice) => expectedImprovement(best, guess(pointOf(choice, space), process));
    return largest(untried(trials, space), promise);
  };
}

/**
 * What a process makes of the trials. noise: σ_n². It sees logarithms, where half the loss is as far from 1 as from ½,
 * standardised: 0 is no opinion, and 1 a usual doubt.
 */
export function processOf(trials: Trial[], space: Space, noise = NOISE): Fitted {
  const points = trials.map(({ choice }) => pointOf(choice, space));
  return fitted(points, standardised(trials.map(({ loss }) => log(loss))), noise);
}

/** (y − ȳ) / s; all 0 where nothing differs. s divides by n. */
export function standardised(y: Vector): Vector {
  let [sum, squares] = [0, 0];
  for (const y_i of y) sum += y_i;
  const mean = sum / y.length;
  for (const y_i of y) squares += (y_i - mean) ** 2;
  const deviation = Math.sqrt(squares / y.length) || 1;
  return y.map((y_i) => (y_i - mean) / deviation);
}

/**
 * One ε-greedy bandit a question, its arms the answers, the reward of a trial −loss: with probability ε any choice,
 * else the answer with the best mean to each question. An arm a choice would not do: each would have to be pulled once.
 */
export const greedySearch: Search = (trials, space, random) => {
  if (trials.length < FIRST || random() < EPSILON) return randomSearch(trials, space, random);
  const arms = armsOf(trials, space);
  // The best answers together may have been tried: then the untried choice that gives least of them away.
  const worth = (choice: Choice) => {
    let sum = 0;
    for (const [q, a] of choice.entries()) sum += arms[q][a].mean;
    return sum;
  };
  return largest(untried(trials, space), worth);
};

/**
 * The bandits after the trials, question by question. An answer nobody gave is worth what the best
 * trial was: it will be tried.
 */
export function armsOf(trials: Trial[], space: Space): Arm[][] {
  const best = -Math.min(...trials.map(({ loss }) => loss));
  return space.map(({ answers }, q) =>
    trials
      .reduce((arms, { choice, loss }) => pulled(arms, choice[q], -loss), freshArms(answers.length))
      .map((arm) => (arm.pulls === 0 ? { ...arm, mean: best } : arm)),
  );
}

/**
 * So many choices to try at once. Each is proposed as if the ones before it had come to the mean of all losses so far:
 * a lie, but it keeps them apart. `randomAt` gives the random numbers of trial k. Throws as the search.
 */
export function proposals(
  search: Search,
  trials: Trial[],
  space: Space,
  count: number,
  randomAt: (k: number) => Random,
): Choice[] {
  const told = [...trials];
  const mean = trials.reduce((sum, { loss }) => sum + loss, 0) / Math.max(1, trials.length);
  for (let k = 0; k < count; k++) {
    told.push({ choice: search(told, space, randomAt(told.length)), loss: mean });
  }
  return told.slice(trials.length).map(({ choice }) => choice);
}

/** The least loss after each trial: it never rises. */
export function bestSoFar(trials: Trial[]): Vector {
  let best = Infinity;
  return trials.map(({ loss }) => (best = Math.min(best, loss)));
}

/** The trial with the least loss, the first of equals. Throws RangeError without a trial. */
export function bestTrial(trials: Trial[]): Trial {
  if (trials.length === 0) throw new RangeError('the best of the trials needs one, got 0');
  return trials.reduce((best, other) => (other.loss < best.loss ? other : best));
}

function untried(trials: Trial[], space: Space): Choice[] {
  const tried = new Set(trials.map(({ choice }) => choice.join()));
  const left = everyChoice(space).filter((choice) => !tried.has(choice.join()));
  if (left.length === 0) throw new RangeError(`all ${tried.size} choices were tried`);
  return left;
}

function anyOf(choices: Choice[], random: Random): Choice {
  return choices[Math.floor(random() * choices.length)];
}

/** The choice for which f is largest, the first of equals. */
function largest(choices: Choice[], f: (choice: Choice) => number): Choice {
  const values = choices.map(f);
  return choices[values.indexOf(Math.max(...values))];
}
