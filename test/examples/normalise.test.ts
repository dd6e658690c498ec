import { readFileSync } from 'node:fs';
import t from 'tap';
import { refuses as throwsExactly } from '../refuses.ts';
import {
  LONGEST,
  checkInput,
  normalise,
  normaliseChinese,
  normaliseEnglish,
  sentence,
  spelled,
} from '../../examples/corpus/normalise.ts';
import { speaker } from '../../lib/language.ts';

const en = speaker('en');
const zh = speaker('zh');

t.test('by hand: Chinese by character', async (t) => {
  const same = (text: string, tokens: string) => t.strictSame(normaliseChinese(text), tokens.split(' '), text);
  same('我爱你', '我 爱 你');
  same('我愛你', '我 爱 你');
  same('我爱你。', '我 爱 你');
  same(' 我 爱　你 ！\n', '我 爱 你');
  same('「你爱我吗？」', '你 爱 我 吗');
  same('你爱我吗?', '你 爱 我 吗');
  same('我爱你～', '我 爱 你');
  same('瑪麗買了兩本書', '玛 丽 买 了 两 本 书');
  same('這隻貓在圖書館', '这 只 猫 在 图 书 馆');
  same('⼀本书', '一 本 书'); // the radical U+2F00 for the character U+4E00
});

t.test('by hand: what is not Chinese stays whole, to be named as unknown', async (t) => {
  t.strictSame(normaliseChinese('我爱Ｔea和A3'), ['我', '爱', 'tea', '和', 'a3']);
  t.strictSame(normaliseChinese('我+你'), ['我', '+', '你']);
});

t.test('by hand: English by word', async (t) => {
  const same = (text: string, tokens: string) => t.strictSame(normaliseEnglish(text), tokens.split(' '), text);
  same('I love you', 'i love you');
  same('  I LOVE,  you!!', 'i love you');
  same('Ｉ　ｌｏｖｅ　ｙｏｕ．', 'i love you');
  same('Do you love me?', 'do you love me');
  same('Smart John is singing.', 'smart john is singing');
  same("I don't love Mary", 'i do not love mary');
  same('He won’t wait; I’m busy.', 'he will not wait i am busy');
  same('He won‘t wait; I‛m busy.', 'he will not wait i am busy');
  same("She's here, they're not, we'll see", 'she is here they are not we will see');
  same("John's book", "john's book");
  same('I ♥ you', 'i ♥ you');
});

t.test('by hand: back to a sentence', async (t) => {
  t.equal(sentence(['i', 'love', 'you'], 'en'), 'I love you');
  t.equal(sentence(['you', 'and', 'i', 'know', 'john'], 'en'), 'You and I know John');
  t.equal(sentence(['does', 'mary', 'love', 'me'], 'en'), 'Does Mary love me?');
  t.equal(sentence(['我', '爱', '你'], 'zh'), '我爱你');
  t.equal(sentence(['你', '爱', '我', '吗'], 'zh'), '你爱我吗？');
  t.equal(sentence([], 'en'), '');
  t.equal(sentence([], 'zh'), '');
});

t.test('by property: every sentence of the corpus survives there and back', async (t) => {
  const file = new URL('../../examples/corpus/corpus.tsv', import.meta.url);
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
  const changed = rows.filter((row) => {
    const [english, chinese] = row.split('\t');
    return sentence(normalise(english, 'en'), 'en') !== english || sentence(normalise(chinese, 'zh'), 'zh') !== chinese;
  });
  t.ok(rows.length > 2000);
  t.strictSame(changed, []);
});

t.test('by property: what can be translated passes', async (t) => {
  for (const text of ['我爱你', '我愛你。', '你爱我吗？', '我\t爱\n你', '我爱tea', '我'.repeat(LONGEST)])
    t.doesNotThrow(() => checkInput(text, 'zh', en), text);
  t.doesNotThrow(() => checkInput("I don't love you!", 'en', en));
  t.doesNotThrow(() => checkInput('𠮷'.repeat(LONGEST), 'zh', en), 'characters, not UTF-16 units');
});

t.test('by hand: what cannot be seen counts for nothing', async (t) => {
  // Byte order mark, zero-width space, left-to-right mark, soft hyphen, bell, right-to-left override, glyph selector.
  const unseen = ['\uFEFF', '\u200B', '\u200E', '\u00AD', '\u0007', '\u202E', '\uFE0F'];
  for (const one of unseen) {
    const name = one.codePointAt(0)!.toString(16);
    t.strictSame(normaliseChinese(`${one}我爱${one}你`), ['我', '爱', '你'], name);
    t.strictSame(normaliseEnglish(`${one}I lo${one}ve you`), ['i', 'love', 'you'], name);
    t.doesNotThrow(() => checkInput(`${one}我爱${one}你`, 'zh', en), name);
  }
  for (const end of ['\r', '\v', '\f', '\u0085', '\u2028', '\u2029'])
    t.strictSame(normaliseEnglish(`I love${end}you`), ['i', 'love', 'you'], 'an end of a line is a space');
  const long = '我'.repeat(LONGEST);
  t.doesNotThrow(() => checkInput(`\u200B${long}\uFEFF`, 'zh', en), 'and has no length');
});

t.test('by hand: what training showed is a word, be it a picture', async (t) => {
  t.doesNotThrow(() => checkInput('我用Acme®', 'zh', en), 'a symbol is no emoji');
  t.doesNotThrow(() => checkInput('I ♥ you ☺', 'en', en));
  const known = new Set('我喜欢😀👩👧1⃣');
  for (const text of ['我喜欢😀', '我喜欢👩‍👧', '我喜欢1️⃣'])
    t.doesNotThrow(() => checkInput(text, 'zh', en, known), text);
  throwsExactly(
    t,
    () => checkInput('我喜欢😀和👩‍👦', 'zh', en, known),
    new Error('emoji cannot be translated, got 👩‍👦 (U+1F469)'),
  );
  throwsExactly(t, () => checkInput('❤️', 'zh', zh, known), new Error('表情符号无法翻译，这里有 ❤️（U+2764）'));
});

t.test('by hand: words that every object knows', async (t) => {
  const words = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
  for (const word of words) t.equal(spelled(word), word);
  t.equal(sentence(['constructor', 'and', 'i'], 'en'), 'Constructor and I');
  t.strictSame(normaliseEnglish('The constructor'), ['the', 'constructor']);
  t.strictSame(normaliseChinese('用toString'), ['用', 'tostring']);
});

t.test('refuses', async (t) => {
  const refuses = (text: string, english: string, chinese: string) => {
    throwsExactly(t, () => checkInput(text, 'zh', en), new Error(english));
    throwsExactly(t, () => checkInput(text, 'zh', zh), new Error(chinese));
  };
  refuses(
    '',
    'type a Chinese sentence such as 我爱你, got nothing',
    '请输入一个中文句子，例如：我爱你。这里什么也没有',
  );
  refuses(
    ' \u3000\t\n',
    'type a Chinese sentence such as 我爱你, got only spaces',
    '请输入一个中文句子，例如：我爱你。这里只有空格',
  );
  refuses(
    '\uFEFF\u200B',
    'type a Chinese sentence such as 我爱你, got nothing',
    '请输入一个中文句子，例如：我爱你。这里什么也没有',
  );
  refuses(
    '。！ ?～',
    'type a Chinese sentence such as 我爱你, got only punctuation',
    '请输入一个中文句子，例如：我爱你。这里只有标点',
  );
  refuses(
    '爱'.repeat(10_000),
    'a sentence has at most 200 characters, got 10000',
    '一个句子最多 200 个字符，这里有 10000 个',
  );
  refuses('我😀你', 'emoji cannot be translated, got 😀 (U+1F600)', '表情符号无法翻译，这里有 😀（U+1F600）');
  refuses('我👩‍👧你', 'emoji cannot be translated, got 👩‍👧 (U+1F469)', '表情符号无法翻译，这里有 👩‍👧（U+1F469）');
  refuses(
    '我\uFFFD你',
    'the text must be valid UTF-8, got bytes that are not (U+FFFD stands in their place)',
    '文字必须是有效的 UTF-8 编码，这里有无法解码的字节（显示为 U+FFFD）',
  );
});

t.test('refuses: the hint is in the language that is translated', async (t) => {
  throwsExactly(
    t,
    () => checkInput('?', 'en', en),
    new Error('type an English sentence such as I love you, got only punctuation'),
  );
  throwsExactly(t, () => checkInput('', 'en', zh), new Error('请输入一个英文句子，例如：I love you。这里什么也没有'));
  throwsExactly(t, () => checkInput('🇨🇳', 'en', en), new Error('emoji cannot be translated, got 🇨🇳 (U+1F1E8)'));
  throwsExactly(t, () => checkInput('1️⃣', 'en', en), new Error('emoji cannot be translated, got 1️⃣ (U+0031)'));
  throwsExactly(
    t,
    () => checkInput('\uD800', 'en', en),
    new Error('the text must be valid UTF-8, got bytes that are not (U+FFFD stands in their place)'),
  );
});
