/** A model in training, whoever computes: the chapters' loops or the engine's workers. */

import type { Learner } from '../../chapters/12-training/adam.ts';
import type { Stream } from '../../lib/philox.ts';

/** What a step is told. */
export interface StepPlan {
  rate: number; //      of this step
  smoothing: number; // ε_ls
  drop: number; //      P_drop
}

/** A model in training: takes steps on batches, and says what it has become. */
export interface Trainer<P extends object, Item> {
  /**
   * One step of Adam on a batch. Result: the mean loss, in nats a token. Dropout takes its numbers from the
   * stream, and moves it on.
   */
  step: (batch: Item[], plan: StepPlan, stream: Stream) => Promise<number>;
  /** The loss of a batch, in nats summed over its tokens; nothing is dropped and nothing learned. */
  judge: (batch: Item[], smoothing: number) => Promise<number>;
  /** The parameters as they are now. */
  parameters: () => P;
  /** All that training goes on from. */
  learner: () => Learner<P>;
  /** Sends the workers home. */
  dismiss: () => Promise<void>;
}
