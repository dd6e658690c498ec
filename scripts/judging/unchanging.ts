/** A function that is watched while it works: what it was handed must be the same when it has ended. */

import { difference, inShort } from './difference.ts';

/** The function itself, which may be there only later, with that question asked at each call. */
export function unchanging<Args extends unknown[], Found>(name: string, whole: () => (...args: Args) => Found) {
  return (...args: Args): Found => {
    const before = args.map(numbersIn);
    const found = whole()(...args);
    for (const [k, arg] of args.entries()) {
      const apart = difference(numbersIn(arg), before[k]);
      if (apart === undefined) continue;
      const { at, found: is, wanted: was } = apart;
      throw new Error(
        `${name} changes its argument ${k + 1}: ${at || 'it'} was ${inShort(was)} and is ${inShort(is)} after`,
      );
    }
    return found;
  };
}

/** A copy of the lists and trees of numbers, all that can be compared; of anything else, nothing. */
function numbersIn(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(numbersIn);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbersIn(item)]));
  return undefined;
}
