/** What a translator must beat to have learned anything: two ways to translate without a model. */

import type { Pair } from '../../chapters/12-training/training.ts';
import type { Translate } from '../training/translating.ts';

/** Always says the sentence that is most frequent in training (the first of them, if several are). */
export function mostFrequent(training: Pair[]): Translate {
  const counts = new Map<string, number>();
  for (const { target } of training) counts.set(target.join(), (counts.get(target.join()) ?? 0) + 1);
  let [best, most] = ['', 0];
  for (const [target, count] of counts) {
    if (count > most) [best, most] = [target, count];
  }
  const ids = best.split(',').map(Number);
  return () => ({ ids, logP: 0, finished: true });
}

/**
 * Puts for each token the one that stands beside it most faithfully in training, by Dice's coefficient
 * 2 · together / (one + other), and says nothing twice in a row: 喜 and 欢 both become "like".
 */
export function wordByWord(training: Pair[]): Translate {
  const [ofSource, ofTarget] = [new Map<number, number>(), new Map<number, number>()];
  const together = new Map<number, Map<number, number>>();
  const increase = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { source, target } of training) {
    for (const t of new Set(target)) increase(ofTarget, t);
    for (const s of new Set(source)) {
      increase(ofSource, s);
      if (!together.has(s)) together.set(s, new Map());
      for (const t of new Set(target)) increase(together.get(s)!, t);
    }
  }
  const partner = new Map<number, number>();
  for (const [s, counts] of together) {
    let best = 0;
    for (const [t, count] of counts) {
      const dice = (2 * count) / (ofSource.get(s)! + ofTarget.get(t)!);
      if (dice > best) {
        best = dice;
        partner.set(s, t);
      }
    }
  }
  return (source) => {
    const words = source.flatMap((s) => partner.get(s) ?? []);
    return { ids: words.filter((t, i) => t !== words[i - 1]), logP: 0, finished: true };
  };
}
