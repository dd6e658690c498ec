/** The ladder measured in the page: first the same bits, then the rates. */

import { medians } from '../../../examples/20-speed/measuring.ts';
import { products, rateOf } from '../../../examples/20-speed/one-thread.ts';
import { onEveryRung } from '../../../examples/20-speed/rungs.ts';
import { normalMatrix, seeded } from '../../../lib/random.ts';
import type { Steps } from '../answering.ts';
import type { Bits } from './data.ts';
import { modules } from './modules.ts';

/** What a measuring begins with. */
export interface Given extends Bits {
  size: number; // of the square matrices whose product is timed
}

/** What has been found so far. */
export interface Measured {
  others: number[]; // entries with other bits than the plain loops', a rung each
  rates: number[]; //  GFLOP/s, of the rungs that need one thread; none before they are measured
}

/** Two steps. Each thing is measured five times, in turns: some six seconds. */
export async function* steps({ size, seed, n, k, m }: Given): Steps<Measured> {
  const random = seeded(seed);
  const [A, B] = [normalMatrix(random, n, k), normalMatrix(random, k, m)];
  const others = (await onEveryRung(A, B, modules)).rungs.map(({ others }) => others);
  yield () => ({ others, rates: [] });
  const square = () => normalMatrix(random, size, size);
  const seconds = await medians(await products(square(), square(), modules), 0, () => {});
  return () => ({ others, rates: seconds.map((second) => rateOf(size, second)) });
}
