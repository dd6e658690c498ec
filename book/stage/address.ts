/** The state of a page in its address, behind #: a teacher can send a link to one product of one entry. */

import { isAmong, matricesOf } from './figure.ts';
import { steppersOf } from './steppers.ts';
import { isTaken, trailOf, type Store } from './store.ts';

/**
 * What stands behind the #: o=Y[0][1]~0 (o= if all is closed), s=12, b=encoder.norm_1 of the page's first figure, o2=
 * and so on of the second; t=tape~3, x=2 and W_Q[1][0]=2 of all. '' for a page untouched.
 */
export function addressOf(stores: Store[]): string {
  const [{ steps, switched, changed }] = stores;
  const words = stores.flatMap((store, k) => wordsOf(store, k === 0 ? '' : String(k + 1)));
  for (const [name, step] of steps.value) words.push(`t=${name}~${step}`);
  if (switched.value > 0) words.push(`x=${switched.value}`);
  for (const [path, value] of changed.value) words.push(`${path}=${value}`);
  return words.length === 0 ? '' : `#!${words.map(encodeURI).join('&')}`;
}

/** What is said of one figure; `which`: its number, but for the first. */
function wordsOf({ first, opened, scene, box }: Store, which: string): string[] {
  const { path, chosen } = opened.value ?? { path: '', chosen: [] };
  return [
    ...(box.value === undefined ? [] : [`b${which}=${box.value}`]),
    ...(opened.value === first ? [] : [`o${which}=${[path, ...chosen].join('~')}`]),
    ...(scene.value === undefined ? [] : [`s${which}=${scene.value}`]),
  ];
}

/** Brings a page into the state that an address says. false if the address says what there is not. */
export function take(address: string, stores: Store[]): boolean {
  if (!address.startsWith('#!')) return true;
  let words: string[];
  try {
    words = address.slice(2).split('&').map(decodeURI);
  } catch {
    return false;
  }
  const [{ steps, switches, switched, changed, work }] = stores;
  const values = new Map<string, number>();
  const stepped = new Map<string, number>();
  let fits = true;
  const { numbers } = work.value;
  for (const word of words) {
    const cut = word.lastIndexOf('=');
    const [name, text] = [word.slice(0, cut), word.slice(cut + 1)];
    const [, letter, which] = /^([bos])(\d*)$/.exec(name) ?? [];
    const stepper = name === 't' ? /^(.+)~(\d+)$/.exec(text) : null;
    if (stepper) stepped.set(stepper[1], Number(stepper[2]));
    else if (name === 'x' && /^[1-9]$/.test(text) && Number(text) <= switches.length) switched.value = Number(text);
    else if (numbers.has(name) && text !== '' && isTaken(stores[0], name, Number(text))) values.set(name, Number(text));
    else if (!takeOne(letter, text, meant(letter, which, text, stores))) fits = false;
  }
  if (values.size > 0) changed.value = values;
  steps.value = stepped;
  return fits && areThere(stepped, stores) && stores.every(isOpen);
}

/** Whether some figure steps so far, with the numbers as they are now. */
function areThere(steps: ReadonlyMap<string, number>, stores: Store[]): boolean {
  const known = new Map(stores.flatMap(({ figure, work }) => steppersOf(figure, work.value)));
  return [...steps].every(([name, step]) => step <= (known.get(name) ?? -1));
}

/** Whether the way down from the entry that is open leads to the operand that was chosen last. */
function isOpen(store: Store): boolean {
  const { value } = store.opened;
  return value === undefined || trailOf(store).length === 1 + value.chosen.length;
}

/** The figure of which a word speaks: that of its number, or without one the first that it fits. */
function meant(letter: string, which: string, text: string, stores: Store[]): Store | undefined {
  if (which !== '') return stores[Number(which) - 1];
  const [path] = text.split('~');
  const fitting = stores.find(({ first, figure }) =>
    text === '' ? first !== undefined : letter === 'o' && isAmong(path, matricesOf(figure)),
  );
  return fitting ?? stores[0];
}

/** Takes what is said of one figure. false if there is no such thing. */
function takeOne(letter: string, text: string, store: Store | undefined): boolean {
  if (store === undefined) return false;
  const { opened, scene, scenes, box, watched, work, figure } = store;
  const [path, ...chosen] = text.split('~');
  if (letter === 'o' && text === '') opened.value = undefined;
  else if (letter === 'o' && work.value.numbers.has(path) && chosen.every((at) => /^\d+$/.test(at))) {
    opened.value = { path, chosen: chosen.map(Number) };
  } else if (letter === 'b' && figure.boxes?.some(({ name }) => name === text)) box.value = text;
  else if (letter === 's' && /^\d+$/.test(text)) {
    watched.value = true;
    if (Number(text) >= scenes.value.length) return false;
    scene.value = Number(text);
  } else return false;
  return true;
}
