/** Batches of words without sense: what a step costs does not depend on what is said. */

import { SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import type { Sequence } from '../../lib/engine/batch.ts';
import type { Capacity } from '../../lib/engine/transformer.ts';
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

/** A pair as the engine reads it. */
export function sequence({ source, target }: Pair): Sequence {
  return { source, ...teacherForced(target) };
}

/** Room for batches of at most so many tokens a side, as both training programs lay it out. */
export function capacityFor(tokens: number, longest: number): Capacity {
  // A quarter of a batch, all tokens of which may be on one side, and at each end one half of a pair.
  const most = Math.min(tokens, Math.ceil(tokens / 2) + 2 * longest);
  return { source: most, target: most, longest };
}
