import t from 'tap';
import type { Parts } from '../../examples/corpus/groups.ts';
import { checkSides } from '../../examples/corpus/sides.ts';
import { speaker } from '../../lib/language.ts';
import { refuses } from '../refuses.ts';

const pairs = (count: number) => Array.from({ length: count }, () => ({ english: 'I run.', chinese: '我跑。' }));

/** So many pairs on each side before any is left out, and in how many groups. */
const parts = (training: number, validation: number, test: number, groups: number): Parts => ({
  training: pairs(training),
  validation: pairs(validation),
  test: pairs(test),
  duplicates: 0,
  groups,
  largest: 1,
});

t.test('by hand: each side has a pair', async (t) => {
  const sides = { training: [1], validation: [1], test: [1], parts: parts(90, 1, 1, 92), tooLong: 89 };
  t.doesNotThrow(() => checkSides(sides, 60, 'my.tsv', speaker('en')));
});

t.test('refuses, and says what is the matter', async (t) => {
  const refused = (left: [number, number, number], found: Parts, tooLong: number, english: string, chinese: string) => {
    const [training, validation, test] = left.map(pairs);
    const sides = { training, validation, test, parts: found, tooLong };
    refuses(
      t,
      () => checkSides(sides, 60, 'my.tsv', speaker('en')),
      new Error(`my.tsv: each side needs a pair; ${english}`),
    );
    refuses(
      t,
      () => checkSides(sides, 60, 'my.tsv', speaker('zh')),
      new Error(`my.tsv：每一份至少要有一对句子；${chinese}`),
    );
  };
  refused(
    [0, 0, 0],
    parts(70, 6, 4, 80),
    80,
    'all 80 pairs are too long, with more than 60 tokens on a side; raise --longest or give shorter sentences',
    '80 对全都太长，有一边超过 60 个词元；请调高 --longest，或提供更短的句子',
  );
  refused(
    [80, 0, 0],
    parts(80, 0, 0, 1),
    0,
    'all 80 pairs are one group, joined by the sentences they share, and a group stays on one side; give pairs with sentences of their own',
    '80 对句子有相同的句子相连，全在一组，而同组的句对不会分开；请提供句子各不相同的句对',
  );
  refused(
    [18, 1, 0],
    parts(20, 1, 0, 21),
    2,
    'got 18 for training, 1 for validation, 0 for the test, of 21 pairs in 21 groups, 2 too long; give more pairs',
    '这里训练 18 对、验证 1 对、测试 0 对（共 21 对，分 21 组，其中 2 对太长）；请提供更多句子',
  );
});
