/** How well a translator does that has seen few pairs, and what it could do at best. */

import { transformer, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { teacherForced, type Pair } from '../../chapters/12-training/training.ts';
import { rightWords } from '../../chapters/13-translator/decoding.ts';

/** Shares from 0 to 1. */
export interface Judged {
  exact: number; // sentences that greedy search translates word for word
  words: number; // right words, the right words before each being given; EOS is one
  known: number; // the same of words that stand in some labelled pair
  other: number; // the same of words that stand in none; 0 if there are no such words
}

/** Judges a translator by pairs that it has not seen. labelled: the pairs that it has. */
export function judged(pairs: Pair[], P: TransformerParams, labelled: Pair[]): Judged {
  const seen = new Set(labelled.flatMap(({ target }) => teacherForced(target).wanted));
  const found = pairs.map(({ source, target }) => {
    const { read, wanted } = teacherForced(target);
    const right = rightWords(transformer(source, read, P).S, wanted);
    return wanted.map((id, i) => ({ right: right[i], known: seen.has(id) }));
  });
  const words = found.flat();
  const share = (some: { right: boolean }[]) => some.filter(({ right }) => right).length / Math.max(1, some.length);
  return {
    exact: found.filter((line) => line.every(({ right }) => right)).length / pairs.length,
    words: share(words),
    known: share(words.filter(({ known }) => known)),
    other: share(words.filter(({ known }) => !known)),
  };
}

/** What labelled pairs hold of a language pair. */
export interface Covered {
  characters: number; // different ones on the Chinese side
  words: number; //      different ones on the English side
  within: number; //     the share of the judged sentences whose English words all stand in some labelled pair
}

/** What k labelled pairs leave to chance: nobody says a word that was never wanted. */
export function covered(pairs: Pair[], labelled: Pair[]): Covered {
  const characters = new Set(labelled.flatMap(({ source }) => source));
  const words = new Set(labelled.flatMap(({ target }) => target));
  const within = pairs.filter(({ target }) => target.every((id) => words.has(id)));
  return { characters: characters.size, words: words.size, within: within.length / pairs.length };
}
