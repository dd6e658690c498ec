/** A batch as the engine takes it: cut into parts, each written into the memory where all workers can read it. */

import type { Address, Room } from './memory.ts';
import { endToEnd } from './sentences.ts';
import type { Capacity, Part } from './transformer.ts';

/** Parts of a batch: as many gradients are kept. Fixed, so that the sums do not depend on who computes them. */
export const PARTS = 4;

/** One pair as chapter 12 reads it: n words between BOS and EOS give n + 1 tokens to read and as many to say. */
export interface Sequence {
  source: number[];
  read: number[];
  wanted: number[];
}

/**
 * What each part of a batch must hold: of at most so many tokens a side its share, which may all be on one side, and at
 * each end one half of a pair. longest: tokens of one sentence.
 */
export function capacityFor(tokens: number, longest: number): Capacity {
  const most = Math.min(tokens, Math.ceil((2 * tokens) / PARTS) + 2 * longest);
  return { source: most, target: most, longest };
}

/** Room for one part of a batch. */
export interface PartRoom {
  lengths: Address; // the number of pairs, then source and target length of each
  sourceIds: Address;
  read: Address;
  wanted: Address;
}

/** Takes the room for all parts. */
export function batchRoom(room: Room, { source, target }: Capacity): PartRoom[] {
  return Array.from({ length: PARTS }, () => ({
    lengths: room.integers(1 + 2 * Math.min(source, target)),
    sourceIds: room.integers(source),
    read: room.integers(target),
    wanted: room.integers(target),
  }));
}

/**
 * Cuts a batch into parts of neighbouring pairs with about the same number of tokens each; late parts may be empty.
 * A pair goes to the part in which its middle falls: no part has more than its share and one pair besides.
 */
export function parts(batch: Sequence[]): Sequence[][] {
  const weight = ({ source, read }: Sequence) => source.length + read.length;
  let all = 0;
  for (const pair of batch) all += weight(pair);
  const cut: Sequence[][] = Array.from({ length: PARTS }, () => []);
  let before = 0;
  for (const pair of batch) {
    // The part in which the middle of this pair falls.
    const middle = before + weight(pair) / 2;
    cut[Math.min(PARTS - 1, Math.floor((PARTS * middle) / all))].push(pair);
    before += weight(pair);
  }
  return cut;
}

/** Writes a part into its room. Throws RangeError for a part that does not fit. */
export function writePart(pairs: Sequence[], at: PartRoom, integers: Int32Array, capacity: Capacity): void {
  const source = pairs.flatMap((pair) => pair.source);
  const read = pairs.flatMap((pair) => pair.read);
  const longest = Math.max(0, ...pairs.flatMap((pair) => [pair.source.length, pair.read.length]));
  needRoom('source tokens', source.length, capacity.source);
  needRoom('target tokens', read.length, capacity.target);
  needRoom('tokens in one sentence', longest, capacity.longest);
  const lengths = pairs.flatMap((pair) => [pair.source.length, pair.read.length]);
  integers.set([pairs.length, ...lengths], at.lengths / 4);
  integers.set(source, at.sourceIds / 4);
  integers.set(read, at.read / 4);
  integers.set(
    pairs.flatMap((pair) => pair.wanted),
    at.wanted / 4,
  );
}

function needRoom(what: string, got: number, room: number): void {
  if (got > room) throw new RangeError(`a part of a batch has room for ${room} ${what}, got ${got}`);
}

/** Reads where the sentences of a part lie. */
export function readPart({ lengths, ...ids }: PartRoom, integers: Int32Array): Part {
  const first = lengths / 4 + 1;
  const pairs = integers[lengths / 4];
  const side = (which: number) => endToEnd(Array.from({ length: pairs }, (_, s) => integers[first + 2 * s + which]));
  return { source: side(0), target: side(1), ...ids };
}
