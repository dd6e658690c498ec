/** The Chinese that the toy of chapter 15 learns, and how: as the chapter's example does. */

import type { Pretraining } from '../../../chapters/15-bert/pretraining.ts';
import { EPOCHS, linesFor, PRETRAINING } from '../../../examples/15-bert/tuning.ts';
import { toyData } from '../../../examples/corpus/toy.ts';

/** What the page is handed. */
export interface Chinese {
  tokens: string[]; // the vocabulary
  lines: number[][]; // ids of the training lines
  plan: Pretraining;
  epochs: number;
}

/** The Chinese sides of the translator's training pairs. */
export function data(): Chinese {
  const corpus = toyData();
  return {
    tokens: corpus.source.tokens,
    lines: linesFor(corpus, false, ''), // in their own order: no seed is asked
    plan: PRETRAINING,
    epochs: EPOCHS,
  };
}
