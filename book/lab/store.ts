/** What the lab's page shows: the reader's choices, and how far the trainings have come. */

import { signal, type Signal } from '@preact/signals';
import type { Choices, Flags } from './choices.ts';
import type { Language } from '../../lib/language.ts';
import type { Ended, HeldOut, Look, Opening } from './messages.ts';

/** How a training stands. */
export type Status = 'none' | 'loading' | 'training' | 'resting' | 'over';

/** One training as the page sees it. */
export interface Shown {
  status: Signal<Status>;
  steps: Signal<number>; //   of all epochs
  numbers: Signal<number>; // of the model
  pairs: Signal<number>;
  step: Signal<number>;
  epoch: Signal<number>;
  losses: Signal<number[]>;
  heldOut: Signal<HeldOut[]>;
  moments: Signal<number[]>; // steps whose models were kept
  looks: Signal<Look[]>;
  ended: Signal<Ended | undefined>;
  trouble: Signal<string | undefined>;
}

/** The page. */
export interface Store {
  language: Language;
  flags: Flags;
  choices: Signal<Choices>; //        where they differ
  refused: Signal<string | undefined>; // why a choice cannot be
  without: Signal<string>; //         what is taken away in the other training, '' for nothing
  byChapters: Signal<boolean>; //     the chapters' loops shall train
  sentences: Signal<string[]>; //     the first one's attention is shown
  moment: Signal<number | undefined>; // undefined: now
  whole: Shown;
  other: Shown;
  opening: Signal<Opening | undefined>; // a model that is open, number by number
  file: Signal<{ sha: string; direction: string } | undefined>; // a model that was loaded
}

/** A page as it first stands. */
export function storeOf(flags: Flags, language: Language): Store {
  return {
    language,
    flags,
    choices: signal({}),
    refused: signal(undefined),
    without: signal(''),
    byChapters: signal(false),
    sentences: signal(['我爱你']),
    moment: signal(undefined),
    whole: shown(),
    other: shown(),
    opening: signal(undefined),
    file: signal(undefined),
  };
}

function shown(): Shown {
  return {
    status: signal('none'),
    steps: signal(0),
    numbers: signal(0),
    pairs: signal(0),
    step: signal(0),
    epoch: signal(0),
    losses: signal([]),
    heldOut: signal([]),
    moments: signal([]),
    looks: signal([]),
    ended: signal(undefined),
    trouble: signal(undefined),
  };
}
