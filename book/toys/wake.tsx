/** Brings the toy of a page to life. */

import { effect } from '@preact/signals';
import { hydrate } from 'preact';
import { speaker, type Language } from '../../lib/language.ts';
import { complain, complainOfAddress } from '../stage/complain.ts';
import { searchOf, take, valuesOf } from './address.ts';
import type { AnyToy } from './toy.ts';
import { resting, trainingBy } from './training.ts';

/** Mounts it in its element. script: of its training, if there is one. One that fails says so in its place. */
export function wake(slug: string, toy: AnyToy, data: unknown, script: string | undefined): void {
  const element = document.querySelector<HTMLElement>(`[data-toy="${slug}"]`);
  if (element === null || element.dataset.alive !== undefined) return;
  const language: Language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  const { Toy, controls, given } = toy;
  const values = valuesOf(controls);
  const training = script === undefined ? resting<unknown>() : trainingBy<unknown>(script, () => given?.(values, data));
  try {
    hydrate(<Toy values={values} data={data} training={training} language={language} />, element);
    element.dataset.alive = '';
  } catch (error) {
    complain(element, (error as Error).message);
  }
  if (!take(location.search, controls, values)) complainOfAddress(speaker(language));
  let untouched = true;
  effect(() => {
    const search = searchOf(location.search, controls, values);
    if (!untouched) history.replaceState(null, '', location.pathname + search + location.hash);
    untouched = false;
  });
}
