import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { refuses } from '../refuses.ts';
import { FEWEST, parseCorpus, readCorpus } from '../../examples/corpus/corpus.ts';
import { corpus, tsv } from '../../examples/corpus/grammar.ts';
import { normalise } from '../../examples/corpus/normalise.ts';
import { KEPT_APART, fnv1a, meets, part, rule, split } from '../../examples/corpus/split.ts';
import { speaker } from '../../lib/language.ts';

const en = speaker('en');
const zh = speaker('zh');
const PATH = fileURLToPath(new URL('../../examples/corpus/corpus.tsv', import.meta.url));
const PAIRS = readCorpus(PATH, en);
const { training, unseen, recombined } = split(PAIRS);

const bytes = (text: string) => new TextEncoder().encode(text);

/** A corpus of so many good lines. */
const good = (count: number) => Array.from({ length: count }, (_, i) => `I have ${i} cats\t我有${i}只猫\n`).join('');

t.test('by hand: what everybody will look for', async (t) => {
  const chinese = new Map(PAIRS.map((pair) => [pair.english, pair.chinese]));
  t.equal(chinese.get('I love you'), '我爱你');
  t.equal(chinese.get('Smart John is singing'), '聪明的约翰在唱歌');
});

t.test('by hand: the hash has the published values', async (t) => {
  t.equal(fnv1a(''), 0x811c9dc5);
  t.equal(fnv1a('a'), 0xe40c292c);
  t.equal(fnv1a('foobar'), 0xbf9cf968);
});

t.test('by hand: verb first, object later', async (t) => {
  t.equal(meets('我爱你', ['爱', '你']), true);
  t.equal(meets('约翰不爱你的老师', ['爱', '你']), true, 'anywhere later');
  t.equal(meets('你爱我', ['爱', '你']), false, 'the object stands before');
  t.equal(meets('我看见你', ['看见', '看']), false, 'no character serves twice');
  t.equal(part('他不爱你'), 'recombined');
});

t.test('by property: the file is what the grammar writes', async (t) => {
  t.ok(readFileSync(PATH, 'utf8') === tsv(corpus()), 'the grammar writes this corpus.tsv');
});

t.test('by property: one English sentence for each Chinese one, and back', async (t) => {
  t.ok(PAIRS.length >= 2000 && PAIRS.length <= 2700, `${PAIRS.length} pairs`);
  for (const language of ['en', 'zh'] as const) {
    const side = language === 'en' ? 'english' : 'chinese';
    const sentences = new Set(PAIRS.map((pair) => normalise(pair[side], language).join(' ')));
    t.equal(sentences.size, PAIRS.length, `no ${side} sentence twice, even without punctuation`);
  }
});

t.test('by property: short sentences, a small vocabulary, every word often', async (t) => {
  for (const [language, most, size] of [
    ['en', 8, 145],
    ['zh', 10, 110],
  ] as const) {
    const side = language === 'en' ? 'english' : 'chinese';
    const tokens = (pairs: typeof PAIRS) => pairs.map((pair) => normalise(pair[side], language));
    t.ok(Math.max(...tokens(PAIRS).map((words) => words.length)) <= most, `${most} tokens at most`);
    const vocabulary = new Set(tokens(PAIRS).flat());
    t.ok(vocabulary.size <= size, `${vocabulary.size} tokens`);
    const trained = tokens(training);
    const rare = [...vocabulary].filter((word) => trained.filter((words) => words.includes(word)).length < 20);
    t.strictSame(rare, [], 'each in at least 20 training sentences');
  }
});

t.test('by property: both sides say the same', async (t) => {
  const both = (chinese: RegExp, english: RegExp) =>
    PAIRS.filter((pair) => chinese.test(pair.chinese) !== english.test(pair.english));
  t.strictSame(both(/昨天/, / yesterday\b/), []);
  t.strictSame(both(/今天/, / today\b/), []);
  t.strictSame(both(/明天/, /\b[Ww]ill .* tomorrow\b/), []);
  t.strictSame(both(/每天/, / every day\b/), []);
  t.strictSame(both(/[不没]/, / not /), []);
  t.strictSame(both(/吗？$/, /\?$/), []);
  t.strictSame(both(/两/, / two /), []);
  t.strictSame(both(/三/, / three /), []);
  t.strictSame(both(/约翰/, /\bJohn\b/), []);
  t.strictSame(both(/玛丽/, /\bMary\b/), []);
  t.strictSame(both(/爱/, /\b(love|loves)\b/), []);
});

t.test('by property: the English agrees', async (t) => {
  const wrong = [
    /\ba [aeiou]/i, // an apple
    /\ban [^aeiou]/i, // a big apple
    /^(I|You|We|They|John and Mary) (is|was|does|has|\w+es) /, // they love
    /^(He|She|John|Mary|\w+ (teacher|student|friend)) (am|are|were|do|have|love|like|know) /, // he loves
    /^I (are|were)\b|^(We|They|You) (am|was)\b/,
    /\b(does|do|did|will)( not)? ((?!sing)\w+ing|bought|wrote|drank|ate)\b/i, // did not buy
    /\b(two|three) (\w+[^s]|cups of \w+s)$/, // two books, two cups of tea
  ];
  for (const fault of wrong)
    t.strictSame(
      PAIRS.filter(({ english }) => fault.test(english)),
      [],
      `nowhere ${fault}`,
    );
});

t.test('by property: the split is disjoint and complete', async (t) => {
  const sets = [training, unseen, recombined];
  t.equal(sets.flat().length, PAIRS.length);
  t.equal(new Set(sets.flat()).size, PAIRS.length);
  t.ok(unseen.length >= 150 && unseen.length <= 300, `${unseen.length} unseen`);
  t.ok(recombined.length >= 150 && recombined.length <= 250, `${recombined.length} recombined`);
});

t.test('by property: 我爱你 is a recombination, and its halves are well known', async (t) => {
  t.strictSame(KEPT_APART[0], ['爱', '你']);
  t.ok(recombined.some(({ chinese }) => chinese === '我爱你'));
  t.strictSame(
    training.filter(({ chinese }) => /爱.*你/.test(chinese)),
    [],
  );
  for (const [verb, object] of KEPT_APART) {
    const together = new RegExp(`${verb}.*${object}`);
    const count = (text: string) => training.filter(({ chinese }) => chinese.includes(text)).length;
    t.strictSame(
      [...training, ...unseen].filter(({ chinese }) => together.test(chinese)),
      [],
    );
    t.ok(recombined.filter(({ chinese }) => together.test(chinese)).length >= 5, verb + object);
    t.ok(count(verb) >= 20 && count(object) >= 20, `${verb} and ${object} are trained, apart`);
  }
});

t.test('by property: a corpus of your own is split by the same rule', async (t) => {
  const own = ['我爱你', '他们等玛丽', '下雨了', '今天下雨', '雨很大'].map((chinese) => ({
    english: `about ${chinese}`,
    chinese,
  }));
  const parts = split(own);
  t.strictSame(
    parts.recombined.map(({ chinese }) => chinese),
    ['我爱你', '他们等玛丽'],
  );
  t.equal(parts.training.length + parts.unseen.length, 3);
});

t.test('by property: the rule can be printed', async (t) => {
  for (const language of ['en', 'zh'] as const) {
    const lines = rule(language);
    t.equal(lines.length, 3);
    for (const [verb, object] of KEPT_APART) t.ok(lines[1].includes(`${verb}…${object}`));
  }
});

t.test('by property: comments, empty lines, further columns, CRLF, a byte order mark', async (t) => {
  const text = `\uFEFF# mine\r\n\r\nI run.\t我跑步。\tCC-BY\t#7\r\n${good(FEWEST - 1)}`;
  const pairs = parseCorpus(bytes(text), 'my.tsv', en);
  t.equal(pairs.length, FEWEST);
  t.strictSame(pairs[0], { english: 'I run.', chinese: '我跑步。' });
  t.strictSame(pairs[1], { english: 'I have 0 cats', chinese: '我有0只猫' });
});

t.test('by property: a carriage return is a space, or ends lines that nothing else ends', async (t) => {
  const mixed = parseCorpus(bytes(`I\rrun.\t我跑步。\r\n${good(19)}`), 'my.tsv', en);
  t.strictSame(mixed[0], { english: 'I run.', chinese: '我跑步。' });
  t.equal(mixed.length, 20);
  const lone = parseCorpus(bytes(good(20).replaceAll('\n', '\r')), 'my.tsv', en);
  t.strictSame(lone, parseCorpus(bytes(good(20)), 'my.tsv', en));
});

t.test('refuses: a line without a tab', async (t) => {
  const text = bytes(`${good(1)}I love you 我爱你\n`);
  refuses(
    t,
    () => parseCorpus(text, 'my.tsv', en),
    new Error('my.tsv:2: a line is English, a tab, Chinese; got no tab'),
  );
  refuses(
    t,
    () => parseCorpus(text, 'my.tsv', zh),
    new Error('my.tsv:2：每行的格式是「英文、制表符、中文」，这一行没有制表符'),
  );
});

t.test('refuses: an empty side', async (t) => {
  const english = bytes(`# mine\n${good(30)} \t我爱你\n`);
  refuses(
    t,
    () => parseCorpus(english, 'my.tsv', en),
    new Error('my.tsv:32: both sides need words, got an empty English side'),
  );
  refuses(t, () => parseCorpus(english, 'my.tsv', zh), new Error('my.tsv:32：两边都要有文字，这一行的英文是空的'));
  const chinese = bytes('I love you\t。\n');
  refuses(
    t,
    () => parseCorpus(chinese, 'my.tsv', en),
    new Error('my.tsv:1: both sides need words, got an empty Chinese side'),
  );
  refuses(t, () => parseCorpus(chinese, 'my.tsv', zh), new Error('my.tsv:1：两边都要有文字，这一行的中文是空的'));
});

t.test('refuses: too few pairs', async (t) => {
  t.equal(parseCorpus(bytes(good(20)), 'my.tsv', en).length, 20);
  refuses(
    t,
    () => parseCorpus(bytes(good(19)), 'my.tsv', en),
    new Error('my.tsv: a corpus needs at least 20 pairs, got 19'),
  );
  refuses(t, () => parseCorpus(bytes(''), 'my.tsv', zh), new Error('my.tsv：语料至少要有 20 对句子，这里只有 0 对'));
});

t.test('refuses: bytes that are not UTF-8', async (t) => {
  const gbk = Uint8Array.of(...bytes(good(3)), 0x49, 0x09, 0xce, 0xd2, 0x0a); // I, tab, 我 in GBK
  refuses(
    t,
    () => parseCorpus(gbk, 'my.tsv', en),
    new Error('my.tsv:4: a corpus is UTF-8 text, got bytes that are not'),
  );
  refuses(
    t,
    () => parseCorpus(gbk, 'my.tsv', zh),
    new Error('my.tsv:4：语料必须是 UTF-8 文本，这一行有无法解码的字节'),
  );
  refuses(
    t,
    () => parseCorpus(bytes(`${good(20)}I\t\uFFFD\n`), 'my.tsv', en),
    new Error('my.tsv:21: a corpus is UTF-8 text, got bytes that are not'),
  );
});

t.test('refuses: a file that cannot be read', async (t) => {
  const folder = t.testdir({ mine: {} });
  refuses(
    t,
    () => readCorpus(`${folder}/none.tsv`, en),
    new Error(`cannot read the corpus ${folder}/none.tsv: there is no such file`),
  );
  refuses(t, () => readCorpus(`${folder}/none.tsv`, zh), new Error(`无法读取语料 ${folder}/none.tsv：没有这个文件`));
  refuses(
    t,
    () => readCorpus(`${folder}/mine`, en),
    new Error(`cannot read the corpus ${folder}/mine: it is a folder`),
  );
  const long = `${folder}/${'n'.repeat(300)}`;
  refuses(t, () => readCorpus(long, en), new Error(`cannot read the corpus ${long}: ENAMETOOLONG`));
});
