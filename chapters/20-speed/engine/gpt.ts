/**
 * Chapter 16's gpt and its way back, and the loss of its lines: no token sees a later one, the
 * target's words are asked for.
 */

import type { Pair } from '../../12-training/training.ts';
import { teacherForced } from '../../12-training/training.ts';
import { needIds } from './ids.ts';
import { lineModel } from './lines.ts';

/** The decoder-only model. Words of the source are read and not asked for. */
export const gpt = lineModel<Pair>({
  name: 'gpt',
  causal: true,
  tokensOf: ({ source, target }) => source.length + target.length + 1, // with BOS
  askedOf: ({ target }) => target.length + 1, // EOS is one

  lineOf({ source, target }, V) {
    const { read, wanted } = teacherForced([...source, ...target]);
    needIds(wanted, V);
    // The token at place i answers what follows it: the last one given says the target's first word.
    return { read, wanted, asked: [{ from: source.length, count: target.length + 1 }] };
  },
});
