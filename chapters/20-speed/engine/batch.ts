/** A batch as the engine takes it: cut into parts, each written into the memory where all workers can read it. */

import type { Address, Room } from './memory.ts';

/**
 * Parts of a translator's batch: as many gradients are kept. Fixed, so that the sums do not
 * depend on who computes them.
 */
export const PARTS = 4;

/** The most that a part of a batch may hold. */
export interface Capacity {
  source: number; //  tokens of all its source sentences, where there are two sides
  target: number; //  tokens of all its target sentences; BOS counts, EOS is not read
  longest: number; // tokens of one sentence on either side
}

/**
 * What each part of a batch must hold: of at most so many tokens a side its share, which may all be on one side, and at
 * each end one half of a pair. longest: tokens of one sentence.
 */
export function capacityFor(tokens: number, longest: number, parts = PARTS): Capacity {
  const most = Math.min(tokens, Math.ceil((2 * tokens) / parts) + 2 * longest);
  return { source: most, target: most, longest };
}

/**
 * Cuts a batch into parts of neighbours with about the same number of tokens each, as `tokensOf` counts them; some may
 * be empty. An item goes to the part in which its middle falls: no part has more than its share and one item besides.
 */
export function cutInto<Item>(parts: number, batch: Item[], tokensOf: (item: Item) => number): Item[][] {
  let all = 0;
  for (const item of batch) all += tokensOf(item);
  const cut: Item[][] = Array.from({ length: parts }, () => []);
  let before = 0;
  for (const item of batch) {
    // The part in which the middle of this item falls.
    const middle = before + tokensOf(item) / 2;
    cut[Math.min(parts - 1, Math.floor((parts * middle) / all))].push(item);
    before += tokensOf(item);
  }
  return cut;
}

/** Room for whole numbers of 32 bits, and how many there are, in front. */
export interface List {
  at: Address;
  most: number;
}

/** Takes that room, for at most so many numbers. */
export function listRoom(room: Room, most: number): List {
  return { at: room.integers(1 + most), most };
}

/** The address of a list's first number. */
export function firstOf({ at }: List): Address {
  return at + 4;
}

/** Writes a list. what: the name of what is in it. Throws RangeError if it does not fit. */
export function writeList(integers: Int32Array, { at, most }: List, list: number[], what: string): void {
  needRoom(what, list.length, most);
  integers[at / 4] = list.length;
  integers.set(list, at / 4 + 1);
}

/** The numbers of a list. */
export function readList(integers: Int32Array, { at }: List): number[] {
  const first = at / 4 + 1;
  return [...integers.subarray(first, first + integers[at / 4])];
}

/** Passes in silence over what fits. Throws RangeError for what does not: `what` is its name. */
export function needRoom(what: string, got: number, room: number): void {
  if (got > room) throw new RangeError(`a part of a batch has room for ${room} ${what}, got ${got}`);
}
