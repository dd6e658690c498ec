/** What the page asks of the one who trains, and what it hears. All of it may go from thread to thread. */

import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Language } from '../../lib/language.ts';
import type { ToyOptions } from '../../examples/translator/options.ts';

/** What can be asked. */
export type Ask =
  | { kind: 'begin'; options: ToyOptions; corpus: string; language: Language } // anew, whatever was before
  | { kind: 'go'; goal: Goal }
  | { kind: 'pause' }
  | { kind: 'look'; sentences: string[]; moment: number | undefined } // undefined: as the model is now
  | { kind: 'open'; sentence: string; moment: number | undefined }
  | { kind: 'file' }
  | { kind: 'load'; name: string; bytes: Uint8Array; language: Language }
  | { kind: 'simplified'; script: string }; // the table that turns Traditional into Simplified

/** How far to train. */
export type Goal = 'end' | 'epoch' | 'step';

/** What is asked with this name. */
export type AskedTo<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>;

/** What is heard. */
export type Heard =
  | { kind: 'begun'; steps: number; numbers: number; pairs: number; samples: string[] }
  | ({ kind: 'trained' } & Trained)
  | { kind: 'paused' }
  | ({ kind: 'ended' } & Ended)
  | { kind: 'looked'; moment: number | undefined; looks: Look[] }
  | { kind: 'opened'; opening: Opening }
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'loaded'; sha: string; direction: string }
  | { kind: 'trouble'; what: string; isOver: boolean };

/** How far training has come since it was last heard of. */
export interface Trained {
  step: number;
  epoch: number;
  losses: number[]; //   of the steps since
  heldOut: HeldOut[]; // of the epochs since
  moments: number[]; //  steps whose models were kept since
}

/** The share of some held-out pairs that are translated word for word after an epoch. */
export interface HeldOut {
  step: number;
  share: number;
}

/** What a training has come to. */
export interface Ended {
  seconds: number; // of training, pauses left out
  unseen: number; //     share of all those sentences that are translated word for word
  recombined: number;
  sha: string; //        of the model's file
}

/** A model and a sentence, for numbers that remember. */
export interface Opening {
  P: TransformerParams;
  source: number[]; // ids
  said: number[]; //   what the model says of it, as ids
  tokens: { read: string[]; heard: string[]; said: string[]; target: string[] }; // the last: all that it can say
}

/** A sentence as a model sees it. */
export interface Look {
  sentence: string;
  said: string;
  refused: string | undefined; // why it cannot be read
  attention: Attention | undefined; // of the first sentence alone
}

/** Who looks where, a matrix for each layer and head. */
export interface Attention {
  read: string[];
  said: string[]; // what each row of the decoder says, <eos> the last
  heard: string[]; // what each row of the decoder has read: <bos> the first
  encoder: number[][][][];
  decoder: number[][][][];
  cross: number[][][][];
}
