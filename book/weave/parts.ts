/** The five parts of an attention that keep their colour wherever they are named. */

/** The chapters where Q, K, V, A and Y name them, and nothing else. */
export const chaptersOfAttention = ['04-attention', '05-multi-head', '06-masking', '10-encoder', '11-decoder'];

const PARTS: Record<string, string> = { Q: 'query', K: 'key', V: 'value', A: 'share', Y: 'result' };

/** The part that a name belongs to, Q and dQ and W_Q to the query; undefined for every other name. */
export function partOf(name: string): string | undefined {
  const letter = /^(?:d?W_|d)?([QKVAY])(?:_[a-z]{1,2})?$/.exec(name)?.[1];
  return letter === undefined ? undefined : PARTS[letter];
}
