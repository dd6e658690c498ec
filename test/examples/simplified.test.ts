import t from 'tap';
import { simplify } from '../../examples/corpus/simplified.ts';

t.test('by hand: Traditional sentences', async (t) => {
  const same = (sentence: string, wanted: string) => t.equal(simplify(sentence), wanted, sentence);
  same('我愛你。', '我爱你。');
  same('這裡的空氣很乾燥。', '这里的空气很干燥。');
  same('扭轉乾坤，談何容易。', '扭转乾坤，谈何容易。');
  same('乾隆皇帝喜歡寫詩。', '乾隆皇帝喜欢写诗。');
  same('請吃餅乾。', '请吃饼干。');
  same('皇后後來回來了。', '皇后后来回来了。');
  same('她的頭髮長，發現了嗎？', '她的头发长，发现了吗？');
  same('只有一隻貓。', '只有一只猫。');
  same('你為什麼不說話？', '你为什么不说话？');
  same('他住在臺灣的台北。', '他住在台湾的台北。');
  same('他寫的著作權歸誰？', '他写的著作权归谁？');
  same('她穿著裙子，著裝很講究。', '她穿着裙子，着装很讲究。');
  // Traditional, though no character says so.
  same('乾杯！', '干杯！');
  same('以後再來。', '以后再来。');
  same('他的衣服乾了。', '他的衣服干了。');
  same('乾隆', '乾隆');
});

t.test('by hand: Simplified sentences are left alone', async (t) => {
  for (const sentence of [
    '乾安县在吉林省。',
    '乾隆时期的瓷器很贵。',
    '这是萧乾写的书。',
    '他给了我很多慰藉，现场一片狼藉。',
    '宫商角徵羽是古代的五个音。',
    '哪吒闹海的故事很有名。',
    '船被海浪打坏了。', // OpenCC's tables have 打坏 as 打坯
    '他打坏了杯子。',
    '打坏了',
    '只有一只猫，皇后在后面。',
    '他是著名的作家，著作很多。',
    '我爱你。',
    '',
  ])
    t.equal(simplify(sentence), sentence, sentence);
});

t.test('by hand: 著 is 着 where it is a particle or part of such a word', async (t) => {
  const particle = [
    ...['看著', '接著', '沉著', '執著', '著急', '著手', '著想', '著迷', '著涼', '睡著了', '意味著', '隨著時間'],
    ...['叫著名字', '看著名單', '拿著名片', '做著作業', '起著作用', '試著作出決定', '笑著稱讚', '對著錄音機'],
    ...['討論著', '談論著', '翻譯著', '編著辮子', '合著眼', '有著有趣的一面', '看著書'],
  ];
  for (const words of particle) {
    t.match(simplify(words), /着/, words);
    t.notMatch(simplify(words), /著/, words);
  }
  const written = [
    ...['著名', '著作', '著者', '著述', '著稱', '著作權', '著書立說', '著錄', '他著有《論語注》'],
    ...['土著', '名著', '原著', '專著', '論著', '譯著', '編著', '巨著', '遺著', '拙著', '合著', '新著', '所著'],
    ...['顯著', '卓著', '昭著', '見微知著'],
  ];
  for (const words of written) {
    t.match(simplify(words), /著/, words);
    t.notMatch(simplify(words), /着/, words);
  }
  t.equal(simplify('看著著名的畫'), '看着著名的画');
  t.equal(simplify('你看著我洗一条船。'), '你看着我洗一条船。', 'in a Simplified sentence too');
  t.equal(simplify('他们说著名作家来了。'), '他们说著名作家来了。');
});

t.test('by property: every character of GB 2312 stays beside a Simplified one', async (t) => {
  const decoder = new TextDecoder('gbk');
  const characters: string[] = [];
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) characters.push(decoder.decode(Uint8Array.of(row, cell)));
  }
  const hanzi = characters.filter((character) => /\p{Script=Han}/u.test(character));
  t.equal(hanzi.length, 6763, 'as the standard has');
  const changed = hanzi.filter((one) => simplify(`这，${one}`) !== `这，${one}`);
  // GB 2312 has four that Simplified text no longer writes; 著 alone is taken for the particle.
  t.strictSame(
    changed,
    ['菸', '著', '後', '於', '醣'].toSorted((a, b) => hanzi.indexOf(a) - hanzi.indexOf(b)),
  );
});
