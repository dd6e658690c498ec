import fc from 'fast-check';
import t from 'tap';
import { bare, groupsOf, partsOf, type Parts } from '../../examples/corpus/groups.ts';
import { described } from '../../examples/corpus/reading.ts';
import type { SentencePair } from '../../examples/corpus/split.ts';
import { speaker } from '../../lib/language.ts';
import { refuses } from '../refuses.ts';

const SIX: SentencePair[] = [
  { english: 'I love you.', chinese: '我爱你。' },
  { english: 'It is raining.', chinese: '下雨了。' },
  { english: 'He runs.', chinese: '他在跑。' },
  { english: 'I LOVE YOU!', chinese: '我喜欢你。' }, // the English of the first
  { english: 'She runs.', chinese: '他 在　跑！' }, // the Chinese of the third
  { english: 'I like you.', chinese: '我喜歡你' }, // the Chinese of the fourth
];

const ALL_TRAINING = { training: 100, validation: 0, test: 0 };
const sides = (parts: Parts) => [parts.training, parts.validation, parts.test];

t.test('by hand: what does not matter between two sentences', async (t) => {
  for (const one of ['I am here', 'i am here.', 'I’m here!', '  I AM, here…', 'Ｉ ａｍ ｈｅｒｅ？'])
    t.equal(bare(one, 'en'), 'iamhere', one);
  for (const one of ['我的头发', '我的頭髮。', '「我的 头发」', '我的頭 髮！', '　我，的头发？'])
    t.equal(bare(one, 'zh'), '我的头发', one);
  t.equal(bare("Tom's dog", 'en'), bare('Toms dog', 'en'), 'an apostrophe is punctuation');
  t.equal(bare('我用 ＷｉＦｉ。', 'zh'), '我用wifi');
  t.equal(bare('乾 隆', 'zh'), '乾隆', 'a word that keeps its 乾, which alone is simplified to 干');
  t.not(bare('I love you', 'en'), bare('You love I', 'en'), 'the order does matter');
});

t.test('by hand: what is one sentence in training is one sentence here', async (t) => {
  const same: ['en' | 'zh', string[]][] = [
    ['en', ['We don’t know.', 'We don‘t know.', "We don't know.", 'We don‛t know.', 'We do\u00ADn’t know\u200B.']],
    ['en', ['So it is...', 'So it is…']],
    ['zh', ['他走了……', '他走了⋯⋯', '他走了⋯', '他走了...', '他\uFEFF走了。']],
    ['zh', ['看着我', '看著我', '看 著 我。']],
    ['zh', ['乾隆', '乾 隆']],
    ['zh', ['好——你来', '好──你来', '好--你来']],
    ['zh', ['你来～', '你来~', '你来〜']],
    ['zh', ['约翰・史密斯', '约翰·史密斯', '约翰‧史密斯']],
  ];
  for (const [language, [first, ...others]] of same)
    for (const other of others) t.equal(bare(other, language), bare(first, language), other);
  t.equal(bare('We don‘t know.', 'en'), 'wedonotknow');
  t.equal(bare('他走了⋯⋯', 'zh'), '他走了');
});

t.test('by property: two spellings of a sentence are never on two sides', async (t) => {
  const apostrophes = Array.from({ length: 60 }, (_, i) => [
    { english: `He doesn't see ${i}.`, chinese: `他看不见${i}⋯` },
    { english: `He doesn‘t see ${i}.`, chinese: `第${i}个他看不见` },
    { english: `He cannot see the ${i}.`, chinese: `他看不见${i}…` },
  ]);
  const { training, validation, test, groups } = partsOf(apostrophes.flat(), {
    training: 50,
    validation: 25,
    test: 25,
  });
  t.equal(groups, 60);
  for (const side of [training, validation, test]) t.equal(side.length % 3, 0);
  t.equal(training.length + validation.length + test.length, 180);
});

t.test('by hand: words that every object knows', async (t) => {
  const words = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
  t.strictSame(groupsOf(words.map((word, i) => [word, String(i)])), ['0', '1', '2', '3', '4']);
  const pairs = words.map((word) => ({ english: `The ${word}.`, chinese: word }));
  t.strictSame(partsOf(pairs, ALL_TRAINING).training, pairs);
});

t.test('by hand: six pairs, three groups', async (t) => {
  // 1 and 4 share their English, 4 and 6 their Chinese: 1, 4, 6. 3 and 5 share their Chinese. 2 is alone.
  const parts = partsOf(SIX, ALL_TRAINING);
  t.strictSame(parts, {
    training: SIX,
    validation: [],
    test: [],
    duplicates: 0,
    groups: 3,
    largest: 3,
  });
});

t.test('by hand: a group is named after its smallest sentence', async (t) => {
  const lists = SIX.map(({ english, chinese }) => [bare(english, 'en'), bare(chinese, 'zh')]);
  const [like, rain, run] = ['ilikeyou', 'itisraining', 'heruns'];
  t.strictSame(groupsOf(lists), [like, rain, run, like, run, like]);
  t.strictSame(groupsOf(lists.toReversed()), [like, run, like, run, rain, like]);
});

t.test('by hand: a group goes where the hash of its name says', async (t) => {
  // Published 32-bit FNV-1a values, and their last two decimal places:
  // a e40c292c 20, c e60c2c52 58, e e00c22e0 44, fooba 39aaa18a 86, d e10c2473 63.
  const pair = (english: string): SentencePair => ({ english, chinese: `${english}我` });
  const parts = partsOf(['a', 'c', 'e', 'fooba', 'd'].map(pair), {
    training: 44,
    validation: 15,
    test: 41,
  });
  const english = sides(parts).map((pairs) => pairs.map((one) => one.english));
  t.strictSame(english, [['a'], ['c', 'e'], ['fooba', 'd']], 'below 44; 44 to 58; from 59');
});

t.test('by hand: a pair that says the same is kept once, as it is spelled first', async (t) => {
  const again = [
    { english: 'i love you', chinese: '我愛你' },
    { english: 'It’s raining', chinese: '下雨了' }, // “it’s” is not written in full: another sentence
    { english: 'I like you', chinese: '我 喜欢 你' },
  ];
  const parts = partsOf([...SIX, ...again], ALL_TRAINING);
  t.equal(parts.duplicates, 2);
  t.strictSame(parts.training, [...SIX, again[1]]);
  t.equal(parts.groups, 3, 'it shares its Chinese with “it is raining”');
});

t.test('by hand: what is printed', async (t) => {
  const pairs = (count: number) => Array.from({ length: count }, () => SIX[0]);
  const parts = {
    training: pairs(17_917),
    validation: pairs(970),
    test: pairs(1113),
    duplicates: 12,
    groups: 16_624,
    largest: 41,
  };
  t.equal(
    described(parts, speaker('en')),
    'Different pairs: 20,000. Repeated, and left out: 12.\n' +
      'Groups of pairs that share a sentence: 16,624, the largest of 41. A group stays on one side.\n' +
      'Training: 17,917. Validation: 970. Test: 1,113.',
  );
  t.equal(
    described(parts, speaker('zh')),
    '不同的句对：20,000。重复而略去的：12。\n' +
      '有相同句子的句对归为一组：共 16,624 组，最大的一组有 41 对。同组的句对不会分开。\n' +
      '训练：17,917。验证：970。测试：1,113。',
  );
});

// Sentences known by number, in spellings that say the same.
const ENGLISH = Array.from({ length: 24 }, (_, i) => {
  const [verb, noun] = [['see', 'like', 'want'][i % 3], 'abcdefgh'[Math.floor(i / 3)]];
  return [`I ${verb} ${noun}`, `i ${verb}, ${noun}.`, `“I  ${verb.toUpperCase()} ${noun}”!`];
});
const CHINESE = Array.from({ length: 24 }, (_, i) => {
  const noun = '狗猫书车鱼花山水'[Math.floor(i / 3)];
  const [verb, old] = [
    ['爱', '愛'],
    ['买', '買'],
    ['画', '畫'],
  ][i % 3];
  return [`我${verb}${noun}`, `我${old}${noun}。`, ` 我　${verb} ${noun}！`];
});

/** Pairs of numbers, English and Chinese, each in one of three spellings. */
const links = fc.array(
  fc.record({
    e: fc.nat(23),
    c: fc.nat(23),
    spelling: fc.nat(2),
    other: fc.nat(2),
  }),
  { maxLength: 40 },
);
type Link = { e: number; c: number; spelling: number; other: number };
const spelled = ({ e, c, spelling, other }: Link): SentencePair => ({
  english: ENGLISH[e][spelling],
  chinese: CHINESE[c][other],
});
const THIRDS = { training: 34, validation: 33, test: 33 };

/** The numbers of the sentences of a pair: English from 0, Chinese from 100. */
function numbers({ english, chinese }: SentencePair): [number, number] {
  const e = ENGLISH.findIndex((spellings) => spellings.includes(english));
  return [e, 100 + CHINESE.findIndex((spellings) => spellings.includes(chinese))];
}

/** Sizes of the connected components, counted in different links: labels spread until nothing changes. */
function componentSizes(pairs: [number, number][]): number[] {
  const label = new Map(pairs.flat().map((vertex) => [vertex, vertex]));
  for (let changed = true; changed;) {
    changed = false;
    for (const [a, b] of pairs) {
      const least = Math.min(label.get(a)!, label.get(b)!);
      changed ||= label.get(a) !== least || label.get(b) !== least;
      label.set(a, least).set(b, least);
    }
  }
  const counts = new Map<number, number>();
  for (const [a] of pairs) counts.set(label.get(a)!, (counts.get(label.get(a)!) ?? 0) + 1);
  return [...counts.values()];
}

t.test('by property: no sentence is on two sides, and every pair is on one', async () => {
  fc.assert(
    fc.property(links, (links) => {
      const parts = partsOf(links.map(spelled), THIRDS);
      const vertices = sides(parts).map((pairs) => new Set(pairs.flatMap(numbers)));
      const all = new Set(links.flatMap(({ e, c }) => [e, 100 + c]));
      const noneTwice = vertices[0].size + vertices[1].size + vertices[2].size === all.size;
      const kept = sides(parts).flat().map(numbers).map(String).sort();
      const wanted = [...new Set(links.map(({ e, c }) => `${e},${100 + c}`))].sort();
      const once = kept.join(' ') === wanted.join(' ');
      return noneTwice && once && parts.duplicates === links.length - wanted.length;
    }),
    { seed: 20, numRuns: 300 },
  );
});

t.test('by property: the groups are the connected components', async () => {
  fc.assert(
    fc.property(links, (links) => {
      const parts = partsOf(links.map(spelled), THIRDS);
      const sizes = componentSizes(sides(parts).flat().map(numbers));
      return parts.groups === sizes.length && parts.largest === Math.max(0, ...sizes);
    }),
    { seed: 20, numRuns: 300 },
  );
});

t.test('by property: the order and the spelling of lines change nothing', async () => {
  const inTwoOrders = links.chain((links) =>
    fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length }), fc.nat(2)),
  );
  fc.assert(
    fc.property(inTwoOrders, ([links, others, turn]) => {
      const respelled = others.map((link) => ({ ...link, spelling: turn, other: 2 - turn }));
      const [one, two] = [links, respelled].map((list) => partsOf(list.map(spelled), THIRDS));
      const said = (parts: Parts) => [
        ...sides(parts).map((pairs) => pairs.map(numbers).map(String).sort().join(' ')),
        parts.duplicates,
        parts.groups,
        parts.largest,
      ];
      return said(two).join('|') === said(one).join('|');
    }),
    { seed: 20, numRuns: 300 },
  );
});

t.test('by property: of many groups, about 90, 5 and 5 in a hundred', async (t) => {
  const pairs = Array.from({ length: 20_000 }, (_, i) => ({
    english: `Sentence ${i}.`,
    chinese: `第${i}句。`,
  }));
  const { training, validation, test, groups } = partsOf(pairs);
  t.equal(groups, 20_000);
  // 5 in a hundred of 20 000 are 1000, with a deviation of √(20 000 · 0.05 · 0.95) ≈ 31: within five of them.
  t.ok(Math.abs(validation.length - 1000) < 155, `${validation.length} for validation`);
  t.ok(Math.abs(test.length - 1000) < 155, `${test.length} for the test`);
  t.equal(training.length + validation.length + test.length, 20_000);
});

t.test('by property: a chain of 100,000 pairs is one group, read either way', async (t) => {
  // Each English sentence shares its Chinese with the one before, and its other Chinese with the next.
  const name = (i: number) => String(i).padStart(6, '0');
  const chain = Array.from({ length: 100_000 }, (_, i) => [name(i), name(i + 1)]);
  for (const lists of [chain, chain.toReversed()]) t.strictSame([...new Set(groupsOf(lists))], ['000000']);
});

t.test('by hand: nothing', async (t) => {
  const nothing = { training: [], validation: [], test: [], duplicates: 0, groups: 0, largest: 0 };
  t.strictSame(partsOf([]), nothing);
});

t.test('refuses: shares that are not parts of a hundred', async (t) => {
  const rule = 'shares must be whole numbers of at least 0 with the sum 100, got ';
  for (const [training, validation, test] of [
    [90, 5, 4],
    [90.5, 4.5, 5],
    [110, -5, -5],
    [NaN, 5, 5],
  ])
    refuses(
      t,
      () => partsOf(SIX, { training, validation, test }),
      new RangeError(`${rule}${training}, ${validation}, ${test}`),
    );
});
