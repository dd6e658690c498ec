/** A trained model opened in the page: a figure of numbers that were made elsewhere. */

import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { Language } from '../../lib/language.ts';
import { turn } from '../running/turn.ts';
import { ALL, type Range } from '../stage/boxes/ranges.ts';
import type { Scene } from '../stage/scenes.ts';
import { Stage } from '../stage/stage.tsx';
import { storeOf, type Page } from '../stage/store.ts';
import { figureOf } from './figure.ts';
import type { Opening } from './messages.ts';
import { lengthOf, sceneAt, shownIn, type Packed } from './packed.ts';

/** So many scenes at a time: the page is drawn in between. */
const AT_ONCE = 1_000;

/** Opens a model in an element, row by row, so that the page does not stand still. Result: closes it. */
export function open(
  element: Element,
  opening: Opening,
  packed: Packed,
  sources: Record<string, string[]>,
  language: Language,
): () => void {
  const figure = figureOf(opening);
  const scenes = signal<Scene[]>([]);
  const page: Page = {
    language,
    changed: signal(new Map()),
    switches: [],
    switched: signal(0),
    masks: [],
    steps: signal(new Map()),
    work: signal({ numbers: shownIn(packed), film: undefined, found: {} }),
    scenes,
    sources,
  };
  const whole: Range = [0, lengthOf(packed) - 1];
  const store = { ...storeOf(page, figure), ranges: signal(new Map([[ALL, whole]])) };
  let isOpen = true;
  const fill = async () => {
    const { forwards } = figure;
    for (let rows = 1; rows <= forwards.length && isOpen; rows++, await turn()) {
      const soFar = { ...figure, forwards: forwards.slice(0, rows) };
      render(<Stage figure={soFar} store={store} cases={[]} />, element);
    }
  };
  const project = async () => {
    const film: Scene[] = [];
    for (let k = 0; k < lengthOf(packed) && isOpen; k++) {
      film.push(sceneAt(packed, k));
      if (k % AT_ONCE === 0) await turn();
    }
    scenes.value = film;
  };
  void fill();
  const forget = effect(() => {
    if (store.watched.value) void project(); // the reader asks for it once
  });
  return () => {
    isOpen = false;
    forget();
    render(null, element);
  };
}
