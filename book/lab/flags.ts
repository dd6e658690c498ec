/** The flags of `npm start` as the page is given them when the book is woven. */

import { FLAGS, namesOf } from '../../examples/translator/flags.ts';
import type { Rule } from '../../examples/translator/rules.ts';
import type { Flags } from './choices.ts';

/** The flags of `npm start`: what each is without being said, its rule, its words. A page has one worker. */
export function flags(): Flags {
  const all = namesOf('toy').map((name) => {
    const {
      rule,
      toy = '',
      help: [en, zh],
    } = FLAGS[name];
    return [name, { usual: name === 'workers' ? '1' : toy, rule: withoutInfinity(rule), help: { en, zh } }];
  });
  return Object.fromEntries(all) as Flags;
}

/** JSON has no ∞. */
function withoutInfinity(rule: Rule): Rule {
  return 'most' in rule ? { ...rule, most: Math.min(rule.most, Number.MAX_VALUE) } : rule;
}
