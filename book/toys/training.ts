/** A training that runs while the reader looks: in a worker, or, where there is none, between the page's own turns. */

import { signal, type Signal } from '@preact/signals';
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

/** Someone who takes orders and answers. */
interface Hand {
  tell: (order: Order) => void;
  dismiss: () => void;
}

/** A training by a script that talks through `port`. given: what it begins with, asked anew at each beginning. */
export function trainingBy<Shown>(script: string, given: () => unknown): Training<Shown> {
  const { shown, state, failed } = resting<Shown>();
  let hand: Hand | undefined;
  const heard = (told: Told<Shown>) => {
    if (told.failed !== undefined) failed.value = told.failed;
    if (told.shown !== undefined) shown.value = told.shown;
    state.value = told.over ? 'over' : told.running ? 'running' : 'paused';
  };
  const tell = (order: Order) => {
    hand ??= begun(script, given(), heard);
    hand.tell(order);
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

function begun<Shown>(script: string, given: unknown, heard: (told: Told<Shown>) => void): Hand {
  const hand = inWorker(script, heard) ?? onThisThread(script, heard);
  hand.tell({ kind: 'begin', given });
  return hand;
}

/** A classic worker from a Blob: the only kind that every browser starts from disk. Nothing where it is refused. */
function inWorker<Shown>(script: string, heard: (told: Told<Shown>) => void): Hand | undefined {
  try {
    const address = URL.createObjectURL(new Blob([`const port = self;${script}`], { type: 'text/javascript' }));
    const worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<Told<Shown>>) => heard(data);
    worker.onerror = ({ message }) => heard({ failed: message, running: false, over: false });
    return {
      tell: (order) => worker.postMessage(order),
      dismiss: () => {
        worker.terminate();
        URL.revokeObjectURL(address);
      },
    };
  } catch {
    return undefined;
  }
}

/** The same script in the page itself; it gives the thread back after each step. */
function onThisThread<Shown>(script: string, heard: (told: Told<Shown>) => void): Hand {
  const { port1, port2 } = new MessageChannel();
  new Function('port', script)(port2);
  port1.onmessage = ({ data }: MessageEvent<Told<Shown>>) => heard(data);
  return {
    tell: (order) => port1.postMessage(order),
    dismiss: () => {
      port1.postMessage({ kind: 'pause' } satisfies Order);
      port1.close();
    },
  };
}
