import t from 'tap';
import { decoderOnlyParams, MICROGPT, MICROGPT_SIZES } from '../../chapters/21-since-2017/parts.ts';
import { madeUp, meanLoss, trained } from '../../examples/21-since-2017/training.ts';
import { BOUNDARY, idsOfWord, wordOfIds, wordsOfCorpus } from '../../examples/21-since-2017/words.ts';
import { seeded } from '../../lib/random.ts';

t.test('words of the corpus, as letters', async (t) => {
  const { training, heldOut } = wordsOfCorpus();
  const all = [...training, ...heldOut];
  t.equal(new Set(all).size, all.length, 'each once: none held out is trained on');
  t.strictSame(
    all.filter((word) => !/^[a-z]{1,15}$/.test(word)),
    [],
    'letters alone, and room for them in 16 places',
  );
  t.strictSame(wordsOfCorpus().heldOut, heldOut, 'the same for everybody');
  t.strictSame(idsOfWord('emma'), [BOUNDARY, 4, 12, 12, 0, BOUNDARY]);
  t.equal(wordOfIds([4, 12, 12, 0]), 'emma');
});

t.test('a model of two words learns to spell them', async (t) => {
  const words = ['zeta', 'beta'];
  const begin = decoderOnlyParams(seeded('1'), { ...MICROGPT_SIZES, d_model: 8, d_ff: 8 }, MICROGPT);
  const steps: number[] = [];
  const course = { steps: 120, batch: 2, rate: 0.02, warmup: 10 };
  const { P, losses } = trained(begin, words, MICROGPT, course, '1', (step) => steps.push(step));
  t.strictSame(
    steps,
    [...Array(120).keys()].map((k) => k + 1),
    'every step is told',
  );
  t.equal(losses.length, 120);
  // Of five letters, the end counted, only the first is in doubt: ln 2 / 5 a letter, 0.14.
  const loss = meanLoss(words, P, MICROGPT);
  t.ok(loss > Math.LN2 / 5 && loss < 0.2, `${loss}`);
  const said = Array.from({ length: 20 }, (_, k) => madeUp(P, MICROGPT, 0.3, 8, seeded(`${k}`)));
  t.strictSame([...new Set(said)].sort(), ['beta', 'zeta'], 'by lot, with keys and values kept');
  t.equal(madeUp(P, MICROGPT, 0.3, 2, seeded('0')).length, 2, 'no longer than asked');
});
