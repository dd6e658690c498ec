/** The English that the toy of chapter 16 learns, and how: as the chapter's example does. */

import { constants, planOf } from '../../../examples/16-gpt.ts';
import { englishLines } from '../../../examples/16-gpt/lines.ts';
import { spelled } from '../../../examples/corpus/normalise.ts';
import { toyData } from '../../../examples/corpus/toy.ts';
import type { Plan } from '../../../chapters/12-training/training.ts';

/** What the page is handed. */
export interface English {
  tokens: string[]; // the vocabulary, spelled as inside a sentence
  lines: number[][]; // ids of the training sentences
  plan: Plan;
  epochs: number;
}

/** The corpus of `npm start`, English side, training sentences only. */
export function data(): English {
  const { small, epochs } = constants;
  const { vocabulary, training } = englishLines(toyData());
  return {
    tokens: vocabulary.tokens.map(spelled),
    lines: training.map(({ target }) => target),
    plan: { ...planOf(small), smoothing: 0 },
    epochs: epochs.english,
  };
}
