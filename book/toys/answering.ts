/** The other end of a training: it takes orders, walks step by step, and tells ten times a second how far it is. */

import type { Port } from '../running/hand.ts';
import { turn } from '../running/turn.ts';

/** What the page asks. */
export type Order = { kind: 'begin'; given: unknown } | { kind: 'go' } | { kind: 'pause' } | { kind: 'step' };

/** What the page is told. */
export interface Told<Shown> {
  shown?: Shown;
  running: boolean;
  over: boolean;
  failed?: string;
}

/** A training, step by step: after each, a way to say what it has come to. The last is the result. */
export type Steps<Shown> = AsyncGenerator<() => Shown, () => Shown>;

/** Milliseconds between two tellings. */
const OFTEN = 100;

/** Answers what comes through the port. */
export function answer<Given, Shown>(port: Port<Order, Told<Shown>>, steps: (given: Given) => Steps<Shown>): void {
  let run: Steps<Shown> | undefined;
  let [goal, walking]: ['pause' | 'step' | 'go', boolean] = ['pause', false];
  const walk = async (steps: Steps<Shown>) => {
    let last = performance.now();
    let latest: (() => Shown) | undefined;
    const tell = (over: boolean) => {
      port.postMessage({ ...(latest && { shown: latest() }), running: goal === 'go', over });
      last = performance.now();
    };
    while (goal !== 'pause') {
      const { done = false, value } = await steps.next();
      latest = value;
      if (done) run = undefined;
      if (done || goal === 'step') goal = 'pause';
      if (done) return tell(true);
      if (performance.now() - last > OFTEN) tell(false);
      await turn(); // an order may come
    }
    tell(false);
  };
  port.onmessage = ({ data }) => {
    if (data.kind === 'begin') run = steps(data.given as Given);
    else goal = data.kind;
    if (goal === 'pause' || walking || run === undefined) return;
    walking = true;
    walk(run)
      .catch((error: Error) => port.postMessage({ failed: error.message, running: false, over: false }))
      .finally(() => (walking = false));
  };
}
