import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { refuses } from '../refuses.ts';
import { FEWEST, parseCorpus } from '../../examples/corpus/corpus.ts';
import { corpus, tsv } from '../../examples/corpus/grammar.ts';
import { normalise } from '../../examples/corpus/normalise.ts';
import { readAs, readCorpus } from '../../examples/corpus/reading.ts';
import { KEPT_APART, fnv1a, meets, part, rule, split } from '../../examples/corpus/split.ts';
import { speaker } from '../../lib/language.ts';

const en = speaker('en');
const zh = speaker('zh');
const PATH = fileURLToPath(new URL('../../examples/corpus/corpus.tsv', import.meta.url));
const PAIRS = readCorpus(PATH, en).pairs;
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
  const { pairs, leftOut } = parseCorpus(bytes(text), 'my.tsv', en);
  t.equal(pairs.length, FEWEST);
  t.strictSame([...leftOut], [['comment', { count: 1, first: 1 }]]);
  t.strictSame(pairs[0], { english: 'I run.', chinese: '我跑步。' });
  t.strictSame(pairs[1], { english: 'I have 0 cats', chinese: '我有0只猫' });
});

t.test('by property: a carriage return is a space, or ends lines that nothing else ends', async (t) => {
  const mixed = parseCorpus(bytes(`I\rrun.\t我跑步。\r\n${good(19)}`), 'my.tsv', en).pairs;
  t.strictSame(mixed[0], { english: 'I run.', chinese: '我跑步。' });
  t.equal(mixed.length, 20);
  const lone = parseCorpus(bytes(good(20).replaceAll('\n', '\r')), 'my.tsv', en);
  t.strictSame(lone, parseCorpus(bytes(good(20)), 'my.tsv', en));
});

/** The parts of a line of so many good ones, put together in any way. */
const lines = (count: number, put: (english: string, chinese: string, i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${put(`I have ${i} cats`, `我有${i}只猫`, i)}\n`).join('');

t.test('by hand: which column is which', async (t) => {
  const code = (i: number) => String(700_000 + 31 * i);
  const files: [name: string, english: number, chinese: number, text: string][] = [
    ['English first', 0, 1, lines(20, (en, zh) => `${en}\t${zh}`)],
    ['Chinese first', 1, 0, lines(20, (en, zh) => `${zh}\t${en}`)],
    ['ids, English first', 1, 3, lines(20, (en, zh, i) => `${code(i)}\t${en}\t${code(i + 50)}\t${zh}`)],
    ['ids, Chinese first', 3, 1, lines(20, (en, zh, i) => `${code(i)}\t${zh}\t${code(i + 50)}\t${en}`)],
    ['one id', 1, 2, lines(20, (en, zh, i) => `${i}\t${en}\t${zh}`)],
    ['origin behind', 1, 0, lines(20, (en, zh, i) => `${zh}\t${en}\tCC-BY 2.0 (France) by user${i}`)],
    ['languages named', 1, 3, lines(20, (en, zh) => `eng\t${en}\tcmn\t${zh}`)],
    ['pinyin between', 2, 0, lines(20, (en, zh, i) => `${zh}\tWǒ yǒu ${i} zhī māo ne\t${en}`)],
    ['Japanese before', 1, 2, lines(20, (en, zh, i) => `猫が${i}匹いるのです\t${en}\t${zh}`)],
    ['an empty column', 1, 2, lines(20, (en, zh) => `\t${en}\t${zh}`)],
    ['one Chinese sentence', 1, 0, lines(20, (en) => `好。\t${en}`)],
    ['full width', 1, 0, lines(20, (_, zh) => `${zh}\tＩ　ｈａｖｅ　ｃａｔｓ`)],
    ['foreign names', 0, 1, lines(20, (en, zh, i) => (i % 2 ? `Tom is a DJ\tTom是DJ` : `${en}\t${zh}`))],
  ];
  for (const [name, english, chinese, text] of files) {
    const read = parseCorpus(bytes(text), 'my.tsv', en);
    t.strictSame(read.columns, { english, chinese }, name);
    t.equal(read.pairs.length, 20, name);
    t.equal(read.leftOut.size, 0, name);
  }
  const [first] = parseCorpus(bytes(files[3][3]), 'my.tsv', en).pairs;
  t.strictSame(first, { english: 'I have 0 cats', chinese: '我有0只猫' });
});

t.test('by hand: how a corpus was read is told, unless there is nothing to tell', async (t) => {
  const told = (text: string) => [en, zh].map((say) => readAs(parseCorpus(bytes(text), 'my.tsv', say), say));
  t.strictSame(told(good(20)), [[], []]);
  const swapped = lines(20, (english, chinese) => `${chinese}\t${english}`);
  t.strictSame(told(`Chinese\tEnglish\n${swapped}# end\n# of file\nOK\t。\n`), [
    [
      'Read: English from column 2, Chinese from column 1.',
      'Left out: 2 comments (the first in line 22), 1 line of column names (line 1), 1 pair in other languages (line 24).',
    ],
    [
      '读取：英文在第 2 列，中文在第 1 列。',
      '略去：注释 2 行（第一处在第 22 行），列名 1 行（第 1 行），语言不对 1 行（第 24 行）。',
    ],
  ]);
});

t.test('by hand: names of columns are no pair', async (t) => {
  for (const names of ['English\tChinese', 'en\tzh', '英文\t中文', 'Source text\tTarget text', 'English\t中文']) {
    const { pairs, leftOut } = parseCorpus(bytes(`# mine\n${names}\n${good(20)}`), 'my.tsv', en);
    t.equal(pairs.length, 20, names);
    t.strictSame(leftOut.get('header'), { count: 1, first: 2 }, names);
  }
  const { pairs } = parseCorpus(bytes(`I speak English.\t我说中文。\n${good(20)}English\t中文\n`), 'my.tsv', en);
  t.equal(pairs.length, 22, 'a sentence is a sentence, and so is a word further down');
});

t.test('by hand: what # begins', async (t) => {
  const read = (line: string) => parseCorpus(bytes(`${good(20)}${line}\n`), 'my.tsv', en);
  for (const line of ['#', '# a note', '#note', '# I run.\t我跑步。', '#\tI run.\t我跑步。', '\uFEFF# a note'])
    t.strictSame([...read(line).leftOut], [['comment', { count: 1, first: 21 }]], line);
  const { pairs, leftOut } = read('#2 is free.\t#2有空。');
  t.strictSame(pairs[20], { english: '#2 is free.', chinese: '#2有空。' });
  t.equal(leftOut.size, 0);
});

t.test('by hand: a few bad lines are left out, counted, and the first is named', async (t) => {
  const bad = [
    '...\t我爱你。', //          22: no English words
    'I love you 我爱你', //     23: no tab
    '我爱你。\tI love you.', // 24: the other order
    'I love you.\t。', //       25: no Chinese words
    ' \t ', //                  26: empty, which is nothing
    'Thank you.\t\u200B', //   27: nothing that can be seen
    'Hello.\tBonjour.', //     28
  ];
  const { pairs, leftOut } = parseCorpus(bytes(`# mine\n${good(20)}${bad.join('\n')}\n${good(20)}`), 'my.tsv', en);
  t.equal(pairs.length, 40);
  t.strictSame(Object.fromEntries(leftOut), {
    comment: { count: 1, first: 1 },
    words: { count: 3, first: 22 },
    columns: { count: 1, first: 23 },
    language: { count: 2, first: 24 },
  });
});

t.test('by hand: what cannot be seen is not in a pair', async (t) => {
  const line = '\u200BI\u00AD am\u2028here\u0007.\t我\uFEFF在\u200E这里\u0085。';
  const { pairs } = parseCorpus(bytes(`${line}\n${good(20)}`), 'my.tsv', en);
  t.strictSame(pairs[0], { english: 'I am here.', chinese: '我在这里 。' });
});

t.test('by property: words that every object knows', async (t) => {
  const words = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
  const text = lines(20, (_, chinese, i) => `the ${words[i % 5]} ${i}\t${words[i % 5]} ${chinese}`);
  const { pairs } = parseCorpus(bytes(text), 'my.tsv', en);
  t.strictSame(pairs[1], { english: 'the __proto__ 1', chinese: '__proto__ 我有1只猫' });
});

t.test('refuses: columns that cannot be told apart', async (t) => {
  const refused = (text: string, english: string, chinese: string) => {
    const rule = 'a line is English, a tab, Chinese (or Chinese first; ids and further columns may stand beside them)';
    const 规则 = '每行的格式是「英文、制表符、中文」（中文在前也行，还可以有编号等其他列）';
    refuses(
      t,
      () => parseCorpus(bytes(text), 'my.tsv', en),
      new Error(`my.tsv: ${rule}; got no column of each language; ${english}`),
    );
    refuses(
      t,
      () => parseCorpus(bytes(text), 'my.tsv', zh),
      new Error(`my.tsv：${规则}，这里找不到一列英文和一列中文；${chinese}`),
    );
  };
  refused(
    lines(20, (english, chinese) => `${english} ${chinese}`),
    'line 1: I have 0 cats 我有0只猫',
    '第 1 行：I have 0 cats 我有0只猫',
  );
  refused(
    `# mine\n\n${lines(20, (english) => `${english}\tJ'ai des chats`)}`,
    "line 3: I have 0 cats<tab>J'ai des chats",
    "第 3 行：I have 0 cats<tab>J'ai des chats",
  );
  const russian = lines(
    30,
    (_, chinese, i) => `${i}\t${chinese}\tУ меня есть кошки и собаки, и все они очень хорошие, да`,
  );
  refused(
    russian,
    'line 1: 0<tab>我有0只猫<tab>У меня есть кошки и собаки, и все они очень …',
    '第 1 行：0<tab>我有0只猫<tab>У меня есть кошки и собаки, и все они очень …',
  );
  refused('I love you\t。\n', 'line 1: I love you<tab>。', '第 1 行：I love you<tab>。');
});

t.test('refuses: more than every tenth line in other columns', async (t) => {
  const swapped = (count: number) => lines(count, (english, chinese) => `${chinese}\t${english}`);
  const read = parseCorpus(bytes(`${good(27)}${swapped(3)}`), 'my.tsv', en);
  t.equal(read.pairs.length, 27, '3 of 30 are every tenth');
  t.strictSame(read.leftOut.get('language'), { count: 3, first: 28 });
  refuses(
    t,
    () => parseCorpus(bytes(`${good(26)}${swapped(3)}`), 'my.tsv', en),
    new Error(
      'my.tsv: a line is English, a tab, Chinese, in one order throughout; 3 of 29 lines are not, the first is line 27: 我有0只猫<tab>I have 0 cats',
    ),
  );
  refuses(
    t,
    () => parseCorpus(bytes(`${good(1)}I love you 我爱你\n`), 'my.tsv', zh),
    new Error(
      'my.tsv：每行的格式是「英文、制表符、中文」，全文顺序一致；2 行里有 1 行不是，第一处是第 2 行：I love you 我爱你',
    ),
  );
});

t.test('refuses: too few pairs', async (t) => {
  t.equal(parseCorpus(bytes(good(20)), 'my.tsv', en).pairs.length, 20);
  refuses(
    t,
    () => parseCorpus(bytes(good(19)), 'my.tsv', en),
    new Error('my.tsv: a corpus needs at least 20 pairs, got 19'),
  );
  refuses(t, () => parseCorpus(bytes(''), 'my.tsv', zh), new Error('my.tsv：语料至少要有 20 对句子，这里只有 0 对'));
  refuses(
    t,
    () => parseCorpus(bytes(`# mine\n${good(19)} \t我爱你\n`), 'my.tsv', en),
    new Error(
      'my.tsv: a corpus needs at least 20 pairs, got 19; left out: 1 comment (line 1), 1 pair without words on a side (line 21)',
    ),
  );
  refuses(
    t,
    () => parseCorpus(bytes('# mine\n'), 'my.tsv', zh),
    new Error('my.tsv：语料至少要有 20 对句子，这里只有 0 对；略去：注释 1 行（第 1 行）'),
  );
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
