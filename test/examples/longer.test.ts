import t from 'tap';
import { fileURLToPath } from 'node:url';
import { TOY } from '../../examples/corpus/files.ts';
import { inWords } from '../../examples/corpus/prepared.ts';
import { readCorpus } from '../../examples/corpus/reading.ts';
import { normalise } from '../../examples/corpus/normalise.ts';
import { KEPT_APART, meets } from '../../examples/corpus/split.ts';
import { GROUPS, longer } from '../../examples/14-rnn/longer.ts';
import { speaker } from '../../lib/language.ts';

const corpus = readCorpus(fileURLToPath(TOY), speaker('en')).pairs;
const data = inWords(corpus, 'zh-en');
const groups = longer();

t.test('longer sentences are longer, and new in nothing else', async (t) => {
  const known = { zh: new Set(data.source.tokens), en: new Set(data.target.tokens) };
  const own = new Set(corpus.map(({ chinese }) => chinese));
  t.ok(
    Math.max(...corpus.map(({ chinese }) => normalise(chinese, 'zh').length)) < GROUPS[0][0],
    'the corpus has none so long',
  );
  for (const [k, pairs] of groups.entries()) {
    const [from, to] = GROUPS[k];
    t.equal(new Set(pairs.map(({ chinese }) => chinese)).size, 60, `${from}–${to}: 60 sentences`);
    for (const { chinese, english } of pairs) {
      const tokens = { zh: normalise(chinese, 'zh'), en: normalise(english, 'en') };
      const strange = (['zh', 'en'] as const).flatMap((side) =>
        tokens[side].filter((token) => !known[side].has(token)),
      );
      const fits = tokens.zh.length >= from && tokens.zh.length <= to;
      const apart = KEPT_APART.some((kind) => meets(chinese, kind));
      if (strange.length > 0 || !fits || apart || own.has(chinese)) t.fail(`${chinese}: ${strange}`);
    }
  }
});

t.test('one of each pattern, spelled out', async (t) => {
  const all = new Map(groups.flat().map(({ chinese, english }) => [chinese, english]));
  for (const [chinese, english] of [
    ['明天她的老师会买一本新书', 'Her teacher will buy a new book tomorrow'],
    ['昨天我们的老师看见了她的学生', 'Our teacher saw her student yesterday'],
    ['他的朋友在图书馆读那本书', 'His friend is reading that book in the library'],
    ['今天你的学生和他的学生帮助了我的老师', 'Your student and his student helped my teacher today'],
  ])
    t.equal(all.get(chinese), english, chinese);
});
