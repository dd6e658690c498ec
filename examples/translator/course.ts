/** What a preset decides about a training, and what it has to say before and after. */

import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import type { Capacity } from '../../chapters/20-speed/engine/batch.ts';
import type { Data } from '../corpus/prepared.ts';
import type { Ended, Fitted, Fitting } from '../training/fit.ts';
import type { Translate } from '../training/translating.ts';
import type { Judged } from './epoch-line.ts';
import type { Model } from './model.ts';

/** A training of one of the two kinds. */
export interface Course {
  data: Data;
  fitting: Fitting<Pair>;
  capacity: Capacity; // of the engine, for a batch
  longest: number; // tokens of a sentence of the corpus, and of its translation, at most
  /**
   * Before training. P: the weights as they are; numbers: how many; bytes: of memory, at most; whence: where it begins.
   */
  before: (P: TransformerParams, numbers: number, bytes: number, whence: string) => string;
  /** After an epoch. translate: with the model as it is. */
  judged: (epoch: number, ended: Ended, translate: Translate) => Judged;
  /** Once the model is saved. */
  after: (model: Model, fitted: Fitted<TransformerParams>, translate: Translate) => string;
}
