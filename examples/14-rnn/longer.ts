/**
 * Sentences longer than any that the translator is trained on: at most 10 characters there, 11 to 25 here. Every word
 * is one of the corpus, and so is every construction of the first three groups; only the parts are longer, or more of
 * them stand together: 明天我们的老师不会帮助他们的朋友. The last two groups join people by 和, as the corpus does in 约翰和玛丽 alone.
 */

import { KEPT_APART, fnv1a, meets, type SentencePair } from '../corpus/split.ts';

/** Somebody, or something: Chinese and English. */
type Phrase = [zh: string, en: string];

/** How many sentences a group keeps. */
const KEPT = 60;

/** The groups by the length of their Chinese, in characters, both bounds included. */
export const GROUPS: [from: number, to: number][] = [
  [11, 12],
  [13, 14],
  [15, 16],
  [17, 20],
  [21, 25],
];

const OWNERS: Phrase[] = [
  ['我', 'my'],
  ['你', 'your'],
  ['他', 'his'],
  ['她', 'her'],
  ['我们', 'our'],
  ['他们', 'their'],
];
const ROLES: Phrase[] = [
  ['老师', 'teacher'],
  ['学生', 'student'],
  ['朋友', 'friend'],
];
const NAMED: Phrase[] = [
  ['聪明的约翰', 'smart John'],
  ['高兴的约翰', 'happy John'],
  ['年轻的约翰', 'young John'],
  ['聪明的玛丽', 'smart Mary'],
  ['漂亮的玛丽', 'beautiful Mary'],
  ['年轻的玛丽', 'young Mary'],
  ['约翰和玛丽', 'John and Mary'],
];
const RELATED: Phrase[] = OWNERS.flatMap(([who, whose]) =>
  ROLES.map(([zh, en]): Phrase => [`${who}的${zh}`, `${whose} ${en}`]),
);
const PEOPLE = [...RELATED, ...NAMED];

/** What is done to somebody, with the time that opens the sentence: before the subject, after it, and in the end. */
const MEETINGS: [time: string, verb: string, en: string, when: string][] = [
  ['昨天', '看见了', 'saw', 'yesterday'],
  ['昨天', '没看见', 'did not see', 'yesterday'],
  ['昨天', '没帮助', 'did not help', 'yesterday'],
  ['今天', '帮助了', 'helped', 'today'],
  ['今天', '没看见', 'did not see', 'today'],
  ['明天', '会帮助', 'will help', 'tomorrow'],
  ['明天', '不会帮助', 'will not help', 'tomorrow'],
  ['明天', '不会等', 'will not wait for', 'tomorrow'],
];

/** What is done to something. */
const DEEDS: [time: string, verb: string, en: string, when: string, things: Phrase[]][] = [
  [
    '昨天',
    '买了',
    'bought',
    'yesterday',
    [
      ['一本新书', 'a new book'],
      ['一只漂亮的猫', 'a beautiful cat'],
      ['两个小苹果', 'two small apples'],
      ['一辆漂亮的车', 'a beautiful car'],
    ],
  ],
  [
    '明天',
    '会买',
    'will buy',
    'tomorrow',
    [
      ['一本新书', 'a new book'],
      ['一辆漂亮的车', 'a beautiful car'],
      ['这只漂亮的猫', 'this beautiful cat'],
    ],
  ],
  [
    '昨天',
    '看见了',
    'saw',
    'yesterday',
    [
      ['一只漂亮的狗', 'a beautiful dog'],
      ['这辆漂亮的车', 'this beautiful car'],
      ['我们的狗', 'our dog'],
    ],
  ],
  [
    '今天',
    '读了',
    'read',
    'today',
    [
      ['这本新书', 'this new book'],
      ['他们的诗', 'their poem'],
      ['两首诗', 'two poems'],
    ],
  ],
  [
    '',
    '在图书馆读',
    'reading',
    'in the library',
    [
      ['一本书', 'a book'],
      ['这首诗', 'this poem'],
      ['那本书', 'that book'],
    ],
  ],
];

/** A phrase a person: nobody twice in a sentence, neither by name nor by pronoun. */
function apart(...people: string[]): boolean {
  const names = people.map((zh) => new Set(zh.match(/我|你|他|她|约翰|玛丽/g)));
  return names.every((one, i) => names.slice(i + 1).every((other) => ![...one].some((name) => other.has(name))));
}

const pair = (chinese: string, words: string): SentencePair => ({
  chinese,
  english: words[0].toUpperCase() + words.slice(1),
});

const met = (subjects: Phrase[], objects: Phrase[]): SentencePair[] =>
  MEETINGS.flatMap(([time, verb, en, when]) =>
    subjects.flatMap(([s, subject]) =>
      objects
        .filter(([o]) => apart(s, o))
        .map(([o, object]) => pair(time + s + verb + o, `${subject} ${en} ${object} ${when}`)),
    ),
  );

const done = (subjects: Phrase[]): SentencePair[] =>
  DEEDS.flatMap(([time, verb, en, when, things]) =>
    subjects.flatMap(([s, subject]) => {
      // John and Mary, or two people joined by and, are reading; one person is.
      const be = verb.startsWith('在') ? (subject.includes(' and ') ? 'are ' : 'is ') : '';
      return things.map(([o, thing]) => pair(time + s + verb + o, `${subject} ${be}${en} ${thing} ${when}`));
    }),
  );

/** Two people joined: 我的老师和她的朋友, my teacher and her friend. */
const joined = (people: Phrase[]): Phrase[] =>
  people.flatMap(([zh, en], i) =>
    people
      .slice(i + 1)
      .filter(([other]) => apart(zh, other) && !`${zh}${other}`.includes('约翰和玛丽'))
      .map(([other, too]): Phrase => [`${zh}和${other}`, `${en} and ${too}`]),
  );

/** The sentences of each group, KEPT of them, always the same: those whose English has the smallest hash. */
export function longer(): SentencePair[][] {
  const plain = [...met(PEOPLE, PEOPLE), ...done(PEOPLE)];
  const couples = joined(PEOPLE);
  const more = [...met(couples, PEOPLE), ...met(PEOPLE, couples), ...done(couples)];
  return GROUPS.map(([from, to], k) => {
    const fitting = (k < 3 ? plain : more).filter(({ chinese }) => {
      const length = [...chinese].length;
      // A verb and an object that training keeps apart would be hard at any length.
      return length >= from && length <= to && !KEPT_APART.some((kind) => meets(chinese, kind));
    });
    return fitting.toSorted((p, q) => fnv1a(p.english) - fnv1a(q.english)).slice(0, KEPT);
  });
}
