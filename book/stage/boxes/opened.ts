/** Which box of a figure is open, and which part of the film is its. */

import { isAmong, matricesIn, type Box } from '../figure.ts';
import type { Store } from '../store.ts';
import { ALL, type Range } from './ranges.ts';

/** The open box: the one that the reader chose, or that of the scene or the entry that is shown, or the first. */
export function openBox({ figure: { boxes = [] }, box, scene, opened, ranges }: Store): Box | undefined {
  const chosen = boxes.find(({ name }) => name === box.value);
  if (chosen !== undefined) return chosen;
  const at = scene.value;
  const played = at === undefined ? undefined : [...ranges.value].find(([, [from, to]]) => from <= at && at <= to);
  const path = opened.value?.path;
  return (
    boxes.find(({ name }) => name === played?.[0]) ??
    boxes.find((each) => path !== undefined && isAmong(path, matricesIn(each))) ??
    boxes[0]
  );
}

/** Opens another box; the film, if it is on, goes to where that box begins. */
export function chooseBox({ box, scene, ranges }: Store, name: string): void {
  if (scene.value !== undefined) scene.value = ranges.value.get(name)?.[0];
  box.value = name;
}

/** The part of the film that the player plays: that of the open box, or of the figure where there are no boxes. */
export function playedRange(store: Store): Range {
  const { ranges, scenes } = store;
  return ranges.value.get(openBox(store)?.name ?? ALL) ?? [0, scenes.value.length - 1];
}
