/**
 * Sentences laid end to end: one long list of tokens, and where each sentence begins. Everything but attention treats
 * each token for itself, so a whole batch is one matrix there, and no padding is ever computed.
 */

/** Where the sentences of one side lie, their tokens end to end. */
export interface Offsets {
  lengths: number[]; // tokens of each
  starts: number[]; //  tokens before each
  tokens: number; //    of all
}

/** Sentences of these lengths, in tokens. */
export function endToEnd(lengths: number[]): Offsets {
  const starts: number[] = [];
  let tokens = 0;
  for (const length of lengths) {
    starts.push(tokens);
    tokens += length;
  }
  return { lengths, starts, tokens };
}
