/** Training that has come to numbers that are none: most often its rate is too high. */

import { rows } from '../../lib/params.ts';

/** Thrown when a loss, a weight or a score is no number any more. */
export class DivergedError extends RangeError {
  override name = 'DivergedError';
}

/** Throws DivergedError unless the loss of a step is a number. */
export function needLoss(loss: number): void {
  if (!Number.isFinite(loss)) throw new DivergedError(`the loss of a step must be a number, got ${loss}`);
}

/** Throws DivergedError unless all weights after a step are numbers. */
export function needNumbers(P: object): void {
  if (rows(P).every((row) => row.every(Number.isFinite))) return;
  throw new DivergedError('the weights after a step must be numbers, got NaN or Infinity');
}

/** What a step has thrown; where it found a score that is no number, that is divergence. */
export function divergence(error: unknown): unknown {
  const isNumberless = error instanceof RangeError && /\bgot (NaN|-?Infinity)\b/.test(error.message);
  return isNumberless ? new DivergedError(error.message) : error;
}
