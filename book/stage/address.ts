/** The state of a page in its address, behind #: a teacher can send a link to one product of one entry. */

import type { Store } from './store.ts';

/** What stands behind the #: o=Y[0][1]~0 (o= if all is closed), s=12, x=1, W_Q[1][0]=2. '' for a page untouched. */
export function addressOf({ first, opened, scene, switched, changed }: Store): string {
  const words: string[] = [];
  const { path, chosen } = opened.value ?? { path: '', chosen: [] };
  if (opened.value !== first) words.push(`o=${[path, ...chosen].join('~')}`);
  if (scene.value !== undefined) words.push(`s=${scene.value}`);
  if (switched.value) words.push('x=1');
  for (const [path, value] of changed.value) words.push(`${path}=${value}`);
  return words.length === 0 ? '' : `#!${words.map(encodeURI).join('&')}`;
}

/** Brings a page into the state that an address says. false if the address says what there is not. */
export function take(address: string, { opened, scene, scenes, switched, watched, changed, work }: Store): boolean {
  if (!address.startsWith('#!')) return true;
  let words: string[];
  try {
    words = address.slice(2).split('&').map(decodeURI);
  } catch {
    return false;
  }
  const values = new Map<string, number>();
  let fits = true;
  const { numbers } = work.value;
  for (const word of words) {
    const cut = word.lastIndexOf('=');
    const [name, text] = [word.slice(0, cut), word.slice(cut + 1)];
    const [path, ...chosen] = text.split('~');
    if (word === 'o=') opened.value = undefined;
    else if (name === 'o' && numbers.has(path) && chosen.every((at) => /^\d+$/.test(at))) {
      opened.value = { path, chosen: chosen.map(Number) };
    } else if (name === 's' && /^\d+$/.test(text)) {
      watched.value = true;
      if (Number(text) < scenes.value.length) scene.value = Number(text);
      else fits = false;
    } else if (name === 'x' && text === '1') switched.value = true;
    else if (numbers.has(name) && text !== '' && Number.isFinite(Number(text))) values.set(name, Number(text));
    else fits = false;
  }
  if (values.size > 0) changed.value = values;
  return fits;
}
