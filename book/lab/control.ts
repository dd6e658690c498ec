/** What the reader's hand does: trainers are hired and asked, and what they tell is shown. */

import { batch } from '@preact/signals';
import { speaker, type Say } from '../../lib/language.ts';
import { optionsFrom } from './choices.ts';
import { hired, type Hand } from '../running/hand.ts';
import { fileOf } from './file.ts';
import type { Ask, Goal, Heard } from './messages.ts';
import { clear, show } from './showing.ts';
import type { Shown, Store } from './store.ts';
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
const LOOK = 500;

/** A training's place: who trains, and what is shown of it. */
interface Place {
  shown: Shown;
  without: boolean; // the one that lacks a part
  trainer: Hand<Ask> | undefined;
  looked: number; //   when it was last asked for a look
}

/** Both places of a page, and what they share. */
interface Desk {
  store: Store;
  say: Say;
  whole: Place;
  other: Place;
  table: string; // of Traditional characters, once a reader types
}

/** Hands for a page's store. */
export function handsOf(store: Store): Hands {
  const place = (shown: Shown, without: boolean): Place => ({ shown, without, trainer: undefined, looked: 0 });
  const desk: Desk = {
    store,
    say: speaker(store.language),
    whole: place(store.whole, false),
    other: place(store.other, true),
    table: '',
  };
  const { whole } = desk;
  return {
    go: (goal) => void go(desk, goal),
    pause: () => inUse(desk).forEach(({ trainer }) => trainer?.ask({ kind: 'pause' })),
    reset: () => reset(desk),
    look: () => look(desk),
    open() {
      const [sentence] = store.sentences.value;
      whole.trainer?.ask({ kind: 'open', sentence, moment: store.moment.value });
    },
    download: () => whole.trainer?.ask({ kind: 'file' }),
    load: (name, bytes) => void load(desk, name, bytes),
    typing: () => void typing(desk),
  };
}

/** The places where something is trained. */
function inUse({ store, whole, other }: Desk): Place[] {
  return store.without.value === '' ? [whole] : [whole, other];
}

/** Trains on, from where each training is. What cannot be chosen is said, and nothing begins. */
async function go(desk: Desk, goal: Goal): Promise<void> {
  const { store, say } = desk;
  try {
    optionsFrom(store.choices.value, store.flags, say);
    store.refused.value = undefined;
  } catch (error) {
    store.refused.value = (error as Error).message;
    return;
  }
  store.file.value = undefined;
  await Promise.all(inUse(desk).map((place) => goOn(desk, place, goal)));
}

async function goOn(desk: Desk, place: Place, goal: Goal): Promise<void> {
  const { status } = place.shown;
  if (status.value === 'loading' || status.value === 'over') return;
  try {
    if (place.trainer === undefined) await begin(desk, place);
    status.value = 'training';
    place.trainer?.ask({ kind: 'go', goal });
  } catch (error) {
    unreachable(desk, place, error);
  }
}

/** Hires who trains at a place, and gives the corpus. */
async function begin(desk: Desk, place: Place): Promise<void> {
  const { store, say } = desk;
  const { without, choices, flags, language } = store;
  const taken = place.without ? withouts.find(({ name }) => name === without.value) : undefined;
  const usual = optionsFrom(choices.value, flags, say);
  const options = taken?.settings?.(usual) ?? usual;
  clear(place.shown, 'loading');
  await hire(desk, place, taken?.changes ? `without-${taken.name}` : 'whole');
  place.trainer?.ask({ kind: 'begin', options, corpus: await fileOf('corpus'), language });
}

/** Hires who trains at a place. name: whole, or without-…. Throws Error if the script does not come. */
async function hire(desk: Desk, place: Place, name: string): Promise<void> {
  const script = `${await fileOf(name)}\nlabWorker(port, ${desk.store.byChapters.value});`;
  const hear = (heard: Heard) => listen(desk.store, place, heard);
  place.trainer = hired<Ask, Heard>(script, hear, (what) => hear({ kind: 'trouble', what, isOver: false }));
  if (desk.table !== '') place.trainer.ask({ kind: 'simplified', script: desk.table });
}

/** A script that did not come. */
function unreachable({ say }: Desk, { shown: { status, trouble } }: Place, error: unknown): void {
  const { message } = error as Error;
  status.value = 'none';
  trouble.value = say(`${message} does not come; are you offline?`, `${message} 没有加载成功；是不是断网了？`);
}

/** What one who trains tells. */
function listen(store: Store, place: Place, heard: Heard): void {
  if (heard.kind === 'file') return save(heard.bytes, store);
  if (heard.kind === 'opened') store.opening.value = heard.opening;
  if (heard.kind === 'loaded') store.file.value = heard;
  batch(() => show(place.shown, heard));
  const isTime = performance.now() - place.looked >= LOOK;
  if (/^(begun|paused|ended|loaded)$/.test(heard.kind) || (heard.kind === 'trained' && isTime)) ask(place, store);
}

/** Asks what the model makes of the reader's sentences, as it is now or was at a moment. */
function ask(place: Place, { sentences, moment }: Store): void {
  place.looked = performance.now();
  place.trainer?.ask({ kind: 'look', sentences: sentences.value, moment: moment.value });
}

function look({ store, whole, other }: Desk): void {
  for (const place of [whole, other]) ask(place, store);
}

function reset({ store, whole, other }: Desk): void {
  for (const place of [whole, other]) {
    place.trainer?.dismiss();
    place.trainer = undefined;
    clear(place.shown, 'none');
  }
  store.moment.value = undefined;
  store.opening.value = undefined;
  store.file.value = undefined;
}

async function load(desk: Desk, name: string, bytes: Uint8Array): Promise<void> {
  reset(desk);
  try {
    await hire(desk, desk.whole, 'whole');
    desk.whole.trainer?.ask({ kind: 'load', name, bytes, language: desk.store.language });
  } catch (error) {
    unreachable(desk, desk.whole, error);
  }
}

async function typing(desk: Desk): Promise<void> {
  if (desk.table !== '') return;
  desk.table = await fileOf('simplified').catch(() => '');
  for (const { trainer } of [desk.whole, desk.other]) trainer?.ask({ kind: 'simplified', script: desk.table });
  look(desk);
}

/** Hands the model to the reader as a file. */
function save(bytes: Uint8Array, { choices, flags, file }: Store): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  link.download = `${file.value?.direction ?? choices.value.direction ?? flags.direction.usual}.safetensors`;
  link.click();
  URL.revokeObjectURL(link.href);
}
