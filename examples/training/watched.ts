/** Runs that are watched: they tell how far they have come, and whoever wants to may draw it. */

import { finished } from './finished.ts';

/** What a run is called, in both languages. */
export type Name = readonly [en: string, zh: string];

/** Hears how far a run has come: its name, the steps done, and how many there will be. The last step ends it. */
export type Watch = (name: Name, step: number, steps: number) => void;

/** Nobody watches. */
export const unwatched: Watch = () => {};

/** What a training run reports after each step: the step, how many there will be, and the loss of its batch. */
interface Reported {
  step: number;
  steps: number;
  loss: number;
}

/** The model that was trained, and the loss of every step. */
export async function watched<P>(
  fitting: Generator<Reported, P> | AsyncGenerator<Reported, P>,
  name: Name,
  watch: Watch,
): Promise<{ P: P; losses: number[] }> {
  const losses: number[] = [];
  const P = await finished(fitting, ({ step, steps, loss }) => {
    losses.push(loss);
    watch(name, step, steps);
  });
  return { P, losses };
}
