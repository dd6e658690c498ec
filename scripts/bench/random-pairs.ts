/** Batches of words without sense: what a step costs does not depend on what is said. */

import { SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import type { Random } from '../../lib/random.ts';

/** So many pairs of sentences with so many tokens on either side; on the target's side BOS, or EOS, is one of them. */
export function randomPairs(
  random: Random,
  pairs: number,
  tokens: number,
  V_source: number,
  V_target = V_source,
): Pair[] {
  const words = (length: number, V: number) =>
    Array.from({ length }, () => SPECIAL.length + Math.floor(random() * (V - SPECIAL.length)));
  return Array.from({ length: pairs }, () => ({
    source: words(tokens, V_source),
    target: words(tokens - 1, V_target),
  }));
}
