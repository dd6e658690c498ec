/**
 * Chapter 12 — Averaging the last checkpoints
 *
 *     P = (P_1 + … + P_k) / k
 *
 * Late in training the numbers circle around a good place, pushed about by each batch; in their mean the pushes partly
 * cancel. It is often better than the last of them, and not always.
 * Vaswani et al. 2017, §6.1: the last 5 checkpoints of the base model.
 */

import { mapRows, sumTrees } from '../../lib/params.ts';

/** The mean of parameter trees of one form. Throws RangeError for an empty list. */
export function averaged<T extends object>(checkpoints: T[]): T {
  return mapRows((row) => row.map((x) => x / checkpoints.length), sumTrees(checkpoints));
}
