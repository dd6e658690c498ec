/** Brings the lab to life. */

import { effect } from '@preact/signals';
import { hydrate } from 'preact';
import { hasVectors } from '../../chapters/20-speed/engine/module.ts';
import { speaker, type Language } from '../../lib/language.ts';
import { complainOfAddress } from '../stage/complain.ts';
import { addressOf, take } from './address.ts';
import type { Flags } from './choices.ts';
import { handsOf } from './control.ts';
import { Lab } from './lab.tsx';
import { storeOf } from './store.ts';

/** Mounts the lab in its element. flags: those of `npm start`. */
export function mount(flags: Flags): void {
  const element = document.querySelector<HTMLElement>('#lab');
  if (element === null) return;
  const language: Language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  const say = speaker(language);
  const store = storeOf(flags, language);
  const first = store.sentences.value.join('\n');
  hydrate(<Lab store={store} hands={handsOf(store)} />, element);
  if (!take(location.hash, store, say)) complainOfAddress(say);
  store.byChapters.value = !hasVectors();
  element.dataset.alive = '';
  let untouched = true;
  effect(() => {
    const address = addressOf(store, first);
    if (!untouched || address !== '')
      history.replaceState(null, '', address === '' ? location.pathname + location.search : address);
    untouched = false;
  });
}
