/** The two corpora that come with the project. */

/** Sentences of a small grammar (grammar.ts), for the toy. */
export const TOY = new URL('./corpus.tsv', import.meta.url);

/** Everyday sentences. */
export const EVERYDAY = new URL('./everyday.tsv', import.meta.url);
