/** What was heard of a training, shown. */

import { batch } from '@preact/signals';
import type { Heard } from './messages.ts';
import type { Shown } from './store.ts';

/** Shows what was heard. */
export function show(shown: Shown, heard: Heard): void {
  switch (heard.kind) {
    case 'begun':
      shown.steps.value = heard.steps;
      shown.numbers.value = heard.numbers;
      shown.pairs.value = heard.pairs;
      return;
    case 'trained':
      shown.step.value = heard.step;
      shown.epoch.value = heard.epoch;
      shown.losses.value = [...shown.losses.value, ...heard.losses];
      shown.heldOut.value = [...shown.heldOut.value, ...heard.heldOut];
      shown.moments.value = [...shown.moments.value, ...heard.moments];
      return;
    case 'paused':
      shown.status.value = 'resting';
      return;
    case 'ended':
      shown.status.value = 'over';
      shown.ended.value = heard;
      return;
    case 'looked':
      shown.looks.value = heard.looks;
      return;
    case 'loaded':
      shown.status.value = 'over';
      return;
    case 'trouble':
      if (heard.isOver) shown.status.value = 'over';
      shown.trouble.value = heard.what;
  }
}

/** Shows nothing of any training. */
export function clear(shown: Shown, status: 'none' | 'loading'): void {
  batch(() => {
    shown.status.value = status;
    for (const count of [shown.steps, shown.numbers, shown.pairs, shown.step, shown.epoch]) count.value = 0;
    for (const list of [shown.losses, shown.heldOut, shown.moments, shown.looks]) list.value = [];
    shown.ended.value = undefined;
    shown.trouble.value = undefined;
  });
}
