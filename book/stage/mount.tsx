/** Brings the figures of a page to life. */

import { effect } from '@preact/signals';
import { hydrate } from 'preact';
import { speaker, type Language, type Say } from '../../lib/language.ts';
import { addressOf, take } from './address.ts';
import { complain, complainOfAddress } from './complain.ts';
import { switchesOf, type Figure } from './figure.ts';
import { Stage } from './stage.tsx';
import { workOf, type Case } from '../tracing/work.ts';
import { pageOf, storeOf, type Page, type Store } from './store.ts';

/** Mounts each figure in its [data-stage] element. One that fails says so in its place, and leaves the others alone. */
export function mount(figures: Figure[], cases: Case[], sources: Record<string, string[]>): void {
  const language: Language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  const page = pageOf(cases, sources, language, switchesOf(figures));
  const stores = figures.map((figure) => storeOf(page, figure));
  for (const element of document.querySelectorAll<HTMLElement>('[data-stage]')) {
    const store = stores.find(({ figure }) => figure.part === element.dataset.stage);
    if (store === undefined) continue;
    try {
      hydrate(<Stage figure={store.figure} store={store} cases={cases} />, element);
      element.dataset.alive = '';
    } catch (error) {
      complain(element, (error as Error).message);
    }
  }
  const say = speaker(language);
  try {
    const fits = take(location.hash, stores);
    workOf(cases[page.switched.value], page.changed.value, false);
    if (fits) arrive(stores);
    else refuse(page, stores, say);
  } catch (error) {
    refuse(page, stores, say, (error as Error).message);
  }
  let untouched = true;
  effect(() => {
    const address = addressOf(stores);
    if (!untouched || address !== '')
      history.replaceState(null, '', address === '' ? location.pathname + location.search : address);
    untouched = false;
  });
}

/** Takes whoever followed a link to the figure that it speaks of. An entry that is open comes in sight by itself. */
function arrive(stores: Store[]): void {
  const meant = stores.find(({ opened, first, scene, box }) => (opened.value !== first || scene.value) ?? box.value);
  if (meant === undefined) return;
  document
    .querySelector(`[data-stage="${meant.figure.part}"]`)
    ?.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/** Puts the page back to how it first stands, and says so. why: what the chapter's functions say, if they do. */
function refuse(page: Page, stores: Store[], say: Say, why?: string): void {
  page.changed.value = new Map();
  page.switched.value = 0;
  page.steps.value = new Map();
  for (const { opened, first, watched, scene, box } of stores) {
    opened.value = first;
    watched.value = false;
    scene.value = undefined;
    box.value = undefined;
  }
  complainOfAddress(say, why);
}
