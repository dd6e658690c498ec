/**
 * Words whose letters join into ever longer pieces, in place, so that joining two costs the same
 * in a word of any length.
 */

/**
 * Words end to end, a place for each letter: the piece that begins there ('' inside a piece), the places of the pieces
 * before and after it in its word (−1 for none), and how often the word occurs.
 */
export interface Chains {
  pieces: string[];
  before: number[];
  after: number[];
  times: number[];
}

/** The words as letters, none of them joined yet. */
export function chainsOf(words: Iterable<[word: string, times: number]>): Chains {
  const chains: Chains = { pieces: [], before: [], after: [], times: [] };
  for (const [word, times] of words) {
    const letters = [...word];
    const begin = chains.pieces.length;
    for (const [i, letter] of letters.entries()) {
      chains.pieces.push(letter);
      chains.before.push(i === 0 ? -1 : begin + i - 1);
      chains.after.push(i + 1 === letters.length ? -1 : begin + i + 1);
      chains.times.push(times);
    }
  }
  return chains;
}

/** The piece at a place and the one after it, written `left right`: l o w at 0 → l o; none at the end of a word. */
export function pairAt({ pieces, after }: Chains, place: number): string | undefined {
  if (place < 0 || after[place] < 0) return undefined;
  return `${pieces[place]} ${pieces[after[place]]}`;
}

/** Makes one piece of that at a place and the one after it. */
export function join({ pieces, before, after }: Chains, place: number): void {
  const right = after[place];
  pieces[place] += pieces[right];
  pieces[right] = '';
  after[place] = after[right];
  if (after[place] >= 0) before[after[place]] = place;
  after[right] = -1;
}
