/** A part that is taken away is gone, forwards and backwards; with none taken away it is the chapters' model. */

import t from 'tap';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { step } from '../../chapters/12-training/step.ts';
import { epoch, lossOf, rateOf, trainingLoss, type Pair } from '../../chapters/12-training/training.ts';
import { greedy } from '../../chapters/13-translator/decoding.ts';
import { chaptersWith, type Chapters } from '../../examples/12-training/changed.ts';
import { PLAN, run } from '../../examples/12-training/study.ts';
import { linesWithout, takenAway } from '../../examples/12-training/taken-away.ts';
import { numericGradient, relativeError } from '../../lib/numeric.ts';
import { mapRows } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { close } from '../close.ts';
import { unsettled } from '../nudge.ts';
import { refuses } from '../refuses.ts';

const pairs: Pair[] = [
  { source: [4, 5, 6], target: [5, 4] },
  { source: [6, 6], target: [6, 4, 5, 5] },
];
const random = seeded('taken away');
const sizes = { d_model: 4, h: 2, d_ff: 6, N: 1 };
const P = unsettled(random, transformerParams(random, 7, 7, sizes));

const without = (name: string): Promise<Chapters> => chaptersWith(linesWithout(name));
const scores = ({ model }: Chapters, source: number[], read: number[]) => model.transformer(source, read, P).S;

t.test('nothing taken away', async (t) => {
  const { model, training, steps, decoding } = await chaptersWith([]);
  t.not(training.lossOf, lossOf, 'the functions were loaded anew');
  const params = (of: typeof transformerParams) => of(seeded('1'), 8, 9, PLAN.sizes);
  t.strictSame(params(model.transformerParams), params(transformerParams), 'the first draw');
  for (const pair of pairs) {
    t.strictSame(training.lossOf(pair, P, 0.1), lossOf(pair, P, 0.1), 'loss and every gradient, to the last bit');
  }
  const plan = { ...PLAN, sizes, batch: 1, drop: 0.1 };
  const epochs = [training.epoch, epoch].map((of) => [...of(beginner(P), pairs, plan, seeded('1'))]);
  t.strictSame(epochs[0], epochs[1], 'an epoch with dropout, to the last bit');
  const stepped = [steps.step, step].map((of) => of(beginner(P), pairs, trainingLoss(plan, seeded('1')), 0.01));
  t.strictSame(stepped[0], stepped[1], 'a step');
  t.strictSame(decoding.greedy([4, 5], P), greedy([4, 5], P), 'a translation');
});

t.test('what is gone', async (t) => {
  const positions = await without('positions');
  const [[there], [back]] = [
    [4, 5, 6],
    [6, 5, 4],
  ].map((source) => scores(positions, source, [1]));
  close(t, there, back, 12, 'without positions a sentence says the same from behind');
  const mask = await without('mask');
  const [[first], [again]] = [5, 6].map((later) => scores(mask, [4, 5], [1, later]));
  t.ok(Math.abs(first[3] - again[3]) > 1e-3, 'without the mask the first place sees the second word');

  // 1/√d_k is gone if W_Q √d_k does with it what W_Q does without.
  const louder = (Q: number[][]) => Q.map((row) => row.map((x) => x * Math.SQRT2)); // d_k = 2
  const loud: TransformerParams = structuredClone(P);
  const attentions = [loud.encoder[0].attention, loud.decoder[0].selfAttention, loud.decoder[0].crossAttention];
  for (const attention of attentions) attention.W_Q = attention.W_Q.map(louder);
  const scale = await without('scale');
  close(
    t,
    scores(scale, [4, 5], [1, 5]),
    (await chaptersWith([])).model.transformer([4, 5], [1, 5], loud).S,
    10,
    '√d_k',
  );

  // Adam's first mean, corrected, is the gradient; momentum moves by it, not by its sign.
  const { steps, training } = await without('momentum × 30');
  const { dP } = lossOf(pairs[0], P, 0);
  const { learner } = steps.step(beginner(P), pairs.slice(0, 1), (pair, P) => training.lossOf(pair, P, 0), 0.001);
  const wanted = mapRows((p, g) => p.map((x, c) => x - (30 * 0.001 * g[c]) / 3), P, dP); // 3 tokens, EOS is one
  t.ok(relativeError(learner.P, wanted) < 1e-12, 'momentum');

  const warmUp = await without('warm-up');
  const rates = [1, 60, 240].map((t) => warmUp.training.rateOf(PLAN, t));
  close(t, rates, [rateOf(PLAN, 60), rateOf(PLAN, 60), rateOf(PLAN, 60) / 2], 12, 'the peak from the first step on');

  // Glorot's bound of a 16×4 matrix, √(6/20), and of the three of four heads side by side, √(6/64).
  const drawn = (await without('first draw')).model.transformerParams(seeded('1'), 4, 4, PLAN.sizes);
  const joint = transformerParams(seeded('1'), 4, 4, PLAN.sizes);
  const [[alone]] = drawn.encoder[0].attention.W_K[0];
  const [[together]] = joint.encoder[0].attention.W_K[0];
  close(t, [alone / together], [Math.sqrt(64 / 20)], 12, 'the first draw of a head');
});

t.test('the gradient is that of the loss, whatever is taken away', async (t) => {
  const usual = lossOf(pairs[1], P, 0.1).loss;
  for (const name of ['positions', 'scale', 'mask', 'residual', 'norm']) {
    const { training } = await without(name);
    const { loss, dP } = training.lossOf(pairs[1], P, 0.1);
    t.ok(Math.abs(loss - usual) > 1e-6, `${name}: another loss`);
    const error = relativeError(
      dP,
      numericGradient(() => training.lossOf(pairs[1], P, 0.1).loss, P),
    );
    t.ok(error < 1e-6, `${name}: relative error ${error.toExponential(1)}`);
  }
});

t.test('refuses', async (t) => {
  refuses(t, () => linesWithout('heads'), new RangeError('no line is changed to take away heads'));
  await t.rejects(
    run({ kind: 'wheels', seed: '1' }),
    new RangeError('nothing is called wheels that can be taken away'),
  );
  const file = 'chapters/07-layer-norm/layer-norm.ts';
  await t.rejects(chaptersWith([{ file, from: 'no such line', to: '' }]), /no such line must stand there once/);
  t.equal(new Set(takenAway.map(({ name }) => name)).size, takenAway.length, 'every part has a name of its own');
});
