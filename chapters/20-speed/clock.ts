/** Chapter 20 — where the time goes: the engine's kernels, each with a clock. */

import type { Kernels } from './engine/kernels.ts';

/** What has been counted since the clock was made. */
export interface Spent {
  time: Record<string, number>; //  by kernel, in units of the clock
  operations: number; //            of all products: 2 n k m each
}

/** The same kernels, and how long they take by `now`. */
export function clocked(k: Kernels, now: () => number): { k: Kernels; spent: Spent } {
  const spent: Spent = { time: {}, operations: 0 };
  const timed = ([name, run]: [string, (...given: unknown[]) => unknown]) => {
    const watched = (...given: unknown[]) => {
      if (name === 'multiply') spent.operations += operationsOf(...(given as Parameters<Kernels['multiply']>));
      const begun = now();
      const result = run(...given);
      spent.time[name] = (spent.time[name] ?? 0) + now() - begun;
      return result;
    };
    return [name, watched];
  };
  const functions = Object.entries(k).filter(([, run]) => typeof run === 'function');
  return { k: Object.fromEntries(functions.map(timed)) as unknown as Kernels, spent };
}

/** A sum of k products for each of n×m entries. */
function operationsOf({ n, k, m }: Parameters<Kernels['multiply']>[0]): number {
  return 2 * n * k * m;
}
