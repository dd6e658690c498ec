/** What the reader's hand does: trainers are hired and asked, and what they tell is shown. */

import { batch } from '@preact/signals';
import { speaker } from '../../lib/language.ts';
import { optionsFrom } from './choices.ts';
import { fileOf } from './files.ts';
import type { Goal, Heard } from './messages.ts';
import type { Shown, Store } from './store.ts';
import { hire, type Trainer } from './trainer.ts';
import { withouts } from './without.ts';

/** The reader's hands: what the buttons of the page do. */
export interface Hands {
  go: (goal: Goal) => void; // begins where nothing has begun
  pause: () => void;
  reset: () => void;
  look: () => void; //         at the sentences, at the moment that is chosen
  open: () => void; //         the numbers of the first sentence
  download: () => void;
  load: (name: string, bytes: Uint8Array) => void;
  typing: () => void; //       the table of Traditional characters is wanted soon
}

/** Milliseconds between two looks while training goes on. */
const LOOK = 200;

/** A training's place: who trains, and what is shown of it. */
interface Place {
  shown: Shown;
  trainer: Trainer | undefined;
  looked: number; // when it was last asked for a look
}

/** Hands for a page's store. */
export function handsOf(store: Store): Hands {
  const say = speaker(store.language);
  const whole: Place = { shown: store.whole, trainer: undefined, looked: 0 };
  const other: Place = { shown: store.other, trainer: undefined, looked: 0 };
  const both = () => (store.without.value === '' ? [whole] : [whole, other]);
  const look = () => {
    for (const place of [whole, other]) ask(place, store);
  };

  async function begin(place: Place): Promise<void> {
    const without = place === other ? withouts.find(({ name }) => name === store.without.value) : undefined;
    const usual = optionsFrom(store.choices.value, store.flags, say);
    const options = without?.settings?.(usual) ?? usual;
    clear(place.shown, 'loading');
    const name = without?.settings || !without ? 'whole' : `without-${without.name}`;
    const [trainer, corpus] = await Promise.all([
      hire(name, store.byChapters.value, (heard) => listen(place, heard)),
      fileOf('corpus'),
    ]);
    place.trainer = trainer;
    trainer.ask({ kind: 'begin', options, corpus, language: store.language });
  }

  function listen(place: Place, heard: Heard): void {
    if (heard.kind === 'file') return save(heard.bytes, store);
    if (heard.kind === 'opened') {
      store.opening.value = heard.opening;
      return;
    }
    batch(() => show(place.shown, heard));
    if (heard.kind === 'begun' || heard.kind === 'paused' || heard.kind === 'ended') ask(place, store);
    else if (heard.kind === 'trained' && performance.now() - place.looked >= LOOK) ask(place, store);
    else if (heard.kind === 'loaded') {
      store.file.value = heard;
      ask(place, store);
    }
  }

  async function go(goal: Goal): Promise<void> {
    try {
      optionsFrom(store.choices.value, store.flags, say);
      store.refused.value = undefined;
    } catch (error) {
      store.refused.value = (error as Error).message;
      return;
    }
    store.file.value = undefined;
    await Promise.all(
      both().map(async (place) => {
        const { status, trouble } = place.shown;
        if (status.value === 'loading' || status.value === 'over') return;
        try {
          if (place.trainer === undefined) await begin(place);
          status.value = 'training';
          place.trainer?.ask({ kind: 'go', goal });
        } catch (error) {
          status.value = 'none';
          trouble.value = say(`${(error as Error).message} does not come`, `${(error as Error).message} 没有加载成功`);
        }
      }),
    );
  }

  function reset(): void {
    for (const place of [whole, other]) {
      place.trainer?.dismiss();
      place.trainer = undefined;
      clear(place.shown, 'none');
    }
    store.moment.value = undefined;
    store.opening.value = undefined;
    store.file.value = undefined;
  }

  async function load(name: string, bytes: Uint8Array): Promise<void> {
    reset();
    whole.trainer = await hire('whole', false, (heard) => listen(whole, heard));
    whole.trainer.ask({ kind: 'load', name, bytes, language: store.language });
  }

  async function typing(): Promise<void> {
    const script = await fileOf('simplified').catch(() => '');
    for (const { trainer } of [whole, other]) trainer?.ask({ kind: 'simplified', script });
  }

  return {
    go: (goal) => void go(goal),
    pause: () => both().forEach(({ trainer }) => trainer?.ask({ kind: 'pause' })),
    reset,
    look,
    open: () => {
      const [sentence] = store.sentences.value;
      whole.trainer?.ask({ kind: 'open', sentence, moment: store.moment.value });
    },
    download: () => whole.trainer?.ask({ kind: 'file' }),
    load: (name, bytes) => void load(name, bytes),
    typing: () => void typing(),
  };
}

/** Asks what the model makes of the reader's sentences, as it is now or was at a moment. */
function ask(place: Place, { sentences, moment }: Store): void {
  place.looked = performance.now();
  place.trainer?.ask({ kind: 'look', sentences: sentences.value, moment: moment.value });
}

/** Shows what was heard. */
function show(shown: Shown, heard: Heard): void {
  switch (heard.kind) {
    case 'begun':
      shown.steps.value = heard.steps;
      shown.numbers.value = heard.numbers;
      shown.pairs.value = heard.pairs;
      return;
    case 'trained':
      shown.step.value = heard.step;
      shown.epoch.value = heard.epoch;
      shown.losses.value = [...shown.losses.value, ...heard.losses];
      shown.heldOut.value = [...shown.heldOut.value, ...heard.heldOut];
      shown.moments.value = [...shown.moments.value, ...heard.moments];
      return;
    case 'paused':
      shown.status.value = 'resting';
      return;
    case 'ended':
      shown.status.value = 'over';
      shown.ended.value = heard;
      return;
    case 'looked':
      shown.looks.value = heard.looks;
      return;
    case 'loaded':
      shown.status.value = 'over';
      return;
    case 'trouble':
      if (heard.isDiverged) shown.status.value = 'over';
      shown.trouble.value = heard.what;
  }
}

function clear(shown: Shown, status: 'none' | 'loading'): void {
  batch(() => {
    shown.status.value = status;
    for (const count of [shown.steps, shown.numbers, shown.pairs, shown.step, shown.epoch]) count.value = 0;
    for (const list of [shown.losses, shown.heldOut, shown.moments, shown.looks]) list.value = [];
    shown.ended.value = undefined;
    shown.trouble.value = undefined;
  });
}

/** Hands the model to the reader as a file. */
function save(bytes: Uint8Array, { choices, flags }: Store): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  link.download = `${choices.value.direction ?? flags.direction.usual}.safetensors`;
  link.click();
  URL.revokeObjectURL(link.href);
}
