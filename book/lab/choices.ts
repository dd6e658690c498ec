/** What a reader may choose before training: the flags of `npm start`, by its own rules. */

import type { Name } from '../../examples/translator/flags.ts';
import type { ToyOptions } from '../../examples/translator/options.ts';
import { checked, type Rule } from '../../examples/translator/rules.ts';
import { toyFrom } from '../../examples/translator/values.ts';
import type { Say } from '../../lib/language.ts';
import type { Words } from '../stage/figure.ts';

/** A flag as the page knows it. */
export interface Flag {
  usual: string;
  rule: Rule;
  help: Words;
}

/** All flags of `npm start`. */
export type Flags = Record<Name, Flag>;

/** What differs from the usual, as it was typed. */
export type Choices = Partial<Record<Name, string>>;

/** The flags that matter in a page, in the order they are shown. */
export const OFFERED = [
  'direction',
  'seed',
  'epochs',
  'rate',
  'warmup',
  'batch',
  'd-model',
  'heads',
  'layers',
  'd-ff',
  'smoothing',
  'drop',
] as const satisfies Name[];

/** The options that were chosen. Throws RangeError with the rule that one breaks. */
export function optionsFrom(choices: Choices, flags: Flags, say: Say): ToyOptions {
  return toyFrom((name, rule) => {
    const { usual, rule: own } = flags[name];
    const said = choices[name];
    return said === undefined ? usual : checked(name, said, rule ?? own, say);
  }, say);
}
