/** How the words of the book are found: the same rules when the index is made and when it is asked. */

const WORDS = /[\u3400-\u9fff]+|[\p{L}\p{N}_]+/gu;

/**
 * The tokens of a text: Latin words, and of a run of Chinese every two neighbours, for Chinese has no spaces: 注意力 is
 * 注意 and 意力. The last sign stands by itself as well, so that each sign begins a token and one sign can be asked for.
 */
export function tokens(text: string): string[] {
  return (text.match(WORDS) ?? []).flatMap((word) => {
    if (!/[\u3400-\u9fff]/.test(word)) return [word];
    const signs = [...word];
    return signs.map((sign, i) => sign + (signs[i + 1] ?? ''));
  });
}

/** The tokens of a question: without the last sign alone, which is looked for already as part of the pair before. */
export function tokensAsked(text: string): string[] {
  return (text.match(WORDS) ?? []).flatMap((word) =>
    /[\u3400-\u9fff]{2}/.test(word) ? tokens(word).slice(0, -1) : [word],
  );
}

/** Of MiniSearch: every word of a question must be there; titles count more; the beginning of a word is enough. */
export const indexing = {
  fields: ['title', 'text', 'page'],
  storeFields: ['address', 'page', 'title', 'text'],
  tokenize: tokens,
  searchOptions: {
    tokenize: tokensAsked,
    combineWith: 'AND' as const,
    boost: { title: 4, page: 2 },
    prefix: true,
    fuzzy: (term: string) => (/^[a-z]{5,}$/i.test(term) ? 0.2 : false),
  },
};
