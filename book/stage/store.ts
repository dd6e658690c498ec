/** What a page's figures share: what the reader has changed; and of each, what is opened and stepped to. */

import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Language } from '../../lib/language.ts';
import { historyOf, type History } from '../tracing/history.ts';
import { besides } from '../tracing/wording.ts';
import { workOf, type Case, type Work } from '../tracing/work.ts';
import { partsOf, rangesOf, type Range } from './boxes/ranges.ts';
import type { Figure, Switch } from './figure.ts';
import { scenesOf, type Scene } from './scenes.ts';

/** The entry that is open: its path, and which operand was chosen, and which of that one's. */
export interface Opened {
  path: string;
  chosen: number[];
}

/** A text that was not taken for a number, or with it what the chapter's functions said. */
export interface Refusal {
  text: string;
  error: string | undefined;
}

/** One page's state: what its figures share. */
export interface Page {
  language: Language;
  changed: Signal<ReadonlyMap<string, number>>;
  switches: Switch[]; //             lines of the source that may be changed, one at a time
  switched: Signal<number>; //      which of them is, counted from 1; 0: the source as it stands
  masks: string[]; //                given matrices of 0 and −∞
  steps: Signal<ReadonlyMap<string, number>>; // where each stepper stands, by its name, once it was moved
  work: ReadonlySignal<Work>;
  scenes: ReadonlySignal<Scene[]>; // the film; it is made when somebody looks at it
  sources: Record<string, string[]>; //  lines of the files that numbers point at
}

/** One figure's state, and its page's. */
export interface Store extends Page {
  figure: Figure;
  first: Opened | undefined; //     what is open when the page is drawn
  opened: Signal<Opened | undefined>;
  scene: Signal<number | undefined>; // undefined: the film is over, all is there
  watched: Signal<boolean>; //      the reader has asked for the film
  box: Signal<string | undefined>; // that the reader chose
  ranges: ReadonlySignal<Map<string, Range>>; // the scenes of each box, or of the figure
  refused: Signal<Refusal | undefined>; // why the last change was not taken
}

/** A page as it first stands. `cases`: the chapter's, and the same with the line of each switch changed. */
export function pageOf(
  cases: Case[],
  sources: Record<string, string[]>,
  language: Language,
  switches: Switch[] = [],
): Page {
  const changed = signal<ReadonlyMap<string, number>>(new Map());
  const switched = signal(0);
  const worked = (isFilmed: boolean) => workOf(cases[switched.value], changed.value, isFilmed);
  return {
    language,
    changed,
    switches,
    masks: cases[0].masks ?? [],
    switched,
    steps: signal(new Map()),
    work: computed(() => worked(false)),
    scenes: computed(() => scenesOf(worked(true).film ?? [])),
    sources,
  };
}

/** A figure of the page as it first stands. */
export function storeOf(page: Page, figure: Figure): Store {
  const first = figure.first === undefined ? undefined : { path: figure.first, chosen: [] };
  return {
    ...page,
    figure,
    first,
    opened: signal(first),
    scene: signal(undefined),
    watched: signal(false),
    box: signal(undefined),
    ranges: computed(() => rangesOf(partsOf(figure), page.scenes.value)),
    refused: signal(undefined),
  };
}

/** Another number at a path, as it was typed. If it is none the figure stays, and says why. */
export function change(store: Store, cases: Case[], path: string, text: string): void {
  const value = Number(text.trim().replace('−', '-').replace('∞', 'Infinity'));
  if (text.trim() === '' || !isTaken(store, path, value)) store.refused.value = { text, error: undefined };
  else put(store, cases, new Map([[path, value]]));
}

/** Whether a number may stand at a path at all: a finite one, or −∞ in a mask. */
export function isTaken({ masks }: Store, path: string, value: number): boolean {
  return Number.isFinite(value) || (value === -Infinity && masks.some((mask) => path.startsWith(`${mask}[`)));
}

/** Other numbers at their paths, if the chapter's functions take them; else the figure stays, and says why. */
export function put(store: Store, cases: Case[], values: ReadonlyMap<string, number>): void {
  const { changed, refused, switched } = store;
  const next = new Map([...changed.value, ...values]);
  try {
    workOf(cases[switched.value], next, false);
  } catch (error) {
    refused.value = { text: [...values.values()].join(), error: (error as Error).message };
    return;
  }
  refused.value = undefined;
  changed.value = next;
}

/** The histories from the entry that is open down to the operand that was chosen last. */
export function trailOf({ opened, work }: Store): History[] {
  if (opened.value === undefined) return [];
  const { path, chosen } = opened.value;
  const x = work.value.numbers.get(path);
  if (x === undefined) return [];
  const trail = [historyOf(x, path)];
  for (const at of chosen) {
    const above = trail[trail.length - 1];
    const operand = above.operands[at];
    if (operand === undefined) break;
    trail.push(historyOf(operand, besides(above.name)(operand)));
  }
  return trail;
}
