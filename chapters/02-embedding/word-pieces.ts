/**
 * Chapter 2 — Words into pieces (byte-pair encoding)
 *
 * A word is at first a row of letters, ▁ before them. Again and again the commonest pair of neighbours becomes one
 * piece, so that common words end up whole, rare ones in parts, and a word never met before can still be written.
 * Sennrich, Haddow and Birch 2016, algorithm 1; used by Vaswani et al. 2017, §5.1.
 * lib/bpe.ts finds the same merges without counting all pairs anew each time, for a large corpus.
 */

import type { Merge } from '../../lib/bpe.ts';

/**
 * The merges that describe these words best, at most so many, in the order of learning; `counts` says how often each
 * word occurs. Of pairs that are equally common the one that sorts first is merged. Ends early when no pair occurs
 * twice. Throws RangeError for a word with a space in it, or a number of merges that is not whole.
 */
export function commonestMerges(counts: Map<string, number>, most: number): Merge[] {
  needWords(counts, most);
  let words = [...counts].map(([word, count]) => ({ pieces: [...word], count }));
  const merges: Merge[] = [];
  while (merges.length < most) {
    const best = commonestPair(words);
    if (best === undefined) break;
    merges.push(best);
    words = words.map(({ pieces, count }) => ({ pieces: merged(pieces, best), count }));
  }
  return merges;
}

/** The pair of neighbours that occurs most often, at least twice; undefined if there is none. */
function commonestPair(words: { pieces: string[]; count: number }[]): Merge | undefined {
  const pairs = new Map<string, number>();
  for (const { pieces, count } of words) {
    for (let i = 0; i + 1 < pieces.length; i++) {
      const pair = `${pieces[i]} ${pieces[i + 1]}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + count);
    }
  }
  const [best] = [...pairs.keys()].sort().sort((one, other) => pairs.get(other)! - pairs.get(one)!);
  return best !== undefined && pairs.get(best)! >= 2 ? (best.split(' ') as Merge) : undefined;
}

/** The pieces, with these two neighbours made one wherever they stand, from left to right. */
function merged(pieces: string[], [left, right]: Merge): string[] {
  const joined: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const isPair = pieces[i] === left && pieces[i + 1] === right;
    joined.push(isPair ? left + right : pieces[i]);
    if (isPair) i++;
  }
  return joined;
}

/** A word in pieces: its letters, and then each merge in the order of learning. */
export function inPieces(word: string, merges: Merge[]): string[] {
  let pieces = [...word];
  for (const merge of merges) pieces = merged(pieces, merge);
  return pieces;
}

/** From pieces back to words: put together, and ▁ begins the next word. */
export function putTogether(pieces: string[]): string[] {
  return pieces.join('').split('▁').slice(1);
}

function needWords(counts: Map<string, number>, most: number): void {
  if (!Number.isInteger(most) || most < 0) {
    throw new RangeError(`the number of merges must be a whole number from 0, got ${most}`);
  }
  for (const word of counts.keys()) {
    if (word.includes(' ')) throw new RangeError(`a word must hold no space, got “${word}”`);
  }
}
