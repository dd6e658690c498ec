/** Ids that may be laid down in the memory. */

/**
 * Passes in silence over the ids of a sentence that can be laid down. Throws RangeError if
 * there is none, or one outside
 * 1 … V − 1: chapter 6 hides PAD, whose id is 0, but here nothing is padded, and nothing hidden.
 */
export function needIds(ids: number[], V: number): void {
  if (ids.length === 0) throw new RangeError('a sentence must have at least one token, got 0');
  for (const id of ids) {
    if (!(Number.isInteger(id) && id > 0 && id < V)) {
      throw new RangeError(`an id must be from 1 to ${V - 1}, without PAD (0), got ${id}`);
    }
  }
}
