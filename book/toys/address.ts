/** The state of a toy in the address, behind ?, so that a figure's state behind # is left alone. */

import { signal } from '@preact/signals';
import type { AnyValues, Controls, Values } from './toy.ts';

/** All controls as they first stand. */
export function valuesOf<C extends Controls>(controls: C): Values<C> {
  const entries = Object.entries(controls).map(([name, { first }]) => [name, signal(first)]);
  return Object.fromEntries(entries) as Values<C>;
}

/** Behind the ? stands, too, which row of its table *Break it* the page has made. */
const BREAK = 'break';

/** What stands behind the ?: the values that are no longer the first. '' for a page untouched. now: what is there. */
export function searchOf(now: string, controls: Controls, values: AnyValues): string {
  const search = new URLSearchParams([...new URLSearchParams(now)].filter(([name]) => name === BREAK));
  for (const [name, { first }] of Object.entries(controls)) {
    if (values[name].value !== first) search.set(name, String(values[name].value));
  }
  return search.size === 0 ? '' : `?${search}`;
}

/** Sets the values that an address names. false, and none is set, if it names one that there is not. */
export function take(search: string, controls: Controls, values: AnyValues): boolean {
  const named = [...new URLSearchParams(search)].filter(([name]) => name !== BREAK);
  const taken = named.map(([name, text]): [string, number | string | undefined] => [
    name,
    valueIn(text, controls[name]),
  ]);
  if (taken.some(([, value]) => value === undefined)) return false;
  for (const [name, value] of taken) values[name].value = value!;
  return true;
}

/** The value that a text says; undefined if it is none of that control, or there is no control. */
function valueIn(text: string, control: Controls[string] | undefined): number | string | undefined {
  if (control === undefined) return undefined;
  if (control.kind === 'range') {
    const value = Number(text);
    return text !== '' && value >= control.from && value <= control.to ? value : undefined;
  }
  const fits = control.kind === 'choice' ? control.of.some(([value]) => value === text) : control.fits(text);
  return fits ? text : undefined;
}
