/**
 * Sentences laid end to end: one long list of tokens, and where each sentence begins. Everything but attention treats
 * each token for itself, so a whole batch is one matrix there, and no padding is ever computed.
 */

/** The sentences of one side, their tokens end to end. */
export interface Sentences {
  lengths: number[]; // tokens of each
  starts: number[]; //  tokens before each
  tokens: number; //    of all
}

/** Sentences of these lengths, in tokens. */
export function endToEnd(lengths: number[]): Sentences {
  const starts: number[] = [];
  let tokens = 0;
  for (const length of lengths) {
    starts.push(tokens);
    tokens += length;
  }
  return { lengths, starts, tokens };
}

/**
 * Passes in silence over the ids of a sentence that can be laid down. Throws RangeError if there is none, or one outside
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
