/** A language so small that a model learns it in a second: everybody loves, helps and trusts everybody else, or not. */

import { characters, idsOf, vocabularyOf, words } from '../../chapters/02-embedding/vocabulary.ts';
import type { Pair } from '../../chapters/12-training/training.ts';

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

/** What is said of every two people and every verb. */
function said(sentence: (one: (typeof people)[0], verb: (typeof verbs)[0], other: (typeof people)[0]) => Sentence) {
  return people.flatMap((one) =>
    people.filter((other) => other !== one).flatMap((other) => verbs.map((verb) => sentence(one, verb, other))),
  );
}

function isThird({ who }: { who: string }): boolean {
  return who === 'he' || who === 'she';
}

/** All 36 of them. */
export const sentences: Sentence[] = said((one, verb, other) => ({
  source: one.zh + verb.zh + other.zh,
  target: `${one.who} ${verb.does}${isThird(one) ? 's' : ''} ${other.whom}`,
}));

/** The same, denied. */
const denials: Sentence[] = said((one, verb, other) => ({
  source: `${one.zh}不${verb.zh}${other.zh}`,
  target: `${one.who} ${isThird(one) ? 'does' : 'do'} not ${verb.does} ${other.whom}`,
}));

const unseen = ['我爱你', '他信我', '她帮他'];

/** Three that are kept out of training. */
export const heldOut = unseen.map((source) => sentences.find((sentence) => sentence.source === source)!);
/** The other 33. */
export const learned = sentences.filter(({ source }) => !unseen.includes(source));

export const chinese = vocabularyOf(sentences.map(({ source }) => characters(source)));
export const english = vocabularyOf(sentences.map(({ target }) => words(target)));

/** A sentence as the ids of its tokens. */
export function pairOf({ source, target }: Sentence): Pair {
  return { source: idsOf(characters(source), chinese), target: idsOf(words(target), english) };
}

/** All 72 as ids, and how many words either side has: what is learned with a part taken away. */
export function withDenials(): { pairs: Pair[]; V_source: number; V_target: number } {
  const all = [...sentences, ...denials];
  const source = vocabularyOf(all.map((sentence) => characters(sentence.source)));
  const target = vocabularyOf(all.map((sentence) => words(sentence.target)));
  const pairs = all.map((sentence) => ({
    source: idsOf(characters(sentence.source), source),
    target: idsOf(words(sentence.target), target),
  }));
  return { pairs, V_source: source.tokens.length, V_target: target.tokens.length };
}
