/**
 * Chapter 17 — Learning to tell images apart
 *
 *     loss = − ln P(label),     P = softmax(S)
 *
 * One loss for every classifier of this chapter, chapter 8's cross-entropy; the step is chapter
 * 12's. Nothing else is new.
 * Dosovitskiy et al. 2021, §4.1, train with Adam, too.
 */

import type { Matrix } from '../../lib/matrix.ts';
import { oneHot } from '../02-embedding/embedding.ts';
import { crossEntropy, crossEntropyBackward } from '../08-backprop/cross-entropy.ts';
import type { LossAndGradient } from '../12-training/step.ts';

/** An image cut into patches, and what it shows. */
export interface Example {
  X: Matrix; //     n×P²
  label: number; // 0 … K − 1
}

/** A way from patches to scores, and its way back. W: the working. */
export interface Classifier<P extends object, W extends { S: Matrix }> {
  forward: (X: Matrix, P: P) => W;
  backward: (dS: Matrix, working: W) => { dP: P };
}

/**
 * − ln P(label) in nats, and its gradient dP. Throws RangeError for a label that is no class, and as the classifier.
 */
export function lossOf<P extends object, W extends { S: Matrix }>(
  { X, label }: Example,
  P: P,
  { forward, backward }: Classifier<P, W>,
): LossAndGradient<P> {
  const working = forward(X, P);
  const scored = crossEntropy(working.S, [oneHot(label, working.S[0].length)]);
  const { dP } = backward(crossEntropyBackward(scored), working);
  return { loss: scored.loss, n: 1, dP };
}

/** The class with the highest score, the first of equals. */
export function guess<P extends object, W extends { S: Matrix }>(
  X: Matrix,
  P: P,
  { forward }: Classifier<P, W>,
): number {
  const [scores] = forward(X, P).S;
  return scores.indexOf(Math.max(...scores));
}

/** The share of the examples whose label is guessed. Throws RangeError without an example. */
export function accuracy<P extends object, W extends { S: Matrix }>(
  examples: Example[],
  P: P,
  classifier: Classifier<P, W>,
): number {
  if (examples.length === 0) throw new RangeError('an accuracy needs at least one image, got 0');
  let right = 0;
  for (const { X, label } of examples) if (guess(X, P, classifier) === label) right += 1;
  return right / examples.length;
}
