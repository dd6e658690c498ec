/** A training that runs while the reader looks, and how the reader commands it. */

import { signal, type Signal } from '@preact/signals';
import { hired, type Hand } from '../running/hand.ts';
import type { Order, Told } from './answering.ts';

/** How far a training is, and what a reader may do about it. */
export interface Training<Shown> {
  shown: Signal<Shown | undefined>; // nothing before the first step
  state: Signal<'fresh' | 'running' | 'paused' | 'over'>;
  failed: Signal<string | undefined>;
  start: () => void;
  pause: () => void;
  step: () => void;
  reset: () => void;
}

/** A training that nobody has started: what a toy is drawn from when the book is woven. */
export function resting<Shown>(): Training<Shown> {
  const nothing = () => {};
  return {
    shown: signal(undefined),
    state: signal('fresh'),
    failed: signal(undefined),
    start: nothing,
    pause: nothing,
    step: nothing,
    reset: nothing,
  };
}

/** A training by a script that talks through `port`. given: what it begins with, asked anew at each beginning. */
export function trainingBy<Shown>(script: string, given: () => unknown): Training<Shown> {
  const { shown, state, failed } = resting<Shown>();
  let hand: Hand<Order> | undefined;
  const heard = (told: Told<Shown>) => {
    if (told.failed !== undefined) failed.value = told.failed;
    if (told.shown !== undefined) shown.value = told.shown;
    state.value = told.over ? 'over' : told.running ? 'running' : 'paused';
  };
  const begun = () => {
    const hand = hired<Order, Told<Shown>>(script, heard, (failed) => heard({ failed, running: false, over: false }));
    hand.ask({ kind: 'begin', given: given() });
    return hand;
  };
  const tell = (order: Order) => {
    hand ??= begun();
    hand.ask(order);
  };
  return {
    shown,
    state,
    failed,
    start: () => {
      state.value = 'running';
      tell({ kind: 'go' });
    },
    pause: () => tell({ kind: 'pause' }),
    step: () => tell({ kind: 'step' }),
    reset: () => {
      hand?.dismiss();
      hand = undefined;
      shown.value = undefined;
      failed.value = undefined;
      state.value = 'fresh';
    },
  };
}
