/** What stands in the tree of a beam search, in the page and on paper. */

import type { Say } from '../../../lib/language.ts';
import type { Tried } from './picture.ts';

/** A hypothesis in its place. */
export interface Branch extends Tried {
  path: string; // of its ln P
  word: string; // the one by which it is longer
  state: 'kept' | 'dropped' | 'finished' | 'said';
  longer: Branch[];
}

/** The sign of each state. */
export const MARKS = { kept: '●', dropped: '×', finished: '■', said: '★' };

/** What each state is called. */
export function statesIn(say: Say): Record<Branch['state'], string> {
  return {
    kept: say('kept', '留下'),
    dropped: say('dropped', '落选'),
    finished: say('finished', '收尾'),
    said: say('finished, and said', '收尾，说出'),
  };
}

/** The tree of what was tried up to some step. isOver: the search has found its sentence. */
export function grown(tried: Tried[][], path: string, isOver: boolean): Branch[] {
  const branches = (step: number, from: string | undefined): Branch[] =>
    (tried[step] ?? []).flatMap((one, k) => {
      const words = one.said.split(' ');
      const before = one.finished ? one.said : words.slice(0, -1).join(' ');
      if (from !== undefined && before !== from) return [];
      const isKept = one.kept && !one.finished;
      return [
        {
          ...one,
          path: `${path}[${step}][${k}].logP`,
          word: one.finished ? '<eos>' : words[words.length - 1] || '<bos>',
          state: isOver && one.best ? 'said' : !one.kept ? 'dropped' : one.finished ? 'finished' : 'kept',
          longer: isKept ? branches(step + 1, one.said) : [],
        },
      ];
    });
  return branches(0, undefined);
}
