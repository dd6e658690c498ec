/** The reader's choices in the page's address, behind #: #!seed=2&without=scale&s=我爱你. */

import type { Say } from '../../lib/language.ts';
import { OFFERED, optionsFrom, type Choices } from './choices.ts';
import type { Store } from './store.ts';
import { withouts } from './without.ts';

/** What stands behind the #; '' for a page untouched. */
export function addressOf({ choices, without, sentences }: Store, first: string): string {
  const words = Object.entries(choices.value).map(([name, value]) => [name, value]);
  if (without.value !== '') words.push(['without', without.value]);
  if (sentences.value.join('\n') !== first) words.push(...sentences.value.map((sentence) => ['s', sentence]));
  return words.length === 0
    ? ''
    : `#!${words.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

/** Brings a page into the state that an address says. false, and it stays, if the address says what there is not. */
export function take(address: string, { choices, flags, without, sentences }: Store, say: Say): boolean {
  if (!address.startsWith('#!')) return true;
  const chosen: Choices = {};
  const said: string[] = [];
  let [fits, taken] = [true, ''];
  for (const word of address.slice(2).split('&')) {
    const [name, text = ''] = word.split('=');
    const value = decoded(text);
    const offered = OFFERED.find((each) => each === name);
    if (value === undefined) fits = false;
    else if (offered !== undefined) chosen[offered] = value;
    else if (name === 's') said.push(value);
    else if (name === 'without' && withouts.some(({ name }) => name === value)) taken = value;
    else fits = false;
  }
  if (!fits || !areTaken(chosen, flags, say)) return false;
  choices.value = chosen;
  without.value = taken;
  if (said.length > 0) sentences.value = said.slice(0, 5);
  return true;
}

/** Whether `npm start` would take these. */
function areTaken(chosen: Choices, flags: Store['flags'], say: Say): boolean {
  try {
    optionsFrom(chosen, flags, say);
    return true;
  } catch {
    return false;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
