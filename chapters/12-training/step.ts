/**
 * Chapter 12 — One step, of any model
 *
 *     loss = Σ_k loss_k / Σ_k n_k,     dP = Σ_k dP_k / Σ_k n_k,     P ← Adam(P, dP)
 *
 * k: the items of a batch, here pairs of sentences; in later chapters lines of text, images, customers.
 * A mean over tokens, not over sentences: every word of the batch weighs the same. Vaswani et al. 2017, §5.
 */

import { mapRows, sumTrees } from '../../lib/params.ts';
import { adam, type Learner } from './adam.ts';

/** A loss in nats, summed over n tokens (or whatever is counted), and its gradient, a tree of the form of P. */
export interface LossAndGradient<P> {
  loss: number;
  n: number;
  dP: P;
}

/** What a step gives: the next learner, and the batch's mean loss in nats a token, as it was before the step. */
export interface Stepped<P extends object> {
  learner: Learner<P>;
  loss: number;
}

/**
 * One step: the gradient of the items' mean loss, then Adam at the given rate. The learner given stays as it was.
 * Throws RangeError without an item, for gradients that have not P's form, or as `lossOf`.
 */
export function step<P extends object, Item>(
  learner: Learner<P>,
  items: Item[],
  lossOf: (item: Item, P: P) => LossAndGradient<P>,
  rate: number,
): Stepped<P> {
  if (items.length === 0) throw new RangeError('a step needs at least one item, got 0');
  const losses = items.map((item) => lossOf(item, learner.P));
  let [loss, n] = [0, 0];
  for (const item of losses) {
    loss += item.loss;
    n += item.n;
  }
  const sum = sumTrees(losses.map(({ dP }) => dP));
  const dP = mapRows((row) => row.map((g) => g / n), sum);
  return { learner: adam(learner, dP, rate), loss: loss / n };
}
