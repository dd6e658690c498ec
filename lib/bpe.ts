/**
 * Byte-pair encoding: pieces of words, so that a word never met before still has a spelling.
 * Each word is at first a row of characters. Again and again the commonest pair of neighbours becomes
 * one piece: common words end up whole, rare ones in parts, and everything can be written.
 *
 * Sennrich, Haddow and Birch 2016, algorithm 1; used by Vaswani et al. 2017, §5.1.
 */

/** Two neighbouring pieces that become one: ['l', 'o'] makes lo. */
export type Merge = [left: string, right: string];

/**
 * The merges that describe these words best, at most so many, in the order of learning
 * (Sennrich et al. 2016, algorithm 1). `counts` says how often each word occurs in the text.
 *
 * The pair with the highest count is merged; among equals, the one that sorts first by code unit
 * when written `left right`. Learning ends early when no pair occurs twice.
 * A run of equal pieces counts each pair of neighbours in it, as in the paper: aaa holds a a twice.
 * Throws RangeError for a word with a space in it, or counts and merges that are not whole.
 */
export function learnMerges(counts: Map<string, number>, merges: number): Merge[] {
  checkLearning(counts, merges);
  const learned: Merge[] = [];
  const words = [...counts.keys()].map((word) => [...word]); // each word as its pieces so far
  const times = [...counts.values()];

  // Kept up to date merge by merge, so that no merge has to read every word again.
  const pairCounts = new Map<string, number>();
  const wordsWith = new Map<string, Set<number>>(); // for a pair, the words that hold it or once did
  const tally = (w: number, change: number) => {
    for (const pair of pairsOf(words[w])) {
      const count = (pairCounts.get(pair) ?? 0) + change;
      if (count > 0) pairCounts.set(pair, count);
      else pairCounts.delete(pair);
      const holders = wordsWith.get(pair);
      if (holders) holders.add(w);
      else wordsWith.set(pair, new Set([w]));
    }
  };
  for (const w of words.keys()) tally(w, times[w]);

  while (learned.length < merges) {
    const pair = commonest(pairCounts);
    if (pair === undefined) break;
    // A merge touches only the words that hold its pair: their pairs go out and come back merged.
    for (const w of wordsWith.get(pair)!) {
      tally(w, -times[w]);
      words[w] = merged(words[w], pair);
      tally(w, times[w]);
    }
    wordsWith.delete(pair);
    const [left, right] = pair.split(' ');
    learned.push([left, right]);
  }
  return learned;
}

/**
 * For each merge, written `left right`, its place in the order of learning: 0 was learned first.
 * The keys in their order are the merges again, so that a list of strings is enough to keep them.
 * Throws RangeError when a merge comes twice.
 */
export function ranksOf(merges: Merge[]): Map<string, number> {
  const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  if (ranks.size !== merges.length) {
    throw new RangeError(`merges must each be learned once, got ${merges.length - ranks.size} repeated`);
  }
  return ranks;
}

/**
 * A word cut into pieces: of all neighbours that have a merge, the pair learned first is merged
 * wherever it stands, until none is left. The pieces, joined, are the word.
 * Nothing is remembered from word to word: a caller with many words keeps their pieces in a Map.
 */
export function segment(word: string, ranks: Map<string, number>): string[] {
  let pieces = [...word];
  for (;;) {
    let first: string | undefined;
    let lowest = Infinity;
    for (const pair of pairsOf(pieces)) {
      const rank = ranks.get(pair) ?? Infinity;
      if (rank < lowest) [first, lowest] = [pair, rank];
    }
    if (first === undefined) return pieces;
    pieces = merged(pieces, first);
  }
}

/** The neighbours in a word, each pair written `left right`: l o w → l o, o w. */
function pairsOf(pieces: string[]): string[] {
  const pairs: string[] = [];
  for (let i = 0; i + 1 < pieces.length; i++) pairs.push(`${pieces[i]} ${pieces[i + 1]}`);
  return pairs;
}

/** The pieces with that pair made one wherever it stands, from left to right: a a a with a a → aa a. */
function merged(pieces: string[], pair: string): string[] {
  const result: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    if (i + 1 < pieces.length && `${pieces[i]} ${pieces[i + 1]}` === pair) {
      result.push(pieces[i] + pieces[i + 1]);
      i++; // the right one is used up
    } else {
      result.push(pieces[i]);
    }
  }
  return result;
}

/** The pair with the highest count, the first of equals by code unit; none when all counts are below 2. */
function commonest(pairCounts: Map<string, number>): string | undefined {
  let best: string | undefined;
  let most = 2;
  for (const [pair, count] of pairCounts) {
    if (count > most || (count === most && (best === undefined || pair < best))) {
      [best, most] = [pair, count];
    }
  }
  return best;
}

/** Words without spaces, since a space parts the two halves of a pair; counts from 1; merges from 0. */
function checkLearning(counts: Map<string, number>, merges: number): void {
  if (!Number.isInteger(merges) || merges < 0) {
    throw new RangeError(`the number of merges must be a whole number from 0, got ${merges}`);
  }
  for (const [word, count] of counts) {
    if (word.includes(' ')) throw new RangeError(`a word must hold no space, got “${word}”`);
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`a word must be counted a whole number of times from 1, got ${count} for ${word}`);
    }
  }
}
