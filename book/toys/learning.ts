/** A model of one of the examples learns in a page: how far it is, step by step. */

import type { Steps } from './answering.ts';

/** How far it is. */
export interface Learned<P> {
  step: number;
  steps: number;
  loss: number; // of this step, or the mean of this epoch so far
  P: P;
}

/** What a fitting yields after a step, as a toy tells it; P: the parameters as they are then. */
export type Told<P> = Omit<Learned<P>, 'P'> & { P: () => P };

/** From the first step of a fitting to what it returns. */
export async function* learning<Progress, P>(
  fitting: AsyncGenerator<Progress, P>,
  told: (progress: Progress) => Told<P>,
): Steps<Learned<P>> {
  let last = { step: 0, steps: 0, loss: NaN };
  let next = await fitting.next();
  for (; !next.done; next = await fitting.next()) {
    const { P, ...here } = told(next.value);
    last = here;
    yield () => ({ ...here, P: P() });
  }
  const P = next.value;
  return () => ({ ...last, P });
}
