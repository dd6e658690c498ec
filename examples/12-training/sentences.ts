/** A language so small that a model learns it in a second: everybody loves, helps and trusts everybody else. */

import { characters, idsOf, vocabularyOf, words } from '../../chapters/02-embedding/vocabulary.ts';

/** A sentence in both languages. */
interface Sentence {
  source: string;
  target: string;
}

const people = [
  { zh: '我', who: 'I', whom: 'me' },
  { zh: '你', who: 'you', whom: 'you' },
  { zh: '他', who: 'he', whom: 'him' },
  { zh: '她', who: 'she', whom: 'her' },
];
const verbs = [
  { zh: '爱', does: 'love' },
  { zh: '帮', does: 'help' },
  { zh: '信', does: 'trust' },
];

/** All 36 of them. */
export const sentences: Sentence[] = people.flatMap((one) =>
  people
    .filter((other) => other !== one)
    .flatMap((other) =>
      verbs.map(({ zh, does }) => ({
        source: one.zh + zh + other.zh,
        target: `${one.who} ${does}${one.who === 'he' || one.who === 'she' ? 's' : ''} ${other.whom}`,
      })),
    ),
);

const unseen = ['我爱你', '他信我', '她帮他'];

/** Three that are kept out of training. */
export const heldOut = unseen.map((source) => sentences.find((sentence) => sentence.source === source)!);
/** The other 33. */
export const learned = sentences.filter(({ source }) => !unseen.includes(source));

export const chinese = vocabularyOf(sentences.map(({ source }) => characters(source)));
export const english = vocabularyOf(sentences.map(({ target }) => words(target)));

/** A sentence as the ids of its tokens. */
export function pairOf({ source, target }: Sentence): { source: number[]; target: number[] } {
  return { source: idsOf(characters(source), chinese), target: idsOf(words(target), english) };
}
