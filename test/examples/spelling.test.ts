import { readFileSync } from 'node:fs';
import t from 'tap';
import fc from 'fast-check';
import { SPECIAL, UNK, idsOf } from '../../chapters/02-embedding/vocabulary.ts';
import { plain } from '../../examples/corpus/plain.ts';
import {
  fewestPieces,
  learnSpelling,
  pieces,
  piecesOfAll,
  text,
  vocabularyWithFallback,
} from '../../examples/corpus/spelling.ts';
import { refuses } from '../refuses.ts';

const file = new URL('../../examples/corpus/corpus.tsv', import.meta.url);
const rows = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((row) => row.split('\t'));
const english = rows.map(([sentence]) => sentence);
const chinese = rows.map(([, sentence]) => sentence);

const letters = { language: 'en' as const, ranks: new Map<string, number>() }; // no merges: code points
const characters = { language: 'zh' as const, ranks: new Map<string, number>() };
const learned = learnSpelling(english, 'en', 200);

/** Anything that can be typed, and much that cannot. */
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...`aB3é' "’“▁ \t\u00a0\u200b.,!-_`), maxLength: 30 }),
);

t.test('by hand: the one form of an English sentence', async (t) => {
  const same = (typed: string, wanted: string) => t.equal(plain(typed, 'en'), wanted, typed);
  same('  I  love\tyou. ', 'I love you.');
  same('“Ｉ’ｍ　ｈｅｒｅ，” he said…', `"I'm here," he said...`);
  same('‘No’', "'No'");
  same('soft\u00adhyphen, zero\u200bwidth, bell\u0007', 'softhyphen, zerowidth, bell');
  same('cafe\u0301', 'café');
  same('the sign ▁ itself', 'the sign _ itself');
  t.equal(plain('\uFEFFin\uFEFFside\u2028a line\u0085of text', 'en'), 'inside a line of text');
  same('\u200Ea\u202Eb\uFE0F', 'ab');
  same(' ', '');
});

t.test('by hand: English words, before any merge', async (t) => {
  const same = (typed: string, wanted: string) => t.equal(pieces(typed, letters).join(' '), wanted, typed);
  same('I am', '▁ I ▁ a m');
  same('Hi!', '▁ H i !');
  t.strictSame(pieces('', letters), []);

  // Two equal words make one piece after enough merges; a word is what never merges with its neighbour.
  const words = (typed: string) => pieces(typed, learnSpelling([typed, typed], 'en', 1000));
  t.strictSame(words("I don't know."), ['▁I', '▁don', "'t", '▁know', '.']);
  t.strictSame(words('in 2024, (maybe)'), ['▁in', '▁2', '0', '2', '4', ',', '▁(', 'maybe', ')']);
  t.strictSame(words(`"No," he's 'in'?!`), ['▁"', 'No', ',"', '▁he', "'s", "▁'", 'in', "'?!"]);
  t.strictSame(words('a well-known U.S. naïve'), ['▁a', '▁well', '-', 'known', '▁U', '.', 'S', '.', '▁naïve']);
});

t.test('by hand: pieces that were learned', async (t) => {
  // ▁low twice, ▁lower twice: ▁ l, l o and o w 4 each, the others 2. l o sorts first, then lo w, then ▁ low (▁ comes
  // after every Latin letter).
  const spelling = learnSpelling(['low lower', 'low lower'], 'en', 3);
  t.strictSame(
    [...spelling.ranks],
    [
      ['l o', 0],
      ['lo w', 1],
      ['▁ low', 2],
    ],
  );
  t.strictSame(pieces('lower slow', spelling), ['▁low', 'e', 'r', '▁', 's', 'low']);
  t.equal(text(['▁low', 'e', 'r', '▁', 's', 'low']), 'lower slow');
  t.equal(text([]), '');
});

t.test('by hand: the one form of a Chinese sentence', async (t) => {
  const same = (typed: string, wanted: string) => t.equal(plain(typed, 'zh'), wanted, typed);
  for (const typed of ['你好,我爱你!', '你好，我爱你！', ' 你好， 我愛你 !', '你好，我爱你﹗'])
    same(typed, '你好，我爱你！');
  same('你爱我吗?', '你爱我吗？');
  same('他說:「好.」', '他说：“好。”');
  same('他说："你好。" "谢谢。"', '他说：“你好。”“谢谢。”');
  same('『书』(新);', '‘书’（新）；');
  same('我…… 我... 我…', '我……我……我……');
  same('好--好', '好——好');
  same('湯姆‧克魯斯', '汤姆·克鲁斯');
  same('３．５元, 20,000人, 3:00.', '3.5元，20,000人，3:00。');
  same('Mr. Smith 来了', 'Mr.Smith来了');
  same('我 住在 New  York。', '我住在New York。');
  same('Tom’s 书', "Tom's书");
  same('⼀本书\u200b', '一本书');
  same('乾 隆', '乾隆');
  t.equal(plain('我\uFEFF在\u2028这\u0085里', 'zh'), '我在这里');
  same('', '');
});

t.test('by hand: Chinese by character, foreign words by letter', async (t) => {
  t.strictSame(pieces('我愛你!', characters), ['我', '爱', '你', '！']);
  t.strictSame(pieces('我有 iPad 2。', characters), ['我', '有', 'i', 'P', 'a', 'd', '▁', '2', '。']);
  t.strictSame(pieces('𠮷', characters), ['𠮷'], 'characters, not UTF-16 units');
  t.strictSame(pieces(' ', characters), []);
  t.strictSame(learnSpelling(chinese, 'zh', 100), characters, 'nothing to learn');
});

t.test('by property: English there and back', async (t) => {
  fc.assert(
    fc.property(anything, (typed) => {
      const wanted = plain(typed, 'en');
      t.equal(text(pieces(typed, letters)), wanted);
      t.equal(text(pieces(typed, learned)), wanted);
      t.equal(plain(wanted, 'en'), wanted, 'one form');
      t.strictSame(pieces(wanted, learned), pieces(typed, learned));
    }),
    { numRuns: 500 },
  );
  const changed = english.filter((sentence) => text(pieces(sentence, learned)) !== sentence);
  t.ok(english.length > 2000);
  t.strictSame(changed, [], 'every sentence of the corpus');
  t.strictSame(
    piecesOfAll(english, learned),
    english.map((one) => pieces(one, learned)),
  );
});

t.test('by property: Chinese there and back', async (t) => {
  const mixed = [...`我愛你们，,。.！!？?：:；;（()）“”「」『』"'‘’…⋯—-～~·‧、 　aB3▁`];
  const typing = fc.string({ unit: fc.constantFrom(...mixed), maxLength: 30 });
  fc.assert(
    fc.property(fc.oneof(anything, typing), (typed) => {
      t.equal(text(pieces(typed, characters)), plain(typed, 'zh'));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(typing, (typed) => {
      const wanted = plain(typed, 'zh');
      t.equal(plain(wanted, 'zh'), wanted, 'one form');
      t.notMatch(wanted, /[!?;()~「」『』]|(?<!\d),|,(?!\d)/, 'full width');
    }),
    { numRuns: 1000 },
  );
  const changed = chinese.filter((sentence) => text(pieces(sentence, characters)) !== sentence);
  t.ok(chinese.length > 2000);
  t.strictSame(changed, [], 'every sentence of the corpus');
});

t.test('by property: no spelling makes fewer pieces', async (t) => {
  t.equal(fewestPieces("I don't know 42.", 'en'), 7, "▁I ▁don 't ▁know ▁4 2 .");
  t.equal(fewestPieces('我愛 你!', 'zh'), 4, '我 爱 你 ！');
  t.equal(fewestPieces(' ', 'en'), 0);
  fc.assert(
    fc.property(anything, (typed) => {
      t.ok(pieces(typed, learned).length >= fewestPieces(typed, 'en'));
      t.equal(pieces(typed, characters).length, fewestPieces(typed, 'zh'));
      const once = learnSpelling([typed, typed], 'en', 1000);
      t.equal(pieces(typed, once).length, fewestPieces(typed, 'en'), 'reached when every word is met twice');
    }),
  );
});

t.test('by hand: what is met once is unknown in training already', async (t) => {
  const sentences = [
    ['我', '爱', '你'],
    ['你', '爱', '猫'],
    ['我', '我', '狗'],
  ];
  const vocabulary = vocabularyWithFallback(sentences);
  t.strictSame(vocabulary.tokens, [...SPECIAL, '我', '爱', '你']);
  t.strictSame(idsOf(sentences[1], vocabulary), [6, 5, UNK]);
  t.strictSame(vocabularyWithFallback(sentences, 3).tokens, [...SPECIAL, '我']);
  t.strictSame(vocabularyWithFallback(sentences, 1).tokens, [...SPECIAL, '我', '爱', '你', '猫', '狗']);
  t.strictSame(vocabularyWithFallback([]).tokens, SPECIAL);
  const signs = [['<unk>', '<unk>']];
  t.strictSame(vocabularyWithFallback(signs).tokens, SPECIAL, 'a special token comes once');
});

t.test('by hand: words that every object knows', async (t) => {
  const words = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
  const sentence = words.join(' ');
  const spelling = learnSpelling([sentence, sentence], 'en', 1000);
  const cut = pieces(sentence, spelling);
  t.strictSame(cut, ['▁constructor', '▁__', 'proto', '__', '▁toString', '▁valueOf', '▁hasOwnProperty']);
  const vocabulary = vocabularyWithFallback([cut, words, words]);
  t.strictSame(vocabulary.tokens, [...SPECIAL, ...words]);
  t.strictSame(idsOf(['toString', 'constructor', 'isPrototypeOf'], vocabulary), [6, 4, UNK]);
});

t.test('refuses', async (t) => {
  const least = 'a piece must be met a whole number of times from 1, got';
  refuses(t, () => vocabularyWithFallback([], 0), new RangeError(`${least} 0`));
  refuses(t, () => vocabularyWithFallback([], 1.5), new RangeError(`${least} 1.5`));
  const merges = 'the number of merges must be a whole number from 0, got -1';
  refuses(t, () => learnSpelling([], 'en', -1), new RangeError(merges));
});
