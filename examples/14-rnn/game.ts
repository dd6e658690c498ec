/** A memory game: a sentence of random words, whose translation is the first of them. */

import { beginner } from '../../chapters/12-training/adam.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import { recurrentParams, type Kind } from '../../chapters/14-rnn/parameters.ts';
import { epoch, nextAfter, type RecurrentPlan } from '../../chapters/14-rnn/training.ts';
import { seeded, type Random } from '../../lib/random.ts';

/** Different words of the game. Their ids begin after the four special tokens. */
export const WORDS = 8;

/** So many sentences of n words. */
function sentences(random: Random, n: number, count: number): Pair[] {
  return Array.from({ length: count }, () => {
    const source = Array.from({ length: n }, () => 4 + Math.floor(WORDS * random()));
    return { source, target: source.slice(0, 1) };
  });
}

/** Trains on 400 sentences of n words for some epochs: the share of 200 others whose first word is then remembered. */
export function remembered(kind: Kind, n: number, epochs: number, plan: RecurrentPlan, seed: string): number {
  const random = seeded(`${seed} ${kind} ${n}`);
  let learner = beginner(recurrentParams(random, WORDS + 4, WORDS + 4, 16, kind));
  const pairs = sentences(random, n, 400);
  for (let e = 0; e < epochs; e++) {
    for (const { learner: next } of epoch(learner, pairs, plan, random)) learner = next;
  }
  const fresh = sentences(random, n, 200);
  const right = fresh.filter(({ source, target: [first] }) => {
    const logP = nextAfter(source, learner.P)([]);
    return logP.indexOf(Math.max(...logP)) === first;
  });
  return right.length / fresh.length;
}
