/**
 * Byte-pair encoding: pieces of words, so that a word never met before still has a spelling.
 * Each word is at first a row of characters. Again and again the commonest pair of neighbours becomes
 * one piece: common words end up whole, rare ones in parts, and everything can be written.
 *
 * Sennrich, Haddow and Birch 2016, algorithm 1; used by Vaswani et al. 2017, §5.1.
 */

import { chainsOf, join, pairAt } from './chains.ts';
import { pop, push } from './heap.ts';

/** Two neighbouring pieces that become one: ['l', 'o'] makes lo. */
export type Merge = [left: string, right: string];

/**
 * The merges that describe these words best, at most so many, in the order of learning
 * (Sennrich et al. 2016, algorithm 1). `counts` says how often each word occurs in the text.
 *
 * The pair with the highest count is merged; among equals, the one that sorts first by code unit
 * when written `left right`. Learning ends early when no pair occurs twice.
 * A run of equal pieces counts each pair of neighbours in it, as in the paper: aaa holds a a twice.
 * The time it takes grows with the letters of all words, times the logarithm of their number.
 * Throws RangeError for a word with a space in it, or counts and merges that are not whole.
 */
export function learnMerges(counts: Map<string, number>, merges: number): Merge[] {
  checkLearning(counts, merges);
  const chains = chainsOf(counts);
  // Kept up to date place by place, so that a merge costs what it changes, however long the words are.
  const pairs = new Map<string, { count: number; places: number[] }>();
  const changed = new Set<string>();
  const tally = (place: number, sign: 1 | -1) => {
    const pair = pairAt(chains, place);
    if (pair === undefined) return;
    const found = pairs.get(pair) ?? { count: 0, places: [] };
    pairs.set(pair, found);
    found.count += sign * chains.times[place];
    if (sign > 0) found.places.push(place);
    changed.add(pair);
  };
  const queue: Counted[] = [];
  const queueChanged = () => {
    for (const pair of changed) push(queue, { pair, count: pairs.get(pair)!.count }, commoner);
    changed.clear();
  };
  for (const place of chains.pieces.keys()) tally(place, 1);
  queueChanged();

  const learned: Merge[] = [];
  while (learned.length < merges) {
    const best = pop(queue, commoner);
    if (best === undefined || best.count < 2) break;
    const { count, places } = pairs.get(best.pair)!;
    if (count !== best.count) continue; // it has changed since, and stands in the queue again
    // From left to right: all places of a pair were found in one walk, since a piece is made by one merge alone.
    for (const place of places) {
      if (pairAt(chains, place) !== best.pair) continue; // gone, or used up: of a a a the second
      for (const i of [chains.before[place], place, chains.after[place]]) tally(i, -1);
      join(chains, place);
      for (const i of [chains.before[place], place]) tally(i, 1);
    }
    queueChanged();
    const [left, right] = best.pair.split(' ');
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
  const chains = chainsOf([[word, 1]]);
  const queue: Ranked[] = [];
  const rankAt = (place: number) => ranks.get(pairAt(chains, place) ?? '');
  const queueAt = (place: number) => {
    const rank = rankAt(place);
    if (rank !== undefined) push(queue, { rank, place }, earlier);
  };
  for (const place of chains.pieces.keys()) queueAt(place);
  for (let first = pop(queue, earlier); first !== undefined; first = pop(queue, earlier)) {
    const same = [first]; // wherever else that pair stands now, from left to right
    while (queue.length > 0 && queue[0].rank === first.rank) same.push(pop(queue, earlier)!);
    for (const { rank, place } of same) {
      if (rankAt(place) !== rank) continue; // a neighbour was merged since
      join(chains, place);
      queueAt(chains.before[place]);
      queueAt(place);
    }
  }
  return chains.pieces.filter((piece) => piece !== '');
}

/** A pair as it waits to be merged: the commonest comes first, and of equals the first by code unit. */
interface Counted {
  pair: string;
  count: number;
}
const commoner = (one: Counted, other: Counted) =>
  one.count > other.count || (one.count === other.count && one.pair < other.pair);

/** A place as it waits to be merged: the pair learned first comes first, and of equals the leftmost. */
interface Ranked {
  rank: number;
  place: number;
}
const earlier = (one: Ranked, other: Ranked) =>
  one.rank < other.rank || (one.rank === other.rank && one.place < other.place);

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
