/**
 * A small grammar that writes corpus.tsv, the sentences our translator learns from:
 *
 *     node --import tsx examples/corpus/grammar.ts
 *
 * Tables of words come first, then the parts of a sentence, then one function for each pattern.
 * Every pattern makes all the sentences it can; `share` keeps some of them, always the same.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KEPT_APART, fnv1a, meets, part, split, type SentencePair } from './split.ts';

// ── words ────────────────────────────────────────────────────────────────────────────────────────

/** Somebody who does something: Chinese, the subject's and the object's English form, am/is/are. */
type Person = { zh: string; en: string; object: string; be: 'am' | 'is' | 'are' };

const person = (zh: string, en: string, object: string, be: Person['be']): Person => ({
  zh,
  en,
  object,
  be,
});

const I = person('我', 'I', 'me', 'am');
const YOU = person('你', 'you', 'you', 'are');
const HE = person('他', 'he', 'him', 'is');
const SHE = person('她', 'she', 'her', 'is');
const WE = person('我们', 'we', 'us', 'are');
const THEY = person('他们', 'they', 'them', 'are');
const JOHN = person('约翰', 'John', 'John', 'is');
const MARY = person('玛丽', 'Mary', 'Mary', 'is');
const BOTH = person('约翰和玛丽', 'John and Mary', 'John and Mary', 'are');

const PRONOUNS = [I, YOU, HE, SHE, WE, THEY];
const PEOPLE = [...PRONOUNS, JOHN, MARY, BOTH];

const POSSESSIVES: [Person, string][] = [
  [I, 'my'],
  [YOU, 'your'],
  [HE, 'his'],
  [SHE, 'her'],
  [WE, 'our'],
  [THEY, 'their'],
];

const PROFESSIONS: [string, string][] = [
  ['老师', 'teacher'],
  ['学生', 'student'],
];
const ROLES: [string, string][] = [...PROFESSIONS, ['朋友', 'friend']];

/** A verb: Chinese, plain form, with he/she, past, -ing. A form that no pattern uses is ''. */
type Verb = { zh: string; base: string; s: string; past: string; ing: string };

const verb = (zh: string, base: string, s: string, past: string, ing: string): Verb => ({
  zh,
  base,
  s,
  past,
  ing,
});

const LOVE = verb('爱', 'love', 'loves', '', '');
const LIKE = verb('喜欢', 'like', 'likes', '', '');
const KNOW = verb('认识', 'know', 'knows', '', '');
const SEE = verb('看见', 'see', '', 'saw', '');
const HELP = verb('帮助', 'help', 'helps', 'helped', '');
const WAIT = verb('等', 'wait for', 'waits for', '', 'waiting for');
const EAT = verb('吃', 'eat', 'eats', 'ate', 'eating');
const DRINK = verb('喝', 'drink', 'drinks', 'drank', 'drinking');
const READ = verb('读', 'read', 'reads', 'read', 'reading');
const WRITE = verb('写', 'write', 'writes', 'wrote', 'writing');
const BUY = verb('买', 'buy', 'buys', 'bought', '');
const HAVE = verb('有', 'have', 'has', '', '');

const SING = verb('唱歌', 'sing', 'sings', 'sang', 'singing');
const DANCE = verb('跳舞', 'dance', 'dances', 'danced', 'dancing');
const SWIM = verb('游泳', 'swim', 'swims', 'swam', 'swimming');
const WORK = verb('工作', 'work', 'works', 'worked', 'working');
const SLEEP = verb('睡觉', 'sleep', 'sleeps', 'slept', 'sleeping');
const ACTIVITIES = [SING, DANCE, SWIM, WORK, SLEEP];

/** A thing: Chinese, its measure word, one and several of it, and the thing in general. */
type Thing = { zh: string; measure: string; one: string; many: string; general: string };

const thing = (zh: string, measure: string, one: string): Thing => ({
  zh,
  measure,
  one,
  many: `${one}s`,
  general: `${one}s`,
});
const drink = (zh: string, en: string): Thing => ({
  zh,
  measure: '杯',
  one: `cup of ${en}`,
  many: `cups of ${en}`,
  general: en,
});

const APPLE = thing('苹果', '个', 'apple');
const EGG = thing('鸡蛋', '个', 'egg');
const PEAR = thing('梨', '个', 'pear');
const BOOK = thing('书', '本', 'book');
const LETTER = thing('信', '封', 'letter');
const POEM = thing('诗', '首', 'poem');
const CAR = thing('车', '辆', 'car');
const CAT = thing('猫', '只', 'cat');
const DOG = thing('狗', '只', 'dog');
const TEA = drink('茶', 'tea');
const WATER = drink('水', 'water');
const MILK = drink('牛奶', 'milk');

const FOOD = [APPLE, EGG, PEAR];
const DRINKS = [TEA, WATER, MILK];
const TEXTS = [BOOK, LETTER, POEM];
const WARES = [BOOK, CAR, CAT, DOG, APPLE, EGG, PEAR, TEA, MILK];

/** What can be done to what. */
const USES: [Verb, Thing[]][] = [
  [EAT, FOOD],
  [DRINK, DRINKS],
  [READ, TEXTS],
  [WRITE, TEXTS],
  [BUY, WARES],
  [SEE, [CAT, DOG, CAR, LETTER, APPLE, PEAR]],
];

const NUMBERS: [string, string][] = [
  ['一', 'a'],
  ['两', 'two'],
  ['三', 'three'],
];

/** An adjective before a noun; one of a single syllable takes no 的 (新书, but 漂亮的车). */
const DESCRIPTIONS: [zh: string, en: string, things: Thing[]][] = [
  ['新', 'new', [BOOK, CAR, POEM]],
  ['大', 'big', [APPLE, PEAR, EGG, DOG, CAT, CAR]],
  ['小', 'small', [APPLE, PEAR, EGG, DOG, CAT, CAR]],
  ['漂亮的', 'beautiful', [CAT, DOG, CAR]],
  ['聪明的', 'smart', [CAT, DOG]], // not of an animal somebody merely saw
];

/** What somebody may be. */
const MOODS: [string, string][] = [
  ['聪明', 'smart'],
  ['高兴', 'happy'],
  ['漂亮', 'beautiful'],
  ['年轻', 'young'],
  ['忙', 'busy'],
];

/** A place, and what is done there. */
type Place = { zh: string; en: string; activities: Verb[]; uses: [Verb, Thing[]][] };

const PLACES: Place[] = [
  { zh: '家', en: 'at home', activities: [SING, DANCE, WORK, SLEEP], uses: USES.slice(0, 4) },
  { zh: '学校', en: 'at school', activities: [SING, DANCE, SWIM, WORK], uses: USES.slice(0, 4) },
  { zh: '公园', en: 'in the park', activities: [SING, DANCE, WORK, SLEEP], uses: USES.slice(0, 4) },
  { zh: '图书馆', en: 'in the library', activities: [WORK, SLEEP], uses: USES.slice(2, 4) },
];

type Time = { zh: string; en: string };
const NO_TIME: Time = { zh: '', en: '' };
const YESTERDAY: Time = { zh: '昨天', en: 'yesterday' };
const TODAY: Time = { zh: '今天', en: 'today' };
const TOMORROW: Time = { zh: '明天', en: 'tomorrow' };
const EVERY_DAY: Time = { zh: '每天', en: 'every day' };

/** Sentences the article speaks of: `share` never leaves them out. */
const ALWAYS = ['我爱你', '聪明的约翰在唱歌'];

// ── parts of a sentence ──────────────────────────────────────────────────────────────────────────

/** A piece of a sentence in both languages. */
type Phrase = { zh: string; en: string };
const NOTHING: Phrase = { zh: '', en: '' };

/** f(as₀, bs₀), f(as₀, bs₁), …: every combination, in order. */
const combine = <A, B, C>(as: readonly A[], bs: readonly B[], f: (a: A, b: B) => C): C[] =>
  as.flatMap((a) => bs.map((b) => f(a, b)));

/** a, or an before a vowel: an apple, but a big apple. */
const a = (en: string): string => `${/^[aeiou]/.test(en) ? 'an' : 'a'} ${en}`;

/** 一本书 a book, 两本书 two books, 三杯茶 three cups of tea. */
const counted = (t: Thing, [zh, en]: [string, string]): Phrase => ({
  zh: zh + t.measure + t.zh,
  en: en === 'a' ? a(t.one) : `${en} ${t.many}`,
});

/** 一本新书 a new book, 一只漂亮的猫 a beautiful cat, 这只小狗 this small dog. */
const described = (t: Thing): Phrase[] =>
  DESCRIPTIONS.filter(([, , things]) => things.includes(t)).flatMap(([zh, en]) => [
    { zh: `一${t.measure}${zh}${t.zh}`, en: a(`${en} ${t.one}`) },
    { zh: `这${t.measure}${zh}${t.zh}`, en: `this ${en} ${t.one}` },
  ]);

/** 这本书 this book, 那本书 that book. */
const pointedAt = (t: Thing): Phrase[] => [
  { zh: `这${t.measure}${t.zh}`, en: `this ${t.one}` },
  { zh: `那${t.measure}${t.zh}`, en: `that ${t.one}` },
];

/** 我的书 my book. */
const owned = (t: Thing): Phrase[] =>
  POSSESSIVES.map(([who, en]) => ({ zh: `${who.zh}的${t.zh}`, en: `${en} ${t.one}` }));

/** 书 after 没 or before 吗 is one book (没买书: did not buy a book); 茶 is tea. */
const bare = (t: Thing): Phrase => ({
  zh: t.zh,
  en: t.measure === '杯' ? t.general : a(t.one),
});

/** 喜欢书: likes books, all of them. */
const general = (t: Thing): Phrase => ({ zh: t.zh, en: t.general });

/** 我的老师 my teacher, 她的朋友 her friend. */
const relations: Person[] = combine(POSSESSIVES, ROLES, ([who, en], [zh, role]) =>
  person(`${who.zh}的${zh}`, `${en} ${role}`, `${en} ${role}`, 'is'),
);

/** 聪明的约翰 smart John. */
const describedNames: Person[] = [
  ...MOODS.slice(0, 2).map(([zh, en]) => name(zh, en, JOHN)),
  ...MOODS.slice(0, 3).map(([zh, en]) => name(zh, en, MARY)),
  name('年轻', 'young', JOHN),
  name('年轻', 'young', MARY),
];

function name(zh: string, en: string, who: Person): Person {
  return person(`${zh}的${who.zh}`, `${en} ${who.en}`, `${en} ${who.en}`, 'is');
}

/** 这只猫 this cat, as somebody who does something. */
const animals: Person[] = [CAT, DOG]
  .flatMap((t) => [...pointedAt(t), ...owned(t)])
  .map(({ zh, en }) => person(zh, en, en, 'is'));

/** Nobody appears twice in a sentence: not I … me, I … us, beautiful Mary … Mary. */
function apart(subject: Person, object: Person): boolean {
  const together = [[I, WE], ...PRONOUNS.map((one) => [one])];
  if (together.some((same) => same.includes(subject) && same.includes(object))) return false;
  return ![JOHN, MARY].some(({ zh }) => subject.zh.includes(zh) && object.zh.includes(zh));
}

/** Subjects and objects that are apart. */
const couples = (subjects: Person[], objects: Person[]): [Person, Person][] =>
  combine(subjects, objects, (s, o): [Person, Person] => [s, o]).filter(([s, o]) => apart(s, o));

// ── sentences ────────────────────────────────────────────────────────────────────────────────────

type Tense = 'present' | 'past' | 'future' | 'now';
type Mode = 'says' | 'denies' | 'asks';
const MODES: Mode[] = ['says', 'denies', 'asks'];

/**
 * Where the time stands in Chinese. Speakers move it freely; here a rule decides, so that every
 * English sentence has one Chinese sentence: 明天 opens the sentence (明天他…), 每天 follows the
 * subject, 昨天 and 今天 follow a pronoun (他昨天…) and precede any other subject (昨天约翰…).
 */
function opening(subject: Person, time: Time): string {
  const follows = time === EVERY_DAY || (time !== TOMORROW && PRONOUNS.includes(subject));
  return follows ? subject.zh + time.zh : time.zh + subject.zh;
}

/** The verb in Chinese with its 了, 不, 没, 会, 在 and 吗. */
function chinesePredicate(v: Verb, object: Phrase, tense: Tense, mode: Mode): string {
  const vo = v.zh + object.zh;
  const no = mode === 'denies';
  if (tense === 'past') {
    if (no) return `没${vo}`;
    return mode === 'asks' ? `${vo}了吗？` : `${v.zh}了${object.zh}`;
  }
  const before = {
    present: no ? '不' : '',
    future: no ? '不会' : '会',
    now: no ? '没在' : '在',
  }[tense];
  return before + vo + (mode === 'asks' ? '吗？' : '');
}

/** The English verb with its subject: he loves, he does not love, does he love. */
function englishClause(subject: Person, v: Verb, tense: Tense, mode: Mode): string {
  const singular = subject.be === 'is';
  const helper = {
    present: singular ? 'does' : 'do',
    past: 'did',
    future: 'will',
    now: subject.be,
  }[tense];
  const rest = tense === 'now' ? v.ing : v.base;
  if (mode === 'asks') return `${helper} ${subject.en} ${rest}`;
  if (mode === 'denies') return `${subject.en} ${helper} not ${rest}`;
  if (tense === 'present') return `${subject.en} ${singular ? v.s : v.base}`;
  if (tense === 'past') return `${subject.en} ${v.past}`;
  return `${subject.en} ${helper} ${rest}`;
}

/** Words to a sentence: single spaces, a capital letter, and ? for a question. */
function pair(chinese: string, english: string): SentencePair {
  const words = english.trim().replaceAll(/ +/g, ' ');
  const capital = words[0].toUpperCase() + words.slice(1);
  return { chinese, english: chinese.endsWith('？') ? `${capital}?` : capital };
}

/** Subject, verb, object and time in any tense and mode. */
const sentence = (subject: Person, v: Verb, object: Phrase, time: Time, tense: Tense, mode: Mode): SentencePair =>
  pair(
    opening(subject, time) + chinesePredicate(v, object, tense, mode),
    `${englishClause(subject, v, tense, mode)} ${object.en} ${time.en}`,
  );

/** Asking about oneself (Am I at school?) is grammatical but odd: left out. */
const sensible = (subject: Person, modes: Mode[] = MODES): Mode[] =>
  modes.filter((mode) => mode !== 'asks' || (subject !== I && subject !== WE));

// ── patterns ─────────────────────────────────────────────────────────────────────────────────────

/** 我爱你. 他不认识玛丽. 你喜欢他吗？ That one knows one's own friend goes without saying. */
const feelings = (subjects: Person[], objects: Person[]): SentencePair[] =>
  couples(subjects, objects).flatMap(([s, o]) =>
    combine([LOVE, LIKE, KNOW], sensible(s), (v, mode) =>
      sentence(s, v, { zh: o.zh, en: o.object }, NO_TIME, 'present', mode),
    ).filter(({ chinese }) => !chinese.includes('认识') || o.zh[0] !== s.zh[0]),
  );

/** When the verbs that meet a person are natural: no 每天看见, no 等了. */
const MEETINGS: [Verb, Time, Tense, Mode[]][] = [
  [SEE, NO_TIME, 'past', MODES],
  [SEE, YESTERDAY, 'past', MODES],
  [SEE, TODAY, 'past', MODES],
  [SEE, TOMORROW, 'future', MODES],
  [HELP, YESTERDAY, 'past', MODES],
  [HELP, TODAY, 'past', MODES],
  [HELP, TOMORROW, 'future', MODES],
  [HELP, EVERY_DAY, 'present', ['says', 'asks']],
  [WAIT, NO_TIME, 'now', MODES],
  [WAIT, YESTERDAY, 'past', ['denies', 'asks']],
  [WAIT, TOMORROW, 'future', MODES],
  [WAIT, EVERY_DAY, 'present', ['says', 'asks']],
];

/** 他昨天看见了我. 明天玛丽会帮助你吗？ 他们在等她. */
const meetings = (subjects: Person[], objects: Person[]): SentencePair[] =>
  couples(subjects, objects).flatMap(([s, o]) =>
    MEETINGS.flatMap(([v, time, tense, modes]) =>
      sensible(s, modes).map((mode) => sentence(s, v, { zh: o.zh, en: o.object }, time, tense, mode)),
    ),
  );

/** The objects that go with a verb: 一本书, 两本书, 三本书. */
const amounts = (_: Verb, t: Thing): Phrase[] => NUMBERS.map((number) => counted(t, number));

/** 一本新书, 这只漂亮的猫; one does not see at a glance that a dog is smart. */
const descriptions = (_: Verb, t: Thing): Phrase[] => described(t).filter(({ zh }) => !zh.includes('聪明'));

/** 这本书, 我的书: what both know of. One cannot write *my* letter. */
const known = (v: Verb, t: Thing): Phrase[] =>
  DRINKS.includes(t) ? [] : [...pointedAt(t), ...(v === WRITE || v === BUY ? [] : owned(t))];

/** 书, after 没 and before 吗; what one asks whether somebody saw, both know of. */
const anything = (v: Verb, t: Thing): Phrase[] => (v === SEE ? [] : [bare(t)]);

/** Nobody writes a whole book in a day or plans to see a cat; 买 and 看见 are over at once. */
const happens = (v: Verb, t: Thing, time: Time, tense: Tense): boolean =>
  !(v === WRITE && t === BOOK && time !== NO_TIME) &&
  !(v === SEE && tense === 'future') &&
  !(v.ing === '' && tense === 'now');

/** 他昨天买了一本新书. 约翰没吃苹果. 明天你会读这本书吗？ */
const deeds = (
  subjects: Person[],
  times: [Time, Tense][],
  mode: Mode,
  objects: (v: Verb, t: Thing) => Phrase[],
): SentencePair[] =>
  USES.flatMap(([v, things]) =>
    things.flatMap((t) => {
      const who = subjects.filter((s) => sensible(s).includes(mode));
      const when = times.filter(([time, tense]) => happens(v, t, time, tense));
      return combine(who, when, (s, [time, tense]) =>
        objects(v, t).map((o) => sentence(s, v, o, time, tense, mode)),
      ).flat();
    }),
  );

/** What is done every day; a drink then needs no cup. */
const HABITS: [Verb, Thing[]][] = [
  [EAT, FOOD],
  [DRINK, DRINKS],
  [READ, TEXTS],
  [WRITE, [LETTER, POEM]],
];

/** 他每天吃一个苹果. 我每天喝茶. */
const habits = (subjects: Person[]): SentencePair[] =>
  combine(subjects, HABITS, (s, [v, things]) =>
    things
      .flatMap((t) => [...NUMBERS.map((number) => counted(t, number)), ...(DRINKS.includes(t) ? [general(t)] : [])])
      .map((o) => sentence(s, v, o, EVERY_DAY, 'present', 'says')),
  ).flat();

/** 他不吃鸡蛋. 你喝牛奶吗？ */
const diets = (subjects: Person[]): SentencePair[] =>
  combine(subjects, HABITS.slice(0, 2), (s, [v, things]) =>
    combine(things, sensible(s, ['denies', 'asks']), (t, mode) => sentence(s, v, general(t), NO_TIME, 'present', mode)),
  ).flat();

/** 他喜欢猫. 我不喜欢这本书. 你喜欢我的车吗？ */
const tastes = (subjects: Person[]): SentencePair[] => {
  const goods = [BOOK, POEM, LETTER, CAR, CAT, DOG];
  const objects = [
    ...[...FOOD, ...DRINKS, ...goods].map(general),
    ...[...FOOD, ...goods].flatMap(pointedAt),
    ...goods.flatMap(owned),
  ];
  return subjects.flatMap((s) =>
    combine(objects, sensible(s), (o, mode) => sentence(s, LIKE, o, NO_TIME, 'present', mode)),
  );
};

/** 玛丽喜欢跳舞. 我爱唱歌. */
const pleasures = (subjects: Person[]): SentencePair[] =>
  combine(subjects, [LOVE, LIKE], (s, v) =>
    combine(ACTIVITIES, sensible(s), (act, mode) =>
      sentence(s, v, { zh: act.zh, en: act.ing }, NO_TIME, 'present', mode),
    ),
  ).flat();

/** 我有一只猫. 他没有车. 你有书吗？ */
const possessions = (subjects: Person[], things: Thing[]): SentencePair[] =>
  combine(subjects, things, (s, t) => {
    const some = [
      ...NUMBERS.map((number) => counted(t, number)),
      ...described(t).filter(({ zh }) => zh.startsWith('一')),
    ];
    const none = `${englishClause(s, HAVE, 'present', 'denies')} ${bare(t).en}`;
    return [
      ...some.map((o) => sentence(s, HAVE, o, NO_TIME, 'present', 'says')),
      pair(`${s.zh}没有${t.zh}`, none),
      ...sensible(s, ['asks']).map((mode) => sentence(s, HAVE, bare(t), NO_TIME, 'present', mode)),
    ];
  }).flat();

const ACTIVITY_TIMES: [Time, Tense, Mode[]][] = [
  [NO_TIME, 'now', MODES],
  [EVERY_DAY, 'present', ['says', 'asks']],
  [NO_TIME, 'present', ['denies']],
  [YESTERDAY, 'past', MODES],
  [TODAY, 'past', MODES],
  [TOMORROW, 'future', MODES],
];

/** 聪明的约翰在唱歌. 他每天游泳吗？ 昨天玛丽没跳舞. */
const activities = (subjects: Person[], acts: Verb[]): SentencePair[] =>
  combine(subjects, acts, (s, v) =>
    ACTIVITY_TIMES.flatMap(([time, tense, modes]) =>
      sensible(s, modes).map((mode) => sentence(s, v, NOTHING, time, tense, mode)),
    ),
  ).flat();

/** Without 了: the time word alone makes the tense. */
const PLACED_TIMES: [Time, Tense, be: string][] = [
  [NO_TIME, 'now', '在'],
  [EVERY_DAY, 'present', '在'],
  [YESTERDAY, 'past', '在'],
  [TOMORROW, 'future', '会在'],
];

/** 他在家唱歌. 他每天在家唱歌. 他昨天在家唱歌. */
const placedActivities = (subjects: Person[]): SentencePair[] =>
  combine(subjects, PLACES, (s, { zh, en, activities: acts }) =>
    combine(acts, PLACED_TIMES, (v, [time, tense, be]) =>
      pair(`${opening(s, time)}${be}${zh}${v.zh}`, `${englishClause(s, v, tense, 'says')} ${en} ${time.en}`),
    ),
  ).flat();

/** 她在图书馆读一本书. 我在家喝茶. */
const placedDeeds = (subjects: Person[]): SentencePair[] =>
  combine(subjects, PLACES, (s, { zh, en, uses }) =>
    uses.flatMap(([v, things]) => {
      const objects = things.flatMap((t) =>
        DRINKS.includes(t) ? [general(t)] : [counted(t, NUMBERS[0]), ...pointedAt(t)],
      );
      const clause = englishClause(s, v, 'now', 'says');
      return objects.map((o) => pair(`${s.zh}在${zh}${v.zh}${o.zh}`, `${clause} ${o.en} ${en}`));
    }),
  ).flat();

/** is, is not, is …?: the forms of a sentence about what somebody is, or was. */
function being(s: Person, rest: string, past: boolean, mode: Mode): string {
  const be = past ? (s.be === 'are' ? 'were' : 'was') : s.be;
  if (mode === 'asks') return `${be} ${s.en} ${rest}`;
  return `${s.en} ${be} ${mode === 'denies' ? 'not ' : ''}${rest}`;
}

/** Times of a sentence with am, is or are; yesterday makes them was and were. */
const BEING_TIMES = [NO_TIME, YESTERDAY, TODAY];

/** 我在学校. 他昨天不在家. 你今天在图书馆吗？ */
const whereabouts = (subjects: Person[]): SentencePair[] =>
  combine(subjects, PLACES, (s, { zh, en }) =>
    combine(BEING_TIMES, sensible(s), (time, mode) =>
      pair(
        opening(s, time) + { says: `在${zh}`, denies: `不在${zh}`, asks: `在${zh}吗？` }[mode],
        `${being(s, en, time === YESTERDAY, mode)} ${time.en}`,
      ),
    ),
  ).flat();

/** 明天玛丽会在家. 明天他不会在学校. */
const plans = (subjects: Person[]): SentencePair[] =>
  combine(subjects, PLACES, (s, { zh, en }) => [
    pair(`${opening(s, TOMORROW)}会在${zh}`, `${s.en} will be ${en} tomorrow`),
    pair(`${opening(s, TOMORROW)}不会在${zh}`, `${s.en} will not be ${en} tomorrow`),
  ]).flat();

/** 很高兴, 不高兴, 高兴吗？ A plain statement takes 很, which then does not mean very. */
const predicate = (adjective: string, mode: Mode): string =>
  ({ says: `很${adjective}`, denies: `不${adjective}`, asks: `${adjective}吗？` })[mode];

/** 他很聪明. 玛丽昨天不高兴. 你今天忙吗？ Only a mood changes with the day. */
const moods = (subjects: Person[]): SentencePair[] =>
  combine(subjects, MOODS, (s, [zh, en]) =>
    combine(['高兴', '忙'].includes(zh) ? BEING_TIMES : [NO_TIME], sensible(s), (time, mode) =>
      pair(opening(s, time) + predicate(zh, mode), `${being(s, en, time === YESTERDAY, mode)} ${time.en}`),
    ).filter(() => zh !== '漂亮' || [YOU, SHE, MARY, ...relations].includes(s)),
  ).flat();

/** 这本书很新. 我的狗不大. 那只猫小吗？ */
const qualities = (): SentencePair[] =>
  DESCRIPTIONS.flatMap(([zh, en, things]) =>
    // A poem stays new for a day only: nobody says so.
    things
      .filter((t) => t !== POEM)
      .flatMap((t) => {
        const subjects = FOOD.includes(t) ? pointedAt(t) : [...pointedAt(t), ...owned(t)];
        return combine(subjects, MODES, (o, mode) =>
          pair(o.zh + predicate(zh.replace('的', ''), mode), being(person(o.zh, o.en, o.en, 'is'), en, false, mode)),
        );
      }),
  );

/** Chinese has no plural here: 他是学生 (a student), 他们是学生 (students). */
const plural = (s: Person): boolean => s.be === 'are' && s !== YOU;

/** 老师 a teacher, or teachers; 一个聪明的学生 a smart student. */
function kinds(s: Person): Phrase[] {
  if (plural(s)) return ROLES.map(([zh, en]) => ({ zh, en: `${en}s` }));
  const smart = combine([MOODS[0], MOODS[3]], PROFESSIONS, ([mood, adjective], [zh, en]) => ({
    zh: `一个${mood}的${zh}`,
    en: a(`${adjective} ${en}`),
  }));
  return [...PROFESSIONS.map(([zh, en]) => ({ zh, en: a(en) })), ...smart];
}

/** 她的老师 her teacher, or her teachers: of anybody but oneself. */
const whose = (s: Person): Phrase[] =>
  relations.filter(({ zh }) => zh[0] !== s.zh[0]).map(({ zh, en }) => ({ zh, en: plural(s) ? `${en}s` : en }));

/** 我是老师. 他们是学生. 她不是我的朋友. 约翰是一个聪明的学生. */
const identities = (subjects: Person[], roles: (s: Person) => Phrase[]): SentencePair[] =>
  subjects.flatMap((s) =>
    combine(roles(s), sensible(s), (who, mode) =>
      pair(
        s.zh + { says: `是${who.zh}`, denies: `不是${who.zh}`, asks: `是${who.zh}吗？` }[mode],
        being(s, who.en, false, mode),
      ),
    ),
  );

// ── the corpus ───────────────────────────────────────────────────────────────────────────────────

/** At most 10 characters and 8 words: what a small model reads in a minute of training. */
const short = ({ chinese, english }: SentencePair): boolean =>
  [...chinese.replace('？', '')].length <= 10 && english.split(' ').length <= 8;

/** `count` sentences of a pattern: those of ALWAYS, then those with the smallest hash. */
function share(pairs: SentencePair[], count: number): SentencePair[] {
  const kept = new Set(shuffled(pairs.filter(short)).slice(0, count));
  return pairs.filter((p) => kept.has(p));
}

/** In the order of the hash of the English (split.ts hashes the Chinese), ALWAYS before all. */
function shuffled(pairs: SentencePair[]): SentencePair[] {
  const rank = ({ chinese, english }: SentencePair) => (ALWAYS.includes(chinese) ? -1 : fnv1a(english));
  return pairs.toSorted((p, q) => rank(p) - rank(q));
}

/** A word must be met in so many sentences of the training part. */
const LEAST = 22;

/** The words of a pair: Chinese characters and English words, without ?. */
const words = ({ chinese, english }: SentencePair): string[] => [
  ...new Set([...chinese.replace('？', ''), ...english.toLowerCase().replace('?', '').split(' ')]),
];

/** Sentences from `stock` for every word that has fewer than LEAST in the training part. */
function missing(pairs: SentencePair[], stock: SentencePair[]): SentencePair[] {
  const count = new Map<string, number>();
  const met = (word: string) => count.get(word) ?? 0;
  const add = (p: SentencePair) => {
    if (part(p.chinese) === 'training') words(p).forEach((word) => count.set(word, met(word) + 1));
  };
  pairs.forEach(add);
  const have = new Set(pairs.map(({ chinese }) => chinese));
  const others = stock.filter((p) => short(p) && part(p.chinese) !== 'recombined');
  return shuffled(others).filter((p) => {
    const wanted = !have.has(p.chinese) && words(p).some((word) => met(word) < LEAST);
    if (wanted) add(p);
    return wanted;
  });
}

/** Recombinations are only tested on: so many are enough for each pair of KEPT_APART. */
const ENOUGH = 18;

/** `pairs` with at most ENOUGH recombinations of a kind. */
function thinned(pairs: SentencePair[]): SentencePair[] {
  const surplus = KEPT_APART.flatMap((kind) =>
    shuffled(pairs.filter(({ chinese }) => meets(chinese, kind))).slice(ENOUGH),
  );
  return pairs.filter((p) => !surplus.includes(p));
}

const EVERYBODY = [...PEOPLE, ...relations];
const SINGLE = [...PRONOUNS, JOHN, MARY];
const PAST: [Time, Tense][] = [
  [NO_TIME, 'past'],
  [YESTERDAY, 'past'],
  [TODAY, 'past'],
];
const FUTURE: [Time, Tense][] = [[TOMORROW, 'future']];
const NOW: [Time, Tense][] = [[NO_TIME, 'now']];

/** Every pattern with the number of sentences it gives to the corpus. */
const PATTERNS: [SentencePair[], number][] = [
  [feelings(PEOPLE, SINGLE), 180],
  [feelings(PEOPLE, relations), 60],
  [feelings(relations, SINGLE), 50],
  [feelings(describedNames, SINGLE), 30],
  [meetings(PEOPLE, SINGLE), 145],
  [meetings(PEOPLE, relations), 50],
  [meetings(relations, SINGLE), 50],
  [deeds(PEOPLE, PAST, 'says', amounts), 60],
  [deeds(PEOPLE, PAST, 'says', descriptions), 40],
  [deeds(PEOPLE, PAST, 'says', known), 50],
  [deeds(describedNames, PAST, 'says', amounts), 18],
  [deeds(describedNames, PAST, 'says', descriptions), 10],
  [deeds(describedNames, PAST, 'says', known), 12],
  [deeds(PEOPLE, PAST, 'denies', anything), 45],
  [deeds(PEOPLE, PAST, 'denies', known), 35],
  [deeds(PEOPLE, PAST, 'asks', anything), 45],
  [deeds(PEOPLE, PAST, 'asks', known), 35],
  [deeds(PEOPLE, NOW, 'says', amounts), 35],
  [deeds(PEOPLE, NOW, 'says', descriptions), 15],
  [deeds(PEOPLE, NOW, 'says', known), 25],
  [deeds(PEOPLE, NOW, 'denies', anything), 25],
  [deeds(PEOPLE, NOW, 'denies', known), 15],
  [deeds(PEOPLE, NOW, 'asks', anything), 25],
  [deeds(PEOPLE, NOW, 'asks', known), 15],
  [deeds(PEOPLE, FUTURE, 'says', amounts), 30],
  [deeds(PEOPLE, FUTURE, 'says', descriptions), 20],
  [deeds(PEOPLE, FUTURE, 'says', known), 20],
  [deeds(PEOPLE, FUTURE, 'denies', anything), 20],
  [deeds(PEOPLE, FUTURE, 'denies', known), 15],
  [deeds(PEOPLE, FUTURE, 'asks', anything), 20],
  [deeds(PEOPLE, FUTURE, 'asks', known), 15],
  [habits(PEOPLE), 60],
  [habits(relations), 15],
  [diets(EVERYBODY), 70],
  [tastes(EVERYBODY), 60],
  [pleasures(EVERYBODY), 35],
  [possessions(PEOPLE, FOOD), 20],
  [possessions(EVERYBODY, [BOOK, LETTER, CAR, CAT, DOG]), 60],
  [activities(PEOPLE, ACTIVITIES), 80],
  [activities(describedNames, ACTIVITIES), 40],
  [activities(relations, ACTIVITIES), 40],
  [activities(animals, [SLEEP]), 15],
  [placedActivities(PEOPLE), 60],
  [placedDeeds(PEOPLE), 50],
  [whereabouts(EVERYBODY), 60],
  [plans(EVERYBODY), 15],
  [moods(EVERYBODY), 70],
  [qualities(), 50],
  [identities(PEOPLE, kinds), 50],
  [identities(PEOPLE, whose), 40],
];

/** The whole corpus: every pattern's share, then what rare words still need. */
export function corpus(): SentencePair[] {
  const pairs = PATTERNS.flatMap(([sentences, count]) => share(sentences, count));
  const stock = PATTERNS.flatMap(([sentences]) => sentences);
  return [...thinned(pairs), ...missing(pairs, stock)];
}

/** The text of corpus.tsv: English, a tab, Chinese, one pair a line. */
export function tsv(pairs: readonly SentencePair[]): string {
  return pairs.map(({ english, chinese }) => `${english}\t${chinese}\n`).join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pairs = corpus();
  writeFileSync(new URL('corpus.tsv', import.meta.url), tsv(pairs));
  const characters = new Set(pairs.flatMap(words).filter((word) => /\p{Script=Han}/u.test(word)));
  const english = new Set(pairs.flatMap(words).filter((word) => !characters.has(word)));
  const { training, unseen, recombined } = split(pairs);
  console.log(
    `${pairs.length} pairs, ${characters.size} characters, ${english.size} words; ` +
      `${training.length} to train on, ${unseen.length} unseen, ${recombined.length} recombined`,
  );
}
