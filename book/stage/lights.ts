/** How each entry stands at the scene that is shown. */

import type { Light } from './matrix.tsx';
import type { Scene } from './scenes.ts';
import type { Store } from './store.ts';

/** Of a path: written or not, what the entry holds by then, whether it is read now. Nothing while no film is shown. */
export interface Lights {
  get: (path: string) => { light: Light; value: number | undefined } | undefined;
}

/** The lights of the scene that is shown. */
export function lightsOf({ scene, scenes }: Store): Lights {
  const at = scene.value;
  const now = at === undefined ? undefined : scenes.value[at];
  if (at === undefined || now === undefined) return { get: () => undefined };
  const writers = writersIn(scenes.value);
  return {
    get(path) {
      const all = writers.get(path) ?? [];
      const before = lastUntil(at, all);
      const value = before === undefined ? undefined : scenes.value[before].value;
      if (now.reads.includes(path)) return { light: 'reading', value };
      if (before === undefined) return all.length === 0 ? undefined : { light: 'unwritten', value };
      return { light: before === at ? 'writing' : undefined, value };
    },
  };
}

const known = new WeakMap<Scene[], Map<string, number[]>>();

/** By path the scenes that write it, in their order; looked for once in a film. */
function writersIn(scenes: Scene[]): Map<string, number[]> {
  const before = known.get(scenes);
  if (before !== undefined) return before;
  const writers = new Map<string, number[]>();
  for (const [k, { path }] of scenes.entries()) {
    if (path === undefined) continue;
    const list = writers.get(path);
    if (list === undefined) writers.set(path, [k]);
    else list.push(k);
  }
  known.set(scenes, writers);
  return writers;
}

/** The last of these ascending numbers that is not above `at`, found by halves. */
function lastUntil(at: number, ascending: number[]): number | undefined {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1];
}
