/**
 * Chapter 2 — Vocabulary
 *
 * A model reads numbers, so every token gets one: its place in a list. Chinese is cut into
 * characters, English into words. Four places are taken before the first word comes.
 * Article: 「核心內容」, first step.
 */

/** Fills a short sentence up to the length of a longer one; chapter 6 hides it. */
export const PAD = 0;
/** Begins a sentence: what the decoder reads before its first word. */
export const BOS = 1;
/** Ends a sentence: what the decoder says when it has finished. */
export const EOS = 2;
/** Stands for a token that the vocabulary does not hold. */
export const UNK = 3;

/** The tokens at the places PAD, BOS, EOS, UNK. */
export const SPECIAL = ['<pad>', '<bos>', '<eos>', '<unk>'];

/** The tokens in the order of their ids: tokens[id] is the token of that id. */
export interface Vocabulary {
  tokens: string[];
  ids: Map<string, number>;
}

/** A Chinese sentence as characters: 我爱你 → 我, 爱, 你. White space is dropped. */
export function characters(sentence: string): string[] {
  // Spreading a string counts code points, so a rare character outside the 16-bit plane stays whole.
  return [...sentence].filter((character) => character.trim() !== '');
}

/** An English sentence as words, between white space: I love you → I, love, you. */
export function words(sentence: string): string[] {
  return sentence.split(/\s+/).filter((word) => word !== '');
}

/** The vocabulary of some sentences: the special tokens, then every token in the order of its first appearance. */
export function vocabularyOf(sentences: string[][]): Vocabulary {
  return vocabularyFrom([...new Set([...SPECIAL, ...sentences.flat()])]);
}

/**
 * The vocabulary with these tokens in this order. Throws RangeError unless it begins with the
 * special ones and repeats none.
 */
export function vocabularyFrom(tokens: string[]): Vocabulary {
  for (const [id, token] of SPECIAL.entries()) {
    if (tokens[id] !== token) {
      throw new RangeError(`a vocabulary must hold ${token} at place ${id}, got ${tokens[id] ?? 'nothing'}`);
    }
  }
  const ids = new Map(tokens.map((token, id) => [token, id]));
  if (ids.size !== tokens.length) {
    throw new RangeError(`a vocabulary must hold each token once, got ${tokens.length - ids.size} repeated`);
  }
  return { tokens, ids };
}

/** The ids of tokens; UNK for a token that the vocabulary does not hold. */
export function idsOf(tokens: string[], vocabulary: Vocabulary): number[] {
  return tokens.map((token) => vocabulary.ids.get(token) ?? UNK);
}

/** The tokens of ids. Throws RangeError for an id outside the vocabulary. */
export function tokensOf(ids: number[], vocabulary: Vocabulary): string[] {
  return ids.map((id) => {
    const token = vocabulary.tokens[id];
    if (token === undefined) {
      throw new RangeError(`an id must be a whole number from 0 to ${vocabulary.tokens.length - 1}, got ${id}`);
    }
    return token;
  });
}
