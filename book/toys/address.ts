/** The state of a toy in the address, behind ?, so that a figure's state behind # is left alone. */

import { signal } from '@preact/signals';
import type { AnyValues, Controls, Values } from './toy.ts';

/** All controls as they first stand. */
export function valuesOf<C extends Controls>(controls: C): Values<C> {
  const entries = Object.entries(controls).map(([name, { first }]) => [name, signal(first)]);
  return Object.fromEntries(entries) as Values<C>;
}

/** What stands behind the ?: the values that are no longer the first. '' for a toy untouched. */
export function searchOf(controls: Controls, values: AnyValues): string {
  const search = new URLSearchParams();
  for (const [name, { first }] of Object.entries(controls)) {
    if (values[name].value !== first) search.set(name, String(values[name].value));
  }
  return search.size === 0 ? '' : `?${search}`;
}

/** Sets the values that an address names. false if it names one that there is not. */
export function take(search: string, controls: Controls, values: AnyValues): boolean {
  let fits = true;
  for (const [name, text] of new URLSearchParams(search)) {
    const control = controls[name];
    if (control === undefined) fits = false;
    else if (control.kind === 'range') {
      const value = Number(text);
      if (text !== '' && value >= control.from && value <= control.to) values[name].value = value;
      else fits = false;
    } else if (control.kind === 'choice' ? control.of.some(([value]) => value === text) : control.fits(text)) {
      values[name].value = text;
    } else fits = false;
  }
  return fits;
}
