/**
 * Batches by number of tokens: a step costs what its tokens cost, and sentences of one length waste nothing on
 * each other. Vaswani et al. 2017, §5.1: pairs were batched by approximate length, about 25 000 source and
 * 25 000 target tokens a batch. Batches of so many pairs are chapter 12's `batches`.
 */

import type { Pair } from '../../chapters/12-training/training.ts';
import { shuffle, type Random } from '../../lib/random.ts';

/**
 * Every pair once, in batches of at most `tokens` source and at most `tokens` target tokens (EOS is one of them),
 * sentences of similar length together, the batches in random order. Pairs of the same lengths meet others in
 * every epoch. Throws RangeError unless tokens is a whole number of at least 1, and for a pair that is longer.
 */
export function tokenBatches(random: Random, pairs: Pair[], tokens: number): Pair[][] {
  if (!Number.isInteger(tokens) || tokens < 1)
    throw new RangeError(`a batch must hold a whole number of tokens, at least 1, got ${tokens}`);
  // The sort keeps the shuffled order among pairs of the same lengths.
  const order = shuffle(random, pairs).sort(
    (a, b) => a.source.length - b.source.length || a.target.length - b.target.length,
  );
  const batches: Pair[][] = [];
  let [source, target] = [Infinity, Infinity]; // tokens in the last batch; before the first, none has room
  for (const pair of order) {
    const [n, m] = [pair.target.length + 1, pair.source.length];
    if (n > tokens || m > tokens)
      throw new RangeError(
        `a pair must fit a batch of ${tokens} source and ${tokens} target tokens, got ${m} and ${n}`,
      );
    if (source + m > tokens || target + n > tokens) {
      batches.push([]);
      [source, target] = [0, 0];
    }
    batches[batches.length - 1].push(pair);
    source += m;
    target += n;
  }
  return shuffle(random, batches);
}
